//! JSON text that knows where it put everything: the places that are asserted are the writer's own, never the product's.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use serde_json::Value;

/// How a file is laid out: what a fault's line and column depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Two spaces a level, a field on each line.
    Spaces,
    /// Tabs, and Windows' line ends.
    Tabs,
    /// Everything on one line.
    OneLine,
    /// Two spaces a level, all but ASCII as `\u….`
    Escaped,
}

impl Layout {
    pub(crate) const ALL: [Self; 4] = [Self::Spaces, Self::Tabs, Self::OneLine, Self::Escaped];

    const fn indent(self) -> &'static str {
        match self {
            Self::Spaces | Self::Escaped => "  ",
            Self::Tabs => "\t",
            Self::OneLine => "",
        }
    }

    const fn line_end(self) -> &'static str {
        match self {
            Self::Spaces | Self::Escaped => "\n",
            Self::Tabs => "\r\n",
            Self::OneLine => " ",
        }
    }
}

/// A file's text, and the bytes of every name and value in it.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) text: String,
    layout: Layout,
    names: BTreeMap<String, Range<usize>>,
    values: BTreeMap<String, Range<usize>>,
}

impl Written {
    pub(crate) fn new(value: &Value, layout: Layout) -> Self {
        let mut written = Self {
            text: String::new(),
            layout,
            names: BTreeMap::new(),
            values: BTreeMap::new(),
        };
        written.put(value, String::new(), 0);
        written
    }

    /// The bytes of a value.
    pub(crate) fn value(&self, pointer: &str) -> Range<usize> {
        let found = self.values.get(pointer);
        found.unwrap_or_else(|| panic!("{pointer}")).clone()
    }

    /// The bytes of a field's name.
    pub(crate) fn name(&self, pointer: &str) -> Range<usize> {
        let found = self.names.get(pointer);
        found.unwrap_or_else(|| panic!("{pointer}")).clone()
    }

    /// Where a value, or the nearest around it that exists, begins.
    pub(crate) fn nearest(&self, pointer: &str) -> usize {
        let mut pointer = pointer;
        loop {
            match (self.values.get(pointer), pointer.rfind('/')) {
                (Some(span), _) => return span.start,
                (None, Some(end)) => pointer = &pointer[..end],
                (None, None) => panic!("no root"),
            }
        }
    }

    /// Where some text stands last in a literal, written as this layout writes it.
    pub(crate) fn last_place_of(&self, literal: &str, part: &str) -> usize {
        let written = self.literal(part);
        let written = &written[1..written.len() - 1];
        literal
            .rfind(written)
            .unwrap_or_else(|| panic!("{part:?} in {literal}"))
    }

    fn put(&mut self, value: &Value, at: String, depth: usize) {
        let start = self.text.len();
        match value {
            Value::Object(fields) => {
                self.text.push('{');
                for (number, (name, field)) in fields.iter().enumerate() {
                    self.next(number, depth + 1);
                    let place = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                    let start = self.text.len();
                    let literal = self.literal(name);
                    self.text.push_str(&literal);
                    self.names.insert(place.clone(), start..self.text.len());
                    self.text.push_str(": ");
                    self.put(field, place, depth + 1);
                }
                self.close(fields.is_empty(), depth, '}');
            }
            Value::Array(elements) => {
                self.text.push('[');
                for (number, element) in elements.iter().enumerate() {
                    self.next(number, depth + 1);
                    self.put(element, format!("{at}/{number}"), depth + 1);
                }
                self.close(elements.is_empty(), depth, ']');
            }
            Value::String(text) => {
                let literal = self.literal(text);
                self.text.push_str(&literal);
            }
            scalar => self.text.push_str(&scalar.to_string()),
        }
        self.values.insert(at, start..self.text.len());
    }

    fn next(&mut self, number: usize, depth: usize) {
        if number > 0 {
            self.text.push(',');
        }
        self.line(depth);
    }

    fn close(&mut self, is_empty: bool, depth: usize, bracket: char) {
        if !is_empty {
            self.line(depth);
        }
        self.text.push(bracket);
    }

    fn line(&mut self, depth: usize) {
        self.text.push_str(self.layout.line_end());
        self.text.push_str(&self.layout.indent().repeat(depth));
    }

    fn literal(&self, text: &str) -> String {
        let literal = Value::from(text).to_string();
        if self.layout != Layout::Escaped {
            return literal;
        }
        let mut escaped = String::new();
        for c in literal.chars() {
            if c.is_ascii() {
                escaped.push(c);
            } else {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    write!(escaped, "\\u{unit:04x}").expect("a string takes all");
                }
            }
        }
        escaped
    }
}

/// Line and column of a byte, both from 1, the column in characters.
pub(crate) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}
