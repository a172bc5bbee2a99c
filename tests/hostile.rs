//! Hostile data, case by case (the numbers are those of the promises): it is text, or it is a finding; never a panic, a
//! fault of the template or a carrier of something else.
mod common;

use std::collections::BTreeSet;
use std::io::Cursor;

use common::bench::Bench;
use common::outline::{self, squeeze};
use image::{DynamicImage, ImageFormat};
use kansli::document::plain_text;
use kansli::finding::Level;
use kansli::pointer::Pointer;
use kansli::render::pdf::covers;
use kansli::workspace::{Checked, Format, Ready};
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

fn arende(text: &str) -> Value {
    json!({
        "$schema": "tjansteskrivelse.schema.json",
        "rubrik": "Rubrik",
        "instans": "Kommunstyrelsen",
        "sammanfattning": "Kort.",
        "beslutsunderlag": [{"titel": text, "datum": "2026-01-02"}],
    })
}

fn check(bench: &Bench, value: &Value) -> Checked {
    bench.check_bytes(value.to_string().as_bytes(), "hostile")
}

fn ids(checked: &Checked) -> Vec<&str> {
    checked.findings.iter().map(|f| &*f.rule).collect()
}

fn ready(checked: Checked) -> Ready {
    let findings = format!("{:?}", checked.findings);
    checked.ready().unwrap_or_else(|_| panic!("{findings}"))
}

fn bytes(bench: &Bench, ready: &Ready, format: Format) -> Vec<u8> {
    let rendered = bench.workspace.render(ready, format);
    rendered.unwrap_or_else(|e| panic!("{format:?}: {e}")).bytes
}

/// All three formats that have readers carry the tree's text.
fn assert_everywhere(bench: &Bench, ready: &Ready, what: &str) {
    let expected = squeeze(&plain_text(ready.document()));
    let found = [
        common::html_text::outline(&bytes(bench, ready, Format::Html)),
        common::docx_text::outline(&bytes(bench, ready, Format::Docx)),
        common::pdf_text::outline(&bytes(bench, ready, Format::Pdf)),
    ];
    for (format, found) in ["html", "docx", "pdf"].iter().zip(&found) {
        let text = found.text();
        assert!(
            text == expected,
            "{what}, {format}: {}",
            first_difference(&text, &expected)
        );
    }
}

fn first_difference(found: &str, expected: &str) -> String {
    let same = found
        .chars()
        .zip(expected.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let around = |text: &str| -> String {
        text.chars()
            .skip(same.saturating_sub(10))
            .take(30)
            .collect()
    };
    format!("{:?} for {:?}", around(found), around(expected))
}

/// S-1, S-2: code in data is printed as it stands.
#[test]
fn s01_s02_code_is_text() {
    let bench = Bench::new();
    for code in common::arende::HOSTILE {
        let ready = ready(check(&bench, &arende(code)));
        let text = squeeze(&plain_text(ready.document()));
        assert!(text.contains(&squeeze(code)), "{code:?}: {text}");
    }
    let all = common::arende::HOSTILE.join(" ");
    assert_everywhere(&bench, &ready(check(&bench, &arende(&all))), "all code");
}

/// S-2: 10⁵ of one sign is text too, and soon read.
#[test]
fn s02_floods_of_one_sign() {
    let bench = Bench::new();
    for sign in [
        "{{", "{%", "#", "*", "_", "[", "<", ">", "$", "`", "\\", "|", "~", "=", "-", "&", "@",
        ":::", "\u{200b}", "\u{ad}", "\u{301}",
    ] {
        let flood = sign.repeat(100_000);
        let mut value = arende(&flood);
        value["sammanfattning"] = flood.into();
        let checked = check(&bench, &value);
        if let Ok(ready) = checked.ready() {
            assert!(!bytes(&bench, &ready, Format::Html).is_empty(), "{sign:?}");
        }
    }
}

/// S-3: HTML, forbidden links and endless nesting in rich text.
#[test]
fn s03_rich_text_allows_nothing_else() {
    let bench = Bench::new();
    let mut value = arende("x");
    value["sammanfattning"] = json!([
        "<ul><li>ett</li></ul> [a](javascript:alert(1)) [b](file:///etc/passwd) [c](data:text/html,x)",
        "",
        "![bild](https://example.se/x.png)"
    ]);
    let checked = check(&bench, &value);
    for id in ["HTML", "LANK", "BILD"] {
        assert!(ids(&checked).contains(&id), "{id}: {:?}", ids(&checked));
    }
    let ready = ready(checked);
    assert_eq!(outline::expected(ready.document()).links, []);
    let text = squeeze(&plain_text(ready.document()));
    for literal in [
        "<ul><li>ett</li></ul>",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "![bild](",
    ] {
        assert!(text.contains(literal), "{literal}: {text}");
    }
    assert_everywhere(&bench, &ready, "rich text");
    for mark in [">", "*", "[", "- ", "1. ", "**", "![", "[^"] {
        let mut value = arende("x");
        value["sammanfattning"] = mark.repeat(10_000).into();
        check(&bench, &value);
    }
}

/// S-9: bytes that are no sound JSON give findings with a place.
#[test]
fn s09_broken_json_is_told_with_its_place() {
    let bench = Bench::new();
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let cases: [&[u8]; 12] = [
        b"{\"rubrik\": NaN}",
        b"{\"rubrik\": 1e999}",
        b"{\"rubrik\": \"\\ud800\"}",
        b"{\"rubrik\": \"a\", \"rubrik\": \"b\"}",
        b"{\"rubrik\": \"a\"",
        b"{\"rubrik\": 'a'}",
        b"{\"rubrik\": \"a\",}",
        b"\xff\xfe{\0}\0",
        b"{\"rubrik\": \"\xe5\"}",
        b"[]",
        b"",
        deep.as_bytes(),
    ];
    for bytes in cases {
        let checked = bench.check_bytes(bytes, "JSON");
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]);
        assert!(
            checked
                .findings
                .iter()
                .any(|f| f.level == Level::Fel && f.location.is_some()),
            "{start}: {:?}",
            checked.findings
        );
        assert!(checked.ready().is_err(), "{start}");
    }
}

/// S-10: every scalar on its own in a plain field is a finding, or is in the text of every format. What no face has is
/// one and the same case: of those, one in some hundred goes all the way.
#[test]
fn s10_every_scalar_is_told_of_or_printed() {
    const ONE_IN: usize = 307;
    let bench = Bench::new();
    let within = |c: char| format!("a{c}b");
    let row = |c: &char| json!({"titel": within(*c), "datum": "2026-01-02"});
    let (covered, bare): (Vec<char>, Vec<char>) =
        ('\0'..=char::MAX).partition(|c| covers(&within(*c)).is_ok());
    assert!(
        (2_000..20_000).contains(&covered.len()),
        "{}",
        covered.len()
    );
    let bare: Vec<char> = bare.into_iter().step_by(ONE_IN).collect();
    // What the door refuses stops the ärende there; the rest is told of when its glyphs are looked for.
    let untold = |tried: &[char]| -> Vec<char> {
        let mut value = arende("x");
        value["beslutsunderlag"] = tried.iter().map(row).collect();
        let checked = check(&bench, &value);
        let told: BTreeSet<&str> = checked
            .findings
            .iter()
            .filter(|f| f.rule == "TECKEN")
            .filter_map(|f| f.pointer.as_ref().map(Pointer::as_str))
            .collect();
        let place = |at: usize| format!("/beslutsunderlag/{at}/titel");
        let is_untold = |(at, _): &(usize, &char)| !told.contains(&*place(*at));
        tried
            .iter()
            .enumerate()
            .filter(is_untold)
            .map(|(_, c)| *c)
            .collect()
    };
    let mut left = bare;
    while !left.is_empty() {
        let still = untold(&left);
        assert!(still.len() < left.len(), "not told of: {left:?}");
        left = still;
    }
    let all = std::env::var_os("KANSLI_SCALARS").is_some();
    let step = if all { 1 } else { 19 };
    // Where a loose mark must be lifted over its letter, the PDF writer says the letter once for each part.
    let is_loose = |c: &char| within(*c).nfc().any(is_combining_mark);
    let covered: Vec<char> = covered
        .into_iter()
        .filter(|c| !is_loose(c))
        .step_by(step)
        .collect();
    for part in covered.chunks(500) {
        let mut value = arende("x");
        value["beslutsunderlag"] = part.iter().map(row).collect();
        let checked = check(&bench, &value);
        assert!(!ids(&checked).contains(&"TECKEN"), "{:?}", checked.findings);
        assert_everywhere(&bench, &ready(checked), "scalars");
    }
}

/// A draft is made of what no face has too.
#[test]
fn s10_a_draft_shows_what_it_can() {
    let bench = Bench::new();
    for text in [
        "😀",
        "שלום",
        "a\u{301}\u{301}\u{301}",
        "漢字",
        "\u{fffd}\u{fff9}",
    ] {
        let ready = ready(check(&bench, &arende(text)));
        for format in [Format::Pdf, Format::Docx, Format::Html, Format::Text] {
            assert!(!bytes(&bench, &ready, format).is_empty(), "{text:?}");
        }
    }
}

/// S-11: what cannot be seen is spelt out in messages.
#[test]
fn s11_hidden_characters_are_shown_in_messages() {
    let bench = Bench::new();
    let mut value = arende("x");
    value["rub\u{202e}rik\u{200b}"] = json!("x");
    let checked = check(&bench, &value);
    let messages: Vec<&str> = checked.findings.iter().map(|f| &*f.message).collect();
    let all = messages.join("\n");
    assert!(
        all.contains("\\u{202E}") && all.contains("\\u{200B}"),
        "{all}"
    );
    assert!(!all.contains(['\u{202e}', '\u{200b}']), "{all}");
}

/// A PNG that only claims its size.
fn claimed(side: u32) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend(side.to_be_bytes());
    png.extend(side.to_be_bytes());
    png.extend(b"\x08\x02\0\0\0\0\0\0\0");
    png
}

fn with_picture(bench: &Bench, picture: Vec<u8>) -> Checked {
    let files = bench.files.clone().with(common::arende::PICTURE, picture);
    let bench = Bench {
        files,
        ..Bench::new()
    };
    let mut value = arende("x");
    value["sammanfattning"] = "![](b)".into();
    value["bilder"] = json!({"b": {"fil": common::arende::PICTURE, "alt": "En ruta"}});
    check(&bench, &value)
}

/// S-15: pictures that are bombs, damaged or something else.
#[test]
fn s15_pictures_are_weighed_before_they_are_opened() {
    let bench = Bench::new();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://x/y'/></svg>".to_vec();
    for (what, picture) in [
        ("a bomb", claimed(50_000)),
        ("no size", claimed(0)),
        ("only a head", claimed(100)),
        ("an SVG", svg),
        ("text", b"hej".to_vec()),
        ("nothing", Vec::new()),
    ] {
        let checked = with_picture(&bench, picture);
        assert!(
            ids(&checked).contains(&"BILD"),
            "{what}: {:?}",
            checked.findings
        );
    }
}

/// Pictures of every depth and kind that a PNG or JPEG has.
#[test]
fn s15_sound_pictures_of_every_kind_are_set() {
    let bench = Bench::new();
    let kinds = [
        DynamicImage::new_luma8(9, 7),
        DynamicImage::new_luma_a8(9, 7),
        DynamicImage::new_rgb8(9, 7),
        DynamicImage::new_rgba8(9, 7),
        DynamicImage::new_luma16(9, 7),
        DynamicImage::new_luma_a16(9, 7),
        DynamicImage::new_rgb16(9, 7),
        DynamicImage::new_rgba16(9, 7),
    ];
    for kind in kinds {
        let mut png = Cursor::new(Vec::new());
        kind.write_to(&mut png, ImageFormat::Png)
            .expect("a picture can be written to memory");
        let checked = with_picture(&bench, png.into_inner());
        let what = format!("{:?}", kind.color());
        assert!(
            !ids(&checked).contains(&"BILD"),
            "{what}: {:?}",
            checked.findings
        );
        assert_everywhere(&bench, &ready(checked), &what);
    }
}

/// A document with as much as possible that another program could follow.
fn carrier(bench: &Bench) -> Ready {
    let mut value = arende("=cmd|' /C calc'!A0 DDEAUTO INCLUDETEXT \"http://x\"");
    value["sammanfattning"] =
        "[a](https://example.se) [b](mailto:a@example.se) /JavaScript /Launch".into();
    value["bilder"] = json!({"b": {"fil": common::arende::PICTURE, "alt": "En ruta"}});
    value["arendet"] = "![](b)".into();
    ready(check(bench, &value))
}

/// S-18: the Word file leads nowhere but to the links it shows.
#[test]
fn s18_the_word_file_carries_nothing() {
    let bench = Bench::new();
    let docx = bytes(&bench, &carrier(&bench), Format::Docx);
    let mut package = zip::ZipArchive::new(Cursor::new(docx)).expect("a zip file");
    for at in 0..package.len() {
        let mut part = package.by_index(at).expect("a part");
        let name = part.name().expect("UTF-8").into_owned();
        assert!(
            !name.contains("vba") && !name.contains("embeddings"),
            "{name}"
        );
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut text).expect("a whole part");
        let text = String::from_utf8_lossy(&text);
        for external in text
            .split("<Relationship ")
            .filter(|r| r.contains("TargetMode=\"External\""))
        {
            assert!(external.contains("/hyperlink\""), "{name}: {external}");
            assert!(
                ["\"https://", "\"http://", "\"mailto:"]
                    .iter()
                    .any(|s| external.contains(s)),
                "{name}: {external}"
            );
        }
        for field in text
            .split("<w:instrText")
            .skip(1)
            .chain(text.split("w:instr=\"").skip(1))
        {
            let code = field.split_once('>').map_or(field, |(_, code)| code);
            assert!(
                !["DDE", "INCLUDE", "LINK "]
                    .iter()
                    .any(|w| code.starts_with(w)),
                "{name}: {code:.40}"
            );
        }
    }
}

/// S-19: the PDF starts nothing and holds no other file.
#[test]
fn s19_the_pdf_carries_nothing() {
    let bench = Bench::new();
    let pdf = bytes(&bench, &carrier(&bench), Format::Pdf);
    let pdf = lopdf::Document::load_mem(&pdf).expect("a PDF");
    for (id, object) in &pdf.objects {
        let dictionary = match object {
            lopdf::Object::Dictionary(dictionary) => dictionary,
            lopdf::Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        for key in ["JS", "JavaScript", "EmbeddedFiles", "EF", "AA", "Launch"] {
            assert!(!dictionary.has(key.as_bytes()), "{id:?}: {key}");
        }
        if let Ok(kind) = dictionary.get(b"S").and_then(lopdf::Object::as_name) {
            assert!(
                !matches!(
                    kind,
                    b"JavaScript" | b"Launch" | b"GoToR" | b"GoToE" | b"SubmitForm" | b"ImportData"
                ),
                "{id:?}: {}",
                String::from_utf8_lossy(kind)
            );
        }
    }
}

/// What a format holds as one string has a length it can take.
#[test]
fn overlong_strings_are_findings() {
    let bench = Bench::new();
    let long = "ord ".repeat(20_000);
    let address = format!("https://example.se/{}", "a".repeat(40_000));
    let mut alt = arende("x");
    alt["sammanfattning"] = "![](b)".into();
    alt["bilder"] = json!({"b": {"fil": common::arende::PICTURE, "alt": long}});
    let mut link = arende("x");
    link["sammanfattning"] = format!("[a]({address})").into();
    let mut mail = arende("x");
    mail["expedieras_till"] = json!([{"namn": "A", "adress": address}]);
    let mut title = arende("x");
    title["rubrik"] = long.clone().into();
    let mut heading = arende("x");
    heading["arendet"] = format!("## {long}\n\nText.").into();
    for (place, value) in [
        ("/sammanfattning", alt),
        ("/sammanfattning", link),
        ("/expedieras_till/0/adress", mail),
        ("/rubrik", title),
        ("/arendet", heading),
    ] {
        let checked = check(&bench, &value);
        let told = checked.findings.iter().find(|f| f.rule == "LÄNGD");
        let told = told.unwrap_or_else(|| panic!("{place}: {:?}", ids(&checked)));
        assert_eq!(told.pointer.as_ref().map(Pointer::as_str), Some(place));
        assert!(told.location.is_some());
    }
}
