//! `kansli schema`: prints a document type's schema, for editors, or lists the types.

use crate::text::{closest, quoted};
use crate::workspace::{Workspace, WorkspaceError};

use super::args::SchemaArgs;
use super::console::Console;
use super::{Failure, Status, desk};

/// The one schema that is no document type's.
const REPORT: &str = "rapport";
/// What `kansli batch` reports, likewise.
const BATCH_REPORT: &str = "massrapport";

pub(super) fn run(args: &SchemaArgs, console: &mut Console) -> Result<Status, Failure> {
    let workspace = desk::workspace(args.templates.as_deref())?;
    let text = match &args.typ {
        Some(typ) if typ == REPORT => workspace.report_schema()?,
        Some(typ) if typ == BATCH_REPORT => workspace.batch_report_schema()?,
        Some(typ) => workspace
            .schemas()
            .bundle(known(&workspace, typ)?)
            .map_err(WorkspaceError::from)?,
        None => list(&workspace)?,
    };
    console.say(&text);
    Ok(Status::Good)
}

fn list(workspace: &Workspace) -> Result<String, Failure> {
    let types = workspace.types();
    let width = types
        .iter()
        .map(|typ| typ.chars().count())
        .max()
        .unwrap_or(0);
    let line = |typ: &String| {
        let title = workspace
            .schemas()
            .titel(typ)
            .map_err(WorkspaceError::from)?;
        Ok(format!("{typ:width$}  {}\n", crate::text::visible(&title)))
    };
    types.iter().map(line).collect()
}

/// The type that was asked for, if there is one.
pub(super) fn known<'w>(workspace: &'w Workspace, typ: &str) -> Result<&'w str, Failure> {
    let types = workspace.types();
    if let Some(known) = types.iter().find(|known| *known == typ) {
        return Ok(known);
    }
    let help = match closest(typ, types.iter().map(String::as_str)) {
        Some(near) => format!("Menade du {near}?"),
        None => format!("Välj {}.", crate::text::eller_lista(types)),
    };
    Err(Failure::usage(format!("Dokumenttypen {} finns inte.", quoted(typ))).help(help))
}
