//! Typst's diagnostics as render errors: the layout's line when it has one, else ours. Prints nothing.

use typst::World;
use typst::diag::SourceDiagnostic;
use typst::syntax::DiagSpan;

use super::world::{DocumentWorld, layout_name};
use crate::render::RenderError;

/// A defect in the program.
pub(super) fn internal(message: impl Into<String>) -> RenderError {
    RenderError::Internal {
        format: "pdf",
        message: message.into(),
    }
}

/// The first fault that points into the layout, else all of them as an internal error.
pub(super) fn explain(world: &DocumentWorld, faults: &[SourceDiagnostic]) -> RenderError {
    let placed = faults
        .iter()
        .find_map(|fault| place(world, fault).map(|place| (place, fault)));
    match placed {
        Some((place, fault)) => RenderError::Layout(format!("{place}: {}", words(fault))),
        None => internal(faults.iter().map(words).collect::<Vec<_>>().join("; ")),
    }
}

/// The fault's message with its hints.
fn words(fault: &SourceDiagnostic) -> String {
    let mut words = fault.message.to_string();
    for hint in &fault.hints {
        words.push_str(" (");
        words.push_str(&hint.v);
        words.push(')');
    }
    words
}

/// Where in the layout: its own span, or the innermost call on the way there.
fn place(world: &DocumentWorld, fault: &SourceDiagnostic) -> Option<String> {
    let calls = fault.trace.iter().map(|call| DiagSpan::from(call.span));
    std::iter::once(fault.span).chain(calls).find_map(|span| {
        let id = span.id()?;
        let name = layout_name(id)?;
        let start = typst::WorldExt::range(world, span)?.start;
        let line = world.source(id).ok()?.lines().byte_to_line(start)?;
        Some(format!("{name} rad {}", line + 1))
    })
}
