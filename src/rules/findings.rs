//! Where a rule puts what it finds, and the order findings are shown in. Knows no rule.

use std::ops::Range;

use serde_json::Value;

use crate::finding::{Anchor, Applicability, Edit, Finding, Fix, Level, Reading};
use crate::pointer::Pointer;

use super::pack::Configured;

/// What a finding is about: a whole field, or some bytes of a text.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) pointer: Pointer,
    pub(super) part: Option<Range<usize>>,
}

impl From<Pointer> for Place {
    fn from(pointer: Pointer) -> Self {
        Self {
            pointer,
            part: None,
        }
    }
}

/// Collects one rule's findings at the level, and with the words, of the profile.
pub(super) struct Findings<'a> {
    rule: &'a Configured,
    list: &'a mut Vec<Finding>,
}

impl<'a> Findings<'a> {
    pub(super) fn of(rule: &'a Configured, list: &'a mut Vec<Finding>) -> Self {
        Self { rule, list }
    }

    /// Adds a finding; what the caller writes as its help goes before the profile's.
    pub(super) fn add(
        &mut self,
        place: impl Into<Place>,
        message: impl Into<String>,
    ) -> &mut Finding {
        let Place { pointer, part } = place.into();
        let mut finding = Finding::new(self.rule.id.clone(), self.rule.level, message).at(pointer);
        finding.anchor = part.map_or(Anchor::Value, Anchor::Part);
        finding.help.clone_from(&self.rule.help);
        finding.source_of_rule.clone_from(&self.rule.source);
        self.list.push(finding);
        self.list.last_mut().expect("one was just pushed")
    }
}

impl Finding {
    /// Weighs at most `level`: for what a rule only suspects.
    pub(super) fn at_most(&mut self, level: Level) -> &mut Self {
        self.level = self.level.min(level);
        self
    }

    /// Is not told when something at `place` could not be read: that is told, and explains it.
    pub(super) fn relies_on(&mut self, place: Pointer) -> &mut Self {
        self.reading = Reading::ReliesOn(place);
        self
    }

    /// Offers to make the changes, all or none of them. Without any change there is no fix.
    pub(super) fn mend(
        &mut self,
        applicability: Applicability,
        title: impl Into<String>,
        edits: Vec<Edit>,
    ) -> &mut Self {
        self.fix = (!edits.is_empty()).then(|| Fix {
            title: title.into(),
            applicability,
            edits,
        });
        self
    }

    /// Says what to do, unless the profile has said it in its own words.
    pub(super) fn advise(&mut self, help: impl Into<String>) -> &mut Self {
        self.help.get_or_insert_with(|| help.into());
        self
    }
}

/// Sorts findings as a person reads the ärende from top to bottom; those without a place last.
pub(super) fn sort(findings: &mut [Finding], arende: &Value) {
    findings.sort_by_cached_key(|finding| match &finding.pointer {
        None => (1, Vec::new(), 0),
        Some(pointer) => (0, path(arende, pointer), start(&finding.anchor)),
    });
}

/// How far into its text a finding begins; what is about the whole of it comes first.
fn start(anchor: &Anchor) -> usize {
    match anchor {
        Anchor::Part(part) => part.start + 1,
        Anchor::Value | Anchor::Key => 0,
    }
}

/// The place of each step of the pointer among its siblings. What is missing stands before what is there.
fn path(arende: &Value, pointer: &Pointer) -> Vec<usize> {
    let mut at = Some(arende);
    let steps = pointer.as_str().split('/').skip(1).map(|step| {
        let (place, inner) = match at {
            Some(Value::Object(members)) => {
                let step = step.replace("~1", "/").replace("~0", "~");
                let found = members.iter().position(|(key, _)| *key == step);
                (found.map_or(0, |n| n + 1), members.get(&step))
            }
            Some(Value::Array(items)) => {
                let index = step.parse::<usize>().ok();
                (index.map_or(0, |n| n + 1), index.and_then(|n| items.get(n)))
            }
            _ => (0, None),
        };
        at = inner;
        place
    });
    steps.collect()
}
