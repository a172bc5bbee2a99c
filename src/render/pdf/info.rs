//! What the file says of itself: title, author and what an archive searches for. Sets no page.
//!
//! It is written into the finished pages. Were it set in the layout, it would be a part of every text's style, and
//! nothing that is alike in two documents would be set only once.

use typst::model::DocumentInfo;

use crate::document::Meta;

/// PDF/A allows strings of 32 767 bytes; no reader shows this much of a title.
const LONGEST_PROPERTY: usize = 1000;

/// Fills in the properties; the language is the layout's.
pub(super) fn fill(info: &mut DocumentInfo, meta: &Meta) {
    info.title = Some(clip(&meta.title).into());
    info.author = vec![clip(&meta.avsandare).into()];
    info.keywords = keywords(meta).into_iter().map(Into::into).collect();
    info.description = Some(description(meta).into());
}

/// What an archive searches for.
fn keywords(meta: &Meta) -> Vec<String> {
    let labelled = |label: &str, value: &Option<String>| {
        value
            .as_deref()
            .map(|value| clip(&format!("{label}{value}")))
    };
    let source = (!meta.kalla.is_empty()).then(|| format!("Källa {}", meta.kalla));
    let profile = (!meta.profil.is_empty()).then(|| format!("Profil {}", meta.profil));
    [
        labelled("", &meta.diarienummer),
        labelled("Klass ", &meta.klass),
        Some(clip(&meta.typ_namn)).filter(|name| !name.is_empty()),
        labelled("", &meta.instans),
        labelled("", &meta.paragraf),
        labelled("Sammanträdesdatum ", &meta.sammantradesdatum),
    ]
    .into_iter()
    .flatten()
    .chain(meta.markningar.iter().map(|marking| clip(marking)))
    .chain(profile)
    .chain(source)
    .collect()
}

fn description(meta: &Meta) -> String {
    let parts = [
        Some(&meta.typ_namn),
        meta.instans.as_ref().or(Some(&meta.avsandare)),
        meta.diarienummer.as_ref(),
    ];
    let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
    clip(&parts.map(String::as_str).collect::<Vec<_>>().join(", "))
}

fn clip(text: &str) -> String {
    text.chars().take(LONGEST_PROPERTY).collect()
}
