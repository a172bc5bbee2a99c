//! The characters that may stand in an ärende, and their one Unicode form. Judges characters, never words.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::finding::{Anchor, Finding, Level};
use crate::pointer::Pointer;
use crate::text::quoted;

use super::SourceText;
use super::literal::Literal;

/// How many different characters are told of one text.
const MOST_KINDS: usize = 20;

/// A character that no document can carry, how often it stands in one text, and where first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    c: char,
    count: usize,
    span: Range<usize>,
}

impl Refused {
    pub(super) fn finding(&self, pointer: Pointer, anchor: Anchor, source: &SourceText) -> Finding {
        let name = format!("U+{:04X}", u32::from(self.c));
        let times = match self.count {
            1 => String::new(),
            count => format!(" {count} gånger"),
        };
        let field =
            nearest_name(&pointer).map_or_else(String::new, |name| format!(" i {}", quoted(&name)));
        let mut finding = Finding::new(
            "TECKEN",
            Level::Fel,
            format!(
                "{} {name} står{times}{field} och kan inte tryckas.",
                kind(self.c)
            ),
        )
        .help(remedy(self.c));
        finding.pointer = Some(pointer);
        finding.anchor = anchor;
        finding.location = Some(source.place(self.span.clone()));
        finding
    }
}

/// The name of the field that a place stands in.
fn nearest_name(pointer: &Pointer) -> Option<String> {
    let mut place = pointer.clone();
    loop {
        let name = place.last()?;
        if !name.bytes().all(|b| b.is_ascii_digit()) {
            return Some(name);
        }
        place = place.parent()?;
    }
}

const fn kind(c: char) -> &'static str {
    match c {
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "Styrtecknet",
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}' => {
            "Det privata tecknet"
        }
        MARK => "Det osynliga tecknet",
        _ => "Icke-tecknet",
    }
}

fn remedy(c: char) -> String {
    if let Some(meant) = windows_1252(c) {
        return format!(
            "Det är troligen ett {meant} från ett äldre dokument: skriv {meant} i stället."
        );
    }
    match c {
        '\u{f0b7}' | '\u{f0a7}' => {
            "Det är troligen en punkt ur en lista i Word: inled raden med \"- \" i stället.".into()
        }
        '\u{e000}'..='\u{f8ff}' => {
            "Ersätt det med ett vanligt tecken: det betyder olika saker i olika typsnitt.".into()
        }
        _ => "Ta bort tecknet.".into(),
    }
}

/// What a C1 control stands for in text that was once Windows-1252.
const fn windows_1252(c: char) -> Option<char> {
    Some(match c {
        '\u{80}' => '€',
        '\u{85}' => '…',
        '\u{91}' => '‘',
        '\u{92}' => '’',
        '\u{93}' => '“',
        '\u{94}' => '”',
        '\u{95}' => '•',
        '\u{96}' => '–',
        '\u{97}' => '—',
        '\u{99}' => '™',
        _ => return None,
    })
}

/// The byte order mark. It opens a file and is no part of a text, where PDF/A forbids it.
const MARK: char = '\u{feff}';

/// What XML 1.0 and PDF/A cannot carry, other controls, private use (the template's own tokens are made of it) and
/// noncharacters.
pub(super) fn is_refused(c: char) -> bool {
    c == MARK
        || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{f0000}'..='\u{10ffff}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// The characters of ordinary Swedish text: never refused, and the same in every Unicode form.
const fn is_ordinary(c: char) -> bool {
    matches!(c, ' '..='~' | '\n' | '\t' | '\u{a0}'..='\u{2ff}' | '\u{2010}'..='\u{2027}' | '€')
}

/// A string as the ärende holds it: NFC, `\n` for any line break, U+FFFD for what is refused; and what that was.
pub(super) fn cleaned(literal: &Literal<'_>) -> (String, Vec<Refused>) {
    let text = literal.text();
    if text.chars().all(is_ordinary) {
        return (text.into_owned(), Vec::new());
    }
    let refused = if text.chars().any(is_refused) {
        refused(literal)
    } else {
        Vec::new()
    };
    (normal(text).into_owned(), refused)
}

fn refused(literal: &Literal<'_>) -> Vec<Refused> {
    let mut found: Vec<Refused> = Vec::new();
    for (span, c) in literal.chars() {
        // A control character written as it is was refused as JSON already.
        let is_told = |c: char| c < ' ' && span.len() == 1;
        let Some(c) = c.ok().filter(|c| is_refused(*c) && !is_told(*c)) else {
            continue;
        };
        if let Some(known) = found.iter_mut().find(|refused| refused.c == c) {
            known.count += 1;
        } else if found.len() < MOST_KINDS {
            found.push(Refused { c, count: 1, span });
        }
    }
    found
}

/// The one form of a text: see [`cleaned`].
pub(super) fn normal(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.chars().all(is_ordinary) {
        return text;
    }
    let text = if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        text
    };
    let text = if text.chars().any(is_refused) {
        Cow::Owned(text.replace(is_refused, "\u{fffd}"))
    } else {
        text
    };
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{cleaned, is_ordinary, is_refused, nearest_name, normal};
    use crate::arende::literal::Literal;
    use crate::pointer::Pointer;
    use std::borrow::Cow;
    use unicode_normalization::UnicodeNormalization as _;

    #[test]
    fn every_scalar_is_taken_or_refused_as_xml_and_the_tokens_want() {
        for c in ('\0'..=char::MAX).filter(|c| is_refused(*c)) {
            assert!(
                !matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{d7ff}'),
                "{c:?}"
            );
        }
        let xml = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        assert!(('\0'..=char::MAX).all(|c| is_refused(c) || xml(c)));
        assert!(('\u{e000}'..='\u{f8ff}').all(is_refused));
        let same = |c: char| std::iter::once(c).nfc().eq(std::iter::once(c));
        let ordinary = || ('\0'..=char::MAX).filter(|c| is_ordinary(*c));
        assert!(ordinary().all(|c| !is_refused(c) && same(c)));
        assert!(!is_refused('\u{fffd}') && !is_refused('😀') && is_refused('\u{feff}'));
    }

    #[test]
    fn text_has_one_form() {
        let form = |text| normal(Cow::Borrowed(text)).into_owned();
        assert_eq!(form("A\u{30a}"), "Å");
        assert_eq!(form("a\r\nb\rc\n"), "a\nb\nc\n");
        assert_eq!(form("a\u{1}\u{e000}b"), "a\u{fffd}\u{fffd}b");
        assert!(matches!(normal(Cow::Borrowed("Åäö")), Cow::Borrowed(_)));
    }

    #[test]
    fn refused_characters_are_counted_by_kind() {
        let (text, refused) = cleaned(&Literal::new("a\u{96}b\\u0096c\\u0001", 5));
        assert_eq!(text, "a\u{fffd}b\u{fffd}c\u{fffd}");
        let found: Vec<_> = refused
            .iter()
            .map(|r| (r.c, r.count, r.span.clone()))
            .collect();
        assert_eq!(found, [('\u{96}', 2, 6..8), ('\u{1}', 1, 16..22)]);
    }

    #[test]
    fn elements_are_named_by_their_field() {
        let name = |pointer| nearest_name(&Pointer::parse(pointer).expect("a pointer"));
        assert_eq!(name("/beslut/0/punkter/3").as_deref(), Some("punkter"));
        assert_eq!(name("/0"), None);
    }
}
