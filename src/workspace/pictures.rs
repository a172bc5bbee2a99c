//! The pictures an ärende names in `bilder`: read inside the root, proved to be pictures of a bearable size. Draws
//! nothing.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::{ExtendedColorType, ImageDecoder, ImageReader, Limits};

use crate::document::tokens::FieldText;
use crate::document::{Image, ImageKind};
use crate::finding::{Finding, Level};
use crate::markup::{Picture, Pictures};
use crate::pointer::Pointer;
use crate::render::pdf::MAX_IMAGES;
use crate::source::{Files, SourceError};
use crate::text::quoted;

/// The largest picture file, in bytes (RELIABILITY: 10 MB).
const MAX_BYTES: u64 = 10_000_000;
/// The largest picture, in pixels (RELIABILITY: 40 megapixels).
const MAX_PIXELS: u64 = 40_000_000;

/// The pictures of one ärende.
#[derive(Debug, Default)]
pub(super) struct Album {
    pictures: BTreeMap<String, Picture>,
    /// In the order they stand in the ärende.
    pub(super) images: Vec<Image>,
}

impl Pictures for Album {
    fn find(&self, id: &str) -> Option<Picture> {
        self.pictures.get(id).cloned()
    }
}

impl Album {
    /// Reads every picture in the ärende's field `bilder`; those that cannot be used are findings.
    pub(super) fn read(
        arende: &serde_json::Value,
        folder: &Path,
        files: &dyn Files,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let mut album = Self::default();
        let at = Pointer::root().key("bilder");
        for (id, entry) in arende
            .get("bilder")
            .and_then(|b| b.as_object())
            .into_iter()
            .flatten()
        {
            let at = at.key(id);
            let Some(file) = entry.get("fil").and_then(|f| f.as_str()) else {
                continue;
            };
            if album.images.len() == MAX_IMAGES {
                findings.push(
                    Finding::new(
                        "BILD",
                        Level::Fel,
                        format!("Ärendet har fler än {MAX_IMAGES} bilder."),
                    )
                    .help("Dela upp dokumentet eller ta bort bilder.")
                    .at(at),
                );
                break;
            }
            match load(file, folder, files) {
                Ok(image) => {
                    let text =
                        |key: &str| entry.get(key).and_then(|v| v.as_str()).map(str::to_owned);
                    album.pictures.insert(
                        id.clone(),
                        Picture {
                            image: album.images.len(),
                            alt: text("alt").unwrap_or_default(),
                            caption: text("bildtext").map(|value| FieldText {
                                value,
                                from: Some(at.key("bildtext")),
                            }),
                            width: entry
                                .get("bredd")
                                .and_then(serde_json::Value::as_f64)
                                .unwrap_or(1.0)
                                .clamp(0.1, 1.0),
                        },
                    );
                    album.images.push(image);
                }
                Err((message, help)) => {
                    findings.push(
                        Finding::new("BILD", Level::Fel, message)
                            .help(help)
                            .at(at.key("fil")),
                    );
                }
            }
        }
        album
    }
}

/// What is wrong with a picture, and the remedy.
type Fault = (String, String);

fn load(file: &str, folder: &Path, files: &dyn Files) -> Result<Image, Fault> {
    let path: PathBuf = folder.join(file);
    let bytes = files
        .read(&path, MAX_BYTES)
        .map_err(|error| unreadable(file, &error))?;
    decode(file, &bytes).map(|(kind, width, height)| Image {
        bytes,
        kind,
        width,
        height,
        fallback_png: None,
    })
}

fn unreadable(file: &str, error: &SourceError) -> Fault {
    (
        format!("Bilden {} går inte att läsa: {error}", quoted(file)),
        "Kontrollera sökvägen; den räknas från ärendefilens mapp.".to_owned(),
    )
}

/// Kind and size of a picture, once all of it has been decoded within bounds: what is damaged is told here and not by
/// a renderer.
fn decode(file: &str, bytes: &Arc<[u8]>) -> Result<(ImageKind, u32, u32), Fault> {
    let name = quoted(file);
    let save = || "Spara den som PNG eller JPEG och ange den filen.".to_owned();
    let kind = match imagesize::image_type(bytes) {
        Ok(imagesize::ImageType::Png) => ImageKind::Png,
        Ok(imagesize::ImageType::Jpeg) => ImageKind::Jpeg,
        Ok(_) => {
            return Err((
                format!("Bilden {name} har ett format som inte kan användas."),
                save(),
            ));
        }
        Err(_) => return Err((format!("Filen {name} är ingen bild."), save())),
    };
    let size =
        imagesize::blob_size(bytes).map_err(|_| (format!("Bilden {name} är skadad."), save()))?;
    let (width, height) = (size.width as u64, size.height as u64);
    if width == 0 || height == 0 || width.saturating_mul(height) > MAX_PIXELS {
        return Err((
            format!(
                "Bilden {name} är {width} × {height} bildpunkter; högst 40 miljoner kan användas."
            ),
            "Spara bilden i mindre storlek; 2 000 bildpunkter på bredden räcker för en A4-sida."
                .to_owned(),
        ));
    }
    let damaged = |_| {
        (
            format!("Bilden {name} är skadad och går inte att öppna."),
            save(),
        )
    };
    let mut reader = ImageReader::new(Cursor::new(&**bytes))
        .with_guessed_format()
        .map_err(|e| damaged(e.into()))?;
    reader.limits({
        let mut limits = Limits::default();
        limits.max_alloc = Some(8 * MAX_PIXELS + (64 << 20));
        limits
    });
    let decoder = reader.into_decoder().map_err(damaged)?;
    if matches!(
        decoder.original_color_type(),
        ExtendedColorType::Cmyk8 | ExtendedColorType::Cmyk16
    ) {
        return Err((
            format!("Bilden {name} är sparad för tryck (CMYK)."),
            "Spara den i färgläget RGB; arkivformatet tillåter inte CMYK utan färgprofil."
                .to_owned(),
        ));
    }
    let mut pixels = vec![0; usize::try_from(decoder.total_bytes()).unwrap_or(0)];
    decoder.read_image(&mut pixels).map_err(damaged)?;
    let fits = |side: u64| {
        u32::try_from(side).map_err(|_| (format!("Bilden {name} är för stor."), save()))
    };
    Ok((kind, fits(width)?, fits(height)?))
}
