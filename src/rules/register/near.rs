//! Who a receiver is: a registered body, a slip for one, or somebody outside the municipality. Proposes nothing that only
//! happens to be least far away.

use std::ops::Range;

use strsim::{damerau_levenshtein, normalized_damerau_levenshtein};

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
        let best = candidates(name)
            .flat_map(|written| {
                let bodies = self.bodies.iter().enumerate();
                bodies.filter_map(move |(body, instans)| {
                    let nearness = nearness(&name[written.clone()], instans, address)?;
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
        let (written, name) = (written.to_lowercase(), body.namn.to_lowercase());
        has_address(body, address)
            || (name.chars().count() >= LONG && damerau_levenshtein(&written, &name) <= 1)
    }

    /// The body that an address belongs to.
    pub(in crate::rules) fn by_address(&self, address: &str) -> Option<usize> {
        self.bodies
            .iter()
            .position(|body| has_address(body, address))
    }
}

fn has_address(body: &Instans, address: &str) -> bool {
    let address = address.trim().to_lowercase();
    !address.is_empty()
        && body
            .adresser
            .iter()
            .any(|own| own.to_lowercase() == address)
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

/// How near a written name is to a body's; `None` when it is not near.
fn nearness(written: &str, body: &Instans, address: &str) -> Option<f64> {
    let written = written.to_lowercase();
    let name = body.namn.to_lowercase();
    let likeness = || normalized_damerau_levenshtein(&written, &name);
    if is_slip(&written, &name) || is_part_lost(&written, &name) || is_part_lost(&name, &written) {
        return Some(likeness());
    }
    // The right address under a name that ends alike is one body too.
    let shared = common_suffix(&written, &name);
    (has_address(body, address) && shared >= "nämnden".chars().count())
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
        _ => 3,
    };
    long.abs_diff(short) <= limit && damerau_levenshtein(a, b) <= limit
}

/// Whether `short` is `long` without a piece of its middle: "individ- och familje|nämnden".
fn is_part_lost(short: &str, long: &str) -> bool {
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
