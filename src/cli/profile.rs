//! `kansli profile`: lists the profiles, or lays one open with the file that each value comes from.

use serde_json::{Value, json};

use crate::profile::Origin;
use crate::text::{antal, visible};
use crate::workspace::{Resolved, Workspace};

use super::args::{ProfileArgs, ReportArg};
use super::console::Console;
use super::report::printed;
use super::{Failure, Status, desk};

/// How much of a value is shown to people; programs get all of it.
const SHOWN: usize = 90;

pub(super) fn run(args: &ProfileArgs, console: &mut Console) -> Result<Status, Failure> {
    let workspace = desk::workspace(args.templates.as_deref())?;
    let is_json = args.report.report == ReportArg::Json;
    let text = match &args.kommun {
        Some(id) => {
            let resolved = workspace.resolved(id, args.namnd.as_deref())?;
            if is_json {
                printed(&data(&resolved))
            } else {
                shown(&resolved)
            }
        }
        None => list(&workspace, is_json)?,
    };
    console.say(&text);
    Ok(Status::Good)
}

fn list(workspace: &Workspace, is_json: bool) -> Result<String, Failure> {
    let ids = workspace.profiles();
    let width = ids.iter().map(|id| id.chars().count()).max().unwrap_or(0);
    let mut lines = String::new();
    let mut all = Vec::new();
    for id in &ids {
        let namn = workspace.resolved(id, None)?.namn;
        let namnder = workspace.namnder(id);
        let own = if namnder.is_empty() {
            String::new()
        } else {
            format!(" ({})", namnder.join(", "))
        };
        lines += &visible(&format!("{id:width$}  {namn}{own}"));
        lines.push('\n');
        all.push(json!({"id": id, "namn": namn, "namnder": namnder}));
    }
    Ok(if is_json {
        printed(&Value::Array(all))
    } else {
        lines
    })
}

fn shown(profile: &Resolved) -> String {
    let namnd = profile
        .namnd
        .as_ref()
        .map_or_else(String::new, |namnd| format!(", nämnden {}", visible(namnd)));
    let mut text = format!(
        "# Profilen {}: {}{namnd}\n# Lager, det sista går före: {}\n",
        visible(&profile.id),
        visible(&profile.namn),
        visible(&profile.files.join(", "))
    );
    for origin in &profile.values {
        text += &line(origin);
    }
    text
}

/// `namn = "Borås Stad"  # profiler/boras/profil.toml, rad 2`.
fn line(origin: &Origin) -> String {
    let place = origin.place.as_ref().map_or_else(
        || "inbyggt i programmet".to_owned(),
        |at| format!("{}, rad {}", at.file, at.line),
    );
    let value = shortened(&origin.value);
    format!(
        "{} = {}  # {}\n",
        visible(&origin.key),
        visible(&value),
        visible(&place)
    )
}

/// A value on one line; a long one is cut, and a list then says how much it holds.
fn shortened(value: &Value) -> String {
    let whole = value.to_string();
    if whole.chars().count() <= SHOWN {
        return whole;
    }
    let start: String = whole.chars().take(SHOWN).collect();
    let count = match value {
        Value::Array(items) => format!(" ({})", antal(items.len(), "värde", "värden")),
        Value::Object(members) => format!(" ({})", antal(members.len(), "värde", "värden")),
        _ => String::new(),
    };
    format!("{start} …{count}")
}

fn data(profile: &Resolved) -> Value {
    let values = profile.values.iter().map(|origin| {
        let place = origin.place.as_ref();
        json!({
            "nyckel": origin.key,
            "varde": origin.value,
            "fil": place.map(|at| &at.file),
            "rad": place.map(|at| at.line),
            "kolumn": place.map(|at| at.column),
        })
    });
    json!({
        "id": profile.id,
        "namn": profile.namn,
        "namnd": profile.namnd,
        "filer": profile.files,
        "varden": values.collect::<Vec<_>>(),
    })
}
