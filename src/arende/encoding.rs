//! From bytes to text: UTF-8 with or without its mark, anything else refused with what to do. Guesses only to explain.

use crate::finding::{Finding, Level};

use super::SourceText;

const REMEDY: &str = "Spara om filen som UTF-8. I Anteckningar: Spara som, Kodning: UTF-8.";

/// The text of a file's bytes without the byte order mark. `named` gives a text the file's name.
pub(super) fn decoded(
    bytes: &[u8],
    named: impl Fn(&str) -> SourceText,
) -> Result<&str, Box<Finding>> {
    if let Some(encoding) = wide(bytes) {
        let message = format!("Filen är sparad som {encoding}, men ett ärende läses som UTF-8.");
        let mut finding = Finding::new("JSON", Level::Fel, message).help(REMEDY);
        finding.location = Some(named("").place(0..0));
        return Err(Box::new(finding));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| Box::new(not_utf8(bytes, error, named)))
}

/// UTF-16 and UTF-32 by their marks, or by the zeros that `{` and a quotation mark give in them.
fn wide(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] | [_, 0, 0, 0, ..] | [0, 0, 0, _, ..] => {
            Some("UTF-32")
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        [first, 0, second, 0, ..] | [0, first, 0, second, ..] if *first != 0 && *second != 0 => {
            Some("UTF-16")
        }
        _ => None,
    }
}

fn not_utf8(
    bytes: &[u8],
    error: std::str::Utf8Error,
    named: impl Fn(&str) -> SourceText,
) -> Finding {
    let at = error.valid_up_to();
    let byte = bytes[at];
    let is_cut = error.error_len().is_none();
    let message = if is_cut {
        "Filen slutar mitt i ett tecken.".to_owned()
    } else {
        match latin1(byte) {
            Some(c) => format!(
                "Filen är inte sparad som UTF-8: byten {byte:02X} är troligen ett {c} i Windows-1252 (Latin-1)."
            ),
            None => format!("Filen är inte sparad som UTF-8: byten {byte:02X} hör inte hemma här."),
        }
    };
    let help = if is_cut {
        "Kontrollera att hela filen är sparad."
    } else {
        REMEDY
    };
    let mut finding = Finding::new("JSON", Level::Fel, message).help(help);
    // The bytes after the place are shown as they were probably meant.
    let text: String = String::from_utf8_lossy(&bytes[..at])
        .chars()
        .chain(bytes[at..].iter().take(400).map(|b| char::from(*b)))
        .collect();
    finding.location = Some(named(&text).place(at..at + 1));
    finding
}

/// The letter or sign that a byte is in Windows-1252, among those that Swedish text uses.
fn latin1(byte: u8) -> Option<char> {
    match byte {
        0x80 => Some('€'),
        0x85 => Some('…'),
        0x92 => Some('’'),
        0x93 => Some('“'),
        0x94 => Some('”'),
        0x96 => Some('–'),
        0x97 => Some('—'),
        0xa1..=0xff => Some(char::from(byte)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{SourceText, decoded};

    fn refusal(bytes: &[u8]) -> (String, usize, usize) {
        let finding = decoded(bytes, |text| SourceText::new("a.json", text)).expect_err("refused");
        let place = finding.location.expect("a place");
        (finding.message, place.line, place.column)
    }

    #[test]
    fn utf8_passes_with_and_without_its_mark() {
        let read = |bytes| decoded(bytes, |text| SourceText::new("a", text));
        assert_eq!(read("{\"å\"}".as_bytes()).ok(), Some("{\"å\"}"));
        assert_eq!(read(b"\xef\xbb\xbf{}").ok(), Some("{}"));
        assert_eq!(read(b"").ok(), Some(""));
    }

    #[test]
    fn other_encodings_are_named() {
        let utf16 = |text: &str, big: bool| -> Vec<u8> {
            text.encode_utf16()
                .flat_map(|u| {
                    if big {
                        u.to_be_bytes()
                    } else {
                        u.to_le_bytes()
                    }
                })
                .collect()
        };
        for (bytes, wanted) in [
            (utf16("\u{feff}{}", false), "UTF-16"),
            (utf16("\u{feff}{}", true), "UTF-16"),
            (utf16("{\"a\"", false), "UTF-16"),
            (utf16("{\n", true), "UTF-16"),
            (b"{\0\0\0\"\0\0\0".to_vec(), "UTF-32"),
        ] {
            assert!(refusal(&bytes).0.contains(wanted), "{bytes:?}");
        }
        let (message, line, column) = refusal(b"{\n \"\xe5r\": 1}");
        assert!(
            message.contains("byten E5 är troligen ett å i Windows-1252"),
            "{message}"
        );
        assert_eq!((line, column), (2, 3));
        assert!(refusal(b"{\"a\": \"\xc3").0.contains("mitt i ett tecken"));
        assert!(refusal(b"\"\x81\"").0.contains("byten 81 hör inte"));
    }
}
