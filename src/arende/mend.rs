//! Fixes as changes of the file's own text: every byte outside them stays as its author wrote it. What was changed is
//! read again and compared before anybody sees it: a change that would say something else is not made.

use std::fmt::Write as _;
use std::ops::Range;

use serde::Serialize as _;
use serde_json::ser::{PrettyFormatter, Serializer};
use serde_json::{Value, to_string};

use crate::finding::{Edit, Fix};

use super::build::Builder;
use super::characters::normal;
use super::pieces::Strings;
use super::scan::scan;
use super::{LARGEST, SourceText};

/// Some bytes of the file, and what stands there afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The bytes, of the text without its byte order mark.
    pub span: Range<usize>,
    /// What stands there afterwards, as JSON wants it.
    pub text: String,
}

/// What came of mending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The file's new text, without byte order mark.
    pub text: String,
    /// Which of the fixes were made, in their order. The others overlap one that was, or cannot be made here.
    pub made: Vec<bool>,
}

/// What each fix is in the file. `None` for one that names something that is not there, or only a part of a character.
#[must_use]
pub fn replacements(source: &SourceText, fixes: &[&Fix]) -> Vec<Option<Vec<Replacement>>> {
    let edits = fixes.iter().flat_map(|fix| &fix.edits);
    let mut spans = source.spans(edits.map(|edit| &edit.pointer)).into_iter();
    let style = Style::of(source.text());
    let mut strings = Strings::of(source.text());
    let of_fix = |fix: &&Fix| {
        let spans: Vec<_> = spans.by_ref().take(fix.edits.len()).collect();
        let mut made = Vec::with_capacity(spans.len());
        for (edit, span) in fix.edits.iter().zip(spans) {
            made.push(replacement(
                source.text(),
                edit,
                span?,
                &style,
                &mut strings,
            )?);
        }
        made.sort_by_key(|one| one.span.start);
        let apart = made.is_sorted_by(|one, next| are_apart(&one.span, &next.span));
        (apart && !made.is_empty()).then_some(made)
    };
    fixes.iter().map(of_fix).collect()
}

/// Makes as many of the fixes as do not touch each other, the first ones first. `raw` is what `source` was read as.
/// `None` when none can be made.
#[must_use]
pub fn mend(source: &SourceText, raw: &Value, fixes: &[&Fix]) -> Option<Mended> {
    let all = replacements(source, fixes);
    let mut made: Vec<bool> = all.iter().map(Option::is_some).collect();
    let mut taken: Vec<&Replacement> = Vec::new();
    for (replacements, made) in all.iter().zip(&mut made) {
        let wanted = replacements.iter().flatten();
        let is_free = |one: &Replacement| {
            let after = taken.partition_point(|other| other.span.start < one.span.start);
            let near = &taken[after.saturating_sub(1)..taken.len().min(after + 1)];
            near.iter().all(|other| are_apart(&other.span, &one.span))
        };
        *made &= wanted.clone().all(is_free);
        if *made {
            for one in wanted {
                let after = taken.partition_point(|other| other.span.start < one.span.start);
                taken.insert(after, one);
            }
        }
    }
    let attempt = |indices: &[usize]| {
        let chosen = indices.iter().filter_map(|index| all[*index].as_deref());
        let text = spliced(source.text(), chosen);
        let wanted = edited(raw, indices.iter().map(|index| fixes[*index]))?;
        reads_as(&text, &wanted).then_some(text)
    };
    let indices: Vec<usize> = (0..fixes.len()).filter(|index| made[*index]).collect();
    let mut best = (Vec::new(), None);
    take_good(&indices, &attempt, &mut best);
    let (good, text) = best;
    for (index, made) in made.iter_mut().enumerate() {
        *made = good.binary_search(&index).is_ok();
    }
    text.map(|text| Mended { text, made })
}

/// Adds to `best` every index that goes with those before it: all at once if they do, else by halves, since it is very
/// few that say something else than they mean.
fn take_good(
    indices: &[usize],
    attempt: &impl Fn(&[usize]) -> Option<String>,
    best: &mut (Vec<usize>, Option<String>),
) {
    if indices.is_empty() {
        return;
    }
    let together = [&best.0, indices].concat();
    if let Some(text) = attempt(&together) {
        *best = (together, Some(text));
    } else if indices.len() > 1 {
        let (first, second) = indices.split_at(indices.len() / 2);
        take_good(first, attempt, best);
        take_good(second, attempt, best);
    }
}

/// Whether two changes have nothing to do with each other, whichever comes first. Nothing is put at the edge of what
/// another one changes: which of the two would stand first?
fn are_apart(one: &Range<usize>, other: &Range<usize>) -> bool {
    let (first, second) = if one.start <= other.start {
        (one, other)
    } else {
        (other, one)
    };
    if first.is_empty() || second.is_empty() {
        first.end < second.start
    } else {
        first.end <= second.start
    }
}

/// How the file is written.
struct Style {
    /// It keeps to ASCII and escapes the rest.
    escapes: bool,
    /// `\n` or `\r\n`; `None` when all of it is one line.
    newline: Option<&'static str>,
    indent: String,
}

impl Style {
    fn of(text: &str) -> Self {
        let newline = text.find('\n').map(|at| {
            if text[..at].ends_with('\r') {
                "\r\n"
            } else {
                "\n"
            }
        });
        let blank = |line: &str| line[..line.len() - line.trim_start().len()].to_owned();
        let mut indents = text.lines().map(blank);
        Self {
            escapes: text.is_ascii() && text.contains("\\u"),
            newline,
            indent: indents
                .find(|indent| !indent.is_empty())
                .unwrap_or_else(|| "  ".to_owned()),
        }
    }

    /// A value as JSON. `margin` is the white space that begins its line; `None` keeps it to one line.
    fn json(&self, value: &Value, margin: Option<&str>) -> Option<String> {
        let json = match (margin, self.newline) {
            (Some(margin), Some(newline)) if value.is_array() || value.is_object() => {
                let mut bytes = Vec::new();
                let format = PrettyFormatter::with_indent(self.indent.as_bytes());
                value
                    .serialize(&mut Serializer::with_formatter(&mut bytes, format))
                    .ok()?;
                // A line break inside a text is an escape: these are all the formatter's own.
                String::from_utf8(bytes)
                    .ok()?
                    .replace('\n', &format!("{newline}{margin}"))
            }
            _ => to_string(value).ok()?,
        };
        Some(if self.escapes { ascii(&json) } else { json })
    }
}

/// JSON with an escape for whatever is not ASCII, which stands nowhere but in texts.
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}").expect("a string takes all writing");
            }
        }
    }
    out
}

fn replacement(
    text: &str,
    edit: &Edit,
    span: Range<usize>,
    style: &Style,
    strings: &mut Strings<'_>,
) -> Option<Replacement> {
    let old = &text[span.clone()];
    let Some(range) = &edit.range else {
        let line = &text[text[..span.start].rfind('\n').map_or(0, |at| at + 1)..];
        let margin = &line[..line.len() - line.trim_start().len()];
        // A list that was written on one line stays there.
        let is_inline = old.starts_with(['[', '{']) && !old.contains('\n') && old.len() > 2;
        let json = style.json(&edit.replacement, (!is_inline).then_some(margin))?;
        return Some(Replacement { span, text: json });
    };
    let span = strings.file_range(&span, range)?;
    edit.replacement.as_str()?;
    let json = style.json(&edit.replacement, None)?;
    Some(Replacement {
        span,
        text: json[1..json.len() - 1].to_owned(),
    })
}

fn spliced<'r>(text: &str, fixes: impl Iterator<Item = &'r [Replacement]>) -> String {
    let mut all: Vec<&Replacement> = fixes.flatten().collect();
    all.sort_by_key(|one| one.span.start);
    let mut out =
        String::with_capacity(text.len() + all.iter().map(|one| one.text.len()).sum::<usize>());
    let mut at = 0;
    for one in all {
        out.push_str(&text[at..one.span.start]);
        out.push_str(&one.text);
        at = one.span.end;
    }
    out + &text[at..]
}

/// The ärende with the changes made, in its one form. Each text is put together once, however many changes it has.
fn edited<'f>(raw: &Value, fixes: impl Iterator<Item = &'f Fix>) -> Option<Value> {
    let mut edits: Vec<&Edit> = fixes.flat_map(|fix| &fix.edits).collect();
    let start = |edit: &Edit| edit.range.as_ref().map(|range| range.start);
    edits.sort_by(|one, other| (&one.pointer, start(one)).cmp(&(&other.pointer, start(other))));
    let mut value = raw.clone();
    for of_one in edits.chunk_by(|one, other| one.pointer == other.pointer) {
        let place = value.pointer_mut(of_one[0].pointer.as_str())?;
        if let [Edit { range: None, .. }] = of_one {
            place.clone_from(&of_one[0].replacement);
            continue;
        }
        let text = place.as_str()?;
        let (mut new, mut at) = (String::with_capacity(text.len()), 0);
        for edit in of_one {
            let range = edit.range.as_ref()?;
            new.push_str(text.get(at..range.start)?);
            new.push_str(edit.replacement.as_str()?);
            at = range.end;
        }
        new.push_str(text.get(at..)?);
        *place = Value::String(new);
    }
    settle(&mut value);
    Some(value)
}

fn settle(value: &mut Value) {
    match value {
        Value::String(text) => *text = normal(std::mem::take(text).into()).into_owned(),
        Value::Array(items) => items.iter_mut().for_each(settle),
        Value::Object(members) => members.values_mut().for_each(settle),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether the text is an ärende that says exactly this.
fn reads_as(text: &str, wanted: &Value) -> bool {
    let mut builder = Builder::default();
    u64::try_from(text.len()).is_ok_and(|size| size <= LARGEST)
        && scan(text, &mut builder).is_empty()
        && builder.take_value().is_some_and(|value| value == *wanted)
}

#[cfg(test)]
mod tests;
