//! `anyOf` and `oneOf`: tells what is wrong with the form that was most likely meant, not that none fits.

use std::collections::BTreeSet;

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;

use crate::finding::Finding;
use crate::text::{eller_lista, quoted};

use super::explain::{Case, findings, wanted_types};

type Branch = [ValidationError<'static>];

/// The findings of the closest branch; of all of them together where they only differ in type or in one field.
pub(super) fn closest(
    case: &Case<'_>,
    branches: &[Vec<ValidationError<'static>>],
    schema: &Value,
) -> Vec<Finding> {
    if let Some(names) = missing_in_each(case, branches) {
        return vec![one_of_these(case, &names)];
    }
    if let Some(types) = types_of_all(case, branches) {
        return vec![case.wrong_type(&types)];
    }
    branches
        .iter()
        .min_by_key(|branch| distance(case, branch))
        .map(|branch| {
            branch
                .iter()
                .flat_map(|error| findings(error, schema))
                .collect()
        })
        .unwrap_or_default()
}

fn is_here(case: &Case<'_>, error: &ValidationError<'_>) -> bool {
    error.instance_path().as_str() == case.pointer.as_str()
}

/// How far the value is from a branch: another type is furthest, then another choice, then many faults.
fn distance(case: &Case<'_>, branch: &Branch) -> (usize, usize, usize) {
    let other_type = branch
        .iter()
        .filter(|e| is_here(case, e) && matches!(e.kind(), Kind::Type { .. }))
        .count();
    let other_choice = branch
        .iter()
        .filter(|e| matches!(e.kind(), Kind::Constant { .. } | Kind::Enum { .. }))
        .count();
    (other_type, other_choice, branch.len())
}

/// The types wanted here, when the value has none of them.
fn types_of_all(
    case: &Case<'_>,
    branches: &[Vec<ValidationError<'static>>],
) -> Option<Vec<JsonType>> {
    let mut types: Vec<JsonType> = Vec::new();
    for branch in branches {
        let error = branch
            .iter()
            .find(|e| is_here(case, e) && matches!(e.kind(), Kind::Type { .. }))?;
        for one in wanted_types(error.kind()) {
            if !types.contains(&one) {
                types.push(one);
            }
        }
    }
    (!types.is_empty()).then_some(types)
}

/// The fields, when all that each branch lacks is one field here.
fn missing_in_each(
    case: &Case<'_>,
    branches: &[Vec<ValidationError<'static>>],
) -> Option<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for branch in branches {
        let [error] = branch.as_slice() else {
            return None;
        };
        match error.kind() {
            Kind::Required { property } if is_here(case, error) => {
                names.insert(quoted(property.as_str()?))
            }
            _ => return None,
        };
    }
    (names.len() > 1).then_some(names)
}

fn one_of_these(case: &Case<'_>, names: &BTreeSet<String>) -> Finding {
    let names: Vec<&String> = names.iter().collect();
    let names = eller_lista(&names);
    case.finding(
        format!("Fältet {names} saknas."),
        Some(format!("Lägg till {names}.")),
    )
}
