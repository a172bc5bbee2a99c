//! The hand-written documents, compiled and exported by Typst in this process to the same standards. Knows nothing of
//! Kansli.

use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

macro_rules! file {
    ($path:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $path))
    };
}

/// The pictures by the paths the documents call them by, and where they lie in the project.
pub(crate) const PICTURES: [(&str, &[u8]); 3] = [
    ("boras.svg", file!("templates/profiler/boras/logotyp.svg")),
    (
        "danderyd.svg",
        file!("templates/profiler/danderyd/logotyp.svg"),
    ),
    (
        "bild.png",
        file!("samples/tjansteskrivelse/bilder/utbetalda-bidrag.png"),
    ),
];

/// What the documents import.
pub(crate) const TEMPLATE: &str = include_str!("jamforelse/mall.typ");

const FACES: [&[u8]; 4] = [
    file!("templates/typsnitt/LiberationSans-Regular.ttf"),
    file!("templates/typsnitt/LiberationSans-Bold.ttf"),
    file!("templates/typsnitt/LiberationSans-Italic.ttf"),
    file!("templates/typsnitt/LiberationSans-BoldItalic.ttf"),
];

/// Everything that is the same for all documents.
static SHARED: LazyLock<Shared> = LazyLock::new(Shared::new);

struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    template: Source,
    pictures: Vec<(FileId, Bytes)>,
    standards: PdfStandards,
    /// As Kansli: one thread, so that nothing else can be stolen while a font is waited for.
    pool: ThreadPool,
}

impl Shared {
    fn new() -> Self {
        let fonts: Vec<Font> = FACES
            .iter()
            .map(|face| Font::new(Bytes::new(*face), 0).expect("a whole face"))
            .collect();
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: id("jamforelse.typ"),
            template: Source::new(id("mall.typ"), TEMPLATE.to_owned()),
            pictures: PICTURES
                .iter()
                .map(|(name, bytes)| (id(name), Bytes::new(*bytes)))
                .collect(),
            standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
                .expect("both build on PDF 1.7"),
            pool: ThreadPoolBuilder::new()
                .num_threads(1)
                .stack_size(32 << 20)
                .build()
                .expect("a thread"),
        }
    }
}

fn id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain name");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// One document and what it needs.
struct Hand(Source);

impl World for Hand {
    fn library(&self) -> &LazyHash<Library> {
        &SHARED.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHARED.book
    }

    fn main(&self) -> FileId {
        SHARED.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.0, &SHARED.template]
            .into_iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = SHARED.pictures.iter().find(|(picture, _)| *picture == id);
        found
            .map(|(_, bytes)| bytes.clone())
            .ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHARED.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The document as PDF/A-2a and PDF/UA-1, and Typst's memory cleared as Kansli clears it.
pub(crate) fn pdf(text: String) -> Vec<u8> {
    let bytes = SHARED.pool.install(|| {
        let world = Hand(Source::new(SHARED.main, text));
        let options = PdfOptions {
            ident: Smart::Auto,
            standards: SHARED.standards.clone(),
            tagged: true,
            ..PdfOptions::default()
        };
        let document = typst::compile::<PagedDocument>(&world).output;
        document.and_then(|document| typst_pdf::pdf(&document, &options))
    });
    kansli::render::pdf::evict(1);
    bytes.unwrap_or_else(|faults| panic!("the document by hand: {faults:?}"))
}
