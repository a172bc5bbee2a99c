//! The kinds of rule that a profile makes with data alone: `sort = "fras"` and so on in `regler.toml`.

pub(super) mod ersattning;
pub(super) mod fras;
pub(super) mod malltext;

use super::Prepare;

/// The kinds by their names in `regler.toml`.
pub(super) const KINDS: [(&str, Prepare); 3] = [
    ("fras", fras::prepare),
    ("ersattning", ersattning::prepare),
    ("malltext", malltext::prepare),
];
