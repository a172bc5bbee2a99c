//! Fixes made by hand and by chance: what they change, and that they change nothing else.

use std::fmt::Write as _;

use fastrand::Rng;
use serde_json::{Value, json};

use super::{Replacement, are_apart, mend, replacements};
use crate::arende::SourceText;
use crate::arende::build::Builder;
use crate::arende::characters::normal;
use crate::arende::scan::scan;
use crate::finding::{Applicability, Edit, Fix};
use crate::pointer::Pointer;

fn read(text: &str) -> Value {
    let mut builder = Builder::default();
    assert!(scan(text, &mut builder).is_empty(), "{text}");
    builder.take_value().expect("a value")
}

fn fix(edits: Vec<Edit>) -> Fix {
    Fix {
        title: "x".into(),
        applicability: Applicability::Safe,
        edits,
    }
}

fn part(pointer: &str, range: std::ops::Range<usize>, with: &str) -> Edit {
    Edit {
        pointer: Pointer::parse(pointer).expect("a pointer"),
        range: Some(range),
        replacement: with.into(),
    }
}

fn whole(pointer: &str, with: Value) -> Edit {
    Edit {
        pointer: Pointer::parse(pointer).expect("a pointer"),
        range: None,
        replacement: with,
    }
}

/// The new text and which fixes were made.
fn mended(text: &str, fixes: &[Fix]) -> Option<(String, Vec<bool>)> {
    let fixes: Vec<&Fix> = fixes.iter().collect();
    let mended = mend(&SourceText::new("a.json", text), &read(text), &fixes)?;
    Some((mended.text, mended.made))
}

fn one(text: &str, edit: Edit) -> Option<String> {
    mended(text, &[fix(vec![edit])]).map(|(text, _)| text)
}

#[test]
fn only_the_part_is_changed() {
    let text =
        "{\r\n\t\"a\" : [ \"bl.a. \\u00e5ret\\n1\", 1.50 ],\r\n\t\"b\":\"o\u{308}\\/\"\r\n}\r\n";
    assert_eq!(
        one(text, part("/a/0", 0..5, "bland \"annat\"\n")),
        Some(text.replace("bl.a.", "bland \\\"annat\\\"\\n"))
    );
    assert_eq!(
        one(text, part("/a/0", 6..8, "Å")),
        Some(text.replace("\\u00e5", "Å"))
    );
    assert_eq!(
        one(text, part("/b", 0..2, "ö")),
        Some(text.replace("o\u{308}", "ö"))
    );
    assert_eq!(
        one(text, part("/b", 3..3, "!")),
        Some(text.replace("\\/", "\\/!"))
    );
    assert_eq!(
        one(text, whole("/a/1", json!(2))),
        Some(text.replace("1.50", "2"))
    );
}

#[test]
fn what_cannot_be_changed_is_left() {
    let text = "{\"a\": \"o\u{308}\", \"b\": 1, \"b\": 2}";
    for edit in [
        part("/a", 0..1, "x"),
        part("/a", 0..9, "x"),
        part("/b", 0..1, "x"),
        part("/c", 0..1, "x"),
        part("/a", 2..2, "\u{1}"),
        whole("/a/0", json!("x")),
        whole("/c", json!("x")),
    ] {
        let text = one(text, edit.clone());
        // A control character that no document can carry is told as such, and changes nothing that was not asked for.
        assert!(
            text.is_none() || edit.replacement == "\u{1}",
            "{edit:?}: {text:?}"
        );
    }
    let number = Edit {
        replacement: json!(1),
        ..part("/a", 0..2, "")
    };
    assert_eq!(one(text, number), None);
    assert_eq!(mended(text, &[fix(Vec::new())]), None);
    assert_eq!(
        one(text, whole("/b", json!(3))),
        Some(text.replace("\"b\": 1", "\"b\": 3")),
        "the first of two fields is the one that is read"
    );
}

#[test]
fn a_fix_is_made_whole_or_not_at_all_and_the_first_goes_first() {
    let text = "{\"a\": \"abcdef\", \"b\": \"x\"}";
    let first = fix(vec![part("/a", 0..2, "AB"), part("/b", 0..1, "X")]);
    let second = fix(vec![part("/a", 1..3, "-"), part("/a", 4..5, "-")]);
    let third = fix(vec![part("/a", 2..3, "C")]);
    assert_eq!(
        mended(text, &[first.clone(), second.clone(), third]),
        Some((
            "{\"a\": \"ABCdef\", \"b\": \"X\"}".into(),
            vec![true, false, true]
        ))
    );
    let around = fix(vec![whole("/a", json!("hela"))]);
    assert_eq!(
        mended(text, &[second, around, first]),
        Some((
            "{\"a\": \"a-d-f\", \"b\": \"x\"}".into(),
            vec![true, false, false]
        ))
    );
    let tangled = fix(vec![part("/a", 0..2, "x"), part("/a", 1..3, "y")]);
    assert_eq!(mended(text, &[tangled]), None);
    let (at_once, beside) = (
        fix(vec![part("/a", 3..3, "1")]),
        fix(vec![part("/a", 3..4, "2")]),
    );
    assert_eq!(
        mended(text, &[at_once, beside]).map(|m| m.1),
        Some(vec![true, false])
    );
    assert!(
        are_apart(&(3..4), &(1..3)) && !are_apart(&(1..3), &(3..3)) && !are_apart(&(2..2), &(2..2))
    );
}

#[test]
fn new_lists_are_written_as_the_file_is() {
    let rows = json!(["a", {"b": []}]);
    assert_eq!(
        one("{\r\n    \"x\": \"gammal\"\r\n}", whole("/x", rows.clone())).as_deref(),
        Some(
            "{\r\n    \"x\": [\r\n        \"a\",\r\n        {\r\n            \"b\": []\r\n        }\r\n    ]\r\n}"
        )
    );
    assert_eq!(
        one("{\n\t\"x\": [\"a\", \"b\"]\n}", whole("/x", json!(["c"]))).as_deref(),
        Some("{\n\t\"x\": [\"c\"]\n}")
    );
    assert_eq!(
        one("{\"x\": 1}", whole("/x", rows)).as_deref(),
        Some("{\"x\": [\"a\",{\"b\":[]}]}")
    );
    assert_eq!(
        one("{\"x\": \"\\u00e5\"}", part("/x", 2..2, "–😀\"")).as_deref(),
        Some("{\"x\": \"\\u00e5\\u2013\\ud83d\\ude00\\\"\"}"),
        "a file that keeps to ASCII still does"
    );
}

#[test]
fn replacements_are_bytes_of_the_file() {
    let source = SourceText::new("a.json", "{\"å\": \"\\u00e5b\"}");
    let found = replacements(&source, &[&fix(vec![part("/å", 2..3, "c")])]);
    let wanted = Replacement {
        span: 14..15,
        text: "c".into(),
    };
    assert_eq!(found, [Some(vec![wanted])]);
    assert_eq!(source.utf16_place(14), (1, 14));
}

/// A text of the kinds of characters that are written in several ways.
fn text(random: &mut Rng) -> String {
    const PARTS: [&str; 16] = [
        "a", "b", " ", "\"", "\\", "/", "\n", "\r\n", "\r", "\t", "å", "o\u{308}", "\u{301}", "😀",
        "\u{a0}", "\u{212b}",
    ];
    (0..random.usize(0..9))
        .map(|_| PARTS[random.usize(..PARTS.len())])
        .collect()
}

fn value(random: &mut Rng, depth: usize) -> Value {
    match random.u8(0..if depth == 0 { 4 } else { 8 }) {
        0 => Value::Null,
        1 => random.i32(..).into(),
        2 | 3 => text(random).into(),
        4 | 5 => (0..random.usize(0..4))
            .map(|_| value(random, depth - 1))
            .collect(),
        _ => Value::Object(
            (0..random.usize(0..4))
                .map(|n| (format!("{n}å/~"), value(random, depth - 1)))
                .collect(),
        ),
    }
}

/// The value as JSON with chance white space and chance escapes.
fn written(value: &Value, random: &mut Rng, out: &mut String) {
    let blank = |random: &mut Rng, out: &mut String| {
        out.push_str(["", "", " ", "\n", "\t", "\r\n  "][random.usize(..6)]);
    };
    let quoted = |text: &str, random: &mut Rng, out: &mut String| {
        out.push('"');
        for c in text.chars() {
            if c < ' ' || matches!(c, '"' | '\\') || random.u8(..4) == 0 {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04X}").expect("a string takes all writing");
                }
            } else {
                out.push(c);
            }
        }
        out.push('"');
    };
    blank(random, out);
    match value {
        Value::String(text) => quoted(text, random, out),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                written(item, random, out);
            }
            blank(random, out);
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (at, (name, item)) in members.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                blank(random, out);
                quoted(name, random, out);
                out.push(':');
                written(item, random, out);
            }
            blank(random, out);
            out.push('}');
        }
        other => out.push_str(&other.to_string()),
    }
    blank(random, out);
}

fn pointers(value: &Value, at: &Pointer, out: &mut Vec<Pointer>) {
    out.push(at.clone());
    match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(n, item)| pointers(item, &at.index(n), out)),
        Value::Object(members) => members
            .iter()
            .for_each(|(name, item)| pointers(item, &at.key(name), out)),
        _ => {}
    }
}

fn chance_edit(read: &Value, all: &[Pointer], random: &mut Rng) -> Edit {
    let pointer = all[random.usize(..all.len())].clone();
    match read.pointer(pointer.as_str()) {
        Some(Value::String(old)) if random.u8(..8) > 0 => {
            let mut places: Vec<usize> = old
                .char_indices()
                .map(|(at, _)| at)
                .chain([old.len()])
                .collect();
            random.shuffle(&mut places);
            places.truncate(2);
            places.sort_unstable();
            Edit {
                pointer,
                range: Some(places[0]..*places.last().expect("a place")),
                replacement: text(random).into(),
            }
        }
        _ => Edit {
            pointer,
            range: None,
            replacement: value(random, 1),
        },
    }
}

/// The value with one edit, made by plain means.
fn by_hand(value: &Value, edit: &Edit) -> Value {
    let mut value = value.clone();
    let place = value.pointer_mut(edit.pointer.as_str()).expect("a place");
    match (&edit.range, place) {
        (Some(range), Value::String(text)) => {
            let new = edit.replacement.as_str().expect("a text");
            *text = format!("{}{new}{}", &text[..range.start], &text[range.end..]);
        }
        (_, place) => *place = edit.replacement.clone(),
    }
    value
}

fn in_one_form(value: &Value) -> Value {
    match value {
        Value::String(text) => normal(text.as_str().into()).into_owned().into(),
        Value::Array(items) => items.iter().map(in_one_form).collect(),
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(n, v)| (n.clone(), in_one_form(v)))
                .collect(),
        ),
        other => other.clone(),
    }
}

#[test]
fn chance_edits_change_what_they_say_and_nothing_else() {
    let mut random = Rng::with_seed(0x5eed);
    let (mut made, mut left) = (0, 0);
    for _ in 0..4000 {
        let mut text = String::new();
        written(&value(&mut random, 3), &mut random, &mut text);
        let read_value = read(&text);
        let mut all = Vec::new();
        pointers(&read_value, &Pointer::root(), &mut all);
        let edit = chance_edit(&read_value, &all, &mut random);
        let fix = fix(vec![edit.clone()]);
        let source = SourceText::new("a.json", text.clone());
        let Some(mended) = mend(&source, &read_value, &[&fix]) else {
            left += 1;
            continue;
        };
        made += 1;
        let wanted = in_one_form(&by_hand(&read_value, &edit));
        let parsed: Value = serde_json::from_str(&mended.text).expect("JSON");
        assert_eq!(in_one_form(&parsed), wanted, "{text:?} {edit:?}");
        let span = source
            .spans([&edit.pointer].into_iter())
            .remove(0)
            .expect("a place");
        let (before, after) = (&text[..span.start], &text[span.end..]);
        assert!(
            mended.text.starts_with(before) && mended.text.ends_with(after),
            "{text:?} {edit:?}"
        );
        if edit.range.is_some() {
            let [Some(replacements)] = &replacements(&source, &[&fix])[..] else {
                panic!("{edit:?}");
            };
            let span = &replacements[0].span;
            assert_eq!(
                mended.text,
                [
                    &text[..span.start],
                    &replacements[0].text,
                    &text[span.end..]
                ]
                .concat()
            );
        }
    }
    assert!(made > 3200 && left > 20, "{made} made, {left} left");
}

#[test]
fn many_chance_fixes_at_once_give_what_they_give_one_by_one() {
    let mut random = Rng::with_seed(0xf1c5);
    for _ in 0..1000 {
        let mut text = String::new();
        written(&value(&mut random, 3), &mut random, &mut text);
        let read_value = read(&text);
        let mut all = Vec::new();
        pointers(&read_value, &Pointer::root(), &mut all);
        let fixes: Vec<Fix> = (0..random.usize(1..6))
            .map(|_| {
                fix((0..random.usize(1..3))
                    .map(|_| chance_edit(&read_value, &all, &mut random))
                    .collect())
            })
            .collect();
        let Some((new, made)) = mended(&text, &fixes) else {
            continue;
        };
        let mut edits: Vec<&Edit> = fixes
            .iter()
            .zip(&made)
            .filter(|(_, made)| **made)
            .flat_map(|(f, _)| &f.edits)
            .collect();
        edits.sort_by_key(|edit| {
            std::cmp::Reverse(edit.range.clone().map_or(0, |range| range.start))
        });
        let wanted = edits
            .iter()
            .fold(read_value.clone(), |value, edit| by_hand(&value, edit));
        assert_eq!(read(&new), in_one_form(&wanted), "{text:?} {fixes:?}");
        assert!(made.contains(&true));
    }
}

#[test]
fn one_that_cannot_be_made_does_not_stop_the_others() {
    let text = format!("{{\"a\": \"{}\"}}", "bl.a. ".repeat(64));
    let mut fixes: Vec<Fix> = (0..64)
        .map(|n| fix(vec![part("/a", n * 6..n * 6 + 5, "bland annat")]))
        .collect();
    let wanted = mended(&text, &fixes).expect("mended");
    assert!(wanted.1.iter().all(|made| *made) && !wanted.0.contains("bl.a."));
    // Nobody's fix has a place beyond the text, but a faulty one may.
    fixes[17] = fix(vec![part("/a", 17 * 6..9999, "x")]);
    fixes[40] = fix(vec![whole("/a/b", json!(1))]);
    let (text, made) = mended(&text, &fixes).expect("mended");
    assert_eq!(text.matches("bl.a.").count(), 2);
    assert_eq!(
        (
            made[17],
            made[40],
            made.iter().filter(|made| **made).count()
        ),
        (false, false, 62)
    );
}

#[test]
fn those_that_go_with_the_others_are_found_by_halves() {
    let tried = std::cell::Cell::new(0);
    let attempt = |indices: &[usize]| {
        tried.set(tried.get() + 1);
        (!indices.contains(&300) && !indices.contains(&7)).then(|| indices.len().to_string())
    };
    let mut best = (Vec::new(), None);
    super::take_good(&(0..1000).collect::<Vec<_>>(), &attempt, &mut best);
    assert_eq!((best.0.len(), best.1.as_deref()), (998, Some("998")));
    assert!(tried.get() < 50, "{}", tried.get());
}

#[test]
fn many_changes_in_one_long_text_take_little_longer_than_reading_it() {
    let text = format!("{{\"a\": \"{}\"}}", "bl.a. å ".repeat(100_000));
    let edits = (0..100_000)
        .map(|n| part("/a", n * 9..n * 9 + 5, "bland annat"))
        .collect();
    let apart: Vec<Fix> = (0..2000)
        .map(|n| fix(vec![part("/a", n * 9 + 6..n * 9 + 8, "ä")]))
        .collect();
    let mut fixes = vec![fix(edits)];
    fixes.extend(apart);
    // Quadratic work would be minutes here.
    let (new, made) = mended(&text, &fixes).expect("mended");
    assert!(made.iter().all(|made| *made));
    assert_eq!(
        (new.matches("bland annat").count(), new.matches('ä').count()),
        (100_000, 2000)
    );
}
