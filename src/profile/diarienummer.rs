//! Diarienummer: parts, and the pattern a registry prints and reads them by. Knows no field and no rule.

/// A diarienummer in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delar {
    /// The registry: `KS`; empty where the pattern has none.
    pub diarium: String,
    /// Four digits.
    pub ar: u16,
    /// Running number.
    pub nummer: u32,
}

/// A pattern such as `{diarium} {ar}-{nummer:5}`: the number may have a least width, filled with zeros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Monster(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    Diarium,
    Ar,
    Nummer { width: usize },
}

/// A pattern that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MonsterError {
    /// A word in braces that means nothing.
    #[error(
        "”{{{0}}}” finns inte i ett diarienummermönster; använd {{diarium}}, {{ar}} och {{nummer}} eller {{nummer:5}}"
    )]
    Unknown(String),
    /// `{` without `}`.
    #[error("en klammer ”{{” saknar sitt ”}}”")]
    Unclosed,
    /// Year or number is missing.
    #[error("mönstret saknar {{ar}} eller {{nummer}}")]
    Incomplete,
}

impl Monster {
    /// Reads a pattern.
    ///
    /// # Errors
    /// See [`MonsterError`].
    pub fn parse(written: &str) -> Result<Self, MonsterError> {
        let mut parts = Vec::new();
        let mut rest = written;
        while let Some((before, after)) = rest.split_once('{') {
            if !before.is_empty() {
                parts.push(Part::Literal(before.to_owned()));
            }
            let (name, tail) = after.split_once('}').ok_or(MonsterError::Unclosed)?;
            parts.push(match name.split_once(':') {
                None if name == "diarium" => Part::Diarium,
                None if name == "ar" => Part::Ar,
                None if name == "nummer" => Part::Nummer { width: 1 },
                Some(("nummer", width)) => Part::Nummer {
                    width: width
                        .parse()
                        .ok()
                        .filter(|w| (1..=9).contains(w))
                        .ok_or_else(|| MonsterError::Unknown(name.to_owned()))?,
                },
                _ => return Err(MonsterError::Unknown(name.to_owned())),
            });
            rest = tail;
        }
        if !rest.is_empty() {
            parts.push(Part::Literal(rest.to_owned()));
        }
        let has = |wanted: fn(&Part) -> bool| parts.iter().any(wanted);
        if has(|p| *p == Part::Ar) && has(|p| matches!(p, Part::Nummer { .. })) {
            Ok(Self(parts))
        } else {
            Err(MonsterError::Incomplete)
        }
    }

    /// The diarienummer as this registry prints it.
    #[must_use]
    pub fn print(&self, delar: &Delar) -> String {
        let written = self.0.iter().map(|part| match part {
            Part::Literal(text) => text.clone(),
            Part::Diarium => delar.diarium.clone(),
            Part::Ar => format!("{:04}", delar.ar),
            Part::Nummer { width } => format!("{:0width$}", delar.nummer, width = *width),
        });
        written.collect::<String>().trim().to_owned()
    }

    /// The parts of a diarienummer written by this pattern; `None` when it is not.
    #[must_use]
    pub fn read(&self, written: &str) -> Option<Delar> {
        let mut delar = Delar {
            diarium: String::new(),
            ar: 0,
            nummer: 0,
        };
        let mut rest = written;
        for part in &self.0 {
            rest = match part {
                Part::Literal(text) => rest.strip_prefix(text.as_str())?,
                Part::Diarium => {
                    let end = rest
                        .find(|c: char| !c.is_alphabetic())
                        .unwrap_or(rest.len());
                    // A registry's code is short and in capitals; anything else is another number's text.
                    if !(1..=8).contains(&end) || !rest[..end].chars().all(char::is_uppercase) {
                        return None;
                    }
                    rest[..end].clone_into(&mut delar.diarium);
                    &rest[end..]
                }
                Part::Ar => {
                    let (year, tail) = digits(rest, 4, 4)?;
                    delar.ar = u16::try_from(year)
                        .ok()
                        .filter(|y| (1900..2200).contains(y))?;
                    tail
                }
                Part::Nummer { width } => {
                    let (number, tail) = digits(rest, *width, 7.max(*width))?;
                    delar.nummer = number;
                    tail
                }
            };
        }
        rest.is_empty().then_some(delar)
    }

    /// An example by this pattern, for messages.
    #[must_use]
    pub fn example(&self) -> String {
        self.print(&Delar {
            diarium: "KS".to_owned(),
            ar: 2026,
            nummer: 123,
        })
    }
}

fn digits(text: &str, least: usize, most: usize) -> Option<(u32, &str)> {
    let end = text
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    if end < least {
        return None;
    }
    Some((text[..end].parse().ok()?, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::{Delar, Monster, MonsterError};

    #[test]
    fn the_forms_of_real_municipalities_print_and_read_back() {
        for (pattern, written) in [
            ("{diarium} {ar}-{nummer:5}", "KS 2018-00859"),
            ("{diarium} {ar}/{nummer:4}", "KS 2020/0172"),
            ("{diarium} {ar}/{nummer}", "KFKS 2017/1106"),
            ("{diarium}-{ar}-{nummer:5}", "KS-2025-00806"),
            ("{nummer:5}/{ar}", "00533/2025"),
            ("{ar}/{diarium} {nummer:4}", "2023/KS 0362"),
        ] {
            let pattern = Monster::parse(pattern).expect("a good pattern");
            let delar = pattern
                .read(written)
                .unwrap_or_else(|| panic!("{written} is not read"));
            assert_eq!(pattern.print(&delar), written);
        }
    }

    #[test]
    fn other_forms_are_refused() {
        let pattern = Monster::parse("{diarium} {ar}-{nummer:5}").expect("a good pattern");
        for written in [
            "KS 2018/00859",
            "KS2018-00859",
            "Ks 2018-00859",
            "KS 2018-859",
            "KS 2018-00859 x",
            "",
            "KS 0018-00859",
        ] {
            assert_eq!(pattern.read(written), None, "{written}");
        }
        let delar = Delar {
            diarium: "KS".into(),
            ar: 2018,
            nummer: 859,
        };
        assert_eq!(pattern.print(&delar), "KS 2018-00859");
    }

    #[test]
    fn broken_patterns_say_what_is_wrong() {
        assert_eq!(
            Monster::parse("{diarum}"),
            Err(MonsterError::Unknown("diarum".into()))
        );
        assert_eq!(Monster::parse("{ar}-{nummer"), Err(MonsterError::Unclosed));
        assert_eq!(Monster::parse("{diarium}"), Err(MonsterError::Incomplete));
    }
}
