//! PDF from hand-built trees: conforming, the same every time, and with every character where it was put.

#[path = "pdf/tree.rs"]
mod tree;

use std::path::PathBuf;
use std::sync::Arc;

use kansli::document::Document;
use kansli::render::pdf::PdfRenderer;
use kansli::render::{Design, RenderContext, RenderError, Renderer};

fn layout(name: &str) -> Option<Arc<str>> {
    (name == "bas.typ").then(|| Arc::from(include_str!("../templates/layout/bas.typ")))
}

fn try_render(document: &Document) -> Result<Vec<u8>, RenderError> {
    let design = Design::default();
    let context = RenderContext {
        design: &design,
        layout: &layout,
    };
    PdfRenderer
        .render(document, &context)
        .map(|rendered| rendered.bytes)
}

fn render(document: &Document) -> Vec<u8> {
    try_render(document).unwrap_or_else(|error| panic!("{error}"))
}

/// Keeps the file where the external judges and people's eyes find it.
fn keep(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pdf");
    std::fs::create_dir_all(&folder).expect("the test's own folder");
    let file = folder.join(name);
    std::fs::write(&file, bytes).expect("the test's own file");
    file
}

#[test]
fn both_samples_render() {
    keep("letter.pdf", &render(&tree::letter()));
    keep("everything.pdf", &render(&tree::everything()));
}
