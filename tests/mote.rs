//! Meetings as samples: the protocol and its extracts say the same, word for word, and every part of a § is used.
#![expect(clippy::disallowed_methods, reason = "tests read the schema by hand")]

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use common::outline::{self, Item, Outline};
use jiff::civil::date;
use kansli::document::plain_text;
use kansli::finding::Level;
use kansli::render::Format;
use kansli::source::{DiskFiles, Files, MemoryFiles};
use kansli::workspace::{Assets, Checked, Input, Opened, Options, Part, Ready, Workspace};
use serde_json::Value;

const KS: &str = "mote/kommunstyrelsen-2026-05-04.json";
const AU: &str = "mote/arbetsutskottet-2026-04-20.json";
const KF: &str = "mote/kommunfullmaktige-2026-06-15.json";
const DANDERYD: &str = "mote/kommunstyrelsen-danderyd.json";
const ALL: [&str; 4] = [AU, DANDERYD, KF, KS];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples")
}

fn options() -> Options {
    Options {
        kommun: None,
        namnd: None,
        draft: false,
        ignore_exceptions: false,
        threshold: Level::Varning,
        today: date(2026, 11, 22),
        selection: kansli::rules::Selection::default(),
    }
}

/// An opened sample.
struct Desk {
    workspace: Workspace,
    files: DiskFiles,
    name: String,
    bytes: Vec<u8>,
    options: Options,
}

impl Desk {
    fn of(name: &str) -> Self {
        let files = DiskFiles::new(&root()).expect("samples/ is there");
        Self {
            workspace: Workspace::new(Assets::default()),
            bytes: files
                .read(Path::new(name), 10_000_000)
                .expect("a sample")
                .to_vec(),
            files,
            name: name.to_owned(),
            options: options(),
        }
    }

    fn input(&self) -> Input<'_> {
        Input {
            name: &self.name,
            first_line: 1,
            bytes: &self.bytes,
            folder: Path::new(&self.name).parent().expect("a folder"),
            files: &self.files,
        }
    }

    fn open(&self) -> Opened {
        let opened = self.workspace.open(self.input(), &self.options);
        opened.unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    fn check(&self, opened: &Opened, part: &Part) -> Checked {
        let checked = self
            .workspace
            .check_part(opened, part, self.input(), &self.options);
        checked.unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    /// The document with this key.
    fn ready(&self, opened: &Opened, key: &str) -> Ready {
        let part = opened.part(key, &self.options);
        let part = part.unwrap_or_else(|| panic!("{} has {key}", self.name));
        let checked = self.check(opened, &part);
        let told = format!("{:#?}", checked.findings);
        checked
            .ready()
            .unwrap_or_else(|_| panic!("{} {key}: {told}", self.name))
    }

    fn outline(&self, ready: &Ready) -> Outline {
        let html = self.workspace.render(ready, Format::Html);
        common::html_text::outline(&html.expect("a page").bytes)
    }
}

#[test]
fn no_sample_has_anything_above_advice() {
    for name in ALL {
        let desk = Desk::of(name);
        let opened = desk.open();
        assert!(opened.parts().len() > 4, "{name}");
        for part in opened.parts() {
            let told: Vec<String> = desk
                .check(&opened, part)
                .findings
                .iter()
                .filter(|f| f.level >= Level::Varning)
                .map(|f| format!("{} {:?} {}", f.rule, f.pointer, f.message))
                .collect();
            assert!(told.is_empty(), "{name} {}: {told:#?}", part.key);
        }
    }
}

/// The keys of an object and of all that stands in it, as `yrkanden.typ`.
fn used(value: &Value, at: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let at = format!("{at}.{key}");
                used(value, &at, found);
                found.insert(at);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| used(value, at, found)),
        Value::String(text) if text.len() < 24 => {
            found.insert(format!("{at}={text}"));
        }
        _ => {}
    }
}

/// The properties that a schema knows, and the words that a field may have.
fn known(schema: &Value, all: &Value, at: &str, found: &mut BTreeSet<String>) {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let name = name.rsplit('/').next().unwrap_or_default();
        known(&all["$defs"][name], all, at, found);
    }
    for word in schema
        .get("enum")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        if let Some(word) = word.as_str() {
            found.insert(format!("{at}={word}"));
        }
    }
    if let Some(items) = schema.get("items") {
        known(items, all, at, found);
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, inner) in properties.into_iter().flatten() {
        let at = format!("{at}.{name}");
        known(inner, all, &at, found);
        found.insert(at);
    }
}

/// What a meeting shares with every other document and needs no showing here.
const SHARED: [&str; 6] = [
    ".bilder",
    ".undantag",
    ".diarienummer",
    ".beslutsunderlag.odaterad",
    ".beslutsunderlag.fil",
    ".numrering=",
];

#[test]
fn the_samples_use_every_part_of_a_meeting() {
    let schema = |name: &str| -> Value {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("schemas")
            .join(name);
        serde_json::from_str(&std::fs::read_to_string(path).expect("a schema")).expect("JSON")
    };
    let (shared, mote) = (schema("arende.schema.json"), schema("mote.schema.json"));
    let mut wanted = BTreeSet::new();
    known(&mote, &shared, "", &mut wanted);
    let mut seen = BTreeSet::new();
    for name in ALL {
        let meeting = serde_json::from_slice(&Desk::of(name).bytes).expect("JSON");
        used(&meeting, "", &mut seen);
    }
    let missing: Vec<&String> = wanted
        .difference(&seen)
        .filter(|part| !SHARED.iter().any(|shared| part.contains(shared)))
        // Unstated it is the ordinary thing, and the sides are each other's mirror.
        .filter(|part| {
            !["=oppen", "=beslut", "=ja", "=nej"]
                .iter()
                .any(|end| part.ends_with(end))
        })
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

/// PRO-10: an extract is its §, word for word.
#[test]
fn an_extract_is_its_paragraf_in_the_protocol() {
    for name in ALL {
        let desk = Desk::of(name);
        let opened = desk.open();
        let whole = desk.outline(&desk.ready(&opened, "protokoll"));
        let extracts = opened
            .parts()
            .iter()
            .filter(|part| part.key.starts_with("utdrag/") && part.mottagare.is_none());
        let mut from = 0;
        for part in extracts {
            let extract = desk.outline(&desk.ready(&opened, &part.key));
            let own = own_part(&extract.items);
            let found = whole.items[from..]
                .windows(own.len())
                .position(|window| window == own);
            let found = found.unwrap_or_else(|| {
                panic!(
                    "{name} {}: {own:#?}\nis not in\n{:#?}",
                    part.key, whole.items
                )
            });
            from += found + own.len();
        }
    }
}

/// The § itself in its extract: from its number on, up to what only an extract has, its headings a level lower.
fn own_part(items: &[Item]) -> Vec<Item> {
    let title = items
        .iter()
        .position(|item| matches!(item, Item::Heading { level: 1, .. }))
        .expect("a title");
    let only_here = ["Rättutdragetintygas", "Såhäröverklagardubeslutet"];
    let end = items.iter().position(
        |item| matches!(item, Item::Heading { text, .. } if only_here.contains(&text.as_str())),
    );
    let own = &items[title - 1..end.unwrap_or(items.len())];
    own.iter()
        .map(|item| match item {
            Item::Heading { level, text } => Item::Heading {
                level: level + 1,
                text: text.clone(),
            },
            other => other.clone(),
        })
        .collect()
}

/// S003, the real extract, comes out of the meeting it belongs to; the meeting knows the day, the receiver and who
/// attests, which the sample does not.
#[test]
fn danderyds_extract_is_the_real_one() {
    let desk = Desk::of(DANDERYD);
    let extract = desk.outline(&desk.ready(&desk.open(), "utdrag/94"));
    let mut sample = Desk::of("protokollsutdrag/s003.json");
    sample.options.threshold = Level::Fel;
    let real = sample.outline(&sample.ready(&sample.open(), ""));
    let text = |outline: &Outline, to: &str| {
        let own = own_part(&outline.items);
        let end = own
            .iter()
            .position(|item| matches!(item, Item::Heading { text, .. } if text == to));
        own[..end.unwrap_or(own.len())].to_vec()
    };
    let receivers = "Beslutetskickastill";
    assert_eq!(text(&extract, receivers), text(&real, receivers));
}

#[test]
fn what_an_earlier_body_proposes_is_this_bodys_to_decide() {
    let desk = Desk::of(KS);
    let text = plain_text(desk.ready(&desk.open(), "utdrag/63").document());
    for line in [
        "Kommunstyrelsens arbetsutskotts förslag till kommunstyrelsen",
        "Kommunstyrelsens förslag till kommunfullmäktige",
        "Ordföranden avgör med sin utslagsröst till förmån för arbetsutskottets förslag.",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    // Decided otherwise than the utskott proposed: its proposal stands there, and not the förvaltning's.
    let text = plain_text(desk.ready(&desk.open(), "utdrag/66").document());
    assert!(
        text.contains("Kommunstyrelsens arbetsutskotts förslag till kommunstyrelsen"),
        "{text}"
    );
    assert!(!text.contains("Kommunledningskontorets förslag"), "{text}");
}

/// What a tjänsteskrivelse says of it is not written again in the meeting.
#[test]
fn how_a_decision_is_appealed_follows_its_arende() {
    let desk = Desk::of(KS);
    let meeting: serde_json::Value = serde_json::from_slice(&desk.bytes).expect("JSON");
    let own = meeting["paragrafer"].as_array().expect("the §§").iter();
    let own = own.filter(|one| one["arende"] == "arenden/lovaktiviteter.json");
    assert!(own.clone().count() == 1 && own.clone().all(|one| one["overklagande"].is_null()));
    let text = plain_text(desk.ready(&desk.open(), "utdrag/65").document());
    assert!(text.contains("Så här överklagar du beslutet"), "{text}");
}

#[test]
fn whoever_led_a_paragraf_signs() {
    let desk = Desk::of(KS);
    let text = plain_text(desk.ready(&desk.open(), "protokoll").document());
    let signed = text.split("Underskrifter").nth(1).expect("signatures");
    for name in [
        "Anna Berg",
        "Maria Ekholm",
        "Peter Holm",
        "Mikael Brandt (S)",
    ] {
        assert!(signed.contains(name), "{name}");
    }
}

/// A receiver gets the appendices that are his, and the instructions for appeal if he is a party.
#[test]
fn a_copy_is_its_receivers() {
    let desk = Desk::of(KS);
    let opened = desk.open();
    let text = |key: &str| plain_text(desk.ready(&opened, key).document());
    let copy = text("utdrag/63/samhällsbyggnadsnämnden");
    assert!(
        copy.contains("Bilaga 1") && !copy.contains("Bilaga 2"),
        "{copy}"
    );
    let party = text("utdrag/67/stiftelsen-kvarnmuseet");
    assert!(party.contains("prövar om beslutet är lagligt"), "{party}");
    assert!(!text("utdrag/67/kommunledningskontoret").contains("överklaga"));
    assert!(text("utdrag/71/idrottsföreningen-norrängs-bk").contains("fick del av beslutet"));
}

/// Every document of every sample in every profile: all formats carry the same.
#[test]
fn every_document_of_a_meeting_in_every_format() {
    let profiles = Assets::default().profiles();
    for (name, kommun) in ALL
        .iter()
        .flat_map(|name| profiles.iter().map(move |k| (name, k)))
    {
        let mut desk = Desk::of(name);
        desk.options.kommun = Some(kommun.clone());
        desk.options.draft = true;
        let opened = desk.open();
        // The protocol is the matrix's; here are the others, a third of them in each profile.
        let turn = profiles.iter().position(|id| id == kommun).unwrap_or(0);
        let keys = opened.parts().iter().map(|part| part.key.clone()).skip(1);
        let keys = keys.enumerate().filter(|(at, _)| at % 3 == turn % 3);
        for key in keys.map(|(_, key)| key).chain(["kallelse".to_owned()]) {
            let ready = desk.ready(&opened, &key);
            let expected = outline::expected(ready.document());
            for (format, read) in [
                (
                    Format::Pdf,
                    common::pdf_text::outline as fn(&[u8]) -> Outline,
                ),
                (Format::Docx, common::docx_text::outline),
                (Format::Html, common::html_text::outline),
            ] {
                let bytes = desk
                    .workspace
                    .render(&ready, format)
                    .expect("a document")
                    .bytes;
                let found = read(&bytes);
                let what = format!("{name} {key} as {kommun}, {format:?}");
                assert_eq!(found.items, expected.items, "{what}");
                assert_eq!(found.links, expected.links, "{what}");
            }
        }
    }
}

/// `KANSLI_UT=DIR cargo test --test mote -- --ignored` writes every document of every sample, for people and judges.
#[test]
#[ignore = "writes files"]
fn every_document_to_look_at() {
    let out = PathBuf::from(std::env::var_os("KANSLI_UT").expect("KANSLI_UT names a folder"));
    let wanted = std::env::var("KANSLI_KOMMUN").ok();
    for name in ALL {
        let mut desk = Desk::of(name);
        desk.options.kommun.clone_from(&wanted);
        desk.options.threshold = Level::Fel;
        let opened = desk.open();
        let keys = opened.parts().iter().map(|part| part.key.clone());
        for key in keys.chain(["kallelse".to_owned()]) {
            let ready = desk.ready(&opened, &key);
            let stem = format!("{} {key}", &name[5..]).replace(['/', '.', ' '], "_");
            for (format, end) in [(Format::Pdf, "pdf"), (Format::Docx, "docx")] {
                let bytes = desk
                    .workspace
                    .render(&ready, format)
                    .expect("a document")
                    .bytes;
                std::fs::write(out.join(format!("{stem}.{end}")), bytes).expect("a file");
            }
        }
    }
}

/// What is told of a meeting in memory, beside the other files it is given with.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let memory = files
        .iter()
        .fold(MemoryFiles::new(), |memory, (name, text)| {
            memory.with(name, text.as_bytes())
        });
    let (name, text) = files[0];
    let input = Input {
        name,
        first_line: 1,
        bytes: text.as_bytes(),
        folder: Path::new(""),
        files: &memory,
    };
    let checked = Workspace::new(Assets::default()).check(input, &options());
    let findings = checked.expect("sound templates").findings;
    let pointed = findings
        .iter()
        .filter(|f| f.rule != "PRO-01" && f.rule != "PRO-07");
    pointed.map(|f| f.message.clone()).collect()
}

#[test]
fn what_cannot_be_brought_in_is_told_once() {
    let meeting = |paragraf: &str| {
        format!(
            r#"{{"$schema": "mote.schema.json", "kommun": "sv-bas", "instans": "Kommunstyrelsen",
            "sammantradesdatum": "2026-05-04", "paragrafer": [{{"nummer": 2, {paragraf}}}]}}"#
        )
    };
    let missing = meeting(r#""arende": "borta.json""#);
    assert_eq!(
        told(&[("a.json", &missing)]),
        ["”borta.json” finns inte. Kontrollera namnet och mappen."]
    );
    let itself = meeting(r#""tidigare": [{"mote": "a.json", "paragraf": 2}]"#);
    assert_eq!(
        told(&[("a.json", &itself)]),
        ["”a.json” pekar tillbaka på sammanträdet som pekar dit."]
    );
    let other = meeting(r#""tidigare": [{"mote": "b.json", "paragraf": 2}]"#);
    assert_eq!(
        told(&[("a.json", &other), ("b.json", &itself)]),
        ["”b.json” har fel: ”a.json” pekar tillbaka på sammanträdet som pekar dit."]
    );
}

#[test]
fn nothing_need_be_decided_in_a_paragraf_that_is_no_arende() {
    let mut desk = Desk::of(DANDERYD);
    let mut mote: Value = serde_json::from_slice(&desk.bytes).expect("JSON");
    let list = mote["paragrafer"].as_array_mut().expect("a list");
    let number = list.last().expect("one")["nummer"]
        .as_u64()
        .expect("a number")
        + 1;
    list.push(serde_json::json!({
        "nummer": number,
        "rubrik": "Allmänhetens frågestund",
        "arendet": "Två kommuninvånare frågade om snöröjningen. Ordföranden svarade.",
    }));
    desk.bytes = serde_json::to_vec(&mote).expect("JSON");
    let checked = desk.workspace.check(desk.input(), &desk.options);
    let findings = checked.expect("sound templates").findings;
    let weighty: Vec<_> = findings.iter().filter(|f| f.level > Level::Rad).collect();
    assert!(weighty.is_empty(), "{weighty:#?}");
}
