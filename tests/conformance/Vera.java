import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * veraPDF's verdict on every PDF in a folder, for PDF/UA-1 and PDF/A-2a: a line for each broken rule, and one for a file
 * that cannot be judged. The last line counts the verdicts. Exit status 0 whatever is found: the caller reads the lines.
 */
public class Vera {
    public static void main(String[] folders) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        long verdicts = 0;
        for (String folder : folders) {
            List<Path> files;
            try (var found = Files.list(Path.of(folder))) {
                files = found.filter(f -> f.toString().endsWith(".pdf")).sorted().toList();
            }
            for (Path file : files)
                for (var flavour : List.of(PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_2_A)) {
                    judge(file, flavour);
                    verdicts++;
                }
        }
        System.out.println("verdicts " + verdicts);
    }

    private static void judge(Path file, PDFAFlavour flavour) {
        var foundry = Foundries.defaultInstance();
        try (var stream = new FileInputStream(file.toFile());
             PDFAParser parser = foundry.createParser(stream, flavour);
             PDFAValidator validator = foundry.createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, Integer> broken = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions())
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    var rule = assertion.getRuleId();
                    String id = rule.getClause() + " test " + rule.getTestNumber();
                    broken.merge(id + ": " + assertion.getMessage(), 1, Integer::sum);
                }
            if (!result.isCompliant() && broken.isEmpty()) broken.put("not compliant", 1);
            broken.forEach((rule, times) -> tell(file, flavour, rule + " (" + times + " times)"));
        } catch (Exception trouble) {
            tell(file, flavour, "no verdict: " + trouble);
        }
    }

    private static void tell(Path file, PDFAFlavour flavour, String what) {
        System.out.println("finding\t" + file.getFileName() + "\t" + flavour.getId() + " " + what.replace('\n', ' '));
    }
}
