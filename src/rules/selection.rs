//! Which rules a person asked to hear of. Knows no rule.

/// The rules that speak: all of them, or those that were named, but for those that were named as silent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these; empty means all.
    pub only: Vec<String>,
    /// None of these.
    pub without: Vec<String>,
}

impl Selection {
    /// Whether the rule speaks.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        let is = |named: &String| named == id;
        (self.only.is_empty() || self.only.iter().any(is)) && !self.without.iter().any(is)
    }
}

#[cfg(test)]
mod tests {
    use super::Selection;

    #[test]
    fn silence_goes_before_speech() {
        let of = |only: &[&str], without: &[&str]| Selection {
            only: only.iter().map(ToString::to_string).collect(),
            without: without.iter().map(ToString::to_string).collect(),
        };
        assert!(Selection::default().has("A"));
        assert!(of(&["A"], &[]).has("A") && !of(&["A"], &[]).has("B"));
        assert!(!of(&["A", "B"], &["A"]).has("A") && of(&["A", "B"], &["A"]).has("B"));
        assert!(of(&[], &["A"]).has("B"));
    }
}
