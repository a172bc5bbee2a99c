//! Letters of running Swedish text without looking them up in the tables of all the world's scripts: every rule reads
//! every letter of a document. The answers are the standard library's own.

use std::borrow::Cow;

use super::bytes_within;

/// A letter in lower case; the few letters that become several are only their first.
#[must_use]
pub fn lower(c: char) -> char {
    match c {
        '\0'..='\x7f' => c.to_ascii_lowercase(),
        '×' => c,
        'À'..='Þ' => char::from_u32(u32::from(c) + 0x20).unwrap_or(c),
        '\u{80}'..='ÿ' | PUNCTUATION_START..=PUNCTUATION_END => c,
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// Whether a character belongs to a word or a number: a letter or a digit of any script.
#[must_use]
pub fn is_word(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        'À'..='ÿ' => !matches!(c, '×' | '÷'),
        '\u{a0}' | '§' | '«' | '»' | PUNCTUATION_START..=PUNCTUATION_END => false,
        _ => c.is_alphanumeric(),
    }
}

/// Dashes, quotation marks, the points of a list.
const PUNCTUATION_START: char = '\u{2010}';
const PUNCTUATION_END: char = '\u{203a}';

/// The text in lower case, borrowed where it is written so already, as most words are.
#[must_use]
pub fn lowered(text: &str) -> Cow<'_, str> {
    let is_lower = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if text.bytes().all(is_lower) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(lowercase(text))
}

/// The text in lower case.
#[must_use]
pub fn lowercase(text: &str) -> String {
    let mut written = text.to_owned();
    written.make_ascii_lowercase();
    // What is left are capitals like Å, whose second byte is lower than that of any small letter or sign of theirs, and
    // characters of other scripts.
    let seconds = bytes_within(text, 0x80..=0x9e);
    for at in seconds.chain(bytes_within(text, 0xc4..=0xff)) {
        let is_second = text.as_bytes()[at] < 0xc4;
        let start = at - usize::from(is_second);
        let Some(c) = text.get(start..).and_then(|rest| rest.chars().next()) else {
            continue;
        };
        if matches!(c, 'ß'..='ÿ' | PUNCTUATION_START..=PUNCTUATION_END) {
            continue;
        }
        let mut small = c.to_lowercase();
        match (small.next(), small.next()) {
            (Some(same), None) if same == c => {}
            (Some(small), None) if c != 'Σ' && small.len_utf8() == c.len_utf8() => {
                let bytes = start..start + c.len_utf8();
                written.replace_range(bytes, small.encode_utf8(&mut [0; 4]));
            }
            // Takes another number of bytes, or is written as what stands beside it wants.
            _ => return text.to_lowercase(),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{is_word, lower, lowercase, lowered};

    #[test]
    fn the_answers_are_those_of_the_standard_library() {
        for c in '\0'..=char::MAX {
            assert_eq!(Some(lower(c)), c.to_lowercase().next(), "{c:?}");
            assert_eq!(is_word(c), c.is_alphanumeric(), "{c:?}");
            let text = format!("Aa{c}Å {c}");
            assert_eq!(lowercase(&text), text.to_lowercase(), "{c:?}");
            assert_eq!(lowered(&text), text.to_lowercase(), "{c:?}");
        }
        for text in [
            "",
            "ÅÄÖ åäö É",
            "VÅRD- OCH ”Omsorg” – İ",
            "§ 1\u{a0}×À÷ Þß €",
            "ΑΣ ÅΣ",
        ] {
            assert_eq!(lowercase(text), text.to_lowercase());
        }
    }
}
