//! A vote counted: how many, who wins and by what. Judges nothing and prints nothing: a vote that does not add up is
//! counted as it stands (PRO-03 and PRO-04 speak of it).

use serde_json::Value;

/// One of the two sides of a vote. What each means is the vote's own: ja is not always bifall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sida {
    /// Ja.
    Ja,
    /// Nej.
    Nej,
}

impl Sida {
    fn read(value: Option<&Value>) -> Option<Self> {
        match value?.as_str()? {
            "ja" => Some(Self::Ja),
            "nej" => Some(Self::Nej),
            _ => None,
        }
    }

    /// The side's id: `ja`, `nej`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::Nej => "nej",
        }
    }

    /// The other side.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Ja => Self::Nej,
            Self::Nej => Self::Ja,
        }
    }
}

/// The kind of a vote (kommunallagen 2017:725, 4 kap. 25 §, 5 kap. 50 and 53–56 §§).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Slag {
    /// Ordinary: the majority wins, the chair has the casting vote.
    #[default]
    Oppen,
    /// By ballot, in elections and appointments: no names, lot at a tie.
    Sluten,
    /// Ja needs a given share of the votes.
    Kvalificerad,
    /// One third of those present may send the ärende back (fullmäktige, KL 5:50).
    Minoritetsaterremiss,
    /// One third of those present may postpone the ärende (fullmäktige, KL 5:50).
    Minoritetsbordlaggning,
}

/// How many voted what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Antal {
    /// Ja.
    pub ja: u64,
    /// Nej.
    pub nej: u64,
    /// Abstained.
    pub avstar: u64,
    /// Not in the room.
    pub franvarande: u64,
}

/// What decided a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genom {
    /// More votes than the other side.
    Majoritet,
    /// The chair's casting vote at a tie.
    Utslagsrost,
    /// Lot at a tie.
    Lott,
    /// One third of those present.
    Minoritet,
    /// The share that a qualified majority needs, reached or not.
    Andel,
}

/// A vote as the ärende gives it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rostning<'a> {
    /// Its kind.
    pub slag: Slag,
    /// Who voted ja.
    pub ja: Vec<&'a str>,
    /// Who voted nej.
    pub nej: Vec<&'a str>,
    /// Who abstained.
    pub avstar: Vec<&'a str>,
    /// Who was away.
    pub franvarande: Vec<&'a str>,
    /// The numbers as stated, if they are.
    pub angivet: Option<Antal>,
    /// The chair's casting vote.
    pub utslagsrost: Option<Sida>,
    /// The side the lot fell on.
    pub lott: Option<Sida>,
    /// The share ja must reach: 2/3 is `(2, 3)`.
    pub majoritet: Option<(u64, u64)>,
    /// The side that wants the ärende back or postponed in a minority vote.
    pub minoritet: Option<Sida>,
}

impl<'a> Rostning<'a> {
    /// Reads an element of `omrostningar`; what has the wrong type is absent.
    #[must_use]
    pub fn read(vote: &'a Value) -> Self {
        let names = |side: &str| -> Vec<&'a str> {
            let list = vote.get("roster").and_then(|r| r.get(side));
            let list = list.and_then(Value::as_array).map(Vec::as_slice);
            let names = list.unwrap_or_default().iter().filter_map(Value::as_str);
            names.filter(|name| !name.trim().is_empty()).collect()
        };
        let angivet = vote.get("antal").filter(|a| a.is_object()).map(|antal| {
            let of = |side: &str| antal.get(side).and_then(Value::as_u64).unwrap_or(0);
            Antal {
                ja: of("ja"),
                nej: of("nej"),
                avstar: of("avstar"),
                franvarande: of("franvarande"),
            }
        });
        Self {
            slag: match vote.get("typ").and_then(Value::as_str) {
                Some("sluten") => Slag::Sluten,
                Some("kvalificerad") => Slag::Kvalificerad,
                Some("minoritetsaterremiss") => Slag::Minoritetsaterremiss,
                Some("minoritetsbordlaggning") => Slag::Minoritetsbordlaggning,
                _ => Slag::Oppen,
            },
            ja: names("ja"),
            nej: names("nej"),
            avstar: names("avstar"),
            franvarande: names("franvarande"),
            angivet,
            utslagsrost: Sida::read(vote.get("utslagsrost")),
            lott: Sida::read(vote.get("lott")),
            majoritet: vote
                .get("majoritet")
                .and_then(Value::as_str)
                .and_then(share),
            minoritet: Sida::read(vote.get("minoritet")),
        }
    }

    /// Whether anybody is named.
    #[must_use]
    pub fn has_names(&self) -> bool {
        [&self.ja, &self.nej, &self.avstar, &self.franvarande]
            .iter()
            .any(|side| !side.is_empty())
    }

    /// How many voted what: the names counted, or the stated numbers where there are no names.
    #[must_use]
    pub fn antal(&self) -> Antal {
        let count = |names: &[&str]| names.len() as u64;
        match self.angivet {
            Some(stated) if !self.has_names() => stated,
            _ => Antal {
                ja: count(&self.ja),
                nej: count(&self.nej),
                avstar: count(&self.avstar),
                franvarande: count(&self.franvarande),
            },
        }
    }

    /// The winning side and what decided; `None` when nothing in the vote decides it.
    #[must_use]
    pub fn utfall(&self) -> Option<(Sida, Genom)> {
        let Antal {
            ja, nej, avstar, ..
        } = self.antal();
        if ja + nej + avstar == 0 {
            return None;
        }
        match self.slag {
            Slag::Minoritetsaterremiss | Slag::Minoritetsbordlaggning => {
                let side = self.minoritet.unwrap_or(Sida::Nej);
                let own = if side == Sida::Ja { ja } else { nej };
                Some(if own * 3 >= ja + nej + avstar {
                    (side, Genom::Minoritet)
                } else {
                    (side.other(), Genom::Majoritet)
                })
            }
            Slag::Kvalificerad => {
                let (part, whole) = self.majoritet?;
                let reached = ja * whole >= (ja + nej) * part;
                Some((if reached { Sida::Ja } else { Sida::Nej }, Genom::Andel))
            }
            Slag::Oppen | Slag::Sluten => match ja.cmp(&nej) {
                std::cmp::Ordering::Greater => Some((Sida::Ja, Genom::Majoritet)),
                std::cmp::Ordering::Less => Some((Sida::Nej, Genom::Majoritet)),
                std::cmp::Ordering::Equal if self.slag == Slag::Sluten => {
                    self.lott.map(|side| (side, Genom::Lott))
                }
                std::cmp::Ordering::Equal => {
                    self.utslagsrost.map(|side| (side, Genom::Utslagsrost))
                }
            },
        }
    }
}

/// "2/3".
fn share(written: &str) -> Option<(u64, u64)> {
    let (part, whole) = written.split_once('/')?;
    let (part, whole) = (part.trim().parse().ok()?, whole.trim().parse().ok()?);
    (whole > 0).then_some((part, whole))
}

#[cfg(test)]
mod tests {
    use super::{Genom, Rostning, Sida};
    use serde_json::{Value, json};

    fn outcome(vote: &Value) -> Option<(Sida, Genom)> {
        Rostning::read(vote).utfall()
    }

    #[test]
    fn the_majority_wins_and_the_chair_decides_a_tie() {
        let mut vote =
            json!({"roster": {"ja": ["A (C)", "B (M)"], "nej": ["D (S)"], "avstar": ["E (V)"]}});
        assert_eq!(outcome(&vote), Some((Sida::Ja, Genom::Majoritet)));
        vote["roster"]["nej"] = json!(["D (S)", "F (S)"]);
        assert_eq!(outcome(&vote), None, "nobody has decided the tie");
        vote["utslagsrost"] = json!("nej");
        assert_eq!(outcome(&vote), Some((Sida::Nej, Genom::Utslagsrost)));
    }

    #[test]
    fn ballots_are_counted_by_their_numbers_and_decided_by_lot() {
        let mut vote = json!({"typ": "sluten", "antal": {"ja": 5, "nej": 5}, "utslagsrost": "ja"});
        assert_eq!(outcome(&vote), None, "no casting vote in an election");
        vote["lott"] = json!("ja");
        assert_eq!(outcome(&vote), Some((Sida::Ja, Genom::Lott)));
    }

    #[test]
    fn a_third_of_those_present_is_enough_for_a_minority() {
        let vote = |nej: u64| json!({"typ": "minoritetsaterremiss", "antal": {"ja": 61 - nej, "nej": nej}});
        assert_eq!(outcome(&vote(20)), Some((Sida::Ja, Genom::Majoritet)));
        assert_eq!(outcome(&vote(21)), Some((Sida::Nej, Genom::Minoritet)));
    }

    #[test]
    fn a_qualified_majority_needs_its_share() {
        let vote = |ja: u64| json!({"typ": "kvalificerad", "majoritet": "2/3", "antal": {"ja": ja, "nej": 61 - ja}});
        assert_eq!(outcome(&vote(40)), Some((Sida::Nej, Genom::Andel)));
        assert_eq!(outcome(&vote(41)), Some((Sida::Ja, Genom::Andel)));
    }

    #[test]
    fn nothing_at_all_decides_nothing() {
        for odd in [json!({}), json!(null), json!({"roster": 1, "antal": []})] {
            assert_eq!(outcome(&odd), None, "{odd}");
        }
    }
}
