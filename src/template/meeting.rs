//! The filters of a meeting's templates: names in a row, votes counted and set as a table, those who sign. Counts as
//! `mote` counts and decides nothing itself.

use std::collections::BTreeMap;

use minijinja::value::{Kwargs, Value};
use minijinja::{Environment, Error};

use crate::document::Align;
use crate::document::tokens::{FieldText, SignerData, TableData, Token};
use crate::mote::{self, Genom, Person, Rostning, Sida};
use crate::text;

use super::field::{Changed, Field, text_of};
use super::filters::{change, field, misuse, parked, printable};

/// What marks the side that a person voted for.
const CROSS: &str = "X";

/// Adds the filters to `environment`.
pub(super) fn add(environment: &mut Environment<'static>) {
    environment.add_filter("uppraknade", listed);
    environment.add_filter("utan_punkt", |v: &Value| {
        change(v, |s| s.trim_end().trim_end_matches('.').to_owned())
    });
    environment.add_filter("paragrafer", |v: &Value| change(v, intervals));
    environment.add_filter("antalsord", |v: &Value| counted_in_words(v));
    environment.add_filter("rakna", counted);
    environment.add_filter("rosttabell", vote_table);
    environment.add_filter("ordforande", chairs);
    environment.add_filter("tas_ned", |v: &Value| change(v, taken_down));
}

/// The day an announcement of this day is taken down: the day after the last day to appeal.
fn taken_down(anslag: &str) -> String {
    let day = text::iso_datum(anslag).map(mote::frister::overklagande_senast);
    day.map_or_else(
        |_| anslag.to_owned(),
        |last| mote::frister::dagen_efter(last).to_string(),
    )
}

/// "A, B och C". One text stays as it is.
fn listed(value: &Value) -> Result<Value, Error> {
    let Some(field) = value.downcast_object_ref::<Field>() else {
        return change(value, str::to_owned);
    };
    if !field.json().is_array() {
        return change(value, str::to_owned);
    }
    let words: Vec<String> = field
        .elements()
        .filter_map(|element| element.text())
        .map(|text| text.value)
        .collect();
    Ok(made(text::och_lista(&words), field))
}

/// The §§ that something holds for: "§ 67", "§§ 60–66, 68".
fn intervals(written: &str) -> String {
    let sign = if written.contains([',', '–', '-']) {
        "§§"
    } else {
        "§"
    };
    format!("{sign}\u{a0}{}", written.replace('-', "–"))
}

/// A number as running text has it: "två", "13".
fn counted_in_words(value: &Value) -> Result<Value, Error> {
    change(value, |written| {
        let number = written.parse::<u64>().ok();
        number.map_or_else(|| written.to_owned(), text::antalsord)
    })
}

/// Words made from a field: they keep its place.
fn made(value: String, from: &Field) -> Value {
    Value::from_object(Changed(FieldText {
        value,
        from: Some(from.pointer().clone()),
    }))
}

/// A vote in numbers: `ja`, `nej`, `avstar`, `franvarande` (nothing when nobody), `utfall` (`ja`, `nej` or nothing),
/// `genom` (`majoritet`, `utslagsrost`, `lott`, `minoritet`, `andel`), and what the winning and the losing side stand
/// for.
fn counted(value: &Value) -> Result<Value, Error> {
    let field = field(value)?;
    let vote = Rostning::read(field.json());
    let antal = vote.antal();
    let number = |n: u64| made(n.to_string(), field);
    let mut told = BTreeMap::from([("ja", number(antal.ja)), ("nej", number(antal.nej))]);
    for (name, n) in [("avstar", antal.avstar), ("franvarande", antal.franvarande)] {
        if n > 0 {
            told.insert(name, number(n));
        }
    }
    if let Some((side, by)) = vote.utfall() {
        told.insert("utfall", Value::from(side.id()));
        let by = match by {
            Genom::Majoritet => "majoritet",
            Genom::Utslagsrost => "utslagsrost",
            Genom::Lott => "lott",
            Genom::Minoritet => "minoritet",
            Genom::Andel => "andel",
        };
        told.insert("genom", Value::from(by));
        let meaning = |side: Sida| {
            let meaning = field.member(side.id())?.member("forslag")?;
            Some(Value::from_object(Changed(meaning.text()?)))
        };
        told.extend(meaning(side).map(|text| ("vinnare", text)));
        told.extend(meaning(side.other()).map(|text| ("forlorare", text)));
    }
    Ok(Value::from(told))
}

/// A vote as a table: who, and a cross under what. `ordning` are the members in the order they vote, `rubriker` the
/// words of the head: member, ja, nej, avstår, frånvarande, and the last row's.
#[expect(
    clippy::needless_pass_by_value,
    reason = "a filter is given its arguments"
)]
fn vote_table(value: &Value, given: Kwargs) -> Result<Value, Error> {
    let field = field(value)?;
    let order: Option<Value> = given.get("ordning")?;
    let words: Vec<String> = given.get("rubriker")?;
    given.assert_all_used()?;
    let [who, ja, nej, avstar, franvarande, sum] = &words[..] else {
        return Err(misuse("rubriker ska vara sex ord"));
    };
    let sides = [
        ("ja", ja),
        ("nej", nej),
        ("avstar", avstar),
        ("franvarande", franvarande),
    ];
    let cast: Vec<(FieldText, usize)> = sides
        .iter()
        .enumerate()
        .flat_map(|(side, (id, _))| {
            let list = field.member("roster").and_then(|roster| roster.member(id));
            let names = list.iter().flat_map(Field::elements);
            let names: Vec<FieldText> = names.filter_map(|name| name.text()).collect();
            names.into_iter().map(move |name| (name, side))
        })
        .collect();
    let shown: Vec<usize> = (0..sides.len())
        .filter(|side| *side < 2 || cast.iter().any(|(_, cast)| cast == side))
        .collect();
    let word = |value: &str| FieldText {
        value: value.to_owned(),
        from: None,
    };
    let cross = |name: &FieldText, is_there: bool| FieldText {
        value: if is_there { CROSS } else { "" }.to_owned(),
        from: name.from.clone().filter(|_| is_there),
    };
    let mut rows: Vec<Vec<FieldText>> = in_voting_order(&cast, order.as_ref())
        .into_iter()
        .map(|(name, side)| {
            let marks = shown.iter().map(|column| cross(name, column == side));
            std::iter::once(name.clone()).chain(marks).collect()
        })
        .collect();
    let totals = shown.iter().map(|column| FieldText {
        value: cast
            .iter()
            .filter(|(_, side)| side == column)
            .count()
            .to_string(),
        from: Some(field.pointer().clone()),
    });
    rows.push(std::iter::once(word(sum)).chain(totals).collect());
    let head = shown
        .iter()
        .map(|side| (word(sides[*side].1), Align::Center));
    Ok(parked(Token::Table(TableData {
        from: field.pointer().clone(),
        caption: None,
        columns: std::iter::once((word(who), Align::Left))
            .chain(head)
            .collect(),
        rows,
        is_plain: true,
    })))
}

/// The votes in the order that the members are given in; those who are not among them last, as they stand.
fn in_voting_order<'c>(
    cast: &'c [(FieldText, usize)],
    order: Option<&Value>,
) -> Vec<&'c (FieldText, usize)> {
    let members: Vec<String> = order
        .and_then(|order| order.downcast_object_ref::<Field>())
        .into_iter()
        .flat_map(|list| list.elements().collect::<Vec<_>>())
        .filter_map(|member| {
            let name = member.member_text("namn")?.value;
            let party = member.member_text("parti");
            Some(party.map_or(name.clone(), |party| format!("{name} ({})", party.value)))
        })
        .collect();
    let place = |name: &str| {
        let person = Person::read(name);
        let found = members.iter().position(|m| Person::read(m).is(&person));
        found.unwrap_or(members.len())
    };
    let mut ordered: Vec<_> = cast
        .iter()
        .map(|vote| (place(&vote.0.value), vote))
        .collect();
    ordered.sort_by_key(|(place, _)| *place);
    ordered.into_iter().map(|(_, vote)| vote).collect()
}

/// Those of the serving members who lead the meeting: the chair, and whoever leads a § of `paragrafer`.
#[expect(
    clippy::needless_pass_by_value,
    reason = "a filter is given its arguments"
)]
fn chairs(value: &Value, given: Kwargs) -> Result<Value, Error> {
    let list = field(value)?;
    let paragrafer: Option<Value> = given.get("paragrafer")?;
    given.assert_all_used()?;
    let of_paragrafer: Vec<String> = paragrafer
        .as_ref()
        .and_then(|list| list.downcast_object_ref::<Field>())
        .into_iter()
        .flat_map(|list| list.elements().collect::<Vec<_>>())
        .filter_map(|paragraf| Some(paragraf.member_text("ordforande")?.value))
        .collect();
    let leads_one = |member: &Field| {
        let name = member.member_text("namn").map(|name| name.value);
        let party = member.member_text("parti").map(|party| party.value);
        let own = Person {
            namn: name.as_deref().unwrap_or_default(),
            parti: party.as_deref(),
        };
        of_paragrafer
            .iter()
            .any(|chair| Person::read(chair).is(&own))
    };
    let leads = |member: &Field| {
        let role = member
            .member_text("roll")
            .map(|role| role.value.to_lowercase());
        role.is_some_and(|role| role.starts_with("ordförande")) || leads_one(member)
    };
    let found = list.elements().filter(leads).map(Value::from_object);
    Ok(Value::from_iter(found.collect::<Vec<_>>()))
}

/// Those who sign: a person, a list of them, or a list of pairs of a role and who has it (a name, or several).
pub(super) fn signers(value: &Value) -> Result<Vec<SignerData>, Error> {
    if let Some(field) = value.downcast_object_ref::<Field>() {
        return if field.json().is_object() {
            Ok(vec![signer(field)?])
        } else {
            field.elements().map(|person| signer(&person)).collect()
        };
    }
    let mut found = Vec::new();
    for pair in value.try_iter()? {
        let (role, who) = (pair.get_item_by_index(0)?, pair.get_item_by_index(1)?);
        let under = text_of(&role);
        for name in names(&who)? {
            found.push(SignerData {
                over: None,
                name,
                under: under.clone(),
            });
        }
    }
    Ok(found)
}

/// The names in a text, a list of texts or a list of people; none in what is not there.
fn names(value: &Value) -> Result<Vec<FieldText>, Error> {
    let Some(field) = value.downcast_object_ref::<Field>() else {
        if value.is_undefined() || value.is_none() {
            return Ok(Vec::new());
        }
        if text_of(value).is_some() {
            return Ok(vec![printable(value)?]);
        }
        let mut all = Vec::new();
        for inner in value.try_iter()? {
            all.extend(names(&inner)?);
        }
        return Ok(all);
    };
    if let Some(name) = field.member_text("namn") {
        return Ok(vec![name]);
    }
    if field.json().is_array() {
        return Ok(field.elements().filter_map(|one| one.text()).collect());
    }
    Ok(field.text().into_iter().collect())
}

fn signer(person: &Field) -> Result<SignerData, Error> {
    Ok(SignerData {
        over: person.member_text("parti"),
        name: person
            .member_text("namn")
            .ok_or_else(|| misuse("en person saknar namn"))?,
        under: person.member_text("roll"),
    })
}

#[cfg(test)]
mod tests {
    use super::taken_down;

    #[test]
    fn an_announcement_is_down_the_day_after_the_last_to_appeal() {
        assert_eq!(taken_down("2026-05-12"), "2026-06-03");
        // The 21st day is midsommarafton: the last day is the Monday after.
        assert_eq!(taken_down("2026-05-29"), "2026-06-23");
        assert_eq!(taken_down("ej en dag"), "ej en dag");
    }
}
