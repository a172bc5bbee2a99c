//! `sort = "malltext"`: text left over from a template. Reports it and hides it from every other rule.
//!
//! Settings: `fraser` and `monster` (always leftovers, as "xx" is), `inledningar` (how a bracketed instruction begins), `ledord`
//! (words only an instruction has), `platshallare` (what alone in brackets is to be filled in), `tillat` (what may
//! stand in brackets), `instruktioner` (the municipality's own instruction texts).

mod brackets;
mod instructions;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::finding::Level;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::settings::Settings;
use crate::rules::texts::{Text, Texts};
use crate::rules::{Case, Check};
use crate::text::{self, Word};

use brackets::Block;
use instructions::{Instructions, Likeness};

struct Malltext {
    phrases: Option<Phrases>,
    openings: Option<Phrases>,
    cues: Option<Phrases>,
    placeholders: BTreeSet<String>,
    allowed: BTreeSet<String>,
    instructions: Instructions,
}

pub(in crate::rules) fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let lower = |texts: Vec<String>| texts.into_iter().map(|t| t.to_lowercase()).collect();
    Ok(Box::new(Malltext {
        phrases: Phrases::read(settings, "fraser", &settings.patterns("monster")?)?,
        openings: Phrases::read(settings, "inledningar", &[])?,
        cues: Phrases::read(settings, "ledord", &[])?,
        placeholders: lower(settings.texts("platshallare")?),
        allowed: lower(settings.texts("tillat")?),
        instructions: Instructions::new(&settings.texts("instruktioner")?),
    }))
}

/// A piece of leftover text within one field.
struct Leftover {
    range: Range<usize>,
    level: Level,
    /// A phrase of any template; otherwise an instruction of the municipality's own.
    is_phrase: bool,
}

impl Check for Malltext {
    fn clear(&self, texts: &mut Texts<'_>, out: &mut Findings<'_>) {
        for series in texts.list.chunk_by_mut(|a, b| a.series == b.series) {
            self.clear_blocks(series, out);
            for text in series {
                self.clear_text(text, out);
            }
        }
    }

    fn check(&self, _: &Case<'_>, _: &mut Findings<'_>) {}
}

/// At most this much white space parts two paragraphs of one instruction.
const PARAGRAPH_BREAK: usize = 4;

impl Malltext {
    /// Bracketed blocks, which may begin in one text of the series and end in a later one.
    fn clear_blocks(&self, series: &mut [Text<'_>], out: &mut Findings<'_>) {
        if !series.iter().any(|text| text.value.contains('[')) {
            return;
        }
        let mut end = (0, 0);
        for block in brackets::find(series) {
            if block.from < end {
                continue;
            }
            let Some(level) = self.judge(&block, series) else {
                continue;
            };
            end = block.to;
            let (first, at) = block.from;
            let shown = series[first].value[at..].lines().next().unwrap_or_default();
            let end = at + shown.len().min(block.first_len(series));
            report(&series[first], at..end, level, out);
            for (index, range) in block.ranges(series) {
                series[index].hide(range);
            }
        }
    }

    /// What a bracketed block is: `None` for ordinary text.
    fn judge(&self, block: &Block, series: &[Text<'_>]) -> Option<Level> {
        /// Fewer words than this say too little to be a forgotten instruction of unknown wording.
        const SENTENCE: usize = 8;
        let inside = block.inside(series);
        let inside = inside.trim();
        let key = inside.to_lowercase();
        if self.allowed.contains(&key) || !inside.chars().any(char::is_alphabetic) {
            return None;
        }
        if self.placeholders.contains(&key) && !block.is_quoted {
            return Some(Level::Fel);
        }
        let words = inside.split_whitespace().count();
        let is_instruction = self
            .openings
            .as_ref()
            .is_some_and(|openings| openings.opens(inside))
            || self.cues.as_ref().is_some_and(|cues| cues.is_in(inside));
        // One word that opens like an instruction ("[ange]") may as well be a writer's own insertion.
        if words > 1 && is_instruction && !(block.is_quoted && words < SENTENCE) {
            return Some(Level::Fel);
        }
        let own: Vec<Word> = text::words(inside).collect();
        if self.instructions.find(inside, &own).next().is_some() {
            return Some(Level::Fel);
        }
        let only = block.is_closed && block.fills(series) && words > 1;
        (block.is_closed && !block.is_quoted && (words >= SENTENCE || only))
            .then_some(Level::Varning)
    }

    /// Phrases and the municipality's own instructions without brackets.
    fn clear_text(&self, text: &mut Text<'_>, out: &mut Findings<'_>) {
        let mut leftovers: Vec<Leftover> = self
            .instructions
            .find(&text.value, text.words())
            .map(|(range, likeness)| Leftover {
                range,
                level: match likeness {
                    Likeness::Same => Level::Fel,
                    Likeness::Near => Level::Varning,
                },
                is_phrase: false,
            })
            .collect();
        let phrases = self
            .phrases
            .as_ref()
            .map(|phrases| phrases.find_in(text))
            .unwrap_or_default();
        let hits = phrases
            .into_iter()
            .chain(blanks(&text.value))
            .filter(|hit| is_leftover(&text.value, hit));
        leftovers.extend(hits.map(|hit| Leftover {
            range: hit.start..end_of_phrase(&text.value, hit),
            level: Level::Fel,
            is_phrase: true,
        }));
        leftovers.sort_by_key(|leftover| leftover.range.start);
        let mut after = 0;
        for leftover in &leftovers {
            // What follows in the same line, or in the next paragraph of one instruction, is the same leftover.
            let gap = text.value.get(after..leftover.range.start);
            let is_same = gap.is_none_or(|gap| {
                if leftover.is_phrase {
                    !gap.contains('\n')
                } else {
                    gap.len() <= PARAGRAPH_BREAK && gap.trim().is_empty()
                }
            });
            let is_new = after == 0 || !is_same;
            if is_new {
                report(text, leftover.range.clone(), leftover.level, out);
            }
            after = after.max(leftover.range.end);
        }
        for leftover in leftovers {
            text.hide(leftover.range);
        }
    }
}

/// Words that only keep a place open: "xx", "XXXX", "20xx", "202X".
fn blanks(text: &str) -> impl Iterator<Item = Range<usize>> {
    memchr::memchr2_iter(b'x', b'X', text.as_bytes()).filter_map(|at| {
        let before = &text[..at];
        let is_first = !before.ends_with(['x', 'X']);
        let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let marks = text[at..]
            .bytes()
            .take_while(|b| matches!(b, b'x' | b'X'))
            .count();
        let year = &text[start..at];
        let is_year = (year.starts_with("19") || year.starts_with("20")) && year.len() + marks == 4;
        let is_blank = is_first && if year.is_empty() { marks > 1 } else { is_year };
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let end = at + marks;
        (is_blank
            && !is_word(text[..start].chars().next_back())
            && !is_word(text[end..].chars().next()))
        .then_some(start..end)
    })
}

fn report(text: &Text<'_>, range: Range<usize>, level: Level, out: &mut Findings<'_>) {
    let shown = text::quoted(text.value[range.clone()].trim());
    let message = match level {
        Level::Fel => format!("Text från mallen står kvar: {shown}."),
        _ => format!("Det här liknar en instruktion ur mallen: {shown}."),
    };
    out.add(text.place(range), message)
        .at_most(level)
        .advise("Ta bort texten, eller skriv ärendets egen text i stället.");
}

/// No link text, word or sentence is looked at further than this, so that the cost stays linear.
const AROUND: usize = 120;

/// The text that follows `at`, a little of it.
fn ahead(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    rest.char_indices()
        .nth(AROUND)
        .map_or(rest, |(end, _)| &rest[..end])
}

/// The word, with whatever is glued to it, that `hit` ends.
fn whole_word<'t>(text: &'t str, hit: &Range<usize>) -> &'t str {
    let before = text[..hit.start].char_indices().rev().take(AROUND);
    let start = before
        .take_while(|(_, c)| !c.is_whitespace() && *c != '(')
        .last()
        .map_or(hit.start, |(at, _)| at);
    &text[start..hit.end]
}

/// Whether a phrase of the template stands there as itself: not quoted, not the text or the address of a link.
fn is_leftover(text: &str, hit: &Range<usize>) -> bool {
    let before = text[..hit.start].chars().next_back();
    let is_quoted = matches!(before, Some('”' | '“' | '"' | '’' | '‘' | '\'' | '»' | '«'));
    let is_linked = before == Some('[')
        && ahead(text, hit.end)
            .split([']', '\n'])
            .nth(1)
            .is_some_and(|rest| rest.starts_with('('));
    let word = whole_word(text, hit);
    let is_address = word.contains("://") || word.contains("www.");
    let is_roman = is_roman(text, hit);
    !is_quoted && !is_linked && !is_address && !is_roman && !is_chromosome(text, hit)
}

/// Whether "XX" is a pair of chromosomes: "XX-kromosomer", "XX eller XY".
fn is_chromosome(text: &str, hit: &Range<usize>) -> bool {
    let near = ahead(text, hit.end).to_lowercase();
    matches!(&text[hit.clone()], "XX" | "XXX")
        && ["-kromosom", "-karyotyp", "/xy", " eller xy", " och xy"]
            .iter()
            .any(|word| near.starts_with(word))
}

/// Whether "XX" is a number: "bilaga XX", "artikel XXX".
fn is_roman(text: &str, hit: &Range<usize>) -> bool {
    const NUMBERED: [&str; 10] = [
        "bilaga",
        "artikel",
        "avdelning",
        "kapitel",
        "del",
        "bok",
        "band",
        "kap.",
        "art.",
        "direktiv",
    ];
    matches!(&text[hit.clone()], "XX" | "XXX")
        && text[..hit.start]
            .split_whitespace()
            .next_back()
            .is_some_and(|word| NUMBERED.contains(&word.to_lowercase().as_str()))
}

/// Where a leftover phrase ends: with its sentence, when the phrase opens one; a few letters are only themselves.
fn end_of_phrase(text: &str, hit: Range<usize>) -> usize {
    if !text[hit.clone()].contains(' ') {
        return hit.end;
    }
    let rest = ahead(text, hit.end);
    let end = match rest.find(['.', '\n', '!', '?']) {
        Some(at) if rest[at..].starts_with('\n') => at,
        Some(at) => at + 1,
        None => rest.len(),
    };
    hit.end + end
}
