//! How references to laws are written: read out of running text, and written as they should be. Is no rule itself.

use std::ops::Range;

use crate::text::NBSP;

/// The laws that are known.
pub(super) struct Laws {
    /// By name in lower case ("kommunallagen", "lagen om offentlig upphandling"): the number in force, then older ones.
    pub(super) laws: Vec<(String, Vec<String>)>,
    /// Short names, as they are written, and what they stand for.
    pub(super) short: Vec<(String, String)>,
}

/// A chapter and its paragraphs, with what belongs to them in front and behind.
pub(super) struct Reference {
    pub(super) range: Range<usize>,
    /// How it is written; `None` where nothing is wrong.
    pub(super) instead: Option<String>,
}

/// The number of a law in a text.
pub(super) struct Number {
    pub(super) range: Range<usize>,
    /// Whether it stands in brackets, alone or with a name.
    pub(super) is_bracketed: bool,
}

/// A cursor over a text. What it reads it takes away.
struct Reader<'t> {
    rest: &'t str,
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | NBSP | '\u{202f}')
}

impl Reader<'_> {
    fn at(&self, text: &str) -> usize {
        text.len() - self.rest.len()
    }

    /// Spaces on the line; whether there were any.
    fn spaces(&mut self) -> bool {
        let after = self.rest.trim_start_matches(is_space);
        let any = after.len() < self.rest.len();
        self.rest = after;
        any
    }

    fn take(&mut self, word: &str) -> bool {
        match self.rest.strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// "7", "12", "7 a": as it is written, with a no-break space.
    fn number(&mut self) -> Option<String> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=3).contains(&digits) {
            return None;
        }
        let mut number = self.rest[..digits].to_owned();
        self.rest = &self.rest[digits..];
        let letter = self.rest.trim_start_matches(is_space);
        let mut chars = letter.chars();
        if let (Some(c @ 'a'..='z'), next) = (chars.next(), chars.next())
            && !next.is_some_and(|next| next.is_alphanumeric() || next == '.')
        {
            number.push(NBSP);
            number.push(c);
            self.rest = &letter[1..];
        }
        Some(number)
    }
}

/// The references of a text to a chapter and its paragraphs, in order.
pub(super) fn references(text: &str, laws: &Laws) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), "kap") {
        let free_from = found.last().map_or(0, |reference| reference.range.end);
        if at >= free_from
            && let Some(reference) = reference(text, at, free_from, laws)
        {
            found.push(reference);
        }
    }
    found
}

/// The reference whose "kap" stands at `at`.
fn reference(text: &str, at: usize, free_from: usize, laws: &Laws) -> Option<Reference> {
    let (start, chapter, chapter_gap) = chapter(text, at)?;
    let mut reader = Reader {
        rest: &text[at + "kap".len()..],
    };
    let point = reader.take(".");
    let gap = reader.spaces();
    let (paragraphs, several) = paragraphs(&mut reader)?;
    let sign_gap = reader.spaces();
    let signs = reader.rest.chars().take_while(|c| *c == '§').count();
    if !(1..=2).contains(&signs) {
        return None;
    }
    reader.rest = &reader.rest[signs * '§'.len_utf8()..];
    let follows = reader.rest.trim_start_matches(is_space);
    if follows.starts_with(|c: char| c.is_ascii_digit()) && !starts_item(follows) {
        return None;
    }
    let mut end = reader.at(text);
    let mut wrong = !(point && gap && sign_gap && chapter_gap) || (signs == 2) != several;
    let sign = if several { "§§" } else { "§" };
    let mut instead = format!("{chapter}{NBSP}kap. {paragraphs}{NBSP}{sign}");

    let prefix = short_before(&text[free_from..start], laws);
    let law = law_in_brackets(reader.rest, laws);
    let mut begin = start;
    if let Some((length, name)) = &law {
        wrong = true;
        end += length;
        instead.push(' ');
        instead.push_str(name);
    }
    if let Some((length, name)) = prefix {
        begin -= length;
        wrong = true;
        let is_named = law.is_some() || laws.opens(reader.rest.trim_start_matches(is_space));
        if !is_named {
            instead.push(' ');
            instead.push_str(name);
        }
    }
    Some(Reference {
        range: begin..end,
        instead: wrong.then_some(instead),
    })
}

/// "2 §": the number of the next item and not of a paragraph in a protocol, which stands after its sign.
fn starts_item(text: &str) -> bool {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    digits
        .trim_start_matches(is_space)
        .starts_with(['p', '§', 's'])
}

/// The chapter's number before "kap": where it begins, how it is written, and whether a space parts them.
fn chapter(text: &str, at: usize) -> Option<(usize, String, bool)> {
    let head = &text[..at];
    let before = head.trim_end_matches(is_space);
    let gap = before.len() < head.len();
    let (number, letter) = match before.chars().next_back()? {
        c @ 'a'..='z' => {
            let number = before[..before.len() - 1].trim_end_matches(is_space);
            (number, Some(c))
        }
        _ => (before, None),
    };
    let digits = number.bytes().rev().take_while(u8::is_ascii_digit).count();
    let start = number.len() - digits;
    let lead = number[..start].chars().next_back();
    let glued =
        lead.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '–' | '.' | ',' | ':' | '/'));
    if !(1..=2).contains(&digits) || glued {
        return None;
    }
    let mut written = number[start..].to_owned();
    if let Some(letter) = letter {
        written.push(NBSP);
        written.push(letter);
    }
    Some((start, written, gap))
}

/// "7", "7–9", "7, 8 och 10": as they are written, and whether they are several.
fn paragraphs(reader: &mut Reader<'_>) -> Option<(String, bool)> {
    const WORDS: [&str; 3] = ["och", "samt", "eller"];
    let mut written = reader.number()?;
    let mut several = false;
    loop {
        let rest = reader.rest;
        reader.spaces();
        let parted = if reader.take("-") || reader.take("–") {
            "–".to_owned()
        } else if reader.take(",") {
            ", ".to_owned()
        } else if let Some(word) = WORDS.iter().find(|word| reader.take(word)) {
            format!(" {word} ")
        } else {
            reader.rest = rest;
            return Some((written, several));
        };
        reader.spaces();
        let Some(next) = reader.number() else {
            reader.rest = rest;
            return Some((written, several));
        };
        several = true;
        written.push_str(&parted);
        written.push_str(&next);
    }
}

/// A known short name at the end of `head`, with the signs after it: how many bytes it takes and the law's name.
fn short_before<'l>(head: &str, laws: &'l Laws) -> Option<(usize, &'l str)> {
    let name = head.trim_end_matches(is_space).trim_end_matches(['.', ',']);
    laws.short.iter().find_map(|(short, law)| {
        let before = name.strip_suffix(short.as_str())?;
        let stands_alone =
            !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/'));
        (stands_alone && name.len() < head.len())
            .then_some((head.len() - before.len(), law.as_str()))
    })
}

/// " (Kommunallagen 2017:725)": how many bytes it takes, and the same as it should be written.
fn law_in_brackets(rest: &str, laws: &Laws) -> Option<(usize, String)> {
    let open = rest.trim_start_matches(is_space);
    let inside = open.strip_prefix('(')?;
    let close = inside[..inside.floor_char_boundary(LONGEST_NAME)].find(')')?;
    let (name, number) = inside[..close].rsplit_once(is_space)?;
    let name = name.trim().to_lowercase();
    is_number(number).then_some(())?;
    laws.laws.iter().any(|(law, _)| *law == name).then(|| {
        let length = rest.len() - inside.len() + close + 1;
        (length, format!("{name} ({number})"))
    })
}

fn is_number(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    text.split_once(':').is_some_and(|(year, number)| {
        year.len() == 4
            && digits(year)
            && (1..=4).contains(&number.len())
            && digits(number)
            && ("1700".."2100").contains(&year)
    })
}

/// The numbers of laws in a text: "2017:725".
pub(super) fn numbers(text: &str) -> impl Iterator<Item = Number> {
    memchr::memchr_iter(b':', text.as_bytes()).filter_map(move |at| {
        let start = at.checked_sub(4)?;
        let digits = text.as_bytes()[at + 1..]
            .iter()
            .take(5)
            .take_while(|b| b.is_ascii_digit());
        let range = start..at + 1 + digits.count();
        let written = text.get(range.clone())?;
        let (before, after) = (&text[..start], &text[range.end..]);
        let glued = before
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '-' | '/' | '.'))
            || after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '/'));
        let is_bracketed = is_bracketed(before);
        (is_number(written) && !glued).then_some(Number {
            range,
            is_bracketed,
        })
    })
}

/// Whether a bracket that was opened not long before is still open.
fn is_bracketed(before: &str) -> bool {
    const LONGEST: usize = 120;
    let near = &before[before.floor_char_boundary(before.len().saturating_sub(LONGEST))..];
    match (near.rfind('('), near.rfind(')')) {
        (Some(open), close) => close.is_none_or(|close| close < open),
        (None, _) => false,
    }
}

impl Laws {
    /// Whether the text begins with the name of a known law.
    fn opens(&self, text: &str) -> bool {
        let near = text[..text.floor_char_boundary(LONGEST_NAME)].to_lowercase();
        self.laws
            .iter()
            .any(|(name, _)| near.starts_with(name.as_str()))
    }

    /// The law that a number is said to be the number of: the name before it, or around it ("lagen (2016:1145) om
    /// offentlig upphandling").
    pub(super) fn named<'l>(
        &'l self,
        text: &str,
        cited: &Number,
    ) -> Option<(&'l str, &'l [String])> {
        let before = text[..cited.range.start].trim_end_matches(is_space);
        let before = before
            .strip_suffix("SFS")
            .unwrap_or(before)
            .trim_end_matches(is_space);
        let open = before.strip_suffix('(');
        let head = open.unwrap_or(before).trim_end_matches(is_space);
        let near = head[head.floor_char_boundary(head.len().saturating_sub(LONGEST_NAME))..]
            .to_lowercase();
        let after = text[cited.range.end..]
            .strip_prefix(')')
            .filter(|_| open.is_some());
        let after = after.map(str::trim_start).unwrap_or_default();
        let after = after[..after.floor_char_boundary(LONGEST_NAME)].to_lowercase();
        let around = around(&near, &after);
        let found = self.laws.iter().filter_map(|(name, numbers)| {
            let length = match (name.strip_prefix("lagen "), &around) {
                (Some(rest), Some(after)) => starts_with_word(after, rest),
                (Some(rest), None) => ends_with_word(&near, rest).filter(|_| {
                    let law = near[..near.len() - rest.len()].trim_end();
                    ends_with_word(law, "lagen")
                        .or(ends_with_word(law, "lag"))
                        .is_some()
                }),
                (None, None) => ends_with_word(&near, name),
                (None, Some(_)) => None,
            };
            length.map(|length| (length, name.as_str(), numbers.as_slice()))
        });
        found
            .max_by_key(|(length, ..)| *length)
            .map(|(_, name, numbers)| (name, numbers))
    }
}

/// The longest name of a law there is, in bytes, and some more.
const LONGEST_NAME: usize = 160;

/// What follows the number where it stands inside the name.
fn around<'t>(near: &str, after: &'t str) -> Option<&'t str> {
    let is_inside = ends_with_word(near, "lagen")
        .or(ends_with_word(near, "lag"))
        .is_some()
        && (after.starts_with("om ") || after.starts_with("med ") || after.starts_with("mot "));
    is_inside.then_some(after)
}

fn ends_with_word(text: &str, word: &str) -> Option<usize> {
    let before = text.strip_suffix(word)?;
    (!before.ends_with(|c: char| c.is_alphanumeric() || c == '-')).then_some(word.len())
}

fn starts_with_word(text: &str, word: &str) -> Option<usize> {
    let after = text.strip_prefix(word)?;
    (!after.starts_with(char::is_alphanumeric)).then_some(word.len())
}
