//! DEC-05: one point of a decision is one action.

use super::BESLUTANDE;
use crate::finding::Level;
use crate::profile::ProfileError;
use crate::rules::decisions;
use crate::rules::findings::Findings;
use crate::rules::sentence::Sentence;
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};
use crate::text::{self, Verbform, Verbs};

pub(super) static RULE: Rule = Rule {
    id: "DEC-05",
    slug: "en-atgard-i-varje-punkt",
    level: Level::Varning,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Hittar beslutspunkter där två åtgärder är förenade med ”och” eller ”samt”: ”godkänner skrivelsen samt tillskriver \
nämnden”. Det som hör ihop räknas som en åtgärd: ”godkänns och läggs till handlingarna”, ”entledigar … och utser …”. \
Vad som räknas som åtgärder, och vilka som hör ihop, bestämmer profilen.

## Varför
Var och en av åtgärderna ska gå att yrka på, rösta om, verkställa och följa upp för sig.

## Exempel
Fel: `Kommunstyrelsen antar planen för trygghet och bordlägger motionen om belysning.`
Rätt: två punkter, en för varje åtgärd.

## Åtgärd
Dela punkten i två.

## Källa
Kommunens mallinstruktioner. Orden bestämmer profilen, i `regler.toml`.
",
};

struct OneAction {
    actions: Verbs,
    /// Infinitives that belong together in this order; `*` is any of them.
    pairs: Vec<(String, String)>,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let actions = settings.texts("verb")?;
    let pairs = settings.texts("par")?;
    let pairs = pairs.iter().map(|pair| match pair.split_once(" och ") {
        Some((first, second)) => Ok((first.trim().to_owned(), second.trim().to_owned())),
        None => Err(settings.value_place("par").error(format!(
            "skriv ett par som ”godkänna och lägga”, inte {}",
            text::quoted(pair)
        ))),
    });
    Ok(Box::new(OneAction {
        actions: Verbs::new(actions.iter().map(String::as_str)),
        pairs: pairs.collect::<Result<_, _>>()?,
    }))
}

/// How far after a conjunction the verb of a new subject is looked for.
const LONGEST_SUBJECT: usize = 8;

/// How a sentence says what is done: "godkänna", "godkänner", "godkänns".
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    ToBeDone,
    Active,
    Passive,
}

/// An action in a sentence: its place and infinitive.
type Action<'v> = (usize, &'v str);

impl Check for OneAction {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        for decision in decisions::of(case) {
            for point in &decision.points {
                let sentences = Sentence::all(&point.value);
                let found = sentences
                    .iter()
                    .find_map(|sentence| Some((sentence, self.two(sentence)?)));
                let Some((sentence, ((first, _), (second, _)))) = found else {
                    continue;
                };
                let message = format!(
                    "Punkten innehåller mer än en åtgärd: {} och {}.",
                    text::quoted(sentence.written(first)),
                    text::quoted(sentence.written(second))
                );
                out.add(point.place(sentence.range(second)), message)
                    .advise("Dela punkten i två, så att varje åtgärd kan yrkas, beslutas och följas upp för sig.");
            }
        }
    }
}

impl OneAction {
    /// The action at a place, if it stands in this mood.
    fn find<'v>(&'v self, sentence: &Sentence<'_>, at: usize, mood: Mood) -> Option<Action<'v>> {
        let (infinitive, form) = sentence.verb(at, &self.actions)?;
        let is_meant = match form {
            Verbform::Infinitiv | Verbform::Imperativ => mood == Mood::ToBeDone,
            Verbform::Presens => mood == Mood::Active,
            Verbform::Passiv => mood == Mood::Passive,
            Verbform::PassivInfinitiv => false,
        };
        is_meant.then_some((at, infinitive))
    }

    /// The first two actions of the body in one sentence that do not belong together.
    fn two<'v>(&'v self, sentence: &Sentence<'_>) -> Option<(Action<'v>, Action<'v>)> {
        let (first, mood) = self.first(sentence, sentence.opening())?;
        let mut last = first;
        let mut at = first.0 + 1;
        while at < sentence.len() {
            if is_subordinate(sentence.lower(at)) {
                return None;
            }
            let is_joined = matches!(sentence.lower(at), "och" | "samt");
            match is_joined
                .then(|| self.joined(sentence, at + 1, mood))
                .flatten()
            {
                // "prövar och godkänner budgeten" is done to one and the same thing.
                Some(action)
                    if action.0 == last.0 + 2
                        || action.1 == last.1
                        || self.belong(last.1, action.1)
                        || self.belong(first.1, action.1) =>
                {
                    last = action;
                    at = action.0 + 1;
                }
                Some(action) => return Some((first, action)),
                None => at += 1,
            }
        }
        None
    }

    /// The action that a conjunction joins to the one before: right after it, or in the passive after a subject of its
    /// own ("godkänns och motionen avslås").
    fn joined<'v>(
        &'v self,
        sentence: &Sentence<'_>,
        next: usize,
        mood: Mood,
    ) -> Option<Action<'v>> {
        let may_come_before =
            |word: &str| is_adverb(word) || (mood == Mood::ToBeDone && word == "att");
        let skipped = (next..next + 2)
            .take_while(|at| may_come_before(sentence.lower(*at)))
            .count();
        if let Some(action) = self.find(sentence, next + skipped, mood) {
            return Some(action);
        }
        if mood != Mood::Passive {
            return None;
        }
        let is_open = |word: &str| !is_subordinate(word) && !matches!(word, "och" | "samt");
        (next..sentence.len().min(next + LONGEST_SUBJECT))
            .take_while(|at| is_open(sentence.lower(*at)))
            .find_map(|at| self.find(sentence, at, Mood::Passive))
    }

    /// The action that the sentence begins with, and its mood: to be done is also what somebody "beslutar att" do.
    fn first<'v>(&'v self, sentence: &Sentence<'_>, start: usize) -> Option<(Action<'v>, Mood)> {
        let of_clause = start + usize::from(sentence.lower(start) == "att");
        if let Some(action) = self.find(sentence, of_clause, Mood::ToBeDone) {
            return Some((action, Mood::ToBeDone));
        }
        for at in start..sentence.len() {
            if matches!(sentence.lower(at), "beslutar" | "besluta")
                && sentence.lower(at + 1) == "att"
            {
                let action = self.find(sentence, at + 2, Mood::ToBeDone)?;
                return Some((action, Mood::ToBeDone));
            }
            if is_subordinate(sentence.lower(at)) {
                return None;
            }
            for mood in [Mood::Active, Mood::Passive] {
                if let Some(action) = self.find(sentence, at, mood) {
                    return Some((action, mood));
                }
            }
        }
        None
    }

    fn belong(&self, first: &str, second: &str) -> bool {
        self.pairs
            .iter()
            .any(|(a, b)| (a == "*" || a == first) && (b == "*" || b == second))
    }
}

/// Whether a clause begins whose verbs are not the body's.
fn is_subordinate(word: &str) -> bool {
    matches!(
        word,
        "att"
            | "som"
            | "vilken"
            | "vilket"
            | "vilka"
            | "vars"
            | "där"
            | "när"
            | "eftersom"
            | "såvida"
    )
}

fn is_adverb(word: &str) -> bool {
    matches!(
        word,
        "dels" | "även" | "också" | "samtidigt" | "därmed" | "därför" | "härmed" | "vidare"
    )
}
