//! The names of a run's outputs: which file each document becomes, and which documents would become the same. Touches no
//! disk.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use unicode_normalization::UnicodeNormalization as _;

use crate::render::Format;
use crate::source::{COMBINING, file_name};

/// The file a document becomes in a format.
pub(crate) fn output(stem: &str, format: Format) -> String {
    file_name(stem, format.extension())
}

/// A name that two documents would share.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Clash {
    /// The file name, without extension.
    pub(crate) name: String,
    /// The index of the other document.
    pub(crate) other: usize,
}

/// The clash of every document whose output some other document would write too. Names are the same when a file system
/// may take them for the same: after NFC and without regard to case.
pub(crate) fn collisions<'a>(
    stems: impl Iterator<Item = (usize, &'a str)> + Clone,
) -> BTreeMap<usize, Clash> {
    let mut first: HashMap<blake3::Hash, usize> = HashMap::new();
    let mut others: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, stem) in stems.clone() {
        // The longest extension: a name that is cut is then cut as the file's own.
        let folded = folded(&output(stem, Format::Docx));
        match first.entry(blake3::hash(folded.as_bytes())) {
            Entry::Vacant(free) => {
                free.insert(index);
            }
            Entry::Occupied(taken) => {
                others.entry(*taken.get()).or_insert(index);
                others.insert(index, *taken.get());
            }
        }
    }
    let clash = |(index, stem)| {
        let other = *others.get(&index)?;
        let name = file_name(stem, "");
        Some((index, Clash { name, other }))
    };
    stems.filter_map(clash).collect()
}

fn folded(name: &str) -> String {
    // Nearly every name: composed already, and so are its small letters.
    let is_plain = |name: &str| name.chars().all(|c| c < COMBINING);
    let lower: String = if is_plain(name) {
        name.chars().flat_map(char::to_lowercase).collect()
    } else {
        name.nfc().flat_map(char::to_lowercase).collect()
    };
    if is_plain(&lower) {
        return lower;
    }
    lower.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::{Clash, collisions};

    #[test]
    fn names_that_differ_only_for_people_collide() {
        let stems = [
            "KS 1_Åtgärd",
            "KS 2",
            "ks 1_A\u{30a}tgärd",
            "KS 3",
            "KS 1_åtgärd.",
        ];
        let found = collisions(stems.into_iter().enumerate());
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), [0, 2, 4]);
        assert_eq!(
            found[&0],
            Clash {
                name: "KS 1_Åtgärd".into(),
                other: 2
            }
        );
        assert_eq!(found[&4].other, 0);
    }
}
