//! Who a receiver is: a registered body, a slip for one, or somebody outside the municipality. Proposes nothing that only
//! happens to be least far away.

use std::ops::Range;

use strsim::damerau_levenshtein;

use crate::text::{lowercase, lowered};

use super::{Instans, Register};

/// Who a receiver is.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::rules) enum Receiver {
    /// These bodies are named.
    Registered(Vec<usize>),
    /// A name like this body's, but not it.
    Near {
        body: usize,
        /// The name without its genitive and what comes after it.
        written: Range<usize>,
    },
    /// Nobody that the register knows of.
    External,
}

/// A name in lower case and how many letters of each kind it has: names with other letters are told apart by these.
#[derive(Debug)]
pub(super) struct Outline {
    lower: String,
    letters: [u8; KINDS],
}

/// So many kinds of letters are told apart.
const KINDS: usize = 32;

impl Outline {
    pub(super) fn of(name: &str) -> Self {
        let lower = lowercase(name);
        let mut letters = [0_u8; KINDS];
        for c in lower.chars() {
            let count = &mut letters[c as usize % KINDS];
            *count = count.saturating_add(1);
        }
        Self { lower, letters }
    }

    /// Whether one may be the other with so many slips of the hand: each changes at most two counts by one.
    fn may_be(&self, other: &Self, slips: u32) -> bool {
        let pairs = self.letters.iter().zip(&other.letters);
        let differences: u32 = pairs.map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
        differences <= 2 * slips
    }
}

/// Names longer than this are compared with nothing, which keeps the cost bounded.
const LONGEST: usize = 100;
/// Names at least this long are one letter from no other name.
const LONG: usize = 12;
/// Shorter names are near too much.
const SHORTEST: usize = 8;

impl Register {
    /// Who the name of a receiver stands for. The address decides between names that are not quite near.
    pub(in crate::rules) fn receiver(&self, name: &str, address: &str) -> Receiver {
        let found = self.find(name);
        if !found.is_empty() {
            return Receiver::Registered(found.into_iter().map(|found| found.body).collect());
        }
        let address = lowercase(address.trim());
        let best = candidates(name)
            .flat_map(|written| {
                let bodies = self.bodies.iter().enumerate();
                let outline = Outline::of(&name[written.clone()]);
                let address = &address;
                bodies.filter_map(move |(body, instans)| {
                    let nearness = nearness(&outline, instans, address)?;
                    Some((nearness, body, written.clone()))
                })
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
        match best {
            Some((_, body, written)) => Receiver::Near { body, written },
            None => Receiver::External,
        }
    }

    /// Whether a name near a body's can be no other body, whatever bodies the register lacks: it has the body's own
    /// address, or is one slip of the hand away.
    pub(in crate::rules) fn is_surely(&self, body: usize, written: &str, address: &str) -> bool {
        let body = &self.bodies[body];
        let name = &body.outline.lower;
        has_address(body, &lowercase(address.trim()))
            || (name.chars().count() >= LONG && slips(&lowercase(written), name) <= 1)
    }

    /// The body that an address belongs to.
    pub(in crate::rules) fn by_address(&self, address: &str) -> Option<usize> {
        let address = lowercase(address.trim());
        self.bodies
            .iter()
            .position(|body| has_address(body, &address))
    }
}

/// Whether an address, in lower case and without spaces around, is a body's.
fn has_address(body: &Instans, address: &str) -> bool {
    !address.is_empty() && body.adresser.iter().any(|own| lowered(own) == address)
}

/// The parts of a receiver's name that may be a body's: the whole of it, and all but its last word ("diarium") or what
/// follows a comma or a bracket; each also without the s of a genitive.
fn candidates(name: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let name = if name.chars().nth(LONGEST).is_some() {
        ""
    } else {
        name.trim_end()
    };
    let start = name.len() - name.trim_start().len();
    let cut = name.find([',', '(', ';', '/']).unwrap_or(name.len());
    let whole = start.min(cut)..name[..cut].trim_end().len().max(start.min(cut));
    let before_last = name[whole.clone()]
        .rfind(char::is_whitespace)
        .map(|at| start..whole.start + name[whole.start..whole.start + at].trim_end().len());
    [Some(whole), before_last]
        .into_iter()
        .flatten()
        .flat_map(move |range| {
            let genitive = name[range.clone()]
                .ends_with(['s', 'S'])
                .then(|| range.start..range.end - 1);
            [Some(range), genitive].into_iter().flatten()
        })
        .filter(|range| name[range.clone()].chars().count() >= SHORTEST)
}

/// How alike two names must be when the address is the body's own.
const ALIKE: f64 = 0.4;

/// How near a written name is to a body's; `None` when it is not near. The address is in lower case.
fn nearness(written: &Outline, body: &Instans, address: &str) -> Option<f64> {
    let may_be_slip = written.may_be(&body.outline, MOST_SLIPS);
    let (written, name) = (&*written.lower, &*body.outline.lower);
    let likeness = || likeness(written, name);
    if (may_be_slip && is_slip(written, name))
        || is_part_lost(written, name)
        || is_part_lost(name, written)
    {
        return Some(likeness());
    }
    // The right address under a name that ends alike is one body too.
    let is_alike = || common_suffix(written, name) >= "nämnden".chars().count();
    (has_address(body, address) && is_alike())
        .then(likeness)
        .filter(|likeness| *likeness >= ALIKE)
}

/// How bodies' names end; what stands before it is what tells them apart.
const HEADS: [&str; 9] = [
    "nämnden",
    "styrelsen",
    "förvaltningen",
    "kontoret",
    "kansliet",
    "utskottet",
    "fullmäktige",
    "revisionen",
    "bolaget",
];

/// How alike two names are, between 0 and 1.
fn likeness(a: &str, b: &str) -> f64 {
    let longest = a.chars().count().max(b.chars().count());
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    1.0 - count(slips(a, b)) / count(longest.max(1))
}

/// How many slips of the hand part two names: what they begin and end with alike needs no reckoning.
fn slips(a: &str, b: &str) -> usize {
    let alike = a.chars().zip(b.chars()).take_while(|(a, b)| a == b);
    let before: usize = alike.map(|(c, _)| c.len_utf8()).sum();
    let (a, b) = (&a[before..], &b[before..]);
    let alike = a
        .chars()
        .rev()
        .zip(b.chars().rev())
        .take_while(|(a, b)| a == b);
    let after: usize = alike.map(|(c, _)| c.len_utf8()).sum();
    damerau_levenshtein(&a[..a.len() - after], &b[..b.len() - after])
}

/// More slips than this are never one name.
const MOST_SLIPS: u32 = 3;

/// Whether one is the other with a slip of the hand or two in it.
fn is_slip(written: &str, name: &str) -> bool {
    let without = |text: &str| {
        HEADS
            .iter()
            .find_map(|head| text.strip_suffix(head).map(str::len))
    };
    let (a, b) = match (without(written), without(name)) {
        (Some(a), Some(b)) if written[a..] == name[b..] => (&written[..a], &name[..b]),
        (Some(_), Some(_)) => return false,
        _ => (written, name),
    };
    let (long, short) = (a.chars().count(), b.chars().count());
    let shortest = long.min(short);
    let limit = match shortest {
        0..=2 => 0,
        3..=5 => 1,
        6..=16 => 2,
        _ => MOST_SLIPS as usize,
    };
    long.abs_diff(short) <= limit && slips(a, b) <= limit
}

/// Whether `short` is `long` without a piece of its middle: "individ- och familje|nämnden".
fn is_part_lost(short: &str, long: &str) -> bool {
    // Most names begin otherwise, or end otherwise.
    if !short.chars().take(4).eq(long.chars().take(4)) {
        return false;
    }
    let (few, many) = (short.chars().count(), long.chars().count());
    if few >= many || (many - few) * 5 > many * 2 {
        return false;
    }
    let before = short
        .chars()
        .zip(long.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let after = common_suffix(short, long);
    before >= 4 && after >= 7 && before + after >= few
}

fn common_suffix(a: &str, b: &str) -> usize {
    let pairs = a.chars().rev().zip(b.chars().rev());
    pairs.take_while(|(a, b)| a == b).count()
}
