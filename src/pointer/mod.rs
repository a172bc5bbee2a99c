//! JSON pointers (RFC 6901): where in an ärende something stands. Knows nothing of files, lines or values.

use std::fmt::{self, Write as _};

/// A JSON pointer such as `/beslutsunderlag/0/datum`. The empty pointer names the whole document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// Reads a pointer as written; `None` if it neither is empty nor starts with `/`.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        (written.is_empty() || written.starts_with('/')).then(|| Self(written.to_owned()))
    }

    /// This place's child with the name `key`, escaped as RFC 6901 wants it.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut path = String::with_capacity(self.0.len() + key.len() + 1);
        path.push_str(&self.0);
        let mut child = Self(path);
        child.push_key(key);
        child
    }

    /// This place's element number `index`, counted from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// Becomes its child with the name `key`.
    pub fn push_key(&mut self, key: &str) {
        self.0.push('/');
        if !key.contains(['~', '/']) {
            self.0.push_str(key);
            return;
        }
        for c in key.chars() {
            match c {
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                c => self.0.push(c),
            }
        }
    }

    /// Becomes its element number `index`, counted from 0.
    pub fn push_index(&mut self, index: usize) {
        self.0.push('/');
        match u8::try_from(index) {
            Ok(digit @ 0..=9) => self.0.push(char::from(b'0' + digit)),
            _ => write!(self.0, "{index}").expect("a string takes all writing"),
        }
    }

    /// Goes to a child by `step`, does something there and comes back: for whoever walks a whole tree.
    pub fn within(&mut self, step: impl FnOnce(&mut Self), act: impl FnOnce(&mut Self)) {
        let length = self.0.len();
        step(self);
        act(self);
        self.0.truncate(length);
    }

    /// The place that holds this one; `None` at the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|end| Self(self.0[..end].to_owned()))
    }

    /// The element before this one in its list; `None` where there is none.
    #[must_use]
    pub fn before(&self) -> Option<Self> {
        let index: usize = self.last()?.parse().ok()?;
        Some(self.parent()?.index(index.checked_sub(1)?))
    }

    /// The last name of the pointer, unescaped; `None` at the root.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        let (_, last) = self.0.rsplit_once('/')?;
        Some(last.replace("~1", "/").replace("~0", "~"))
    }

    /// The pointer as written, for [`serde_json::Value::pointer`] and for people.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this place is `other` or stands inside it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.0
            .strip_prefix(other.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The same place when what stood at `from` stands at `to`; `None` when it is not in `from`.
    #[must_use]
    pub fn moved(&self, from: &Self, to: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(from.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| Self(format!("{}{rest}", to.0)))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn children_are_escaped_and_read_back() {
        let place = Pointer::root().key("a/b~c").index(3);
        assert_eq!(place.as_str(), "/a~1b~0c/3");
        assert_eq!(
            place.parent().and_then(|p| p.last()).as_deref(),
            Some("a/b~c")
        );
        assert!(place.is_within(&Pointer::root().key("a/b~c")));
        assert!(
            !Pointer::root()
                .key("ab")
                .is_within(&Pointer::root().key("a"))
        );
    }
}
