//! STR-04: a case that fits half a page is written in the short form, and a longer one is not.

use super::tree;
use crate::document::{Block, BlockKind, Document, Role};
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::texts::Part;
use crate::rules::{Case, Check, Rule, Setting};

pub(super) static RULE: Rule = Rule {
    id: "STR-04",
    slug: "kortform",
    level: Level::Varning,
    since: "0.1",
    types: &["skrivelse", "tjansteskrivelse", "yttrande"],
    needs_document: true,
    prepare,
    docs: "\
## Vad regeln gör
Mäter om ärendet ryms på en halv A4-sida. Kortformen (”Ärendet i sin helhet” i stället för sammanfattning) får inte \
vara längre än så; då ges en varning. Ett ärende i lång form utan \
underrubriker som ryms ger ett råd. Måttet är textens höjd utan rubriken, \
satt som kommunens mall säger (160 mm bred, 11 punkter), oberoende av hur dokumentet ser ut.

## Varför
Ett kort ärende behöver inte sägas två gånger. Ett långt ärende behöver en sammanfattning som kan kopieras till \
kallelsen och protokollet.

## Exempel
Fel: en kortform på en hel sida
Rätt: en kortform på fem korta stycken

## Åtgärd
Skriv en sammanfattning och ärendet i sin helhet var för sig, eller flytta en kort text till fältet `kortform` och ta \
bort sammanfattningen.

## Källa
Kommunens mall. Måtten `bredd_mm`, `storlek_pt`, `radavstand` och `hojd_mm` står i profilens `regler.toml`. Med \
`foresla = \"nej\"` ges inget råd om korta ärenden.
",
};

struct Kortform {
    setting: Setting,
    /// What the short form may be high, in millimetres.
    most: f64,
    /// Whether a short case in the long form is worth a word.
    suggests: bool,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    Ok(Box::new(Kortform {
        setting: Setting {
            width_mm: settings.measure("bredd_mm", 160.0)?,
            size_pt: settings.measure("storlek_pt", 11.0)?,
            leading: settings.measure("radavstand", 1.35)?,
        },
        most: settings.measure("hojd_mm", 148.5)?,
        suggests: settings
            .choice("foresla", &[("ja", true), ("nej", false)])?
            .unwrap_or(true),
    }))
}

impl Check for Kortform {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let Some(document) = case.context.document else {
            return;
        };
        let short = Pointer::root().key("kortform");
        let can_be_read = |field: &str| case.texts.can_be_read(&Pointer::root().key(field));
        if can_be_read("kortform") {
            let text = short.key("text");
            if !has_leftovers(case, &text) && self.fits(case, document, &short) == Some(false) {
                let at = if case.texts.can_be_read(&text) {
                    text
                } else {
                    short
                };
                out.add(
                    at,
                    "Ärendet är skrivet i kortform men är längre än en halv A4-sida.",
                )
                .advise(
                    "Korta texten, eller skriv en sammanfattning och flytta texten till ”arendet”.",
                );
            }
            return;
        }
        // Without a summary STR-01 speaks; with headings of its own the case is more than one section.
        let long = Pointer::root().key("arendet");
        let mut texts = case.texts.part(Part::Arendet);
        let has_headings = texts.any(|text| text.value.lines().any(|line| line.starts_with('#')));
        let is_whole = can_be_read("sammanfattning") && can_be_read("arendet");
        if self.suggests
            && is_whole
            && !has_headings
            && !can_be_read("avsnitt")
            && !has_leftovers(case, &long)
            && self.fits(case, document, &long) == Some(true)
        {
            out.add(long, "Ärendet ryms på en halv A4-sida och kan skrivas i kortform.")
                .at_most(Level::Rad)
                .advise("Flytta texten till ”kortform” och ta bort sammanfattningen, om inget då går förlorat.");
        }
    }
}

impl Kortform {
    /// Whether the section that was made from `field` is low enough; `None` when nobody can tell.
    fn fits(&self, case: &Case<'_>, document: &Document, field: &Pointer) -> Option<bool> {
        let section = document.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Section {
                role: Role::Arendet,
                blocks,
            } if tree::origin(blocks).is_some_and(|from| from.is_within(field)) => {
                Some(without_heading(blocks))
            }
            _ => None,
        })?;
        let layout = case.context.layout;
        let bounds = layout.bounds_mm(section, self.setting, self.most);
        if *bounds.end() <= self.most {
            return Some(true);
        }
        if *bounds.start() > self.most {
            return Some(false);
        }
        let height = layout.height_mm(document, section, self.setting)?;
        Some(height <= self.most)
    }
}

fn without_heading(blocks: &[Block]) -> &[Block] {
    match blocks {
        [first, rest @ ..] if matches!(first.kind, BlockKind::Heading { .. }) => rest,
        all => all,
    }
}

/// Whether text in the field is hidden: the tree still has it, so its height says nothing yet.
fn has_leftovers(case: &Case<'_>, field: &Pointer) -> bool {
    let mut texts = case.texts.list.iter();
    texts.any(|text| text.is_cut && text.pointer.is_within(field))
}
