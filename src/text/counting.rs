//! Numbers as words in running text.

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
    use super::antalsord;

    #[test]
    fn small_numbers_are_words() {
        assert_eq!([2, 12, 13].map(antalsord), ["två", "tolv", "13"]);
    }
}
