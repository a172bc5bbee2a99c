//! Tests of the rules of decision text on sentences of many municipalities: what is good is left alone, and what is
//! rewritten is good Swedish.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use jiff::civil::date;
use serde_json::{Value, json};

use super::*;
use crate::finding::{Applicability, Edit, Finding};
use crate::profile::{HeadingFile, ProfileFile};

const BASE: &str = include_str!("../../templates/profiler/sv-bas/regler.toml");
const RULES_OF_DECISIONS: [&str; 4] = ["DEC-01", "DEC-03", "DEC-05", "DEC-08"];

fn profile(form: &str) -> Profile {
    let own = format!("[[regel]]\nid = \"DEC-01\"\nform = \"{form}\"\n");
    Profile {
        id: "prov".to_owned(),
        namnd: None,
        files: Vec::new(),
        file: ProfileFile::default(),
        headings: HeadingFile::default(),
        rules: [("bas", BASE), ("egen", &own)]
            .map(|(file, text)| (file.to_owned(), Arc::from(text)))
            .to_vec(),
        diarienummer: Vec::new(),
        diarier: BTreeMap::new(),
    }
}

/// What the rules of decision text find in an ärende of Kommunstyrelsen with these decisions.
fn in_decisions(form: &str, decisions: &Value) -> Vec<Finding> {
    static PACKS: LazyLock<BTreeMap<&str, Pack>> = LazyLock::new(|| {
        let forms = ["presens", "att-sats", "passiv", "av"];
        let pack = |form| Pack::read(&profile(form)).unwrap_or_else(|error| panic!("{error}"));
        forms.map(|form| (form, pack(form))).into()
    });
    let arende = json!({"rubrik": "Prov", "instans": "Kommunstyrelsen", "beslut": decisions});
    let context = RuleContext {
        typ: "tjansteskrivelse",
        arende: &arende,
        document: None,
        of_meeting: false,
        remarks: &[],
        profile: &profile(form),
        layout: &super::tests::Nowhere,
        today: date(2026, 6, 1),
        folder: None,
    };
    check_all(&PACKS[form], &context, Exceptions::Ignore)
}

/// What they find in the points of one decision.
fn findings(form: &str, points: &Value) -> Vec<Finding> {
    let mut found = in_decisions(form, &json!([{"punkter": points}]));
    found.retain(|finding| RULES_OF_DECISIONS.contains(&finding.rule.as_ref()));
    found
}

/// The ids of what is found in one point.
fn ids(form: &str, point: &str) -> Vec<String> {
    let found = findings(form, &json!([point]));
    found.iter().map(|f| f.rule.to_string()).collect()
}

/// The point as the first fix leaves it, and whether the fix can be used.
fn mended(form: &str, point: &str) -> Option<(String, bool)> {
    let found = findings(form, &json!([point]));
    let fix = found.into_iter().find_map(|finding| finding.fix)?;
    let is_usable = fix.applicability == Applicability::Unsafe;
    Some((applied(point, fix.edits), is_usable))
}

/// A text after the changes of its parts.
fn applied(point: &str, mut edits: Vec<Edit>) -> String {
    let mut out = point.to_owned();
    edits.sort_by_key(|edit| edit.range.clone().map(|range| range.start));
    for edit in edits.iter().rev() {
        let with = edit.replacement.as_str().expect("a text");
        out.replace_range(edit.range.clone().expect("a part of the point"), with);
    }
    out
}

/// Decisions as they are written in protocols: whole sentences, active and passive.
const GOOD: &str = "
Kommunstyrelsen godkänner överenskommelsen med Region Väst om närvård för 2027–2029.
Kommunstyrelsen lägger informationen till handlingarna.
Kommunstyrelsen noterar informationen.
Kommunstyrelsen tar del av informationen.
Informationen läggs till handlingarna.
Informationen från övriga nämnder läggs till handlingarna.
Kommunstyrelsens rapport godkänns och läggs till handlingarna.
Kommunfullmäktige noterar informationen och lägger den årliga uppföljningen av strategiska avtal 2020 till handlingarna.
Till justerare utses Anna Berg (S).
Anna Berg (S) utses att justera protokollet tillsammans med ordföranden.
Kommunfullmäktige väljer Per Lund (M) till ledamot i kulturnämnden från och med den 1 januari 2027 till och med den 31 december 2030.
Kommunfullmäktige entledigar Per Lund (M) från uppdraget som ersättare i kulturnämnden och utser Eva Ek (M) till ny ersättare.
Avsägelsen från Per Lund (M) godkänns.
Ärendet återremitteras för att belysa kostnaderna för drift av ishallen.
Ärendet bordläggs till kommunstyrelsens sammanträde den 12 maj 2026.
Ärendet utgår.
Motionen anses besvarad.
Motionen avslås.
Motionen bifalls.
Medborgarförslaget anses besvarat med hänvisning till att belysningen byts ut under 2026.
Kommunfullmäktige avslår motionen med hänvisning till vad som framgår av kommunstyrelsens yttrande över motionen.
Kommunfullmäktige bifaller motionens första att-sats och avslår motionen i övrigt.
Ordföranden får i uppdrag att underteckna avtalet med Fastighets AB Linden.
Förvaltningen får i uppdrag att utreda möjligheten att bygga en ny simhall och redovisa resultatet senast den 30 november 2026.
Kommunstyrelsen ger kommundirektören i uppdrag att ta fram en plan för trygghet samt återkomma med förslag till finansiering.
Kommunstyrelsen uppdrar åt samhällsbyggnadsnämnden att pröva detaljplan för Hallen 4:12 genom planbesked och genomföra samråd.
Individ- och familjeomsorgsnämnden uppdras att till kommande kalenderårs redovisning utveckla sin uppföljning.
Paragrafen justeras omedelbart.
Paragrafen förklaras omedelbart justerad.
Beslutet justeras omedelbart.
Denna paragraf justeras omedelbart.
Detta beslut ersätter kommunstyrelsens beslut den 3 mars 2020, § 41.
Detta beslut gäller till och med den 31 december 2027.
Den årliga uppföljningen av strategiska avtal läggs till handlingarna.
Den 1 januari 2027 upphör Taxa för brandskyddskontroll att gälla.
De avgifter som följer av taxan räknas upp med prisindex för kommunal verksamhet.
Det systematiska arbetsmiljöarbetet redovisas för kommunstyrelsen i mars varje år.
För 2027 fastställs avgiften till 1 400 kronor per timme.
För egen del beslutar kommunstyrelsen att avsätta 2 000 000 kronor ur kommunstyrelsens oförutsedda medel.
Stöd till studieförbund betalas ut kvartalsvis.
Köp av fastigheten Linden 3 för 4 200 000 kronor godkänns.
Kommunstyrelsen delegerar till kommundirektören att besluta om utlämnande av allmän handling.
Beslutanderätten i ärenden om parkeringstillstånd delegeras till enhetschefen.
Kommunstyrelsen beslutar att godkänna köpeavtalet med Fastighets AB Linden.
Kommunstyrelsen beslutar att inte överklaga förvaltningsrättens dom den 2 mars 2026 i mål 1234-25.
Kommunstyrelsen föreslår att kommunfullmäktige beslutar att höja avgiften för torgplatser.
Kommunstyrelsen föreslår kommunfullmäktige besluta att bevilja Borås Energi och Miljö AB borgen.
Kommunstyrelsen föreslår kommunfullmäktige att i budget 2027 avsätta 400 000 kronor till en filial i Fristad.
Kommunstyrelsen anser att detaljplanen bör kompletteras med en trafiksäker skolväg.
Nämnden tillstyrker förslagen om förlängd studietid och avstyrker förslaget om ett nationellt antagningssystem.
Nämnden tillstyrker förslaget att färdtjänsten samordnas med sjukresorna från och med 2027.
Nämnden avger yttrande över remissen med följande synpunkter: skolvägen behöver belysning.
Nämnden avger yttrande över detaljplan för Linden och tillstyrker förslaget till plankarta.
Nämnden har inget att erinra mot förslaget till detaljplan för Hallen 4:12.
Arbetsmarknadsnämnden överlämnar yttrandet till Kommunstyrelsen som sitt svar på remissen.
Kommunstyrelsen ställer sig bakom förslaget till ny tågstrategi för Västsverige.
Kommunstyrelsen godkänner rapporten ”Trygg i kommunen 2025” och överlämnar den till kommunfullmäktige.
Kommunstyrelsen antar Biblioteksplan 2026–2030. Planen följs upp varje år.
Kommunstyrelsen antar Biblioteksplan 2026–2030. Kulturnämnden får i uppdrag att varje år följa upp planen.
Kommunstyrelsen beviljar Fristads musikkår 25 000 kronor. Bidraget finansieras ur kommunstyrelsens anslag för föreningar.
Kommunfullmäktige antar reglemente för kulturnämnden att gälla från och med den 1 januari 2027. Reglementet från 2019 upphör samtidigt att gälla.
Taxa för offentlig kontroll av livsmedel antas att gälla från och med den 1 juli 2026.
Kommunfullmäktige fastställer taxan för 2027 till 1 400 kronor per timme.
Kommunfullmäktige antar detaljplan för kvarteret Linden, upprättad den 3 mars 2026.
Kommunfullmäktige antar ändringar i reglementet för kulturnämnden.
Kommunfullmäktige fastställer skattesatsen för 2027 till 21,31 kronor.
Kommunstyrelsen avstår från att yttra sig över remissen om en ny lag om kommunal borgen.
Kommunstyrelsen ger barn- och utbildningsnämnden samt vård- och äldrenämnden i uppdrag att se över skolskjutsen.
Kommunstyrelsen ger förvaltningen i uppdrag att:¶- ta fram en plan för belysning¶- redovisa kostnaden och föreslå finansiering
Kommunstyrelsen beslutar¶¶att godkänna avtalet med Linden¶¶att ge ordföranden rätt att underteckna det
Anna Berg (S) utses till ordförande och Per Lund (M) utses till vice ordförande.
Motionens första yrkande bifalls och motionen avslås i övrigt.
Avgiften för barn och unga fastställs till 900 kronor och avgiften för vuxna fastställs till 1 200 kronor.
Det antecknas till protokollet att Per Lund (M) är jävig och inte deltar i beslutet.
Det ska finnas minst två laddplatser vid varje ny förskola.
Ovanstående beslut justeras omedelbart.
Kommunstyrelsen uppdrar åt kulturnämnden att anta riktlinjer för lån av instrument.
Kommunstyrelsen godkänner avtalet med Linden AB och bemyndigar ordföranden att underteckna det.
Ärendet återremitteras till tekniska nämnden för att utreda kostnaden och redovisa alternativa lägen.
Kommunstyrelsen återremitterar ärendet till tekniska nämnden och ger nämnden i uppdrag att redovisa kostnaden.
Kommunstyrelsen inrättar ett råd för trygghet och utser Eva Ek (M) till ordförande i rådet.
Kommunstyrelsen anser motionen besvarad.
Kommunstyrelsen beslutar för egen del under förutsättning av kommunfullmäktiges beslut att ge förvaltningen i uppdrag att teckna avtal.
Kommunstyrelsen tillstyrker motionen om fler sittplatser under förutsättning att de ryms inom budgeten.
Kommunen köper fastigheten Linden 3 av Fastighets AB Linden för 4 200 000 kronor.
Kommunstyrelsen avslår begäran om utlämnande av handlingar med stöd av 25 kap. 1 § offentlighets- och sekretesslagen.
Vad Per Lund (M) har yrkat avslås.
Ordförandens förslag till dagordning fastställs.
Dagordningen godkänns med den ändringen att ärende 7 utgår.
Redovisningen av delegationsbeslut för mars 2026 läggs till handlingarna.
Nästa sammanträde hålls den 12 maj 2026 klockan 13.00.
Sammanträdesdagarna för 2027 fastställs till den 12 januari, den 9 februari och den 9 mars.
Nämnden tar emot medborgarförslaget om en hundrastgård och överlämnar det till tekniska nämnden för beredning.
Medel för åtgärden anvisas ur kommunstyrelsens konto för oförutsedda utgifter.
Driftkostnaden på 300 000 kronor om året ryms inom nämndens ram.
Bidrag till Fristads musikkår beviljas med 25 000 kronor.
Hyresavtalet med Linden AB sägs upp till den 31 december 2026.
Avgiften höjs till 1 400 kronor per timme från och med den 1 januari 2027 och räknas därefter upp årligen.
Yttrande över Trafikverkets förslag till nationell plan lämnas enligt följande: nämnden tillstyrker planen.
Kommunstyrelsen delar förvaltningens bedömning att planen bör kompletteras med en gångväg.
Kommunstyrelsen ställer sig bakom Region Västs yttrande över remissen.
Kommunstyrelsen återkallar uppdraget från den 3 mars 2020 att utreda en ny simhall.
Kommunstyrelsen ger vård- och äldrenämnden, sociala omsorgsnämnden och servicenämnden i uppdrag att redovisa sina kostnader.
Kommunfullmäktige medger kommunstyrelsen rätt att nyupplåna 200 miljoner kronor under 2027.
Revisorerna beviljas ansvarsfrihet för 2025.
Kommunfullmäktige beviljar styrelsen i Linden AB ansvarsfrihet för 2025.
Investeringen på 12 miljoner kronor ryms inom investeringsbudgeten.
Kommunen ansöker om bidrag hos Boverket och medfinansierar projektet med 500 000 kronor.
Kommunstyrelsen förklarar uppdraget från den 22 maj 2025 slutfört.
Kommunstyrelsen tackar för informationen och lägger den till handlingarna.
Delårsrapporten per den 31 augusti 2026 godkänns.
Årsredovisningen för 2025 fastställs och överlämnas till kommunfullmäktige.
Omröstning begärs och genomförs.
Kommunstyrelsen medger att förslaget om nya mötesplatser prövas i budgetarbetet.
Ersättning för förlorad arbetsförtjänst betalas med högst 3 200 kronor per dag.
Kommunstyrelsen bemyndigar ordföranden att för kommunens räkning underteckna köpeavtalet och ansöka om lagfart.
Kommunstyrelsen remitterar motionen till tekniska nämnden för yttrande senast den 1 september 2026.
Kommunstyrelsen hemställer hos kommunfullmäktige om 3 miljoner kronor för renovering av Kulturhuset.
De nya riktlinjerna för färdtjänst gäller från och med den 1 mars 2027.
";

#[test]
fn nobody_is_made_to_propose_to_itself() {
    let proposed = json!([{"instans": "Miljönämnden", "till": "Kommunfullmäktige", "status": "forslag", "punkter": [
        "Föreslå kommunfullmäktige att anta taxan för tillsyn.",
        "Att föreslå kommunfullmäktige att anta taxan för tillsyn.",
    ]}]);
    for form in ["presens", "passiv"] {
        let mut found = in_decisions(form, &proposed);
        found.retain(|finding| finding.rule == "DEC-01");
        assert_eq!(found.len(), 2, "{form}");
        for finding in found {
            assert!(finding.fix.is_none(), "{finding:?}");
            let help = finding.help.unwrap_or_default();
            assert!(!help.contains("föreslår kommunfullmäktige"), "{help}");
        }
    }
}

#[test]
fn good_decisions_are_left_alone() {
    let mut wrong = Vec::new();
    for point in GOOD.lines().filter(|line| !line.is_empty()) {
        let point = point.replace('¶', "\n");
        let found = findings("presens", &json!([point]));
        wrong.extend(
            found
                .iter()
                .map(|f| format!("{point}: {} {}", f.rule, f.message)),
        );
    }
    assert!(
        wrong.is_empty(),
        "{}",
        wrong.join(
            "
"
        )
    );
    for point in [
        "att godkänna avtalet med Linden AB om snöröjning",
        "att ge förvaltningen i uppdrag att ta fram en plan och redovisa den i maj,",
        "att Anna Berg (S) utses till justerare.",
        "Kommunstyrelsen beslutar att avslå motionen om gratis parkering.",
        "Paragrafen justeras omedelbart.",
        "Motionen anses besvarad.",
    ] {
        assert_eq!(ids("att-sats", point), [""; 0], "{point}");
    }
    for point in [
        "Taxa för livsmedelskontroll antas att gälla från och med den 1 januari 2027.",
        "Kommunstyrelsen får i uppdrag att se över reglerna för parkering.",
        "Kommunstyrelsen föreslår att motionen avslås.",
        "Nämnden godkänner avtalet med Linden AB.",
    ] {
        assert_eq!(ids("passiv", point), [""; 0], "{point}");
    }
    assert_eq!(ids("av", "Godkänna avtalet med Linden AB."), [""; 0]);
}

/// The form, the point as it is found, and as it is written afterwards.
const REWRITTEN: &str = "
presens | Godkänna skrivelsen om ljus samt tillskriva Vård- och äldrenämnden att ta efter grannen och ta lärdom av goda exempel. | Kommunstyrelsen godkänner skrivelsen om ljus samt tillskriver Vård- och äldrenämnden att ta efter grannen och ta lärdom av goda exempel.
presens | 1. Avslå motionen om gratis parkering. | 1. Kommunstyrelsen avslår motionen om gratis parkering.
presens | Godkänn avtalet med Linden AB. | Kommunstyrelsen godkänner avtalet med Linden AB.
presens | Utse Anna Berg (S) till justerare. | Kommunstyrelsen utser Anna Berg (S) till justerare.
presens | Lägga rapporten om ljus till handlingarna. | Kommunstyrelsen lägger rapporten om ljus till handlingarna.
presens | Ställa sig bakom strategin för tåg. | Kommunstyrelsen ställer sig bakom strategin för tåg.
presens | Ge förvaltningen i uppdrag att ta fram en plan och redovisa den. | Kommunstyrelsen ger förvaltningen i uppdrag att ta fram en plan och redovisa den.
presens | Uppdra till förvaltningen att ta fram en plan. | Kommunstyrelsen ger förvaltningen i uppdrag att ta fram en plan.
presens | Uppdra åt förvaltningen att ta fram en plan. | Kommunstyrelsen uppdrar åt förvaltningen att ta fram en plan.
presens | att bifalla motionen om ljus. | Kommunstyrelsen bifaller motionen om ljus.
presens | Att därmed anse motionen besvarad. | Kommunstyrelsen anser därmed motionen besvarad.
presens | att bevilja borgen till Linden AB, att teckna avtal med banken och att utse en ombudsman. | Kommunstyrelsen beviljar borgen till Linden AB, tecknar avtal med banken och utser en ombudsman.
presens | Kommunfullmäktige föreslås besluta att anta Policy för ljus att gälla från den 1 mars 2027. | Kommunfullmäktige antar Policy för ljus att gälla från den 1 mars 2027.
presens | Kommunstyrelsen föreslås godkänna avtalet med Linden AB. | Kommunstyrelsen godkänner avtalet med Linden AB.
presens | Kommunstyrelsen föreslås besluta att motionen avslås. | Kommunstyrelsen beslutar att motionen avslås.
presens | Avtalet med Linden AB föreslås godkännas. | Avtalet med Linden AB godkänns.
presens | Tekniska nämnden föreslås få i uppdrag att se över ljuset. | Tekniska nämnden får i uppdrag att se över ljuset.
presens | Tekniska nämnden föreslås uppdras att se över ljuset. | Tekniska nämnden får i uppdrag att se över ljuset.
presens | Kommunstyrelsen bör avslå motionen om ljus. | Kommunstyrelsen avslår motionen om ljus.
presens | Motionen bör avslås. | Motionen avslås.
presens | att godkänna avtalet med Linden AB, | Kommunstyrelsen godkänner avtalet med Linden AB.
presens | att avslå motionen om ljus, samt | Kommunstyrelsen avslår motionen om ljus.
att-sats | Godkänna avtalet med Linden AB. | att godkänna avtalet med Linden AB.
att-sats | Kommunstyrelsen noterar informationen och lägger den till handlingarna. | att notera informationen och lägga den till handlingarna.
att-sats | Kommunstyrelsen föreslås avslå motionen om ljus. | att avslå motionen om ljus.
passiv | Avslå motionen om ljus. | Motionen om ljus avslås.
passiv | Uppdra åt förvaltningen att ta fram en plan. | Förvaltningen får i uppdrag att ta fram en plan.
passiv | att ge tekniska nämnden i uppdrag att ta fram en plan. | Tekniska nämnden får i uppdrag att ta fram en plan.
";

#[test]
fn what_is_not_decided_is_written_as_decided() {
    let mut wrong = Vec::new();
    for row in REWRITTEN.lines().filter(|line| !line.is_empty()) {
        let parts: Vec<&str> = row.split(" | ").collect();
        let [form, point, wanted] = parts[..] else {
            panic!("{row}");
        };
        let is_found = ids(form, point).iter().any(|id| id == "DEC-01");
        let mended = mended(form, point);
        if !is_found || mended != Some((wanted.to_owned(), true)) {
            wrong.push(format!("{point}: {is_found} {mended:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_can_be_read_in_two_ways_is_only_shown() {
    for (form, point, wanted) in [
        (
            "presens",
            "Ge nämnden i uppdrag att se över ljuset samt avsluta avtalet med Linden AB.",
            "Kommunstyrelsen ger nämnden i uppdrag att se över ljuset samt avsluta avtalet med Linden AB.",
        ),
        (
            "passiv",
            "Utse Anna Berg (S) till justerare.",
            "Anna Berg (S) utses till justerare.",
        ),
        (
            "passiv",
            "Anta strategin för ljus samt avslå motionen om mörker.",
            "Strategin för ljus antas. Motionen om mörker avslås.",
        ),
    ] {
        assert_eq!(
            mended(form, point),
            Some((wanted.to_owned(), false)),
            "{point}"
        );
    }
    for point in ["Förvaltningen föreslår att avtalet sägs upp.", "att"] {
        assert_eq!(ids("presens", point), ["DEC-01"], "{point}");
        assert_eq!(mended("presens", point), None);
    }
}

#[test]
fn points_go_on_with_the_one_before() {
    for points in [
        json!([
            "Kommunstyrelsen beslutar att",
            "godkänna avtalet med Linden AB",
            "avslå motionen om ljus"
        ]),
        json!([
            "Kommunstyrelsen antar Plan för ljus.",
            "Nämnden får i uppdrag att genomföra planen."
        ]),
        json!([
            "Nämnden avger yttrande över remissen om ljus.",
            "Nämnden avstyrker förslaget i remissen."
        ]),
    ] {
        let found = findings("presens", &points);
        let of_first_only = found.iter().all(|f| {
            f.pointer
                .as_ref()
                .is_some_and(|p| p.as_str().ends_with("/2"))
        });
        assert!(of_first_only, "{points}: {found:?}");
    }
}

#[test]
fn what_nobody_understands_alone_is_found() {
    let mut wrong = Vec::new();
    for point in [
        "Kommunstyrelsen godkänner skrivelsen.",
        "Rapporten godkänns.",
        "Kommunstyrelsen antar det reviderade förslaget.",
        "Kommunstyrelsen avslår förslaget i sin helhet.",
        "Kommunstyrelsen antar yttrandet som sitt eget.",
        "Den antas.",
        "Det läggs till handlingarna.",
        "Den ska redovisas i maj.",
        "Detta gäller från och med den 1 mars 2027.",
        "Ovanstående godkänns.",
        "Godkänns.",
        "Kommunstyrelsen godkänner.",
        "Godkänner avtalet med Linden AB.",
        "Kommunstyrelsen använder informationen.",
        "Servicenämnden avger yttrande över Granskning av beställare i Borås Stad",
    ] {
        let found = ids("presens", point);
        wrong.extend((found != ["DEC-03"]).then(|| format!("{point}: {found:?}")));
    }
    assert!(
        wrong.is_empty(),
        "{}",
        wrong.join(
            "
"
        )
    );
    assert_eq!(
        mended("presens", "Godkänner avtalet med Linden AB."),
        Some((
            "Kommunstyrelsen godkänner avtalet med Linden AB.".to_owned(),
            true
        ))
    );
}

#[test]
fn two_actions_in_one_point_are_found() {
    for point in [
        "Kommunstyrelsen antar strategin för ljus och bordlägger motionen om mörker.",
        "Kommunstyrelsen godkänner rapporten om ljus samt ger nämnden i uppdrag att byta lampor.",
        "Kommunstyrelsen beslutar att godkänna avtalet med Linden AB och att avslå motionen om ljus.",
        "Strategin för ljus antas och motionen om mörker avslås.",
        "Kommunstyrelsen bifaller motionen om ljus och uppdrar åt nämnden att byta lampor.",
    ] {
        assert_eq!(ids("presens", point), ["DEC-05"], "{point}");
    }
}

#[test]
fn thousands_get_their_spaces_and_nothing_else_changes() {
    for (point, wanted) in [
        (
            "Nämnden avsätter 25.000 kr, 125000 kr och 1 250 000,50 kr.",
            "Nämnden avsätter 25_000 kr, 125_000 kr och 1_250_000,50 kr.",
        ),
        (
            "Nämnden avsätter 12.500.000 kronor och 900 kronor.",
            "Nämnden avsätter 12_500_000 kronor och 900 kronor.",
        ),
        (
            "Nämnden avsätter 2.125 miljoner kronor och 12 500 miljoner kronor.",
            "Nämnden avsätter 2.125 miljoner kronor och 12_500 miljoner kronor.",
        ),
        (
            "Under 2026 400 000 kronor och under 2027 500 000 kronor.",
            "",
        ),
    ] {
        let found = in_decisions("presens", &json!([{"punkter": [point]}]));
        let fix = found
            .into_iter()
            .filter(|f| f.rule == "DEC-11")
            .find_map(|f| f.fix);
        if wanted.is_empty() {
            assert!(fix.is_none(), "{point}");
            continue;
        }
        let fix = fix.unwrap_or_else(|| panic!("{point}"));
        assert_eq!(fix.applicability, Applicability::Safe);
        assert_eq!(applied(point, fix.edits), wanted.replace('_', "\u{a0}"));
    }
}

#[test]
fn a_governing_document_needs_its_dates() {
    for (point, wanted) in [
        (
            "Kommunfullmäktige antar Policy för ljus.",
            "varken från när",
        ),
        (
            "Förslag till nytt reglemente för kulturnämnden antas.",
            "varken från när",
        ),
        (
            "Kommunfullmäktige antar Borås Stads riktlinjer för ljus. Riktlinjerna från i fjol upphör.",
            "inte från när",
        ),
        (
            "Kommunfullmäktige antar reviderad taxa för ljus från och med den 1 mars 2027.",
            "inte vad som upphör",
        ),
    ] {
        let found = findings("presens", &json!([point]));
        assert_eq!(found.len(), 1, "{point}: {found:?}");
        assert!(
            found[0].rule == "DEC-08" && found[0].message.contains(wanted),
            "{:?}",
            found[0]
        );
    }
}

#[test]
fn any_json_and_any_length_is_read_in_linear_time() {
    for points in [
        json!(null),
        json!("x"),
        json!({"a": "Godkänna"}),
        json!([[["Godkänna"]]]),
        json!([{"b": ["att"]}, 1, null]),
        json!([
            "",
            " ",
            "1.",
            "-",
            "att",
            "Att att att",
            "föreslås",
            "bör",
            "Kommunstyrelsen föreslås"
        ]),
    ] {
        for form in ["presens", "att-sats", "passiv"] {
            let _ = findings(form, &points);
        }
    }
    for piece in [
        "godkänna ",
        "godkänna och ",
        "att ",
        "dels ",
        "uppdra till x, ",
        "planen för ",
        "planen ",
        "och ",
        "antar taxa. ",
        "ge x, ",
        "lägga och ",
        "avger yttrande över ",
        "föreslås ",
        "- ",
        "1. ",
        "\n",
        "å",
        "Antas. ",
    ] {
        for form in ["presens", "att-sats", "passiv"] {
            let _ = findings(form, &json!([piece.repeat(2_000), "x".repeat(9)]));
        }
    }
    let many: Vec<Value> = (0..1_000)
        .map(|_| json!({"punkter": ["Godkänna planen."]}))
        .collect();
    let found = in_decisions("presens", &Value::Array(many));
    let of_decisions = found.iter().filter(|f| f.rule.starts_with("DEC")).count();
    assert_eq!(of_decisions, 2_000);
}
