//! Words and names by the letters they begin with, so that nearly every word of a text is put aside at its second letter.
//! Compares nothing further.

use crate::text::{is_word, lower};

/// Things that a text may begin with.
#[derive(Debug)]
pub(super) struct Openings<T> {
    /// By first letter in ASCII: one more than the index of its group, 0 where there is none.
    marks: [u8; 128],
    ascii: Vec<Group<T>>,
    others: Vec<Group<T>>,
    has_signs: bool,
}

/// What shares a first letter.
#[derive(Debug)]
struct Group<T> {
    first: char,
    seconds: Seconds,
    things: Vec<T>,
}

/// The second letters of what shares a first.
#[derive(Debug, Default, Clone, Copy)]
struct Seconds {
    /// Those in ASCII, one bit each.
    ascii: u128,
    /// Whether one is outside ASCII.
    others: bool,
    /// Whether anything may come second, or nothing at all.
    any: bool,
}

impl<T> Default for Openings<T> {
    fn default() -> Self {
        Self {
            marks: [0; 128],
            ascii: Vec::new(),
            others: Vec::new(),
            has_signs: false,
        }
    }
}

impl<T> Openings<T> {
    /// Adds a thing that begins as `written` does, in any case. What comes second, if it is no letter or digit, may be
    /// written in other ways.
    pub(super) fn insert(&mut self, written: &str, thing: T) {
        let mut letters = written.chars().map(lower);
        if let Some(first) = letters.next() {
            self.has_signs |= !is_word(first);
            let group = self.group_for(first);
            group.seconds.note(letters.next());
            group.things.push(thing);
        }
    }

    /// Whether there is nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.ascii.is_empty() && self.others.is_empty()
    }

    /// Whether something begins with what is no letter or digit, and so elsewhere than a word does.
    pub(super) fn has_signs(&self) -> bool {
        self.has_signs
    }

    /// What shares a first letter, each in turn.
    pub(super) fn groups_mut(&mut self) -> impl Iterator<Item = &mut Vec<T>> {
        let all = self.ascii.iter_mut().chain(&mut self.others);
        all.map(|group| &mut group.things)
    }

    /// What a text may begin with, whose first letter is `first` and goes on with `rest`.
    pub(super) fn of(&self, first: char, rest: &str) -> &[T] {
        match self.group(lower(first)) {
            Some(group) if group.seconds.may_be(rest) => &group.things,
            _ => &[],
        }
    }

    fn group_for(&mut self, first: char) -> &mut Group<T> {
        let groups = if first.is_ascii() {
            &mut self.ascii
        } else {
            &mut self.others
        };
        let known = groups.iter().position(|group| group.first == first);
        let index = known.unwrap_or_else(|| {
            groups.push(Group {
                first,
                seconds: Seconds::default(),
                things: Vec::new(),
            });
            groups.len() - 1
        });
        if let Some(mark) = self.marks.get_mut(first as usize) {
            *mark = u8::try_from(index + 1).unwrap_or_default();
        }
        &mut groups[index]
    }

    fn group(&self, first: char) -> Option<&Group<T>> {
        match self.marks.get(first as usize) {
            Some(mark) => self.ascii.get(usize::from(*mark).checked_sub(1)?),
            None => self.others.iter().find(|group| group.first == first),
        }
    }
}

impl Seconds {
    fn note(&mut self, second: Option<char>) {
        match second {
            Some(c) if c.is_ascii_alphanumeric() => self.ascii |= 1 << u32::from(c),
            Some(c) if is_word(c) => self.others = true,
            _ => self.any = true,
        }
    }

    fn may_be(self, rest: &str) -> bool {
        self.any
            || match rest.chars().next().map(lower) {
                Some(c) if c.is_ascii() => self.ascii & (1 << u32::from(c)) != 0,
                Some(_) => self.others,
                None => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::Openings;

    #[test]
    fn the_first_two_letters_decide() {
        let mut all = Openings::default();
        for word in ["enligt", "Eu", "ärende", "i", "t.ex."] {
            all.insert(word, word);
        }
        assert_eq!(all.of('E', "Nkel"), ["enligt", "Eu"]);
        assert_eq!(all.of('Ä', "RA"), ["ärende"]);
        assert_eq!(all.of('i', ""), ["i"]);
        assert_eq!(all.of('t', " ex"), ["t.ex."]);
        assert!(all.of('e', "tt").is_empty() && all.of('ö', "").is_empty());
        assert!(all.of('e', "").is_empty() && !all.is_empty() && !all.has_signs());
        assert_eq!(all.groups_mut().count(), 4);
        all.insert("(se", "(se");
        assert!(all.has_signs());
    }
}
