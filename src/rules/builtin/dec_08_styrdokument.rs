//! DEC-08: who adopts a governing document says from when, and what ceases to apply.

use std::cell::LazyCell;

use super::BESLUTANDE;
use crate::finding::Level;
use crate::profile::ProfileError;
use crate::rules::decisions;
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::sentence::Sentence;
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};
use crate::text::{self, Verbform, Verbs};

pub(super) static RULE: Rule = Rule {
    id: "DEC-08",
    slug: "styrdokument-galler-fran",
    level: Level::Varning,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
När beslutet antar ett styrdokument (taxa, reglemente, policy, riktlinjer, regler, föreskrifter …) kontrolleras att det \
säger från när dokumentet gäller. Är det en reviderad version ska beslutet också säga vad som upphör att gälla. Vilka \
dokument det gäller bestämmer profilen.

## Varför
Annars vet ingen vilken taxa som gäller i dag, eller om den gamla policyn finns kvar.

## Exempel
Fel: `Kommunfullmäktige antar reviderad taxa för livsmedelskontroll.`
Rätt: `Kommunfullmäktige antar taxa för livsmedelskontroll att gälla från och med den 1 januari 2027. Taxan från 2019 \
upphör samtidigt att gälla.`

## Åtgärd
Skriv från och med när dokumentet gäller, och vad som upphör att gälla.

## Källa
Kommunens mallinstruktioner.
",
};

struct Adopted {
    verbs: Verbs,
    /// How the names of governing documents end.
    documents: Vec<String>,
    /// Words that may stand before the document's name: "förslag till nytt".
    before: Vec<String>,
    /// Those of them that say that there was an earlier version.
    revised: Vec<String>,
    from_when: Phrases,
    ceases: Phrases,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let phrases = |key| {
        Ok::<_, ProfileError>(Phrases::new(
            settings.texts(key)?.iter().map(String::as_str),
        ))
    };
    let verbs = settings.texts("verb")?;
    Ok(Box::new(Adopted {
        verbs: Verbs::new(verbs.iter().map(String::as_str)),
        documents: settings.texts("styrdokument")?,
        before: settings.texts("fore_namnet")?,
        revised: settings.texts("reviderat")?,
        from_when: phrases("fran_nar")?,
        ceases: phrases("upphor")?,
    }))
}

impl Check for Adopted {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        for decision in decisions::of(case) {
            let is_said = |phrases: &Phrases| {
                let mut points = decision.points.iter();
                points.any(|point| phrases.is_in(&point.value))
            };
            let says_when = LazyCell::new(|| is_said(&self.from_when));
            let says_what = LazyCell::new(|| is_said(&self.ceases));
            for point in &decision.points {
                for sentence in Sentence::all(&point.value) {
                    let Some(document) = self.adopted(&sentence) else {
                        continue;
                    };
                    let has =
                        |is: &dyn Fn(&str) -> bool| sentence.words().iter().any(|word| is(word));
                    let says_when = *says_when || has(&|word| is_year(word));
                    let is_revised = has(&|word| self.revised.iter().any(|one| one == word));
                    let lacking = match (says_when, *says_what) {
                        (true, false) if is_revised => "säger inte vad som upphör att gälla",
                        (true, _) => continue,
                        (false, true) => "säger inte från när dokumentet gäller",
                        (false, false) => {
                            "säger varken från när dokumentet gäller eller vad som upphör att gälla"
                        }
                    };
                    let name = text::quoted(sentence.written(document));
                    let place = point.place(sentence.range(document));
                    out.add(place, format!("Beslutet antar {name} men {lacking}."))
                        .advise("Skriv ”att gälla från och med den …”, och vad som samtidigt upphör att gälla.");
                }
            }
        }
    }
}

impl Adopted {
    /// The word that names the governing document that the sentence adopts.
    fn adopted(&self, sentence: &Sentence<'_>) -> Option<usize> {
        let form = |at: usize| Some(sentence.verb(at, &self.verbs)?.1);
        let verb = (0..sentence.len()).find(|at| form(*at).is_some())?;
        let has = |words: &[&str]| (0..verb).any(|at| words.contains(&sentence.lower(at)));
        let is_own = has(&["beslutar", "besluta", "föreslår", "föreslås"])
            || sentence.lower(sentence.opening()) == "att";
        if has(&["som", "när", "uppdrag", "uppdrar"]) || (has(&["att"]) && !is_own) {
            return None;
        }
        let subject = match form(verb) {
            Some(Verbform::Passiv) => self.document(sentence, sentence.opening(), verb),
            _ => None,
        };
        subject.or_else(|| self.document(sentence, verb + 1, sentence.len()))
    }

    /// The document that a phrase is about: its noun, not one that is named beside it ("ändringar i reglementet").
    fn document(&self, sentence: &Sentence<'_>, from: usize, to: usize) -> Option<usize> {
        for at in from..to.min(from + LONGEST_NAME) {
            let word = sentence.lower(at);
            if self
                .documents
                .iter()
                .any(|end| word.ends_with(end.as_str()))
            {
                return Some(at);
            }
            let is_name = sentence.written(at).starts_with(char::is_uppercase);
            if !(is_name || word.ends_with('s') || self.before.iter().any(|before| before == word))
            {
                return None;
            }
        }
        None
    }
}

/// How far into a phrase its noun is looked for.
const LONGEST_NAME: usize = 8;

/// "2027", also at the beginning of "2027-2030": a document for certain years.
fn is_year(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && matches!(word.as_bytes().get(4), None | Some(b'-'))
}
