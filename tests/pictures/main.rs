//! What every page of every sample looks like, pixel for pixel. `KANSLI_BLESS=1` keeps what they look like now; look at
//! the pages first. Pages that differ are laid side by side in `target/bevis/bilder/index.html`.
#![expect(
    clippy::disallowed_methods,
    reason = "tests read their references by hand"
)]

#[path = "../common/mod.rs"]
mod common;

mod draw;
mod report;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use common::bench::as_draft;
use common::proof;
use common::samples::{root, samples};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, GrayImage, ImageEncoder as _};
use kansli::parallel;
use kansli::render::pdf::{self, Pictures};
use kansli::source::{DiskFiles, Files as _};
use kansli::workspace::{Assets, Input, Options, Workspace};
use report::{Changed, differing};

fn references() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures/sidor")
}

/// The pages of a sample in its own profile, and of a meeting those of its summons too. What is stopped is a draft.
fn pages(workspace: &Workspace, sample: &str) -> Vec<(String, GrayImage)> {
    let files = DiskFiles::new(&root()).expect("samples/ is there");
    let bytes = files
        .read(Path::new(sample), 10_000_000)
        .expect("the sample");
    let input = Input {
        name: sample,
        first_line: 1,
        bytes: &bytes,
        folder: Path::new(sample).parent().expect("a folder"),
        files: &files,
    };
    let options = Options {
        draft: sample.contains("/med-fynd/"),
        ..as_draft(None)
    };
    let opened = workspace.open(input, &options);
    let opened = opened.unwrap_or_else(|e| panic!("{sample}: {e}"));
    let summons = opened.part(kansli::mote::KALLELSE, &options);
    let first = opened.parts().first().cloned();
    let stem = sample.trim_end_matches(".json").replace('/', "_");
    let named = [("", first), ("-kallelse", summons)];
    let mut pages = Vec::new();
    for (kind, part) in named {
        let Some(part) = part else { continue };
        let checked = workspace.check_part(&opened, &part, input, &options);
        // Of the schema's faults no document can be made.
        let Ok(ready) = checked.unwrap_or_else(|e| panic!("{sample}: {e}")).ready() else {
            assert!(options.draft, "{sample} is stopped");
            continue;
        };
        let drawn = workspace.render_with_preview(&ready, &mut Pictures::default(), 1);
        let (_, preview) = drawn.unwrap_or_else(|e| panic!("{sample}: {e}"));
        for (page, number) in preview.pages.iter().zip(1..) {
            pages.push((format!("{stem}{kind}-{number:02}"), draw::page(&page.svg)));
        }
    }
    pages
}

fn all_pages() -> BTreeMap<String, GrayImage> {
    let workspace = Workspace::new(Assets::default());
    let samples = samples();
    let workers = parallel::workers(None, samples.len());
    let mut all = BTreeMap::new();
    parallel::in_order(
        samples.len(),
        workers,
        |at| {
            let pages = pages(&workspace, &samples[at]);
            pdf::evict(workers);
            pages
        },
        |_, pages| all.extend(pages),
    );
    all
}

/// The names of the references that are kept.
fn kept() -> BTreeSet<String> {
    let entries = fs::read_dir(references()).into_iter().flatten();
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    names
        .filter_map(|name| Some(name.to_str()?.strip_suffix(".png")?.to_owned()))
        .collect()
}

fn reference(name: &str) -> PathBuf {
    references().join(format!("{name}.png"))
}

fn keep(name: &str, picture: &GrayImage) {
    let mut bytes = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::NoFilter);
    let (width, height) = picture.dimensions();
    let written = encoder.write_image(picture.as_raw(), width, height, ExtendedColorType::L8);
    written.expect("memory");
    fs::write(reference(name), bytes).expect("a reference");
}

#[test]
fn every_page_looks_as_it_did() {
    let pages = all_pages();
    let kept = kept();
    if std::env::var_os("KANSLI_BLESS").is_some() {
        fs::create_dir_all(references()).expect("a folder");
        for gone in kept.iter().filter(|name| !pages.contains_key(*name)) {
            fs::remove_file(reference(gone)).expect("a reference");
        }
        for (name, picture) in &pages {
            keep(name, picture);
        }
        return;
    }
    let read = |name: &str| {
        let picture = image::open(reference(name)).ok()?;
        Some(picture.into_luma8())
    };
    let names: BTreeSet<&String> = kept.iter().chain(pages.keys()).collect();
    let changed: Vec<Changed> = names
        .into_iter()
        .map(|name| Changed {
            name: name.clone(),
            expected: read(name),
            found: pages.get(name).cloned(),
        })
        .filter(|page| match (&page.expected, &page.found) {
            (Some(expected), Some(found)) => differing(expected, found) > 0,
            _ => true,
        })
        .collect();
    let folder = proof::folder("bilder");
    report::write(&folder, &changed);
    proof::keep(
        "bilder",
        "cargo test --test pictures",
        &format!("{} of {} pages differ", changed.len(), pages.len()),
    );
    let names: Vec<&str> = changed.iter().map(|page| &*page.name).collect();
    assert!(
        changed.is_empty(),
        "see {}; KANSLI_BLESS=1 keeps these, when they are right: {names:#?}",
        folder.join("index.html").display()
    );
}

#[test]
fn a_word_that_moves_is_seen() {
    let svg = |x: u32| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"595\" height=\"842\">\
             <rect x=\"{x}\" y=\"90\" width=\"60\" height=\"9\"/></svg>"
        )
    };
    let (one, other) = (draw::page(&svg(80)), draw::page(&svg(81)));
    assert_eq!(one.dimensions(), (397, 561));
    assert_eq!(differing(&one, &draw::page(&svg(80))), 0);
    assert!(differing(&one, &other) > 0);
    let photograph = GrayImage::new(2, 2);
    let mut png = std::io::Cursor::new(Vec::new());
    photograph
        .write_to(&mut png, image::ImageFormat::Png)
        .expect("memory");
    let data = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, png.into_inner());
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"595\" height=\"842\">\
         <image x=\"72\" y=\"72\" width=\"72\" height=\"72\" href=\"data:image/png;base64,{data}\"/></svg>"
    );
    let drawn = draw::page(&svg);
    assert_eq!(drawn.get_pixel(72, 72).0, [0], "a photograph is drawn");
    assert_eq!(drawn.get_pixel(120, 72).0, [255], "and nothing beside it");
}
