//! The text of a JSON string: its escapes resolved, character by character with their places. Does not normalise.

use std::borrow::Cow;
use std::ops::Range;

use super::fault::{Fault, Kind, MOST_FAULTS};

/// A string as it stands between its quotation marks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Literal<'t> {
    raw: &'t str,
    at: usize,
    escapes: bool,
}

impl<'t> Literal<'t> {
    /// A JSON string whose text begins at byte `at` of the file.
    pub(super) fn new(raw: &'t str, at: usize) -> Self {
        Self {
            raw,
            at,
            escapes: raw.contains('\\'),
        }
    }

    /// Text in which a backslash is a backslash.
    pub(super) const fn plain(raw: &'t str, at: usize) -> Self {
        Self {
            raw,
            at,
            escapes: false,
        }
    }

    /// How long the string is in the file, in bytes.
    pub(super) const fn len(&self) -> usize {
        self.raw.len()
    }

    /// What the string means; a faulty escape as U+FFFD.
    pub(super) fn text(&self) -> Cow<'t, str> {
        if self.escapes {
            Cow::Owned(
                self.chars()
                    .map(|(_, c)| c.unwrap_or(char::REPLACEMENT_CHARACTER))
                    .collect(),
            )
        } else {
            Cow::Borrowed(self.raw)
        }
    }

    /// Its characters, each with the bytes of the file it stands for.
    pub(super) fn chars(&self) -> Chars<'t> {
        Chars {
            rest: self.raw,
            at: self.at,
            escapes: self.escapes,
        }
    }

    /// Faulty escapes and control characters; each kind of control character once. A line break is not told here: it
    /// is a fault of the whole string.
    pub(super) fn faults(&self) -> Vec<Fault> {
        if !self.escapes && self.raw.bytes().all(|b| b >= b' ') {
            return Vec::new();
        }
        let is_broken = self.raw.contains('\n');
        let is_told = |c: char| c == '\n' || (c == '\r' && is_broken);
        let mut faults: Vec<Fault> = Vec::new();
        for (span, c) in self.chars() {
            let kind = match c {
                Err(kind) => kind,
                Ok(c) if c < ' ' && span.len() == 1 && !is_told(c) => Kind::Control(c),
                Ok(_) => continue,
            };
            if !matches!(kind, Kind::Control(_)) || faults.iter().all(|f| f.kind != kind) {
                faults.push(Fault { kind, span });
            }
            if faults.len() == MOST_FAULTS {
                break;
            }
        }
        faults
    }
}

/// The characters of a literal.
pub(super) struct Chars<'t> {
    rest: &'t str,
    at: usize,
    escapes: bool,
}

impl Chars<'_> {
    fn advance(&mut self, bytes: usize) -> Range<usize> {
        let start = self.at;
        self.rest = &self.rest[bytes..];
        self.at += bytes;
        start..self.at
    }

    /// What stands after a backslash: how long the whole escape is, and what it means.
    fn escape(&self) -> (usize, Result<char, Kind>) {
        let Some(c) = self.rest[1..].chars().next() else {
            return (1, Err(Kind::BadEscape(' ')));
        };
        let simple = match c {
            '"' | '\\' | '/' => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unicode(),
            other => return (1 + other.len_utf8(), Err(Kind::BadEscape(other))),
        };
        (2, Ok(simple))
    }

    fn unicode(&self) -> (usize, Result<char, Kind>) {
        let Some(unit) = hex(self.rest, 2) else {
            return (2, Err(Kind::BadUnicode));
        };
        if let Some(c) = char::from_u32(u32::from(unit)) {
            return (6, Ok(c));
        }
        let low = self.rest[6..]
            .starts_with("\\u")
            .then(|| hex(self.rest, 8))
            .flatten();
        let pair = low.and_then(|low| char::decode_utf16([unit, low]).next()?.ok());
        match pair {
            Some(c) if u32::from(c) > 0xffff => (12, Ok(c)),
            _ => (6, Err(Kind::LoneSurrogate(unit))),
        }
    }
}

/// Four hexadecimal digits from byte `from` of `text`.
fn hex(text: &str, from: usize) -> Option<u16> {
    let digits = text.get(from..from + 4)?;
    digits
        .bytes()
        .all(|b| b.is_ascii_hexdigit())
        .then(|| u16::from_str_radix(digits, 16).ok())
        .flatten()
}

impl Iterator for Chars<'_> {
    type Item = (Range<usize>, Result<char, Kind>);

    fn next(&mut self) -> Option<Self::Item> {
        let c = self.rest.chars().next()?;
        let (length, meaning) = if c == '\\' && self.escapes {
            self.escape()
        } else {
            (c.len_utf8(), Ok(c))
        };
        Some((self.advance(length), meaning))
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Literal};

    fn kinds(raw: &str) -> Vec<Kind> {
        Literal::new(raw, 0)
            .faults()
            .into_iter()
            .map(|fault| fault.kind)
            .collect()
    }

    #[test]
    fn escapes_mean_what_serde_json_says() {
        for raw in [
            "",
            "rak text åäö",
            r#"\"\\\/\b\f\n\r\t"#,
            r"\u00e5\u00E5",
            r"\ud83d\ude00!",
            r"a\u0000b",
        ] {
            let wanted: String = serde_json::from_str(&format!("\"{raw}\"")).expect(raw);
            assert_eq!(Literal::new(raw, 0).text(), wanted);
            assert_eq!(kinds(raw), []);
        }
    }

    #[test]
    fn faulty_escapes_are_told_apart() {
        assert_eq!(kinds(r"C:\dok"), [Kind::BadEscape('d')]);
        assert_eq!(kinds(r"\u12"), [Kind::BadUnicode]);
        assert_eq!(kinds(r"\u12å4"), [Kind::BadUnicode]);
        assert_eq!(kinds(r"\ud83d"), [Kind::LoneSurrogate(0xd83d)]);
        assert_eq!(
            kinds(r"\ude00\ud83d"),
            [Kind::LoneSurrogate(0xde00), Kind::LoneSurrogate(0xd83d)]
        );
        assert_eq!(kinds(r"\ud83d\u0041"), [Kind::LoneSurrogate(0xd83d)]);
        assert_eq!(
            kinds("a\tb\tc\u{1}"),
            [Kind::Control('\t'), Kind::Control('\u{1}')]
        );
        assert_eq!(Literal::new(r"\ud83d\u0041", 0).text(), "\u{fffd}A");
    }

    #[test]
    fn places_are_bytes_of_the_file() {
        let spans: Vec<_> = Literal::new(r"å\n\u00e5x", 10)
            .chars()
            .map(|(span, _)| span)
            .collect();
        assert_eq!(spans, [10..12, 12..14, 14..20, 20..21]);
    }
}
