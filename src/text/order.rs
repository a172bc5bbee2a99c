//! Swedish alphabetical order. Orders words, not numbers within them.

use unicode_normalization::UnicodeNormalization;

/// A key that sorts as a Swedish register does: å, ä and ö last, other accents and case ignored at first. The text
/// itself closes the key, so that no two texts share one.
#[must_use]
pub fn sort_key(text: &str) -> String {
    let mut key: String = text
        .nfc()
        .flat_map(char::to_lowercase)
        .flat_map(letters)
        .collect();
    key.push('\0');
    key.push_str(text);
    key
}

/// A letter's place in the order, as characters: the three that follow `z` in ASCII stand for å, ä and ö.
fn letters(c: char) -> impl Iterator<Item = char> {
    let placed = match c {
        'å' => '{',
        'ä' | 'æ' => '|',
        'ö' | 'ø' => '}',
        c => std::iter::once(c).nfd().next().unwrap_or(c),
    };
    std::iter::once(placed)
}

#[cfg(test)]
mod tests {
    use super::sort_key;

    #[test]
    fn the_three_letters_come_last() {
        let wanted = [
            "Aneby",
            "Danderyd",
            "Idé",
            "Ideal",
            "Tyresö",
            "Zinkgruvan",
            "Ånge",
            "Älvdalen",
            "Örebro",
        ];
        let mut sorted = wanted;
        sorted.reverse();
        sorted.sort_by_key(|name| sort_key(name));
        assert_eq!(sorted, wanted);
    }

    #[test]
    fn decomposed_letters_sort_as_composed_and_case_breaks_no_order() {
        assert!(sort_key("A\u{30a}nge") > sort_key("Zebra"));
        assert!(sort_key("borås") < sort_key("Danderyd"));
        assert_ne!(sort_key("Borås"), sort_key("borås"));
    }
}
