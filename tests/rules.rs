//! Every rule on its own cases, the registry's order, and the real documents.
//!
//! `tests/rules/<ID>/{ok,bad}/*.json`: an `ok` case gives nothing of its rule, a `bad` case gives what stands in the text
//! file beside it; neither gives any other Fel or Varning than stands there, so that it shows when a rule speaks in
//! another rule's case. What other rules only advise is left out. A template `<case>.md.j2` stands in the place of the
//! type's. `KANSLI_BLESS=1 cargo test --test rules` writes those files anew: read the difference.
#![allow(clippy::disallowed_methods)]

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kansli::arende::{Arende, SourceText};
use kansli::document::{Block, BlockKind, Document, Frame, Meta};
use kansli::finding::{Anchor, Finding, Level};
use kansli::markup::{self, Arrangement, Picture, Pictures, Remark};
use kansli::mote;
use kansli::profile::{self, Profile};
use kansli::rules::{
    self, DOC_HEADINGS, Exceptions, Folder, Layout, Pack, RULES, RuleContext, Setting,
};
use kansli::source::DiskFiles;
use kansli::template::{Engine, Loader, Phrases};
use kansli::workspace::ReferencePage;
use serde_json::Value;

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 6, 1);

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Files under `templates/`, and the profile of a municipality that wants all that the others do not.
fn read_template(name: &str) -> Option<Arc<str>> {
    let read = |folder: &str| fs::read_to_string(root().join(folder).join(name)).ok();
    read("templates")
        .or_else(|| read("tests/mallar"))
        .map(Arc::from)
}

fn resolve(id: &str) -> Profile {
    let known = [
        "sv-bas",
        "boras",
        "danderyd",
        "goteborg",
        "kungsbacka",
        "molndal",
        "nacka",
        "prov",
    ]
    .map(str::to_owned);
    profile::resolve(id, &known, &read_template).unwrap_or_else(|error| panic!("{error}"))
}

/// Pictures are known by their id alone: no rule reads one.
struct Known<'a>(&'a Value);

impl Pictures for Known<'_> {
    fn find(&self, id: &str) -> Option<Picture> {
        let alt = self
            .0
            .get("bilder")?
            .get(id)?
            .get("alt")?
            .as_str()?
            .to_owned();
        Some(Picture {
            image: 0,
            alt,
            caption: None,
            width: 1.0,
        })
    }
}

/// The document of an ärende and what was remarked on the way.
/// A template that lies beside the case stands in the place of its type's.
fn document(path: &Path, arende: &Value, typ: &str, profile: &Profile) -> (Document, Vec<Remark>) {
    let headings = profile.clone();
    let of = typ.to_owned();
    let own = fs::read_to_string(path.with_extension("md.j2")).ok();
    let loader: Loader = Arc::new(move |name| match (profile::heading_id(name), &own) {
        (Some(id), _) => headings.heading(&of, id).map(Arc::from),
        (None, Some(own)) if name.starts_with("dokument/") => Some(Arc::from(own.as_str())),
        (None, _) => read_template(name),
    });
    let patterns = profile.diarienummer.clone();
    let phrases = Phrases {
        choices: profile.file.val.clone(),
        numbering: profile.file.numrering.clone(),
        sections: profile.open_sections().clone(),
        long_dates: false,
        paragraf: profile.file.paragraf.clone(),
        diarienummer: Some(Arc::new(move |value| {
            let parts = profile::Delar {
                diarium: value.get("diarium")?.as_str()?.to_owned(),
                ar: u16::try_from(value.get("ar")?.as_u64()?).ok()?,
                nummer: u32::try_from(value.get("nummer")?.as_u64()?).ok()?,
            };
            patterns.first().map(|pattern| pattern.print(&parts))
        })),
    };
    let engine = Engine::new(&format!("dokument/{typ}.md.j2"), loader, &phrases);
    let (output, tokens) = engine
        .render(Arc::new(arende.clone()))
        .expect("the template runs");
    let arrangement = Arrangement {
        order: profile.typ(typ).ordning,
        numbered: false,
    };
    let parsed =
        markup::parse(&output, &tokens, &Known(arende), &arrangement).expect("the output parses");
    let document = Document {
        meta: Meta::default(),
        frame: Frame::default(),
        blocks: parsed.blocks,
        images: Vec::new(),
    };
    (document, parsed.remarks)
}

fn typ(arende: &Value) -> &str {
    let schema = arende["$schema"].as_str().expect("a case names its schema");
    schema
        .rsplit('/')
        .next()
        .and_then(|name| name.strip_suffix(".schema.json"))
        .expect("a schema's name")
}

fn check(path: &Path, exceptions: Exceptions) -> Vec<Finding> {
    check_with(path, exceptions, &ReferencePage)
}

fn check_with(path: &Path, exceptions: Exceptions, layout: &dyn Layout) -> Vec<Finding> {
    let text = fs::read_to_string(path).expect("a case");
    let arende: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let typ = typ(&arende);
    let folder = path.parent().expect("a case lies in a folder");
    let files = DiskFiles::new(&root()).expect("the sources");
    let mut profile = resolve(arende["kommun"].as_str().unwrap_or("sv-bas"));
    // A rule that no profile of ours has switched on is switched on beside its cases.
    let own = folder.with_file_name("regler.toml");
    if let Ok(rules) = fs::read_to_string(&own) {
        profile
            .rules
            .push((own.display().to_string(), Arc::from(rules)));
    }
    let pack = Pack::read(&profile).unwrap_or_else(|error| panic!("{error}"));
    let is_meeting = typ == mote::TYP;
    let arende = if is_meeting {
        composed(path, &text)
    } else {
        Arc::new(arende.clone())
    };
    // The rules on a whole meeting read its data: its documents have rules of their own.
    let built = (!is_meeting).then(|| document(path, &arende, typ, &profile));
    let is_heading = |block: &Block| matches!(block.kind, BlockKind::Heading { .. });
    if let Some((document, _)) = &built {
        assert!(
            document.blocks.iter().any(is_heading),
            "{} has a title",
            path.display()
        );
    }
    let (document, remarks) = built.unzip();
    let remarks = remarks.unwrap_or_default();
    let context = RuleContext {
        typ,
        arende: &arende,
        document: document.as_ref(),
        of_meeting: false,
        remarks: &remarks,
        profile: &profile,
        layout,
        today: TODAY,
        folder: Some(Folder {
            files: &files,
            path: folder.strip_prefix(root()).expect("a case of ours"),
        }),
    };
    let mut findings = rules::check_all(&pack, &context, exceptions);
    if !is_meeting {
        SourceText::new("case", text).place_all(&mut findings);
    }
    findings
}

/// The files beside a case that its §§ point at.
struct Beside(PathBuf);

impl mote::Library for Beside {
    fn load(&self, path: &Path) -> Result<Arende, String> {
        let bytes = fs::read(self.0.join(path)).map_err(|error| error.to_string())?;
        let types = ["mote", "protokollsutdrag", "tjansteskrivelse"];
        let read = kansli::arende::read("case", &bytes, &types);
        read.arende.ok_or_else(|| "not an ärende".to_owned())
    }
}

/// A meeting with what its §§ point at brought in.
fn composed(path: &Path, text: &str) -> Arc<Value> {
    let folder = path.parent().expect("a case lies in a folder");
    let read = kansli::arende::read("case", text.as_bytes(), &[mote::TYP]);
    let meeting = read.arende.expect("a meeting");
    mote::compose(&meeting, Path::new(""), &Beside(folder.to_path_buf())).raw
}

/// One line for each finding: level, id, pointer, what of the text there is meant, message.
fn lines(findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let pointer = finding.pointer.as_ref().map_or("-", |p| p.as_str());
        format!(
            "{} {} {pointer}{} {}\n",
            finding.level.namn(),
            finding.rule,
            marked(finding).map_or_else(String::new, |text| format!(" ‹{text}›")),
            finding.message
        )
    };
    findings.iter().map(line).collect()
}

/// What an editor would mark of a text, as it stands in the file, when that is not the whole of a field.
fn marked(finding: &Finding) -> Option<String> {
    const SHOWN: usize = 40;
    let place = finding.location.as_ref()?;
    let chars = place.excerpt.chars().skip(place.excerpt_column - 1);
    let text: String = chars.take(place.length.min(SHOWN)).collect();
    let cut = if place.length > SHOWN { "…" } else { "" };
    matches!(finding.anchor, Anchor::Part(_)).then(|| text + cut)
}

/// The rule that a folder of cases belongs to.
fn id(folder: &Path) -> &str {
    folder
        .file_name()
        .and_then(|n| n.to_str())
        .expect("a rule's id")
}

/// What a case is about: its rule's findings, and every Fel and Varning.
fn own(folder: &Path, mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.retain(|finding| finding.rule == id(folder) || finding.level >= Level::Varning);
    findings
}

fn cases(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|_| panic!("{} is missing", folder.display()));
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "json"));
    paths.sort();
    assert!(!paths.is_empty(), "{} has no case", folder.display());
    paths
}

#[test]
fn every_rule_finds_its_faults_and_leaves_good_texts_alone() {
    let bless = std::env::var_os("KANSLI_BLESS").is_some();
    let mut wrong = Vec::new();
    for folder in fs::read_dir(root().join("tests/rules")).expect("the cases") {
        let folder = folder.expect("an entry").path();
        for path in cases(&folder.join("ok")) {
            let found = lines(&own(&folder, check(&path, Exceptions::Apply)));
            if !found.is_empty() {
                wrong.push(format!(
                    "{} should give nothing:\n{found}\n",
                    path.display()
                ));
            }
        }
        for path in cases(&folder.join("bad")) {
            let found = lines(&own(&folder, check(&path, Exceptions::Apply)));
            let id = id(&folder);
            assert!(
                found.contains(&format!(" {id} ")),
                "{} does not give {id}:\n{found}",
                path.display()
            );
            let expected = path.with_extension("txt");
            if bless {
                fs::write(&expected, &found).expect("the expected findings");
            } else if fs::read_to_string(&expected).unwrap_or_default() != found {
                wrong.push(format!(
                    "{} gives something else now:\n{found}\n",
                    path.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_cases_documentation_and_its_place() {
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert!(ids.is_sorted(), "RULES is sorted by id: {ids:?}");
    assert_eq!(
        ids.iter().collect::<BTreeSet<_>>().len(),
        ids.len(),
        "an id stands twice"
    );
    for rule in RULES {
        let headings: Vec<&str> = rule
            .docs
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        assert_eq!(headings, DOC_HEADINGS, "{}", rule.id);
        let slug = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(rule.slug.chars().all(slug), "{}", rule.slug);
        for kind in ["ok", "bad"] {
            cases(&root().join("tests/rules").join(rule.id).join(kind));
        }
    }
}

/// RULES of the house, section 7: exactly these at Fel and Varning, for the rules there are.
#[test]
fn the_real_documents_give_exactly_what_they_should() {
    let expected: [(&str, &[&str]); 7] = [
        (
            "skrivelse/s000",
            &[
                "Varning DEC-01",
                "Varning DEC-03",
                "Varning DEC-05",
                "Fel UND-01",
                "Varning EXP-01",
            ],
        ),
        (
            "skrivelse/med-fynd/s001-som-funnen",
            &[
                "Fel HDR-01",
                "Fel HDR-01",
                "Fel STR-03",
                "Fel STR-03",
                "Fel STR-03",
                "Fel STR-03",
                "Fel STR-03",
                "Varning SUM-02",
                "Varning DEC-09",
                "Varning EXP-02",
            ],
        ),
        (
            "skrivelse/s001",
            &[
                "Fel HDR-01",
                "Fel HDR-01",
                "Varning SUM-02",
                "Varning DEC-09",
                "Varning EXP-02",
            ],
        ),
        (
            "yttrande/s002",
            &[
                "Fel HDR-01",
                "Fel HDR-01",
                "Varning DEC-03",
                "Fel UND-01",
                "Fel UND-01",
            ],
        ),
        ("protokollsutdrag/s003", &["Fel HDR-01", "Varning EXP-01"]),
        (
            "plan/med-fynd/s004-som-funnen",
            &["Varning PLN-01", "Varning STR-09", "Fel PLN-02"],
        ),
        ("plan/s004", &["Varning PLN-01"]),
    ];
    for (sample, expected) in expected {
        let path = root().join("samples").join(sample).with_extension("json");
        let all = check(&path, Exceptions::Ignore);
        let mut found: Vec<String> = all
            .iter()
            .filter(|finding| finding.level >= Level::Varning)
            .map(|finding| format!("{} {}", finding.level.namn(), finding.rule))
            .collect();
        let is_there = |line: &&&str| RULES.iter().any(|rule| line.ends_with(rule.id));
        let mut expected: Vec<&str> = expected.iter().filter(is_there).copied().collect();
        found.sort();
        expected.sort_unstable();
        assert_eq!(found, expected, "{sample}:\n{}", lines(&all));
        advice(sample, &all);
    }
}

/// What section 7 says of the advice: what must be there, and what must not.
fn advice(sample: &str, all: &[Finding]) {
    let told = |rule: &str| -> Vec<&str> {
        let of = all.iter().filter(|f| f.rule == rule);
        of.inspect(|f| assert!(f.level <= Level::Rad || !rule.starts_with("LNG")))
            .map(|f| f.message.as_str())
            .collect()
    };
    let has = |rule: &str, words: &str| told(rule).iter().any(|message| message.contains(words));
    assert_eq!(told("PII-01"), [""; 0], "{sample}");
    match sample {
        "skrivelse/s000" => {
            assert!(has("LNG-01", "”s.k.”"));
            assert_eq!(told("LNG-07"), [""; 0]);
        }
        "yttrande/s002" => {
            assert!(has("LNG-01", "”bl.a.”"));
            let words: Vec<&str> = told("LNG-03")
                .iter()
                .filter_map(|message| message.rsplit_once(" har ").map(|(_, words)| words))
                .collect();
            assert_eq!(words, ["37 ord.", "34 ord.", "34 ord.", "31 ord."]);
            assert_eq!(told("LNG-07"), [""; 0]);
        }
        "skrivelse/s001" | "skrivelse/med-fynd/s001-som-funnen" => {
            assert_eq!(told("LNG-04").len(), 1, "{:?}", told("LNG-04"));
            assert!(has("SUM-02", "nämner ”snöröjning”, som"));
        }
        "plan/s004" | "plan/med-fynd/s004-som-funnen" => {
            for acronym in ["”HSL”", "”MAS”", "”MAR”"] {
                assert!(has("LNG-07", acronym), "{acronym}");
            }
        }
        _ => {}
    }
}

/// Counts how often the height is asked for.
#[derive(Default)]
struct Counting(Cell<usize>);

impl Layout for Counting {
    fn bounds_mm(&self, blocks: &[Block], setting: Setting, enough: f64) -> RangeInclusive<f64> {
        ReferencePage.bounds_mm(blocks, setting, enough)
    }

    fn height_mm(&self, document: &Document, blocks: &[Block], setting: Setting) -> Option<f64> {
        self.0.set(self.0.get() + 1);
        ReferencePage.height_mm(document, blocks, setting)
    }
}

#[test]
fn only_a_case_of_about_half_a_page_is_laid_out() {
    let count = |path: &str| {
        let counting = Counting::default();
        let path = root().join(path).with_extension("json");
        check_with(&path, Exceptions::Apply, &counting);
        counting.0.get()
    };
    for clear in [
        "samples/tjansteskrivelse/foreningsbidrag",
        "samples/skrivelse/laddplatser",
        "samples/skrivelse/s000",
        "samples/skrivelse/s001",
        "samples/yttrande/detaljplan",
        "samples/yttrande/s002",
        "samples/protokollsutdrag/livsmedelstaxa",
        "samples/plan/biblioteksplan",
        "tests/rules/STR-04/bad/lang-kortform",
        "tests/rules/STR-04/ok/kort-kortform",
    ] {
        assert_eq!(count(clear), 0, "{clear}");
    }
    for doubtful in [
        "tests/rules/STR-04/ok/precis-en-halv-sida",
        "tests/rules/STR-04/bad/en-rad-for-lang",
    ] {
        assert_eq!(count(doubtful), 1, "{doubtful}");
    }
}

#[test]
fn clean_documents_give_nothing_above_advice() {
    for sample in [
        "tjansteskrivelse/foreningsbidrag",
        "skrivelse/laddplatser",
        "yttrande/detaljplan",
        "protokollsutdrag/livsmedelstaxa",
        "plan/biblioteksplan",
    ] {
        let path = root().join("samples").join(sample).with_extension("json");
        let mut found = check(&path, Exceptions::Apply);
        found.retain(|finding| finding.level > Level::Rad || finding.rule.starts_with("LNG"));
        assert!(found.is_empty(), "{sample}:\n{}", lines(&found));
    }
}
