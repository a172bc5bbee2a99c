//! From the scanner's events to a JSON value: texts normalised, the first of several fields with one name kept, what is
//! wrong with names and characters noted. Checks no grammar: `scan` does.

use std::ops::Range;

use serde_json::{Map, Value};

use crate::finding::{Anchor, Finding, Level};
use crate::pointer::Pointer;
use crate::text::quoted;

use super::SourceText;
use super::characters::{Refused, cleaned};
use super::literal::Literal;
use super::scan::{Container, Scalar, Sink};

/// How many findings of one kind are told one by one.
const MOST: usize = 100;

/// A container that is being filled.
enum Frame {
    Object {
        fields: Map<String, Value>,
        name: String,
        is_duplicate: bool,
    },
    Array(Vec<Value>),
}

/// Builds the value.
#[derive(Default)]
pub(super) struct Builder {
    frames: Vec<Frame>,
    root: Option<Value>,
    duplicates: Notes<(Pointer, Range<usize>)>,
    refused: Notes<(Pointer, Anchor, Refused)>,
}

/// A list that stops growing, and says how much was left out.
struct Notes<T> {
    told: Vec<T>,
    left_out: usize,
}

impl<T> Default for Notes<T> {
    fn default() -> Self {
        Self {
            told: Vec::new(),
            left_out: 0,
        }
    }
}

impl<T> Notes<T> {
    fn add(&mut self, note: impl FnOnce() -> T) {
        if self.told.len() < MOST {
            self.told.push(note());
        } else {
            self.left_out += 1;
        }
    }

    fn rest(&self, rule: &'static str) -> Option<Finding> {
        let message = format!(
            "Ytterligare {} fel av samma slag visas inte.",
            self.left_out
        );
        (self.left_out > 0)
            .then(|| Finding::new(rule, Level::Fel, message).help("Rätta felen ovan och kör igen."))
    }
}

impl Builder {
    /// The value, if the text held one.
    pub(super) fn take_value(&mut self) -> Option<Value> {
        self.root.take()
    }

    /// What was wrong with names and characters.
    pub(super) fn findings(&self, source: &SourceText) -> Vec<Finding> {
        let mut findings = duplicates(&self.duplicates.told, source);
        findings.extend(self.duplicates.rest("JSON"));
        findings.extend(self.refused.told.iter().map(|(pointer, anchor, refused)| {
            refused.finding(pointer.clone(), anchor.clone(), source)
        }));
        findings.extend(self.refused.rest("TECKEN"));
        findings
    }

    fn put(&mut self, value: Value) {
        match self.frames.last_mut() {
            None => self.root = Some(value),
            Some(Frame::Array(elements)) => elements.push(value),
            Some(Frame::Object {
                fields,
                name,
                is_duplicate,
            }) => {
                let name = std::mem::take(name);
                if !*is_duplicate {
                    fields.insert(name, value);
                }
            }
        }
    }

    fn note(&mut self, refused: Vec<Refused>, anchor: &Anchor) {
        for character in refused {
            self.refused
                .add(|| (place(&self.frames), anchor.clone(), character));
        }
    }
}

/// Where the value about to be put stands.
fn place(frames: &[Frame]) -> Pointer {
    frames
        .iter()
        .fold(Pointer::root(), |place, frame| match frame {
            Frame::Object { name, .. } => place.key(name),
            Frame::Array(elements) => place.index(elements.len()),
        })
}

impl Sink for Builder {
    fn open(&mut self, container: Container, _: usize) {
        self.frames.push(match container {
            Container::Object => Frame::Object {
                fields: Map::new(),
                name: String::new(),
                is_duplicate: false,
            },
            Container::Array => Frame::Array(Vec::new()),
        });
    }

    fn key(&mut self, literal: Literal<'_>, span: Range<usize>) {
        let (text, refused) = cleaned(&literal);
        let Some(Frame::Object {
            fields,
            name,
            is_duplicate,
        }) = self.frames.last_mut()
        else {
            return;
        };
        *is_duplicate = fields.contains_key(&text);
        *name = text;
        if *is_duplicate {
            self.duplicates.add(|| (place(&self.frames), span));
        }
        self.note(refused, &Anchor::Key);
    }

    fn scalar(&mut self, scalar: Scalar<'_>, _: Range<usize>) {
        let value = match scalar {
            Scalar::Null => Value::Null,
            Scalar::Bool(value) => Value::Bool(value),
            Scalar::Number(number) => Value::Number(number),
            Scalar::Text(literal) => {
                let (text, refused) = cleaned(&literal);
                self.note(refused, &Anchor::Value);
                Value::String(text)
            }
        };
        self.put(value);
    }

    fn close(&mut self, _: usize) {
        match self.frames.pop() {
            Some(Frame::Object { fields, .. }) => self.put(Value::Object(fields)),
            Some(Frame::Array(elements)) => self.put(Value::Array(elements)),
            None => {}
        }
    }
}

/// Each repeated field at its second name, with the line of the first.
fn duplicates(told: &[(Pointer, Range<usize>)], source: &SourceText) -> Vec<Finding> {
    let mut findings: Vec<Finding> = told
        .iter()
        .map(|(pointer, _)| Finding::new("JSON", Level::Fel, "").at_key(pointer.clone()))
        .collect();
    source.place_all(&mut findings);
    for (finding, (pointer, span)) in findings.iter_mut().zip(told) {
        let first = finding.location.as_ref().map_or(1, |place| place.line);
        let name = pointer.last().unwrap_or_default();
        finding.message = format!("Fältet {} står redan på rad {first}.", quoted(&name));
        finding.help =
            Some("Slå ihop de två fälten eller ta bort det ena: bara det första läses.".into());
        finding.location = Some(source.place(span.clone()));
    }
    findings
}
