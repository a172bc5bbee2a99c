//! DEC-01: a decision is written as if it were made already, in the form the municipality writes.

use std::ops::Range;

use super::BESLUTANDE;
use crate::finding::{Applicability, Level};
use crate::profile::ProfileError;
use crate::rules::decisions::{self, Decision};
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::rewriting::{self, Rewriting};
use crate::rules::sentence::{self, Sentence};
use crate::rules::settings::Settings;
use crate::rules::texts::Text;
use crate::rules::{Case, Check, Rule};
use crate::text::{self, Verbform, Verbs};

pub(super) static RULE: Rule = Rule {
    id: "DEC-01",
    slug: "som-fattat-beslut",
    level: Level::Varning,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Granskar hur varje beslutspunkt börjar. Beslutet ska vara skrivet som om det redan var fattat: ”Kommunstyrelsen \
godkänner …” eller ”Rapporten godkänns”. En punkt får inte börja med infinitiv eller uppmaning (”Godkänna …”, \
”Godkänn …”), och inte vara ett förslag (”föreslås besluta”) eller en rekommendation (”bör”). Kommunen väljer form i \
`regler.toml`: hela meningar i presens, att-satser eller passiv.

## Varför
Beslutet ska kunna flyttas över direkt till protokollet. Då ska ingen behöva skriva om det, och alla ska ha tagit \
ställning till samma ord.

## Exempel
Fel: `Godkänna skrivelsen om mötesplatser.`
Rätt: `Kommunstyrelsen godkänner skrivelsen om mötesplatser.`

## Åtgärd
Börja med den som beslutar och skriv verbet i presens. Rättningen skriver om hela meningen: läs den innan du använder \
den.

## Källa
Kommunens mallinstruktioner. Form och verb bestämmer profilen, i `regler.toml`.
",
};

/// How the municipality writes a decision.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Presens,
    AttSats,
    Passiv,
}

struct Decided {
    mode: Mode,
    verbs: Verbs,
    /// What looks like the imperative of a verb, and is another word.
    other_words: Vec<String>,
    proposals: Vec<String>,
    advice: Vec<String>,
    /// What may be said to be advisable to happen to the matter itself.
    of_the_matter: Verbs,
    openings: Phrases,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    const MODES: [(&str, Option<Mode>); 4] = [
        ("presens", Some(Mode::Presens)),
        ("att-sats", Some(Mode::AttSats)),
        ("passiv", Some(Mode::Passiv)),
        ("av", None),
    ];
    let mode = settings.choice("form", &MODES)?;
    let verbs = |list: &[String]| Verbs::new(list.iter().map(String::as_str));
    let openings = settings.texts("inledningar")?;
    let decided = Decided {
        mode: mode.flatten().unwrap_or(Mode::Presens),
        verbs: verbs(&settings.texts("verb")?),
        other_words: settings.texts("inte_uppmaning")?,
        proposals: settings.texts("forslag")?,
        advice: settings.texts("rekommendation")?,
        of_the_matter: verbs(&settings.texts("verb_om_arendet")?),
        openings: Phrases::new(openings.iter().map(String::as_str)),
    };
    Ok(match mode {
        Some(None) => Box::new(|_: &Case<'_>, _: &mut Findings<'_>| {}),
        _ => Box::new(decided),
    })
}

impl Check for Decided {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        for decision in decisions::of(case) {
            let mut after_lead = false;
            for point in &decision.points {
                let Some(range) = point.sentences().first() else {
                    continue;
                };
                let sentence = Sentence::of(&point.value, range.clone());
                if sentence.opening() >= sentence.len() {
                    continue;
                }
                if let Some(fault) = self.fault(&sentence, &decision, after_lead) {
                    self.report(&fault, &sentence, range, point, &decision, out);
                }
                let first = sentence.opening();
                let goes_on = self.is_act(&sentence, first) || sentence.lower(first) == "att";
                after_lead = is_lead(&point.value) || (after_lead && goes_on);
            }
        }
    }
}

/// Whether a verb leaves the decision to another.
fn is_proposing(infinitive: &str) -> bool {
    matches!(infinitive, "föreslå" | "hemställa")
}

/// Whether the points that follow go on with the sentence: "Kommunstyrelsen beslutar att", and then each thing.
fn is_lead(point: &str) -> bool {
    let end = point
        .trim_end()
        .trim_end_matches([':', '…', '.', ' ', '*', '_']);
    let last = end.rsplit(char::is_whitespace).next().unwrap_or_default();
    matches!(last, "att" | "besluta" | "beslutar" | "beslutat")
}

/// What is wrong with how a point begins.
struct Fault {
    message: String,
    /// The word at fault, where the finding points.
    at: usize,
    /// The first infinitive of what is to be decided, and its own form if it is something else.
    verb: Option<usize>,
    kind: FaultKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FaultKind {
    /// Begins with what is to be done.
    Act,
    /// A subject, and then that it is proposed or advisable.
    Proposed,
    /// As decided, in another form than the municipality's.
    Form,
    /// Cannot be rewritten.
    Other,
}

impl Decided {
    fn verb<'s>(&'s self, sentence: &Sentence<'_>, at: usize) -> Option<(&'s str, Verbform)> {
        sentence.verb(at, &self.verbs)
    }

    /// Whether an act stands here as something to do: "godkänna", "godkänn".
    fn is_act(&self, sentence: &Sentence<'_>, at: usize) -> bool {
        match self.verb(sentence, at) {
            Some((_, Verbform::Infinitiv)) => true,
            Some((_, Verbform::Imperativ)) => !self
                .other_words
                .iter()
                .any(|word| word == sentence.lower(at)),
            _ => false,
        }
    }

    fn fault(
        &self,
        sentence: &Sentence<'_>,
        decision: &Decision<'_, '_>,
        after_lead: bool,
    ) -> Option<Fault> {
        let first = sentence.opening();
        if sentence.lower(first) == "att" {
            let verb =
                (first + 1..sentence.len().min(first + 3)).find(|at| self.is_act(sentence, *at));
            return (self.mode != Mode::AttSats && !after_lead).then(|| Fault {
                message: "Punkten är skriven som en att-sats.".to_owned(),
                at: first,
                verb,
                kind: if verb.is_some() {
                    FaultKind::Act
                } else {
                    FaultKind::Other
                },
            });
        }
        if self.is_act(sentence, first) {
            return (!after_lead).then(|| Fault {
                message: format!(
                    "Punkten börjar med {} och är inte skriven som ett fattat beslut.",
                    text::quoted(sentence.written(first))
                ),
                at: first,
                verb: Some(first),
                kind: FaultKind::Act,
            });
        }
        self.proposed(sentence, first, decision)
            .or_else(|| self.other_form(sentence, first, decision))
    }

    /// "Kommunstyrelsen föreslås godkänna", "Motionen bör avslås", "Förvaltningen föreslår".
    fn proposed(
        &self,
        sentence: &Sentence<'_>,
        first: usize,
        decision: &Decision<'_, '_>,
    ) -> Option<Fault> {
        let written = sentence.slice(first, sentence.len());
        let proposes = self.openings.opens(written);
        if let Some(found) = self.openings.find(written).first().filter(|_| proposes) {
            return Some(Fault {
                message: format!(
                    "{} är ett förslag, inte ett beslut.",
                    text::quoted(&written[found.clone()])
                ),
                at: first,
                verb: None,
                kind: FaultKind::Other,
            });
        }
        let is = |list: &[String], at: usize| list.iter().any(|word| word == sentence.lower(at));
        let last = sentence.len().min(first + LONGEST_SUBJECT);
        let at = (first + 1..last).find(|at| is(&self.proposals, *at) || is(&self.advice, *at))?;
        let is_subject = (first..at).all(|word| {
            !matches!(sentence.lower(word), "som" | "att" | "om")
                && !sentence.gap(word).contains([',', ':'])
        });
        if !is_subject || sentence.lower(first) == "till" {
            return None;
        }
        let mut verb = at + 1;
        while matches!(
            sentence.lower(verb),
            "att" | "besluta" | "inte" | "även" | "också"
        ) {
            verb += 1;
        }
        let says_besluta = (at + 1..verb).any(|word| sentence.lower(word) == "besluta");
        let found = self.verb(sentence, verb);
        let is_passive = matches!(
            found,
            Some((_, Verbform::Passiv | Verbform::PassivInfinitiv))
        );
        let is_active = matches!(found, Some((_, Verbform::Infinitiv)));
        let is_task = sentence.has_at(verb, "få i uppdrag");
        let is_proposal = is(&self.proposals, at);
        let by_body = sentence::is_body(sentence.lower(at - 1))
            || decision.subject().as_deref() == Some(sentence.slice(first, at));
        let counts = if is_proposal {
            says_besluta || is_active || is_passive || is_task
        } else {
            let of_the_matter = sentence.verb(verb, &self.of_the_matter).is_some();
            (is_active && by_body) || (is_passive && of_the_matter)
        };
        let end = (verb + 1).min(sentence.len());
        counts.then(|| Fault {
            message: format!(
                "{} är {}, inte ett beslut.",
                text::quoted(sentence.slice(at, end)),
                if is_proposal {
                    "ett förslag"
                } else {
                    "en rekommendation"
                }
            ),
            at,
            verb: Some(verb),
            kind: if is_active || is_passive || is_task || says_besluta {
                FaultKind::Proposed
            } else {
                FaultKind::Other
            },
        })
    }

    /// A decision in another form than the municipality's: only where the body itself is the subject.
    fn other_form(
        &self,
        sentence: &Sentence<'_>,
        first: usize,
        decision: &Decision<'_, '_>,
    ) -> Option<Fault> {
        let body = decision.subject().filter(|_| self.mode != Mode::Presens)?;
        let words = body.split_whitespace().count();
        let verb = first + words;
        let (infinitive, form) = self.verb(sentence, verb)?;
        let is_body = sentence.slice(first, verb).to_lowercase() == body.to_lowercase();
        let passes_on = infinitive == "besluta" || is_proposing(infinitive);
        (is_body && form == Verbform::Presens && !passes_on).then(|| Fault {
            message: match self.mode {
                Mode::AttSats => "Punkten är inte skriven som en att-sats.".to_owned(),
                _ => format!(
                    "Punkten är inte skriven i passiv: {}.",
                    text::quoted(sentence.slice(first, verb + 1))
                ),
            },
            at: first,
            verb: Some(verb),
            kind: FaultKind::Form,
        })
    }

    fn report(
        &self,
        fault: &Fault,
        sentence: &Sentence<'_>,
        whole: &Range<usize>,
        point: &Text<'_>,
        decision: &Decision<'_, '_>,
        out: &mut Findings<'_>,
    ) {
        let finding = out.add(
            point.place(sentence.range(fault.at)),
            fault.message.as_str(),
        );
        if fault.kind == FaultKind::Form && self.mode == Mode::Passiv {
            finding.at_most(Level::Rad);
        }
        match self.rewritten(fault, sentence, decision) {
            None => {
                finding.advise(match self.mode {
                    Mode::Presens => "Skriv beslutet som om det redan var fattat, med den som beslutar som subjekt: ”Kommunstyrelsen godkänner …”.",
                    Mode::AttSats => "Skriv beslutet som en att-sats: ”att godkänna …”.",
                    Mode::Passiv => "Skriv beslutet som om det redan var fattat: ”Rapporten godkänns.”",
                });
            }
            Some(rewriting) => {
                let result = sentence::changed(&point.value, whole.clone(), &rewriting.changes);
                let applicability = if rewriting.is_certain {
                    Applicability::Unsafe
                } else {
                    Applicability::DisplayOnly
                };
                finding
                    .advise(format!(
                        "Skriv beslutet som om det redan var fattat: {}",
                        text::quoted(&result)
                    ))
                    .mend(
                        applicability,
                        format!("Skriv {}", text::quoted(&result)),
                        sentence::edits(point, &rewriting.changes),
                    );
            }
        }
    }

    /// The sentence in the municipality's form.
    fn rewritten(
        &self,
        fault: &Fault,
        sentence: &Sentence<'_>,
        decision: &Decision<'_, '_>,
    ) -> Option<Rewriting> {
        let (first, verb) = (sentence.opening(), fault.verb?);
        if fault.kind == FaultKind::Other {
            return None;
        }
        if fault.kind == FaultKind::Proposed && !self.is_act(sentence, verb) {
            return self.decided(fault, sentence, verb);
        }
        let proposes = self
            .verb(sentence, verb)
            .is_some_and(|(infinitive, _)| is_proposing(infinitive));
        // "Föreslå kommunfullmäktige att …" among what is proposed to it: it would propose to itself.
        if proposes && decision.till.is_some() {
            return None;
        }
        let body = decision.subject();
        match self.mode {
            Mode::AttSats => rewriting::as_clause(sentence, first, verb, &self.verbs),
            Mode::Passiv if fault.kind == FaultKind::Form => None,
            Mode::Passiv => rewriting::passive(sentence, first, verb, &self.verbs),
            Mode::Presens => {
                let subject = match fault.kind {
                    FaultKind::Proposed => sentence.slice(first, fault.at),
                    _ => body.as_deref()?,
                };
                rewriting::with_subject(sentence, first, verb, subject, &self.verbs)
            }
        }
    }

    /// "föreslås avslås" as "avslås", "föreslås besluta att" as "beslutar att", "föreslås få i uppdrag" as "får i uppdrag".
    fn decided(&self, fault: &Fault, sentence: &Sentence<'_>, verb: usize) -> Option<Rewriting> {
        let (last, written) = match self.verb(sentence, verb) {
            Some(("uppdra", Verbform::Passiv)) if sentence.lower(verb + 1) == "att" => {
                (verb, "får i uppdrag".to_owned())
            }
            Some((infinitive, Verbform::Passiv | Verbform::PassivInfinitiv)) => {
                (verb, text::passiv(infinitive))
            }
            _ if sentence.lower(verb) == "få" => (verb, "får".to_owned()),
            _ => {
                let says = (fault.at + 1..verb).find(|at| sentence.lower(*at) == "besluta")?;
                (says, text::presens("besluta"))
            }
        };
        let range = sentence.range(fault.at).start..sentence.range(last).end;
        Some(Rewriting {
            changes: vec![(range, written)],
            is_certain: true,
        })
    }
}

/// Words that a subject has at most: further on, "föreslås" is said of something else.
const LONGEST_SUBJECT: usize = 10;
