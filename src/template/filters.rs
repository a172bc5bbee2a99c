//! The filters templates may use: a closed list, each keeping the pointer of what it is given. There is no `safe`.

use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind};

use crate::document::Align;
use crate::document::tokens::{FieldText, TableData, Token};
use crate::text;

use super::field::{Changed, Field, text_of};
use super::{Parked, Phrases, PrintNumber, meeting};

/// The filters, for suggestions.
pub(super) const FILTERS: [&str; 20] = [
    "antal",
    "antalsord",
    "avsnittsrubrik",
    "datum",
    "dnr",
    "gemen",
    "genitiv",
    "lank",
    "markdown",
    "ordforande",
    "paragraf",
    "paragrafer",
    "rakna",
    "rosttabell",
    "tabell",
    "tas_ned",
    "underskrifter",
    "uppraknade",
    "utan_punkt",
    "versal",
];

/// The tests, for suggestions.
pub(super) const TESTS: [&str; 1] = ["lika"];

/// Adds every filter and test to `environment`.
pub(super) fn add(environment: &mut Environment<'static>, phrases: &Phrases) {
    environment.add_filter("genitiv", |v: &Value| change(v, text::genitiv));
    environment.add_filter("gemen", |v: &Value| change(v, text::gemen));
    environment.add_filter("versal", |v: &Value| change(v, text::versal));
    let long = phrases.long_dates;
    environment.add_filter("datum", move |v: &Value| change(v, |s| date(s, long)));
    let pattern = phrases.paragraf.clone();
    environment.add_filter("paragraf", move |v: &Value| {
        change(v, |number| pattern.replace("{nummer}", number))
    });
    let print = phrases.diarienummer.clone();
    environment.add_filter("dnr", move |v: &Value| diarienummer(v, print.as_ref()));
    let sections = phrases.sections.clone();
    environment.add_filter("avsnittsrubrik", move |v: &Value| {
        change(v, |id| {
            sections
                .get(id)
                .cloned()
                .unwrap_or_else(|| text::versal(id))
        })
    });
    environment.add_filter("markdown", |v: &Value| {
        Ok::<_, Error>(parked(Token::Rich(printable(v)?)))
    });
    environment.add_filter("lank", |v: &Value| {
        Ok::<_, Error>(parked(link(printable(v)?)))
    });
    environment.add_filter("tabell", |v: &Value| {
        Ok::<_, Error>(parked(Token::Table(table(field(v)?)?)))
    });
    environment.add_filter("underskrifter", |v: &Value| {
        Ok::<_, Error>(parked(Token::Signers(meeting::signers(v)?)))
    });
    meeting::add(environment);
    environment.add_filter("antal", |v: &Value| v.len().unwrap_or(0));
    environment.add_test("lika", |v: &Value, word: &str| {
        text_of(v).is_some_and(|t| t.value == word)
    });
}

/// An ISO date as the profile writes dates; anything else is left as it stands (a rule speaks of it).
fn date(written: &str, long: bool) -> String {
    match text::iso_datum(written) {
        Ok(date) if long => text::datum_i_ord(date),
        _ => written.to_owned(),
    }
}

pub(super) fn parked(token: Token) -> Value {
    Value::from_object(Parked(token))
}

pub(super) fn printable(value: &Value) -> Result<FieldText, Error> {
    text_of(value).ok_or_else(|| misuse("filtret behöver en text"))
}

pub(super) fn field(value: &Value) -> Result<&Field, Error> {
    value
        .downcast_object_ref::<Field>()
        .ok_or_else(|| misuse("filtret behöver ett fält ur ärendet"))
}

pub(super) fn misuse(message: &'static str) -> Error {
    super::error::own(ErrorKind::InvalidOperation, message)
}

pub(super) fn change(value: &Value, f: impl FnOnce(&str) -> String) -> Result<Value, Error> {
    let text = printable(value)?;
    Ok(Value::from_object(Changed(FieldText {
        value: f(&text.value),
        from: text.from,
    })))
}

/// A diarienummer by the registry's pattern; one that cannot be read is printed as it stands (HDR-02 speaks of it).
fn diarienummer(value: &Value, print: Option<&PrintNumber>) -> Result<Value, Error> {
    let field = field(value)?;
    let printed = print
        .and_then(|print| print(field.json()))
        .or_else(|| field.text().map(|t| t.value))
        .ok_or_else(|| misuse("diarienumret saknar diarium, år eller nummer"))?;
    Ok(Value::from_object(Changed(FieldText {
        value: printed,
        from: Some(field.pointer().clone()),
    })))
}

/// An address that a mail program or browser can open becomes a link; anything else stays text.
fn link(text: FieldText) -> Token {
    let address = text.value.trim();
    let is_mail = !address.contains([' ', '/', ':', '\n'])
        && address
            .split_once('@')
            .is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
    let target = if is_mail {
        format!("mailto:{address}")
    } else if address.starts_with("https://") || address.starts_with("http://") {
        address.to_owned()
    } else {
        return Token::Text(text);
    };
    if crate::document::is_allowed_link(&target) {
        Token::Link { text, target }
    } else {
        Token::Text(text)
    }
}

fn table(field: &Field) -> Result<TableData, Error> {
    let columns = field
        .member("kolumner")
        .ok_or_else(|| misuse("tabellen saknar kolumner"))?;
    let columns = columns.elements().map(|column| header(&column));
    let rows = field
        .member("rader")
        .iter()
        .flat_map(Field::elements)
        .map(|row| cells(&row))
        .collect();
    Ok(TableData {
        from: field.pointer().clone(),
        caption: field.member_text("bildtext"),
        columns: columns.collect::<Result<_, Error>>()?,
        rows,
        is_plain: false,
    })
}

/// A column's heading: a text, or an object that also says how the column is aligned.
fn header(column: &Field) -> Result<(FieldText, Align), Error> {
    if let Some(text) = column.text() {
        return Ok((text, Align::Left));
    }
    let text = column
        .member_text("rubrik")
        .ok_or_else(|| misuse("en kolumn saknar rubrik"))?;
    let align = match column.member_text("justering").map(|t| t.value).as_deref() {
        Some("hoger") => Align::Right,
        Some("mitten") => Align::Center,
        _ => Align::Left,
    };
    Ok((text, align))
}

/// The cells of a row; an empty cell is an empty text, so that the columns stay in place.
fn cells(row: &Field) -> Vec<FieldText> {
    row.elements()
        .map(|cell| {
            cell.text().unwrap_or(FieldText {
                value: String::new(),
                from: None,
            })
        })
        .collect()
}
