//! The functions templates may call: the few things Markdown cannot say and the profile's choices.

use minijinja::value::{Object, Value};
use minijinja::{Environment, Error, ErrorKind};

use crate::document::tokens::Token;

use super::field::Field;
use super::{Parked, Phrases};

/// The functions, for suggestions.
pub(super) const FUNCTIONS: [&str; 3] = ["flik", "niva", "numrering"];

/// What stands beside the ärende's own fields.
pub(super) const GLOBALS: [&str; 1] = ["val"];

/// Adds every function and global to `environment`.
pub(super) fn add(environment: &mut Environment<'static>, phrases: &Phrases) {
    environment.add_function("flik", || Value::from_object(Parked(Token::Tab)));
    environment.add_function("niva", |level: usize| heading_mark(level));
    let numbering = phrases.numbering.clone();
    environment.add_function("numrering", move |beslut: &Value| {
        decide_numbering(beslut, &numbering)
    });
    environment.add_global("val", Value::from(phrases.choices.clone()));
}

/// The Markdown mark of a heading of this level, for templates that recurse. Deeper than six is six.
fn heading_mark(level: usize) -> Value {
    Value::from_safe_string("#".repeat(level.clamp(1, 6)))
}

/// How the points of one decision are set: `siffror`, `punkter` or `ingen`. What the decision says goes before the
/// profile; "om flera" is worked out here.
fn decide_numbering(beslut: &Value, profile: &str) -> Result<&'static str, Error> {
    let field = beslut.downcast_object_ref::<Field>().ok_or_else(|| {
        super::error::own(
            ErrorKind::InvalidOperation,
            "numrering() behöver ett beslut ur ärendet",
        )
    })?;
    let own = field.member_text("numrering").map(|t| t.value);
    let several = field
        .member("punkter")
        .is_some_and(|p| std::sync::Arc::new(p).enumerator_len().unwrap_or(0) > 1);
    Ok(match (own.as_deref().unwrap_or(profile), several) {
        ("siffror", _) | ("siffror_om_flera" | "punkt_eller_siffror", true) => "siffror",
        ("punkter", _) | ("punkter_om_flera", true) | ("punkt_eller_siffror", false) => "punkter",
        _ => "ingen",
    })
}
