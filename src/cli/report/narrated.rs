//! A finding as one plain line that can be read aloud, searched and piped. Uses neither colours nor columns.

use crate::finding::Finding;
use crate::text::visible;

use super::{Task, proposal, sentence};

/// "Fel UND-01 i arende.json, rad 12, kolumn 5: …  Åtgärd: …  Förslag: …  Källa: …  Utdrag: …".
pub(super) fn finding(finding: &Finding, task: Task) -> String {
    let place = finding.location.as_ref();
    let place = place.map_or_else(String::new, |at| {
        format!(
            " i {}, rad {}, kolumn {}",
            visible(&at.file),
            at.line,
            at.column
        )
    });
    let rule = visible(&finding.rule);
    let message = sentence(&visible(&finding.message));
    let mut parts = vec![format!("{} {rule}{place}: {message}", finding.level.namn())];
    let told = |words: &String| sentence(&visible(words));
    for (label, words) in [
        ("Åtgärd", finding.help.as_ref().map(told)),
        (
            "Förslag",
            finding.fix.as_ref().map(|fix| proposal(fix, task)),
        ),
        ("Källa", finding.source_of_rule.as_ref().map(told)),
    ] {
        parts.extend(words.map(|words| format!("{label}: {words}")));
    }
    let excerpt = finding.location.as_ref().map(|at| at.excerpt.trim());
    let excerpt = excerpt.filter(|excerpt| !excerpt.is_empty());
    parts.extend(excerpt.map(|excerpt| format!("Utdrag: {}", visible(excerpt))));
    parts.join("  ") + "\n"
}

#[cfg(test)]
mod tests {
    use crate::cli::report::Task;
    use crate::finding::{Finding, Level, Location};

    #[test]
    fn a_finding_is_one_line() {
        let mut finding =
            Finding::new("UND-01", Level::Fel, "Underlaget saknar datum").help("Skriv datumet.");
        assert_eq!(
            super::finding(&finding, Task::Check),
            "Fel UND-01: Underlaget saknar datum.  Åtgärd: Skriv datumet.\n"
        );
        finding.source_of_rule = Some("Mallen,\nsidan 2".into());
        finding.location = Some(Location {
            file: "a\u{1b}.json".into(),
            line: 12,
            column: 5,
            length: 3,
            excerpt: "    \"titel\": \"x\u{202e}\"".into(),
            excerpt_column: 5,
            utf16: (1, 2),
        });
        assert_eq!(
            super::finding(&finding, Task::Check),
            "Fel UND-01 i a\\u{1B}.json, rad 12, kolumn 5: Underlaget saknar datum.  Åtgärd: Skriv datumet.  \
             Källa: Mallen,\\nsidan 2.  Utdrag: \"titel\": \"x\\u{202E}\"\n"
        );
    }
}
