//! "Menade du …?": the known word nearest to a mistyped one. Proposes nothing that only happens to be least far away.

use strsim::damerau_levenshtein;

/// The candidate that `word` most likely stands for, if any is near enough. Case, å/ä/ö and the choice between space,
/// hyphen and underscore do not count; a word that is the head or tail of exactly one candidate is near, and so is a
/// candidate with an ending ("datumet").
#[must_use]
pub fn closest<'a, I>(word: &str, candidates: I) -> Option<&'a str>
where
    I: IntoIterator<Item = &'a str>,
{
    const LONGEST: usize = 100;
    if word.chars().nth(LONGEST).is_some() {
        return None;
    }
    let word = folded(word);
    let mut best: Option<(usize, &str)> = None;
    let mut part_of: Vec<&str> = Vec::new();
    for candidate in candidates {
        let other = folded(candidate);
        let distance = damerau_levenshtein(&word, &other);
        if distance <= limit(&word, &other) && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
        if is_part(&word, &other) || is_inflected(&word, &other) {
            part_of.push(candidate);
        }
    }
    match (best, part_of.as_slice()) {
        (Some((_, candidate)), _) => Some(candidate),
        (None, [only]) => Some(only),
        (None, _) => None,
    }
}

fn is_part(word: &str, other: &str) -> bool {
    word.len() > 4 && (other.starts_with(word) || other.ends_with(word))
}

fn is_inflected(word: &str, other: &str) -> bool {
    other.len() > 3
        && word
            .strip_prefix(other)
            .is_some_and(|ending| ending.len() < 4)
}

/// How many slips are still a slip: one in a short word, two in a longer, at most three.
fn limit(word: &str, other: &str) -> usize {
    match word.chars().count().min(other.chars().count()) {
        0..=2 => 0,
        3..=5 => 1,
        6..=9 => 2,
        _ => 3,
    }
}

fn folded(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'å' | 'ä' => 'a',
            'ö' => 'o',
            ' ' | '-' => '_',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::closest;

    const FIELDS: [&str; 8] = [
        "beslut",
        "beslutsunderlag",
        "datum",
        "expedieras_till",
        "expedieras_inte",
        "instans",
        "rubrik",
        "sammantradesdatum",
    ];

    #[test]
    fn slips_find_their_word() {
        for (word, wanted) in [
            ("beslutt", Some("beslut")),
            ("Beslut", Some("beslut")),
            ("bselut", Some("beslut")),
            ("sammanträdesdatum", Some("sammantradesdatum")),
            ("underlag", Some("beslutsunderlag")),
            ("expedieras-till", Some("expedieras_till")),
            ("expedieras", None),
            ("dautm", Some("datum")),
            ("datumet", Some("datum")),
            ("rubrk", Some("rubrik")),
            ("x", None),
            ("", None),
            ("kommentar", None),
        ] {
            assert_eq!(closest(word, FIELDS), wanted, "{word}");
        }
    }

    #[test]
    fn endless_words_cost_nothing() {
        assert_eq!(closest(&"beslut".repeat(100_000), FIELDS), None);
    }
}
