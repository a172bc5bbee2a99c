//! `kansli rule`: lists a profile's rules, or explains one in its own words and the profile's.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::profile::BASE;
use crate::rules::Configured;
use crate::text::{closest, och_lista, quoted, visible};

use super::args::{ListArg, RuleArgs};
use super::console::Console;
use super::report::printed;
use super::{Failure, Status, desk};

pub(super) fn run(args: &RuleArgs, console: &mut Console) -> Result<Status, Failure> {
    let profile = args.kommun.as_deref().unwrap_or(BASE);
    let pack = desk::workspace(args.templates.as_deref())?.rules(profile)?;
    // In the profile the rules in Rust come first; a list is read by id.
    let mut rules: Vec<&Configured> = pack.rules().iter().collect();
    rules.sort_by_key(|rule| rule.id.as_str());
    let is_json = args.report == ListArg::Json;
    let text = match &args.id {
        None if is_json => printed(&rules.iter().map(|rule| data(rule)).collect()),
        None => list(&rules),
        Some(id) => {
            let rule = known(id, &rules)?;
            if is_json {
                printed(&data(rule))
            } else {
                explained(rule, profile)
            }
        }
    };
    console.say(&text);
    Ok(Status::Good)
}

fn known<'r>(id: &str, rules: &[&'r Configured]) -> Result<&'r Configured, Failure> {
    if let Some(rule) = rules
        .iter()
        .find(|rule| rule.id.eq_ignore_ascii_case(id) || rule.slug == id)
    {
        return Ok(rule);
    }
    let names = rules.iter().flat_map(|rule| [&*rule.id, &*rule.slug]);
    let help = match closest(id, names) {
        Some(near) => format!("Menade du {near}?"),
        None => "Kör kansli rule för att se vilka regler som finns.".to_owned(),
    };
    Err(Failure::usage(format!("Regeln {} finns inte.", quoted(id))).help(help))
}

fn list(rules: &[&Configured]) -> String {
    let ids = rules.iter().map(|rule| rule.id.chars().count());
    let width = ids.max().unwrap_or(0);
    let line = |rule: &&Configured| {
        format!(
            "{:width$}  {:7}  {}\n",
            visible(&rule.id),
            rule.level.namn(),
            visible(&rule.slug)
        )
    };
    rules.iter().map(line).collect()
}

fn explained(rule: &Configured, profile: &str) -> String {
    let all = |names: &[String]| match names {
        [] => "alla".to_owned(),
        names => och_lista(names),
    };
    let mut text = format!(
        "# {} {}\n\nNivå i profilen {}: {}. Dokumenttyper: {}.",
        visible(&rule.id),
        visible(&rule.slug),
        visible(profile),
        rule.level.namn(),
        visible(&all(&rule.types))
    );
    if !rule.parts.is_empty() {
        let _ = write!(text, " Delar: {}.", visible(&all(&rule.parts)));
    }
    match (rule.builtin, &rule.kind) {
        (Some(builtin), _) => {
            let _ = write!(text, " Sedan version {}.", builtin.since);
        }
        (None, Some(kind)) => {
            let _ = write!(text, " Profilens egen regel, av sorten {}.", visible(kind));
        }
        (None, None) => {}
    }
    text.push_str("\n\n");
    for (label, words) in [("Källa", &rule.source), ("Åtgärd", &rule.help)] {
        if let Some(words) = words {
            let _ = write!(text, "{label} enligt profilen: {}\n\n", visible(words));
        }
    }
    if let Some(builtin) = rule.builtin {
        text.push_str(builtin.docs.trim_end());
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

fn data(rule: &Configured) -> Value {
    json!({
        "id": rule.id,
        "namn": rule.slug,
        "niva": rule.level,
        "sedan": rule.builtin.map(|builtin| builtin.since),
        "dokumenttyper": rule.types,
        "delar": rule.parts,
        "sort": rule.kind,
        "kalla": rule.source,
        "atgard": rule.help,
        "dokumentation": rule.builtin.map(|builtin| builtin.docs),
    })
}
