//! The §§ that something holds for: "60–63, 65". Knows no meeting.

use std::ops::RangeInclusive;

use serde_json::Value;

/// Numbers and intervals of §§.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragrafer(Vec<RangeInclusive<u64>>);

impl Paragrafer {
    /// Reads "60–63, 65", with a dash or a hyphen; `None` when it is nothing of the kind.
    #[must_use]
    pub fn read(written: &str) -> Option<Self> {
        let number = |text: &str| text.trim().parse::<u64>().ok();
        let parts = written
            .split(',')
            .map(|part| match part.split_once(['–', '-']) {
                Some((first, last)) => Some(number(first)?..=number(last)?),
                None => number(part).map(|only| only..=only),
            });
        parts.collect::<Option<_>>().map(Self)
    }

    /// Whether the § is among them.
    #[must_use]
    pub fn contains(&self, nummer: u64) -> bool {
        self.0.iter().any(|range| range.contains(&nummer))
    }

    /// The intervals, as written.
    pub fn intervals(&self) -> impl Iterator<Item = &RangeInclusive<u64>> {
        self.0.iter()
    }
}

/// The number of a § given as `94` or `"63/20"` (§ 63 of the year 20).
#[must_use]
pub fn nummer(value: &Value) -> Option<u64> {
    if let Some(number) = value.as_u64() {
        return Some(number);
    }
    let text = value.as_str()?.trim();
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Paragrafer, nummer};
    use serde_json::json;

    #[test]
    fn numbers_and_intervals() {
        let read = Paragrafer::read("60–63, 65,70-71").expect("intervals");
        let inside: Vec<u64> = (58..73).filter(|n| read.contains(*n)).collect();
        assert_eq!(inside, [60, 61, 62, 63, 65, 70, 71]);
        for odd in ["", "a", "60–", "60,,61", "§ 60", "99999999999999999999"] {
            assert_eq!(Paragrafer::read(odd), None, "{odd}");
        }
        assert!(!Paragrafer::read("63–60").expect("backwards").contains(61));
    }

    #[test]
    fn a_number_may_have_its_year() {
        assert_eq!(nummer(&json!(94)), Some(94));
        assert_eq!(nummer(&json!("63/20")), Some(63));
        for odd in [json!("x"), json!(""), json!(-1), json!(1.5), json!(null)] {
            assert_eq!(nummer(&odd), None, "{odd}");
        }
    }
}
