//! PRO-09: what was decided is the proposal that won, word for word, or the difference is shown.

use std::collections::BTreeSet;

use serde_json::Value;

use super::PROTOKOLL;
use crate::finding::Level;
use crate::mote::{Rostning, Sida};
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::settings::Settings;
use crate::rules::sittning::{Paragraf, Sittning, rich};
use crate::rules::{Case, Check, Rule};

pub(super) static RULE: Rule = Rule {
    id: "PRO-09",
    slug: "vinnande-forslag",
    level: Level::Varning,
    since: "0.2",
    types: PROTOKOLL,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
När en instans förslag har vunnit, efter omröstning, enligt propositionen eller för att inget annat har yrkats, jämförs \
beslutet med förslagets text. Skiljer de sig visas skillnaden. Regeln tiger när ett ändrings- eller tilläggsyrkande kan ha \
ändrat beslutet, när det inte framgår vilket förslag som vann och när beslutet hämtas ur ärendet. Den säger också till \
när beslutet är det förslag som förlorade.

## Varför
Ett beslut som skrivs av för hand kan få ett annat belopp eller datum än det som instansen bestämde.

## Exempel
Fel: arbetsutskottets förslag säger 1 400 kronor, beslutet säger 1 450 kronor
Rätt: samma text som i förslaget

## Åtgärd
Rätta beslutet, eller redovisa det yrkande som ändrade förslaget. Kommer beslutet ur ärendet, utelämna `beslut` så \
flyttas texten.

## Källa
Praxis. Orden som visar att ett yrkande ändrar förslaget, och de punkter som inte är en del av det, står i profilens \
`regler.toml`.
",
};

struct Vinnande {
    /// Words of a yrkande in running text that may change the proposal.
    changes: Phrases,
    /// Points that come beside any proposal: that the § is justerad at once.
    beside: Phrases,
    /// What wins over every proposal without having a text of its own.
    no_text: Phrases,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    Ok(Box::new(Vinnande {
        changes: Phrases::read(settings, "andrar", &[])?.unwrap_or_default(),
        beside: Phrases::read(settings, "vid_sidan", &[])?.unwrap_or_default(),
        no_text: Phrases::read(settings, "utan_text", &[])?.unwrap_or_default(),
    }))
}

/// A point of a proposal or a decision.
struct Punkt {
    at: Pointer,
    /// In single spaces, without its number and its last full stop.
    text: String,
}

/// How sure it is that a proposal won.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Vann {
    /// A vote or the chair says so.
    Uttryckligen,
    /// Nothing else was wanted.
    Ensamt,
}

impl Check for Vinnande {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let sittning = Sittning::of(case);
        for paragraf in &sittning.paragrafer {
            self.paragraf(paragraf, out);
        }
    }
}

impl Vinnande {
    fn paragraf(&self, paragraf: &Paragraf<'_>, out: &mut Findings<'_>) {
        let decided = self.points(&paragraf.at.key("beslut"), paragraf.value);
        let proposals: Vec<(Pointer, &Value)> = paragraf.list("forslag").collect();
        if decided.is_empty() || proposals.is_empty() || self.may_be_changed(paragraf) {
            return;
        }
        let (won, lost) = labels(paragraf);
        if let (Some(won), Some(lost)) = (won, lost)
            && self.no_text.is_in(won)
            && let Some((_, proposal)) = proposals.iter().find(|(_, p)| is_of(lost, p))
        {
            let proposed = self.points(&Pointer::root().key("beslut"), proposal);
            if !proposed.is_empty() && same(&proposed, &decided) {
                let message = format!("beslutet är {lost}, men det var {won} som vann.");
                out.add(paragraf.at.key("beslut"), paragraf.says(&message))
                    .relies_on(paragraf.at.clone())
                    .advise("Skriv det beslut som fattades, eller rätta rösterna.");
            }
            return;
        }
        let (proposal, how) = match won {
            Some(won) => {
                let found = proposals.iter().rev().find(|(_, p)| is_of(won, p));
                (found, Vann::Uttryckligen)
            }
            None if only_bifall(paragraf) => (proposals.last(), Vann::Ensamt),
            None => return,
        };
        let Some((_, proposal)) = proposal else {
            return;
        };
        let proposed = self.points(&Pointer::root().key("beslut"), proposal);
        if proposed.is_empty() || same(&proposed, &decided) || only_divided(&proposed, &decided) {
            return;
        }
        let from = proposal
            .get("fran")
            .and_then(Value::as_str)
            .unwrap_or("förslaget");
        // A body that sends the ärende back, or decides by reference, has decided something else.
        let refers = |punkt: &Punkt| {
            let text = punkt.text.to_lowercase();
            self.no_text.is_in(&text) || text.contains("enligt") && is_of_text(&text, from)
        };
        if decided.iter().any(refers) {
            return;
        }
        Self::tell(paragraf, from, &proposed, &decided, how, out);
    }

    fn tell(
        paragraf: &Paragraf<'_>,
        from: &str,
        proposed: &[Punkt],
        decided: &[Punkt],
        how: Vann,
        out: &mut Findings<'_>,
    ) {
        const HELP: &str = "Rätta beslutet, eller redovisa det yrkande som ändrade förslaget.";
        let unmatched = |own: &[Punkt], other: &[Punkt]| -> Vec<usize> {
            let is_alone = |at: &usize| other.iter().all(|punkt| punkt.text != own[*at].text);
            (0..own.len()).filter(is_alone).collect()
        };
        let lacking = unmatched(proposed, decided);
        let added = unmatched(decided, proposed);
        if lacking.is_empty() && added.is_empty() {
            return;
        }
        let from = crate::text::gemen(&crate::text::genitiv(from));
        // Each changed point beside the one it most likely comes from.
        let mut left = lacking.clone();
        for at in added {
            let own = &decided[at];
            let nearest = left
                .iter()
                .copied()
                .map(|other| (likeness(&own.text, &proposed[other].text), other))
                .max();
            match nearest {
                Some((percent, other)) if percent >= 50 => {
                    left.retain(|index| *index != other);
                    let message = match difference(&own.text, &proposed[other].text) {
                        (Some(ours), Some(theirs)) => {
                            format!("beslutet säger ”{ours}” där {from} förslag säger ”{theirs}”.")
                        }
                        (None, Some(theirs)) => {
                            format!("beslutet saknar ”{theirs}”, som står i {from} förslag.")
                        }
                        (ours, None) => format!(
                            "beslutet säger ”{}”, som inte står i {from} förslag.",
                            ours.unwrap_or_default()
                        ),
                    };
                    out.add(own.at.clone(), paragraf.says(&message))
                        .relies_on(paragraf.at.clone())
                        .advise(HELP);
                }
                _ if how == Vann::Uttryckligen => {
                    let message = format!("punkten finns inte i {from} förslag, som vann.");
                    out.add(own.at.clone(), paragraf.says(&message))
                        .relies_on(paragraf.at.clone())
                        .advise(HELP);
                }
                _ => {}
            }
        }
        if how == Vann::Uttryckligen && lacking.len() < proposed.len() {
            for other in left {
                let message = format!(
                    "{from} förslag vann, men punkten ”{}” finns inte i beslutet.",
                    shortened(&proposed[other].text, 12)
                );
                out.add(paragraf.at.key("beslut"), paragraf.says(&message))
                    .relies_on(paragraf.at.clone())
                    .advise(HELP);
            }
        }
    }

    /// Whether a yrkande may have made the decision another than the proposal.
    fn may_be_changed(&self, paragraf: &Paragraf<'_>) -> bool {
        let wants = |value: &Value| match value.get("typ").and_then(Value::as_str) {
            Some("tillagg" | "andring") => value.get("aterkallat") != Some(&Value::Bool(true)),
            Some(_) => self.changes.is_in(&rich(value.get("text"))),
            None => self.changes.is_in(&rich(Some(value))),
        };
        let mut votes = paragraf.list("omrostningar");
        let has_vote = votes.next().is_some();
        let mut yrkanden = paragraf.list("yrkanden");
        let is_addition = |value: &Value| {
            value.get("typ").and_then(Value::as_str) == Some("tillagg")
                || rich(Some(value)).to_lowercase().contains("tillägg")
        };
        yrkanden.any(|(_, value)| wants(value) && (!has_vote || is_addition(value)))
            || self.changes.is_in(&rich(paragraf.value.get("proposition")))
            || paragraf
                .value
                .get("proposition")
                .is_some_and(|p| self.changes.is_in(&rich(p.get("text"))))
    }

    /// The points of `beslut` in `value`, but for those that come beside any proposal.
    fn points(&self, at: &Pointer, value: &Value) -> Vec<Punkt> {
        let entries = value.get("beslut").and_then(Value::as_array);
        let entries = entries.map_or(&[][..], Vec::as_slice).iter().enumerate();
        let points = entries.flat_map(|(index, entry)| {
            let at = at.index(index).key("punkter");
            let points = entry.get("punkter").and_then(Value::as_array);
            let points = points.map_or(&[][..], Vec::as_slice).iter().enumerate();
            points.map(move |(index, point)| Punkt {
                at: at.index(index),
                text: plain(&rich(Some(point))),
            })
        });
        points
            .filter(|punkt| !punkt.text.is_empty() && !self.beside.is_in(&punkt.text))
            .collect()
    }
}

/// The text in single spaces, without what marks it as a point.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let joined = words.join(" ");
    let bare = joined.trim_start_matches(|c: char| c.is_ascii_digit());
    let bare = if bare.len() < joined.len() {
        bare.strip_prefix(['.', ')']).unwrap_or(&joined)
    } else {
        &joined
    };
    let bare = bare.trim_start_matches(['-', '–', '*', ' ']);
    bare.trim_end_matches(['.', ',', ' ']).to_owned()
}

fn same(one: &[Punkt], other: &[Punkt]) -> bool {
    one.len() == other.len() && std::iter::zip(one, other).all(|(a, b)| a.text == b.text)
}

/// Whether the same has only been divided into other points: no word of the proposal is gone and no figure is new.
fn only_divided(proposed: &[Punkt], decided: &[Punkt]) -> bool {
    let words = |points: &[Punkt]| -> BTreeSet<String> {
        let all = points
            .iter()
            .flat_map(|punkt| punkt.text.split_whitespace());
        let bare = all.map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        });
        bare.filter(|word| !matches!(word.as_str(), "" | "och" | "samt" | "att"))
            .collect()
    };
    let (before, after) = (words(proposed), words(decided));
    let has_figure = |word: &&String| word.contains(|c: char| c.is_ascii_digit());
    proposed.len() != decided.len()
        && before.is_subset(&after)
        && !after.difference(&before).any(|word| has_figure(&word))
}

/// What won and what lost, as far as a vote or the chair says so.
fn labels<'a>(paragraf: &Paragraf<'a>) -> (Option<&'a str>, Option<&'a str>) {
    let label = |vote: &'a Value, side: Sida| {
        vote.get(side.id())
            .and_then(|side| side.get("forslag"))
            .and_then(Value::as_str)
    };
    if let Some((_, vote)) = paragraf.list("omrostningar").last() {
        return match Rostning::read(vote).utfall() {
            Some((winner, _)) => (label(vote, winner), label(vote, winner.other())),
            // Undecided: nothing won that anybody knows of.
            None => (Some(""), None),
        };
    }
    let finner = paragraf
        .value
        .get("proposition")
        .and_then(|p| p.get("finner"));
    match paragraf.value.get("proposition") {
        // In running text it may be anything that won.
        Some(Value::String(_) | Value::Array(_)) if !only_bifall(paragraf) => (Some(""), None),
        _ => (finner.and_then(Value::as_str), None),
    }
}

/// Whether nobody wanted anything else than what is proposed.
fn only_bifall(paragraf: &Paragraf<'_>) -> bool {
    paragraf.list("yrkanden").all(|(_, yrkande)| {
        if yrkande.get("aterkallat") == Some(&Value::Bool(true)) {
            return true;
        }
        let typ = yrkande.get("typ").and_then(Value::as_str);
        typ.map_or_else(
            || {
                let said = rich(Some(yrkande)).to_lowercase();
                said.contains("yrkar bifall till") || said.contains("i enlighet med")
            },
            |typ| typ == "bifall",
        )
    })
}

/// Whether "bifall till arbetsutskottets förslag" means the proposal of "Arbetsutskottet", alone.
fn is_of(label: &str, proposal: &Value) -> bool {
    let label = label.trim().to_lowercase();
    let label = label
        .strip_prefix("bifall till ")
        .or_else(|| label.strip_prefix("bifalla "))
        .unwrap_or(&label);
    let Some(owner) = label.trim_end_matches('.').strip_suffix(" förslag") else {
        return false;
    };
    let from = proposal
        .get("fran")
        .and_then(Value::as_str)
        .unwrap_or_default();
    owns(owner, from)
}

fn is_of_text(text: &str, from: &str) -> bool {
    let mut before = text.split(" förslag");
    before.next().is_some_and(|before| {
        before
            .rsplit(' ')
            .next()
            .is_some_and(|owner| owns(owner, from))
    })
}

/// Whether the genitive is of the body: "arbetsutskottets" of "Kommunstyrelsens arbetsutskott".
fn owns(owner: &str, from: &str) -> bool {
    let from = from.trim().to_lowercase();
    let bare = owner.strip_suffix('s').unwrap_or(owner);
    let last = from.rsplit(' ').next().unwrap_or_default();
    !bare.is_empty()
        && (bare == from
            || owner == from
            || (!last.is_empty()
                && last != from
                && bare
                    .strip_prefix(last)
                    .is_some_and(|end| matches!(end, "" | "et" | "en"))))
}

/// How many of a hundred words two texts share, the order aside.
fn likeness(one: &str, other: &str) -> usize {
    let words = |text: &str| {
        let mut words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        words.sort_unstable();
        words
    };
    let (one, other) = (words(one), words(other));
    let (mut at, mut with, mut shared) = (0, 0, 0);
    while at < one.len() && with < other.len() {
        match one[at].cmp(&other[with]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => with += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                at += 1;
                with += 1;
            }
        }
    }
    shared * 100 / one.len().max(other.len()).max(1)
}

/// The words that differ, each side in short; `None` for a side that has nothing where the other has something.
fn difference(one: &str, other: &str) -> (Option<String>, Option<String>) {
    const MOST: usize = 8;
    let (one, other): (Vec<&str>, Vec<&str>) = (
        one.split_whitespace().collect(),
        other.split_whitespace().collect(),
    );
    let head = std::iter::zip(&one, &other)
        .take_while(|(a, b)| a == b)
        .count();
    let rest = one.len().min(other.len()) - head;
    let tail = std::iter::zip(one.iter().rev(), other.iter().rev())
        .take(rest)
        .take_while(|(a, b)| a == b)
        .count();
    let told = |words: &[&str]| {
        let middle = &words[head..words.len() - tail];
        let told = shortened(&middle.join(" "), MOST);
        let told = told.trim_end_matches(['.', ',']).to_owned();
        (!middle.is_empty()).then_some(told)
    };
    (told(&one), told(&other))
}

/// The first words of a text.
fn shortened(text: &str, most: usize) -> String {
    let mut words = text.split(' ');
    let first: Vec<&str> = words.by_ref().take(most).collect();
    let more = if words.next().is_some() { " …" } else { "" };
    first.join(" ") + more
}
