//! The §§ of a case, those of a meeting or the one of an extract, and who takes part in each. Judges nothing.

use std::collections::HashMap;

use serde_json::Value;

use super::Case;
use crate::mote::{Paragrafer, Person, nummer};
use crate::pointer::Pointer;
use crate::text;

/// More people times §§ than any meeting has: then nobody is known, and the rules that ask are silent.
const MOST: usize = 2_000_000;

/// An entry of `tjanstgorande`.
pub(super) struct Tjanst<'a> {
    pub(super) at: Pointer,
    /// Its place in [`Sittning::tjanster`].
    pub(super) index: usize,
    pub(super) person: Person<'a>,
    /// The same for every entry of one person.
    pub(super) who: usize,
    pub(super) roll: Option<&'a str>,
    /// The one that a substitute serves for, as written.
    pub(super) for_whom: Option<&'a str>,
    /// The §§, when it is not the whole meeting.
    pub(super) paragrafer: Option<Paragrafer>,
}

/// One §.
pub(super) struct Paragraf<'a> {
    pub(super) at: Pointer,
    pub(super) value: &'a Value,
    pub(super) nummer: Option<u64>,
    /// "§ 64", or nothing when it has no number.
    label: String,
}

/// Whom a written name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vem {
    /// One who serves at some time of the meeting.
    En(usize),
    /// The name is known, but with another party.
    AnnatParti(usize),
    /// More than one has that name.
    Flera,
    /// Nobody who serves.
    Ingen,
}

/// A meeting as the rules see it, or an extract of one.
pub(super) struct Sittning<'a> {
    pub(super) tjanster: Vec<Tjanst<'a>>,
    pub(super) paragrafer: Vec<Paragraf<'a>>,
    /// Substitutes who do not serve, and others who are there.
    ovriga: Vec<Person<'a>>,
    /// By the name in lower case.
    by_name: HashMap<String, Vec<usize>>,
    /// By the last word of the name.
    by_surname: HashMap<String, Vec<usize>>,
}

/// The name in lower case with single spaces.
fn key(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// Whether two parties may be one: an abbreviation is not compared with a name written in full.
fn same_party(one: Option<&str>, other: Option<&str>) -> bool {
    const ABBREVIATION: usize = 4;
    // "(båda S)".
    const BEFORE: [&str; 3] = ["båda ", "alla ", "samtliga "];
    let plain = |party: &str| {
        let party = key(party);
        let bare = BEFORE.iter().find_map(|word| party.strip_prefix(word));
        bare.map_or_else(|| party.clone(), str::to_owned)
    };
    let (Some(one), Some(other)) = (one.map(plain), other.map(plain)) else {
        return true;
    };
    let is_short = |party: &str| party.chars().count() <= ABBREVIATION;
    one == other || is_short(&one) != is_short(&other)
}

/// Whether a name is that of a person, and not of a party or a group: "Eva Lind", "Fredrik von Essen".
pub(super) fn is_a_persons(name: &str) -> bool {
    const SMALL: [&str; 8] = ["von", "af", "av", "de", "den", "la", "van", "der"];
    const GROUPS: [&str; 6] = ["partiet", "partiets", "erna", "ernas", "grupp", "gruppen"];
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_of_name = |word: &&str| {
        let lower = word.to_lowercase();
        let is_group = GROUPS.iter().any(|end| lower.ends_with(end));
        !is_group && (word.starts_with(char::is_uppercase) || SMALL.contains(&lower.as_str()))
    };
    words.len() > 1 && words.iter().all(is_of_name)
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    let items = value.get(name).and_then(Value::as_array);
    items.map_or(&[], Vec::as_slice)
}

fn word<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    let word = value.get(name)?.as_str()?.trim();
    (!word.is_empty()).then_some(word)
}

/// The person of an entry: its own name, with the party that is a field or stands in the name.
fn person(entry: &Value) -> Option<Person<'_>> {
    let read = Person::read(word(entry, "namn")?);
    Some(Person {
        parti: word(entry, "parti").or(read.parti),
        ..read
    })
}

impl<'a> Sittning<'a> {
    pub(super) fn of(case: &Case<'a>) -> Self {
        let root = case.context.arende;
        let mut sittning = Self {
            tjanster: Vec::new(),
            paragrafer: paragrafer(case),
            ovriga: Vec::new(),
            by_name: HashMap::new(),
            by_surname: HashMap::new(),
        };
        let serving = list(root, "tjanstgorande");
        if serving.len().saturating_mul(sittning.paragrafer.len()) > MOST {
            return sittning;
        }
        for (index, entry) in serving.iter().enumerate() {
            if let Some(person) = person(entry) {
                let at = Pointer::root().key("tjanstgorande").index(index);
                sittning.add(at, entry, person);
            }
        }
        for name in ["ersattare", "ovriga"] {
            sittning
                .ovriga
                .extend(list(root, name).iter().filter_map(person));
        }
        sittning
    }

    fn add(&mut self, at: Pointer, entry: &'a Value, person: Person<'a>) {
        let index = self.tjanster.len();
        let name = key(person.namn);
        let namesakes = self.by_name.entry(name.clone()).or_default();
        let tjanster = &self.tjanster;
        let known = namesakes.iter().copied().find(|known| {
            let known: &Tjanst<'_> = &tjanster[*known];
            same_party(known.person.parti, person.parti)
        });
        let who = known.unwrap_or(index);
        if known.is_none() {
            namesakes.push(index);
            let surname = name.rsplit(' ').next().unwrap_or(&name).to_owned();
            self.by_surname.entry(surname).or_default().push(index);
        }
        self.tjanster.push(Tjanst {
            at,
            index,
            person,
            who,
            roll: word(entry, "roll"),
            for_whom: word(entry, "for"),
            paragrafer: word(entry, "paragrafer").and_then(Paragrafer::read),
        });
    }

    /// Whom a name means, with or without a party, with or without a title before it.
    pub(super) fn find(&self, written: &str) -> Vem {
        /// No title has more words.
        const TITLE: usize = 4;
        let read = Person::read(written);
        let name = key(read.namn);
        let words: Vec<&str> = name.split(' ').collect();
        for skipped in 0..=TITLE.min(words.len().saturating_sub(2)) {
            if let Some(found) = self.by_name.get(&words[skipped..].join(" ")) {
                return self.with_party(found, read.parti);
            }
        }
        // "Ekholm (C)".
        let surname = words.last().and_then(|last| self.by_surname.get(*last));
        let tail = format!(" {name}");
        let found: Vec<usize> = surname
            .into_iter()
            .flatten()
            .copied()
            .filter(|index| key(self.tjanster[*index].person.namn).ends_with(&tail))
            .filter(|index| same_party(self.tjanster[*index].person.parti, read.parti))
            .collect();
        self.with_party(&found, read.parti)
    }

    fn with_party(&self, found: &[usize], parti: Option<&str>) -> Vem {
        let mut fitting = found
            .iter()
            .filter(|index| same_party(self.tjanster[**index].person.parti, parti));
        match (fitting.next(), fitting.next(), found) {
            (Some(only), None, _) => Vem::En(*only),
            (Some(_), Some(_), _) => Vem::Flera,
            (None, _, [only, ..]) => Vem::AnnatParti(*only),
            (None, _, []) => Vem::Ingen,
        }
    }

    /// Whether the name is of somebody who is there without serving.
    pub(super) fn is_other(&self, written: &str) -> bool {
        let read = Person::read(written);
        self.ovriga.iter().any(|other| other.is(&read))
    }

    /// The name with its party, as the list of those who serve has it.
    pub(super) fn name(&self, who: usize) -> String {
        self.tjanster[who].person.to_string()
    }

    /// The entries of those who serve in the §. Whoever is jävig does not.
    pub(super) fn serving(&self, paragraf: &Paragraf<'_>) -> Vec<&Tjanst<'a>> {
        let jav = self.all(paragraf, "jav");
        let there = self
            .tjanster
            .iter()
            .filter(|tjanst| tjanst.holds_for(paragraf.nummer) && !jav.contains(&tjanst.who));
        there.collect()
    }

    /// Those of a list of names in the § who are known.
    pub(super) fn all(&self, paragraf: &Paragraf<'_>, name: &str) -> Vec<usize> {
        let known = names(&paragraf.at, paragraf.value, name)
            .into_iter()
            .filter_map(|(_, written)| match self.find(written) {
                Vem::En(who) => Some(who),
                _ => None,
            });
        known.collect()
    }

    /// The person that a name in a field means, when there is no doubt.
    pub(super) fn known(&self, written: Option<&str>) -> Option<usize> {
        match self.find(written?) {
            Vem::En(who) => Some(who),
            _ => None,
        }
    }

    /// The one who leads the § and is known: its own `ordforande`, or the one with that task who serves in it.
    pub(super) fn chair(&self, paragraf: &Paragraf<'_>) -> Option<usize> {
        if let Some(written) = word(paragraf.value, "ordforande") {
            return self.known(Some(written));
        }
        let serving = self.serving(paragraf);
        let mut chairs = serving.iter().filter(|tjanst| tjanst.is_chair());
        chairs.next().map(|tjanst| tjanst.who)
    }

    /// The least and the greatest number of seats that may be filled in the §. They differ where somebody comes or goes
    /// while it is treated.
    pub(super) fn seats(&self, paragraf: &Paragraf<'_>) -> (usize, usize) {
        let serving = self.serving(paragraf);
        let mut all: Vec<usize> = serving.iter().map(|tjanst| tjanst.who).collect();
        all.sort_unstable();
        all.dedup();
        // A substitute and the one whose seat it is have one seat together.
        let mut shared = Vec::new();
        for tjanst in &serving {
            let other = self.known(tjanst.for_whom);
            if let Some(other) = other
                && other != tjanst.who
                && all.binary_search(&other).is_ok()
            {
                shared.push((tjanst.who, other));
            }
        }
        let most = all.len().saturating_sub(shared.len());
        let changes = paragraf.value.get("narvaroforandring").is_some();
        let moving = serving.iter().filter(|tjanst| {
            let is_alone = shared
                .iter()
                .all(|(one, other)| *one != tjanst.who && *other != tjanst.who);
            is_alone && self.turns_at(tjanst, paragraf)
        });
        let least = most - if changes { moving.count().min(most) } else { 0 };
        (least, most)
    }

    /// Whether somebody comes or goes in the §: an interval begins or ends there, within the meeting, and not because of
    /// jäv in the § beside it.
    fn turns_at(&self, tjanst: &Tjanst<'_>, paragraf: &Paragraf<'_>) -> bool {
        let (Some(paragrafer), Some(number)) = (&tjanst.paragrafer, paragraf.nummer) else {
            return false;
        };
        let here = self
            .paragrafer
            .iter()
            .position(|other| other.at == paragraf.at);
        let Some(here) = here else {
            return false;
        };
        let is_neighbour = |index: Option<usize>| {
            let neighbour = index.and_then(|index| self.paragrafer.get(index));
            neighbour.is_some_and(|neighbour| !self.all(neighbour, "jav").contains(&tjanst.who))
        };
        paragrafer.intervals().any(|range| {
            (*range.start() == number && is_neighbour(here.checked_sub(1)))
                || (*range.end() == number && is_neighbour(here.checked_add(1)))
        })
    }
}

impl Tjanst<'_> {
    fn holds_for(&self, nummer: Option<u64>) -> bool {
        match (&self.paragrafer, nummer) {
            (Some(paragrafer), Some(nummer)) => paragrafer.contains(nummer),
            _ => true,
        }
    }

    /// "ordförande", and neither "vice ordförande" nor "gruppledare".
    pub(super) fn is_chair(&self) -> bool {
        self.may_lead() && self.roll.is_some_and(|roll| !key(roll).contains("vice"))
    }

    /// Somebody who leads the meeting, or does so when the chair cannot.
    pub(super) fn may_lead(&self) -> bool {
        self.roll.is_some_and(|roll| {
            let roll = key(roll);
            roll.contains("ordf") || roll.contains("ålderspresident")
        })
    }
}

impl<'a> Paragraf<'a> {
    /// "§ 64: …", or the sentence alone.
    pub(super) fn says(&self, sentence: &str) -> String {
        if self.label.is_empty() {
            text::versal(sentence)
        } else {
            format!("{}: {sentence}", self.label)
        }
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.value.get(name).and_then(Value::as_bool) == Some(true)
    }

    pub(super) fn word(&self, name: &str) -> Option<&'a str> {
        word(self.value, name)
    }

    /// The elements of a list, each with its place.
    pub(super) fn list(&self, name: &str) -> impl Iterator<Item = (Pointer, &'a Value)> + use<'a> {
        let at = self.at.key(name);
        let items = list(self.value, name).iter().enumerate();
        items.map(move |(index, value)| (at.index(index), value))
    }

    /// The names of a list, each with its place.
    pub(super) fn names(&self, name: &str) -> Vec<(Pointer, &'a str)> {
        names(&self.at, self.value, name)
    }
}

/// The names of a list of `value`, each with its place.
pub(super) fn names<'a>(at: &Pointer, value: &'a Value, name: &str) -> Vec<(Pointer, &'a str)> {
    let at = at.key(name);
    let items = list(value, name).iter().enumerate();
    let named = items.filter_map(|(index, value)| {
        let name = value.as_str()?.trim();
        (!name.is_empty()).then(|| (at.index(index), name))
    });
    named.collect()
}

/// The people in a field that is a list of names or one text with them: "Eva Lind (S) och Olle Berg (V)". A party or a
/// group in place of people is nobody.
pub(super) fn people<'a>(at: &Pointer, value: &'a Value, name: &str) -> Vec<(Pointer, &'a str)> {
    let whole = match value.get(name) {
        Some(Value::String(text)) => vec![(at.key(name), text.as_str())],
        _ => names(at, value, name),
    };
    let parts = whole.into_iter().flat_map(|(at, text)| {
        let parts = text
            .split([',', ';', '\n'])
            .flat_map(|part| part.split(" och "))
            .flat_map(|part| part.split(" samt "));
        parts.map(move |part| (at.clone(), part.trim()))
    });
    parts.filter(|(_, part)| part.contains(' ')).collect()
}

/// The text of a field in the restricted grammar, its lines joined.
pub(super) fn rich(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(lines)) => {
            let lines: Vec<&str> = lines.iter().filter_map(Value::as_str).collect();
            lines.join("\n")
        }
        _ => String::new(),
    }
}

fn paragrafer<'a>(case: &Case<'a>) -> Vec<Paragraf<'a>> {
    let root = case.context.arende;
    let one = |at: Pointer, value: &'a Value, field: &str| {
        let number = value.get(field);
        let label = match number {
            // "SBN § 44" has its sign already.
            Some(Value::String(text)) if text.contains('§') => text.trim().to_owned(),
            Some(Value::String(text)) if !text.trim().is_empty() => text::paragraf(text.trim()),
            Some(Value::Number(number)) => text::paragraf(&number.to_string()),
            _ => String::new(),
        };
        Paragraf {
            at,
            value,
            nummer: number.and_then(nummer),
            label,
        }
    };
    if case.context.typ == "protokollsutdrag" {
        return vec![one(Pointer::root(), root, "paragraf")];
    }
    let at = Pointer::root().key("paragrafer");
    let all = list(root, "paragrafer").iter().enumerate();
    all.filter(|(_, value)| value.is_object())
        .map(|(index, value)| one(at.index(index), value, "nummer"))
        .collect()
}
