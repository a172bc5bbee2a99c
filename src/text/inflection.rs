//! Inflection and small sentence parts. Does not parse sentences.

/// The genitive of a name: "Kommunstyrelsens", "Borås", "KF:s".
#[must_use]
pub fn genitiv(name: &str) -> String {
    match name.chars().next_back() {
        None => String::new(),
        Some('s' | 'x' | 'z' | 'S' | 'X' | 'Z') => name.to_owned(),
        Some(_) if is_acronym(last_word(name)) => format!("{name}:s"),
        Some(_) => format!("{name}s"),
    }
}

fn last_word(name: &str) -> &str {
    name.rsplit(char::is_whitespace).next().unwrap_or(name)
}

fn is_acronym(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}

/// The text with its first letter in lower case, unless it opens with an acronym ("KF beslutar").
#[must_use]
pub fn gemen(text: &str) -> String {
    let first = text.split(char::is_whitespace).next().unwrap_or(text);
    if is_acronym(first) {
        return text.to_owned();
    }
    with_first(text, |c| c.to_lowercase().collect())
}

/// The text with its first letter in upper case.
#[must_use]
pub fn versal(text: &str) -> String {
    with_first(text, |c| c.to_uppercase().collect())
}

fn with_first(text: &str, change: impl FnOnce(char) -> String) -> String {
    let mut rest = text.chars();
    rest.next()
        .map(|first| change(first) + rest.as_str())
        .unwrap_or_default()
}

/// A kind of document with its article, in a sentence: "en plan", "ett protokollsutdrag".
#[must_use]
pub fn obestamd(noun: &str) -> String {
    const NEUTER: [&str; 12] = [
        "ande",
        "ende",
        "utdrag",
        "protokoll",
        "beslut",
        "dokument",
        "brev",
        "program",
        "missiv",
        "mente",
        "avtal",
        "underlag",
    ];
    let noun = gemen(noun);
    let article = if NEUTER.iter().any(|ending| noun.ends_with(ending)) {
        "ett"
    } else {
        "en"
    };
    format!("{article} {noun}")
}

/// "a, b och c".
#[must_use]
pub fn och_lista<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "och")
}

/// "a, b eller c".
#[must_use]
pub fn eller_lista<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "eller")
}

fn joined<T: AsRef<str>>(items: &[T], conjunction: &str) -> String {
    let Some((last, before)) = items.split_last() else {
        return String::new();
    };
    let before: Vec<&str> = before.iter().map(AsRef::as_ref).collect();
    if before.is_empty() {
        last.as_ref().to_owned()
    } else {
        format!("{} {conjunction} {}", before.join(", "), last.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::{eller_lista, gemen, genitiv, obestamd, och_lista, versal};

    #[test]
    fn names_take_their_genitive() {
        for (name, wanted) in [
            ("Kommunstyrelsen", "Kommunstyrelsens"),
            ("Vård- och äldrenämnden", "Vård- och äldrenämndens"),
            ("Borås", "Borås"),
            ("Försäkringskassan Max", "Försäkringskassan Max"),
            ("KF", "KF:s"),
            ("KS", "KS"),
            ("A", "As"),
            ("", ""),
        ] {
            assert_eq!(genitiv(name), wanted);
        }
    }

    #[test]
    fn first_letters_change_and_acronyms_stay() {
        assert_eq!(gemen("Årsredovisning 2018"), "årsredovisning 2018");
        assert_eq!(gemen("KF beslutar"), "KF beslutar");
        assert_eq!(versal("ärendet"), "Ärendet");
        assert_eq!((gemen(""), versal("")), (String::new(), String::new()));
    }

    #[test]
    fn kinds_of_documents_take_their_article() {
        for (noun, wanted) in [
            ("Tjänsteskrivelse", "en tjänsteskrivelse"),
            ("Skrivelse", "en skrivelse"),
            ("Plan", "en plan"),
            ("Kallelse", "en kallelse"),
            ("Yttrande", "ett yttrande"),
            ("Protokollsutdrag", "ett protokollsutdrag"),
            ("Reglemente", "ett reglemente"),
        ] {
            assert_eq!(obestamd(noun), wanted);
        }
    }

    #[test]
    fn lists_read_as_swedish() {
        assert_eq!(och_lista::<&str>(&[]), "");
        assert_eq!(och_lista(&["a"]), "a");
        assert_eq!(och_lista(&["a", "b"]), "a och b");
        assert_eq!(eller_lista(&["a", "b", "c"]), "a, b eller c");
    }
}
