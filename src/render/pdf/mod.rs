//! PDF/A-2a and PDF/UA-1 in one file, set by Typst from the tree. Generates no Typst source and asks no clock.

mod breaking;
mod closing;
mod columns;
mod errors;
mod fonts;
mod info;
mod json;
mod letters;
mod measure;
mod pages;
mod streams;
mod world;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use self::world::DocumentWorld;
use super::{Format, Layouts, RenderContext, RenderError, Rendered, Renderer};
use crate::document::{Document, Meta};
use crate::parallel::STACK_BYTES;
use crate::source::{touch_heap, warm_heap};

pub use self::fonts::{covers, faces_hash, is_embedded};
pub use self::measure::{Reference, bounds_mm, height_mm};
pub use self::pages::{PagePicture, Pictures, render_with_pages};
pub use self::world::MAX_IMAGES;

/// What a short document takes, roughly.
const FIRST_MEMORY: usize = 4 << 20;

/// The renderer for [`Format::Pdf`].
///
/// It may be called from many threads at once. Each calling thread gets a rayon pool of its own, most often with a single
/// thread, and the document is set in there: while the exporter waits for a font it would otherwise steal another whole
/// document from a shared pool, recursively, until the stack is gone. So share documents between plain threads
/// (`std::thread::scope`), never with `par_iter`. A pool of several threads packs the fonts of its one document at once.
#[derive(Debug, Clone, Copy, Default)]
pub struct PdfRenderer;

impl Renderer for PdfRenderer {
    fn format(&self) -> Format {
        Format::Pdf
    }

    fn settle(&self, threads: usize) {
        warm_heap(FIRST_MEMORY);
        let pool = pool_of(threads).use_current_thread().build();
        // A thread that belongs to a pool already hands its documents over, as any other does.
        POOLS.with_borrow_mut(|pools| pools.extend(pool.ok().map(Rc::new)));
    }

    fn prepare(&self, layout: &Layouts<'_>) {
        world::prepare(layout);
        LazyLock::force(&STANDARDS);
    }

    fn render(
        &self,
        document: &Document,
        context: &RenderContext<'_>,
    ) -> Result<Rendered, RenderError> {
        let world = DocumentWorld::new(document, context)?;
        let options = options(document);
        let bytes = alone(context.threads.max(1), || {
            set(&world, &document.meta, &options)
        })??;
        Ok(Rendered {
            bytes,
            media_type: "application/pdf",
            findings: Vec::new(),
        })
    }
}

/// Forgets what Typst has remembered from long ago. Call it once per document, with the number of threads that
/// render: less and one thread throws away another's half-finished work, never and memory grows by a MiB a document.
pub fn evict(workers: usize) {
    comemo::evict(2 * workers + 3);
}

/// Sets the pages and writes the file.
fn set(world: &DocumentWorld, meta: &Meta, options: &PdfOptions) -> Result<Vec<u8>, RenderError> {
    let pages = typst::compile::<PagedDocument>(world)
        .output
        .map_err(|faults| errors::explain(world, &faults))?;
    finished(world, pages, meta, options)
}

/// Writes the file of pages that are set.
fn finished(
    world: &DocumentWorld,
    mut pages: PagedDocument,
    meta: &Meta,
    options: &PdfOptions,
) -> Result<Vec<u8>, RenderError> {
    info::fill(pages.info_mut(), meta);
    typst_pdf::pdf(&pages, options)
        .map(streams::disambiguate)
        .map_err(|faults| errors::explain(world, &faults))
}

thread_local! {
    /// The calling thread's own pools, of different sizes.
    static POOLS: RefCell<Vec<Rc<ThreadPool>>> = const { RefCell::new(Vec::new()) };
}

/// Runs `work` in a pool of so many threads that is the calling thread's own.
fn alone<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> Result<R, RenderError> {
    let pool = POOLS.with_borrow_mut(|pools| {
        let known = pools.iter().find(|p| p.current_num_threads() == threads);
        if let Some(known) = known {
            return Ok(Rc::clone(known));
        }
        let new = pool_of(threads)
            .start_handler(|_| touch_heap(FIRST_MEMORY))
            .build()
            .map_err(|error| errors::internal(error.to_string()))?;
        let new = Rc::new(new);
        pools.push(Rc::clone(&new));
        Ok(new)
    })?;
    Ok(pool.install(work))
}

fn pool_of(threads: usize) -> ThreadPoolBuilder {
    ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK_BYTES)
        .thread_name(|_| "kansli-pdf".into())
}

/// The two standards together; Typst refuses pairs that contradict each other.
static STANDARDS: LazyLock<PdfStandards> = LazyLock::new(|| {
    PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .expect("PDF/A-2a and PDF/UA-1 both build on PDF 1.7")
});

/// Everything that could differ between two runs is taken from the document.
fn options(document: &Document) -> PdfOptions {
    let meta = &document.meta;
    let options = PdfOptions {
        ident: Smart::Custom(format!("{}\n{}\n{}", meta.kalla, meta.typ, meta.title)),
        creator: Smart::Custom(Some("Kansli".into())),
        timestamp: Some(Timestamp::new_utc(date(meta))),
        page_ranges: None,
        standards: STANDARDS.clone(),
        tagged: true,
        pretty: false,
    };
    // Typst does not refuse an untagged file that claims both standards: it would lie.
    assert!(options.tagged, "PDF/UA-1 needs tags");
    options
}

/// PDF/A demands a date of creation. It is the document's own; one without has a date that nobody takes for true.
fn date(meta: &Meta) -> Datetime {
    [&meta.datum, &meta.sammantradesdatum]
        .into_iter()
        .filter_map(|date| midnight(date.as_deref()?))
        .chain(midnight("1970-01-01"))
        .next()
        .expect("the last of them is a date")
}

/// The first moment of an ISO date; `None` for anything else.
fn midnight(iso: &str) -> Option<Datetime> {
    let mut parts = iso.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    Datetime::from_ymd_hms(year, month, day, 0, 0, 0)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use typst::layout::{Frame, FrameItem};

    use super::*;
    use crate::document::{Block, Inline};
    use crate::render::Design;

    /// How far to the right any text reaches, in points.
    fn rightmost(frame: &Frame) -> f64 {
        let ends = frame.items().map(|(place, item)| {
            place.x.to_pt()
                + match item {
                    FrameItem::Group(group) => rightmost(&group.frame),
                    FrameItem::Text(text) => text.width().to_pt(),
                    _ => 0.0,
                }
        });
        ends.fold(0.0, f64::max)
    }

    #[test]
    fn no_word_leaves_its_margin() {
        let design = Design::default();
        let context = RenderContext {
            design: &design,
            layout: &|name| {
                (name == "bas.typ")
                    .then(|| Arc::from(include_str!("../../../templates/layout/bas.typ")))
            },
            threads: 1,
        };
        let margin = (210.0 - 30.0) / 25.4 * 72.0;
        for word in [
            "Verksamhetsuppföljningsansvarsfördelning",
            "x",
            "m/",
            "1.",
            "Å-",
        ] {
            let blocks = vec![Block::paragraph(vec![Inline::text(word.repeat(40))])];
            let document = Document {
                meta: Meta {
                    title: "Ord".into(),
                    lang: "sv-SE".into(),
                    ..Meta::default()
                },
                frame: crate::document::Frame::default(),
                blocks,
                images: vec![],
            };
            let world = DocumentWorld::new(&document, &context).expect("a good layout");
            let pages = typst::compile::<PagedDocument>(&world)
                .output
                .expect("a page");
            let right = rightmost(&pages.pages()[0].frame);
            assert!(
                right > margin / 2.0 && right < margin + 0.5,
                "{word}: {right}"
            );
        }
    }

    #[test]
    fn dates_are_days_of_the_calendar() {
        assert!(midnight("2024-02-29").is_some());
        for wrong in ["2023-02-29", "2024-13-01", "2024-1", "i går", ""] {
            assert!(midnight(wrong).is_none(), "{wrong}");
        }
    }
}
