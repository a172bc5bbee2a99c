//! The program's own rules, which were read when it was built: reading them anew takes longer than judging an ärende.

use std::borrow::Cow;

use super::tree::{self, Kind, Member, Node};
use super::{ProfileError, broken};

include!(concat!(env!("OUT_DIR"), "/regler.rs"));

/// The tree of a profile's file that holds rules.
///
/// # Errors
/// When the file is broken.
pub fn rules_tree(file: &str, text: &str) -> Result<Cow<'static, [Member]>, ProfileError> {
    let own = READY
        .iter()
        .find(|(name, own, _)| *name == file && *own == text);
    match own {
        Some((_, _, members)) => Ok(Cow::Borrowed(members)),
        None => tree::parse(text)
            .map(Cow::Owned)
            .map_err(|error| broken(file, text, &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::{READY, tree};

    #[test]
    fn what_was_read_when_the_program_was_built_is_what_the_files_say() {
        assert!(READY.iter().any(|(name, ..)| name.contains("/sv-bas/")));
        for (name, text, members) in READY {
            assert_eq!(
                tree::parse(text).expect("our own").as_slice(),
                *members,
                "{name}"
            );
        }
    }
}
