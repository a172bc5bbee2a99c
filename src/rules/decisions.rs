//! The decisions of an ärende, what they stand on and who gets them, as rules read them. Judges nothing.

use serde_json::Value;

use super::Case;
use super::register::Receiver;
use super::texts::{Part, Text};
use crate::pointer::Pointer;
use crate::text;

/// One entry of the field `beslut`.
pub(super) struct Decision<'c, 'a> {
    pub(super) pointer: Pointer,
    /// Its own field `instans`.
    pub(super) own_instans: Option<&'a str>,
    /// The body that decides or proposes: its own, or the document's.
    pub(super) instans: Option<&'a str>,
    /// The body a proposal goes to.
    pub(super) till: Option<&'a str>,
    pub(super) status: Option<&'a str>,
    /// How its points are numbered, where the ärende says so.
    pub(super) numrering: Option<&'a str>,
    pub(super) points: Vec<&'c Text<'a>>,
}

impl<'a> Decision<'_, 'a> {
    /// The body whose decision the points are, when they have been decided.
    pub(super) fn decider(&self) -> Option<&'a str> {
        self.till.or(self.instans)
    }

    /// The same body as it begins a sentence.
    pub(super) fn subject(&self) -> Option<String> {
        self.decider().map(text::versal)
    }
}

/// Every decision of an ärende, in order.
pub(super) fn of<'c, 'a>(case: &'c Case<'a>) -> Vec<Decision<'c, 'a>> {
    let document = named(case.context.arende, "instans");
    let at = Pointer::root().key("beslut");
    let mut decisions: Vec<Decision<'c, 'a>> = case
        .list("beslut")
        .map(|(index, entry)| {
            let own_instans = named(entry, "instans");
            Decision {
                pointer: at.index(index),
                own_instans,
                instans: own_instans.or(document),
                till: named(entry, "till"),
                status: named(entry, "status"),
                numrering: named(entry, "numrering"),
                points: Vec::new(),
            }
        })
        .collect();
    for text in case.texts.part(Part::Beslut) {
        let mut steps = text.pointer.as_str().split('/').skip(2);
        let index = steps.next().and_then(|index| index.parse::<usize>().ok());
        if let (Some(index), Some("punkter")) = (index, steps.next())
            && let Some(decision) = decisions.get_mut(index)
            && !text.is_blank()
        {
            decision.points.push(text);
        }
    }
    decisions
}

/// The titles of the supporting documents, in order.
pub(super) fn titles<'c, 'a>(
    case: &'c Case<'a>,
) -> impl Iterator<Item = &'c Text<'a>> + use<'c, 'a> {
    case.texts
        .part(Part::Beslutsunderlag)
        .filter(|text| text.pointer.as_str().ends_with("/titel") && !text.is_blank())
}

/// Somebody who gets the decision.
pub(super) struct Mottagare<'c, 'a> {
    pub(super) name: &'c Text<'a>,
    /// Empty where there is none.
    pub(super) address: &'a str,
}

/// The receivers with a name, in order. More than a document can bear are not looked at.
pub(super) fn receivers<'c, 'a>(
    case: &'c Case<'a>,
) -> impl Iterator<Item = Mottagare<'c, 'a>> + use<'c, 'a> {
    const MOST: usize = 500;
    let arende = case.context.arende;
    case.texts
        .part(Part::Expediering)
        .filter(|text| text.pointer.as_str().ends_with("/namn") && !text.is_blank())
        .take(MOST)
        .map(move |name| {
            let entry = name
                .pointer
                .parent()
                .and_then(|at| arende.pointer(at.as_str()));
            Mottagare {
                name,
                address: entry.and_then(|e| named(e, "adress")).unwrap_or_default(),
            }
        })
}

/// The same, each with who it is.
pub(super) fn known_receivers<'c, 'a>(
    case: &'c Case<'a>,
) -> impl Iterator<Item = (Mottagare<'c, 'a>, &'c Receiver)> + use<'c, 'a> {
    let who = |one: Mottagare<'_, '_>| case.register.receiver(&one.name.value, one.address);
    let known = case
        .receivers
        .get_or_init(|| receivers(case).map(who).collect());
    receivers(case).zip(known)
}

/// A field that holds a name with something in it.
pub(super) fn named<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    let name = value.get(key)?.as_str()?.trim();
    (!name.is_empty()).then_some(name)
}
