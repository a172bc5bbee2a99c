//! A profile's file as a tree of values, each with the byte it begins at. Knows nothing of what they mean. Also part of
//! the build script, which reads the program's own files once and for all: it uses nothing else of the program.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The byte of the file.
    pub at: usize,
    /// What it is.
    pub kind: Kind,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A text.
    Text(Cow<'static, str>),
    /// A whole number, 0 or larger.
    Number(usize),
    /// A number with decimals.
    Decimal(f64),
    /// A list.
    List(Cow<'static, [Node]>),
    /// A table, in the order of the file.
    Table(Cow<'static, [Member]>),
    /// Anything else.
    Other,
}

/// A key of a table and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The key.
    pub name: Cow<'static, str>,
    /// The byte of the file at which the key begins.
    pub at: usize,
    /// The value.
    pub value: Node,
}

/// Reads a file.
///
/// # Errors
/// When the text is no TOML.
pub fn parse(text: &str) -> Result<Vec<Member>, Error> {
    DeTable::parse(text).map(|table| members(table.get_ref()))
}

fn members(table: &DeTable<'_>) -> Vec<Member> {
    let members = table.iter().map(|(name, value)| Member {
        name: Cow::Owned(name.get_ref().to_string()),
        at: name.span().start,
        value: node(value),
    });
    let mut members: Vec<Member> = members.collect();
    members.sort_by_key(|member| member.at);
    members
}

fn node(value: &Spanned<DeValue<'_>>) -> Node {
    let kind = match value.get_ref() {
        DeValue::String(text) => Kind::Text(Cow::Owned(text.to_string())),
        DeValue::Integer(number) => {
            usize::from_str_radix(number.as_str(), number.radix()).map_or(Kind::Other, Kind::Number)
        }
        DeValue::Float(number) => {
            let number = number.as_str().replace('_', "").parse();
            number.map_or(Kind::Other, Kind::Decimal)
        }
        DeValue::Array(items) => Kind::List(items.iter().map(node).collect()),
        DeValue::Table(table) => Kind::Table(Cow::Owned(members(table))),
        DeValue::Boolean(_) | DeValue::Datetime(_) => Kind::Other,
    };
    Node {
        at: value.span().start,
        kind,
    }
}
