mod common;
use kansli::render::{Design, RenderContext, Renderer};
fn layout(name: &str) -> Option<std::sync::Arc<str>> {
    (name == "bas.typ").then(|| include_str!("../templates/layout/bas.typ").into())
}
fn show(e: &common::pdf_text::Element, d: usize, out: &mut String) {
    use std::fmt::Write;
    let _ = writeln!(out, "{}{} {:?} {:?}", "  ".repeat(d), e.role, e.alt, e.scope);
    for c in &e.children {
        match c {
            common::pdf_text::Node::Element(e) => show(e, d + 1, out),
            other => { let _ = writeln!(out, "{}{other:?}", "  ".repeat(d + 1)); }
        }
    }
}
#[test]
fn z() {
    let seed: u64 = std::env::var("SEED").unwrap().parse().unwrap();
    let document = common::generate::document(seed);
    let d = Design::default();
    let bytes = kansli::render::pdf::PdfRenderer.render(&document, &RenderContext { design: &d, layout: &layout }).unwrap().bytes;
    std::fs::write("/tmp/z.pdf", &bytes).unwrap();
    std::fs::write("/tmp/z.tree", kansli::render::dump(&document)).unwrap();
    let mut out = String::new();
    show(&common::pdf_text::tree(&bytes), 0, &mut out);
    std::fs::write("/tmp/z.txt", out).unwrap();
}
