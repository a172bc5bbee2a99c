//! From output and tokens to blocks, as outlines a person can read.

use std::fmt::Write as _;

use super::*;
use crate::document::tokens::{OPEN, Token};
use crate::document::{BlockKind, inline_text};

struct OnePicture;

impl Pictures for OnePicture {
    fn find(&self, id: &str) -> Option<Picture> {
        (id == "karta").then(|| Picture {
            image: 0,
            alt: "Karta".into(),
            caption: None,
            width: 1.0,
        })
    }
}

fn outline(blocks: &[Block], depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    for block in blocks {
        let mut words = String::new();
        match &block.kind {
            BlockKind::Heading { level, text } => {
                inline_text(text, &mut words);
                let _ = writeln!(out, "{pad}h{level} {words}");
            }
            BlockKind::Paragraph { text, .. } => {
                inline_text(text, &mut words);
                let notes = text.iter().filter(|i| matches!(i, Inline::Note(_))).count();
                let _ = writeln!(
                    out,
                    "{pad}p {}{}",
                    words.replace('\n', "/"),
                    "°".repeat(notes)
                );
            }
            BlockKind::List { start, items } => {
                let _ = writeln!(out, "{pad}list {start:?}");
                for item in items {
                    outline(item, depth + 1, out);
                }
            }
            BlockKind::Table(t) => {
                let _ = writeln!(out, "{pad}table {}x{}", t.head.len(), t.rows.len());
            }
            BlockKind::Figure { alt, .. } => {
                let _ = writeln!(out, "{pad}figure {alt}");
            }
            BlockKind::Section { role, blocks } => {
                let _ = writeln!(out, "{pad}section {}", role.id());
                outline(blocks, depth + 1, out);
            }
            BlockKind::Facts(facts) => {
                for fact in facts {
                    let _ = writeln!(out, "{pad}fact {} {}", fact.label, fact.lines.len());
                }
            }
            BlockKind::Signature(s) => {
                let _ = writeln!(out, "{pad}signature {}", s.len());
            }
            BlockKind::PageBreak => {
                let _ = writeln!(out, "{pad}page break");
            }
        }
    }
}

fn rich(source: &str) -> (String, Vec<RemarkKind>) {
    let mut tokens = Tokens::default();
    let pointer = Some(Pointer::root().key("text"));
    let token = tokens.park(Token::Rich(FieldText {
        value: source.into(),
        from: pointer,
    }));
    let parsed = parse(
        &format!("# T\n\n{token}\n"),
        &tokens,
        &OnePicture,
        &Arrangement::default(),
    )
    .expect("parses");
    let mut out = String::new();
    outline(&parsed.blocks[1..], 0, &mut out);
    (out, parsed.remarks.into_iter().map(|r| r.kind).collect())
}

#[test]
fn the_grammar_of_rich_text() {
    for (source, expected) in [
        ("ett\ntvå\n\ntre", "p ett två\np tre\n"),
        ("rad\\\nrad", "p rad/rad\n"),
        ("# A\n### B\n## C", "h2 A\nh3 B\nh3 C\n"),
        (
            "- a\n- b\n  1. c",
            "list None\n  p a\n  p b\n  list Some(1)\n    p c\n",
        ),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "table 2x1\n"),
        ("Se[^1].\n\n[^1]: Not.", "p Se.°\n"),
        ("![](karta)", "figure Karta\n"),
        ("**fet** *kursiv*", "p fet kursiv\n"),
        ("[k](https://a.se)", "p k\n"),
        (
            "{{ 7*7 }} #read(\"x\") $x$ @ref <lbl>",
            "p {{ 7*7 }} #read(\"x\") $x$ @ref <lbl>\n",
        ),
        ("> citat `kod` &amp;", "p > citat `kod` &amp;\n"),
        ("Rubrik\n---", "p Rubrik ---\n"),
        ("C:\\temp", "p C:\\temp\n"),
        (":::beslut", "p :::beslut\n"),
    ] {
        let (found, remarks) = rich(source);
        assert_eq!(found, expected, "{source}");
        assert!(remarks.is_empty(), "{source}: {remarks:?}");
    }
}

#[test]
fn what_the_grammar_has_not_is_printed_and_remarked() {
    for (source, expected, remark) in [
        ("<p>x</p>", "p <p>x</p>\n", RemarkKind::Html("<p>".into())),
        (
            "[k](javascript:x)",
            "p [k](javascript:x)\n",
            RemarkKind::ForbiddenLink("javascript:x".into()),
        ),
        (
            "![a](okänd)",
            "p ![a](okänd)\n",
            RemarkKind::UnknownPicture("okänd".into()),
        ),
        (
            "före ![](karta) efter",
            "p före  efter\nfigure Karta\n",
            RemarkKind::PictureInLine,
        ),
        (
            "| a |\n|---|\n| 1 | 2 |",
            "table 1x1\n",
            RemarkKind::UnevenRow {
                cells: 2,
                columns: 1,
            },
        ),
        ("[^9]", "p [^9]\n", RemarkKind::NoteMissing("9".into())),
        (
            "a[^1] b[^2]\n\n[^1]: x[^2]\n\n[^2]: y",
            "p a b°°\n",
            RemarkKind::NoteInNote("2".into()),
        ),
    ] {
        let (found, remarks) = rich(source);
        assert_eq!(found, expected, "{source}");
        assert_eq!(remarks, [remark], "{source}");
    }
}

#[test]
fn hostile_nesting_is_flat_and_quick() {
    for one in [
        "> ", "- ", "* ", "[", "![", "*", "**", "_", "1. ", "<", "|", "\\", "`", "[^1]", "(", "~",
        "#",
    ] {
        let (found, _) = rich(&one.repeat(10_000));
        assert!(
            found
                .lines()
                .all(|l| l.len() - l.trim_start().len() <= 2 * 9),
            "{one}"
        );
    }
    let mut deep = String::new();
    for depth in 0..12 {
        let _ = writeln!(deep, "{}- nivå {depth}", "  ".repeat(depth));
    }
    let (found, remarks) = rich(&deep);
    assert_eq!(found.matches("nivå").count(), 12);
    assert_eq!(remarks, [RemarkKind::TooDeep]);
}

#[test]
fn sections_come_in_the_profiles_order_and_empty_ones_are_dropped() {
    let output =
        "# T\n:::underlag\n## U\nx\n:::\n:::samverkan\n## S\n:::\n:::beslut\n## B\ny\n:::\n";
    let arrangement = Arrangement {
        order: vec!["beslut".into(), "samverkan".into(), "underlag".into()],
        numbered: true,
    };
    let parsed = parse(output, &Tokens::default(), &OnePicture, &arrangement).expect("parses");
    let mut out = String::new();
    outline(&parsed.blocks, 0, &mut out);
    assert_eq!(
        out,
        "h1 T\nsection beslut\n  h2 1\u{a0}B\n  p y\nsection underlag\n  h2 2\u{a0}U\n  p x\n"
    );
}

#[test]
fn facts_are_label_and_lines() {
    let output = "# T\n:::fakta\n- **Datum** 2018\n- **Namn** A\\\n  B\n- **Tom**\n:::\n";
    let parsed = parse(
        output,
        &Tokens::default(),
        &OnePicture,
        &Arrangement::default(),
    )
    .expect("parses");
    let mut out = String::new();
    outline(&parsed.blocks, 0, &mut out);
    assert_eq!(out, "h1 T\nsection fakta\n  fact Datum 1\n  fact Namn 2\n");
}

#[test]
fn a_cut_token_and_a_block_in_a_line_are_the_templates_fault() {
    let mut tokens = Tokens::default();
    let token = tokens.park(Token::Rich(FieldText {
        value: "a".into(),
        from: None,
    }));
    let error = parse(
        &format!("x {token}"),
        &tokens,
        &OnePicture,
        &Arrangement::default(),
    )
    .expect_err("in a line");
    assert!(error.message.contains("eget stycke"));
    let error = parse(
        &format!("{OPEN}99\u{e001}"),
        &tokens,
        &OnePicture,
        &Arrangement::default(),
    )
    .expect_err("cut");
    assert!(error.message.contains("klippt"));
}
