//! Content controls: a frame around what came from a field, named by a short tag, and the map from tags to JSON
//! pointers that lets an edit made in Word be carried back. Chooses no text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::xml::Xml;
use crate::pointer::Pointer;

/// Word's limit for a tag and for a title.
const LONGEST: usize = 64;

/// Letters of the hash that tells long or colliding tags apart.
const HASH: usize = 12;

/// Field names whose spelling for people is more than a space for an underscore.
const WORDS: [(&str, &str); 17] = [
    ("ar", "år"),
    ("arendet", "ärendet"),
    ("epost", "e-post"),
    ("ersatter", "ersätter"),
    ("forslag", "förslag"),
    ("forvaltning", "förvaltning"),
    ("fran", "från"),
    ("galler_fran", "gäller från"),
    ("galler_till", "gäller till"),
    ("handlaggare", "handläggare"),
    ("kravs", "krävs"),
    ("personer", "person"),
    ("punkter", "punkt"),
    ("rader", "rad"),
    ("sammantradesdatum", "sammanträdesdatum"),
    ("underskrifter", "underskrift"),
    ("yrkanden", "yrkande"),
];

/// The controls of a document. A field that is shown twice has the same tag twice.
#[derive(Default)]
pub(super) struct Controls<'a> {
    tags: BTreeMap<&'a Pointer, String>,
    /// Which field has a tag, so that no two fields share one.
    taken: BTreeMap<String, &'a Pointer>,
    count: usize,
}

impl<'a> Controls<'a> {
    /// Opens a control for `field`; [`close`] ends it.
    pub(super) fn open(&mut self, xml: &mut Xml, field: &'a Pointer) {
        self.count += 1;
        xml.raw("<w:sdt><w:sdtPr>");
        xml.empty("w:alias", &[("w:val", &title(field))]);
        xml.empty("w:tag", &[("w:val", &self.tag(field))]);
        xml.empty("w:id", &[("w:val", &self.count)]);
        xml.raw("</w:sdtPr><w:sdtContent>");
    }

    /// The map from tags to pointers, as a part; `None` when there are no controls.
    pub(super) fn map(&self) -> Option<Vec<u8>> {
        if self.taken.is_empty() {
            return None;
        }
        let mut xml = Xml::part("<karta xmlns=\"urn:kansli:faltkarta:1\">");
        for (tag, pointer) in &self.taken {
            xml.empty("falt", &[("tagg", tag), ("pekare", pointer)]);
        }
        Some(xml.finish("</karta>"))
    }

    fn tag(&mut self, field: &'a Pointer) -> &str {
        let taken = &mut self.taken;
        self.tags.entry(field).or_insert_with(|| {
            let tag = free_tag(field, taken);
            taken.insert(tag.clone(), field);
            tag
        })
    }
}

/// Ends the control opened last.
pub(super) fn close(xml: &mut Xml) {
    xml.raw("</w:sdtContent></w:sdt>");
}

/// What the map says of itself to Word.
pub(super) fn map_properties() -> Vec<u8> {
    Xml::part(concat!(
        "<ds:datastoreItem xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\"",
        " ds:itemID=\"{5B1C6C0E-3D6F-4E0B-9A57-6B616E736C69}\">",
        "<ds:schemaRefs><ds:schemaRef ds:uri=\"urn:kansli:faltkarta:1\"/></ds:schemaRefs>",
    ))
    .finish("</ds:datastoreItem>")
}

/// The pointer without its first slash if that is short enough and free, else its beginning and a hash of it.
fn free_tag(field: &Pointer, taken: &BTreeMap<String, &Pointer>) -> String {
    let written = field.as_str();
    let plain = written.strip_prefix('/').unwrap_or("dokument");
    if !plain.is_empty() && fits(plain) && !taken.contains_key(plain) {
        return plain.to_owned();
    }
    let hash = blake3::hash(written.as_bytes()).to_hex();
    format!("{}~{}", shorten(plain, LONGEST - HASH - 1), &hash[..HASH])
}

/// Whether Word, which counts UTF-16, lets it be a tag.
fn fits(tag: &str) -> bool {
    tag.encode_utf16().count() <= LONGEST
}

/// The beginning of `text` that Word counts as at most `longest` characters.
fn shorten(text: &str, longest: usize) -> &str {
    let mut length = 0;
    let end = text.char_indices().find(|(_, c)| {
        length += c.len_utf16();
        length > longest
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// What a person sees when the control is chosen: "Beslut 1, punkt 2".
fn title(field: &Pointer) -> String {
    let mut title = String::new();
    for name in field.as_str().split('/').skip(1) {
        if let Ok(index) = name.parse::<usize>() {
            write!(title, " {}", index.saturating_add(1)).expect("a String takes every character");
            continue;
        }
        if !title.is_empty() {
            title.push_str(", ");
        }
        match WORDS.binary_search_by_key(&name, |(written, _)| written) {
            Ok(at) => title.push_str(WORDS[at].1),
            Err(_) => title.push_str(&name.replace('_', " ")),
        }
    }
    let mut letters = title.trim_start().chars();
    match letters.next() {
        Some(first) => shorten(
            &first.to_uppercase().chain(letters).collect::<String>(),
            LONGEST,
        )
        .into(),
        None => "Dokumentet".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Controls, LONGEST, WORDS, fits, title};
    use crate::pointer::Pointer;
    use crate::render::docx::xml::Xml;

    fn pointer(written: &str) -> Pointer {
        Pointer::parse(written).expect("a pointer")
    }

    #[test]
    fn titles_are_swedish() {
        assert!(WORDS.is_sorted());
        assert_eq!(title(&pointer("/beslut/0/punkter/1")), "Beslut 1, punkt 2");
        assert_eq!(title(&pointer("/arendet")), "Ärendet");
        assert_eq!(
            title(&pointer("/expedieras_till/2/adress")),
            "Expedieras till 3, adress"
        );
        assert_eq!(title(&Pointer::root()), "Dokumentet");
    }

    #[test]
    fn tags_are_short_and_belong_to_one_field_each() {
        let long = pointer(&format!("/{}", "å".repeat(90)));
        let longer = pointer(&format!("/{}", "å".repeat(91)));
        let fields = [
            Pointer::root(),
            pointer("/dokument"),
            pointer("/"),
            long,
            longer,
        ];
        let mut controls = Controls::default();
        let mut xml = Xml::part("");
        for field in fields.iter().chain(&fields) {
            controls.open(&mut xml, field);
        }
        assert_eq!(controls.taken.len(), fields.len());
        assert!(
            controls
                .taken
                .keys()
                .all(|tag| fits(tag) && !tag.is_empty())
        );
        assert!(
            controls
                .taken
                .keys()
                .all(|tag| tag.chars().count() <= LONGEST)
        );
        let map = String::from_utf8(controls.map().expect("a map")).expect("UTF-8");
        assert_eq!(map.matches("<falt ").count(), fields.len());
    }
}
