//! Safe file names from data: one pure function with the strictest system's rules everywhere. Touches no disk.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::text::is_hidden;

/// The longest name any common file system takes, in bytes.
const LONGEST: usize = 255;

/// The first character that may join the one before it: text without any from here on is composed as it stands.
pub const COMBINING: char = '\u{300}';

/// A file name made of `stem` and `extension` (without its dot) that every system takes and that stays in its folder.
/// Forbidden characters become hyphens; a name that must be cut ends with a hash of the whole stem.
#[must_use]
pub fn file_name(stem: &str, extension: &str) -> String {
    let extension: String = cleaned(extension)
        .chars()
        .filter(|c| *c != ' ')
        .take(16)
        .collect();
    let clean = cleaned(stem);
    let clean = match &*clean {
        "" => "dokument".into(),
        name if is_reserved(name) => format!("_{name}").into(),
        _ => clean,
    };
    let tail = if extension.is_empty() {
        String::new()
    } else {
        format!(".{extension}")
    };
    if clean.len() + tail.len() <= LONGEST {
        return clean.into_owned() + &tail;
    }
    // Of one form of the text: what looks the same is the same file.
    let whole: String = stem.nfc().collect();
    let tail = format!("-{}{tail}", &blake3::hash(whole.as_bytes()).to_hex()[..8]);
    let kept = clean.floor_char_boundary(LONGEST - tail.len());
    format!("{}{tail}", clean[..kept].trim_end_matches(is_edge))
}

/// NFC, without anything a file system could trip over, and without dots and spaces at the ends.
fn cleaned(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return text.trim_matches(is_edge).into();
    }
    let mut out = String::with_capacity(text.len());
    // What is taken out would stand between a letter and its mark.
    let seen = text.chars().filter(|c| c.is_whitespace() || !is_hidden(*c));
    for c in seen.nfc() {
        let c = match c {
            c if is_forbidden(c) => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        let repeats = may_not_repeat(c) && out.ends_with(c);
        if !repeats {
            out.push(c);
        }
    }
    out.trim_matches(is_edge).to_owned().into()
}

/// Whether nothing in the text need be changed, but perhaps its ends: so are nearly all names, and each is asked for
/// many times.
fn is_clean(text: &str) -> bool {
    let mut before = None;
    text.chars().all(|c| {
        let repeats = may_not_repeat(c) && before == Some(c);
        before = Some(c);
        let is_other_space = c.is_whitespace() && c != ' ';
        c < COMBINING && !repeats && !is_other_space && !is_forbidden(c) && !is_hidden(c)
    })
}

const fn is_forbidden(c: char) -> bool {
    matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*')
}

const fn may_not_repeat(c: char) -> bool {
    matches!(c, ' ' | '.' | '-')
}

const fn is_edge(c: char) -> bool {
    matches!(c, ' ' | '.')
}

/// Whether Windows takes the name, whatever its extension, for a device.
fn is_reserved(name: &str) -> bool {
    let base = name
        .split('.')
        .next()
        .unwrap_or(name)
        .trim_end()
        .to_ascii_uppercase();
    if matches!(
        base.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$"
    ) {
        return true;
    }
    ["COM", "LPT"].iter().any(|device| {
        base.strip_prefix(device).is_some_and(|port| {
            let mut port = port.chars();
            matches!(port.next(), Some('0'..='9' | '¹' | '²' | '³')) && port.next().is_none()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, file_name};

    #[test]
    fn names_from_data_are_safe() {
        for (stem, wanted) in [
            (
                "KS 2018-00859_tjansteskrivelse",
                "KS 2018-00859_tjansteskrivelse.pdf",
            ),
            ("KS 2020/0172", "KS 2020-0172.pdf"),
            ("Åtgärd – lägesrapport", "Åtgärd – lägesrapport.pdf"),
            ("A\u{30a}tga\u{308}rd", "Åtgärd.pdf"),
            ("A\0\u{30a}r", "År.pdf"),
            ("", "dokument.pdf"),
            ("..", "dokument.pdf"),
            (" . . ", "dokument.pdf"),
            ("../../etc/passwd", "-.-etc-passwd.pdf"),
            ("..\\..\\x", "-.-x.pdf"),
            ("C:\\x", "C-x.pdf"),
            ("a\0b\u{1b}c\u{202e}d", "abcd.pdf"),
            ("rad\r\nrad", "rad rad.pdf"),
            ("slut. . .", "slut.pdf"),
            ("CON", "_CON.pdf"),
            ("nul.txt", "_nul.txt.pdf"),
            ("Com1", "_Com1.pdf"),
            ("LPT² .x", "_LPT² .x.pdf"),
            ("COM10", "COM10.pdf"),
            ("Konto", "Konto.pdf"),
            ("<a>|\"b\"?*", "-a-b-.pdf"),
        ] {
            assert_eq!(file_name(stem, "pdf"), wanted, "{stem:?}");
        }
    }

    #[test]
    fn long_names_are_cut_by_bytes_and_stay_apart() {
        let long = "å".repeat(200);
        let one = file_name(&(long.clone() + "1"), "docx");
        let two = file_name(&(long + "2"), "docx");
        assert!(one.len() <= LONGEST && two.len() <= LONGEST);
        assert_ne!(one, two);
        assert!(
            one.strip_suffix(".docx")
                .is_some_and(|stem| stem.starts_with("åå"))
        );
        assert_eq!(file_name(&"a".repeat(251), "pdf").len(), LONGEST);
        assert_eq!(
            file_name(&"a".repeat(251), "pdf"),
            format!("{}.pdf", "a".repeat(251))
        );
    }

    #[test]
    fn any_text_at_all_gives_a_name_that_holds() {
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..20_000 {
            let stem: String = (0..random.usize(0..300)).map(|_| random.char(..)).collect();
            let name = file_name(&stem, "pdf");
            assert!(name.len() <= LONGEST && name.len() > 4, "{stem:?}");
            assert!(
                !name.contains(['/', '\\', ':', '\0']) && !name.contains(".."),
                "{stem:?}"
            );
            assert!(!name.starts_with([' ', '.']), "{stem:?}");
            assert_eq!(
                file_name(name.trim_end_matches(".pdf"), "pdf"),
                name,
                "stable: {stem:?}"
            );
        }
    }
}
