//! `kansli rule`: lists the rules, or explains one in its own words.

use serde_json::{Value, json};

use crate::rules::{RULES, Rule};
use crate::text::{closest, quoted};

use super::args::{ReportArg, RuleArgs};
use super::console::Console;
use super::report::printed;
use super::{Failure, Status};

pub(super) fn run(args: &RuleArgs, console: &mut Console) -> Result<Status, Failure> {
    let is_json = args.report.report == ReportArg::Json;
    let text = match &args.id {
        None if is_json => printed(&RULES.iter().map(|rule| data(rule)).collect()),
        None => list(),
        Some(id) => {
            let rule = known(id)?;
            if is_json {
                printed(&data(rule))
            } else {
                explained(rule)
            }
        }
    };
    console.say(&text);
    Ok(Status::Good)
}

fn known(id: &str) -> Result<&'static Rule, Failure> {
    if let Some(rule) = RULES
        .iter()
        .find(|rule| rule.id.eq_ignore_ascii_case(id) || rule.slug == id)
    {
        return Ok(rule);
    }
    let names = RULES.iter().flat_map(|rule| [rule.id, rule.slug]);
    let help = match closest(id, names) {
        Some(near) => format!("Menade du {near}?"),
        None => "Kör kansli rule för att se vilka regler som finns.".to_owned(),
    };
    Err(Failure::usage(format!("Regeln {} finns inte.", quoted(id))).help(help))
}

fn list() -> String {
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let line = |rule: &&Rule| {
        format!(
            "{:width$}  {:7}  {}\n",
            rule.id,
            rule.level.namn(),
            rule.slug
        )
    };
    RULES.iter().map(line).collect()
}

fn explained(rule: &Rule) -> String {
    let types = if rule.types.is_empty() {
        "alla".to_owned()
    } else {
        crate::text::och_lista(rule.types)
    };
    format!(
        "# {} {}\n\nNivå om profilen inte säger annat: {}. Dokumenttyper: {types}. Sedan version {}.\n\n{}\n",
        rule.id,
        rule.slug,
        rule.level.namn(),
        rule.since,
        rule.docs.trim_end()
    )
}

fn data(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "namn": rule.slug,
        "niva": rule.level,
        "sedan": rule.since,
        "dokumenttyper": rule.types,
        "dokumentation": rule.docs,
    })
}
