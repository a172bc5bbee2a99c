//! Dry runs: a type's template in one profile on examples made of the schema, watched for fields that do not exist and
//! for optional ones that are used without a guard.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::document::tokens::Tokens;
use crate::markup::{self, Picture, Pictures};
use crate::pointer::Pointer;
use crate::profile::{BASE, heading_id};
use crate::schema::{Example, Shape};
use crate::template::{Engine, Fields, Knows, TemplateError, Unknown, Use, Watch};
use crate::text::{closest, quoted, versal};

use super::super::setup::Setup;
use super::names::heading_place;
use super::{Judge, MALL};

/// How many unknown fields of one template are told.
const MOST: usize = 40;

/// No example has pictures in its texts.
struct NoPictures;

impl Pictures for NoPictures {
    fn find(&self, _: &str) -> Option<Picture> {
        None
    }
}

/// Runs the template of `typ` as `setup` has it on every example.
pub(super) fn run(
    judge: &mut Judge<'_>,
    setup: &Arc<Setup>,
    typ: &str,
    shape: &Arc<Shape>,
    shapes: &Arc<Vec<Arc<Shape>>>,
    examples: &[Example],
) {
    let main = format!("dokument/{typ}.md.j2");
    let reach = judge.reach(&main);
    let has_fault = |used_as: Use| {
        let mut mentions = reach.iter().flat_map(|name| &judge.scanned[*name]);
        mentions.any(|m| m.used_as == used_as && judge.unknown.contains(m))
    };
    // Nothing can be run without what it includes.
    if has_fault(Use::Template) {
        return;
    }
    let mut dry = Dry {
        engine: setup.checked_engine(typ, &judge.workspace.assets, &judge.unknown),
        has_bad_section: has_fault(Use::Section),
        judge,
        setup,
        typ,
        shape,
        shapes,
    };
    dry.run(examples);
}

struct Dry<'a, 'w> {
    judge: &'a mut Judge<'w>,
    setup: &'a Setup,
    typ: &'a str,
    shape: &'a Arc<Shape>,
    /// Those of every type.
    shapes: &'a Arc<Vec<Arc<Shape>>>,
    engine: Engine,
    has_bad_section: bool,
}

impl Dry<'_, '_> {
    fn run(&mut self, examples: &[Example]) {
        let Some((whole, rest)) = examples.split_first() else {
            return;
        };
        let mut told: Vec<Unknown> = Vec::new();
        let (result, seen) = self.example(whole, None);
        self.tell_unknown(whole, &seen, &mut told);
        match result {
            Ok(output) => self.parse(&output),
            // What came of an unknown field needs no second finding.
            Err(_) if seen.iter().any(|unknown| !unknown.is_shared) => return,
            Err(error) => {
                let message = versal(&error.message);
                return self.tell(&error, message, "Rätta mallen.");
            }
        }
        // Those without one field know best which field it is. What they find is then taken for granted, so that it
        // does not hide the rest.
        let mut always = BTreeSet::new();
        for example in rest {
            let Some(path) = &example.without else {
                continue;
            };
            let (result, seen) = self.example(example, None);
            self.tell_unknown(example, &seen, &mut told);
            if let Err(error) = result {
                self.unguarded(&error, example);
                always.insert(path.clone());
            }
        }
        let granted = (!always.is_empty()).then(|| self.shape.examples(&always));
        for example in granted.as_deref().unwrap_or(rest) {
            if example.without.is_some() {
                continue;
            }
            let (result, seen) = self.example(example, None);
            self.tell_unknown(example, &seen, &mut told);
            match result {
                Ok(output) => self.parse(&output),
                Err(error) => self.unguarded(&error, example),
            }
        }
    }

    fn example(
        &self,
        example: &Example,
        stop_at: Option<usize>,
    ) -> (Result<(String, Tokens), TemplateError>, Vec<Unknown>) {
        let own = Arc::clone(self.shape);
        let all = Arc::clone(self.shapes);
        let fields: Fields = Box::new(move |place, name| {
            if own.has(place, name) {
                Knows::Own
            } else if all.iter().any(|shape| shape.has(place, name)) {
                Knows::Other
            } else {
                Knows::Never
            }
        });
        let mut free = self.judge.made.clone();
        free.extend(Engine::globals().map(str::to_owned));
        let unknown = self.judge.unknown.iter();
        free.extend(
            unknown
                .filter(|m| m.used_as == Use::Function)
                .map(|m| m.name.clone()),
        );
        let watch = Arc::new(Watch::new(fields, free, stop_at));
        let arende = Arc::new(example.arende.clone());
        let result = self.engine.dry_run(arende, Arc::clone(&watch));
        (result, watch.seen())
    }

    /// Runs once more for each unknown field, to see where the template asks for it.
    fn tell_unknown(&mut self, example: &Example, seen: &[Unknown], told: &mut Vec<Unknown>) {
        for (number, unknown) in seen.iter().enumerate().take(MOST) {
            if told.contains(unknown) && example.without.is_some() {
                continue;
            }
            told.push(unknown.clone());
            if let (Err(error), _) = self.example(example, Some(number)) {
                if unknown.is_shared && !error.template.starts_with("dokument/") {
                    continue;
                }
                let message = self.unknown_message(unknown);
                self.tell(
                    &error,
                    message,
                    "Rätta namnet, eller lägg till fältet i schemat.",
                );
            }
        }
    }

    fn unknown_message(&self, unknown: &Unknown) -> String {
        let known = self.shape.fields(&unknown.place).unwrap_or_default();
        let near = closest(&unknown.name, known.iter().copied());
        let hint = near.map_or_else(String::new, |near| format!(" Menade du ”{near}”?"));
        let name = quoted(&unknown.name);
        if unknown.place == Pointer::root() {
            format!("Fältet {name} finns inte i schemat för {}.{hint}", self.typ)
        } else if known.is_empty() {
            format!(
                "Det finns inga fält i {}, så {name} kan inte läsas.",
                field(&unknown.place)
            )
        } else {
            format!(
                "Fältet {name} finns inte i {}.{hint}",
                field(&unknown.place)
            )
        }
    }

    /// An example fails though the one with everything does not: something optional is used as if it were always there.
    fn unguarded(&mut self, error: &TemplateError, example: &Example) {
        // The base's headings say what a template must know before it prints them; another profile's heading that asks
        // for more is itself at fault.
        let is_base = |id: &str| {
            let place = heading_place(self.setup, self.typ, id);
            place.is_some_and(|(file, ..)| file.starts_with(&format!("profiler/{BASE}/")))
        };
        let heading = heading_id(&error.template);
        let error = match &error.included_by {
            Some(outer) if heading.is_some_and(is_base) => outer,
            _ => error,
        };
        let Some((file, span)) = self.place(error) else {
            return self.tell(error, versal(&error.message), "Rätta mallen.");
        };
        let is_told = |finding: &crate::finding::Finding| {
            let at = finding.location.as_ref();
            let text = self.judge.workspace.assets.text(&file).unwrap_or_default();
            let line = text[..span.start.min(text.len())].matches('\n').count() + 1;
            at.is_some_and(|at| at.file == file && at.line == line)
        };
        if self.judge.findings.iter().any(is_told) {
            return;
        }
        let text = self.judge.workspace.assets.text(&file).unwrap_or_default();
        let what = match &example.without {
            Some(path) => format!("Fältet ”{path}”"),
            None => text.get(span.clone()).map_or_else(
                || "Något i ärendet".to_owned(),
                |used| format!("”{}”", used.trim()),
            ),
        };
        let message =
            format!("{what} kan saknas i ärendet, men används utan att mallen prövar det.");
        self.judge.tell(
            MALL,
            &file,
            span,
            message,
            "Sätt {% if … %} runt det som använder fältet.",
        );
    }

    fn parse(&mut self, (output, tokens): &(String, Tokens)) {
        if self.has_bad_section {
            return;
        }
        let arrangement = self.setup.arrangement(self.typ);
        if let Err(error) = markup::parse(output, tokens, &NoPictures, &arrangement) {
            let main = format!("dokument/{}.md.j2", self.typ);
            self.judge
                .tell(MALL, &main, 0..0, versal(&error.message), "Rätta mallen.");
        }
    }

    fn tell(&mut self, error: &TemplateError, message: String, help: &str) {
        let main = format!("dokument/{}.md.j2", self.typ);
        let (file, span) = self.place(error).unwrap_or((main, 0..0));
        self.judge.tell(MALL, &file, span, message, help);
    }

    /// The file and bytes of an error; a heading's are in its profile.
    fn place(&self, error: &TemplateError) -> Option<(String, Range<usize>)> {
        let Some(id) = heading_id(&error.template) else {
            let text = self.judge.workspace.assets.text(&error.template)?;
            let start = || {
                text.split_inclusive('\n')
                    .take(error.line.saturating_sub(1))
            };
            let line: usize = start().map(str::len).sum();
            let span = error.range.clone().unwrap_or(line..line);
            return Some((error.template.clone(), span));
        };
        let (file, line, column) = heading_place(self.setup, self.typ, id)?;
        let at = self.judge.byte(&file, line, column);
        let text = self.judge.workspace.assets.text(&file)?;
        let heading = self.setup.profile.heading(self.typ, id)?;
        let is_plain = text
            .get(at + 1..)
            .is_some_and(|rest| rest.starts_with(heading));
        let span = match &error.range {
            Some(range) if is_plain => at + 1 + range.start..at + 1 + range.end,
            _ => at..at,
        };
        Some((file, span))
    }
}

/// A place as a template would write it, elements of lists without their numbers: `beslutsunderlag`.
fn field(place: &Pointer) -> String {
    let steps = place.as_str().split('/').skip(1);
    let names: Vec<&str> = steps
        .filter(|s| !s.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    format!("”{}”", names.join("."))
}
