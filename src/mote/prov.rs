//! Made-up meetings of any size, for those who try the program and for those who measure it: the same number and seed
//! give the same meeting on every machine. All words are data (`samples/mote/prov.toml`); here is only how they are put
//! together, so that votes add up and those who vote serve. Reads no clock and no chance.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::text;

use super::Person;

/// The words of made-up meetings.
const WORDS: &str = include_str!("../../samples/mote/prov.toml");

/// The number of the first §.
const FIRST: u64 = 1;

#[derive(Debug, Deserialize)]
struct Words {
    instans: String,
    forvaltning: String,
    plats: String,
    sekreterare: String,
    forslag: String,
    ledamoter: Vec<String>,
    styret: Vec<String>,
    ersattare: Vec<String>,
    foredragande: Vec<String>,
    platser: Vec<String>,
    namnder: Vec<Namnd>,
    amnen: Vec<Amne>,
}

#[derive(Debug, Deserialize)]
struct Namnd {
    namn: String,
    adress: String,
}

#[derive(Debug, Deserialize)]
struct Amne {
    rubrik: String,
    till: String,
    beslut: Vec<String>,
    sammanfattning: Vec<String>,
    arendet: Vec<String>,
    /// The head of the first column, and what stands in it.
    tabell: Vec<String>,
    underlag: Vec<String>,
}

/// Numbers that look drawn by lot and are not (`SplitMix64`).
struct Lot(u64);

impl Lot {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` up to and with `high`.
    fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.next().is_multiple_of(many)
    }

    fn of<'t, T>(&mut self, list: &'t [T]) -> Option<&'t T> {
        let at = self.next() % u64::try_from(list.len()).ok().filter(|n| *n > 0)?;
        list.get(usize::try_from(at).ok()?)
    }
}

/// A meeting with `antal` §§, the same for the same `fro`.
///
/// # Errors
/// Never, unless the program's own words are broken.
pub fn mote(antal: u64, fro: u64) -> Result<Value, String> {
    let words: Words = toml::from_str(WORDS).map_err(|error| error.to_string())?;
    let mut lot = Lot(fro);
    let last = FIRST + antal.saturating_sub(1);
    let mut bilagor = 0;
    let paragrafer: Vec<Value> = (FIRST..=last)
        .map(|nummer| match nummer {
            FIRST => words.val_av_justerare(),
            _ if nummer == last => words.meddelanden(nummer),
            _ => words.arende(nummer, &mut lot, &mut bilagor),
        })
        .collect();
    let serving = words.ledamoter.iter().enumerate().map(|(at, member)| {
        let person = Person::read(member);
        let mut entry = json!({"namn": person.namn, "parti": person.parti});
        let role = ["ordförande", "1:e vice ordförande", "2:e vice ordförande"].get(at);
        if let Some(role) = role {
            entry["roll"] = (*role).into();
        }
        entry
    });
    let substitutes = words.ersattare.iter().map(|member| {
        let person = Person::read(member);
        json!({"namn": person.namn, "parti": person.parti})
    });
    Ok(json!({
        "$schema": "mote.schema.json",
        "kommun": "sv-bas",
        "instans": words.instans,
        "forvaltning": words.forvaltning,
        "sammantradesdatum": "2026-05-04",
        "tid": {"fran": "13.00", "till": "17.00"},
        "plats": words.plats,
        "tjanstgorande": serving.collect::<Vec<_>>(),
        "ersattare": substitutes.collect::<Vec<_>>(),
        "ovriga": [{"namn": words.sekreterare, "titel": "kommunsekreterare"}],
        "sekreterare": words.sekreterare,
        "justering": {"justerare": [words.justerare()], "plats": words.forvaltning, "datum": "2026-05-11", "utford": true},
        "anslag": [{"datum": "2026-05-12", "nedtas": "2026-06-03", "forvaring": words.forvaltning, "av": words.sekreterare}],
        "kallelse": {"datum": "2026-04-27"},
        "paragrafer": paragrafer,
    }))
}

impl Words {
    fn justerare(&self) -> &str {
        self.ledamoter.get(2).map_or("", String::as_str)
    }

    /// Those who govern, or those who do not.
    fn side(&self, governs: bool) -> Vec<&str> {
        let is_of = |member: &&str| {
            let parti = Person::read(member).parti.unwrap_or_default();
            self.styret.iter().any(|own| own == parti) == governs
        };
        let members = self.ledamoter.iter().map(String::as_str);
        members.filter(is_of).collect()
    }

    fn val_av_justerare(&self) -> Value {
        let decision = format!(
            "{} utser {} att justera protokollet.",
            self.instans,
            self.justerare()
        );
        json!({"nummer": FIRST, "rubrik": "Val av justerare", "beslut": [{"punkter": [decision]}]})
    }

    fn meddelanden(&self, nummer: u64) -> Value {
        let decision = format!("{} lägger meddelandena till handlingarna.", self.instans);
        json!({
            "nummer": nummer,
            "rubrik": "Meddelanden",
            "arendet": "- Protokoll från samordningsförbundets styrelse den 26 mars 2026",
            "beslut": [{"punkter": [decision]}],
        })
    }

    /// An ärende: every third with a vote, every fourth with a table, every fifth with an appendix.
    fn arende(&self, nummer: u64, lot: &mut Lot, bilagor: &mut u64) -> Value {
        let (Some(amne), Some(namnd)) = (lot.of(&self.amnen), lot.of(&self.namnder)) else {
            return Value::Null;
        };
        let fill = self.filler(nummer, &namnd.namn, lot);
        let lines = |texts: &[String]| texts.iter().map(|text| fill(text)).collect::<Vec<_>>();
        let mut arendet = lines(&amne.arendet);
        if lot.one_in(4) {
            arendet.extend(table(&amne.tabell, lot));
        }
        let numbering = if amne.beslut.len() > 1 {
            "siffror"
        } else {
            "ingen"
        };
        let day = |lot: &mut Lot| format!("2026-0{}-{:02}", lot.between(1, 3), lot.between(1, 28));
        let underlag = amne
            .underlag
            .iter()
            .map(|title| json!({"titel": fill(title), "datum": day(lot)}));
        let underlag: Vec<Value> = underlag.collect();
        let mut fields = json!({
            "nummer": nummer,
            "rubrik": fill(&amne.rubrik),
            "diarienummer": {"diarium": "KS", "ar": 2026, "nummer": 100 + nummer},
            "foredragande": lot.of(&self.foredragande),
            "sammanfattning": lines(&amne.sammanfattning),
            "arendet": arendet,
            "beslut": [{"numrering": numbering, "punkter": lines(&amne.beslut)}],
            "beslutsunderlag": underlag,
            "expedieras_till": self.receivers(namnd, lot),
            "overklagande": "laglighetsprovning",
        });
        if let Some(fields) = fields.as_object_mut() {
            self.debate(fields, &fill(&amne.till), lot);
            if lot.one_in(5) {
                *bilagor += 1;
                let title = amne.underlag.first().map(|title| fill(title));
                fields.insert(
                    "bilagor".into(),
                    json!([{"nummer": *bilagor, "titel": title}]),
                );
            }
            if lot.one_in(12) {
                fields.insert("omedelbart_justerad".into(), true.into());
            }
        }
        fields
    }

    /// What fills the slots of the texts of a §: each slot the same all through it.
    fn filler(&self, nummer: u64, namnd: &str, lot: &mut Lot) -> impl Fn(&str) -> String + use<> {
        let place = usize::try_from(nummer).unwrap_or(0);
        let many = self.platser.len().max(1);
        let mut plats = self.platser.get(place % many).cloned().unwrap_or_default();
        // More §§ than places: the same place again, in its next stage.
        if place / many > 0 {
            plats = format!("{plats}, etapp\u{a0}{}", place / many + 1);
        }
        let slots = [
            ("{plats}", plats),
            ("{namnd}", namnd.to_owned()),
            (
                "{belopp}",
                kronor(lot.between(40, 9_400) * 1_000 + nummer * 10),
            ),
            ("{antal}", lot.between(24, 980).to_string()),
            ("{procent}", lot.between(21, 79).to_string()),
            ("{ar}", lot.between(2027, 2029).to_string()),
            ("{dag}", format!("{} mars 2026", lot.between(2, 27))),
        ];
        move |text| {
            slots.iter().fold(text.to_owned(), |text, (slot, value)| {
                text.replace(slot, value)
            })
        }
    }

    fn receivers(&self, namnd: &Namnd, lot: &mut Lot) -> Vec<Value> {
        let others = self
            .namnder
            .iter()
            .filter(|other| other.namn != namnd.namn && lot.one_in(3));
        let all = std::iter::once(namnd).chain(others);
        all.map(|one| json!({"namn": one.namn, "adress": one.adress}))
            .collect()
    }

    /// Who moved what, and the vote: the party that leads the opposition against those who govern, who are more.
    fn debate(&self, fields: &mut Map<String, Value>, till: &str, lot: &mut Lot) {
        let (ja, against) = (self.side(true), self.side(false));
        let (Some(mover), Some(other)) = (ja.first(), against.first()) else {
            return;
        };
        match lot.between(0, 5) {
            0 | 1 => return,
            2 => {
                let own = json!([{"av": [mover], "typ": "bifall", "forslag": self.forslag}]);
                fields.insert("yrkanden".into(), own);
                fields.insert(
                    "proposition".into(),
                    json!({"forslag": [self.forslag], "finner": self.forslag}),
                );
                return;
            }
            _ => {}
        }
        let avslag = format!("avslag på förslaget {till}");
        let genitive = |member: &str| {
            let person = Person::read(member);
            format!(
                "{} ({}) yrkande",
                text::genitiv(person.namn),
                person.parti.unwrap_or_default()
            )
        };
        // Another party of the opposition may abstain.
        let parti = |member: &str| Person::read(member).parti.unwrap_or_default().to_owned();
        let abstains = lot.one_in(2);
        let (nej, avstar): (Vec<&str>, Vec<&str>) = against
            .iter()
            .partition(|member| !abstains || parti(member) == parti(other));
        let mut roster = json!({"ja": ja, "nej": nej});
        if !avstar.is_empty() {
            roster["avstar"] = json!(avstar);
        }
        let parts = [
            (
                "yrkanden",
                json!([
                    {"av": [mover], "typ": "bifall", "forslag": self.forslag},
                    {"av": [other], "typ": "avslag", "forslag": self.forslag},
                ]),
            ),
            (
                "proposition",
                json!({"forslag": [self.forslag, avslag], "finner": self.forslag}),
            ),
            (
                "omrostningar",
                json!([
                    {"ja": {"forslag": self.forslag}, "nej": {"forslag": avslag}, "roster": roster},
                ]),
            ),
            (
                "reservation",
                json!([{"av": nej, "forslag": genitive(other)}]),
            ),
        ];
        fields.extend(parts.map(|(name, value)| (name.to_owned(), value)));
    }
}

/// An amount with its thousands apart.
fn kronor(amount: u64) -> String {
    text::tal(i64::try_from(amount).unwrap_or(i64::MAX))
}

/// A table in Markdown with a sum that is right.
fn table(words: &[String], lot: &mut Lot) -> Vec<String> {
    let Some((head, rows)) = words.split_first() else {
        return Vec::new();
    };
    let mut sum = 0;
    let mut lines = vec![
        String::new(),
        format!("| {head} | Kronor |"),
        "| --- | ---: |".to_owned(),
    ];
    for row in rows {
        let amount = lot.between(12, 900) * 1_000;
        sum += amount;
        lines.push(format!("| {row} | {} |", kronor(amount)));
    }
    lines.push(format!("| Summa | {} |", kronor(sum)));
    lines
}

#[cfg(test)]
mod tests {
    use super::mote;
    use std::collections::BTreeSet;

    #[test]
    fn the_same_number_and_seed_give_the_same_meeting() {
        let meeting = mote(40, 7).expect("sound words");
        assert_eq!(meeting, mote(40, 7).expect("sound words"));
        assert_ne!(meeting, mote(40, 8).expect("sound words"));
        let numbers: Vec<u64> = meeting["paragrafer"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|p| p["nummer"].as_u64())
            .collect();
        assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
    }

    #[test]
    fn every_paragraf_is_its_own() {
        let meeting = mote(500, 1).expect("sound words");
        let list = meeting["paragrafer"].as_array().expect("a list");
        let texts: BTreeSet<String> = list
            .iter()
            .map(|p| format!("{}{}", p["arendet"], p["beslut"]))
            .collect();
        assert_eq!(texts.len(), list.len());
        for slot in [
            "{plats}",
            "{namnd}",
            "{belopp}",
            "{antal}",
            "{procent}",
            "{ar}",
            "{dag}",
        ] {
            assert!(!meeting.to_string().contains(slot), "{slot}");
        }
    }

    #[test]
    fn small_meetings_are_meetings_too() {
        assert_eq!(
            mote(1, 1).expect("words")["paragrafer"]
                .as_array()
                .map(Vec::len),
            Some(1)
        );
        assert_eq!(
            mote(2, 1).expect("words")["paragrafer"]
                .as_array()
                .map(Vec::len),
            Some(2)
        );
    }
}
