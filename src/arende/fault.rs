//! What can be wrong with the JSON itself, told in Swedish with a remedy. Does not look for it: `scan` does.

use std::ops::Range;

use crate::finding::{Finding, Level};
use crate::text::{masked, quoted, visible};

use super::SourceText;
use super::scan::Container;

/// When to stop: a file with this many faults is probably no JSON at all.
pub(super) const MOST_FAULTS: usize = 50;

/// The longest name of a field, in bytes: what points into an ärende stays short.
pub(super) const LONGEST_NAME: usize = 200;

/// A fault and the bytes it concerns.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

/// The kinds of fault.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// The text ends inside a container, a string or before a value. Where the innermost open container begins.
    Truncated(Option<(Container, usize)>),
    /// Something follows the end of the ärende.
    Trailing,
    /// More levels than are taken.
    TooDeep(usize),
    /// A closing bracket of the wrong kind; the open container and where it begins.
    Mismatch(Container, usize),
    /// A character that can begin nothing here, and what was expected.
    Unexpected(char, &'static str),
    /// A comma with nothing after it.
    TrailingComma,
    /// A comma with nothing before it.
    ExtraComma,
    /// No comma between two members.
    MissingComma,
    /// Another sign where the comma should be.
    WrongSeparator(char),
    /// No colon after a name.
    MissingColon,
    /// A name with neither colon nor value.
    FieldWithoutValue,
    /// A colon or comma with no value after it.
    MissingValue,
    /// A comment.
    Comment,
    /// A space that JSON does not know.
    OddSpace(char),
    /// Single or typographic quotation marks.
    WrongQuote(char),
    /// A name without quotation marks.
    UnquotedKey(String),
    /// A name longer than any field's.
    LongName,
    /// A word that is no JSON value.
    BadWord(String),
    /// A number that is not written as JSON wants it.
    BadNumber(String),
    /// A decimal comma.
    DecimalComma,
    /// A number beyond what can be represented.
    NumberRange(String),
    /// A number with more digits than can be kept.
    NumberPrecision(String),
    /// A string without its closing quotation mark.
    UnclosedString,
    /// A line break inside a string.
    LineBreak,
    /// Another control character inside a string.
    Control(char),
    /// A quotation mark inside a string.
    InnerQuote,
    /// A backslash before something that it does not go with.
    BadEscape(char),
    /// `\u` without four hexadecimal digits.
    BadUnicode,
    /// Half of a pair of surrogates.
    LoneSurrogate(u16),
    /// So many faults that reading stopped.
    TooMany(usize),
}

impl Fault {
    /// The fault as a finding at its place.
    pub(super) fn finding(&self, source: &SourceText) -> Finding {
        let mut finding = Finding::new("JSON", Level::Fel, self.message(source));
        finding.help = Some(self.help());
        finding.location = Some(source.place(self.span.clone()));
        finding
    }

    /// Whether more text could mend it: the file may still be being written.
    pub(super) const fn is_truncation(&self) -> bool {
        matches!(self.kind, Kind::Truncated(_))
    }

    fn message(&self, source: &SourceText) -> String {
        match &self.kind {
            Kind::Truncated(open) => {
                let place = source.place(self.span.clone());
                let end = format!(
                    "JSON-filen slutar för tidigt (rad {}, kolumn {}).",
                    place.line, place.column
                );
                match open {
                    None => end,
                    Some((container, at)) => format!(
                        "{end} {} som börjar på rad {} är inte avslutad.",
                        container.noun(),
                        source.line(*at)
                    ),
                }
            }
            Kind::Trailing => "Det står mer text efter ärendets slut.".into(),
            Kind::TooDeep(most) => {
                format!("Data ligger i fler än {most} nivåer, fler än något ärende behöver.")
            }
            Kind::Mismatch(open, at) => format!(
                "Fel slutparentes: {} som börjar på rad {} ska avslutas med {}.",
                open.noun().to_lowercase(),
                source.line(*at),
                open.closing()
            ),
            Kind::Unexpected(c, wanted) => {
                format!(
                    "Här står {}, men här väntades {wanted}.",
                    quoted(&c.to_string())
                )
            }
            Kind::TrailingComma => "Ett komma för mycket: det kommer inget mer efter det.".into(),
            Kind::ExtraComma => "Ett komma för mycket: det står inget före det.".into(),
            Kind::MissingComma => "Ett komma saknas här.".into(),
            Kind::WrongSeparator(c) => format!(
                "Här står {}, men JSON skiljer åt med komma.",
                quoted(&c.to_string())
            ),
            Kind::MissingColon => "Ett kolon saknas mellan fältets namn och dess värde.".into(),
            Kind::FieldWithoutValue => "Fältet har ett namn men inget värde.".into(),
            Kind::MissingValue => "Ett värde saknas här.".into(),
            Kind::Comment => "JSON har inga kommentarer.".into(),
            Kind::OddSpace(c) => format!(
                "Här står ett mellanslag av fel slag (U+{:04X}) mellan fälten.",
                u32::from(*c)
            ),
            Kind::WrongQuote(c) => format!(
                "Texten står inom {}, men JSON vill ha raka dubbla citattecken.",
                visible(&c.to_string())
            ),
            Kind::UnquotedKey(name) => format!("Fältnamnet {} saknar citattecken.", quoted(name)),
            Kind::LongName => format!("Fältnamnet är längre än {LONGEST_NAME} tecken."),
            Kind::BadWord(word) => match word.as_str() {
                "NaN" | "Infinity" | "-Infinity" => format!("{word} finns inte i JSON."),
                _ => format!("{} är inget värde i JSON.", quoted(word)),
            },
            Kind::BadNumber(number) => format!("{} är inget tal i JSON.", quoted(number)),
            Kind::DecimalComma => "Talet är skrivet med decimalkomma.".into(),
            Kind::NumberRange(number) => {
                format!(
                    "Talet {} är för stort eller för litet för att bevaras.",
                    quoted(number)
                )
            }
            Kind::NumberPrecision(number) => {
                format!(
                    "Talet {} har fler siffror än vad som kan bevaras.",
                    quoted(number)
                )
            }
            Kind::UnclosedString => "Texten saknar citattecken i slutet.".into(),
            Kind::LineBreak => "Texten har en radbrytning mitt i.".into(),
            Kind::Control('\t') => "Texten innehåller ett tabbtecken.".into(),
            Kind::Control(c) => format!("Texten innehåller styrtecknet U+{:04X}.", u32::from(*c)),
            Kind::InnerQuote => {
                "Texten innehåller ett citattecken som avslutar den för tidigt.".into()
            }
            Kind::BadEscape(c) => format!(
                "Ett bakstreck följt av {} betyder ingenting i JSON.",
                quoted(&c.to_string())
            ),
            Kind::BadUnicode => "Efter \\u ska det stå fyra hexadecimala siffror.".into(),
            Kind::LoneSurrogate(half) => {
                format!("\\u{half:04X} är bara halva ett tecken (ett ensamt surrogat).")
            }
            Kind::TooMany(count) => format!("Läsningen avbröts efter {count} fel."),
        }
    }

    fn help(&self) -> String {
        match &self.kind {
            Kind::Truncated(Some((container, _))) => format!(
                "Kontrollera att hela filen är sparad, och avsluta den med {}.",
                container.closing()
            ),
            Kind::Truncated(None) => "Kontrollera att hela filen är sparad.".into(),
            Kind::Trailing => {
                "Ta bort det som står efter den sista }. En fil innehåller ett ärende.".into()
            }
            Kind::TooDeep(_) => "Ta bort parenteser som inte behövs.".into(),
            Kind::Mismatch(open, _) => format!("Skriv {} här.", open.closing()),
            Kind::Unexpected(_, wanted) => format!("Skriv {wanted}, eller ta bort tecknet."),
            Kind::TrailingComma | Kind::ExtraComma => "Ta bort kommat.".into(),
            Kind::MissingComma | Kind::WrongSeparator(_) => {
                "Sätt ett komma mellan de två värdena.".into()
            }
            Kind::MissingColon => "Skriv fältet som \"namn\": \"värde\".".into(),
            Kind::FieldWithoutValue => {
                "Skriv kolon och ett värde efter namnet, eller ta bort fältet.".into()
            }
            Kind::MissingValue => {
                "Skriv ett värde, till exempel \"text\", eller ta bort fältet.".into()
            }
            Kind::Comment => {
                "Ta bort kommentaren. Ett undantag från en regel skrivs i fältet undantag.".into()
            }
            Kind::OddSpace(_) => "Ersätt det med ett vanligt mellanslag.".into(),
            Kind::WrongQuote(_) => "Byt till raka citattecken: \"text\".".into(),
            Kind::UnquotedKey(name) => format!("Skriv \"{}\".", visible(&masked(name))),
            Kind::LongName => "Avsluta namnet med ett citattecken och ett kolon.".into(),
            Kind::BadWord(word) => bad_word_help(word),
            Kind::BadNumber(number) => bad_number_help(number),
            Kind::DecimalComma => "Skriv talet med punkt: 1.5.".into(),
            Kind::NumberRange(_) | Kind::NumberPrecision(_) => {
                "Skriv det som text, inom citattecken, om det är ett nummer och inte en mängd."
                    .into()
            }
            Kind::UnclosedString => "Sätt ett citattecken sist i texten.".into(),
            Kind::LineBreak => {
                "Skriv radbrytningen som \\n, eller dela texten i en lista med en rad per element."
                    .into()
            }
            Kind::Control('\t') => "Skriv \\t, eller ersätt det med ett mellanslag.".into(),
            Kind::Control(_) => "Ta bort tecknet.".into(),
            Kind::InnerQuote => "Skriv citattecken i texten som ” eller som \\\".".into(),
            Kind::BadEscape(_) => "Skriv två bakstreck, \\\\, om texten ska innehålla ett.".into(),
            Kind::BadUnicode => {
                "Skriv tecknet som det är, eller till exempel \\u00e5 för å.".into()
            }
            Kind::LoneSurrogate(_) => "Skriv tecknet som det är i stället för med \\u.".into(),
            Kind::TooMany(_) => "Rätta felen ovan och kör igen: de kan ha samma orsak.".into(),
        }
    }
}

fn bad_word_help(word: &str) -> String {
    match word.to_lowercase().as_str() {
        "true" | "ja" | "sant" | "yes" => "Skriv true, med små bokstäver.".into(),
        "false" | "nej" | "falskt" | "no" => "Skriv false, med små bokstäver.".into(),
        "null" | "none" | "nil" | "undefined" => {
            "Ta bort fältet om det inte har något värde.".into()
        }
        "nan" | "infinity" => "Skriv ett tal, eller ta bort fältet.".into(),
        _ => format!(
            "Sätt citattecken runt texten: \"{}\".",
            visible(&masked(word))
        ),
    }
}

fn bad_number_help(number: &str) -> String {
    let digits = number.trim_start_matches(['-', '+']);
    let starts_with_zero =
        digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    if starts_with_zero {
        return format!(
            "Skriv {} om det är ett tal, eller \"{}\" om det är en kod.",
            masked(digits.trim_start_matches('0')),
            masked(number)
        );
    }
    format!(
        "Skriv det som text om det är ett datum eller en kod: \"{}\".",
        visible(&masked(number))
    )
}
