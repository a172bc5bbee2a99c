//! The kinds of rule that a profile makes with data alone: `sort = "fras"` and so on in `regler.toml`.

pub(super) mod ersattning;
pub(super) mod fras;
pub(super) mod malltext;

use super::findings::Findings;
use super::{Case, Check, Prepare};

/// The kinds by their names in `regler.toml`.
pub(super) const KINDS: [(&str, Prepare); 3] = [
    ("fras", fras::prepare),
    ("ersattning", ersattning::prepare),
    ("malltext", malltext::prepare),
];

/// A rule in Rust whose words are all the profile's, where no profile has any.
fn nothing() -> Box<dyn Check> {
    Box::new(|_: &Case<'_>, _: &mut Findings<'_>| {})
}
