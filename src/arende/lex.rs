//! The tokens of JSON: where a string ends, what a number is, which signs are mistaken for which. Keeps no state.

use serde_json::Number;

use super::fault::Kind;

/// How many bytes of `text` from its start satisfy `wanted`.
pub(super) fn run(text: &str, wanted: impl Fn(char) -> bool) -> usize {
    text.find(|c| !wanted(c)).unwrap_or(text.len())
}

/// Signs that word processors put for a quotation mark.
pub(super) const fn is_odd_quote(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '´' | '‘' | '’' | '‚' | '“' | '”' | '„' | '«' | '»'
    )
}

/// Whether `c` ends what `open` began.
pub(super) const fn closes(open: char, c: char) -> bool {
    match open {
        '\'' | '`' | '´' | '‘' | '’' | '‚' => matches!(c, '\'' | '`' | '´' | '‘' | '’'),
        _ => matches!(c, '“' | '”' | '"' | '«' | '»'),
    }
}

/// Characters that look like nothing and are no JSON white space.
pub(super) fn is_odd_space(c: char) -> bool {
    !matches!(c, ' ' | '\t' | '\n' | '\r')
        && (c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}'))
}

pub(super) fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '$')
}

/// Characters of what was meant to be a number: also those of a date or a code without quotation marks.
pub(super) fn is_number_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '+' | '-' | '.' | ':' | '_')
}

/// Where a string ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum StringEnd {
    /// After its closing quotation mark.
    Closed { end: usize },
    /// A line ends inside it, at `at`. It is read on to `end`: `closed` if it seems to go on over the line break, else
    /// it seems to lack its closing mark.
    Broken { end: usize, at: usize, closed: bool },
    /// Nowhere: the text ends first.
    Missing,
}

/// Where the string whose opening mark stands at `start` ends.
pub(super) fn string(text: &str, start: usize) -> StringEnd {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    let mut broken = None;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = at + 1;
                return match broken {
                    None => StringEnd::Closed { end },
                    Some(at) => StringEnd::Broken {
                        end,
                        at,
                        closed: true,
                    },
                };
            }
            b'\\' => at += 1,
            b'\n' if broken.is_none() => {
                let line = text[start..at].trim_end();
                if lacks_its_mark(line, &text[at + 1..]) {
                    let end = start + line.trim_end_matches(',').trim_end().len();
                    return StringEnd::Broken {
                        end,
                        at: end,
                        closed: false,
                    };
                }
                if text[at..].trim().is_empty() {
                    return StringEnd::Missing;
                }
                broken = Some(start + line.len());
            }
            _ => {}
        }
        at += 1;
    }
    StringEnd::Missing
}

/// Whether a string that its line does not close was meant to end there: a comma ends the line, or the next line
/// begins a field or closes a container.
fn lacks_its_mark(line: &str, following: &str) -> bool {
    let next = following.trim_start();
    let begins_a_field = || {
        let line = next.lines().next().unwrap_or_default();
        line.strip_prefix('"')
            .and_then(|rest| rest.split_once('"'))
            .is_some_and(|(_, after)| after.trim_start().starts_with(':'))
    };
    (line.len() > 1 && line.ends_with(',') && next.starts_with(['"', '{', '[']))
        || next.starts_with(['}', ']'])
        || begins_a_field()
}

/// The first quotation mark in the rest of a line that is followed as the end of a string is.
pub(super) fn closing_mark(line: &str) -> Option<usize> {
    let ends_a_text = |at: &usize| {
        let after = line[at + 1..].trim_start();
        match after.strip_prefix(',') {
            Some(next) => {
                let next = next.trim_start();
                next.is_empty() || next.starts_with(['"', '{', '['])
            }
            None => after.is_empty() || after.starts_with(['}', ']']),
        }
    };
    line.match_indices('"')
        .map(|(at, _)| at)
        .take(200)
        .find(ends_a_text)
}

/// A number, if the token is one in JSON and keeps its meaning.
pub(super) fn number(token: &str) -> Result<Number, Kind> {
    if !is_json_number(token) {
        return Err(match token {
            "-Infinity" => Kind::BadWord(token.to_owned()),
            _ => Kind::BadNumber(token.to_owned()),
        });
    }
    let range = || Kind::NumberRange(token.to_owned());
    let number: Number = token.parse().map_err(|_| range())?;
    let mantissa = token.split(['e', 'E']).next().unwrap_or(token);
    let digits = || mantissa.bytes().filter(u8::is_ascii_digit);
    let significant = digits().skip_while(|b| *b == b'0').count();
    let vanished = number.as_f64() == Some(0.0) && significant > 0;
    if vanished {
        Err(range())
    } else if number.is_f64() && significant > 15 {
        Err(Kind::NumberPrecision(token.to_owned()))
    } else {
        Ok(number)
    }
}

/// RFC 8259, section 6.
fn is_json_number(token: &str) -> bool {
    let digits = |text: &str| run(text, |c| c.is_ascii_digit());
    let rest = token.strip_prefix('-').unwrap_or(token);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest.starts_with('0')) {
        return false;
    }
    let mut rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let length = digits(exponent);
        if length == 0 {
            return false;
        }
        rest = &exponent[length..];
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::{Kind, StringEnd, closing_mark, number, string};

    #[test]
    fn numbers_are_json_and_keep_their_meaning() {
        for good in [
            "0",
            "-0",
            "12",
            "-1.5",
            "1e3",
            "1E-7",
            "0.1",
            "18446744073709551615",
            "1.50",
        ] {
            assert!(number(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "-",
            "01",
            "+1",
            ".5",
            "1.",
            "1e",
            "1e+",
            "0x1",
            "2018-12-19",
            "1_000",
            "1.2.3",
        ] {
            assert!(matches!(number(bad), Err(Kind::BadNumber(_))), "{bad}");
        }
        for far in ["1e999", "-1e400", "1e-999"] {
            assert!(matches!(number(far), Err(Kind::NumberRange(_))), "{far}");
        }
        for fine in ["18446744073709551616", "0.12345678901234567"] {
            assert!(
                matches!(number(fine), Err(Kind::NumberPrecision(_))),
                "{fine}"
            );
        }
    }

    #[test]
    fn a_text_with_marks_in_it_goes_on_to_the_one_that_can_close_it() {
        for (rest, wanted) in [
            ("hej\" till\"", Some(9)),
            ("hej\" till\", \"b\": 1}", Some(9)),
            ("hej\", och \"då\".\",", Some(16)),
            ("hej\"]", Some(3)),
            ("hej", None),
            ("hej\" till", None),
        ] {
            assert_eq!(closing_mark(rest), wanted, "{rest}");
        }
    }

    #[test]
    fn strings_end_where_they_were_meant_to() {
        assert_eq!(string("\"a\\\"b\" ", 0), StringEnd::Closed { end: 6 });
        assert_eq!(string("\"ab", 0), StringEnd::Missing);
        assert_eq!(string("\"ab\\", 0), StringEnd::Missing);
        assert_eq!(
            string("\"ab,\n\"x\": 1", 0),
            StringEnd::Broken {
                end: 3,
                at: 3,
                closed: false
            }
        );
        assert_eq!(
            string("\"ab\n}", 0),
            StringEnd::Broken {
                end: 3,
                at: 3,
                closed: false
            }
        );
        assert_eq!(
            string("\"ab\ncd\"", 0),
            StringEnd::Broken {
                end: 7,
                at: 3,
                closed: true
            }
        );
        assert_eq!(string("\"ab\n \n", 0), StringEnd::Missing);
    }
}
