//! UND-04: an extract among the supporting documents can be found: body, date and §.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

use super::BESLUTANDE;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::rules::findings::Findings;
use crate::rules::register::Slag;
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "UND-04",
    slug: "protokoll-i-underlag",
    level: Level::Varning,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Kontrollerar att ett protokollsutdrag bland beslutsunderlagen anger instans och §, och likaså ett protokoll av en nämnd \
eller en styrelse. Två instanser får inte ha samma datum och §. Datumet granskas av UND-01.

## Varför
Utan instans och § går utdraget inte att hitta. Två instanser med samma datum och § är nästan alltid en post som har \
kopierats men inte ändrats färdigt.

## Exempel
Fel: `Protokollsutdrag`
Rätt: `Protokollsutdrag från Tekniska nämnden, § 41`

## Åtgärd
Skriv instansen och paragrafen i titeln, och datumet i `datum`.

## Källa
Kommunens mall.
",
};

/// How the names of bodies end, genitive apart.
const BODIES: [&str; 12] = [
    "nämnd",
    "nämnden",
    "styrelse",
    "styrelsen",
    "fullmäktige",
    "utskott",
    "utskottet",
    "beredning",
    "beredningen",
    "rådet",
    "bolaget",
    "förbundet",
];

/// What a title of a whole protocol says besides its body: nothing that tells of another kind of protocol.
const FORMAL: [&str; 10] = [
    "protokoll",
    "från",
    "av",
    "den",
    "sammanträde",
    "sammanträdet",
    "sammanträdesprotokoll",
    "möte",
    "mötet",
    "daterat",
];

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let mut seen = BTreeMap::<(Date, String), String>::new();
    for (index, item) in case.list("beslutsunderlag") {
        let at = Pointer::root().key("beslutsunderlag").index(index);
        let title = item
            .get("titel")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let Some(kind) = Kind::of(title).filter(|_| case.texts.can_be_read(&at.key("titel")))
        else {
            continue;
        };
        let body = whole_body(title);
        let paragraph = paragraph(title);
        let called = match kind {
            Kind::Extract => Some("Protokollsutdraget"),
            Kind::Protocol if says_nothing_else(case, title) => Some("Protokollet"),
            Kind::Protocol | Kind::Decision => None,
        };
        if let Some(called) = called {
            let shown = format!("{called} {}", text::quoted(title.trim()));
            incomplete(&at, &shown, body.is_some(), paragraph.is_some(), out);
        }
        let (Some(body), Some(paragraph), Some(date)) = (body, paragraph, date(item, title)) else {
            continue;
        };
        match seen.get(&(date, paragraph.to_owned())) {
            Some(other) if *other != body => {
                let message =
                    format!("Två instanser har samma datum och paragraf: {date}, § {paragraph}.");
                out.add(at, message)
                    .advise("Kontrollera datum och paragraf mot protokollen.");
            }
            _ => {
                seen.insert((date, paragraph.to_owned()), body);
            }
        }
    }
}

/// What a document is that tells of an earlier decision.
#[derive(Clone, Copy)]
enum Kind {
    Extract,
    Protocol,
    /// "Kommunstyrelsens beslut den 9 maj 2023, § 58"
    Decision,
}

impl Kind {
    fn of(title: &str) -> Option<Self> {
        let kind = |word: &str| match word.to_lowercase().as_str() {
            "protokollsutdrag" | "paragrafutdrag" => Some(Self::Extract),
            "protokoll" | "sammanträdesprotokoll" => Some(Self::Protocol),
            // "4 § skollagen" is no § of a protocol.
            "beslut" | "beslutet" if sign_first(title) => Some(Self::Decision),
            _ => None,
        };
        words(title).find_map(kind)
    }
}

/// Whether the number of a title's § stands after the sign.
fn sign_first(title: &str) -> bool {
    let after = title.split_once('§').map_or("", |(_, after)| after);
    after
        .trim_start_matches([' ', text::NBSP])
        .starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a protocol's title names a body of the register that meets by §§, if anything, and else only when the meeting
/// was: "Protokoll från samråd med föreningarna", "Protokoll MBL" and "Protokoll från Hyresnämnden" have no § of ours.
fn says_nothing_else(case: &Case<'_>, title: &str) -> bool {
    const LONGEST: usize = 200;
    if title.len() > LONGEST {
        return false;
    }
    let bodies = case.register.find(title);
    let meets = |slag| {
        matches!(
            slag,
            Slag::Fullmaktige | Slag::Styrelse | Slag::Namnd | Slag::Utskott
        )
    };
    if bodies
        .iter()
        .any(|found| !meets(case.register.body(found.body).slag))
    {
        return false;
    }
    text::words(title).all(|word| {
        let lower = title[word.start..word.end].to_lowercase();
        FORMAL.contains(&&*lower)
            || text::MANADER.contains(&&*lower)
            || lower.bytes().all(|b| b.is_ascii_digit())
            || bodies
                .iter()
                .any(|found| found.range.start <= word.start && word.end <= found.range.end)
    })
}

/// The day of the meeting: the document's own field, or what its title says.
fn date(item: &Value, title: &str) -> Option<Date> {
    let own = item.get("datum").and_then(Value::as_str);
    if let Some(date) = own.and_then(|own| text::iso_datum(own).ok()) {
        return Some(date);
    }
    let bare = |word: &str| word.trim_matches([',', '.', '(', ')']).to_owned();
    let words: Vec<String> = title.split_whitespace().map(bare).collect();
    let in_words = words
        .windows(3)
        .map(|three| text::datum_ur_ord(&three.join(" ")));
    let in_digits = words.iter().map(|word| text::iso_datum(word));
    in_words.chain(in_digits).find_map(Result::ok)
}

fn words(title: &str) -> impl Iterator<Item = &str> {
    title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// The body that a title names first, and what it is of: "Kommunstyrelsens arbetsutskott" is another than the styrelse.
fn whole_body(title: &str) -> Option<String> {
    let mut named = words(title).skip_while(|word| body(word).is_none());
    let first = named.next()?;
    let own = body(first)?;
    let next = named.next().filter(|_| first.ends_with('s')).and_then(body);
    Some(next.map_or_else(|| own.clone(), |next| format!("{own} {next}")))
}

/// The body that a word names, without its genitive: a full name or initials.
fn body(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let name = lower.strip_suffix('s').unwrap_or(&lower);
    let is_name = BODIES.iter().any(|end| name.ends_with(end));
    let is_initials =
        (2..=6).contains(&word.chars().count()) && word.chars().all(char::is_uppercase);
    (is_name || is_initials).then(|| name.to_owned())
}

/// The number beside the § of a title: "§ 41", "63/25 §", "paragraf 41".
fn paragraph(title: &str) -> Option<&str> {
    let is_number = |c: char| c.is_ascii_digit() || c == '/';
    let in_words = || {
        let (before, after) = title.split_once("paragraf ")?;
        (!before.ends_with(char::is_alphanumeric)).then_some((before, after))
    };
    let (before, after) = title.split_once('§').or_else(in_words)?;
    let after = after.trim_start_matches(['§', ' ', '\u{a0}']);
    let number = &after[..after.find(|c| !is_number(c)).unwrap_or(after.len())];
    let before = before.trim_end();
    let earlier = &before[before.rfind(|c| !is_number(c)).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    })..];
    [number, earlier]
        .into_iter()
        .find(|number| !number.is_empty())
}

fn incomplete(
    at: &Pointer,
    shown: &str,
    has_body: bool,
    has_paragraph: bool,
    out: &mut Findings<'_>,
) {
    let parts = [("instans", has_body), ("paragraf", has_paragraph)];
    let missing: Vec<&str> = parts
        .iter()
        .filter(|(_, is_there)| !is_there)
        .map(|(name, _)| *name)
        .collect();
    if !missing.is_empty() {
        out.add(at.clone(), format!("{shown} saknar {}.", text::och_lista(&missing)))
            .advise("Skriv instansen och paragrafen i titeln, till exempel ”Protokollsutdrag från Tekniska nämnden, § 41”.");
    }
}
