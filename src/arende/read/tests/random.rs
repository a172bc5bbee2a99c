//! Random data and random damage, from fixed seeds: the door agrees with `serde_json` on what is JSON, and never panics.

use fastrand::Rng;
use serde_json::{Map, Value};

use super::{KNOWN, door, read};
use crate::arende::SourceText;
use crate::finding::Anchor;
use crate::pointer::Pointer;

fn text(random: &mut Rng) -> String {
    const ODD: [char; 11] = [
        '"',
        '\\',
        '/',
        '~',
        '\n',
        '\t',
        'å',
        '\u{e9}',
        '\u{10348}',
        '0',
        ' ',
    ];
    let length = random.usize(0..6);
    (0..length)
        .map(|_| {
            if random.bool() {
                ODD[random.usize(..ODD.len())]
            } else {
                random.alphanumeric()
            }
        })
        .collect()
}

fn value(random: &mut Rng, depth: usize) -> Value {
    match random.u8(0..if depth == 0 { 5 } else { 8 }) {
        0 => Value::Null,
        1 => random.bool().into(),
        2 => random.i64(..).into(),
        3 => (f64::from(random.i32(-9999..9999)) / 64.0).into(),
        4 => text(random).into(),
        5 => (0..random.usize(0..4))
            .map(|_| value(random, depth - 1))
            .collect(),
        _ => Value::Object(
            (0..random.usize(0..5))
                .map(|_| (text(random), value(random, depth - 1)))
                .collect::<Map<_, _>>(),
        ),
    }
}

/// The value as JSON text with random white space.
fn written(value: &Value, random: &mut Rng, out: &mut String) {
    let blank = |random: &mut Rng, out: &mut String| {
        const BLANKS: [&str; 6] = ["", "", " ", "\n", "\t", "\r\n  "];
        out.push_str(BLANKS[random.usize(..BLANKS.len())]);
    };
    match value {
        Value::Array(elements) => {
            out.push('[');
            for (at, element) in elements.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                blank(random, out);
                written(element, random, out);
                blank(random, out);
            }
            out.push(']');
        }
        Value::Object(fields) => {
            out.push('{');
            for (at, (name, field)) in fields.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                blank(random, out);
                out.push_str(&Value::from(name.as_str()).to_string());
                blank(random, out);
                out.push(':');
                blank(random, out);
                written(field, random, out);
                blank(random, out);
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

fn pointers(value: &Value, at: &Pointer, out: &mut Vec<Pointer>) {
    out.push(at.clone());
    match value {
        Value::Array(elements) => {
            elements
                .iter()
                .enumerate()
                .for_each(|(n, element)| pointers(element, &at.index(n), out));
        }
        Value::Object(fields) => {
            fields
                .iter()
                .for_each(|(name, field)| pointers(field, &at.key(name), out));
        }
        _ => {}
    }
}

#[test]
fn every_pointer_finds_the_text_of_its_value_and_name() {
    let mut random = Rng::with_seed(18);
    for _ in 0..400 {
        let data = value(&mut random, 4);
        let mut json = String::new();
        written(&data, &mut random, &mut json);
        let source = SourceText::new("a.json", json);
        let mut all = Vec::new();
        pointers(&data, &Pointer::root(), &mut all);
        for pointer in all {
            let wanted = data
                .pointer(pointer.as_str())
                .expect("a pointer into the data");
            let span = source.span(&pointer, &Anchor::Value);
            let found: Value = serde_json::from_str(&source.text()[span]).expect("whole JSON");
            assert_eq!(&found, wanted, "{pointer} in {:?}", source.text());

            let is_field = pointer
                .parent()
                .and_then(|p| data.pointer(p.as_str()))
                .is_some_and(Value::is_object);
            if is_field {
                let span = source.span(&pointer, &Anchor::Key);
                let name: String = serde_json::from_str(&source.text()[span]).expect("a name");
                assert_eq!(Some(name), pointer.last());
            }
        }
    }
}

#[test]
fn good_json_is_read_as_serde_json_reads_it() {
    let mut random = Rng::with_seed(19);
    for _ in 0..2_000 {
        let mut data = Map::new();
        data.insert("$schema".into(), "plan.schema.json".into());
        data.insert("x".into(), value(&mut random, 4));
        let data = Value::Object(data);
        let mut json = String::new();
        written(&data, &mut random, &mut json);
        let reading = door(&json);
        assert_eq!(reading.findings, [], "{json:?}");
        let read = reading.arende.expect("an ärende").raw;
        let wanted: Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(*read, wanted, "{json:?}");
    }
}

/// Damages a text at a few random places.
fn damaged(bytes: &[u8], random: &mut Rng) -> Vec<u8> {
    const PIECES: [&[u8]; 16] = [
        b"\"", b"\\", b"{", b"}", b"[", b"]", b",", b":", b"\n", b"'", b"//", b"\\u", b"\xe5",
        b"\0", b"NaN", b"1e999",
    ];
    let mut bytes = bytes.to_vec();
    for _ in 0..random.usize(1..4) {
        let at = random.usize(..bytes.len().max(1)).min(bytes.len());
        match random.u8(0..5) {
            0 => bytes.truncate(at),
            1 => drop(bytes.splice(at..at, PIECES[random.usize(..PIECES.len())].iter().copied())),
            2 if at < bytes.len() => drop(bytes.remove(at)),
            3 if at < bytes.len() => bytes[at] = random.u8(..),
            _ => {
                let from = random.usize(..=at);
                let piece = bytes[from..at].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

#[test]
fn damage_is_refused_exactly_when_serde_json_refuses_it() {
    let mut random = Rng::with_seed(20);
    let mut refused = 0;
    for _ in 0..20_000 {
        let mut json = String::new();
        written(&value(&mut random, 3), &mut random, &mut json);
        let bytes = damaged(json.as_bytes(), &mut random);
        let reading = read("a.json", &bytes, &KNOWN);
        let theirs = serde_json::from_slice::<Value>(&bytes);
        let told = |words: &str| reading.findings.iter().any(|f| f.message.contains(words));
        let own_rules = told("står redan på rad")
            || told("UTF-16")
            || told("UTF-32")
            || told("är för stort eller för litet")
            || told("har fler siffror")
            || told("längre än");
        let is_json = reading
            .findings
            .iter()
            .all(|f| f.rule != "JSON" || f.message.starts_with("Filen innehåller inget ärende"));
        if !own_rules && !bytes.starts_with(b"\xef\xbb\xbf") {
            assert_eq!(
                is_json,
                theirs.is_ok(),
                "{:?}: {:#?}",
                String::from_utf8_lossy(&bytes),
                reading.findings
            );
        }
        refused += usize::from(!is_json);
        for finding in &reading.findings {
            let place = finding.location.as_ref().expect("a place");
            assert!(place.excerpt.chars().count() < place.excerpt_column + 122);
            assert!(
                !finding.message.chars().any(char::is_control),
                "{:?}",
                finding.message
            );
        }
    }
    assert!(refused > 10_000, "the damage is real: {refused}");
}

#[test]
fn pure_noise_is_refused_in_peace() {
    let mut random = Rng::with_seed(21);
    for _ in 0..5_000 {
        let noise: Vec<u8> = (0..random.usize(0..200)).map(|_| random.u8(..)).collect();
        let ascii: Vec<u8> = noise.iter().map(|b| b & 0x7f).collect();
        for bytes in [noise, ascii] {
            let reading = read("a.json", &bytes, &KNOWN);
            assert!(reading.arende.is_none() && !reading.findings.is_empty());
        }
    }
}
