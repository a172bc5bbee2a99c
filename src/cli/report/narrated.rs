//! A finding as one plain line that can be read aloud, searched and piped. Uses neither colours nor columns.

use crate::finding::Finding;
use crate::text::visible;

use super::sentence;

/// "Fel UND-01 i arende.json, rad 12, kolumn 5: …  Åtgärd: …  Källa: …  Utdrag: …".
pub(super) fn finding(finding: &Finding) -> String {
    let mut line = format!("{} {}", finding.level.namn(), visible(&finding.rule));
    if let Some(at) = &finding.location {
        line.push_str(&format!(
            " i {}, rad {}, kolumn {}",
            visible(&at.file),
            at.line,
            at.column
        ));
    }
    line.push_str(&format!(": {}", sentence(&visible(&finding.message))));
    for (label, text) in [
        ("Åtgärd", &finding.help),
        ("Källa", &finding.source_of_rule),
    ] {
        if let Some(text) = text {
            line.push_str(&format!("  {label}: {}", sentence(&visible(text))));
        }
    }
    let excerpt = finding
        .location
        .as_ref()
        .map(|at| at.excerpt.trim())
        .filter(|excerpt| !excerpt.is_empty());
    if let Some(excerpt) = excerpt {
        line.push_str(&format!("  Utdrag: {}", visible(excerpt)));
    }
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use crate::finding::{Finding, Level, Location};

    #[test]
    fn a_finding_is_one_line() {
        let mut finding =
            Finding::new("UND-01", Level::Fel, "Underlaget saknar datum").help("Skriv datumet.");
        assert_eq!(
            super::finding(&finding),
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
        });
        assert_eq!(
            super::finding(&finding),
            "Fel UND-01 i a\\u{1B}.json, rad 12, kolumn 5: Underlaget saknar datum.  Åtgärd: Skriv datumet.  \
             Källa: Mallen,\\nsidan 2.  Utdrag: \"titel\": \"x\\u{202E}\"\n"
        );
    }
}
