//! Pages that are not what they were, for people: as they should be, as they are, and where they differ.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use image::{GrayImage, Rgb, RgbImage};

/// A page and its reference; one of them may be missing.
pub(crate) struct Changed {
    pub(crate) name: String,
    pub(crate) expected: Option<GrayImage>,
    pub(crate) found: Option<GrayImage>,
}

/// How many pixels differ; all of them when the sizes do.
pub(crate) fn differing(one: &GrayImage, other: &GrayImage) -> usize {
    if one.dimensions() != other.dimensions() {
        return one.as_raw().len().max(other.as_raw().len());
    }
    let pairs = one.as_raw().iter().zip(other.as_raw());
    pairs.filter(|(one, other)| one != other).count()
}

/// Writes `index.html` and its pictures.
pub(crate) fn write(folder: &Path, changed: &[Changed]) {
    let mut page = String::from(
        "<!doctype html><html lang=\"sv\"><meta charset=\"utf-8\"><title>Sidor som skiljer sig</title>\
         <style>body{font:16px sans-serif}img{border:1px solid #888;max-width:32%}</style>\
         <h1>Sidor som skiljer sig</h1><p>Till vänster sidan som den ska vara, i mitten som den är, till höger \
         skillnaden i rött.</p>",
    );
    for one in changed {
        let pixels = match (&one.expected, &one.found) {
            (Some(expected), Some(found)) => format!("{} bildpunkter", differing(expected, found)),
            (None, _) => "en ny sida".to_owned(),
            (_, None) => "sidan finns inte längre".to_owned(),
        };
        write!(page, "<h2>{}: {pixels}</h2>", one.name).expect("memory");
        let pictures = [
            ("ska-vara", one.expected.clone().map(coloured)),
            ("ar", one.found.clone().map(coloured)),
            ("skillnad", difference(one)),
        ];
        for (kind, picture) in pictures {
            let Some(picture) = picture else { continue };
            let file = format!("{}-{kind}.png", one.name.replace('/', "_"));
            picture.save(folder.join(&file)).expect("a picture");
            write!(page, "<img alt=\"{kind}\" src=\"{file}\"> ").expect("memory");
        }
    }
    fs::write(folder.join("index.html"), page).expect("a report");
}

fn coloured(picture: GrayImage) -> RgbImage {
    image::DynamicImage::ImageLuma8(picture).into_rgb8()
}

/// What is the same in pale grey, what is not in red.
fn difference(one: &Changed) -> Option<RgbImage> {
    let (expected, found) = (one.expected.as_ref()?, one.found.as_ref()?);
    let at = |picture: &GrayImage, x, y| picture.get_pixel_checked(x, y).map(|pixel| pixel.0[0]);
    let (width, height) = (
        expected.width().max(found.width()),
        expected.height().max(found.height()),
    );
    Some(RgbImage::from_fn(width, height, |x, y| {
        match (at(expected, x, y), at(found, x, y)) {
            (Some(one), Some(other)) if one == other => Rgb([192 + one / 4; 3]),
            _ => Rgb([200, 0, 0]),
        }
    }))
}
