//! SUM-04: the summary tells and does not propose. The phrases are the profile's.

use super::BESLUTANDE;
use crate::finding::Level;
use crate::rules::{Rule, kinds};

pub(super) static RULE: Rule = Rule {
    id: "SUM-04",
    slug: "neutral-sammanfattning",
    level: Level::Av,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare: kinds::fras::prepare,
    docs: "\
## Vad regeln gör
Hittar ord i sammanfattningen som föreslår något: ”föreslår”, ”bör”, ”vi vill”. Regeln är avstängd om inte kommunen \
slår på den: en del kommuner vill tvärtom ha förslaget i sammanfattningen.

## Varför
Sammanfattningen flyttas över till kallelsen och protokollet. Där är den saklig oavsett hur nämnden beslutar.

## Exempel
Fel: `Förvaltningen föreslår att taxan höjs.`
Rätt: `Ärendet gäller en höjning av taxan.`

## Åtgärd
Flytta förslaget till beslutet och bedömningen till ärendet i sin helhet.

## Källa
Kommunens mall. Orden står i profilens `regler.toml`.
",
};
