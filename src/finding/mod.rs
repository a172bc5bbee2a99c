//! Findings: everything that is wrong with an ärende, as data. Prints nothing and decides nothing about exit codes.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::pointer::Pointer;

/// How much a finding weighs. Ordered: `Av < Rad < Varning < Fel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Switched off; such findings are never collected.
    Av,
    /// Advice; never stops anything.
    #[serde(rename = "råd", alias = "rad")]
    Rad,
    /// Should be looked at before the document is sent out.
    Varning,
    /// Stops the document unless `--draft` is given.
    Fel,
}

impl Level {
    /// The Swedish word people read: "Fel", "Varning", "Råd", "Av".
    #[must_use]
    pub const fn namn(self) -> &'static str {
        match self {
            Self::Av => "Av",
            Self::Rad => "Råd",
            Self::Varning => "Varning",
            Self::Fel => "Fel",
        }
    }
}

/// What of a JSON member a finding points at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Anchor {
    /// The value itself.
    #[default]
    Value,
    /// The member's name (misspelt and unknown fields).
    Key,
    /// Some bytes of the value, when it is a string: the fault within a text.
    Part(Range<usize>),
}

/// A place in a source file. Lines and columns count from 1; a column is a Unicode scalar, not a byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The file as the user named it.
    #[serde(rename = "fil")]
    pub file: String,
    /// Line, from 1.
    #[serde(rename = "rad")]
    pub line: usize,
    /// Column in scalars, from 1.
    #[serde(rename = "kolumn")]
    pub column: usize,
    /// How many scalars of the line the place covers, at least 1.
    #[serde(rename = "langd")]
    pub length: usize,
    /// The line itself, shortened around the place when it is very long (`column` then counts in the excerpt: see `excerpt_column`).
    #[serde(rename = "utdrag")]
    pub excerpt: String,
    /// The place's column within `excerpt`, from 1.
    #[serde(skip)]
    pub excerpt_column: usize,
    /// The columns of the place and of its end in UTF-16 code units, from 1: what editors count in.
    #[serde(skip)]
    pub utf16: (usize, usize),
}

/// Something found in an ärende, a template or a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id (`UND-01`) or the id of a check at the door (`JSON`, `SCHEMA`, `TECKEN` …).
    pub rule: Cow<'static, str>,
    /// How much it weighs.
    pub level: Level,
    /// What is wrong: fact first, in Swedish, one or two sentences.
    pub message: String,
    /// What to do about it, in Swedish.
    pub help: Option<String>,
    /// The municipality's or the law's own words for the rule.
    pub source_of_rule: Option<String>,
    /// Where in the ärende, if it has a place there.
    pub pointer: Option<Pointer>,
    /// What of that place is meant.
    pub anchor: Anchor,
    /// Where in the file; filled in by the workspace from `pointer`, or by the reader of the JSON.
    pub location: Option<Location>,
    /// How it can be mended.
    pub fix: Option<Fix>,
    /// How it stands to what could be read: one fault is told once.
    pub reading: Reading,
}

impl Finding {
    /// A finding with the parts that every finding has.
    #[must_use]
    pub fn new(
        rule: impl Into<Cow<'static, str>>,
        level: Level,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule: rule.into(),
            level,
            message: message.into(),
            help: None,
            source_of_rule: None,
            pointer: None,
            anchor: Anchor::Value,
            location: None,
            fix: None,
            reading: Reading::Other,
        }
    }

    /// The same finding with the remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same finding at the value `pointer` names.
    #[must_use]
    pub fn at(mut self, pointer: Pointer) -> Self {
        self.pointer = Some(pointer);
        self
    }

    /// The same finding, which tells that what is written for `place` could not be read.
    #[must_use]
    pub fn misreads(mut self, place: Pointer) -> Self {
        self.reading = Reading::Misread(place);
        self
    }

    /// The same finding at the *name* of the member `pointer` names.
    #[must_use]
    pub fn at_key(mut self, pointer: Pointer) -> Self {
        self.pointer = Some(pointer);
        self.anchor = Anchor::Key;
        self
    }
}

/// How a finding stands to what could be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Reading {
    /// Not at all.
    #[default]
    Other,
    /// It is true only if all that is written at this place could be read: "Sammanfattning saknas".
    ReliesOn(Pointer),
    /// What is written for this place could not be read: a value of the wrong type, a misspelt name.
    Misread(Pointer),
}

/// Whether a fix may be applied without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Applicability {
    /// The meaning cannot change.
    Safe,
    /// Somebody should read the result.
    Unsafe,
    /// Shown as a proposal, never applied.
    DisplayOnly,
}

impl Applicability {
    /// The Swedish word for programs: "saker", "osaker", "forslag".
    #[must_use]
    pub const fn namn(self) -> &'static str {
        match self {
            Self::Safe => "saker",
            Self::Unsafe => "osaker",
            Self::DisplayOnly => "forslag",
        }
    }
}

/// One replacement in the ärende.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The value to replace.
    pub pointer: Pointer,
    /// Which bytes of that value, when it is a string and only a part of it is replaced.
    pub range: Option<Range<usize>>,
    /// What stands there afterwards; a string when there is a range.
    pub replacement: serde_json::Value,
}

/// How a finding can be mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does, in Swedish.
    pub title: String,
    /// Whether it may be applied unasked.
    pub applicability: Applicability,
    /// The replacements, all or none.
    pub edits: Vec<Edit>,
}
