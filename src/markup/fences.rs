//! Splits template output into its fenced sections before any Markdown is parsed: a value can never open or close one.

use crate::document::tokens::OPEN;
use crate::document::{ParagraphStyle, Role};
use crate::text;

use super::MarkupError;

/// A stretch of template output: Markdown, or a section.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Markdown between fences, with the line it starts at (from 1).
    Markdown(&'a str, usize),
    /// A section and what stands in it.
    Section(Fence, Vec<Part<'a>>),
}

/// What a fence makes of what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fence {
    /// A section with a role.
    Role(Role),
    /// Paragraphs set in a style of their own, no section.
    Style(ParagraphStyle),
}

/// The fences that only set a style.
const STYLES: [(&str, ParagraphStyle); 2] = [
    ("etikett", ParagraphStyle::Label),
    ("nummer", ParagraphStyle::Number),
];

impl Fence {
    fn id(&self) -> &str {
        match self {
            Self::Role(role) => role.id(),
            Self::Style(style) => STYLES
                .iter()
                .find(|(_, s)| s == style)
                .map_or("", |(id, _)| id),
        }
    }
}

/// The parts of `output`, in order.
pub(super) fn split(output: &str) -> Result<Vec<Part<'_>>, MarkupError> {
    let mut open: Vec<(Option<Fence>, usize, Vec<Part<'_>>)> = vec![(None, 0, Vec::new())];
    let mut start = 0;
    let mut start_line = 1;
    let mut at = 0;
    for (number, line) in output.split_inclusive('\n').enumerate() {
        let line_number = number + 1;
        if let Some(fence) = line.trim().strip_prefix(":::") {
            push_markdown(&mut open, &output[start..at], start_line);
            if fence.trim().is_empty() {
                let (fence, _, parts) = open.pop().unwrap_or_default();
                let Some((fence, above)) = fence.zip(open.last_mut()) else {
                    return Err(MarkupError::at(
                        line_number,
                        "”:::” stänger ett avsnitt som inte är öppnat",
                    ));
                };
                above.2.push(Part::Section(fence, parts));
            } else {
                open.push((
                    Some(named(fence.trim(), line_number)?),
                    line_number,
                    Vec::new(),
                ));
            }
            start = at + line.len();
            start_line = line_number + 1;
        }
        at += line.len();
    }
    push_markdown(&mut open, &output[start..], start_line);
    match open.pop() {
        Some((None, _, parts)) => Ok(parts),
        Some((Some(fence), line, _)) => Err(MarkupError::at(
            line,
            format!(
                "avsnittet ”:::{}” stängs aldrig; skriv ”:::” efter det",
                fence.id()
            ),
        )),
        None => Err(MarkupError::at(
            1,
            "”:::” stänger ett avsnitt som inte är öppnat",
        )),
    }
}

fn push_markdown<'a>(
    open: &mut [(Option<Fence>, usize, Vec<Part<'a>>)],
    markdown: &'a str,
    line: usize,
) {
    if !markdown.trim().is_empty()
        && let Some(top) = open.last_mut()
    {
        top.2.push(Part::Markdown(markdown, line));
    }
}

/// The role after `:::`: one of the closed set, or `avsnitt id=<id>`.
pub(super) fn named(fence: &str, line: usize) -> Result<Fence, MarkupError> {
    if fence.contains(OPEN) {
        return Err(MarkupError::at(
            line,
            "ett avsnitts namn kan inte komma ur ärendet",
        ));
    }
    if let Some(rest) = fence.strip_prefix("avsnitt") {
        return match rest.trim().strip_prefix("id=") {
            Some(id)
                if !id.is_empty()
                    && id
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) =>
            {
                Ok(Fence::Role(Role::Avsnitt(id.to_owned())))
            }
            _ => Err(MarkupError::at(
                line,
                "skriv ”:::avsnitt id=<id>” med avsnittets id i profilen",
            )),
        };
    }
    if let Some((_, style)) = STYLES.iter().find(|(id, _)| *id == fence) {
        return Ok(Fence::Style(*style));
    }
    Role::named(fence).map(Fence::Role).ok_or_else(|| {
        let hint = text::closest(
            fence,
            Role::NAMED.into_iter().chain(STYLES.map(|(id, _)| id)),
        )
        .map(|w| format!(" Menade du ”{w}”?"))
        .unwrap_or_default();
        MarkupError::at(
            line,
            format!("avsnittet ”{}” finns inte.{hint}", text::visible(fence)),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_nest_and_markdown_keeps_its_line() {
        let parts =
            split("# T\n:::beslut\n## B\n:::fakta\nx\n:::\n:::\nslut\n").expect("well formed");
        assert_eq!(
            parts,
            [
                Part::Markdown("# T\n", 1),
                Part::Section(
                    Fence::Role(Role::Beslut),
                    vec![
                        Part::Markdown("## B\n", 3),
                        Part::Section(Fence::Role(Role::Fakta), vec![Part::Markdown("x\n", 5)])
                    ]
                ),
                Part::Markdown("slut\n", 8),
            ]
        );
    }

    #[test]
    fn broken_fences_tell_their_line() {
        assert_eq!(split(":::beslut\n").expect_err("open").line, 1);
        assert_eq!(split("x\n:::\n").expect_err("closed").line, 2);
        let unknown = split("\n:::besult\n:::\n").expect_err("unknown");
        assert_eq!(unknown.line, 2);
        assert!(
            unknown.message.contains("Menade du ”beslut”?"),
            "{}",
            unknown.message
        );
    }
}
