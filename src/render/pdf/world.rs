//! The world a layout is set in: embedded faces, the layout, one document and its pictures. Reads no file, no clock
//! and no network, and keeps to the same few virtual paths, because Typst never forgets a path.

use std::hash::{DefaultHasher, Hash as _};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Binding, Bytes, Datetime, Duration, Module, Scope};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::errors::internal;
use super::{fonts, json};
use crate::document::Document;
use crate::render::{Layouts, RenderContext, RenderError};

/// How many pictures a document may have.
pub const MAX_IMAGES: usize = 200;

/// The layout itself, and the municipality's own parts of it.
const MAIN: &str = "bas.typ";
const OWN: &str = "egen.typ";

/// What sets blocks to measure them.
const MEASURE: &str = "matt.typ";

/// What stands for [`OWN`] where nobody has written one.
const NOTHING_OWN: &str = "#let egen = (:)\n";

/// How many different layouts are kept parsed: a municipality has one.
const KEPT_LAYOUTS: usize = 16;

/// What Typst has to offer a layout.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// The same for layouts that say none of [`SELDOM`], ours among them. Typst goes by the library's hash, and it is these
/// that take time to hash: a tenth of what a process does that makes one document.
static LEAN_LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let mut library = Library::default();
    let mut scope = Scope::new();
    for (name, binding) in library.global.scope().iter() {
        if !SELDOM.contains(&name.as_str()) {
            scope.bind(name.clone(), binding.clone());
        }
    }
    library.global = Module::new("global", scope);
    library.math = Module::new("math", Scope::new());
    library.std = Binding::detached(library.global.clone());
    LazyHash::new(library)
});

/// Symbols, mathematics, and how they can be named without a word in the layout itself.
const SELDOM: [&str; 5] = ["sym", "emoji", "math", "std", "eval"];
static MAIN_ID: LazyLock<FileId> = LazyLock::new(|| fixed_id(MAIN));
static OWN_ID: LazyLock<FileId> = LazyLock::new(|| fixed_id(OWN));
static MEASURE_ID: LazyLock<FileId> = LazyLock::new(|| fixed_id(MEASURE));
static DATA_ID: LazyLock<FileId> = LazyLock::new(|| fixed_id("dokument.json"));
static IMAGE_IDS: LazyLock<Vec<FileId>> = LazyLock::new(|| {
    (0..MAX_IMAGES)
        .map(|number| fixed_id(&image_path(number)))
        .collect()
});
static PARSED: Mutex<Vec<Source>> = Mutex::new(Vec::new());

/// Everything Typst may ask for while it sets one document.
pub(super) struct DocumentWorld {
    library: &'static LazyHash<Library>,
    main: Source,
    own: Source,
    /// Set instead of the main layout, from which it takes its parts.
    measure: Option<Source>,
    data: Bytes,
    images: Vec<Bytes>,
    fonts: &'static fonts::Fonts,
}

impl DocumentWorld {
    /// Takes in the document, its look and the layout.
    pub(super) fn new(
        document: &Document,
        context: &RenderContext<'_>,
    ) -> Result<Self, RenderError> {
        if document.images.len() > MAX_IMAGES {
            return Err(internal(format!("fler än {MAX_IMAGES} bilder")));
        }
        let face = &context.design.typsnitt;
        if !fonts::is_embedded(face) {
            return Err(RenderError::Layout(format!(
                "typsnittet ”{face}” finns inte i programmet"
            )));
        }
        let [main, own] = sources(context.layout)
            .ok_or_else(|| RenderError::Layout(format!("{MAIN} saknas bland layouterna")))?;
        let data = json::write(document, context.design)
            .map_err(|error| internal(format!("trädet kunde inte skrivas som JSON: {error}")))?;
        Ok(Self {
            library: library_for([&main, &own]),
            main,
            own,
            measure: None,
            fonts: fonts::for_text(&data),
            data: Bytes::from_string(data),
            images: document
                .images
                .iter()
                .map(|image| Bytes::new(Arc::clone(&image.bytes)))
                .collect(),
        })
    }

    /// The same blocks on a page that becomes as high as they are.
    pub(super) fn measuring(
        document: &Document,
        context: &RenderContext<'_>,
    ) -> Result<Self, RenderError> {
        let text = (context.layout)(MEASURE)
            .ok_or_else(|| RenderError::Layout(format!("{MEASURE} saknas bland layouterna")))?;
        let measure = parsed(*MEASURE_ID, &text);
        let world = Self::new(document, context)?;
        Ok(Self {
            library: library_for([&world.main, &world.own, &measure]),
            measure: Some(measure),
            ..world
        })
    }
}

impl World for DocumentWorld {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.measure.as_ref().map_or(*MAIN_ID, Source::id)
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == *MAIN_ID {
            Ok(self.main.clone())
        } else if id == *OWN_ID {
            Ok(self.own.clone())
        } else if let Some(measure) = self.measure.as_ref().filter(|s| s.id() == id) {
            Ok(measure.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DATA_ID {
            return Ok(self.data.clone());
        }
        self.images
            .iter()
            .zip(IMAGE_IDS.iter())
            .find_map(|(bytes, image)| (*image == id).then(|| bytes.clone()))
            .ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    /// A layout that prints today's date would give other bytes tomorrow.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Makes what every document needs.
pub(super) fn prepare(layout: &Layouts<'_>) {
    fonts::prepare();
    // Typst knows them by their hashes, which it reckons when they are first asked for.
    let mut hasher = DefaultHasher::new();
    fonts::for_text("").book().hash(&mut hasher);
    if let Some([main, own]) = sources(layout) {
        library_for([&main, &own]).hash(&mut hasher);
        [main, own].hash(&mut hasher);
    }
}

/// All that such a layout can name.
fn library_for<const N: usize>(sources: [&Source; N]) -> &'static LazyHash<Library> {
    let says_seldom = |source: &Source| {
        let text = source.text();
        text.contains('$') || SELDOM.iter().any(|word| text.contains(word))
    };
    if sources.into_iter().any(says_seldom) {
        &LIBRARY
    } else {
        &LEAN_LIBRARY
    }
}

/// The layout and the municipality's own parts of it; nothing without a layout.
fn sources(layout: &Layouts<'_>) -> Option<[Source; 2]> {
    let main = layout(MAIN)?;
    let own = layout(OWN);
    Some([
        parsed(*MAIN_ID, &main),
        parsed(*OWN_ID, own.as_deref().unwrap_or(NOTHING_OWN)),
    ])
}

/// The virtual path of a picture, without the leading slash.
pub(super) fn image_path(number: usize) -> String {
    format!("bild-{number}")
}

/// The name of a layout file; `None` for the data and the pictures.
pub(super) fn layout_name(id: FileId) -> Option<&'static str> {
    if id == *MAIN_ID {
        Some(MAIN)
    } else if id == *OWN_ID {
        Some(OWN)
    } else if id == *MEASURE_ID {
        Some(MEASURE)
    } else {
        None
    }
}

fn fixed_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("the paths are plain names");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// The layout, parsed once for each distinct text.
fn parsed(id: FileId, text: &str) -> Source {
    let mut kept = PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(source) = kept.iter().find(|s| s.id() == id && s.text() == text) {
        return source.clone();
    }
    if kept.len() == KEPT_LAYOUTS {
        kept.remove(0);
    }
    let source = Source::new(id, text.to_owned());
    kept.push(source.clone());
    source
}
