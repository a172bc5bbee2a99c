//! People as a meeting names them: "Maria Ekholm (C)". Compares names; knows no one.

/// A name and, where it is given, a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person<'a> {
    /// "Maria Ekholm".
    pub namn: &'a str,
    /// "C".
    pub parti: Option<&'a str>,
}

impl<'a> Person<'a> {
    /// Reads "Maria Ekholm (C)"; a title before the name ("Ordförande Maria Ekholm (C)") is part of the name.
    #[must_use]
    pub fn read(written: &'a str) -> Self {
        let written = written.trim();
        let split = written
            .strip_suffix(')')
            .and_then(|inner| inner.rsplit_once('('));
        match split {
            Some((namn, parti)) if !namn.trim().is_empty() => Self {
                namn: namn.trim(),
                parti: Some(parti.trim()).filter(|p| !p.is_empty()),
            },
            _ => Self {
                namn: written,
                parti: None,
            },
        }
    }

    /// Whether both are the same person: the same name in any case and spacing, and no two different parties.
    #[must_use]
    pub fn is(&self, other: &Person<'_>) -> bool {
        let parti = match (self.parti, other.parti) {
            (Some(own), Some(theirs)) => own.to_lowercase() == theirs.to_lowercase(),
            _ => true,
        };
        parti && same_name(self.namn, other.namn)
    }
}

impl std::fmt::Display for Person<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.parti {
            Some(parti) => write!(f, "{} ({parti})", self.namn),
            None => f.write_str(self.namn),
        }
    }
}

fn same_name(one: &str, other: &str) -> bool {
    let mut ours = one.split_whitespace();
    let mut theirs = other.split_whitespace();
    loop {
        match (ours.next(), theirs.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b || a.to_lowercase() == b.to_lowercase() => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Person;

    #[test]
    fn a_person_is_a_name_and_maybe_a_party() {
        let person = Person::read(" Maria  Ekholm (C) ");
        assert_eq!((person.namn, person.parti), ("Maria  Ekholm", Some("C")));
        assert_eq!(person.to_string(), "Maria  Ekholm (C)");
        assert!(person.is(&Person::read("maria ekholm")));
        assert!(!person.is(&Person::read("Maria Ekholm (S)")));
        assert!(!person.is(&Person::read("Maria Ekholm Berg (C)")));
        for odd in ["(C)", "", "Maria (", "Maria )", "Maria ()"] {
            assert!(Person::read(odd).is(&Person::read(odd)), "{odd}");
        }
    }
}
