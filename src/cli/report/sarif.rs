//! The report as SARIF 2.1.0, for editors and code review. Columns are UTF-16 code units, as editors count; what is only
//! a proposal is told in words, since a viewer would offer to apply it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Component, Path};

use serde_json::{Value, json};

use crate::arende::{SourceText, replacements};
use crate::finding::{Applicability, Finding, Level};
use crate::rules::RULES;

use super::json::printed;
use super::{End, Failure, Outcome, Status, sentence, tells_no_number};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What relative addresses count from: the folder the program was run in.
const BASE: &str = "%SRCROOT%";

/// What the checks at the door are called; they are no rules and have no documentation of their own.
const DOOR: [(&str, &str); 5] = [
    ("JSON", "Filen ska vara läsbar JSON i UTF-8."),
    ("KOMMUN", "Ärendets profil ska finnas."),
    ("SCHEMA", "Ärendets fält ska följa dokumenttypens schema."),
    ("TECKEN", "Texten ska kunna tryckas."),
    (
        "UNDANTAG",
        "Undantag ska ha en motivering, gälla ännu och behövas.",
    ),
];

/// What has been told so far.
#[derive(Default)]
pub(super) struct Log {
    /// The number of each rule among the descriptors.
    numbers: BTreeMap<String, usize>,
    rules: Vec<Value>,
    results: Vec<Value>,
    notices: Vec<Value>,
}

impl Log {
    /// Tells what came of one ärende.
    pub(super) fn take(&mut self, outcome: &Outcome) {
        for finding in &outcome.findings {
            let number = self.number(finding);
            let source = outcome.source.as_ref();
            self.results
                .push(result(finding, number, &outcome.name, source));
        }
        if let End::Failed(why) = &outcome.end {
            let mut notice = notice(why);
            notice["locations"] =
                json!([{"physicalLocation": {"artifactLocation": artifact(&outcome.name)}}]);
            self.notices.push(notice);
        }
    }

    fn number(&mut self, finding: &Finding) -> usize {
        if let Some(number) = self.numbers.get(&*finding.rule) {
            return *number;
        }
        let number = self.rules.len();
        self.rules.push(descriptor(finding));
        self.numbers.insert(finding.rule.to_string(), number);
        number
    }

    /// The whole log.
    pub(super) fn document(&self, status: Status, failure: Option<&Failure>) -> String {
        let notices: Vec<Value> = self
            .notices
            .iter()
            .cloned()
            .chain(failure.map(notice))
            .collect();
        printed(&json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {
                    "name": "Kansli",
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "language": "sv-SE",
                    "rules": self.rules,
                }},
                "language": "sv-SE",
                "columnKind": "utf16CodeUnits",
                "defaultEncoding": "utf-8",
                "invocations": [{
                    "executionSuccessful": status <= Status::Findings,
                    "exitCode": status.code(),
                    "toolExecutionNotifications": notices,
                }],
                "results": self.results,
            }],
        }))
    }
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Fel => "error",
        Level::Varning => "warning",
        Level::Rad => "note",
        Level::Av => "none",
    }
}

fn notice(why: &Failure) -> Value {
    json!({"level": "error", "message": {"text": joined(&why.message, why.help.as_deref())}})
}

/// What is wrong, and the remedy.
fn joined(fact: &str, help: Option<&str>) -> String {
    let fact = sentence(fact);
    help.map_or(fact.clone(), |help| format!("{fact} {}", sentence(help)))
}

/// What is known of the rule behind a finding.
fn descriptor(finding: &Finding) -> Value {
    let id = &*finding.rule;
    if let Some(rule) = RULES.iter().find(|rule| rule.id == id) {
        let what = section(rule.docs, "Vad regeln gör");
        return json!({
            "id": id,
            "name": rule.slug,
            "shortDescription": {"text": first_sentence(&what)},
            "fullDescription": {"text": what},
            "help": {"text": rule.docs.trim_end(), "markdown": rule.docs.trim_end()},
            "defaultConfiguration": {"level": level(rule.level)},
        });
    }
    let door = DOOR.iter().find(|(known, _)| *known == id);
    let what = door.map_or_else(
        || {
            finding
                .source_of_rule
                .as_ref()
                .or(finding.help.as_ref())
                .unwrap_or(&finding.message)
                .clone()
        },
        |(_, what)| (*what).to_owned(),
    );
    json!({
        "id": id,
        "shortDescription": {"text": first_sentence(&what)},
        "fullDescription": {"text": what},
        "help": {"text": finding.help.as_deref().unwrap_or(&what)},
        "defaultConfiguration": {"level": level(finding.level)},
    })
}

/// What stands under one heading of a rule's documentation, as one paragraph.
fn section(docs: &str, heading: &str) -> String {
    let lines = docs
        .lines()
        .skip_while(|line| line.strip_prefix("## ") != Some(heading));
    let body = lines.skip(1).take_while(|line| !line.starts_with("## "));
    body.collect::<Vec<_>>().join(" ").trim().to_owned()
}

fn first_sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}

fn result(finding: &Finding, number: usize, file: &str, source: Option<&SourceText>) -> Value {
    let mut told = json!({
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": level(finding.level),
        "message": {"text": message(finding)},
        "locations": [location(finding, file)],
        "partialFingerprints": {"kansli/v1": fingerprint(finding)},
    });
    if let Some(fix) = source.and_then(|source| fix(finding, file, source)) {
        told["fixes"] = json!([fix]);
    }
    let extra = [
        ("kalla", finding.source_of_rule.as_deref()),
        (
            "rattning",
            finding.fix.as_ref().map(|fix| fix.applicability.namn()),
        ),
    ];
    for (name, value) in extra {
        if let Some(value) = value {
            told["properties"][name] = value.into();
        }
    }
    told
}

fn message(finding: &Finding) -> String {
    let text = joined(&finding.message, finding.help.as_deref());
    let proposal = finding
        .fix
        .as_ref()
        .filter(|fix| fix.applicability == Applicability::DisplayOnly);
    proposal.map_or(text.clone(), |fix| {
        format!(
            "{text} Förslag: {}",
            super::proposal(fix, super::Task::Check)
        )
    })
}

fn location(finding: &Finding, file: &str) -> Value {
    let mut place = json!({"artifactLocation": artifact(file)});
    if let Some(at) = &finding.location {
        let (start, end) = at.utf16;
        place["region"] = json!({"startLine": at.line, "startColumn": start, "endLine": at.line, "endColumn": end});
    }
    let mut location = json!({"physicalLocation": place});
    if let Some(pointer) = finding
        .pointer
        .as_ref()
        .filter(|pointer| !pointer.as_str().is_empty())
    {
        location["logicalLocations"] =
            json!([{"fullyQualifiedName": pointer.as_str(), "kind": "member"}]);
    }
    location
}

/// The same for the same fault in the same field, on whatever line it stands.
fn fingerprint(finding: &Finding) -> String {
    let pointer = finding
        .pointer
        .as_ref()
        .map_or("", |pointer| pointer.as_str());
    let words = [&*finding.rule, pointer, &finding.message].join("\n");
    blake3::hash(words.as_bytes()).to_hex()[..32].to_owned()
}

/// The finding's fix as changes of the file, if it is one that may be applied.
fn fix(finding: &Finding, file: &str, source: &SourceText) -> Option<Value> {
    let fix = finding.fix.as_ref()?;
    if fix.applicability == Applicability::DisplayOnly || !tells_no_number(fix) {
        return None;
    }
    let made = replacements(source, &[fix]).pop()??;
    let changes: Vec<Value> = made
        .iter()
        .map(|one| {
            let (line, column) = source.utf16_place(one.span.start);
            let (end_line, end_column) = source.utf16_place(one.span.end);
            json!({
                "deletedRegion": {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column},
                "insertedContent": {"text": one.text},
            })
        })
        .collect();
    Some(json!({
        "description": {"text": sentence(&fix.title)},
        "artifactChanges": [{"artifactLocation": artifact(file), "replacements": changes}],
    }))
}

/// The address of a file: relative to the folder the program was run in, where that is possible.
fn artifact(name: &str) -> Value {
    let path = Path::new(name);
    let here = std::env::current_dir().ok();
    let inside = here.as_ref().and_then(|here| path.strip_prefix(here).ok());
    let path = inside.unwrap_or(path);
    if path.is_absolute() {
        let uri = uri(path);
        return json!({"uri": format!("file://{}{uri}", if uri.starts_with('/') { "" } else { "/" })});
    }
    json!({"uri": uri(path), "uriBaseId": BASE})
}

/// A path as an address: every part percent-encoded.
fn uri(path: &Path) -> String {
    let mut out = String::new();
    for part in path.components() {
        let name = match part {
            Component::CurDir => continue,
            Component::RootDir => {
                out.push('/');
                continue;
            }
            other => other.as_os_str().to_string_lossy(),
        };
        if !out.is_empty() && !out.ends_with('/') {
            out.push('/');
        }
        for byte in name.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    out.push(char::from(byte));
                }
                other => write!(out, "%{other:02X}").expect("a string takes all writing"),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Log, artifact, first_sentence, section};
    use crate::arende::SourceText;
    use crate::cli::report::{End, Outcome};
    use crate::cli::{Failure, Status};
    use crate::finding::{Applicability, Edit, Finding, Fix, Level};
    use crate::pointer::Pointer;
    use serde_json::{Value, json};

    #[test]
    fn addresses_are_relative_and_encoded() {
        for (name, wanted) in [
            ("./a b/å:1%.json", "a%20b/%C3%A5%3A1%25.json"),
            ("../x#?.json", "../x%23%3F.json"),
        ] {
            assert_eq!(
                artifact(name),
                json!({"uri": wanted, "uriBaseId": "%SRCROOT%"})
            );
        }
        let here = std::env::current_dir()
            .expect("a folder")
            .join("under/a.json");
        assert_eq!(artifact(&here.to_string_lossy())["uri"], "under/a.json");
        if cfg!(unix) {
            assert_eq!(
                artifact("/ärende/a.json"),
                json!({"uri": "file:///%C3%A4rende/a.json"})
            );
        }
    }

    #[test]
    fn places_are_utf16_and_fixes_are_of_the_file() {
        let source = SourceText::new("a.json", "{\"x\": \"😀 bl.a. \\u00e5 bl.a.\"}");
        let pointer = Pointer::root().key("x");
        let mut findings = [Applicability::Safe, Applicability::DisplayOnly].map(|applicability| {
            let mut finding = Finding::new("LNG-01", Level::Rad, "Förkortat")
                .help("Skriv ut.")
                .at(pointer.clone());
            finding.fix = Some(Fix {
                title: "Skriv ut".into(),
                applicability,
                edits: vec![Edit {
                    pointer: pointer.clone(),
                    range: Some(14..19),
                    replacement: "bland annat".into(),
                }],
            });
            finding
        });
        source.place_all(&mut findings);
        let mut log = Log::default();
        log.take(&Outcome {
            findings: findings.into(),
            source: Some(source),
            ..Outcome::new("a.json", End::Good)
        });
        log.take(&Outcome::failed("b.json", Failure::usage("Nej")));
        let read: Value = serde_json::from_str(&log.document(Status::Usage, None)).expect("JSON");
        let run = &read["runs"][0];
        assert_eq!(
            run["results"][0]["locations"][0]["physicalLocation"]["region"],
            json!({"startLine": 1, "startColumn": 7, "endLine": 1, "endColumn": 30})
        );
        assert_eq!(
            run["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0],
            json!({
                "deletedRegion": {"startLine": 1, "startColumn": 24, "endLine": 1, "endColumn": 29},
                "insertedContent": {"text": "bland annat"},
            })
        );
        assert_eq!(run["results"][1]["fixes"], Value::Null);
        assert_eq!(
            run["results"][1]["message"]["text"],
            "Förkortat. Skriv ut. Förslag: Skriv ut: ”bland annat”."
        );
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        assert_eq!(
            (rules.len(), &rules[0]["name"]),
            (1, &json!("forkortningar"))
        );
        assert_eq!(
            run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"],
            "Nej."
        );
        assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    }

    #[test]
    fn rules_are_described_in_their_own_words() {
        let docs = "## Vad regeln gör\nEtt. Två\nrader.\n\n## Varför\nx\n";
        assert_eq!(section(docs, "Vad regeln gör"), "Ett. Två rader.");
        assert_eq!(first_sentence("Ett. Två"), "Ett.");
        assert_eq!(first_sentence("Ett"), "Ett");
    }
}
