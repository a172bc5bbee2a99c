//! LNG-07: acronyms that are nowhere spelled out. Knows no acronym itself: those that everybody knows are the
//! profile's.

use std::collections::BTreeSet;

use super::ALLA;
use crate::finding::Level;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::settings::Settings;
use crate::rules::texts::{Part, Text};
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "LNG-07",
    slug: "outskrivna-initialord",
    level: Level::Rad,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Hittar förkortningar i versaler, till exempel ”HSL” och ”MAS”, som inte skrivs ut någonstans i dokumentet. Varje \
förkortning ger ett råd, där den står första gången. Förkortningar som alla känner till (”EU”, ”SKR”, ”IT”), kommunens \
egna nämnder och förvaltningar enligt registret (”KS”), partier, \
diarienummer, romerska siffror, enheter och rubriker i versaler räknas inte.

## Varför
Den som läser beslutet är sällan sakkunnig i ärendet.

## Exempel
Fel: `Uppföljningen görs enligt HSL.`
Rätt: `Uppföljningen görs enligt hälso- och sjukvårdslagen (HSL).`

## Åtgärd
Skriv ut orden första gången, med förkortningen inom parentes efter.

## Källa
Myndigheternas skrivregler, Språkrådet. Listorna står i profilens `regler.toml`; en nämnds förkortning står under \
`former` hos dess `[[instans]]`.
",
};

struct Acronyms {
    parts: Vec<Part>,
    known: BTreeSet<String>,
    /// What some of them mean.
    meanings: Vec<(String, String)>,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let own = |(short, long): (&str, &str)| (short.to_owned(), long.to_owned());
    Ok(Box::new(Acronyms {
        parts: settings.choices("delar", &Part::NAMED)?,
        known: settings.texts("kanda")?.into_iter().collect(),
        meanings: settings.pairs("betydelser")?.into_iter().map(own).collect(),
    }))
}

impl Check for Acronyms {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let read = |part: Part| self.parts.is_empty() || self.parts.contains(&part);
        let texts: Vec<&Text<'_>> = case.texts.prose().filter(|text| read(text.part)).collect();
        let mut seen = BTreeSet::new();
        let mut explained = BTreeSet::new();
        let mut first = Vec::new();
        for text in &texts {
            for found in acronyms(text) {
                // A body's short name is the municipality's own, and everybody there knows it.
                if self.known.contains(found.word) || case.register.identify(found.word).is_some() {
                    continue;
                }
                if found.is_explained {
                    explained.insert(found.word);
                } else if seen.insert(found.word) {
                    first.push((*text, found));
                }
            }
        }
        for (text, found) in first {
            let known = self.meanings.iter().find(|(short, _)| short == found.word);
            let is_spelled_out = |long: &str| {
                // The number of a law may stand within its name: "lagen (2016:1145) om offentlig upphandling".
                let long = Phrases::new([long.strip_prefix("lagen ").unwrap_or(long)]);
                texts.iter().any(|text| long.is_in(&text.value))
            };
            if explained.contains(found.word) || known.is_some_and(|(_, long)| is_spelled_out(long))
            {
                continue;
            }
            let message = format!(
                "Förkortningen {} är inte utskriven.",
                text::quoted(found.word)
            );
            let help = match known {
                Some((short, long)) => format!("Skriv första gången ”{long} ({short})”."),
                None => "Skriv ut orden första gången, med förkortningen inom parentes efter."
                    .to_owned(),
            };
            out.add(text.place(found.at..found.at + found.word.len()), message)
                .advise(help);
        }
    }
}

struct Acronym<'t> {
    at: usize,
    word: &'t str,
    /// Whether what it means stands beside it.
    is_explained: bool,
}

/// The longest word of capitals that is an acronym and no shout.
const LONGEST: usize = 5;

/// The acronyms of a text: words of two to five capitals that are no piece of a number, an address or a line of
/// capitals.
fn acronyms<'t>(text: &'t Text<'_>) -> impl Iterator<Item = Acronym<'t>> {
    let value = &*text.value;
    // The end of the last line that was looked at, and whether it is a heading.
    let mut line = (0, false);
    let in_capitals = text.words().iter().filter(|word| {
        // A letter takes at most two bytes in Swedish.
        (2..=2 * LONGEST).contains(&(word.end - word.start))
            && is_in_capitals_only(&value[word.start..word.end])
    });
    in_capitals.filter_map(move |word| {
        if word.start >= line.0 {
            let start = value[..word.start].rfind('\n').map_or(0, |at| at + 1);
            let end = value[word.end..]
                .find('\n')
                .map_or(value.len(), |at| word.end + at);
            line = (end, is_in_capitals(&value[start..end]));
        }
        let is_heading = line.1;
        (!is_heading)
            .then(|| acronym(value, word.start, &value[word.start..word.end]))
            .flatten()
    })
}

/// Whether a word is written in capitals, which few are.
fn is_in_capitals_only(word: &str) -> bool {
    let first = word.as_bytes()[0];
    (first.is_ascii_uppercase() || !first.is_ascii()) && word.chars().all(char::is_uppercase)
}

/// Whether most letters are capitals: a heading.
fn is_in_capitals(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic());
    let (capitals, small) = letters.fold((0_usize, 0_usize), |(capitals, small), c| {
        if c.is_uppercase() {
            (capitals + 1, small)
        } else {
            (capitals, small + 1)
        }
    });
    capitals > small
}

fn acronym<'t>(text: &'t str, at: usize, word: &'t str) -> Option<Acronym<'t>> {
    let is_acronym = (2..=LONGEST).contains(&word.chars().count());
    let is_roman = word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    if !is_acronym || is_roman {
        return None;
    }
    let (before, after) = (&text[..at], &text[at + word.len()..]);
    let is_code = before.ends_with(['/', '@', '_', '.', '#', '&', '\\', '+'])
        || before.ends_with(|c: char| c.is_ascii_digit())
        || after.starts_with(['/', '@', '_', '&', '\\', '='])
        || after
            .strip_prefix(['.', ':', '-', ' ', '\u{a0}'])
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        || (after.starts_with('.') && after[1..].starts_with(char::is_alphanumeric));
    // "10 kap. 7 § KL" and "KL 10 kap." are references to a law: LNG-04 speaks of them.
    let is_law = before.trim_end().ends_with('§') || is_name(text, at, word);
    (!is_code && !is_law).then(|| Acronym {
        at,
        word,
        is_explained: is_explained(before, after) || is_apposition(before, word, after),
    })
}

/// Whether the word stands in a name in capitals: "IFK GÖTEBORG", "AB BOSTÄDER".
fn is_name(text: &str, at: usize, word: &str) -> bool {
    let is_shouted = |word: &str| word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    let before = text[..at].strip_suffix([' ', '-']);
    let last = before.and_then(|head| {
        let start = head.floor_char_boundary(head.len().saturating_sub(40));
        head[start..].rsplit(|c: char| !c.is_alphanumeric()).next()
    });
    let after = text[at + word.len()..].strip_prefix([' ', '-']);
    let next = after.and_then(|rest| {
        let end = rest.floor_char_boundary(40);
        rest[..end].split(|c: char| !c.is_alphanumeric()).next()
    });
    last.is_some_and(is_shouted) || next.is_some_and(is_shouted)
}

/// Whether the words beside an acronym begin with its letters: "VMA, viktigt meddelande till allmänheten," and
/// "hem för vård eller boende, HVB,".
fn is_apposition(before: &str, word: &str, after: &str) -> bool {
    const LONGEST: usize = 120;
    const ENDS: [char; 6] = [',', '.', ';', ':', '(', ')'];
    let initials = |words: &str| {
        let mut left = word.chars().flat_map(char::to_lowercase).peekable();
        for part in words.split([' ', '\u{a0}', '-', '–', '\n']) {
            // Small words between may be left out of the acronym; "LONA" has two letters of each word.
            for letter in part.chars().flat_map(char::to_lowercase) {
                if left.next_if_eq(&letter).is_none() {
                    break;
                }
            }
        }
        left.peek().is_none()
    };
    let next = after.strip_prefix(", ").is_some_and(|rest| {
        let end = rest.floor_char_boundary(LONGEST);
        initials(rest[..end].split(ENDS).next().unwrap_or_default())
    });
    let is_parted = after.is_empty() || after.starts_with(ENDS);
    let last = || {
        before
            .strip_suffix(", ")
            .filter(|_| is_parted)
            .is_some_and(|head| {
                let start = head.floor_char_boundary(head.len().saturating_sub(LONGEST));
                initials(head[start..].rsplit(ENDS).next().unwrap_or_default())
            })
    };
    next || last()
}

/// Whether what an acronym means stands beside it: "lagen om valfrihetssystem (LOV)", "LOV (lagen om …)",
/// "(nedan LOV)", "LOV, lagen om valfrihetssystem,", "LOV står för".
fn is_explained(before: &str, after: &str) -> bool {
    const LEADING: [&str; 14] = [
        "nedan",
        "härefter",
        "förkortat",
        "förkortad",
        "förkortas",
        "kallad",
        "kallas",
        "kallat",
        "och",
        "samt",
        "även",
        "eller",
        "fortsättningsvis",
        "s.k.",
    ];
    const STATING: [&str; 7] = [
        "står för",
        "betyder",
        "är en förkortning",
        "utläses",
        "= ",
        ", lagen om ",
        ", det vill säga ",
    ];
    const NAMING: [&str; 7] = [
        "förkortas",
        "förkortad",
        "förkortat",
        "kallad",
        "kallat",
        "kallas",
        "härefter",
    ];
    let start = before.floor_char_boundary(before.len().saturating_sub(80));
    let near = &before[start..];
    let opened = near.rfind('(').filter(|at| !near[*at..].contains(')'));
    if let Some(open) = opened {
        let mut lead = near[open + 1..].split([' ', '\u{a0}', ',', '/', '”', '"', '*']);
        let is_led = lead.all(|word| {
            word.is_empty()
                || LEADING.contains(&word.to_lowercase().as_str())
                || (word.chars().count() <= LONGEST && word.chars().all(char::is_uppercase))
        });
        let has_words = near[..open]
            .trim_end()
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '”' | '"' | '*'));
        return is_led && (has_words || open == 0);
    }
    let end = after.floor_char_boundary(200);
    let next = after[..end].trim_start();
    if let Some(inside) = next.strip_prefix('(') {
        return inside
            .chars()
            .take(3)
            .all(|c| c.is_alphabetic() || c == ' ');
    }
    STATING.iter().any(|words| next.starts_with(words))
        || NAMING.iter().any(|word| {
            let name = near.trim_end_matches([' ', '”', '"', '*']);
            name.ends_with(word)
        })
}
