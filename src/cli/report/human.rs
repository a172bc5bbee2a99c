//! A finding as a person at a terminal sees it: coloured, with the line of the file and a mark under the place. Wraps
//! nothing: the terminal does.

use anstyle::{AnsiColor, Style};
use unicode_normalization::char::is_combining_mark;

use crate::finding::{Finding, Level, Location};
use crate::text::visible;

use super::{Task, proposal, sentence};

const BOLD: Style = Style::new().bold();
const FRAME: Style = AnsiColor::Blue.on_default().bold();

const fn colour(level: Level) -> Style {
    match level {
        Level::Fel => AnsiColor::Red.on_default().bold(),
        Level::Varning => AnsiColor::Yellow.on_default().bold(),
        Level::Rad | Level::Av => AnsiColor::Cyan.on_default().bold(),
    }
}

/// Several lines, and an empty one after them.
pub(super) fn finding(finding: &Finding, task: Task) -> String {
    let (level, rule) = (colour(finding.level), visible(&finding.rule));
    let message = sentence(&visible(&finding.message));
    let name = finding.level.namn();
    let mut lines = vec![format!(
        "{level}{name} {rule}{level:#}{BOLD}: {message}{BOLD:#}"
    )];
    let margin = finding
        .location
        .as_ref()
        .map_or(1, |at| at.line.to_string().len());
    if let Some(at) = &finding.location {
        lines.extend(excerpt(at, margin, level));
    }
    let told = |words: &String| sentence(&visible(words));
    for (label, words) in [
        ("Åtgärd", finding.help.as_ref().map(told)),
        (
            "Förslag",
            finding.fix.as_ref().map(|fix| proposal(fix, task)),
        ),
        ("Källa", finding.source_of_rule.as_ref().map(told)),
    ] {
        lines.extend(words.map(|words| {
            format!(
                "{:margin$} {FRAME}={FRAME:#} {BOLD}{label}:{BOLD:#} {words}",
                ""
            )
        }));
    }
    lines.join("\n") + "\n\n"
}

/// Where it is, the line itself and the mark under the place.
fn excerpt(at: &Location, margin: usize, level: Style) -> Vec<String> {
    let place = format!("{}:{}:{}", visible(&at.file), at.line, at.column);
    let mut lines = vec![format!("{:margin$}{FRAME}-->{FRAME:#} {place}", "")];
    if !at.excerpt.trim().is_empty() {
        let (line, before, place) = marked(at);
        let (bar, marks) = (format!("{FRAME}|{FRAME:#}"), "^".repeat(place));
        lines.push(format!("{:margin$} {bar}", ""));
        lines.push(format!("{FRAME}{:margin$}{FRAME:#} {bar} {line}", at.line));
        lines.push(format!(
            "{:margin$} {bar} {:before$}{level}{marks}{level:#}",
            "", ""
        ));
    }
    lines
}

/// The line as it is shown, without its indentation; how wide what stands before the place is; how wide the place is.
fn marked(at: &Location) -> (String, usize, usize) {
    let all: Vec<char> = at.excerpt.chars().collect();
    let start = at.excerpt_column.saturating_sub(1).min(all.len());
    let end = (start + at.length).min(all.len());
    let indent = all[..start]
        .iter()
        .take_while(|c| c.is_whitespace())
        .count();
    let shown = |part: &[char]| visible(&part.iter().collect::<String>()).into_owned();
    let line = shown(&all[indent..]);
    let (before, place) = (
        width(&shown(&all[indent..start])),
        width(&shown(&all[start..end])),
    );
    (line.trim_end().to_owned(), before, place.max(1))
}

fn width(text: &str) -> usize {
    text.chars().filter(|c| !is_combining_mark(*c)).count()
}

#[cfg(test)]
mod tests {
    use crate::cli::report::Task;
    use crate::finding::{Finding, Level, Location};

    fn plain(finding: &Finding) -> String {
        anstream::adapter::strip_str(&super::finding(finding, Task::Check)).to_string()
    }

    fn at(excerpt: &str, column: usize, length: usize) -> Location {
        Location {
            file: "a.json".into(),
            line: 12,
            column,
            length,
            excerpt: excerpt.into(),
            excerpt_column: column,
            utf16: (1, 2),
        }
    }

    #[test]
    fn the_mark_stands_under_the_place() {
        let mut finding =
            Finding::new("UND-01", Level::Fel, "Datumet saknas").help("Skriv datumet");
        finding.source_of_rule = Some("Mallen s. 2.".into());
        finding.location = Some(at("    \"titel\": \"Åtgärd\"", 14, 8));
        assert_eq!(
            plain(&finding),
            "Fel UND-01: Datumet saknas.\n  --> a.json:12:14\n   |\n12 | \"titel\": \"Åtgärd\"\n   |          ^^^^^^^^\n\
             \x20  = Åtgärd: Skriv datumet.\n   = Källa: Mallen s. 2.\n\n"
        );
    }

    #[test]
    fn odd_places_and_characters_keep_the_mark_in_place() {
        let mut finding = Finding::new("X", Level::Rad, "x\u{1b}[2J");
        finding.location = Some(at("a\u{1b}b\te\u{301}c", 6, 99));
        let text = plain(&finding);
        assert!(
            text.contains("12 | a\\u{1B}b\\te\u{301}c\n   |            ^\n"),
            "{text}"
        );
        finding.location = Some(at("{", 2, 1));
        assert!(plain(&finding).contains("12 | {\n   |  ^\n"));
        finding.location = Some(at("", 1, 1));
        assert_eq!(
            plain(&finding),
            "Råd X: x\\u{1B}[2J.\n  --> a.json:12:1\n\n"
        );
        assert!(!super::finding(&finding, Task::Check).contains("\u{1b}[2J"));
    }
}
