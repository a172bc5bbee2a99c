//! DEC-03: a decision can be understood without the documents it comes from.

use std::collections::BTreeMap;
use std::ops::Range;

use super::BESLUTANDE;
use crate::finding::{Applicability, Level};
use crate::profile::ProfileError;
use crate::rules::decisions::{self, Decision};
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::sentence::{self, Sentence};
use crate::rules::settings::Settings;
use crate::rules::texts::Text;
use crate::rules::{Case, Check, Rule};
use crate::text::{self, Verbform, Verbs};

pub(super) static RULE: Rule = Rule {
    id: "DEC-03",
    slug: "begripligt-i-sig",
    level: Level::Varning,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Hittar beslutspunkter som inte går att förstå för sig: de börjar med ”Den”, ”Detta” eller ”Ovanstående”, saknar den \
som beslutar eller det som beslutas, talar om ”skrivelsen” eller ”rapporten” utan att säga vilken, eller säger bara att \
nämnden ”avger yttrande över” något. Ett ord som har en egen bestämning är tydligt (”rapporten om trygghet”), liksom \
det som beslutet självt har nämnt tidigare.

## Varför
Beslutet läses i protokollet, i utdrag och många år senare, ofta utan de andra handlingarna.

## Exempel
Fel: `Kommunstyrelsen godkänner skrivelsen.`
Rätt: `Kommunstyrelsen godkänner skrivelsen Fler mötesplatser för unga.`

## Åtgärd
Skriv ut vem som beslutar, vad, och vilken handling det gäller. I ett yttrande: skriv vad nämnden tycker.

## Källa
Kommunens mallinstruktioner. Orden bestämmer profilen, i `regler.toml`.
",
};

struct Understandable {
    /// "den", which points back where a verb comes next.
    pronouns: Vec<String>,
    /// "detta", which points back unless it is the decision itself.
    pointers: Vec<String>,
    own: Vec<String>,
    /// What comes right after a pronoun, and is no verb of `acts`.
    after_pronoun: Vec<String>,
    /// Verbs that need somebody who does it and something that it is done to.
    acts: Verbs,
    nouns: Vec<Noun>,
    /// What begins a qualification after a noun.
    qualifiers: Vec<String>,
    /// What looks like one.
    no_qualifiers: Phrases,
    empty_adjectives: Vec<String>,
    /// Words before a noun that is only said in passing.
    in_passing: Vec<String>,
    empty: Phrases,
    substance: Phrases,
    formalities: Phrases,
}

/// "rapporten", what it ends with where somebody has named it ("rapport"), and the verbs that define it.
struct Noun {
    definite: String,
    indefinite: String,
    defined_by: Verbs,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let phrases = |key| {
        Ok::<_, ProfileError>(Phrases::new(
            settings.texts(key)?.iter().map(String::as_str),
        ))
    };
    let acts = settings.texts("verb")?;
    let defined: BTreeMap<&str, &str> = settings.pairs("definieras_av")?.into_iter().collect();
    let nouns = settings.pairs("ord")?;
    let nouns = nouns.into_iter().map(|(definite, indefinite)| Noun {
        definite: definite.to_lowercase(),
        indefinite: indefinite.to_lowercase(),
        defined_by: Verbs::new(
            defined
                .get(definite)
                .unwrap_or(&"")
                .split(',')
                .filter(|v| !v.trim().is_empty()),
        ),
    });
    Ok(Box::new(Understandable {
        pronouns: settings.texts("pronomen")?,
        pointers: settings.texts("syftar_bakat")?,
        own: settings.texts("beslutet_sjalvt")?,
        after_pronoun: settings.texts("verb_efter_pronomen")?,
        acts: Verbs::new(acts.iter().map(String::as_str)),
        nouns: nouns.collect(),
        qualifiers: settings.texts("bestamning")?,
        no_qualifiers: phrases("ingen_bestamning")?,
        empty_adjectives: settings.texts("tomma_bestamningar")?,
        in_passing: settings.texts("i_forbigaende")?,
        empty: phrases("tomt_beslut")?,
        substance: phrases("innehall")?,
        formalities: phrases("formalia")?,
    }))
}

impl Check for Understandable {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        for decision in decisions::of(case) {
            let mut named = vec![false; self.nouns.len()];
            for point in &decision.points {
                let sentences = Sentence::all(&point.value);
                let Some(first) = sentences.first() else {
                    continue;
                };
                let mut is_found = self.points_back(first, point, out)
                    || self.lacks_a_part(first, sentences.len(), point, &decision, out);
                for sentence in &sentences {
                    let undefined = self.undefined(sentence, &mut named);
                    if let Some(at) = undefined.filter(|_| !is_found) {
                        is_found = true;
                        report_undefined(sentence, at, point, out);
                    }
                }
            }
            self.says_nothing(&decision, out);
        }
    }
}

fn report_undefined(sentence: &Sentence<'_>, at: usize, point: &Text<'_>, out: &mut Findings<'_>) {
    let message = format!(
        "Punkten säger inte vad {} är.",
        text::quoted(&sentence.written(at).to_lowercase())
    );
    out.add(point.place(sentence.range(at)), message)
        .advise("Skriv vilken handling det är, till exempel med dess titel, så att beslutet kan förstås för sig.");
}

impl Understandable {
    /// "Detta gäller …", "Den antas …".
    fn points_back(
        &self,
        sentence: &Sentence<'_>,
        point: &Text<'_>,
        out: &mut Findings<'_>,
    ) -> bool {
        let first = sentence.opening();
        let (word, next) = (sentence.lower(first), sentence.lower(first + 1));
        let is_verb = |word: &str| {
            let form = self.acts.find(word, |_| true).map(|(_, form)| form);
            matches!(form, Some(Verbform::Presens | Verbform::Passiv))
                || is(&self.after_pronoun, word)
        };
        // "Det antecknas att …", "Det ska finnas …" point at what comes.
        let is_formal = word == "det"
            && (is(&self.after_pronoun, next) || sentence.words().iter().any(|word| word == "att"));
        let points_back = (is(&self.pointers, word) && !is(&self.own, next))
            || (is(&self.pronouns, word) && is_verb(next) && !is_formal);
        if points_back {
            let message = format!(
                "Punkten börjar med {} och går inte att förstå för sig.",
                text::quoted(sentence.written(first))
            );
            out.add(point.place(sentence.range(first)), message)
                .advise("Skriv ut vad det är som avses.");
        }
        points_back
    }

    /// "Godkänner rapporten om trygghet.", "Kommunstyrelsen godkänner.", "Avslås."
    fn lacks_a_part(
        &self,
        sentence: &Sentence<'_>,
        sentences: usize,
        point: &Text<'_>,
        decision: &Decision<'_, '_>,
        out: &mut Findings<'_>,
    ) -> bool {
        let first = sentence.opening();
        let form = |at: usize| sentence.verb(at, &self.acts).map(|(_, form)| form);
        let is_whole = sentences == 1 && !point.value.trim_end().ends_with([':', '…']);
        let last = sentence.len() - 1;
        let place = point.place(sentence.range(first.min(last)));
        if first == last && is_whole && form(first) == Some(Verbform::Passiv) {
            out.add(
                place,
                format!(
                    "Punkten säger inte vad som beslutas: {}.",
                    text::quoted(point.value.trim().trim_end_matches('.'))
                ),
            )
            .advise("Skriv ut vad beslutet gäller.");
            return true;
        }
        if first < last
            && is_whole
            && form(last) == Some(Verbform::Presens)
            && sentence::is_body(sentence.lower(last - 1))
            && last - first <= 4
        {
            out.add(
                place,
                format!(
                    "Punkten säger inte vad som beslutas: {}.",
                    text::quoted(point.value.trim().trim_end_matches('.'))
                ),
            )
            .advise("Skriv ut vad beslutet gäller.");
            return true;
        }
        if form(first) != Some(Verbform::Presens) {
            return false;
        }
        let range = sentence.range(first);
        let message = format!(
            "Punkten säger inte vem som beslutar: den börjar med {}.",
            text::quoted(sentence.written(first))
        );
        let finding = out.add(place, message);
        finding.advise("Börja med den som beslutar, till exempel ”Kommunstyrelsen”.");
        if let Some(body) = decision.subject() {
            let with = format!("{body} {}", text::gemen(sentence.written(first)));
            finding.mend(
                Applicability::Unsafe,
                format!("Skriv {}", text::quoted(&with)),
                sentence::edits(point, &[(range, with)]),
            );
        }
        true
    }

    /// The first noun of the list that nobody has said what it is. What a sentence names is known after it.
    fn undefined(&self, sentence: &Sentence<'_>, named: &mut [bool]) -> Option<usize> {
        let mut found = None;
        for (at, word) in sentence.words().iter().enumerate() {
            for (noun, is_named) in self.nouns.iter().zip(named.iter_mut()) {
                if noun.definite == *word && !*is_named && !self.is_defined(sentence, at, noun) {
                    found.get_or_insert(at);
                }
                *is_named |= noun.is_named_by(word);
            }
        }
        found
    }

    fn is_defined(&self, sentence: &Sentence<'_>, at: usize, noun: &Noun) -> bool {
        let before = at
            .checked_sub(1)
            .map_or("", |before| sentence.lower(before));
        let article = at
            .checked_sub(2)
            .map_or("", |before| sentence.lower(before));
        let has_adjective = matches!(article, "den" | "det" | "de")
            && before.ends_with(['a', 'e'])
            && !is(&self.empty_adjectives, before);
        let by_verb = sentence
            .words()
            .iter()
            .any(|word| noun.defined_by.find(word, |_| true).is_some());
        has_adjective
            || by_verb
            || is(&self.in_passing, before)
            || self.is_qualified(sentence, at + 1)
    }

    /// Whether what begins at this word says which one it is: a clause, a preposition, a name, a number, a quotation.
    fn is_qualified(&self, sentence: &Sentence<'_>, next: usize) -> bool {
        if next >= sentence.len() || sentence.gap(next).contains(['.', ';']) {
            return false;
        }
        if sentence
            .gap(next)
            .contains(['”', '"', '“', '»', '(', '*', '_', '’', '\'', ':'])
        {
            return true;
        }
        let rest = sentence.slice(next, sentence.len());
        let is_name = rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        (is_name || is(&self.qualifiers, sentence.lower(next))) && !self.no_qualifiers.opens(rest)
    }

    /// "Nämnden avger yttrande över remissen." alone tells nothing of the yttrande.
    fn says_nothing(&self, decision: &Decision<'_, '_>, out: &mut Findings<'_>) {
        let mut empty: Option<(&Text<'_>, Range<usize>)> = None;
        for point in &decision.points {
            let found = self.empty.find(&point.value).into_iter().next();
            match found.filter(|found| !self.goes_on(&point.value, found)) {
                Some(found) => {
                    empty.get_or_insert((point, found));
                }
                None if self.formalities.is_in(&point.value) => {}
                None => return,
            }
        }
        if let Some((point, found)) = empty {
            let message = format!(
                "Beslutet säger inte vad yttrandet innehåller: {}.",
                text::quoted(&point.value[found.clone()])
            );
            out.add(point.place(found), message)
                .advise("Skriv vad som beslutas: till exempel att nämnden tillstyrker eller avstyrker, och vad den anser.");
        }
    }

    /// Whether the point says more than that somebody answers.
    fn goes_on(&self, point: &str, found: &Range<usize>) -> bool {
        point.contains(':')
            || self.substance.is_in(&point[found.end..])
            || text::meningar(point).len() > 1
    }
}

impl Noun {
    /// "Biblioteksplan" and "biblioteksplanen" name the plan.
    fn is_named_by(&self, word: &str) -> bool {
        let plain = word.strip_suffix('s').unwrap_or(word);
        [word, plain]
            .iter()
            .any(|word| word.ends_with(&self.indefinite) || word.ends_with(&self.definite))
    }
}

fn is(list: &[String], word: &str) -> bool {
    list.iter().any(|one| one == word)
}
