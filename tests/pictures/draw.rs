//! A page as a small grey picture: from the same layout as its PDF, with the embedded fonts and no other, drawn by resvg.

use image::{GrayImage, Luma};
use resvg::tiny_skia::{
    Color, FilterQuality, Paint, Pattern, Pixmap, PixmapMut, Rect, SpreadMode, Transform,
};
use resvg::usvg::{Group, ImageHrefResolver, ImageKind, Node, Options, Tree};

/// Enough to see a moved word; a page is 397 x 561.
const DPI: f32 = 48.0;
/// Shades of grey that are kept: smaller files, and nothing that an eye would miss.
const SHADES: u32 = 16;

/// Draws a page.
pub(crate) fn page(svg: &str) -> GrayImage {
    let resolver = ImageHrefResolver {
        resolve_data: ImageHrefResolver::default_data_resolver(),
        resolve_string: Box::new(|address, _| panic!("a page fetches {address}")),
    };
    let options = Options {
        image_href_resolver: resolver,
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).expect("a page");
    let size = tree.size();
    let scale = DPI / 72.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a page's side in pixels"
    )]
    let side = |points: f32| (points * scale).round() as u32;
    let mut canvas =
        Pixmap::new(side(size.width()), side(size.height())).expect("a page has a size");
    canvas.fill(Color::WHITE);
    let transform = Transform::from_scale(scale, scale);
    resvg::render(&tree, transform, &mut canvas.as_mut());
    photographs(tree.root(), transform, &mut canvas.as_mut());
    grey(&canvas)
}

/// resvg as the program has it draws no photographs: they are drawn here, over all else.
fn photographs(group: &Group, transform: Transform, canvas: &mut PixmapMut<'_>) {
    for node in group.children() {
        match node {
            Node::Group(inner) => photographs(inner, transform, canvas),
            Node::Image(picture) => {
                if let ImageKind::PNG(bytes) | ImageKind::JPEG(bytes) = picture.kind() {
                    photograph(
                        bytes,
                        picture.abs_transform().post_concat(transform),
                        canvas,
                    );
                }
            }
            Node::Path(_) | Node::Text(_) => {}
        }
    }
}

fn photograph(bytes: &[u8], transform: Transform, canvas: &mut PixmapMut<'_>) {
    let decoded = image::load_from_memory(bytes)
        .expect("a picture")
        .to_rgba8();
    let (width, height) = decoded.dimensions();
    let mut pixels = Pixmap::new(width, height).expect("a picture has a size");
    for (to, from) in pixels.pixels_mut().iter_mut().zip(decoded.pixels()) {
        let [red, green, blue, alpha] = from.0;
        *to = resvg::tiny_skia::ColorU8::from_rgba(red, green, blue, alpha).premultiply();
    }
    let paint = Paint {
        shader: Pattern::new(
            pixels.as_ref(),
            SpreadMode::Pad,
            FilterQuality::Bilinear,
            1.0,
            Transform::identity(),
        ),
        ..Paint::default()
    };
    #[expect(clippy::cast_precision_loss, reason = "a picture's side in pixels")]
    let area = Rect::from_xywh(0.0, 0.0, width as f32, height as f32).expect("a size");
    canvas.fill_rect(area, &paint, transform, None);
}

fn grey(canvas: &Pixmap) -> GrayImage {
    GrayImage::from_fn(canvas.width(), canvas.height(), |x, y| {
        let colour = canvas.pixel(x, y).expect("inside").demultiply();
        let [red, green, blue] = [colour.red(), colour.green(), colour.blue()].map(u32::from);
        let light = (299 * red + 587 * green + 114 * blue) / 1_000;
        let shade = (light * (SHADES - 1) + 127) / 255;
        Luma([u8::try_from(shade * 255 / (SHADES - 1)).expect("at most 255")])
    })
}
