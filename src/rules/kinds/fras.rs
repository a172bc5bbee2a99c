//! `sort = "fras"`: words that must not stand in some parts of a document.
//!
//! Settings: `delar` (the parts; all prose when left out), `fraser` (phrases, whole words, any case), `monster`
//! (regular expressions), `tillat` (phrases in which the forbidden ones are allowed), `meddelande` (with `{fras}`).

use std::ops::Range;

use regex::Regex;

use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::{Settings, any_of, regex};
use crate::rules::texts::{Form, Part};
use crate::rules::{Case, Check};
use crate::text;

struct Fras {
    parts: Vec<Part>,
    forbidden: Regex,
    allowed: Option<Regex>,
    message: String,
}

pub(in crate::rules) fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let parts = settings.choices("delar", &Part::NAMED)?;
    let phrases = settings.texts("fraser")?;
    let patterns = settings.patterns("monster")?;
    let allowed = settings.texts("tillat")?;
    let message = settings
        .text("meddelande")?
        .unwrap_or("Texten innehåller {fras}.")
        .to_owned();
    let alternatives: Vec<String> = any_of(phrases.iter().map(String::as_str))
        .into_iter()
        .chain(patterns.into_iter().map(|pattern| format!("(?:{pattern})")))
        .collect();
    if alternatives.is_empty() {
        return Err(settings
            .place
            .error("regeln har varken ”fraser” eller ”monster”"));
    }
    let compile = |pattern: &str, key: &str| {
        regex(pattern).map_err(|error| {
            settings
                .value_place(key)
                .error(format!("fraserna går inte att läsa: {error}"))
        })
    };
    Ok(Box::new(Fras {
        parts,
        forbidden: compile(&alternatives.join("|"), "fraser")?,
        allowed: match any_of(allowed.iter().map(String::as_str)) {
            None => None,
            Some(pattern) => Some(compile(&pattern, "tillat")?),
        },
        message,
    }))
}

impl Check for Fras {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let read = |part: Part| self.parts.is_empty() || self.parts.contains(&part);
        for text in case
            .texts
            .prose()
            .filter(|text| read(text.part) && text.form != Form::Code)
        {
            for found in self.forbidden.find_iter(&text.value) {
                if self.is_allowed(&text.value, &found.range()) {
                    continue;
                }
                let message = self
                    .message
                    .replace("{fras}", &text::quoted(found.as_str()));
                out.add(text.place(found.start()), message);
            }
        }
    }
}

impl Fras {
    /// Whether a phrase stands inside an allowed one.
    fn is_allowed(&self, text: &str, found: &Range<usize>) -> bool {
        let Some(allowed) = &self.allowed else {
            return false;
        };
        // An allowed phrase is short: looking at the words around is enough, and keeps the cost linear.
        const AROUND: usize = 120;
        let from = (0..=found.start.saturating_sub(AROUND))
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0);
        let to = (found.end + AROUND..text.len())
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(text.len());
        allowed
            .find_iter(&text[from..to])
            .any(|near| from + near.start() <= found.start && found.end <= from + near.end())
    }
}
