//! What stands at the paths that matter, each hashed as seldom as can be. Remembers, decides nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::source::{Seen, Stamp, State, stamp, state};

/// What was last found at a path.
#[derive(Debug)]
struct Found {
    stamp: Stamp,
    state: State,
    /// The content was looked at again after the marks had stood still: within one tick of the file system's clock two
    /// changes have the same marks.
    settled: bool,
    round: u64,
}

/// A memory of looks.
#[derive(Debug, Default)]
pub(super) struct Looks {
    found: BTreeMap<PathBuf, Found>,
    round: u64,
}

impl Looks {
    /// Begins a new round: what was found in an earlier one may have changed.
    pub(super) fn begin(&mut self) {
        self.round += 1;
    }

    /// What stands at a path.
    pub(super) fn at(&mut self, path: &Path) -> State {
        let Some(stamp) = stamp(path) else {
            self.found.remove(path);
            return State::Missing;
        };
        let known = self
            .found
            .get_mut(path)
            .filter(|known| known.stamp == stamp);
        if let Some(known) = known {
            if !known.settled && known.round != self.round {
                known.state = state(path, stamp);
                known.settled = true;
            }
            return known.state;
        }
        let found = Found {
            stamp,
            state: state(path, stamp),
            settled: false,
            round: self.round,
        };
        let state = found.state;
        self.found.insert(path.to_path_buf(), found);
        state
    }

    /// Forgets every path that nothing depends on any more.
    pub(super) fn keep(&mut self, matters: impl Fn(&Path) -> bool) {
        self.found.retain(|path, _| matters(path));
    }
}

/// What must stand at a path for what was made from it to be right still. `before` is what stood there before it was
/// read, where that is known.
pub(super) fn expected(seen: Seen, before: Option<State>, now: State) -> State {
    match seen {
        Seen::Content(hash) => State::File(hash),
        Seen::Listed(hash) => State::Folder(hash),
        Seen::Looked => now,
        // There is something, and nothing could be read: either it was refused, or it has come since. If it was there
        // before as well, it was refused.
        Seen::Nothing if before == Some(now) => now,
        Seen::Nothing => State::Missing,
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests prepare the disk by hand")]
mod tests {
    use super::{Looks, expected};
    use crate::source::{Seen, State};
    use std::fs;

    #[test]
    fn content_decides_and_marks_save_reading() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a");
        let mut looks = Looks::default();
        looks.begin();
        assert_eq!(looks.at(&path), State::Missing);
        fs::write(&path, "ett").expect("file");
        let one = looks.at(&path);
        assert!(matches!(one, State::File(_)));
        for _ in 0..3 {
            looks.begin();
            assert_eq!(looks.at(&path), one);
        }
        assert!(looks.found[&path].settled);
        fs::write(&path, "två").expect("file");
        looks.begin();
        assert_ne!(looks.at(&path), one);
        looks.keep(|_| false);
        assert!(looks.found.is_empty());
    }

    #[test]
    fn what_came_after_the_reading_is_a_change() {
        let (one, two) = (State::File([1; 32]), State::File([2; 32]));
        assert_eq!(expected(Seen::Content([1; 32]), None, two), one);
        assert_eq!(
            expected(Seen::Nothing, None, State::Missing),
            State::Missing
        );
        // It came between the reading and the look, or was refused: looked at once more.
        assert_eq!(expected(Seen::Nothing, None, one), State::Missing);
        assert_eq!(
            expected(Seen::Nothing, Some(State::Missing), one),
            State::Missing
        );
        assert_eq!(expected(Seen::Nothing, Some(one), one), one);
    }
}
