//! Names in running Swedish prose: words with a capital that no sentence gives them, and the names of bodies. Knows no
//! register.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::text;

use super::Case;
use super::texts::{Form, Part};

/// Small words that may stand within a name.
const WITHIN: [&str; 6] = ["och", "i", "för", "av", "på", "vid"];

/// No acronym has more letters.
const LONGEST: usize = 12;

/// A name.
pub(super) struct Name {
    pub(super) range: Range<usize>,
    /// Whether it is a body: a nämnd, a styrelse, a förvaltning.
    pub(super) is_body: bool,
    /// The first letters of the whole name that it is a part of, in lower case: "skr".
    pub(super) initials: String,
}

/// The names of a text, and its other words.
#[derive(Default)]
pub(super) struct Found {
    pub(super) names: Vec<Name>,
    pub(super) others: Vec<Range<usize>>,
}

/// The text in lower case, with every byte in its place.
pub(super) fn lower(text: &str) -> String {
    let lower = |c: char| {
        let same = |first: char| {
            first.len_utf8() == c.len_utf8() && (c <= 'ÿ' || c.to_lowercase().count() == 1)
        };
        Some(text::lower(c))
            .filter(|first| same(*first))
            .unwrap_or(c)
    };
    let mut written = String::with_capacity(text.len());
    written.extend(text.chars().map(lower));
    written
}

/// Whether a word in lower case ends as the names of bodies do, in the genitive too.
pub(super) fn is_body(word: &str, endings: &[String]) -> bool {
    let bare = word.strip_suffix('s').unwrap_or(word);
    endings
        .iter()
        .any(|ending| word.ends_with(ending.as_str()) || bare.ends_with(ending.as_str()))
}

/// Finds the names. A word that opens a sentence, a quotation or a bracket has its capital from there and is no name.
pub(super) fn of(value: &str, bodies: &[String]) -> Found {
    let mut found = Found::default();
    for sentence in text::meningar(value) {
        let words = words(value, sentence);
        // "1. Första": the number of an item opens its sentence no more than a dash would.
        let is_number =
            |word: &Range<usize>| value[word.clone()].bytes().all(|b| b.is_ascii_digit());
        let first = usize::from(words.first().is_some_and(is_number));
        let mut at = 0;
        while at < words.len() {
            if at <= first || !is_capital(value, &words[at]) || opens(value, words[at].start) {
                found.others.push(words[at].clone());
                at += 1;
                continue;
            }
            let end = run(value, &words, at);
            name(value, &words, at..end, bodies, &mut found);
            at = end;
        }
    }
    found
}

/// Words with their hyphens: "Vård-", "e-tjänst", "KF:s".
fn words(value: &str, sentence: Range<usize>) -> Vec<Range<usize>> {
    let mut words = Vec::with_capacity(sentence.len() / 6 + 1);
    let mut start = None;
    for (at, c) in value[sentence.clone()].char_indices() {
        let at = sentence.start + at;
        let is_letter = text::is_word(c);
        let joins = matches!(c, '-' | ':') && value[at + 1..].starts_with(text::is_word);
        match start {
            None if is_letter => start = Some(at),
            Some(from) if !(is_letter || joins) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..sentence.end));
    words
}

fn is_capital(value: &str, word: &Range<usize>) -> bool {
    let word = &value[word.clone()];
    let is_plain = word
        .chars()
        .all(|c| c.is_alphabetic() || c == '-' || c == ':');
    is_plain && word.starts_with(char::is_uppercase) && word.chars().count() > 1
}

/// Whether what stands before a word gives it its capital.
fn opens(value: &str, at: usize) -> bool {
    let before = value[..at].trim_end_matches([' ', '\u{a0}']);
    before.ends_with([
        '”', '"', '“', '»', '(', '[', '*', '_', '#', ':', '–', '—', '/', '\n', '|', '>',
    ])
}

/// Where the name that begins at `at` ends: words with capitals after each other, and small ones between them.
fn run(value: &str, words: &[Range<usize>], at: usize) -> usize {
    let close =
        |a: usize, b: usize| matches!(&value[words[a].end..words[b].start], " " | "\u{a0}" | "- ");
    let mut end = at + 1;
    loop {
        if end < words.len() && close(end - 1, end) && is_capital(value, &words[end]) {
            end += 1;
        } else if end + 1 < words.len()
            && close(end - 1, end)
            && close(end, end + 1)
            && WITHIN.contains(&&value[words[end].clone()])
            && is_capital(value, &words[end + 1])
        {
            end += 2;
        } else {
            return end;
        }
    }
}

/// Takes the parts of a name between its small words: any of them may be known on its own.
fn name(
    value: &str,
    words: &[Range<usize>],
    run: Range<usize>,
    bodies: &[String],
    found: &mut Found,
) {
    let is_small = |word: &Range<usize>| WITHIN.contains(&&value[word.clone()]);
    let capitals = words[run.clone()].iter().filter(|word| !is_small(word));
    let first = |word: &Range<usize>| value[word.clone()].chars().next();
    let initials: String = capitals
        .filter_map(first)
        .take(LONGEST)
        .flat_map(char::to_lowercase)
        .collect();
    let mut start = run.start;
    for at in run.start..=run.end {
        if at < run.end && !is_small(&words[at]) {
            continue;
        }
        if start < at {
            let is_one = |word: &Range<usize>| is_body(&value[word.clone()].to_lowercase(), bodies);
            // "Tekniska nämnden", "Vård- och äldrenämnden": the body's own word may stand after the capitals.
            let after = words[at..]
                .iter()
                .take(2)
                .take_while(|w| !value[words[at - 1].end..w.start].contains(['.', ',']))
                .any(is_one);
            found.names.push(Name {
                range: words[start].start..words[at - 1].end,
                is_body: after || words[start..at].iter().any(is_one),
                initials: initials.clone(),
            });
        }
        start = at + 1;
    }
}

/// The body that stands where the summary has another: in a sentence of the rest that otherwise says nearly the same.
pub(super) fn replaced(
    case: &Case<'_>,
    summary: &str,
    name: &Name,
    bodies: &[String],
) -> Option<String> {
    /// Shorter words and fewer of them do not make two sentences alike.
    const LETTERS: usize = 5;
    const WORDS: usize = 3;
    let sentence = text::meningar(summary)
        .into_iter()
        .find(|s| s.contains(&name.range.start))?;
    let content = |value: &str, range: Range<usize>| -> BTreeSet<String> {
        let words = words(value, range)
            .into_iter()
            .map(|word| value[word].to_lowercase());
        let long = words.filter(|word| word.chars().count() >= LETTERS && !is_body(word, bodies));
        long.map(|word| text::stam(&word)).collect()
    };
    let own = summary[sentence.clone()].to_lowercase();
    let wanted = content(summary, sentence);
    let rest = case
        .texts
        .prose()
        .filter(|text| text.form == Form::Rich && text.part != Part::Sammanfattning);
    for text in rest {
        for sentence in text.sentences().iter().cloned() {
            let said = content(&text.value, sentence.clone());
            let shared = wanted.intersection(&said).count();
            if shared < WORDS || shared * 5 < wanted.len() * 3 {
                continue;
            }
            let mut others = words(&text.value, sentence)
                .into_iter()
                .map(|word| &text.value[word]);
            let other = others.find(|word| {
                let lower = word.to_lowercase();
                is_body(&lower, bodies) && !own.contains(lower.trim_end_matches('s'))
            });
            if let Some(other) = other {
                return Some(other.to_owned());
            }
        }
    }
    None
}
