//! Rewrites the sentence of a decision: from infinitives to a sentence with a subject, to an att-sats, to the passive.
//! Says nothing of whether it should be rewritten.

use std::ops::Range;

use crate::text::{self, Verbform, Verbs};

use super::sentence::{FARTHEST, Sentence};

/// A part of a text and what is to stand there.
pub(super) type Change = (Range<usize>, String);

/// How a sentence is to be changed.
pub(super) struct Rewriting {
    /// In order, without overlap.
    pub(super) changes: Vec<Change>,
    /// Whether only one reading of the sentence is possible.
    pub(super) is_certain: bool,
}

/// Words after which an infinitive is no longer the body's own act.
const SUBORDINATE: [&str; 9] = [
    "att", "ska", "skall", "kan", "bör", "måste", "får", "kunna", "skulle",
];
/// Words that begin a clause about something that has been named.
const RELATIVE: [&str; 7] = ["som", "vilken", "vilket", "vilka", "där", "när", "eftersom"];
/// What may stand between a conjunction and its verb.
const BETWEEN: [&str; 9] = [
    "dels",
    "även",
    "också",
    "samtidigt",
    "därmed",
    "därför",
    "därutöver",
    "härmed",
    "vidare",
];

/// What an object ends before, where it is made a subject.
const OBJECT_ENDS: [&str; 13] = [
    "att",
    "enligt",
    "med",
    "per",
    "senast",
    "under",
    "besvarad",
    "besvarat",
    "besvarade",
    "från",
    "till",
    "som",
    "genom",
];

/// The verbs that are the body's own acts, by their place in the sentence.
struct Chain<'v> {
    /// The verb's place, its infinitive, and where the "att" before it begins if it has one.
    acts: Vec<(usize, &'v str, Option<usize>)>,
    is_certain: bool,
}

/// Follows the infinitives from the first one on: what is joined to it by "och", "samt" or a comma is an act too, unless
/// something has begun in between that the infinitive may belong to.
fn chain<'v>(sentence: &Sentence<'_>, first: usize, verbs: &'v Verbs) -> Option<Chain<'v>> {
    let infinitive = |at: usize| {
        sentence
            .verb(at, verbs)
            .filter(|(_, form)| matches!(form, Verbform::Infinitiv | Verbform::Imperativ))
    };
    let mut acts = vec![(first, infinitive(first)?.0, None)];
    let mut is_certain = true;
    let mut is_inside = false;
    let mut at = first + 1;
    while at < sentence.len() {
        let gap = sentence.gap(at);
        let is_joined = gap.contains(',') || matches!(sentence.lower(at - 1), "och" | "samt");
        let on_new_line = gap.contains('\n');
        let att = (sentence.lower(at) == "att").then_some(at);
        let mut verb = at + usize::from(att.is_some());
        verb += (0..2)
            .take_while(|n| BETWEEN.contains(&sentence.lower(verb + n)))
            .count();
        let act = infinitive(verb).filter(|(_, form)| *form == Verbform::Infinitiv);
        match act {
            Some((infinitive, _))
                if (is_joined && !is_inside) || (att.is_some() && on_new_line) =>
            {
                acts.push((verb, infinitive, att));
                is_inside = false;
                at = verb + 1;
                continue;
            }
            Some(_) if is_joined && (att.is_some() || sentence.lower(at - 1) == "samt") => {
                is_certain = false;
            }
            _ => {}
        }
        is_inside |= SUBORDINATE.contains(&sentence.lower(at));
        at += 1;
    }
    Some(Chain { acts, is_certain })
}

/// "Godkänna skrivelsen samt tillskriva …" as "Kommunstyrelsen godkänner skrivelsen samt tillskriver …": everything from
/// the word `from` to the first infinitive, at `first`, gives place to `subject` and the present.
pub(super) fn with_subject(
    sentence: &Sentence<'_>,
    from: usize,
    first: usize,
    subject: &str,
    verbs: &Verbs,
) -> Option<Rewriting> {
    let chain = chain(sentence, first, verbs)?;
    let mut changes = Vec::new();
    for (verb, infinitive, att) in &chain.acts {
        let is_first = *verb == first;
        let att = if is_first {
            Some(from).filter(|at| sentence.lower(*at) == "att")
        } else {
            *att
        };
        let start = if is_first { from } else { att.unwrap_or(*verb) };
        let range = sentence.range(start).start..sentence.range(*verb).end;
        let before = if is_first { subject } else { "" };
        // An adverb between "att" and the verb stays, after the verb it is said of.
        let adverbs = att.map_or("", |att| sentence.slice(att + 1, *verb));
        let with = |verb: &str| {
            let words = [before, verb, adverbs];
            let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
            words.join(" ")
        };
        match commission(sentence, *verb, infinitive) {
            Some(more) => {
                changes.push((range, with("ger")));
                changes.extend(more);
            }
            None => changes.push((range, with(&text::presens(infinitive)))),
        }
    }
    // What was a part of one long sentence is a sentence of its own.
    changes.extend(sentence.leading_on().map(|range| (range, ".".to_owned())));
    changes.sort_by_key(|(range, _)| range.start);
    let is_ordered = changes.windows(2).all(|two| two[0].0.end <= two[1].0.start);
    is_ordered.then_some(Rewriting {
        changes,
        is_certain: chain.is_certain,
    })
}

/// "uppdra till nämnden att …" and "uppdra nämnden att …" are written "ger nämnden i uppdrag att …".
fn commission(sentence: &Sentence<'_>, verb: usize, infinitive: &str) -> Option<Vec<Change>> {
    let next = sentence.lower(verb + 1);
    if infinitive != "uppdra" || next == "åt" {
        return None;
    }
    let att =
        (verb + 1..sentence.len().min(verb + FARTHEST)).find(|at| sentence.lower(*at) == "att")?;
    let mut changes = Vec::new();
    if next == "till" && verb + 2 < sentence.len() {
        changes.push((
            sentence.range(verb + 1).start..sentence.range(verb + 2).start,
            String::new(),
        ));
    }
    changes.push((sentence.range(att), "i uppdrag att".to_owned()));
    Some(changes)
}

/// "Godkänna skrivelsen …" and "Kommunstyrelsen godkänner skrivelsen …" as "att godkänna skrivelsen …". The verb stands
/// at `first`; what stands from `from` to it goes.
pub(super) fn as_clause(
    sentence: &Sentence<'_>,
    from: usize,
    first: usize,
    verbs: &Verbs,
) -> Option<Rewriting> {
    let (infinitive, form) = sentence.verb(first, verbs)?;
    let start = sentence.range(from).start..sentence.range(first).end;
    let mut changes = vec![(start, format!("att {infinitive}"))];
    let mut is_certain = true;
    if form == Verbform::Presens {
        let mut is_inside = false;
        for at in first + 1..sentence.len() {
            is_inside |= RELATIVE.contains(&sentence.lower(at)) || sentence.lower(at) == "att";
            let is_joined =
                sentence.gap(at).contains(',') || matches!(sentence.lower(at - 1), "och" | "samt");
            let verb = sentence.verb(at, verbs);
            if let Some((infinitive, Verbform::Presens)) = verb.filter(|_| is_joined) {
                if is_inside {
                    is_certain = false;
                } else {
                    changes.push((sentence.range(at), infinitive.to_owned()));
                }
            }
        }
    } else {
        is_certain = chain(sentence, first, verbs)?.is_certain;
    }
    Some(Rewriting {
        changes,
        is_certain,
    })
}

/// "Avslå motionen" as "Motionen avslås": the whole sentence up to its last word. Several acts are sentences of their
/// own. `None` where there is nothing that can be a subject.
pub(super) fn passive(
    sentence: &Sentence<'_>,
    from: usize,
    first: usize,
    verbs: &Verbs,
) -> Option<Rewriting> {
    let chain = chain(sentence, first, verbs)?;
    let mut written = Vec::new();
    let mut is_certain = chain.is_certain && chain.acts.len() == 1;
    for (n, (verb, infinitive, _)) in chain.acts.iter().enumerate() {
        let end = match chain.acts.get(n + 1) {
            None => sentence.len(),
            Some((next, _, att)) => {
                let end = att.unwrap_or(*next);
                end - usize::from(matches!(sentence.lower(end - 1), "och" | "samt"))
            }
        };
        let (clause, is_plain) = passive_clause(sentence, *verb, end, infinitive)?;
        is_certain &= is_plain;
        written.push(clause);
    }
    let last = sentence.range(sentence.len() - 1).end;
    Some(Rewriting {
        changes: vec![(sentence.range(from).start..last, written.join(". "))],
        is_certain,
    })
}

/// One act in the passive, and whether its object is plain to see. A task is something one gets ("får i uppdrag att").
fn passive_clause(
    sentence: &Sentence<'_>,
    verb: usize,
    end: usize,
    infinitive: &str,
) -> Option<(String, bool)> {
    let find = |word: &str| (verb + 1..end).find(|at| sentence.lower(*at) == word);
    let skip = usize::from(matches!(sentence.lower(verb + 1), "åt" | "till"));
    let task = match infinitive {
        "uppdra" => find("att").map(|att| (verb + 1 + skip, att, att)),
        "ge" => find("uppdrag").map(|task| (verb + 1, task - 1, task + 1)),
        _ => None,
    };
    if let Some((object, object_end, rest)) = task {
        let receiver = text::versal(sentence.slice(object, object_end));
        let rest = sentence.slice(rest, end);
        return (!receiver.is_empty()).then(|| (format!("{receiver} får i uppdrag {rest}"), true));
    }
    let is_end = |at: &usize| {
        OBJECT_ENDS.contains(&sentence.lower(*at)) || sentence.gap(*at).contains([',', ':', '\n'])
    };
    let object_end = (verb + 2..end).find(is_end).unwrap_or(end);
    let object = sentence.slice(verb + 1, object_end);
    if object.is_empty() || matches!(sentence.lower(verb + 1), "sig" | "att" | "till" | "över") {
        return None;
    }
    let is_plain = object_end == end && sentence.len() - verb < 6;
    let (object, rest) = (text::versal(object), sentence.slice(object_end, end));
    let space = if rest.is_empty() { "" } else { " " };
    let clause = format!("{object} {}{space}{rest}", text::passiv(infinitive));
    Some((clause, is_plain))
}
