//! One bad input with what must be said of it, and the list they are gathered in.

use serde_json::Value;

use crate::good::Good;
use crate::written::{Layout, Written, line_and_column};

/// A bad input.
pub(crate) struct Case {
    /// The kind of message.
    pub(crate) kind: &'static str,
    /// The file that was spoilt, and where in it.
    pub(crate) position: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) wanted: Wanted,
}

/// The one finding that must be there.
pub(crate) struct Wanted {
    pub(crate) rule: &'static str,
    /// How its message begins and ends.
    pub(crate) message: String,
    pub(crate) ending: String,
    /// `None` where a file could not be read, so that nothing has a pointer.
    pub(crate) pointer: Option<String>,
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// Rules that the fault may make speak too.
    pub(crate) also: &'static [&'static str],
}

/// What is wanted where: a fault in the data.
pub(crate) struct Fault<'a> {
    pub(crate) kind: &'static str,
    pub(crate) rule: &'static str,
    pub(crate) message: &'a str,
    pub(crate) also: &'static [&'static str],
}

/// All bad inputs.
#[derive(Default)]
pub(crate) struct Corpus {
    pub(crate) cases: Vec<Case>,
    asked: usize,
}

impl Corpus {
    /// The next layout: they take turns, so that each kind meets all of them.
    pub(crate) fn layout(&self) -> Layout {
        Layout::ALL[self.cases.len() % Layout::ALL.len()]
    }

    /// True for all but one in `count` of those who ask.
    pub(crate) fn skip(&mut self, count: usize) -> bool {
        self.asked += 1;
        !self.asked.is_multiple_of(count)
    }

    /// How the message of the latest case ends.
    pub(crate) fn ends_with(&mut self, ending: &str) {
        if let Some(case) = self.cases.last_mut() {
            ending.clone_into(&mut case.wanted.ending);
        }
    }

    /// What was spoilt by the latest case, where it is told elsewhere.
    pub(crate) fn named(&mut self, spoilt: &str) {
        if let Some(case) = self.cases.last_mut() {
            case.position.push(' ');
            case.position.push_str(spoilt);
        }
    }

    /// Data in which the value at `pointer` is told of, or the nearest around it that exists.
    pub(crate) fn at_value(
        &mut self,
        good: &Good,
        spoilt: &Value,
        pointer: &str,
        fault: &Fault<'_>,
    ) {
        let written = Written::new(spoilt, self.layout());
        let at = written.nearest(pointer);
        self.push(good, &written.text, Some(pointer), at, fault);
    }

    /// Data in which the name of the field at `pointer` is told of.
    pub(crate) fn at_name(
        &mut self,
        good: &Good,
        spoilt: &Value,
        pointer: &str,
        fault: &Fault<'_>,
    ) {
        let written = Written::new(spoilt, self.layout());
        let at = written.name(pointer).start;
        self.push(good, &written.text, Some(pointer), at, fault);
    }

    /// Data in which the last `part` of the text at `pointer` is told of.
    pub(crate) fn at_part(
        &mut self,
        good: &Good,
        spoilt: &Value,
        pointer: &str,
        part: &str,
        fault: &Fault<'_>,
    ) {
        let written = Written::new(spoilt, self.layout());
        let span = written.value(pointer);
        let at = span.start + written.last_place_of(&written.text[span], part);
        self.push(good, &written.text, Some(pointer), at, fault);
    }

    /// Text that is no JSON from the byte `at` on; `near` says which place in the file was spoilt.
    pub(crate) fn at_byte(
        &mut self,
        good: &Good,
        near: &str,
        text: &str,
        at: usize,
        fault: &Fault<'_>,
    ) {
        self.push(good, text, None, at, fault);
        if let Some(case) = self.cases.last_mut() {
            case.position = format!("{} {near}", good.name);
        }
    }

    fn push(
        &mut self,
        good: &Good,
        text: &str,
        pointer: Option<&str>,
        at: usize,
        fault: &Fault<'_>,
    ) {
        let (line, column) = line_and_column(text, at);
        self.cases.push(Case {
            kind: fault.kind,
            position: format!("{} {}", good.name, pointer.unwrap_or_default()),
            bytes: text.as_bytes().to_vec(),
            wanted: Wanted {
                rule: fault.rule,
                message: fault.message.to_owned(),
                ending: String::new(),
                pointer: pointer.map(str::to_owned),
                line,
                column,
                also: fault.also,
            },
        });
    }
}

/// `count` of them, spread evenly.
pub(crate) fn spread<T>(all: Vec<T>, count: usize) -> Vec<T> {
    let step = all.len().div_ceil(count).max(1);
    all.into_iter().step_by(step).collect()
}
