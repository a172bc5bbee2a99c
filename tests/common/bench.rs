//! What generated ärenden are tried in: the built-in templates, and a folder that holds one picture.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;
use kansli::document::Document;
use kansli::finding::Level;
use kansli::render::{Design, RenderContext, Renderer};
use kansli::source::MemoryFiles;
use kansli::workspace::{Assets, Checked, Input, Options, Workspace};

use super::arende::{Generator, PICTURE};

/// Whatever the rules say, there is a document, in its own municipality's profile or in another's.
pub fn as_draft(kommun: Option<&str>) -> Options {
    Options {
        kommun: kommun.map(str::to_owned),
        draft: true,
        namnd: None,
        ignore_exceptions: false,
        threshold: Level::Fel,
        today: date(2026, 11, 22),
        selection: kansli::rules::Selection::default(),
    }
}

/// A tree that no template gave, rendered.
pub fn render_tree(renderer: &dyn Renderer, document: &Document) -> Vec<u8> {
    let context = RenderContext {
        design: &Design::default(),
        layout: &layout,
        threads: 1,
    };
    let rendered = renderer.render(document, &context);
    rendered.unwrap_or_else(|e| panic!("{e}")).bytes
}

fn layout(name: &str) -> Option<Arc<str>> {
    (name == "bas.typ").then(|| include_str!("../../templates/layout/bas.typ").into())
}

pub struct Bench {
    pub workspace: Workspace,
    pub generator: Generator,
    pub files: MemoryFiles,
}

impl Bench {
    pub fn new() -> Self {
        let workspace = Workspace::new(Assets::default());
        let generator = Generator::new(workspace.types(), workspace.schemas());
        let mut picture = Cursor::new(Vec::new());
        image::GrayImage::new(8, 4)
            .write_to(&mut picture, image::ImageFormat::Png)
            .expect("a picture can be written to memory");
        Self {
            workspace,
            generator,
            files: MemoryFiles::new().with(PICTURE, picture.into_inner()),
        }
    }

    /// An ärende judged, to be rendered whatever the rules say of it. Whatever it says, the templates are right.
    pub fn check_bytes(&self, bytes: &[u8], what: &str) -> Checked {
        let input = Input {
            name: "arende.json",
            first_line: 1,
            bytes,
            folder: Path::new(""),
            files: &self.files,
        };
        let checked = self.workspace.check(input, &as_draft(None));
        checked.unwrap_or_else(|error| {
            let start = String::from_utf8_lossy(&bytes[..bytes.len().min(20_000)]);
            panic!("{what}: {error}\n{start}")
        })
    }
}
