//! Templates: an ärende through MiniJinja to Markdown in which every value is a token. Parses no Markdown and knows
//! no profile beyond the strings it is handed.
//!
//! Nothing a template prints of an ärende is ever parsed. [`Engine`] replaces MiniJinja's formatter: a value is
//! parked in [`Tokens`] and its number printed between two private-use characters. Captures (`set`, macros, `caller`)
//! are safe strings made of the template's words and such tokens, so they may pass; every other string, also one that
//! has lost its pointer on the way, becomes a token too.

mod error;
mod field;
mod filters;
mod functions;
mod meeting;
mod scan;
mod watch;

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Object, ObjectRepr, Rest, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior};

use crate::document::tokens::{CLOSE, OPEN, Token, Tokens};

pub use error::TemplateError;
use field::{Field, text_of};
pub use scan::{Mention, Use, mentions};
pub use watch::{Fields, Knows, Unknown, Watch};

/// Where an engine gets its sources from: the name of a template to its text.
pub type Loader = Arc<dyn Fn(&str) -> Option<Arc<str>> + Send + Sync>;

/// What one profile says that templates ask for.
#[derive(Clone, Default)]
pub struct Phrases {
    /// Short choices that templates branch on: `underlag` = `lista` or `spalt`.
    pub choices: BTreeMap<String, String>,
    /// How decisions are numbered when the ärende does not say: `ingen`, `siffror`, `punkter`, `siffror_om_flera` …
    pub numbering: String,
    /// Headings of open sections by their id.
    pub sections: BTreeMap<String, String>,
    /// Whether dates are written out ("19 december 2018") or left as ISO.
    pub long_dates: bool,
    /// How a § is printed: `§ {nummer}`.
    pub paragraf: String,
    /// A diarienummer, as text or in parts, the way the registry prints it; `None` when it cannot be read.
    pub diarienummer: Option<PrintNumber>,
}

/// Prints the JSON of a diarienummer.
pub type PrintNumber = Arc<dyn Fn(&serde_json::Value) -> Option<String> + Send + Sync>;

/// The templates of one document type in one profile, parsed once and used from any number of threads.
pub struct Engine {
    environment: Environment<'static>,
    main: String,
}

/// Instructions a template may take, loops included. A long plan of 600 pages uses about a fiftieth of it.
const FUEL: u64 = 4_000_000;
/// How deep includes, macros and the plan's nested sections may go.
const DEPTH: usize = 300;

impl Engine {
    /// An engine whose main template is `main`.
    ///
    /// # Panics
    /// Never: the delimiters are MiniJinja's own.
    #[must_use]
    pub fn new(main: &str, loader: Loader, phrases: &Phrases) -> Self {
        let mut environment = Environment::empty();
        // Before any template is added: later it is silently ignored.
        environment.set_auto_escape_callback(|_| AutoEscape::Custom("tokens".into()));
        environment.set_formatter(print);
        environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(DEPTH);
        environment.set_syntax(
            SyntaxConfig::builder()
                .trim_blocks(true)
                .lstrip_blocks(true)
                .keep_trailing_newline(true)
                .build()
                .expect("the standard delimiters are distinct"),
        );
        environment.set_loader(move |name| match loader(name) {
            Some(source) if source.contains([OPEN, CLOSE]) => Err(Error::new(
                ErrorKind::SyntaxError,
                "mallen innehåller tecknet U+E000 eller U+E001, som är reserverade",
            )),
            Some(source) if source.contains('\u{FFFD}') => Err(Error::new(
                ErrorKind::SyntaxError,
                "mallen är inte sparad som UTF-8; spara om den med den teckenkodningen",
            )),
            Some(source) => Ok(Some(source.to_string())),
            None => Ok(None),
        });
        filters::add(&mut environment, phrases);
        functions::add(&mut environment, phrases);
        Self {
            environment,
            main: main.to_owned(),
        }
    }

    /// The same engine for checking templates: the filters, tests and functions among `unknown` do nothing instead of
    /// ending the run.
    #[must_use]
    pub fn for_check(main: &str, loader: Loader, phrases: &Phrases, unknown: &[Mention]) -> Self {
        let mut engine = Self::new(main, loader, phrases);
        // In debug mode an error looks up every name near it, and the watch would take that for the template's doing.
        engine.environment.set_debug(false);
        for Mention { used_as, name, .. } in unknown {
            let name = name.clone();
            match used_as {
                Use::Filter => {
                    let same = |value: Value, _: Rest<Value>| value;
                    engine.environment.add_filter(name, same);
                }
                Use::Test => engine
                    .environment
                    .add_test(name, |_: Value, _: Rest<Value>| true),
                Use::Function => {
                    let nothing = |_: Rest<Value>| Value::from_safe_string(String::new());
                    engine.environment.add_function(name, nothing);
                }
                Use::Made | Use::Template | Use::Section => {}
            }
        }
        engine
    }

    /// The names that templates may use as a filter, test or function.
    #[must_use]
    pub fn names(used_as: Use) -> &'static [&'static str] {
        match used_as {
            Use::Filter => &filters::FILTERS,
            Use::Test => &filters::TESTS,
            Use::Function => &functions::FUNCTIONS,
            Use::Made | Use::Template | Use::Section => &[],
        }
    }

    /// The names that stand beside the ärende's own fields.
    pub fn globals() -> impl Iterator<Item = &'static str> {
        functions::FUNCTIONS.into_iter().chain(functions::GLOBALS)
    }

    /// Runs the template on an example, watched. The value it gives is what a document would be made of.
    ///
    /// # Errors
    /// When the template is broken, uses what is not there, or is stopped by the watch.
    pub fn dry_run(
        &self,
        example: Arc<serde_json::Value>,
        watch: Arc<Watch>,
    ) -> Result<(String, Tokens), TemplateError> {
        self.run(Field::root(example).watched(watch))
    }

    /// The template's output for one ärende: Markdown with tokens, and the values behind them.
    ///
    /// # Errors
    /// When the template is broken or asks for what is not there; never because of what the values contain.
    pub fn render(
        &self,
        arende: Arc<serde_json::Value>,
    ) -> Result<(String, Tokens), TemplateError> {
        self.run(Field::root(arende))
    }

    fn run(&self, arende: Field) -> Result<(String, Tokens), TemplateError> {
        let template = self.environment.get_template(&self.main)?;
        let mut captured = template.render_captured(Value::from_object(arende))?;
        let tokens = captured.with_state_mut(|state| {
            std::mem::take(state.get_or_insert_extension_with(Tokens::default))
        });
        Ok((captured.into_output(), tokens))
    }
}

/// Something that a filter or function wants printed as a token of its own.
#[derive(Debug)]
struct Parked(Token);

impl Object for Parked {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

/// Prints a value: the only way from the ärende into a template's output.
fn print(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    if value.is_safe() {
        return out
            .write_str(value.as_str().unwrap_or_default())
            .map_err(Error::from);
    }
    if value.is_undefined() || value.is_none() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    let token = if let Some(parked) = value.downcast_object_ref::<Parked>() {
        parked.0.clone()
    } else if let Some(text) = text_of(value) {
        Token::Text(text)
    } else {
        return Err(Error::new(
            ErrorKind::InvalidOperation,
            "ett objekt eller en lista kan inte skrivas ut som text",
        ));
    };
    let written = state
        .get_or_insert_extension_with(Tokens::default)
        .park(token);
    out.write_str(&written).map_err(Error::from)
}

#[cfg(test)]
mod tests;
