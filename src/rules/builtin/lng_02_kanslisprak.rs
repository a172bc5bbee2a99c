//! LNG-02: officialese, with what to write instead. Which words is the profile's.

use super::ALLA;
use crate::finding::Level;
use crate::rules::{Rule, kinds};

pub(super) static RULE: Rule = Rule {
    id: "LNG-02",
    slug: "kanslisprak",
    level: Level::Rad,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare: kinds::ersattning::prepare,
    docs: "\
## Vad regeln gör
Hittar ålderdomliga och stela ord: ”erfordras”, ”åligger”, ”jämlikt”, ”tillse” och liknande. Bara ord som alltid går \
att byta ut är med; citerad text lämnas i fred.

## Varför
Myndigheters språk ska vara vårdat, enkelt och begripligt.

## Exempel
Fel: `Det åligger nämnden att tillse att erforderliga tillstånd finns.`
Rätt: `Nämnden ska se till att nödvändiga tillstånd finns.`

## Åtgärd
Byt ut ordet. Läs meningen efteråt: ibland behöver ordföljden ändras.

## Källa
11 § språklagen (2009:600); Svarta listan, Regeringskansliet. Listan står i profilens `regler.toml`.
",
};
