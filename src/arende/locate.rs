//! From a JSON pointer to its line and column: one pass over the text for any number of pointers, nothing kept for
//! those nobody asked about. Reads names as the door does, so that both agree on every pointer.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::finding::{Anchor, Finding, Location};
use crate::pointer::Pointer;

use super::characters::normal;
use super::elements;
use super::excerpt::excerpt;
use super::literal::Literal;
use super::pieces::Strings;
use super::scan::{Container, Scalar, Sink, scan};

/// A source file's text with its name. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SourceText(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    name: String,
    text: String,
    /// What the first line is called: 1, or its number in the list that the text is a line of.
    first: usize,
    line_starts: OnceLock<Vec<usize>>,
    /// What stands before every [`STRIDE`] bytes: a file may be one long line with thousands of places in it.
    marks: OnceLock<Vec<Columns>>,
    /// The elements of the lists at the top of a long text.
    elements: OnceLock<BTreeMap<Pointer, Range<usize>>>,
}

/// From how many bytes on it pays to know where the elements of lists stand: a meeting with many §§.
const LONG: usize = 128 * 1024;

/// How far apart the counted places of a text are.
const STRIDE: usize = 1024;

/// A number of characters, and how many of them are two code units in UTF-16.
#[derive(Debug, Clone, Copy, Default)]
struct Columns {
    characters: usize,
    wide: usize,
}

impl Columns {
    fn and(self, bytes: &[u8]) -> Self {
        let count = |is: fn(&u8) -> bool| bytes.iter().filter(|byte| is(byte)).count();
        Self {
            characters: self.characters + count(|byte| byte & 0xc0 != 0x80),
            wide: self.wide + count(|byte| *byte >= 0xf0),
        }
    }

    fn without(self, before: Self) -> Self {
        Self {
            characters: self.characters - before.characters,
            wide: self.wide - before.wide,
        }
    }
}

impl SourceText {
    /// The text of the file that the user calls `name`.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::from_line(1, name, text)
    }

    /// A text that begins on line `first` of the file: one of a list.
    #[must_use]
    pub fn from_line(first: usize, name: impl Into<String>, text: impl Into<String>) -> Self {
        Self(Arc::new(Inner {
            name: name.into(),
            text: text.into(),
            first,
            line_starts: OnceLock::new(),
            marks: OnceLock::new(),
            elements: OnceLock::new(),
        }))
    }

    /// The file's name as the user wrote it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The text, without its byte order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The line of a byte, as the file counts them.
    #[must_use]
    pub fn line(&self, at: usize) -> usize {
        self.0.first + self.row(at)
    }

    /// How many lines of the text stand before the one with this byte.
    fn row(&self, at: usize) -> usize {
        self.line_starts().partition_point(|start| *start <= at) - 1
    }

    /// The place of some bytes of the text; of the first line only when they are several.
    #[must_use]
    pub fn place(&self, span: Range<usize>) -> Location {
        let text = self.text();
        let start = text.floor_char_boundary(span.start);
        let row = self.row(start);
        let line_start = self.line_starts()[row];
        let line_end = self
            .line_starts()
            .get(row + 1)
            .map_or(text.len(), |next| next - 1);
        let whole = text[line_start..line_end].trim_end_matches('\r');
        let at = (start - line_start).min(whole.len());
        let end =
            whole.floor_char_boundary(span.end.saturating_sub(line_start).clamp(at, whole.len()));
        let (excerpt, excerpt_column) = excerpt(whole, at);
        let before = self
            .columns(line_start + at)
            .without(self.columns(line_start));
        let covered = Columns::default().and(&whole.as_bytes()[at..end]);
        let column = before.characters + 1;
        let start = column + before.wide;
        let utf16 = (start, start + (covered.characters + covered.wide).max(1));
        Location {
            file: self.name().to_owned(),
            line: self.0.first + row,
            column,
            length: whole[at..end].trim_end().chars().count().max(1),
            excerpt,
            excerpt_column,
            utf16,
        }
    }

    /// Line and column of a byte, the column from 1 in UTF-16 code units.
    #[must_use]
    pub fn utf16_place(&self, at: usize) -> (usize, usize) {
        let at = self.text().floor_char_boundary(at);
        let row = self.row(at);
        let before = self
            .columns(at)
            .without(self.columns(self.line_starts()[row]));
        (self.0.first + row, before.characters + before.wide + 1)
    }

    /// The bytes of what each pointer names, in one pass; `None` where there is nothing.
    pub(super) fn spans<'p>(
        &self,
        pointers: impl Iterator<Item = &'p Pointer> + Clone,
    ) -> Vec<Option<Range<usize>>> {
        let found = Seeker::new(pointers.clone()).run(self.text());
        pointers.map(|pointer| found.exact(pointer)).collect()
    }

    /// The bytes of what a pointer names, or of its nearest parent that exists.
    #[must_use]
    pub fn span(&self, pointer: &Pointer, anchor: &Anchor) -> Range<usize> {
        Seeker::new(std::iter::once(pointer)).run(self.text()).span(
            pointer,
            anchor,
            &mut Strings::of(self.text()),
        )
    }

    /// The place of what a pointer names, or of its nearest parent that exists. For several, see
    /// [`place_all`](Self::place_all).
    #[must_use]
    pub fn locate(&self, pointer: &Pointer, anchor: &Anchor) -> Location {
        self.place(self.span(pointer, anchor))
    }

    /// Gives every finding that has a pointer and no place yet its place, in one pass over the text.
    pub fn place_all(&self, findings: &mut [Finding]) {
        let is_waiting = |finding: &&Finding| finding.location.is_none();
        if findings
            .iter()
            .filter(is_waiting)
            .all(|finding| finding.pointer.is_none())
        {
            return;
        }
        let mut groups: BTreeMap<Option<Pointer>, Vec<usize>> = BTreeMap::new();
        for (index, finding) in findings.iter().enumerate() {
            if let (Some(pointer), None) = (&finding.pointer, &finding.location) {
                groups.entry(self.element(pointer)).or_default().push(index);
            }
        }
        for (element, indexes) in groups {
            let (within, root) = match &element {
                Some(element) => (self.elements()[element].clone(), element.clone()),
                None => (0..self.text().len(), Pointer::root()),
            };
            let wanted: Vec<(usize, Pointer)> = indexes
                .into_iter()
                .filter_map(|index| {
                    let pointer = findings[index].pointer.as_ref()?;
                    Some((index, pointer.moved(&root, &Pointer::root())?))
                })
                .collect();
            let pointers = wanted.iter().map(|(_, pointer)| pointer);
            let text = &self.text()[within.clone()];
            let found = Seeker::new(pointers).run(text);
            let mut strings = Strings::of(text);
            for (index, pointer) in &wanted {
                let span = found.span(pointer, &findings[*index].anchor, &mut strings);
                let span = within.start + span.start..within.start + span.end;
                findings[*index].location = Some(self.place(span));
            }
        }
    }

    /// The element of a list at the top that a pointer is in, when the text is long enough to look there alone.
    fn element(&self, pointer: &Pointer) -> Option<Pointer> {
        if self.text().len() < LONG {
            return None;
        }
        elements::element_of(pointer).filter(|element| self.elements().contains_key(element))
    }

    fn elements(&self) -> &BTreeMap<Pointer, Range<usize>> {
        let found = || elements::elements(self.text());
        self.0.elements.get_or_init(found)
    }

    /// What stands before a byte of the text.
    fn columns(&self, at: usize) -> Columns {
        let marks = self.0.marks.get_or_init(|| {
            let strides = self.text().as_bytes().chunks(STRIDE);
            let sums = strides.scan(Columns::default(), |sum, stride| {
                let before = *sum;
                *sum = before.and(stride);
                Some(before)
            });
            sums.collect()
        });
        let mark = (at / STRIDE).min(marks.len().saturating_sub(1));
        let known = marks.get(mark).copied().unwrap_or_default();
        known.and(&self.text().as_bytes()[mark * STRIDE..at])
    }

    fn line_starts(&self) -> &[usize] {
        self.0.line_starts.get_or_init(|| {
            let breaks = self.text().bytes().enumerate().filter(|(_, b)| *b == b'\n');
            std::iter::once(0)
                .chain(breaks.map(|(at, _)| at + 1))
                .collect()
        })
    }
}

/// The names on the way to a pointer's place.
fn segments(pointer: &Pointer) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.as_str().split('/').skip(1).map(|segment| {
        if segment.contains('~') {
            Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
        } else {
            Cow::Borrowed(segment)
        }
    })
}

/// A place on the way to, or at, a wanted pointer.
#[derive(Debug, Default)]
struct Wanted<'p> {
    children: HashMap<Cow<'p, str>, usize>,
    key: Option<Range<usize>>,
    value: Option<Range<usize>>,
}

/// Where the scanner stands: the wanted place it is in, if any, and the number of the next element.
struct Frame {
    place: Option<usize>,
    container: Container,
    next: usize,
}

/// Finds the spans of a set of pointers. The first of several fields with one name is the one that counts.
struct Seeker<'p> {
    places: Vec<Wanted<'p>>,
    frames: Vec<Frame>,
    field: Option<usize>,
}

impl<'p> Seeker<'p> {
    fn new(pointers: impl Iterator<Item = &'p Pointer>) -> Self {
        let mut places = vec![Wanted::default()];
        for pointer in pointers {
            let mut place = 0;
            for segment in segments(pointer) {
                let fresh = places.len();
                let child = *places[place].children.entry(segment).or_insert(fresh);
                if child == fresh {
                    places.push(Wanted::default());
                }
                place = child;
            }
        }
        Self {
            places,
            frames: Vec::new(),
            field: None,
        }
    }

    fn run(mut self, text: &str) -> Self {
        let _ = scan(text, &mut self);
        self
    }

    fn span(&self, pointer: &Pointer, anchor: &Anchor, strings: &mut Strings<'_>) -> Range<usize> {
        let mut place = &self.places[0];
        let mut is_there = true;
        for segment in segments(pointer) {
            match place.children.get(&segment).map(|at| &self.places[*at]) {
                Some(child) if child.value.is_some() => place = child,
                _ => {
                    is_there = false;
                    break;
                }
            }
        }
        let Some(value) = &place.value else {
            return 0..0;
        };
        let meant = match anchor {
            _ if !is_there => None,
            Anchor::Value => None,
            Anchor::Key => place.key.clone(),
            Anchor::Part(part) => strings.file_range(value, part),
        };
        meant.unwrap_or_else(|| value.clone())
    }

    fn exact(&self, pointer: &Pointer) -> Option<Range<usize>> {
        let mut place = &self.places[0];
        for segment in segments(pointer) {
            place = &self.places[*place.children.get(&segment)?];
        }
        place.value.clone()
    }

    /// The wanted place that the value about to be read stands at.
    fn enter(&mut self) -> Option<usize> {
        let Some(frame) = self.frames.last_mut() else {
            return Some(0);
        };
        match frame.container {
            Container::Object => self.field.take(),
            Container::Array => {
                let children = &self.places[frame.place?].children;
                let index = frame.next;
                frame.next += 1;
                if children.is_empty() {
                    None
                } else {
                    children.get(index.to_string().as_str()).copied()
                }
            }
        }
    }
}

impl Sink for Seeker<'_> {
    fn open(&mut self, container: Container, at: usize) {
        let place = self.enter();
        if let Some(place) = place {
            self.places[place].value = Some(at..at + 1);
        }
        self.frames.push(Frame {
            place,
            container,
            next: 0,
        });
    }

    fn key(&mut self, name: Literal<'_>, span: Range<usize>) {
        let around = self.frames.last().and_then(|frame| frame.place);
        let children = around.map(|place| &self.places[place].children);
        self.field = children
            .filter(|children| !children.is_empty())
            .and_then(|children| children.get(&*normal(name.text())).copied())
            .filter(|field| self.places[*field].key.is_none());
        if let Some(field) = self.field {
            self.places[field].key = Some(span);
        }
    }

    fn scalar(&mut self, _: Scalar<'_>, span: Range<usize>) {
        if let Some(place) = self.enter() {
            self.places[place].value = Some(span);
        }
    }

    fn close(&mut self, end: usize) {
        let place = self.frames.pop().and_then(|frame| frame.place);
        if let Some(value) = place.and_then(|place| self.places[place].value.as_mut()) {
            value.end = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SourceText;
    use crate::finding::{Anchor, Finding, Level};
    use crate::pointer::Pointer;

    const TEXT: &str = "{\n\t\"rubrik\": \"Å\",\r\n  \"beslut\": [\n    { \"a~b/c\": [1, [true]] },\n    {}\n  ],\n  \"rubrik\": 2\n}\n";

    fn at(pointer: &str, anchor: &Anchor) -> (usize, usize, usize, String) {
        let pointer = Pointer::parse(pointer).expect("a pointer");
        let source = SourceText::new("a.json", TEXT);
        let place = source.locate(&pointer, anchor);
        (
            place.line,
            place.column,
            place.length,
            source.text()[source.span(&pointer, anchor)].to_owned(),
        )
    }

    #[test]
    fn pointers_find_their_line_and_column() {
        for (pointer, anchor, wanted) in [
            ("/rubrik", Anchor::Value, (2, 12, 3, "\"Å\"")),
            ("/rubrik", Anchor::Key, (2, 2, 8, "\"rubrik\"")),
            ("/beslut/0/a~0b~1c/1/0", Anchor::Value, (4, 21, 4, "true")),
            ("/beslut/0/a~0b~1c", Anchor::Key, (4, 7, 7, "\"a~b/c\"")),
            ("/beslut/1", Anchor::Value, (5, 5, 2, "{}")),
            ("/beslut/1", Anchor::Key, (5, 5, 2, "{}")),
        ] {
            let (line, column, length, text) = at(pointer, &anchor);
            assert_eq!((line, column, length, text.as_str()), wanted, "{pointer}");
        }
    }

    #[test]
    fn what_is_missing_is_shown_at_its_nearest_parent() {
        for pointer in ["/beslut/1/punkter", "/beslut/1/punkter/0/x"] {
            assert_eq!(at(pointer, &Anchor::Key).3, "{}");
        }
        assert_eq!(at("/beslut/2", &Anchor::Value).0, 3);
        assert_eq!(at("/beslut/00", &Anchor::Value).0, 3);
        let (line, column, length, _) = at("/datum", &Anchor::Value);
        assert_eq!((line, column, length), (1, 1, 1));
        assert_eq!(at("", &Anchor::Value).3, TEXT.trim_end());
    }

    #[test]
    fn parts_of_texts_are_found_as_they_are_written() {
        let text = r#"{"a": ["Vi a\u030angrar\nt ex det", "t ex det"], "b": 1}"#;
        let source = SourceText::new("a.json", text);
        for (pointer, part, wanted) in [
            // The letter that the file writes as two characters is one of two bytes in the ärende.
            ("/a/0", 3..5, "a\\u030a"),
            ("/a/0", 11..15, "t ex"),
            ("/a/1", 0..4, "t ex"),
            ("/a/1", 5..8, "det"),
            // What is no part of a text, and what is no text, is the whole value.
            ("/a/0", 4..6, r#""Vi a\u030angrar\nt ex det""#),
            ("/a/1", 5..99, "\"t ex det\""),
            ("/b", 0..1, "1"),
            ("/c", 0..1, text),
        ] {
            let pointer = Pointer::parse(pointer).expect("a pointer");
            let span = source.span(&pointer, &Anchor::Part(part));
            assert_eq!(&text[span], wanted);
        }
    }

    #[test]
    fn many_findings_are_placed_in_one_pass() {
        let source = SourceText::new("a.json", TEXT);
        let finding = |pointer: &str| {
            Finding::new("X", Level::Fel, "x").at(Pointer::parse(pointer).expect("a pointer"))
        };
        let mut findings = vec![
            finding("/beslut/0"),
            Finding::new("X", Level::Fel, "utan plats"),
            finding("/rubrik"),
        ];
        source.place_all(&mut findings);
        let lines: Vec<_> = findings
            .iter()
            .map(|f| f.location.as_ref().map(|l| l.line))
            .collect();
        assert_eq!(lines, [Some(4), None, Some(2)]);
    }

    #[test]
    fn places_at_the_end_of_the_text_hold() {
        let source = SourceText::new("a.json", "{\r\n\"å\r\n");
        for at in 0..=source.text().len() + 3 {
            let place = source.place(at..at);
            assert!(place.line <= 3 && place.length == 1);
        }
        assert_eq!(SourceText::new("tom", "").place(0..1).column, 1);
    }
}
