//! `kansli new`: a skeleton to fill in, made from the schema's own examples. Overwrites nothing.

use std::path::Path;

use crate::source::write_atomic;
use crate::text::visible;
use crate::workspace::WorkspaceError;

use super::args::NewArgs;
use super::console::Console;
use super::inputs::DASH;
use super::schema::known;
use super::{Failure, Status, desk};

pub(super) fn run(args: &NewArgs, console: &mut Console) -> Result<Status, Failure> {
    let workspace = desk::workspace(args.templates.as_deref())?;
    let typ = known(&workspace, &args.typ)?;
    let skeleton = workspace
        .schemas()
        .skeleton(typ)
        .map_err(WorkspaceError::from)?;
    if let Some(file) = args.file.as_deref().filter(|file| file.as_os_str() != DASH) {
        place(file, skeleton.as_bytes())?;
        let name = visible(&file.to_string_lossy()).into_owned();
        console.say(&format!("Skrev {name}\n{}", next_steps(typ, &name)));
    } else {
        console.say(&skeleton);
        console.warn(&next_steps(typ, "arende.json"));
    }
    Ok(Status::Good)
}

/// Writes the file, if nothing stands there.
fn place(file: &Path, skeleton: &[u8]) -> Result<(), Failure> {
    let name = visible(&file.to_string_lossy()).into_owned();
    if file.symlink_metadata().is_ok() {
        return Err(
            Failure::usage(format!("”{name}” finns redan och skrivs inte över."))
                .help("Välj ett annat namn, eller flytta filen."),
        );
    }
    if let Some(folder) = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir())
    {
        let folder = visible(&folder.to_string_lossy()).into_owned();
        return Err(
            Failure::usage(format!("Mappen ”{folder}” finns inte.")).help("Skapa mappen först.")
        );
    }
    write_atomic(file, skeleton).map_err(|error| Failure::writing(&error))
}

fn next_steps(typ: &str, name: &str) -> String {
    format!(
        "Gör så här:\n  \
         1. Fyll i fälten. För att få hjälp i editorn, lägg schemat bredvid: kansli schema {typ} > {typ}.schema.json\n  \
         2. Granska: kansli check {name}\n  \
         3. Skapa dokumenten: kansli render {name}\n"
    )
}
