//! What clap says about a command line, in Swedish: help, version and what is wrong. Knows clap's errors, no command.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::text::{closest, eller_lista, quoted};

use super::console::Console;
use super::{Failure, Status};

/// Prints what clap has to say.
pub(super) fn tell(error: &clap::Error, console: &mut Console) -> Status {
    match error.kind() {
        ErrorKind::DisplayHelp => {
            console.say(&error.render().to_string());
            Status::Good
        }
        ErrorKind::DisplayVersion => {
            console.say(&format!("kansli {}\n", env!("CARGO_PKG_VERSION")));
            Status::Good
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            console.warn(&error.render().to_string());
            Status::Usage
        }
        _ => {
            console.complain(&explained(error));
            if let Some(usage) = text(error, ContextKind::Usage) {
                console.warn(&format!(
                    "Användning: {}\n",
                    usage.trim_start_matches("Usage: ").trim()
                ));
            }
            console.warn("Mer hjälp: kansli --help, eller --help efter ett kommando.\n");
            Status::Usage
        }
    }
}

/// What is wrong, and the remedy.
fn explained(error: &clap::Error) -> Failure {
    let argument = text(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = text(error, ContextKind::InvalidValue).unwrap_or_default();
    let flag = argument.split([' ', '<', '[']).next().unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let word = text(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            suggesting(
                format!("Kommandot {} finns inte.", quoted(&word)),
                &word,
                &commands(),
            )
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => suggesting(
            format!("Flaggan {} finns inte här.", quoted(flag)),
            flag,
            &flags(),
        ),
        ErrorKind::UnknownArgument => {
            Failure::usage(format!("{} är ett argument för mycket.", quoted(&argument)))
                .help("Ta bort det, eller skriv citattecken runt ett namn med mellanslag.")
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            Failure::usage(format!("{} saknar sitt värde.", quoted(flag)))
                .help("Skriv värdet efter flaggan.")
        }
        ErrorKind::InvalidValue => {
            let known = list(error, ContextKind::ValidValue);
            suggesting(
                format!(
                    "{} är inget giltigt värde för {}.",
                    quoted(&value),
                    quoted(flag)
                ),
                &value,
                &known,
            )
        }
        ErrorKind::ValueValidation => Failure::usage(format!(
            "{} är inget giltigt värde för {}.",
            quoted(&value),
            quoted(flag)
        ))
        .help("Ange ett heltal större än 0."),
        ErrorKind::MissingRequiredArgument => missing(&argument),
        ErrorKind::ArgumentConflict => {
            let other = text(error, ContextKind::PriorArg).unwrap_or_default();
            let other = other.split([' ', '<', '[']).next().unwrap_or_default();
            if !other.is_empty() && other != flag {
                let (one, other) = (quoted(flag), quoted(other));
                return Failure::usage(format!("{one} och {other} går inte ihop."))
                    .help("Välj en av dem.");
            }
            Failure::usage(format!("{} är angiven mer än en gång.", quoted(flag)))
                .help("Ange den en gång.")
        }
        ErrorKind::TooManyValues => {
            Failure::usage(format!("{} tar inget värde.", quoted(flag))).help("Ta bort värdet.")
        }
        ErrorKind::InvalidUtf8 => Failure::usage("Kommandoraden har tecken som inte är UTF-8.")
            .help("Döp om filen eller skriv om argumentet."),
        _ => Failure::usage("Kommandoraden går inte att förstå."),
    }
}

fn missing(argument: &str) -> Failure {
    let (message, help) = match argument {
        a if a.contains("FILER") => (
            "Ingen ärendefil är angiven.",
            "Ange minst en fil eller mapp, eller - för att läsa från standard in.",
        ),
        a if a.contains("RAPPORTER") => (
            "Ingen rapport är angiven.",
            "Ange mappen med rapporterna från alla delar.",
        ),
        a if a.contains("TYP") => (
            "Ingen dokumenttyp är angiven.",
            "Kör kansli schema för att se vilka typer som finns.",
        ),
        a if a.contains("SKAL") => (
            "Inget skal är angivet.",
            "Ange bash, elvish, fish, powershell eller zsh.",
        ),
        a if a.contains("--fix") => (
            "--yes gäller bara tillsammans med --fix.",
            "Lägg till --fix=all, eller ta bort --yes.",
        ),
        _ => ("Ett argument saknas.", "Se hur kommandot används nedan."),
    };
    Failure::usage(message).help(help)
}

fn suggesting(message: String, word: &str, known: &[String]) -> Failure {
    /// More than these are no choice to read through.
    const FEW: usize = 8;
    let help = match closest(word, known.iter().map(String::as_str)) {
        Some(near) => format!("Menade du {near}?"),
        None if known.len() <= FEW => format!("Välj {}.", eller_lista(known)),
        None => "Hjälpen visar vilka som finns.".to_owned(),
    };
    Failure::usage(message).help(help)
}

fn commands() -> Vec<String> {
    let command = super::args::command();
    command
        .get_subcommands()
        .flat_map(clap::Command::get_name_and_visible_aliases)
        .map(str::to_owned)
        .collect()
}

/// Every flag of every command, with its Swedish name.
fn flags() -> Vec<String> {
    let command = super::args::command();
    let all = command
        .get_subcommands()
        .flat_map(clap::Command::get_arguments);
    let named = all
        .filter_map(clap::Arg::get_long_and_visible_aliases)
        .flatten();
    let mut flags: Vec<String> = named.map(|name| format!("--{name}")).collect();
    flags.sort_unstable();
    flags.dedup();
    flags
}

/// A piece of clap's knowledge as text.
fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(" ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        _ => None,
    }
}

fn list(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::explained;
    use crate::cli::args::parse;

    fn told(line: &str) -> String {
        let arguments = line.split(' ').map(std::ffi::OsString::from);
        let failure = explained(&parse(arguments).expect_err(line));
        format!("{} {}", failure.message, failure.help.unwrap_or_default())
    }

    #[test]
    fn usage_errors_are_swedish_with_a_remedy() {
        for (line, wanted) in [
            (
                "kansli rendera a.json",
                "Kommandot ”rendera” finns inte. Menade du render?",
            ),
            (
                "kansli gransk a.json",
                "Kommandot ”gransk” finns inte. Menade du granska?",
            ),
            (
                "kansli render a.json --formt pdf",
                "Flaggan ”--formt” finns inte här. Menade du --format?",
            ),
            (
                "kansli render a.json --format odt",
                "”odt” är inget giltigt värde för ”--format”. Välj pdf, docx, html eller text.",
            ),
            (
                "kansli check a.json --level varnign",
                "”varnign” är inget giltigt värde för ”--level”. Menade du varning?",
            ),
            (
                "kansli check a.json --level",
                "”--level” saknar sitt värde. Skriv värdet efter flaggan.",
            ),
            (
                "kansli check",
                "Ingen ärendefil är angiven. Ange minst en fil eller mapp, eller - för att läsa från standard in.",
            ),
            (
                "kansli new",
                "Ingen dokumenttyp är angiven. Kör kansli schema för att se vilka typer som finns.",
            ),
            (
                "kansli check a.json -j 0",
                "”0” är inget giltigt värde för ”--jobs”. Ange ett heltal större än 0.",
            ),
            (
                "kansli schema plan till",
                "”till” är ett argument för mycket. Ta bort det, eller skriv citattecken runt ett namn med mellanslag.",
            ),
            (
                "kansli render a.json --draft --draft",
                "”--draft” är angiven mer än en gång. Ange den en gång.",
            ),
            (
                "kansli render a.json --kallelse --paragraf 4",
                "”--kallelse” och ”--paragraf” går inte ihop. Välj en av dem.",
            ),
            (
                "kansli watch a.json --paragraf 4 --utdrag",
                "”--paragraf” och ”--utdrag” går inte ihop. Välj en av dem.",
            ),
            (
                "kansli render a.json --draft=ja",
                "”--draft” tar inget värde. Ta bort värdet.",
            ),
        ] {
            assert_eq!(told(line).trim(), wanted, "{line}");
        }
    }
}
