//! The dates that the law hangs on a meeting: justering, anslag, the last day to appeal. Reads no clock.
//!
//! Kommunallagen (2017:725), KL: a protocol is justerat within 14 days of the meeting (5:69; 6:35 for a nämnd) and the
//! justering is announced on the second day after it at the latest (8:12). An appeal must have come in within three
//! weeks of the announcement (13:5), and the announcement may not be taken down before that (8:12). What should be done
//! at the latest on a Saturday, a Sunday, another holiday or midsommar-, jul- or nyårsafton may be done on the next
//! working day (lagen 1930:173 om beräkning av lagstadgad tid, 1–2 §§). Förvaltningsbesvär are counted from the day the
//! party got the decision, which no protocol knows.

use jiff::civil::Date;
use serde_json::Value;

use super::{Paragrafer, nummer};
use crate::text::{iso_datum, ledig_dag, senare, vardag};

/// A last day, and the day it is counted to before it is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Frist {
    /// The last day.
    pub dag: Date,
    /// The day that the time itself runs out.
    pub utan_flytt: Date,
}

impl Frist {
    fn after(date: Date, days: i64) -> Self {
        let utan_flytt = senare(date, days);
        Self {
            dag: vardag(utan_flytt),
            utan_flytt,
        }
    }

    /// Why the last day is another than the time itself says: "lördag", "midsommarafton".
    #[must_use]
    pub fn flyttad(&self) -> Option<&'static str> {
        (self.dag != self.utan_flytt)
            .then(|| ledig_dag(self.utan_flytt))
            .flatten()
    }
}

/// The last day for justering of the protocol of a meeting (KL 5:69).
#[must_use]
pub fn justering_senast(sammantrade: Date) -> Frist {
    Frist::after(sammantrade, 14)
}

/// The last day for announcing a justering (KL 8:12).
#[must_use]
pub fn anslag_senast(justering: Date) -> Frist {
    Frist::after(justering, 2)
}

/// The last day to appeal: the day of the announcement is day 0, the last is day 21 (KL 13:5).
#[must_use]
pub fn overklagande_senast(anslag: Date) -> Frist {
    Frist::after(anslag, 21)
}

/// The first day the announcement may be down, and the decisions have laga kraft if nobody has appealed (KL 8:12, 13:5).
#[must_use]
pub fn dagen_efter(overklagande: Frist) -> Date {
    senare(overklagande.dag, 1)
}

/// What a meeting's announcement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Omfattning {
    /// The protocol, but for what was justerat at once.
    Protokollet,
    /// The §§ that were justerade at the meeting itself.
    Omedelbart,
}

/// The dates of one justering and its announcement.
#[derive(Debug, Clone)]
pub struct Del {
    /// What it is about.
    pub omfattning: Omfattning,
    /// The numbers of its §§, in order.
    pub paragrafer: Vec<u64>,
    /// When it is or was justerat.
    pub justering: Option<Date>,
    /// Whether that has been done.
    pub justerad: bool,
    /// The index of its announcement where the meeting has several.
    pub plats: Option<usize>,
    /// When it is or was announced.
    pub anslag: Option<Date>,
    /// When the announcement is said to be taken down.
    pub nedtas: Option<Date>,
}

impl Del {
    /// The last day for the announcement, if it is known when it was justerat.
    #[must_use]
    pub fn anslag_senast(&self) -> Option<Frist> {
        self.justering.map(anslag_senast)
    }

    fn announced(self, plats: usize, anslag: &Value) -> Self {
        Self {
            plats: Some(plats),
            anslag: datum(anslag, "datum"),
            nedtas: datum(anslag, "nedtas"),
            ..self
        }
    }

    /// The last day to appeal, if it is known when it was announced.
    #[must_use]
    pub fn overklagande_senast(&self) -> Option<Frist> {
        self.anslag.map(overklagande_senast)
    }
}

/// The dates of a meeting.
#[derive(Debug, Clone)]
pub struct Frister {
    /// The day of the meeting.
    pub sammantrade: Option<Date>,
    /// What was justerat at once first, then the protocol.
    pub delar: Vec<Del>,
}

impl Frister {
    /// Reads a meeting; what is missing or no date is `None`.
    #[must_use]
    pub fn of(mote: &Value) -> Self {
        let sammantrade = datum(mote, "sammantradesdatum");
        let (mut at_once, mut rest) = (Vec::new(), Vec::new());
        let paragrafer = mote.get("paragrafer").and_then(Value::as_array);
        for paragraf in paragrafer.map_or(&[][..], Vec::as_slice) {
            let is = |name: &str| paragraf.get(name).and_then(Value::as_bool) == Some(true);
            let number = paragraf.get("nummer").and_then(nummer);
            match number {
                Some(number) if is("omedelbart_justerad") && !is("utgar") => at_once.push(number),
                Some(number) => rest.push(number),
                None => {}
            }
        }
        let justering = mote.get("justering").unwrap_or(&Value::Null);
        let part = |omfattning, paragrafer, justering, justerad| Del {
            omfattning,
            paragrafer,
            justering,
            justerad,
            plats: None,
            anslag: None,
            nedtas: None,
        };
        let mut delar = Vec::new();
        let mut whole = None;
        for (plats, anslag) in anslag(mote) {
            let about = anslag.get("paragrafer").and_then(Value::as_str);
            let about = about.and_then(Paragrafer::read);
            let names = |number: &u64| about.as_ref().is_some_and(|about| about.contains(*number));
            // One that names nothing else than §§ justerade at once is theirs alone.
            if at_once.iter().any(names) && !rest.iter().any(names) {
                let (own, others) = at_once.into_iter().partition(names);
                at_once = others;
                let own = part(Omfattning::Omedelbart, own, sammantrade, true);
                delar.push(own.announced(plats, anslag));
            } else {
                whole = Some((plats, anslag));
            }
        }
        if !at_once.is_empty() {
            let own = part(Omfattning::Omedelbart, at_once, sammantrade, true);
            delar.push(match whole {
                Some((plats, anslag)) if rest.is_empty() => own.announced(plats, anslag),
                _ => own,
            });
        }
        if !rest.is_empty() || delar.is_empty() {
            let done = justering.get("utford").and_then(Value::as_bool) == Some(true);
            let own = part(
                Omfattning::Protokollet,
                rest,
                datum(justering, "datum"),
                done,
            );
            delar.push(match whole {
                Some((plats, anslag)) => own.announced(plats, anslag),
                None => own,
            });
        }
        Self { sammantrade, delar }
    }
}

/// The announcements, each with its index.
fn anslag(mote: &Value) -> impl Iterator<Item = (usize, &Value)> {
    let all = mote.get("anslag").and_then(Value::as_array);
    all.map_or(&[][..], Vec::as_slice).iter().enumerate()
}

fn datum(value: &Value, key: &str) -> Option<Date> {
    iso_datum(value.get(key)?.as_str()?.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::{
        Frister, Omfattning, anslag_senast, dagen_efter, justering_senast, overklagande_senast,
    };
    use crate::text::iso_datum;
    use jiff::civil::Date;
    use serde_json::json;

    fn day(written: &str) -> Date {
        iso_datum(written).expect(written)
    }

    #[test]
    fn the_last_days_are_the_laws() {
        for (meeting, last) in [("2026-05-05", "2026-05-19"), ("2026-06-05", "2026-06-22")] {
            assert_eq!(justering_senast(day(meeting)).dag, day(last), "{meeting}");
        }
        // Friday: the second day is a Sunday, and Monday will do. Tuesday before Kristi himmelsfärdsdag: Friday.
        for (justering, last) in [
            ("2026-05-11", "2026-05-13"),
            ("2026-05-08", "2026-05-11"),
            ("2026-05-12", "2026-05-15"),
        ] {
            assert_eq!(anslag_senast(day(justering)).dag, day(last), "{justering}");
        }
        for (anslag, last) in [
            ("2026-05-12", "2026-06-02"),
            ("2026-05-16", "2026-06-08"),
            ("2026-05-29", "2026-06-22"),
            ("2026-12-03", "2026-12-28"),
            ("2026-12-10", "2027-01-04"),
            ("2026-03-13", "2026-04-07"),
        ] {
            let frist = overklagande_senast(day(anslag));
            assert_eq!(frist.dag, day(last), "{anslag}");
        }
        let moved = overklagande_senast(day("2026-05-29"));
        assert_eq!(moved.flyttad(), Some("midsommarafton"));
        assert_eq!(dagen_efter(moved), day("2026-06-23"));
        assert_eq!(overklagande_senast(day("2026-05-12")).flyttad(), None);
    }

    #[test]
    fn what_was_justerat_at_once_has_dates_of_its_own() {
        let mut mote = json!({
            "sammantradesdatum": "2026-05-05",
            "paragrafer": [{"nummer": 60}, {"nummer": 61, "omedelbart_justerad": true}, {"nummer": "62/26"}],
            "justering": {"datum": "2026-05-11", "utford": true},
            "anslag": [{"datum": "2026-05-06", "paragrafer": "61"}]
        });
        let frister = Frister::of(&mote);
        let [at_once, rest] = &frister.delar[..] else {
            panic!("{frister:?}")
        };
        assert_eq!(at_once.omfattning, Omfattning::Omedelbart);
        assert_eq!(at_once.justering, Some(day("2026-05-05")));
        assert_eq!(at_once.anslag, Some(day("2026-05-06")));
        assert_eq!((&rest.paragrafer[..], rest.anslag), (&[60, 62][..], None));
        mote["anslag"] =
            json!([{"datum": "2026-05-06", "paragrafer": "61"}, {"datum": "2026-05-12"}]);
        let frister = Frister::of(&mote);
        assert_eq!(frister.delar[1].anslag, Some(day("2026-05-12")));
        // One of the whole protocol is not that of what was justerat at once.
        for paragrafer in [json!(null), json!("60–62")] {
            mote["anslag"] = json!([{"datum": "2026-05-12", "paragrafer": paragrafer}]);
            let frister = Frister::of(&mote);
            assert_eq!(frister.delar[0].anslag, None);
            assert_eq!(frister.delar[1].anslag, Some(day("2026-05-12")));
        }
        mote["paragrafer"][0]["omedelbart_justerad"] = true.into();
        mote["anslag"] = json!([
            {"datum": "2026-05-07", "paragrafer": "60"},
            {"datum": "2026-05-06", "paragrafer": "61"},
            {"datum": "2026-05-12"}
        ]);
        let frister = Frister::of(&mote);
        let delar = frister.delar.iter();
        let parts: Vec<_> = delar
            .map(|d| (&d.paragrafer[..], d.plats, d.anslag))
            .collect();
        assert_eq!(
            parts,
            [
                (&[60][..], Some(0), Some(day("2026-05-07"))),
                (&[61][..], Some(1), Some(day("2026-05-06"))),
                (&[62][..], Some(2), Some(day("2026-05-12"))),
            ]
        );
    }

    #[test]
    fn nothing_at_all_has_no_dates() {
        for odd in [
            json!({}),
            json!(null),
            json!({"paragrafer": 1, "anslag": [3], "justering": "x"}),
        ] {
            let frister = Frister::of(&odd);
            assert_eq!(
                (frister.sammantrade, frister.delar.len()),
                (None, 1),
                "{odd}"
            );
        }
    }
}
