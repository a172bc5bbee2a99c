//! What is wrong with a template, in the words of the person who edits it. Carries MiniJinja's error as its source.

use minijinja::ErrorKind;

use super::syntax;
use crate::text::quoted;

/// The mark of an error that this program words itself.
#[derive(Debug, thiserror::Error)]
#[error("kansli")]
struct Own;

/// An error in the program's own words, which are Swedish.
pub(super) fn own(
    kind: ErrorKind,
    message: impl Into<std::borrow::Cow<'static, str>>,
) -> minijinja::Error {
    minijinja::Error::new(kind, message).with_source(Own)
}

/// A template that could not be run.
#[derive(Debug, thiserror::Error)]
#[error("mallen {template}, rad {line}: {message}")]
pub struct TemplateError {
    /// The template's name under `templates/`.
    pub template: String,
    /// Line in it, from 1; 0 when unknown.
    pub line: usize,
    /// The bytes of its source that are meant, where they are known.
    pub range: Option<std::ops::Range<usize>>,
    /// The place in the template that includes it.
    pub included_by: Option<Box<Self>>,
    /// What is wrong, in Swedish.
    pub message: String,
}

impl From<minijinja::Error> for TemplateError {
    fn from(error: minijinja::Error) -> Self {
        // An error inside an include is wrapped once per include: the innermost one knows the place.
        let mut innermost = &error;
        let mut outer = None;
        while let Some(inner) =
            std::error::Error::source(innermost).and_then(|s| s.downcast_ref::<minijinja::Error>())
        {
            outer = Some(innermost);
            innermost = inner;
        }
        let message = message(innermost);
        Self {
            template: innermost.name().or(error.name()).unwrap_or("?").to_owned(),
            line: innermost.line().unwrap_or(0),
            range: innermost.range(),
            included_by: outer.map(|outer| {
                Box::new(Self {
                    template: outer.name().unwrap_or("?").to_owned(),
                    line: outer.line().unwrap_or(0),
                    range: outer.range(),
                    included_by: None,
                    message: message.trim_end().to_owned(),
                })
            }),
            message: message.trim_end().to_owned(),
        }
    }
}

/// What MiniJinja says of a pattern that cannot be read, in Swedish.
#[must_use]
pub fn explained(error: &minijinja::Error) -> String {
    syntax::explain(error.detail().unwrap_or_default())
}

/// What is wrong, as sentences of which the first begins in lower case.
fn message(error: &minijinja::Error) -> String {
    let detail = error.detail().unwrap_or_default();
    let is_own = std::error::Error::source(error).is_some_and(<dyn std::error::Error>::is::<Own>);
    let name = || quoted_name(detail).map_or_else(String::new, |name| format!(" {name}"));
    match error.kind() {
        ErrorKind::SyntaxError if is_own => format!("mallen går inte att läsa: {detail}."),
        ErrorKind::SyntaxError => format!("mallen går inte att läsa: {}", syntax::explain(detail)),
        _ if is_own => format!("mallen kunde inte köras: {detail}."),
        ErrorKind::UndefinedError => {
            "mallen skriver ut något som inte finns i ärendet; sätt ett {% if … %} runt det."
                .to_owned()
        }
        ErrorKind::TemplateNotFound => format!("mallen finns inte:{}.", name()),
        ErrorKind::UnknownFilter => format!("filtret finns inte:{}.", name()),
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => {
            format!("funktionen finns inte:{}.", name())
        }
        ErrorKind::UnknownTest => format!("testet finns inte:{}.", name()),
        ErrorKind::UnknownBlock => format!("blocket finns inte:{}.", name()),
        ErrorKind::OutOfFuel => "mallen är för omfattande (en slinga som inte tar slut?).".to_owned(),
        ErrorKind::BadEscape => {
            "mallen går inte att läsa: en text har ett omvänt snedstreck som inte följs av något känt tecken. Skriv \
             ”\\\\” för ett snedstreck."
                .to_owned()
        }
        ErrorKind::MissingArgument => {
            "mallen kunde inte köras: ett filter, ett test eller en funktion får för få värden. Lägg till det som \
             fattas inom parenteserna."
                .to_owned()
        }
        ErrorKind::TooManyArguments => {
            "mallen kunde inte köras: ett filter, ett test eller en funktion får för många värden. Ta bort det som är \
             för mycket inom parenteserna."
                .to_owned()
        }
        ErrorKind::CannotUnpack => {
            "mallen kunde inte köras: ett värde kan inte delas upp på så många namn. Räkna namnen före ”in” eller ”=”."
                .to_owned()
        }
        _ if detail == "recursion limit exceeded" => {
            "mallen kunde inte köras: den hämtar sig själv i för många nivåer. Ta bort det varv som inte tar slut."
                .to_owned()
        }
        _ if detail.ends_with("is not iterable") => {
            "mallen kunde inte köras: det som slingan går igenom är ingen lista.".to_owned()
        }
        _ if detail.is_empty() => "mallen kunde inte köras.".to_owned(),
        _ => format!("mallen kunde inte köras. {}", syntax::foreign(detail)),
    }
}

/// The name that MiniJinja's words on something unknown hold.
fn quoted_name(detail: &str) -> Option<String> {
    let inside = |mark: char| {
        let (_, rest) = detail.split_once(mark)?;
        rest.split_once(mark).map(|(name, _)| name)
    };
    let unknown = || {
        let name = detail.strip_suffix(" is unknown")?;
        name.rsplit(' ').next()
    };
    let method = || detail.rsplit_once(" named ").map(|(_, name)| name);
    inside('"')
        .or_else(|| inside('\''))
        .or_else(unknown)
        .or_else(method)
        .map(quoted)
}
