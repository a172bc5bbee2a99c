//! How characters that cannot be seen are shown in messages. Does not judge whether they may stand in an ärende.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::masked;

/// Whether a terminal or a reader would not see the character for what it is: controls, bidirectional controls,
/// zero-width and other invisible characters, separators of lines, private use.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || (c as u32) & 0xfffe == 0xfffe
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' |
            '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' |
            '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' |
            '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' |
            '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{10ffff}')
}

/// The text with every hidden character as an escape: `\n`, `\t`, `\u{202E}`.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c) => {
                write!(out, "\\u{{{:X}}}", u32::from(c)).expect("a string takes all writing");
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The text between Swedish quotation marks, visible, cut after 60 characters and without anybody's whole personnummer:
/// for messages.
#[must_use]
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    // A number that the cut would take apart must be known for one first.
    const BEYOND: usize = 30;
    let known = text.char_indices().nth(LONGEST + BEYOND);
    let text = masked(known.map_or(text, |(end, _)| &text[..end]));
    match text.char_indices().nth(LONGEST) {
        None => format!("”{}”", visible(&text)),
        Some((end, _)) => format!("”{}…”", visible(text[..end].trim_end())),
    }
}

#[cfg(test)]
mod tests {
    use super::{quoted, visible};
    use std::borrow::Cow;

    #[test]
    fn plain_text_passes_untouched() {
        assert!(matches!(
            visible("Åtgärd – 1\u{a0}000 kr 😀"),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn hidden_characters_are_spelled_out() {
        assert_eq!(visible("a\u{1b}[31mb"), "a\\u{1B}[31mb");
        assert_eq!(visible("\u{202e}x\u{200b}"), "\\u{202E}x\\u{200B}");
        assert_eq!(visible("rad 1\r\nrad\t2"), "rad 1\\r\\nrad\\t2");
        assert_eq!(
            visible("\u{85}\u{e000}\u{10ffff}"),
            "\\u{85}\\u{E000}\\u{10FFFF}"
        );
    }

    #[test]
    fn quotations_are_short_and_safe() {
        assert_eq!(quoted("beslutt"), "”beslutt”");
        assert_eq!(quoted(&"å".repeat(61)), format!("”{}…”", "å".repeat(60)));
        assert_eq!(quoted("\u{1b}"), "”\\u{1B}”");
        let long = "å".repeat(52) + " 811218-9876";
        assert!(!quoted(&long).contains("-9") && quoted("811218-9876") == "”811218-****”");
    }
}
