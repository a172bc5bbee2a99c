//! Numbers and the signs that belong to them. Does no arithmetic.

/// No-break space: between thousands, and between a sign and its number.
pub const NBSP: char = '\u{a0}';

/// A whole number with its thousands apart: "1 000", "−25 000 000".
#[must_use]
pub fn tal(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * 2 + 3);
    if number < 0 {
        out.push('\u{2212}');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(NBSP);
        }
        out.push(digit);
    }
    out
}

/// A decimal number with a decimal comma: "0,1".
#[must_use]
pub fn decimaltal(number: f64) -> String {
    number
        .to_string()
        .replace('.', ",")
        .replace('-', "\u{2212}")
}

/// A count with its noun: "1 punkt", "3 punkter".
#[must_use]
pub fn antal(count: usize, one: &str, many: &str) -> String {
    let number = i64::try_from(count).map_or_else(|_| count.to_string(), tal);
    format!("{number} {}", if count == 1 { one } else { many })
}

/// A paragraph's number with its sign: "§ 94".
#[must_use]
pub fn paragraf(number: &str) -> String {
    format!("§{NBSP}{number}")
}

/// Rising numbers as they are told: "60–65, 67".
#[must_use]
pub fn intervall(numbers: &[u64]) -> String {
    let mut parts: Vec<(u64, u64)> = Vec::new();
    for &number in numbers {
        match parts.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => parts.push((number, number)),
        }
    }
    let told = parts.iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}–{last}"),
    });
    told.collect::<Vec<_>>().join(", ")
}

/// Paragraphs by their numbers: "§ 94", "§§ 60–65, 67".
#[must_use]
pub fn paragrafer(numbers: &[u64]) -> String {
    match numbers {
        [only] => paragraf(&only.to_string()),
        _ => format!("§§{NBSP}{}", intervall(numbers)),
    }
}

/// Up to twelve as words, as Myndigheternas skrivregler has it for running text.
const WORDS: [&str; 13] = [
    "noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv",
];

/// A number as running text has it: "två", "13".
#[must_use]
pub fn antalsord(number: u64) -> String {
    let word = usize::try_from(number).ok().and_then(|n| WORDS.get(n));
    word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::{antal, antalsord, decimaltal, intervall, paragraf, paragrafer, tal};

    #[test]
    fn thousands_stand_apart() {
        for (number, wanted) in [
            (0, "0"),
            (999, "999"),
            (1000, "1\u{a0}000"),
            (-25_000_000, "\u{2212}25\u{a0}000\u{a0}000"),
            (
                i64::MIN,
                "\u{2212}9\u{a0}223\u{a0}372\u{a0}036\u{a0}854\u{a0}775\u{a0}808",
            ),
        ] {
            assert_eq!(tal(number), wanted);
        }
    }

    #[test]
    fn signs_and_nouns_follow_their_number() {
        assert_eq!(decimaltal(0.1), "0,1");
        assert_eq!(decimaltal(-2.0), "\u{2212}2");
        assert_eq!(antal(1, "punkt", "punkter"), "1 punkt");
        assert_eq!(antal(0, "punkt", "punkter"), "0 punkter");
        assert_eq!(paragraf("63/20"), "§\u{a0}63/20");
        assert_eq!(paragrafer(&[94]), "§\u{a0}94");
        assert_eq!(paragrafer(&[60, 61, 62, 65]), "§§\u{a0}60–62, 65");
        assert_eq!(
            intervall(&[60, 61, 63, u64::MAX]),
            format!("60, 61, 63, {}", u64::MAX)
        );
        assert_eq!(intervall(&[]), "");
    }

    #[test]
    fn small_numbers_are_words() {
        assert_eq!([2, 12, 13].map(antalsord), ["två", "tolv", "13"]);
    }
}
