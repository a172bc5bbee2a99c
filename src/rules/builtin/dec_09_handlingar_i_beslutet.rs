//! DEC-09: a document that the decision is about is among the supporting documents.

use std::collections::BTreeSet;
use std::ops::Range;

use super::BESLUTANDE;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::decisions;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};
use crate::text::{self, stam};

pub(super) static RULE: Rule = Rule {
    id: "DEC-09",
    slug: "handlingar-i-beslutet",
    level: Level::Varning,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Läser vilken handling beslutet gäller (”godkänner rapporten”, ”Riktlinjerna antas”) och kontrollerar att den finns bland \
`beslutsunderlag`. Orden jämförs utan böjning, och en sammansättning räknas: ”rapporten” är ”Granskningsrapport”. Det \
räcker också att en redogörelse kallas något annat i titeln men handlar om samma sak. Dokumentet självt räknas inte (”skrivelsen” i en \
skrivelse). Saknas beslutsunderlag helt säger regeln ingenting.

## Varför
Nämnden ska ha läst det den beslutar om, och den som läser beslutet senare ska hitta rätt handling.

## Exempel
Fel: `Kommunstyrelsens rapport godkänns` när ingen rapport finns bland underlagen
Rätt: samma beslut, med `{ \"titel\": \"Kommunstyrelsens rapport\", \"datum\": \"2022-10-03\" }` bland underlagen

## Åtgärd
Lägg till handlingen i `beslutsunderlag`, eller kalla den i beslutet vad den heter där.

## Källa
Kommunens mall. Orden står i profilens `regler.toml`.
",
};

struct Handlingar {
    /// Stems of nouns for documents, the longest first.
    nouns: Vec<String>,
    /// Stems of nouns for documents that tell of something: one may be called another.
    reports: Vec<String>,
    /// Stems that end like one and are something else.
    others: BTreeSet<String>,
    active: BTreeSet<String>,
    infinitive: BTreeSet<String>,
    passive: BTreeSet<String>,
    /// Where a noun phrase's own words end.
    stops: BTreeSet<String>,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let words = |key| -> Result<BTreeSet<String>, ProfileError> {
        let words = settings.texts(key)?;
        Ok(words.iter().map(|word| word.to_lowercase()).collect())
    };
    let reports: Vec<String> = words("redogorelser")?
        .iter()
        .map(|word| stam(word))
        .collect();
    let mut nouns: Vec<String> = words("handlingar")?.iter().map(|word| stam(word)).collect();
    nouns.extend(reports.iter().cloned());
    nouns.sort_by_key(|noun| std::cmp::Reverse(noun.len()));
    Ok(Box::new(Handlingar {
        nouns,
        reports,
        others: words("andra_ord")?.iter().map(|word| stam(word)).collect(),
        active: words("verb")?,
        infinitive: words("infinitiv")?,
        passive: words("passiv")?,
        stops: words("stopp")?,
    }))
}

/// A word of a sentence.
struct Word<'t> {
    written: &'t str,
    at: usize,
    lower: String,
    /// Whether a comma or the like stands before it.
    after_pause: bool,
}

fn words(sentence: &str, offset: usize) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = 0;
    while let Some(start) = sentence[rest..].find(char::is_alphanumeric) {
        let start = rest + start;
        let after_pause = sentence[rest..start].contains([',', ';', ':', '(', ')']);
        let length = sentence[start..]
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(sentence.len() - start);
        let written = &sentence[start..start + length];
        words.push(Word {
            written,
            at: offset + start,
            lower: written.to_lowercase(),
            after_pause,
        });
        rest = start + length;
    }
    words
}

/// What the supporting documents are called.
struct Titles {
    /// The stems of each title's words.
    each: Vec<Vec<String>>,
    all: BTreeSet<String>,
}

impl Titles {
    fn of(case: &Case<'_>) -> Self {
        let each: Vec<Vec<String>> = decisions::titles(case)
            .map(|title| stems(&title.value))
            .collect();
        let all = each.iter().flatten().cloned().collect();
        Self { each, all }
    }
}

fn stems(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(stam)
        .collect()
}

/// Whether what is decided is a sum, not a document: "taxan för trygghetslarm till 295 kronor".
fn is_sum(after: &[Word<'_>]) -> bool {
    let is_number = |word: &Word<'_>| word.lower.starts_with(|c: char| c.is_ascii_digit());
    after
        .windows(2)
        .any(|two| two[0].lower == "till" && is_number(&two[1]))
}

impl Check for Handlingar {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let titles = Titles::of(case);
        if titles.each.is_empty() {
            return;
        }
        let own = stam(case.typ.namn.split_whitespace().last().unwrap_or_default());
        let ignored: BTreeSet<String> =
            stems(&case.context.profile.file.namn).into_iter().collect();
        let mut told = BTreeSet::new();
        for decision in decisions::of(case) {
            for point in decision.points {
                for sentence in point.sentences() {
                    let words = words(&point.value[sentence.clone()], sentence.start);
                    for index in self.objects(&words) {
                        let word = &words[index];
                        let stem = stam(&word.lower);
                        let is_itself =
                            !own.is_empty() && (own.ends_with(&stem) || stem.ends_with(&own));
                        if is_itself
                            || is_sum(&words[index + 1..])
                            || self.is_listed(&stem, &titles)
                            || self.is_listed_otherwise(
                                &stem,
                                &words[index + 1..],
                                &titles,
                                &ignored,
                            )
                            || !told.insert(stem)
                        {
                            continue;
                        }
                        let message = format!(
                            "Beslutet gäller {}, som inte finns bland beslutsunderlagen.",
                            text::quoted(word.written)
                        );
                        out.add(point.place(word.at..word.at + word.written.len()), message)
                            .relies_on(Pointer::root().key("beslutsunderlag"))
                            .advise("Lägg till handlingen i ”beslutsunderlag”, eller kalla den i beslutet vad den heter där.");
                    }
                }
            }
        }
    }
}

impl Handlingar {
    /// The noun for a document that a word is or ends with.
    fn noun(&self, stem: &str) -> Option<&str> {
        if self.others.contains(stem) {
            return None;
        }
        let found = self.nouns.iter().find(|noun| stem.ends_with(noun.as_str()));
        found.map(String::as_str)
    }

    /// The documents that a sentence decides on, as places among its words.
    fn objects(&self, words: &[Word<'_>]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut free_from = 0;
        for (index, word) in words.iter().enumerate() {
            if self.active.contains(&word.lower) || self.is_decided_infinitive(words, index) {
                found.extend(self.phrase(words, index + 1..words.len()));
                free_from = index + 1;
            } else if self.passive.contains(&word.lower) {
                found.extend(self.phrase(words, free_from..index));
                free_from = index + 1;
            }
        }
        found
    }

    /// "Godkänna rapporten", "att godkänna rapporten", "beslutar (att) godkänna rapporten": and not "uppdrar åt nämnden
    /// att godkänna".
    fn is_decided_infinitive(&self, words: &[Word<'_>], index: usize) -> bool {
        if !self.infinitive.contains(&words[index].lower) {
            return false;
        }
        let before: Vec<&str> = words[index.saturating_sub(2)..index]
            .iter()
            .map(|word| word.lower.as_str())
            .collect();
        matches!(
            before.as_slice(),
            [] | ["att"] | [.., "beslutar" | "besluta"] | ["beslutar" | "besluta", "att"]
        )
    }

    /// The nouns for documents at the head of a noun phrase: its own words, before what qualifies them.
    fn phrase(&self, words: &[Word<'_>], range: Range<usize>) -> Vec<usize> {
        let mut heads = Vec::new();
        let mut head = None;
        let mut is_proposal = false;
        for index in range.clone() {
            let word = &words[index];
            let is_first = index == range.start;
            let stem = stam(&word.lower);
            let is_link = matches!(word.lower.as_str(), "och" | "samt");
            if is_link || (word.after_pause && !is_first) {
                // "rapporten och planen": another head, if it comes at once.
                let next = if is_link { index + 1 } else { index };
                let goes_on = words
                    .get(next)
                    .filter(|_| next < range.end)
                    .is_some_and(|next| self.noun(&stam(&next.lower)).is_some());
                if !goes_on || head.is_none() {
                    break;
                }
                heads.extend(head.take());
                if is_link {
                    continue;
                }
            }
            // "förslaget till budget" is about the budget, "förslaget i motionen" about the motion.
            if is_proposal && matches!(word.lower.as_str(), "till" | "i") && head.is_none() {
                is_proposal = false;
                continue;
            }
            if self.stops.contains(&word.lower) {
                break;
            }
            is_proposal = stem == "förslag";
            // "utredningens förslag" is about the proposal.
            let owns_next = word.lower.ends_with('s')
                && words[index + 1..range.end]
                    .first()
                    .is_some_and(|next| !next.after_pause && !self.stops.contains(&next.lower));
            if !owns_next && self.noun(&stem).is_some() {
                head = Some(index);
            }
        }
        heads.extend(head);
        heads
    }

    /// Whether a title has the word, or a compound with it: "detaljplanen" is listed with "Planbeskrivning".
    fn is_listed(&self, stem: &str, titles: &Titles) -> bool {
        const SHORTEST: usize = 4;
        let noun = self.noun(stem).unwrap_or(stem);
        let is_compound = |title: &String| {
            title.ends_with(noun) || (noun.len() >= SHORTEST && title.starts_with(noun))
        };
        titles.all.contains(stem) || titles.all.iter().any(is_compound)
    }

    /// Whether some title is of the same thing under another name: it has every word that qualifies the noun, or it too
    /// tells of something ("redovisningen av intern kontroll" is "Uppföljning av intern kontroll") and has most of them.
    fn is_listed_otherwise(
        &self,
        stem: &str,
        after: &[Word<'_>],
        titles: &Titles,
        ignored: &BTreeSet<String>,
    ) -> bool {
        const LONGEST: usize = 12;
        let is_report = |stem: &str| {
            self.reports
                .iter()
                .any(|noun| stem.ends_with(noun.as_str()))
        };
        let may_be_renamed = is_report(stem);
        let is_verb = |word: &Word<'_>| {
            self.active.contains(&word.lower) || self.passive.contains(&word.lower)
        };
        let qualifiers: Vec<String> = after
            .iter()
            .take(LONGEST)
            .take_while(|word| !is_verb(word) && !word.after_pause)
            .filter(|word| {
                word.lower.chars().count() > 3 && word.lower.chars().all(char::is_alphabetic)
            })
            .filter(|word| !self.stops.contains(&word.lower))
            .map(|word| stam(&word.lower))
            .filter(|stem| !ignored.contains(stem))
            .collect();
        let is_in = |stem: &String, title: &[String]| {
            title.iter().any(|other| {
                let is_part = other.ends_with(stem.as_str()) || other.starts_with(stem.as_str());
                other == stem || (stem.len() > 4 && is_part)
            })
        };
        let is_same = |title: &Vec<String>| {
            let shared = qualifiers.iter().filter(|stem| is_in(stem, title)).count();
            let is_all = shared > 1 && shared == qualifiers.len();
            let is_most = shared * 2 > qualifiers.len();
            is_all || (may_be_renamed && is_most && title.iter().any(|stem| is_report(stem)))
        };
        titles.each.iter().any(is_same)
    }
}
