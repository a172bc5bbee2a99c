//! SUM-02: the summary says nothing that the rest of the document does not say.

use std::collections::BTreeSet;
use std::ops::Range;

use memchr::memmem;
use serde_json::Value;

use super::BESLUTANDE;
use crate::finding::Level;
use crate::profile::ProfileError;
use crate::rules::findings::{Findings, Place};
use crate::rules::names;
use crate::rules::rest::Rest;
use crate::rules::settings::Settings;
use crate::rules::texts::{Part, Text};
use crate::rules::{Case, Check, Rule};
use crate::text::{self, Slag, Uppgift, Varde};

pub(super) static RULE: Rule = Rule {
    id: "SUM-02",
    slug: "fakta-bara-i-sammanfattningen",
    level: Level::Varning,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Jämför sammanfattningen med resten av dokumentet. Datum, belopp, andra tal, paragrafer och namn som bara står i \
sammanfattningen ger en varning var. Andra ord som inte har någon motsvarighet samlas i ett råd. Vanliga ord och fasta \
uttryck räknas inte, och inte en mening som säger samma sak med helt andra ord. En nämnds namn räknas bara om en annan nämnd står på samma plats i resten av texten.

## Varför
Sammanfattningen ska gå att lita på. En uppgift som bara står där kan ingen följa upp, och ofta är den kvar från en \
tidigare version.

## Exempel
Fel: ”Kommunfullmäktige har i maj 2018 fastställt riktlinjer” i sammanfattningen, ”Kommunfullmäktige har fastställt \
riktlinjer” i ärendet
Rätt: samma uppgift på båda ställena

## Åtgärd
Skriv uppgiften också i ärendets text, eller ta bort den ur sammanfattningen.

## Källa
Borås Stads mall: ”Fakta som inte återfinns i någon annan del av dokumentet ska heller inte vara en del av \
sammanfattningen.” Ord och uttryck som inte räknas står i profilens `regler.toml`.
",
};

struct Fakta {
    /// Phrases that state no fact, in lower case.
    phrases: Vec<String>,
    /// How ordinary words begin, in lower case.
    ordinary: Vec<String>,
    /// How ordinary words end.
    endings: Vec<String>,
    /// Words before a number that is not meant to the letter.
    roughly: Vec<String>,
    /// How the names of bodies end.
    bodies: Vec<String>,
    /// Shorter words than this are no content.
    letters: usize,
    /// More than this share of a sentence's words, in hundredths, is another wording and nothing new.
    share: usize,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    const LETTERS: usize = 7;
    const SHARE: usize = 25;
    let lower = |key| -> Result<Vec<String>, ProfileError> {
        Ok(settings
            .texts(key)?
            .iter()
            .map(|text| text::lowercase(text))
            .collect())
    };
    Ok(Box::new(Fakta {
        phrases: lower("fasta_fraser")?,
        ordinary: lower("vanliga_ord")?,
        endings: lower("vanliga_andelser")?,
        roughly: lower("ungefarliga")?,
        bodies: lower("organ")?,
        letters: settings.number("minst_bokstaver", LETTERS)?,
        share: settings.number("hogst_andel", SHARE)?,
    }))
}

/// How many words and names of a summary are looked for one by one: more would not be a summary, and time is finite.
const MOST_WORDS: usize = 64;

/// Words from so many letters are counted when a sentence is weighed.
const COUNTED: usize = 5;

/// No word has more letters.
const LONGEST_WORD: usize = 50;

/// A word may be this many letters longer than the beginning it is known by.
const ENDING: usize = 6;

impl Check for Fakta {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let texts = || case.texts.list.iter().filter(|text| !text.is_blank());
        let is_body = |part| matches!(part, Part::Arendet | Part::Kortform | Part::Avsnitt);
        // Without any other text STR-01 tells what is missing.
        if !texts().any(|text| text.part == Part::Sammanfattning)
            || !texts().any(|text| is_body(text.part))
        {
            return;
        }
        let others = texts().filter(|text| text.part != Part::Sammanfattning);
        let others: Vec<&Text<'_>> = others.collect();
        let length = others.iter().map(|text| text.value.len() + 1).sum();
        let mut rest = String::with_capacity(length);
        for text in &others {
            rest.push_str(text.lower());
            rest.push('\n');
        }
        let mut rest = Rest::of(&others, &rest);
        for field in ["paragraf", "diarienummer"] {
            let field = case.field(field);
            let members = field
                .and_then(Value::as_object)
                .into_iter()
                .flat_map(|o| o.values());
            members
                .chain(field)
                .filter_map(Value::as_i64)
                .for_each(|number| rest.add(number));
        }
        let mut told = BTreeSet::new();
        let mut words = Vec::new();
        for text in texts().filter(|text| text.part == Part::Sammanfattning) {
            let shown = self.without_phrases(&text.value);
            for range in self.facts(&shown, &rest) {
                tell(text, range, &mut told, out);
            }
            let found = names::of(&shown, &self.bodies);
            let is_unknown = |name: &&names::Name| {
                let words = shown[name.range.clone()].to_lowercase();
                words.split_whitespace().any(|word| !rest.has(word))
            };
            for name in found.names.iter().filter(is_unknown).take(MOST_WORDS) {
                self.name(case, text, &shown, name, &rest, &mut told, out);
            }
            self.words(text, &shown, &found, &rest, &mut words);
        }
        if let Some((at, _)) = words.first() {
            let list: Vec<String> = words.iter().map(|(_, word)| format!("”{word}”")).collect();
            out.add(at.clone(), format!("Sammanfattningen nämner {}, som inte har någon motsvarighet i resten av texten.", text::och_lista(&list)))
                .at_most(Level::Rad)
                .advise("Ta upp det också i ärendets text, eller ta bort det ur sammanfattningen.");
        }
    }
}

impl Fakta {
    /// The text with white space in the place of set phrases: every byte keeps its place.
    fn without_phrases(&self, value: &str) -> String {
        let mut shown = value.to_owned();
        let lower = names::lower(value);
        for phrase in self.phrases.iter().filter(|phrase| !phrase.is_empty()) {
            for at in memmem::find_iter(lower.as_bytes(), phrase.as_str()) {
                let end = at + phrase.len();
                let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                if !inside(lower[..at].chars().next_back()) && !inside(lower[end..].chars().next())
                {
                    shown.replace_range(at..end, &" ".repeat(end - at));
                }
            }
        }
        shown
    }

    /// Dates, § and numbers that the rest does not have.
    fn facts(&self, value: &str, rest: &Rest<'_>) -> Vec<Range<usize>> {
        let mut missing: Vec<Uppgift> = Vec::new();
        for fact in text::uppgifter(value) {
            // "P-99" is a code, which the rest has or has not as it stands.
            if let Some(code) = code(value, &fact.range) {
                if !rest.has(&text::lowercase(&value[code.clone()])) {
                    missing.push(Uppgift {
                        range: code,
                        ..fact
                    });
                }
                continue;
            }
            let is_said = rest.says(&fact.kind, || self.is_rough(value, fact.range.start));
            if is_said || is_no_fact(value, &fact.range) || is_said_share(value, &fact, rest) {
                continue;
            }
            match missing.last_mut() {
                // "8 § förvaltningslagen (2017:900)" is one place.
                Some(last)
                    if matches!(last.kind, Slag::Paragraf(..))
                        && value[fact.range.clone()].contains(':')
                        && is_near(&value[last.range.end..fact.range.start]) =>
                {
                    let closes = value[fact.range.end..].starts_with(')');
                    last.range.end = fact.range.end + usize::from(closes);
                }
                _ => missing.push(fact),
            }
        }
        missing.into_iter().map(|fact| fact.range).collect()
    }

    /// Whether a word close before a number says that it is rounded.
    fn is_rough(&self, value: &str, at: usize) -> bool {
        let before = tail(&value[..at])
            .rsplit(['.', '\n'])
            .next()
            .unwrap_or_default();
        let mut near = before.split_whitespace().rev().take(2);
        near.any(|word| {
            self.roughly
                .iter()
                .any(|r| *r == word.to_lowercase().trim_end_matches('.'))
        })
    }

    /// A name that the rest does not have.
    #[expect(
        clippy::too_many_arguments,
        reason = "what is asked, where, and whom to tell"
    )]
    fn name(
        &self,
        case: &Case<'_>,
        text: &Text<'_>,
        shown: &str,
        name: &names::Name,
        rest: &Rest<'_>,
        told: &mut BTreeSet<String>,
        out: &mut Findings<'_>,
    ) {
        let written = &shown[name.range.clone()];
        let lower = written.to_lowercase();
        let own = case.context.profile.file.namn.to_lowercase();
        let is_known = |word: &str| {
            rest.names(word)
                || own
                    .split(' ')
                    .any(|own| word.trim_end_matches('s') == own.trim_end_matches('s'))
        };
        if lower.split_whitespace().all(is_known) {
            return;
        }
        if name.is_body {
            if let Some(other) = names::replaced(case, shown, name, &self.bodies)
                && told.insert(lower)
            {
                out.add(
                    text.place(name.range.clone()),
                    format!("I sammanfattningen står {}, men i resten av texten står {} på samma plats.", text::quoted(written), text::quoted(&other)),
                )
                .advise("Ta reda på vilket som är rätt och skriv samma namn på båda ställena.");
            }
            return;
        }
        // "KF" is a body too, and "Mkr" a unit: no facts of their own.
        if case.register.identify(written).is_some() || text::faktor(&lower).is_some() {
            return;
        }
        let is_acronym = !written.contains(char::is_whitespace)
            && written
                .chars()
                .all(|c| c.is_uppercase() || c == ':' || c == 's');
        let bare = lower.split(':').next().unwrap_or_default();
        let is_spelled_out = is_acronym && rest.spells_out(bare);
        let is_shortened = name.initials.chars().count() > 1 && rest.has(&name.initials);
        if !is_spelled_out && !is_shortened {
            tell(text, name.range.clone(), told, out);
        }
    }

    /// Content words that nothing in the rest speaks of, each once, with where they stand. A sentence with many of them
    /// says the same in other words: only a few among words that are known are something new.
    fn words(
        &self,
        text: &Text<'_>,
        shown: &str,
        found: &names::Found,
        rest: &Rest<'_>,
        words: &mut Vec<(Place, String)>,
    ) {
        let mut tried = 0;
        let mut others = found.others.iter().peekable();
        for sentence in text::meningar(shown) {
            let mut count = 0;
            let mut strange = Vec::new();
            while let Some(range) = others.next_if(|range| range.start < sentence.end) {
                let word = &shown[range.clone()];
                let lower = text::lowered(word);
                let letters = lower.chars().count();
                count += usize::from(letters >= COUNTED);
                let is_content = (self.letters..=LONGEST_WORD).contains(&letters)
                    && lower.chars().all(|c| c.is_alphabetic() || c == '-')
                    && !rest.has(&lower)
                    && !text::MANADER.contains(&&*lower)
                    && text::faktor(&lower).is_none()
                    && !names::is_body(&lower, &self.bodies)
                    && !self.is_ordinary(&lower);
                if !is_content || tried == MOST_WORDS {
                    continue;
                }
                tried += 1;
                if !rest.speaks_of(&lower) {
                    strange.push((range.clone(), lower.into_owned()));
                }
            }
            if strange.len() * 100 > count * self.share {
                continue;
            }
            for (range, word) in strange {
                let same = |told: &String| alike(told, &word);
                if !words.iter().any(|(_, told)| same(told)) {
                    words.push((text.place(range), word));
                }
            }
        }
    }

    fn is_ordinary(&self, word: &str) -> bool {
        let begins = |start: &String| {
            word.strip_prefix(start.as_str())
                .is_some_and(|ending| ending.chars().count() <= ENDING)
        };
        self.ordinary.iter().any(begins)
            || self
                .endings
                .iter()
                .any(|ending| word.ends_with(ending.as_str()))
    }
}

/// Tells of a fact, once.
fn tell(text: &Text<'_>, range: Range<usize>, told: &mut BTreeSet<String>, out: &mut Findings<'_>) {
    let written = text.value[range.clone()]
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    if told.insert(written.to_lowercase()) {
        out.add(
            text.place(range.clone()),
            format!(
                "Uppgiften {} står bara i sammanfattningen.",
                text::quoted(&written)
            ),
        )
        .advise("Skriv uppgiften också i ärendets text, eller ta bort den ur sammanfattningen.");
    }
}

/// Whether two pieces of a reference to a law belong together.
fn is_near(between: &str) -> bool {
    const NEAR: usize = 60;
    between.len() <= NEAR && !between.contains(". ") && !between.contains('\n')
}

/// Whether two words are forms of one: they begin alike but for an ending.
fn alike(a: &str, b: &str) -> bool {
    const ENDING: usize = 4;
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let longest = a.chars().count().max(b.chars().count());
    same >= COUNTED && longest - same <= ENDING
}

/// What is read around a number.
const AROUND: usize = 200;

/// The last of a text.
fn tail(text: &str) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(AROUND))..]
}

/// The first of a text.
fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(AROUND)]
}

/// A number that only orders a list, marks a note or stands in an address.
/// Whether "1 av 5" is said as "20 procent", "var femte" or "hälften".
fn is_said_share(value: &str, fact: &Uppgift, rest: &Rest<'_>) -> bool {
    const OF: &str = " av ";
    /// By how many there are in all, from two.
    const EACH: [&[&str]; 9] = [
        &["varannan", "vartannat", "hälften"],
        &["tredje", "tredjedel"],
        &["fjärde", "fjärdedel"],
        &["femte", "femtedel"],
        &["sjätte", "sjättedel"],
        &["sjunde", "sjundedel"],
        &["åttonde", "åttondel"],
        &["nionde", "niondel"],
        &["tionde", "tiondel"],
    ];
    let number = |digits: &str| digits.parse::<usize>().ok().filter(|n| *n > 0);
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    // The word after a number belongs to the fact as it is shown.
    let shown = &value[fact.range.clone()];
    let own_end = fact.range.start + digits(shown);
    let own = number(&value[fact.range.start..own_end]);
    let after = value[own_end..].strip_prefix(OF);
    let before = value[..fact.range.start].strip_suffix(OF);
    let share = match (own, after, before) {
        (Some(part), Some(after), _) => number(&after[..digits(after)]).map(|all| (part, all)),
        (Some(all), None, Some(before)) => {
            let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            number(&before[start..]).map(|part| (part, all))
        }
        _ => None,
    };
    let Some((part, all)) = share.filter(|(part, all)| part <= all) else {
        return false;
    };
    let percent = i64::try_from(part.saturating_mul(100_000) / all).unwrap_or_default();
    let each = all.checked_sub(2).and_then(|index| EACH.get(index));
    let is_each = part == 1 && each.is_some_and(|words| words.iter().any(|word| rest.has(word)));
    is_each || rest.says(&Slag::Tal(vec![Varde(percent)]), || false)
}

/// The whole of a code whose number stands after letters and a hyphen.
fn code(value: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let letters = value[..range.start].strip_suffix('-')?;
    let start = letters.trim_end_matches(char::is_alphabetic).len();
    let is_short = (1..=3).contains(&letters[start..].chars().count());
    let is_code = is_short && !letters[start..].contains(char::is_lowercase);
    is_code.then_some(start..range.end)
}

fn is_no_fact(value: &str, range: &Range<usize>) -> bool {
    let line = tail(&value[..range.start])
        .rsplit('\n')
        .next()
        .unwrap_or_default();
    let after = head(&value[range.end..]);
    // "1.", "2)" and "1:a".
    let is_ordinal = after.starts_with(":a") || after.starts_with(":e");
    let is_marker = (line.trim().is_empty() && after.starts_with(['.', ')'])) || is_ordinal;
    let start = line.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let end = after.find(char::is_whitespace).unwrap_or(after.len());
    let token = (line.get(start..).unwrap_or_default(), &after[..end]);
    let is_address =
        |part: &str| part.contains("://") || part.contains('@') || part.contains("www.");
    is_marker || line.ends_with('^') || is_address(token.0) || is_address(token.1)
}
