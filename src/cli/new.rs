//! `kansli new`: a skeleton to fill in, made from the schema's own examples. Overwrites nothing.

use std::path::Path;

use crate::mote;
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
    let skeleton = match args.antal {
        Some(antal) => made_up(typ, antal, args.fro.unwrap_or(1))?,
        None => workspace
            .schemas()
            .skeleton(typ)
            .map_err(WorkspaceError::from)?,
    };
    if let Some(file) = args.file.as_deref().filter(|file| file.as_os_str() != DASH) {
        place(file, skeleton.as_bytes())?;
        let name = visible(&file.to_string_lossy()).into_owned();
        let steps = match args.antal {
            Some(_) => format!("Granska: kansli check {name}\n"),
            None => next_steps(typ, &name),
        };
        console.say(&format!("Skrev {name}\n{steps}"));
    } else {
        console.say(&skeleton);
        if args.antal.is_none() {
            console.warn(&next_steps(typ, "arende.json"));
        }
    }
    Ok(Status::Good)
}

/// A made-up meeting, to try the program with.
fn made_up(typ: &str, antal: u64, fro: u64) -> Result<String, Failure> {
    if typ != mote::TYP {
        return Err(Failure::usage("--antal gäller bara sammanträden.")
            .help(format!("Skriv kansli new {} --antal {antal}.", mote::TYP)));
    }
    let meeting = mote::prov::mote(antal, fro).map_err(|error| Failure::internal(&error))?;
    Ok(format!("{meeting:#}\n"))
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
