//! Pictures: their media parts, their numbers and the drawing that shows them. Decides no size.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::package::Package;
use super::relations::Kind;
use super::sheet::Twips;
use super::story::Story;
use crate::document::{Image, ImageKind};

/// English metric units in a twip.
const EMU_PER_TWIP: u64 = 635;

/// The size a picture is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) width: Twips,
    pub(super) height: Twips,
}

impl Size {
    /// The picture's own proportions, `width` wide but no higher than `highest`.
    pub(super) fn fit(image: &Image, width: Twips, highest: Twips) -> Self {
        let (across, down) = (
            u64::from(image.width.max(1)),
            u64::from(image.height.max(1)),
        );
        let height = u64::from(width) * down / across;
        let (width, height) = if height > u64::from(highest) {
            (u64::from(highest) * across / down, u64::from(highest))
        } else {
            (u64::from(width), height)
        };
        let short = |length: u64| Twips::try_from(length.max(1)).unwrap_or(highest);
        Self {
            width: short(width),
            height: short(height),
        }
    }
}

/// The pictures of a document: each is stored once, however often it is shown.
pub(super) struct Pictures<'a> {
    images: &'a [Image],
    stored: BTreeMap<String, Arc<[u8]>>,
    shown: usize,
}

impl<'a> Pictures<'a> {
    /// None shown yet.
    pub(super) const fn new(images: &'a [Image]) -> Self {
        Self {
            images,
            stored: BTreeMap::new(),
            shown: 0,
        }
    }

    /// The picture with this index, if there is one that Word can show.
    pub(super) fn get(&self, index: usize) -> Option<&'a Image> {
        self.images
            .get(index)
            .filter(|image| image.kind != ImageKind::Svg || image.fallback_png.is_some())
    }

    /// Writes a run that shows the picture.
    pub(super) fn write(&mut self, story: &mut Story, index: usize, alt: &str, size: Size) {
        let Some(image) = self.get(index) else {
            return;
        };
        self.shown += 1;
        let (raster, extension) = match (image.kind, &image.fallback_png) {
            (ImageKind::Jpeg, _) => (&image.bytes, "jpeg"),
            (ImageKind::Svg, Some(png)) => (png, "png"),
            (ImageKind::Png | ImageKind::Svg, _) => (&image.bytes, "png"),
        };
        let blip = self.store(index, extension, raster);
        let blip = story.relations.to(Kind::Image, blip);
        let vector = (image.kind == ImageKind::Svg).then(|| {
            let name = self.store(index, "svg", &image.bytes);
            story.relations.to(Kind::Image, name)
        });
        let (across, down) = (
            u64::from(size.width) * EMU_PER_TWIP,
            u64::from(size.height) * EMU_PER_TWIP,
        );
        let (id, name) = (self.shown, format!("Bild {}", self.shown));
        let xml = &mut story.xml;
        xml.raw("<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">");
        xml.empty("wp:extent", &[("cx", &across), ("cy", &down)]);
        xml.empty("wp:docPr", &[("id", &id), ("name", &name), ("descr", &alt)]);
        xml.raw(concat!(
            "<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>",
            "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">",
            "<pic:pic><pic:nvPicPr>",
        ));
        xml.empty(
            "pic:cNvPr",
            &[("id", &id), ("name", &name), ("descr", &alt)],
        );
        xml.raw("<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>");
        xml.open("a:blip", &[("r:embed", &blip)]);
        if let Some(vector) = vector {
            xml.raw("<a:extLst><a:ext uri=\"{96DAC541-7B7A-43D3-8B79-37D633B846F1}\">");
            xml.empty(
                "asvg:svgBlip",
                &[
                    (
                        "xmlns:asvg",
                        &"http://schemas.microsoft.com/office/drawing/2016/SVG/main",
                    ),
                    ("r:embed", &vector),
                ],
            );
            xml.raw("</a:ext></a:extLst>");
        }
        xml.raw(concat!(
            "</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>",
            "<pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>",
        ));
        xml.empty("a:ext", &[("cx", &across), ("cy", &down)]);
        xml.raw(concat!(
            "</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>",
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
        ));
    }

    /// Adds the media parts, ordered by name.
    pub(super) fn add_to(self, package: &mut Package) {
        for (name, bytes) in self.stored {
            package.part(None, format!("word/{name}"), bytes.to_vec());
        }
    }

    fn store(&mut self, index: usize, extension: &str, bytes: &Arc<[u8]>) -> String {
        let name = format!("media/bild{}.{extension}", index + 1);
        self.stored
            .entry(name.clone())
            .or_insert_with(|| Arc::clone(bytes));
        name
    }
}

#[cfg(test)]
mod tests {
    use super::Size;
    use crate::document::{Image, ImageKind};

    #[test]
    fn proportions_are_kept_and_the_page_is_never_overfull() {
        let image = |width, height| Image {
            bytes: std::sync::Arc::from([]),
            kind: ImageKind::Png,
            width,
            height,
            fallback_png: None,
        };
        let size = |width, height| Size { width, height };
        assert_eq!(Size::fit(&image(200, 100), 8000, 9000), size(8000, 4000));
        assert_eq!(Size::fit(&image(100, 400), 8000, 9000), size(2250, 9000));
        assert_eq!(Size::fit(&image(0, 0), 8000, 9000), size(8000, 8000));
    }
}
