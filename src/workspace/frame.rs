//! What a document says of itself and what is printed around it: metadata and frame from the ärende and its profile.

use std::sync::Arc;

use serde_json::Value;

use crate::document::{FooterColumn, Frame, Image, ImageKind, Logo, Meta};
use crate::mote::{self, View};
use crate::profile::{DatumStil, Delar, Profile, TypeFile};
use crate::render::{rasterize_svg, svg_size};
use crate::text;

/// Pixels per printed millimetre of the logo that Word shows when it shows no SVG: about 300 per inch.
const FALLBACK_PX_PER_MM: f64 = 12.0;

/// The language every document is in.
const LANG: &str = "sv-SE";

/// How a rendering is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Marking {
    /// Made with `--draft`.
    pub(super) draft: bool,
    /// An extract of a protocol that is not yet justerat.
    pub(super) ej_justerat: bool,
}

impl Marking {
    /// The words that stand on every page.
    pub(super) fn words(self) -> Vec<String> {
        let draft = self.draft.then(|| "UTKAST".to_owned());
        let open = self.ej_justerat.then(|| "Ej justerat".to_owned());
        draft.into_iter().chain(open).collect()
    }
}

/// Named values: an ärende, or a document of a meeting that has not been made one.
pub(super) trait Fields {
    fn value(&self, name: &str) -> Option<&Value>;
}

impl Fields for Value {
    fn value(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }
}

impl Fields for View<'_> {
    fn value(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }
}

fn field(of: &dyn Fields, key: &str) -> Option<String> {
    let value = of.value(key)?;
    let text = value.as_str().map_or_else(
        || value.as_i64().map(|n| n.to_string()),
        |s| Some(s.to_owned()),
    )?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A diarienummer as the registry prints it; as it stands when it is a text in another form.
pub(super) fn print_diarienummer(profile: &Profile, value: &Value) -> Option<String> {
    if let Some(written) = value.as_str() {
        let written = written.trim();
        let read = profile.read_diarienummer(written);
        return Some(read.map_or_else(
            || written.to_owned(),
            |(delar, monster)| monster.print(&delar),
        ));
    }
    let delar = Delar {
        diarium: value
            .get("diarium")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        ar: u16::try_from(value.get("ar")?.as_u64()?).ok()?,
        nummer: u32::try_from(value.get("nummer")?.as_u64()?).ok()?,
    };
    profile.print_diarienummer(&delar)
}

/// The metadata of a document. `kalla` is the hash of what it is made from.
pub(super) fn meta(
    fields: &dyn Fields,
    typ: &str,
    profile: &Profile,
    marking: Marking,
    kalla: String,
) -> Meta {
    let names = profile.typ(typ);
    Meta {
        title: field(fields, "rubrik")
            .unwrap_or_default()
            .replace('\n', " "),
        lang: LANG.to_owned(),
        typ: typ.to_owned(),
        typ_namn: type_name(&names, typ),
        avsandare: profile.file.namn.clone(),
        instans: field(fields, "instans"),
        diarienummer: fields
            .value("diarienummer")
            .and_then(|v| print_diarienummer(profile, v)),
        klass: field(fields, "klass"),
        datum: field(fields, "datum"),
        sammantradesdatum: field(fields, "sammantradesdatum"),
        paragraf: field(fields, "paragraf").map(|n| profile.file.paragraf.replace("{nummer}", &n)),
        mottagare: fields.value("utdrag_till").and_then(|to| field(to, "namn")),
        markningar: marking.words(),
        profil: format!("{} {}", profile.id, profile.file.version),
        kalla,
    }
}

fn type_name(names: &TypeFile, typ: &str) -> String {
    if names.namn.is_empty() {
        text::versal(typ)
    } else {
        names.namn.clone()
    }
}

/// The frame around the pages. The logo, if there is one, is added to `images`.
pub(super) fn frame(
    meta: &Meta,
    arende: &Value,
    profile: &Profile,
    logo: Option<&Image>,
    images: &mut Vec<Image>,
) -> Frame {
    let parts = [
        Some(&meta.typ_namn),
        meta.paragraf.as_ref(),
        meta.diarienummer.as_ref(),
    ];
    let mut fortsattning: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    // A whole meeting has neither § nor diarienummer: the body and the day say which it is.
    let is_meeting = [mote::PROTOKOLL, mote::KALLELSE].contains(&meta.typ.as_str());
    let day = meta.sammantradesdatum.as_ref().filter(|_| is_meeting);
    let day = day.map(|day| match text::iso_datum(day) {
        Ok(date) if long_dates(profile) => text::datum_i_ord(date),
        _ => day.clone(),
    });
    if is_meeting {
        fortsattning.extend(meta.instans.as_deref());
        fortsattning.extend(day.as_deref());
    }
    let logo = logo
        .zip(profile.file.logotyp.as_ref())
        .map(|(image, file)| {
            images.push(image.clone());
            Logo {
                image: images.len() - 1,
                alt: file.alt.clone(),
                height_mm: file.hojd_mm,
            }
        });
    Frame {
        logo,
        avsandare: profile.file.namn.clone(),
        enhet: field(arende, "forvaltning"),
        dokumenttyp: meta.typ_namn.clone(),
        fortsattning: fortsattning.join(" · "),
        sidfot: profile
            .file
            .sidfot
            .iter()
            .map(|c| FooterColumn {
                label: c.etikett.clone(),
                lines: c.rader.clone(),
            })
            .collect(),
    }
}

/// A profile's logo, without the PNG that old Word versions show.
///
/// # Errors
/// A Swedish sentence when the file is no picture that can be used.
pub(super) fn logo(bytes: &Arc<[u8]>) -> Result<Image, String> {
    let kind = match imagesize::image_type(bytes) {
        Ok(imagesize::ImageType::Png) => ImageKind::Png,
        _ => ImageKind::Svg,
    };
    let (width, height) = match kind {
        ImageKind::Svg => svg_size(bytes).map_err(|error| error.to_string())?,
        ImageKind::Png | ImageKind::Jpeg => {
            let size = imagesize::blob_size(bytes).map_err(|_| "logotypen är skadad".to_owned())?;
            let side = |s: usize| u32::try_from(s).unwrap_or(u32::MAX);
            (side(size.width), side(size.height))
        }
    };
    Ok(Image {
        bytes: Arc::clone(bytes),
        kind,
        width,
        height,
        fallback_png: None,
    })
}

/// An SVG logo as PNG, sharp at its printed height.
///
/// # Errors
/// A Swedish sentence when it cannot be drawn.
pub(super) fn fallback(image: &Image, height_mm: f64) -> Result<Vec<u8>, String> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a logo is a few centimetres high"
    )]
    let height = (height_mm * FALLBACK_PX_PER_MM).clamp(16.0, 2000.0) as u32;
    rasterize_svg(&image.bytes, height).map_err(|error| error.to_string())
}

/// Whether dates are written out.
pub(super) fn long_dates(profile: &Profile) -> bool {
    profile.file.datum == DatumStil::Ord
}
