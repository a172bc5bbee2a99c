//! What is sent with a document: subject and text of an e-mail, from one plain template. Sends nothing.

use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

use crate::text::{datum_i_ord, gemen, iso_datum};

use super::{Mottagare, Ready, Workspace, WorkspaceError};

/// The template, under `templates/`.
pub(super) const FILE: &str = "utskick/e-post.txt.j2";

/// What the template's first line begins with.
const SUBJECT: &str = "Ämne:";

/// More than any letter needs.
const FUEL: u64 = 100_000;

/// An e-mail's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

impl Workspace {
    /// The words that go with a document to its receiver.
    ///
    /// # Errors
    /// When the template is missing or broken.
    pub fn letter(&self, ready: &Ready, to: &Mottagare) -> Result<Letter, WorkspaceError> {
        let broken = |line: usize, message: String| WorkspaceError::Letter {
            file: FILE.into(),
            line,
            message,
        };
        let template = self.assets.text(FILE).unwrap_or_default();
        let meta = &ready.document().meta;
        let date = meta.sammantradesdatum.as_deref();
        let date = date.map(|iso| iso_datum(iso).map_or_else(|_| iso.to_owned(), datum_i_ord));
        let values = context! {
            avsandare => &meta.avsandare, instans => &meta.instans, typ => &meta.typ_namn, rubrik => &meta.title,
            paragraf => &meta.paragraf, diarienummer => &meta.diarienummer, sammantradesdatum => date,
            datum => &meta.datum, mottagare => &to.namn,
        };
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.add_filter("gemen", |text: String| gemen(&text));
        let written = environment.render_str(&template, values).map_err(|error| {
            let detail = error
                .detail()
                .map_or_else(|| error.kind().to_string(), str::to_owned);
            broken(error.line().unwrap_or(1), detail)
        })?;
        let (first, text) = written.split_once('\n').unwrap_or((&written, ""));
        let subject = first
            .strip_prefix(SUBJECT)
            .ok_or_else(|| broken(1, format!("den första raden ska börja med ”{SUBJECT}”")))?;
        let words: Vec<&str> = subject.split_whitespace().collect();
        Ok(Letter {
            subject: words.join(" "),
            text: format!("{}\n", text.trim()),
        })
    }
}
