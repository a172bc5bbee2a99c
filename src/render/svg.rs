//! A logo's SVG as PNG, for programs that show no SVG. Loads nothing: no file, no address and no font.

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

/// A logo is a few KiB; more is a picture in disguise.
const LARGEST_BYTES: usize = 1 << 20;
/// Enough for a logo in print, and 64 MiB of pixels at most.
const LARGEST_SIDE: u32 = 4096;

/// Why an SVG cannot be a logo.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SvgError {
    /// Not an SVG, or a compressed one.
    #[error("filen är ingen SVG: {0}")]
    Broken(String),
    /// More than a logo needs.
    #[error(
        "SVG-filen är för stor: högst {LARGEST_BYTES} byte och {LARGEST_SIDE} bildpunkter på en sida"
    )]
    Large,
    /// Pictures inside the picture.
    #[error("SVG-filen hämtar in en annan bild: gör om den till kurvor")]
    Image,
    /// Text would need the font it was drawn with.
    #[error("SVG-filen har text: gör om texten till kurvor")]
    Text,
}

/// Draws an SVG `height` pixels high.
///
/// # Errors
/// See [`SvgError`].
pub fn rasterize_svg(bytes: &[u8], height: u32) -> Result<Vec<u8>, SvgError> {
    if bytes.len() > LARGEST_BYTES {
        return Err(SvgError::Large);
    }
    let tree = parse(bytes)?;
    let size = tree
        .size()
        .to_int_size()
        .scale_to_height(height)
        .ok_or(SvgError::Large)?;
    if size.width().max(size.height()) > LARGEST_SIDE {
        return Err(SvgError::Large);
    }
    let mut canvas = Pixmap::new(size.width(), size.height()).ok_or(SvgError::Large)?;
    #[allow(clippy::cast_precision_loss)] // at most LARGEST_SIDE
    let scale = Transform::from_scale(
        size.width() as f32 / tree.size().width(),
        size.height() as f32 / tree.size().height(),
    );
    resvg::render(&tree, scale, &mut canvas.as_mut());
    png(&canvas)
}

/// Width and height of an SVG in its own units, rounded up.
///
/// # Errors
/// See [`SvgError`].
pub fn svg_size(bytes: &[u8]) -> Result<(u32, u32), SvgError> {
    if bytes.len() > LARGEST_BYTES {
        return Err(SvgError::Large);
    }
    let size = parse(bytes)?.size().to_int_size();
    Ok((size.width(), size.height()))
}

/// The picture, if it is whole in itself.
fn parse(bytes: &[u8]) -> Result<Tree, SvgError> {
    let text = std::str::from_utf8(bytes).map_err(|error| SvgError::Broken(error.to_string()))?;
    if text.contains("<text") {
        return Err(SvgError::Text);
    }
    let asked = Arc::new(AtomicBool::new(false));
    let (data, address) = (Arc::clone(&asked), Arc::clone(&asked));
    let options = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(move |_, _, _| {
                data.store(true, Ordering::Relaxed);
                None
            }),
            resolve_string: Box::new(move |_, _| {
                address.store(true, Ordering::Relaxed);
                None
            }),
        },
        ..Options::default()
    };
    let tree =
        Tree::from_str(text, &options).map_err(|error| SvgError::Broken(error.to_string()))?;
    if asked.load(Ordering::Relaxed) {
        return Err(SvgError::Image);
    }
    Ok(tree)
}

fn png(canvas: &Pixmap) -> Result<Vec<u8>, SvgError> {
    let pixels = canvas.pixels().iter().flat_map(|pixel| {
        let plain = pixel.demultiply();
        [plain.red(), plain.green(), plain.blue(), plain.alpha()]
    });
    let picture = image::RgbaImage::from_raw(canvas.width(), canvas.height(), pixels.collect())
        .ok_or(SvgError::Large)?;
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .map_err(|error| SvgError::Broken(error.to_string()))?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20" height="10">{inside}</svg>"#
        )
    }

    #[test]
    fn a_square_becomes_pixels_of_its_colour() {
        let red = svg(r##"<rect width="10" height="10" fill="#ff0000"/>"##);
        let bytes = rasterize_svg(red.as_bytes(), 50).expect("a plain square");
        let picture = image::load_from_memory(&bytes).expect("a PNG").to_rgba8();
        assert_eq!(picture.dimensions(), (100, 50));
        assert_eq!(picture.get_pixel(20, 20).0, [255, 0, 0, 255]);
        assert_eq!(picture.get_pixel(80, 20).0[3], 0);
    }

    #[test]
    fn nothing_is_fetched() {
        for href in [
            "file:///etc/passwd",
            "bild.png",
            "https://exempel.se/bild.png",
            "data:image/png;base64,iVBORw0KGgo=",
        ] {
            let source = svg(&format!(
                r#"<image xlink:href="{href}" width="5" height="5"/>"#
            ));
            assert_eq!(rasterize_svg(source.as_bytes(), 10), Err(SvgError::Image));
        }
    }

    #[test]
    fn what_cannot_be_drawn_faithfully_is_refused() {
        let text = svg("<text>Borås</text>");
        assert_eq!(rasterize_svg(text.as_bytes(), 10), Err(SvgError::Text));
        let large = svg("");
        assert_eq!(
            rasterize_svg(large.as_bytes(), 100_000),
            Err(SvgError::Large)
        );
        assert_eq!(
            rasterize_svg(&vec![b' '; LARGEST_BYTES + 1], 10),
            Err(SvgError::Large)
        );
        let broken = rasterize_svg(b"<svg", 10);
        assert!(matches!(broken, Err(SvgError::Broken(_))));
    }
}
