//! Hostile templates and data against the real program (the numbers are those of the promises): a template package
//! reaches nothing and ends soon, and nothing that data says gets out of its place in names, tables, messages or
//! reports.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::project::{ARENDE, Project, Run};

/// What a template may take, on a machine that does other things too.
const SOON: Duration = Duration::from_secs(20);

/// Renders with a file of the template package replaced, with at most 2 GB of address space where that can be set
/// (Rust's threads reserve most of it), and without a network where it can be taken away.
fn with_template(name: &str, source: &str, format: &str) -> Run {
    let project = Project::with_arende();
    project.file(&format!("mallar/{name}"), source);
    let started = Instant::now();
    let run = project.script(&format!(
        "ulimit -v 2000000; \"$0\" render a.json --templates mallar --format {format} --out ut"
    ));
    assert!(
        started.elapsed() < SOON,
        "{:?}: {source}",
        started.elapsed()
    );
    run
}

fn refused(name: &str, source: &str, format: &str, words: &[&str]) {
    let run = with_template(name, source, format);
    let told = run.all();
    assert_eq!(run.code, 2, "{source}: {told}");
    for word in words {
        assert!(told.contains(word), "{source}: ”{word}” is not in {told}");
    }
    assert!(!told.contains("root:"), "{source}: {told}");
}

/// S-4: a layout sees what it is given, and no file of the machine.
#[test]
fn s04_a_layout_reads_nothing_outside_its_package() {
    for path in [
        "/etc/passwd",
        "../../../../../../etc/passwd",
        "../a.json",
        "/dev/zero",
        "/proc/self/environ",
        "C:/Windows/win.ini",
        "lank.txt",
    ] {
        for call in ["read", "json", "csv", "image", "plugin"] {
            let source = format!("#let x = {call}(\"{path}\")\n#let egen = (:)\n");
            refused("layout/egen.typ", &source, "pdf", &["Fel"]);
        }
        let source = format!("#include \"{path}\"\n#let egen = (:)\n");
        refused("layout/egen.typ", &source, "pdf", &["Fel"]);
    }
}

/// S-5: a package of somebody else's is refused at once: nothing in the program could fetch it.
#[test]
fn s05_no_package_is_fetched() {
    for package in ["@preview/cetz:0.3.1", "@local/egen:1.0.0"] {
        let source = format!("#import \"{package}\": x\n#let egen = (:)\n");
        refused("layout/egen.typ", &source, "pdf", &["Fel"]);
    }
    let project = Project::with_arende();
    project.file(
        "mallar/layout/egen.typ",
        "#import \"@preview/cetz:0.3.1\": x\n#let egen = (:)\n",
    );
    let traced = project.script(
        "strace -f -qq -e trace=socket,connect -o spar \"$0\" render a.json --templates mallar --format pdf --out ut; cat spar",
    );
    if !traced.all().contains("not found") {
        assert!(!traced.out.contains("socket("), "{}", traced.out);
    }
}

/// S-6: what would never end, or fill the memory, is stopped and told of.
#[test]
fn s06_templates_end() {
    const NAME: &str = "dokument/tjansteskrivelse.md.j2";
    for source in [
        "{% for a in range(10000) %}{% for b in range(10000) %}{% for c in range(10000) %}x{% endfor %}{% endfor %}{% endfor %}",
        "{% macro f(n) %}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}",
        "{% include \"dokument/tjansteskrivelse.md.j2\" %}",
        "{% for a in range(1000000000) %}x{% endfor %}",
        "{% set s = \"x\" * 100000000000 %}{{ s }}",
        "{{ \"x\" * 1000000000 * 1000000000 }}",
        "{{ range(100000000000)|list }}",
    ] {
        refused(NAME, source, "text", &["tjansteskrivelse.md.j2"]);
    }
    for source in [
        "#let f() = f()\n#let x = f()\n#let egen = (:)\n",
        "#let x = while true { }\n#let egen = (:)\n",
        "#include \"egen.typ\"\n#let egen = (:)\n",
    ] {
        refused("layout/egen.typ", source, "pdf", &["Fel"]);
    }
}

/// S-8: a pattern that would take for ever elsewhere takes no time here, and a reference leads to no address.
#[test]
fn s08_patterns_are_linear_and_references_stay() {
    let rule = "[[regel]]\nid = \"KOM-01\"\nsort = \"fras\"\nnamn = \"x\"\nniva = \"varning\"\ndelar = [\"arendet\"]\nmonster = ['(a+)+b']\nmeddelande = \"{fras}\"\natgard = \"Skriv om.\"\n";
    let project = Project::new();
    project.file("mallar/profiler/prov/profil.toml", "namn = \"Prov\"\n");
    project.file("mallar/profiler/prov/regler.toml", rule);
    let text = format!("{} ", "a".repeat(100_000));
    project.file(
        "a.json",
        ARENDE.replacen("\"rubrik\": \"", &format!("\"rubrik\": \"{text}"), 1),
    );
    let started = Instant::now();
    let run = project.run(&[
        "check",
        "a.json",
        "--templates",
        "mallar",
        "--kommun",
        "prov",
    ]);
    assert!([0, 1, 2].contains(&run.code), "{}", run.all());
    assert!(started.elapsed() < SOON);
    for reference in [
        "http://example.se/x.schema.json",
        "file:///etc/passwd",
        "https://example.se/a#/$defs/x",
    ] {
        let project = Project::with_arende();
        let schema = format!(
            "{{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"$id\": \"tjansteskrivelse.schema.json\", \"type\": \"object\", \"properties\": {{\"rubrik\": {{\"$ref\": \"{reference}\"}}}}}}"
        );
        project.file("mallar/scheman/tjansteskrivelse.schema.json", &schema);
        project.file("mallar/schemas/tjansteskrivelse.schema.json", &schema);
        let run = project.run(&["check", "a.json", "--templates", "mallar"]);
        assert!([0, 2].contains(&run.code), "{}", run.all());
        assert!(!run.all().contains("root:"), "{}", run.all());
    }
}

/// S-13: whatever an ärende is called, its files stay in their folder, under names that every system takes.
#[test]
fn s13_outputs_stay_in_their_folder() {
    for title in [
        "../../utanför",
        "..",
        "/etc/cron.d/x",
        "C:\\\\x\\\\y",
        "CON",
        "nul.txt",
        "a:b*c?d",
        "slut. . .",
        "rad\\nrad",
    ] {
        let project = Project::new();
        let text = ARENDE.replacen("Nya regler för föreningsbidrag", title, 1);
        project.file("under/a.json", text);
        let run = project.run(&[
            "render",
            "under/a.json",
            "--draft",
            "--format",
            "text",
            "--out",
            "ut",
        ]);
        assert_eq!(run.code, 0, "{title}: {}", run.all());
        let names = project.names("ut");
        assert_eq!(names.len(), 1, "{title}: {names:?}");
        assert!(
            !names[0].contains(['/', '\\', ':', '*', '?', '\n']),
            "{title}: {names:?}"
        );
        let mut all: Vec<String> = project.names(".");
        all.retain(|name| !name.starts_with('.'));
        assert_eq!(all, ["under", "ut"], "{title}");
    }
}

/// S-21, S-22, S-23: no formula in a table, no escape on a terminal, no personnummer in what is told.
#[test]
fn s21_s22_s23_what_data_says_is_inert_and_masked_in_reports() {
    let project = Project::new();
    let receivers = "\"expedieras_till\": [{\"namn\": \"=HYPERLINK(1)\", \"adress\": \"+a@example.se\"}, {\"namn\": \"@SUM(1)\"}, {\"namn\": \"-2+3\"}],\n  \"beslut\":";
    let text = ARENDE.replacen("\"beslut\":", receivers, 1);
    let first = text.find("\"expedieras_till\"").expect("receivers");
    let last = text.rfind("\"expedieras_till\"").expect("receivers");
    // The ärende's own receivers, if it has any, make way.
    let text = if first == last {
        text
    } else {
        text[..last].to_owned() + &text[last..].replacen("expedieras_till", "xx", 1)
    };
    let hostile = text.replacen("Nya regler", "\\u001b[31mNya 640823-3234 regler\\u202e", 1);
    project.file("a.json", &hostile);
    for arguments in [
        &["check", "a.json"][..],
        &["check", "a.json", "--report", "json"],
        &["check", "a.json", "--report", "sarif"],
        &[
            "batch",
            "a.json",
            "--out",
            "ut",
            "--format",
            "text",
            "--per-mottagare",
            "--report-dir",
            "rapport",
            "--draft",
        ],
    ] {
        let run = project.run(arguments);
        let told = run.all();
        assert!(
            !told.contains('\u{1b}') && !told.contains('\u{202e}'),
            "{arguments:?}: {told:?}"
        );
        assert!(!told.contains("640823-3234"), "{arguments:?}: {told}");
    }
    for folder in ["ut", "rapport"] {
        for name in project.names(folder) {
            let bytes = fs::read(project.path(folder).join(&name)).expect("a file");
            let text = String::from_utf8_lossy(&bytes);
            let is_report = folder == "rapport" || name.starts_with("sandlista");
            if is_report {
                assert!(!text.contains("640823-3234"), "{name}");
            }
            if Path::new(&name).extension().is_some_and(|e| e == "csv") {
                let cells = text.lines().flat_map(|line| line.split(';'));
                for cell in cells {
                    let bare = cell.trim_start_matches('\u{feff}').trim_matches('"');
                    assert!(!bare.starts_with(['=', '+', '-', '@']), "{name}: {cell}");
                }
            }
        }
    }
}
