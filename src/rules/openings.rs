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
    /// Each after its second letter; after nothing, if that may be written in other ways.
    things: Vec<(Option<char>, T)>,
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
            let second = letters.next().filter(|c| is_word(*c));
            group.seconds.note(second);
            group.things.push((second, thing));
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

    /// Puts what shares a first letter in this order.
    pub(super) fn sort_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        for group in self.ascii.iter_mut().chain(&mut self.others) {
            group.things.sort_by_key(|(_, thing)| key(thing));
        }
    }

    /// What a text may begin with, whose first letter is `first` and goes on with `rest`.
    pub(super) fn of(&self, first: char, rest: &str) -> impl Iterator<Item = &T> {
        let second = rest.chars().next().map(lower);
        let group = self.group(lower(first));
        let group = group.filter(|group| group.seconds.may_be(second));
        let things = group.map_or(&[][..], |group| &group.things);
        let may_follow = move |own: Option<char>| own.is_none() || own == second;
        let things = things.iter().filter(move |(own, _)| may_follow(*own));
        things.map(|(_, thing)| thing)
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
            Some(c) if c.is_ascii() => self.ascii |= 1 << u32::from(c),
            Some(_) => self.others = true,
            None => self.any = true,
        }
    }

    fn may_be(self, second: Option<char>) -> bool {
        self.any
            || match second {
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
        let of = |first, rest| all.of(first, rest).copied().collect::<Vec<_>>();
        assert_eq!(of('E', "Nkel"), ["enligt"]);
        assert_eq!(of('e', "Uro"), ["Eu"]);
        assert_eq!(of('Ä', "RA"), ["ärende"]);
        assert_eq!(of('i', ""), ["i"]);
        assert_eq!(of('t', " ex"), ["t.ex."]);
        assert_eq!(
            of('e', "tt").len() + of('ö', "").len() + of('e', "").len(),
            0
        );
        assert!(!all.is_empty() && !all.has_signs());
        all.sort_by_key(|word| std::cmp::Reverse(*word));
        all.insert("enda", "enda");
        assert!(all.of('e', "nda").eq(&["enligt", "enda"]));
        all.insert("(se", "(se");
        assert!(all.has_signs());
    }
}
