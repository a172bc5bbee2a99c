//! The DOCX renderer from the outside: trees in, files read back.

#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "the names of parts in the package are our own, in lower case"
)]

mod reader;
mod trees;

use kansli::document::{Document, note_texts, plain_text, validate};
use kansli::render::{Design, DocxRenderer, RenderContext, Renderer as _};
use reader::{part, parts, squeeze, text, values, walk};
use trees::{everything, heading, hostile, list, noted, ordinary, paragraph};

fn render(document: &Document) -> Vec<u8> {
    let design = Design::default();
    let context = RenderContext {
        design: &design,
        layout: &|_| None,
        threads: 1,
    };
    DocxRenderer
        .render(document, &context)
        .expect("a tree becomes a file")
        .bytes
}

fn body(document: &Document) -> String {
    part(&render(document), "word/document.xml")
}

/// Each tree with the name its file gets in the temporary folder, where the judges of Word files find it.
fn all() -> [(&'static str, Document); 3] {
    [
        ("ordinary", ordinary()),
        ("everything", everything()),
        ("hostile", hostile()),
    ]
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the test's own folder, for people's eyes"
)]
fn the_trees_are_sound_and_can_be_looked_at() {
    for (name, document) in all() {
        assert_eq!(validate(&document), [], "{name}");
        let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.docx"));
        std::fs::write(path, render(&document)).expect("the temporary folder can be written");
    }
}

#[test]
fn the_file_holds_the_text_of_the_tree_and_no_other() {
    for (name, document) in all() {
        let bytes = render(&document);
        let written = text(&part(&bytes, "word/document.xml"));
        assert_eq!(squeeze(&written), squeeze(&plain_text(&document)), "{name}");
        let notes = text(&part(&bytes, "word/footnotes.xml"));
        assert_eq!(
            squeeze(&notes),
            squeeze(&note_texts(&document).concat()),
            "{name}"
        );
    }
}

#[test]
fn every_part_is_well_formed_and_stored_the_same_way() {
    for (name, document) in all() {
        let bytes = render(&document);
        let parts = parts(&bytes);
        assert_eq!(parts[0].0, "[Content_Types].xml", "{name}");
        for (part, content) in &parts {
            if part.ends_with(".xml") || part.ends_with(".rels") {
                walk(std::str::from_utf8(content).expect("UTF-8"), &mut |_| {});
            }
        }
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).expect("a zip file");
        for index in 0..zip.len() {
            let file = zip.by_index(index).expect("an entry");
            assert_eq!(file.unix_mode().map(|mode| mode & 0o777), Some(0o644));
            assert_eq!(file.last_modified(), Some(zip::DateTime::DEFAULT));
            // What is small, or packed already, is stored as it is.
            let name = file.name().expect("a name");
            let is_packed = name.ends_with(".png") || file.size() < 512;
            let is_stored = file.compression() == zip::CompressionMethod::Stored;
            assert_eq!(is_stored, is_packed, "{name}");
        }
    }
}

#[test]
fn the_same_tree_is_the_same_bytes_on_any_thread() {
    let first = all().map(|(_, document)| render(&document));
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| all().map(|(_, document)| render(&document))))
            .collect();
        for worker in workers {
            assert!(worker.join().expect("no panic") == first);
        }
    });
}

#[test]
fn every_table_has_one_header_row_a_grid_and_a_description() {
    for (name, document) in all() {
        let body = body(&document);
        let tables = body.matches("<w:tbl>").count();
        assert!(tables > 0, "{name}");
        assert_eq!(body.matches("<w:tblHeader/>").count(), tables, "{name}");
        assert_eq!(body.matches("<w:tblCaption ").count(), tables, "{name}");
        assert_eq!(body.matches("<w:tblDescription ").count(), tables, "{name}");
        for table in body.split("<w:tbl>").skip(1) {
            let first_row = table.split("</w:tr>").next().expect("a row");
            assert!(first_row.contains("<w:tblHeader/>"), "{name}");
            let grid = values(
                &format!("<x>{}</w:tblGrid></x>", grid(table)),
                "w:gridCol",
                "w:w",
            );
            let width: u32 = grid
                .iter()
                .map(|w| w.parse::<u32>().expect("a number"))
                .sum();
            assert!(width <= 8504, "{name}: {width} twips wide");
        }
    }
}

fn grid(table: &str) -> &str {
    let from = table.find("<w:tblGrid>").expect("a grid");
    let to = table.find("</w:tblGrid>").expect("its end");
    &table[from..to]
}

#[test]
fn tables_that_touch_are_kept_apart() {
    let body = body(&everything());
    assert!(!body.contains("</w:tbl><w:tbl>"));
    // Two tables of four signers, two tables of the text.
    assert_eq!(body.matches("Tabellskarv").count(), 2);
}

#[test]
fn each_list_counts_for_itself() {
    let mut document = ordinary();
    document.blocks = vec![
        heading(1, "Listor"),
        list(Some(1), &["a", "b"]),
        paragraph("mellan"),
        list(Some(1), &["c"]),
        list(Some(5), &["d"]),
        list(None, &["e"]),
    ];
    let bytes = render(&document);
    let used = values(&part(&bytes, "word/document.xml"), "w:numId", "w:val");
    assert_eq!(used, ["1", "1", "2", "3", "4"]);
    let numbering = part(&bytes, "word/numbering.xml");
    let defined = values(&numbering, "w:abstractNum", "w:abstractNumId");
    assert_eq!(defined, ["1", "2", "3", "4"]);
    assert_eq!(values(&numbering, "w:abstractNumId", "w:val"), defined);
    let third = numbering
        .split("<w:abstractNum ")
        .nth(3)
        .expect("a third list");
    assert!(third.contains("<w:lvl w:ilvl=\"0\"><w:start w:val=\"5\"/>"));
}

#[test]
fn lists_go_eight_levels_down() {
    let levels = values(&body(&everything()), "w:ilvl", "w:val");
    for level in 0..8 {
        assert!(levels.contains(&level.to_string()), "level {level}");
    }
}

#[test]
fn no_paragraph_is_empty_but_those_that_word_demands() {
    for (name, document) in all() {
        let body = body(&document);
        for paragraph in body.split("<w:p>").skip(1) {
            let (own, after) = paragraph.split_once("</w:p>").expect("its end");
            let shown = ["<w:t ", "<w:drawing>"]
                .iter()
                .any(|what| own.contains(what));
            let demanded = own.contains("Tabellskarv") || after.starts_with("</w:tc>");
            assert!(shown || demanded, "{name}: {own}");
        }
    }
}

#[test]
fn links_leave_the_file_only_by_allowed_schemes() {
    for (name, document) in all() {
        for (part, content) in parts(&render(&document)) {
            let content = String::from_utf8_lossy(&content);
            if part.ends_with(".rels") && content.contains("External") {
                for link in content
                    .split("<Relationship ")
                    .filter(|r| r.contains("External"))
                {
                    let allowed = ["\"https://", "\"http://", "\"mailto:"];
                    assert!(
                        allowed.iter().any(|s| link.contains(s)),
                        "{name} {part}: {link}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_field_has_a_tag_and_every_tag_a_pointer() {
    for (name, document) in all() {
        let bytes = render(&document);
        let tags = values(&part(&bytes, "word/document.xml"), "w:tag", "w:val");
        let map = values(&part(&bytes, "customXml/item1.xml"), "falt", "tagg");
        assert!(
            !tags.is_empty() && tags.iter().all(|tag| map.contains(tag)),
            "{name}"
        );
        assert!(
            tags.iter().all(|tag| tag.encode_utf16().count() <= 64),
            "{name}"
        );
        let ids = values(&part(&bytes, "word/document.xml"), "w:id", "w:val");
        assert_eq!(
            ids.len(),
            ids.iter().collect::<std::collections::BTreeSet<_>>().len()
        );
    }
    let body = body(&ordinary());
    // Two paragraphs of one field share a control; a field within it has none of its own.
    assert_eq!(body.matches("<w:tag w:val=\"sammanfattning\"/>").count(), 1);
    assert_eq!(
        body.matches("<w:tag w:val=\"beslut/0/punkter/1\"/>")
            .count(),
        1
    );
    assert_eq!(body.matches("<w:tag w:val=\"diarienummer\"/>").count(), 1);
}

#[test]
fn a_footnote_in_the_first_paragraph_of_a_field_stands_outside_its_control() {
    let mut document = ordinary();
    document.blocks = vec![heading(1, "Fotnoter"), noted("/arendet"), noted("/arendet")];
    let Some(last) = document.blocks.last_mut() else {
        unreachable!("three blocks");
    };
    last.kind = paragraph("utan not").kind;
    let body = body(&document);
    let (_, noted) = body.split_once("</w:p>").expect("a title");
    let (noted, plain) = noted.split_once("</w:p>").expect("the first paragraph");
    assert!(
        noted.starts_with("<w:p><w:sdt>"),
        "a control for its words: {noted}"
    );
    assert!(plain.starts_with("<w:sdt>") && plain.contains("utan not"));
    assert_eq!(body.matches("<w:tag w:val=\"arendet\"/>").count(), 2);
}

#[test]
fn markings_and_page_numbers_stand_on_every_page() {
    let bytes = render(&everything());
    for header in ["word/header1.xml", "word/header2.xml"] {
        let header = part(&bytes, header);
        assert!(text(&header).contains("UTKAST · Ej justerat"));
        assert!(header.contains(" PAGE ") && header.contains(" NUMPAGES "));
        assert!(text(&header).contains("Sida 1 av 1"));
    }
}

#[test]
fn a_picture_shown_twice_is_stored_once_and_every_picture_has_its_own_number() {
    let bytes = render(&everything());
    let media = parts(&bytes)
        .iter()
        .filter(|(name, _)| name.contains("media/"))
        .count();
    assert_eq!(media, 1);
    let body = part(&bytes, "word/document.xml");
    assert_eq!(values(&body, "wp:docPr", "id"), ["1", "2"]);
    assert_eq!(
        values(&body, "wp:docPr", "descr"),
        ["En ljusblå yta", "Samma yta igen"]
    );
    // Half of the text's 8 504 twips is 4 252, at 635 units each.
    assert_eq!(
        values(&body, "wp:extent", "cx")[0],
        (4252 * 635).to_string()
    );
}

#[test]
fn a_page_break_is_a_property_of_what_follows() {
    let body = body(&everything());
    assert_eq!(body.matches("<w:pageBreakBefore/>").count(), 1);
    let at = body.find("<w:pageBreakBefore/>").expect("a break");
    let (_, own) = body[..at].rsplit_once("<w:p>").expect("its paragraph");
    assert!(own.contains("Heading2"));
}

#[test]
fn what_stands_before_the_signatures_is_kept_with_them() {
    use kansli::document::{Block, BlockKind, Inline, Signer, hold};
    let signature = Block::new(BlockKind::Signature(vec![Signer {
        over: Vec::new(),
        name: vec![Inline::text("Namn")],
        under: Vec::new(),
    }]));
    let mut document = ordinary();
    document.blocks.truncate(1);
    document.blocks.extend([
        paragraph("Före."),
        list(None, &["Första", "Andra"]),
        signature.clone(),
        heading(2, "Grupp"),
        signature,
    ]);
    hold(&mut document.blocks);
    let body = body(&document);
    let kept = |words: &str| {
        let at = body.find(words).expect("the words are there");
        let start = body[..at].rfind("<w:p>").expect("in a paragraph");
        body[start..at].contains("<w:keepNext/>")
    };
    assert!(!kept("Före."));
    assert!(kept("Första") && kept("Andra"));
    // The first group is kept with the second; the last one with nothing.
    assert!(kept("Namn"));
    let last = body.rfind("Namn").expect("the last name");
    let start = body[..last].rfind("<w:p>").expect("in a paragraph");
    assert!(!body[start..last].contains("<w:keepNext/>"));
}
