//! An ärende's fixes made, round after round, and the ärende judged again. Writes nothing: what to do with the new bytes
//! is the caller's choice.

use std::collections::BTreeSet;

use crate::arende;
use crate::finding::{Applicability, Fix, Level};

use super::{Checked, Input, Options, Workspace, WorkspaceError};

/// No ärende needs more rounds; one that asks for more has fixes that undo each other.
const MOST_ROUNDS: usize = 100;
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Which fixes are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that cannot change the meaning.
    Safe,
    /// Those too whose result somebody should read.
    All,
}

impl Which {
    const fn takes(self, fix: &Fix) -> bool {
        match fix.applicability {
            Applicability::Safe => true,
            Applicability::Unsafe => matches!(self, Self::All),
            Applicability::DisplayOnly => false,
        }
    }
}

/// An ärende as it was found, and what its fixes make of it.
#[derive(Debug)]
pub struct Mended {
    /// As it was found.
    pub before: Checked,
    /// What its fixes make of it; `None` when there is nothing to mend.
    pub change: Option<Change>,
}

/// The ärende after its fixes.
#[derive(Debug)]
pub struct Change {
    /// The file's new bytes.
    pub bytes: Vec<u8>,
    /// How many fixes were made.
    pub count: usize,
    /// The new ärende, judged.
    pub after: Checked,
}

impl Workspace {
    /// Judges one ärende, makes its fixes and judges it again, until there is nothing left to mend.
    ///
    /// # Errors
    /// As [`Workspace::check`].
    pub fn mend(
        &self,
        input: Input<'_>,
        options: &Options,
        which: Which,
    ) -> Result<Mended, WorkspaceError> {
        rounds(input.bytes, which, |bytes| {
            self.check(Input { bytes, ..input }, options)
        })
    }
}

fn rounds<E>(
    bytes: &[u8],
    which: Which,
    mut judge: impl FnMut(&[u8]) -> Result<Checked, E>,
) -> Result<Mended, E> {
    let before = judge(bytes)?;
    let mark = if bytes.starts_with(MARK) { MARK } else { b"" };
    let mut seen = BTreeSet::from([*blake3::hash(&bytes[mark.len()..]).as_bytes()]);
    let mut change: Option<Change> = None;
    for _ in 0..MOST_ROUNDS {
        let now = change.as_ref().map_or(&before, |change| &change.after);
        let Some((text, made)) = next(now, which) else {
            break;
        };
        // Fixes that lead back to what was there before would go round for ever.
        if !seen.insert(*blake3::hash(text.as_bytes()).as_bytes()) {
            break;
        }
        let bytes = [mark, text.as_bytes()].concat();
        let after = judge(&bytes)?;
        if is_worse(now, &after) {
            break;
        }
        let count = change.as_ref().map_or(0, |change| change.count) + made;
        change = Some(Change {
            bytes,
            count,
            after,
        });
    }
    Ok(Mended { before, change })
}

/// The text after one round of fixes, and how many they were.
fn next(checked: &Checked, which: Which) -> Option<(String, usize)> {
    let (source, raw) = checked.read.as_ref()?;
    let fixes = checked.findings.iter().filter_map(|f| f.fix.as_ref());
    let fixes: Vec<&Fix> = fixes.filter(|fix| which.takes(fix)).collect();
    if fixes.is_empty() {
        return None;
    }
    let mended = arende::mend(source, raw, &fixes)?;
    let made = mended.made.iter().filter(|made| **made).count();
    Some((mended.text, made))
}

/// Whether fixes did harm: what could be made a document can no more, or has more against it.
fn is_worse(before: &Checked, after: &Checked) -> bool {
    let faults = |checked: &Checked| {
        let faults = checked.findings.iter().filter(|f| f.level == Level::Fel);
        faults.count()
    };
    after.read.is_none()
        || (after.prepared.is_none()
            && (before.prepared.is_some() || faults(after) > faults(before)))
}

#[cfg(test)]
mod tests {
    use super::{Change, Checked, Which, rounds};
    use crate::arende;
    use crate::finding::{Applicability, Edit, Finding, Fix, Level};
    use crate::pointer::Pointer;

    /// Judges by words: each is found once in the title, with what to write instead.
    fn judge(bytes: &[u8], words: &[(&str, &str, Applicability)]) -> Checked {
        let reading = arende::read("a.json", bytes, &["plan"]);
        let mut findings = reading.findings;
        if let Some(arende) = &reading.arende {
            for (word, instead, applicability) in words {
                let Some(at) = arende.rubrik.find(word) else {
                    continue;
                };
                let pointer = Pointer::root().key("rubrik");
                let mut finding = Finding::new("X-1", Level::Rad, *word).at(pointer.clone());
                finding.fix = Some(Fix {
                    title: format!("Skriv {instead}"),
                    applicability: *applicability,
                    edits: vec![Edit {
                        pointer,
                        range: Some(at..at + word.len()),
                        replacement: (*instead).into(),
                    }],
                });
                findings.push(finding);
            }
        }
        Checked {
            findings,
            threshold: Level::Fel,
            draft: false,
            prepared: None,
            read: reading.arende.map(|arende| (arende.source, arende.raw)),
        }
    }

    fn mended(
        title: &str,
        which: Which,
        words: &[(&str, &str, Applicability)],
    ) -> (Option<String>, usize, usize) {
        let text =
            format!("\u{feff}{{\"$schema\": \"plan.schema.json\",\r\n \"rubrik\": \"{title}\"}}");
        let done = rounds(text.as_bytes(), which, |bytes| {
            Ok::<_, ()>(judge(bytes, words))
        });
        let done = done.expect("judged");
        match done.change {
            None => (None, 0, done.before.findings.len()),
            Some(Change {
                bytes,
                count,
                after,
            }) => {
                let new = String::from_utf8(bytes).expect("UTF-8");
                let (head, tail) = text.split_once(title).expect("the title");
                let new = new
                    .strip_prefix(head)
                    .and_then(|new| new.strip_suffix(tail));
                (new.map(str::to_owned), count, after.findings.len())
            }
        }
    }

    #[test]
    fn rounds_go_on_until_nothing_is_left() {
        use Applicability::{DisplayOnly, Safe, Unsafe};
        let words = [
            ("bl.a.", "bland annat", Safe),
            ("erfordras", "behövs", Unsafe),
            ("åligger", "ska", DisplayOnly),
        ];
        let text = "bl.a. erfordras bl.a. åligger bl.a.";
        let safe = "bland annat erfordras bland annat åligger bland annat";
        assert_eq!(mended(text, Which::Safe, &words), (Some(safe.into()), 3, 2));
        let all = safe.replace("erfordras", "behövs");
        assert_eq!(mended(text, Which::All, &words), (Some(all), 4, 1));
        assert_eq!(mended("åligger", Which::All, &words), (None, 0, 1));
        assert_eq!(mended("bra", Which::All, &words), (None, 0, 0));
        // Two that overlap: the second waits for its round, and is then not needed.
        let words = [("ab", "x", Safe), ("bc", "y", Safe)];
        assert_eq!(
            mended("abc bc", Which::Safe, &words),
            (Some("xc y".into()), 2, 0)
        );
    }

    #[test]
    fn fixes_that_undo_each_other_or_grow_for_ever_end() {
        use Applicability::Safe;
        let there_and_back = [("hit", "dit", Safe), ("dit", "hit", Safe)];
        assert_eq!(
            mended("hit", Which::Safe, &there_and_back),
            (Some("dit".into()), 1, 1)
        );
        let growing = [("z", "zz", Safe)];
        let (text, count, _) = mended("z", Which::Safe, &growing);
        assert_eq!((text.map(|t| t.len()), count), (Some(101), 100));
        assert_eq!(mended("z", Which::Safe, &[("z", "z", Safe)]), (None, 0, 1));
    }

    #[test]
    fn a_round_that_does_harm_is_undone() {
        let words = [("plan", "\u{1}", Applicability::Safe)];
        assert_eq!(mended("En plan", Which::Safe, &words), (None, 0, 1));
    }
}
