//! Every text of an ärende with its place, part and form: the one view that rules read prose through. What one rule
//! has hidden (leftover template text) is white space to every other.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use serde_json::{Map, Value};

use crate::finding::Edit;
use crate::pointer::Pointer;
use crate::text::{self, Word};

use super::findings::Place;

/// A part of a municipal document, as rules and `regler.toml` name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Huvud,
    Beslut,
    Reservation,
    Sammanfattning,
    Kortform,
    Arendet,
    Avsnitt,
    Beslutsunderlag,
    Samverkan,
    Expediering,
    Underskrift,
    Forslag,
    Yrkanden,
    Proposition,
    Antagande,
    Bild,
    Ovrigt,
}

impl Part {
    /// The parts by their names in `regler.toml`.
    pub(super) const NAMED: [(&'static str, Self); 17] = [
        ("huvud", Self::Huvud),
        ("beslut", Self::Beslut),
        ("reservation", Self::Reservation),
        ("sammanfattning", Self::Sammanfattning),
        ("kortform", Self::Kortform),
        ("arendet", Self::Arendet),
        ("avsnitt", Self::Avsnitt),
        ("beslutsunderlag", Self::Beslutsunderlag),
        ("samverkan", Self::Samverkan),
        ("expediering", Self::Expediering),
        ("underskrift", Self::Underskrift),
        ("forslag", Self::Forslag),
        ("yrkanden", Self::Yrkanden),
        ("proposition", Self::Proposition),
        ("antagande", Self::Antagande),
        ("bild", Self::Bild),
        ("ovrigt", Self::Ovrigt),
    ];

    /// The part that a top field of an ärende belongs to; `None` for what is never printed as text.
    fn of(field: &str) -> Option<Self> {
        Some(match field {
            "$schema" | "kommun" | "undantag" => return None,
            "rubrik" | "etikett" | "instans" | "forvaltning" | "handlaggare" | "till"
            | "paragraf" | "datum" | "sammantradesdatum" | "diarienummer" | "klass"
            | "kommunnamn" => Self::Huvud,
            "expedieras_till" => Self::Expediering,
            "underskrifter" => Self::Underskrift,
            "bilder" => Self::Bild,
            other => Self::NAMED
                .iter()
                .find(|(name, _)| *name == other)
                .map_or(Self::Ovrigt, |(_, part)| *part),
        })
    }
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Running text in the restricted grammar.
    Rich,
    /// A name, a title, a heading.
    Plain,
    /// An address, a date, a number: read by rules of its own, never as prose.
    Code,
}

/// One text of the ärende.
#[derive(Debug)]
pub(super) struct Text<'a> {
    /// The field.
    pub(super) pointer: Pointer,
    pub(super) part: Part,
    pub(super) form: Form,
    /// The same for texts that follow each other as items of one list: a bracket may open in one and close in a later.
    pub(super) series: usize,
    /// The characters, the lines of an array joined by newlines; hidden ones are spaces.
    pub(super) value: Cow<'a, str>,
    /// Where each element of an array begins; empty for a field that is one string.
    lines: Vec<usize>,
    /// Whether something in it is hidden.
    pub(super) is_cut: bool,
    is_blank: bool,
    lower: OnceCell<String>,
    sentences: OnceCell<Vec<Range<usize>>>,
    words: OnceCell<Vec<Word>>,
}

impl Text<'_> {
    /// The characters in lower case, made once for all rules.
    pub(super) fn lower(&self) -> &str {
        self.lower.get_or_init(|| text::lowercase(&self.value))
    }

    /// The sentences, found once for all rules.
    pub(super) fn sentences(&self) -> &[Range<usize>] {
        self.sentences.get_or_init(|| text::meningar(&self.value))
    }

    /// The words, found once for all rules.
    pub(super) fn words(&self) -> &[Word] {
        self.words.get_or_init(|| {
            // Hardly fewer bytes make a word with the space after it.
            let mut words = Vec::with_capacity(self.value.len() / 5);
            words.extend(text::words(&self.value));
            words
        })
    }

    /// The words of a part of the text that begins and ends with no half word.
    pub(super) fn words_in(&self, part: &Range<usize>) -> &[Word] {
        let words = self.words();
        let from = words.partition_point(|word| word.start < part.start);
        let count = words[from..].partition_point(|word| word.end <= part.end);
        &words[from..from + count]
    }

    /// The place of some bytes of the text: in the line's own element where the field is written as an array, and no
    /// further than that.
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        let (pointer, line) = self.line(range.start);
        let end = range.end.min(line.end);
        Place {
            pointer,
            part: Some(range.start - line.start..end - line.start),
        }
    }

    /// The string that a byte of the text stands in: its field or element, and its bytes.
    fn line(&self, at: usize) -> (Pointer, Range<usize>) {
        let after = self.lines.partition_point(|start| *start <= at);
        let Some(line) = after.checked_sub(1) else {
            return (self.pointer.clone(), 0..self.value.len());
        };
        let next = self.lines.get(after);
        let end = next.map_or(self.value.len(), |next| next - 1);
        (self.pointer.index(line), self.lines[line]..end)
    }

    /// The change that writes `with` in the place of some bytes; `None` when they run over several elements of an array,
    /// which are strings of their own.
    pub(super) fn edit(&self, range: Range<usize>, with: impl Into<String>) -> Option<Edit> {
        let (pointer, line) = self.line(range.start);
        (range.end <= line.end).then(|| Edit {
            pointer,
            range: Some(range.start - line.start..range.end - line.start),
            replacement: Value::String(with.into()),
        })
    }

    /// Whether there is nothing to read.
    pub(super) fn is_blank(&self) -> bool {
        self.is_blank
    }

    /// Makes a part of the text white space to every later reader. Line breaks stay, so that places stay.
    pub(super) fn hide(&mut self, range: Range<usize>) {
        self.is_cut |= !self.value[range.clone()].trim().is_empty();
        let blank: String = self.value[range.clone()]
            .bytes()
            .map(|b| if b == b'\n' { '\n' } else { ' ' })
            .collect();
        self.value.to_mut().replace_range(range, &blank);
        self.is_blank = is_blank(&self.value);
        self.lower.take();
        self.sentences.take();
        self.words.take();
    }
}

fn is_blank(value: &str) -> bool {
    value.trim().is_empty()
}

/// Every text of an ärende in the order of its JSON.
#[derive(Debug, Default)]
pub(super) struct Texts<'a> {
    pub(super) list: Vec<Text<'a>>,
    series: usize,
    /// The texts that something can be read in, in the order of their pointers; made when first asked for, when all
    /// that is to be hidden has been.
    readable: OnceCell<Vec<usize>>,
}

/// Fields whose text is no prose.
const CODES: [&str; 16] = [
    "fil",
    "adress",
    "epost",
    "telefon",
    "id",
    "numrering",
    "status",
    "justering",
    "datum",
    "sammantradesdatum",
    "diarienummer",
    "paragraf",
    "diarium",
    "klass",
    "galler_fran",
    "galler_till",
];

impl<'a> Texts<'a> {
    /// The texts of an ärende.
    pub(super) fn of(arende: &'a Value) -> Self {
        // More than most ärenden have: moving the texts costs more than the room.
        const MANY: usize = 64;
        let mut texts = Self {
            list: Vec::with_capacity(MANY),
            ..Self::default()
        };
        if let Value::Object(fields) = arende {
            for (name, value) in fields {
                if let Some(part) = Part::of(name) {
                    texts.walk(value, &mut Pointer::root().key(name), name, part, None);
                }
            }
        }
        texts
    }

    /// The texts of one part, in order.
    pub(super) fn part(&self, part: Part) -> impl Iterator<Item = &Text<'a>> {
        self.list.iter().filter(move |text| text.part == part)
    }

    /// Texts that a person reads as prose: rich and plain ones with something in them.
    pub(super) fn prose(&self) -> impl Iterator<Item = &Text<'a>> {
        self.list
            .iter()
            .filter(|text| text.form != Form::Code && !text.is_blank())
    }

    /// Whether anything can be read in the field at `pointer` or inside it.
    pub(super) fn can_be_read(&self, pointer: &Pointer) -> bool {
        let place = |index: &usize| self.list[*index].pointer.as_str();
        let readable = self.readable.get_or_init(|| {
            let all = 0..self.list.len();
            let mut readable: Vec<usize> =
                all.filter(|index| !self.list[*index].is_blank()).collect();
            readable.sort_unstable_by(|a, b| place(a).cmp(place(b)));
            readable
        });
        let begins_with = |start: &str| {
            let first = readable.partition_point(|index| place(index) < start);
            readable
                .get(first)
                .map(place)
                .filter(|place| place.starts_with(start))
        };
        begins_with(pointer.as_str()).is_some_and(|place| place.len() == pointer.as_str().len())
            || begins_with(&format!("{}/", pointer.as_str())).is_some()
    }

    fn walk(
        &mut self,
        value: &'a Value,
        at: &mut Pointer,
        name: &str,
        part: Part,
        series: Option<usize>,
    ) {
        match value {
            Value::String(text) => {
                self.push(at, name, part, series, Cow::Borrowed(text), Vec::new());
            }
            Value::Array(items) if is_rich_text(name, items) => {
                let mut lines = Vec::with_capacity(items.len());
                let mut joined = String::new();
                for item in items {
                    if !lines.is_empty() {
                        joined.push('\n');
                    }
                    lines.push(joined.len());
                    joined.push_str(item.as_str().unwrap_or_default());
                }
                self.push(at, name, part, series, Cow::Owned(joined), lines);
            }
            Value::Array(items) => {
                let (inner, series) = match name {
                    "rader" => ("rad", None),
                    "rad" => ("cell", None),
                    "punkter" | "yrkanden" | "beslutsunderlag" | "expedieras_till" => {
                        (name, Some(self.next_series()))
                    }
                    _ => (name, None),
                };
                let inner = if inner == "punkter" || inner == "yrkanden" {
                    "punkt"
                } else {
                    inner
                };
                for (index, item) in items.iter().enumerate() {
                    at.within(
                        |at| at.push_index(index),
                        |at| self.walk(item, at, inner, part, series),
                    );
                }
            }
            Value::Object(members) => self.walk_object(members, at, part, series),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn walk_object(
        &mut self,
        members: &'a Map<String, Value>,
        at: &mut Pointer,
        part: Part,
        series: Option<usize>,
    ) {
        for (name, value) in members {
            at.within(
                |at| at.push_key(name),
                |at| self.walk(value, at, name, part, series),
            );
        }
    }

    fn push(
        &mut self,
        at: &Pointer,
        name: &str,
        part: Part,
        series: Option<usize>,
        value: Cow<'a, str>,
        lines: Vec<usize>,
    ) {
        let form = match name {
            "sammanfattning" | "arendet" | "proposition" | "text" | "punkt" | "cell" => Form::Rich,
            name if CODES.contains(&name) => Form::Code,
            _ if lines.is_empty() => Form::Plain,
            _ => Form::Rich,
        };
        let series = match series {
            Some(series) if form != Form::Code => series,
            _ => self.next_series(),
        };
        self.list.push(Text {
            pointer: at.clone(),
            part,
            form,
            series,
            is_blank: is_blank(&value),
            value,
            lines,
            is_cut: false,
            lower: OnceCell::new(),
            sentences: OnceCell::new(),
            words: OnceCell::new(),
        });
    }

    fn next_series(&mut self) -> usize {
        self.series += 1;
        self.series
    }
}

/// Whether an array is one text written line by line, and no list of texts. A line of the wrong type is the schema's to
/// tell of: the others are the same text still.
fn is_rich_text(name: &str, items: &[Value]) -> bool {
    match name {
        "punkter" | "yrkanden" | "rader" | "rad" | "kolumner" | "avsnitt" => false,
        "sammanfattning" | "arendet" | "text" | "proposition" => items.iter().any(Value::is_string),
        _ => !items.is_empty() && items.iter().all(Value::is_string),
    }
}
