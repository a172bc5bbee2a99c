//! `sort = "fras"`: words that must not stand in some parts of a document.
//!
//! Settings: `delar` (the parts; all prose when left out), `fraser` (phrases, whole words, any case; `…` stands for one to
//! four words), `monster` (regular expressions), `tillat` (phrases in which the forbidden ones are allowed), `meddelande`
//! (with `{fras}`).

use std::ops::Range;

use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::settings::Settings;
use crate::rules::texts::{Form, Part};
use crate::rules::{Case, Check};
use crate::text;

struct Fras {
    parts: Vec<Part>,
    forbidden: Phrases,
    allowed: Option<Phrases>,
    message: String,
}

pub(in crate::rules) fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let parts = settings.choices("delar", &Part::NAMED)?;
    let forbidden = Phrases::read(settings, "fraser", &settings.patterns("monster")?)?;
    let allowed = Phrases::read(settings, "tillat", &[])?;
    let message = settings
        .text("meddelande")?
        .unwrap_or("Texten innehåller {fras}.");
    match forbidden {
        Some(forbidden) => Ok(Box::new(Fras {
            parts,
            forbidden,
            allowed,
            message: message.to_owned(),
        })),
        None if settings.is_empty() => Ok(super::nothing()),
        None => Err(settings
            .place
            .error("regeln har varken ”fraser” eller ”monster”")),
    }
}

impl Check for Fras {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let read = |part: Part| self.parts.is_empty() || self.parts.contains(&part);
        for text in case
            .texts
            .prose()
            .filter(|text| read(text.part) && text.form != Form::Code)
        {
            for found in self.forbidden.find_in(text) {
                if self.is_allowed(&text.value, &found) {
                    continue;
                }
                let message = self
                    .message
                    .replace("{fras}", &text::quoted(&text.value[found.clone()]));
                out.add(text.place(found), message);
            }
        }
    }
}

/// An allowed phrase is short: looking at the words around is enough, and keeps the cost linear.
const AROUND: usize = 120;

impl Fras {
    /// Whether a phrase stands inside an allowed one.
    fn is_allowed(&self, text: &str, found: &Range<usize>) -> bool {
        let Some(allowed) = &self.allowed else {
            return false;
        };
        let from = (0..=found.start.saturating_sub(AROUND))
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0);
        let to = (found.end + AROUND..text.len())
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(text.len());
        allowed
            .find(&text[from..to])
            .iter()
            .any(|near| from + near.start <= found.start && found.end <= from + near.end)
    }
}
