//! Bytes of a text that somebody looks for: what has none of them is passed a block at a time. Knows no characters.

use std::ops::{Range, RangeInclusive};

/// So many bytes are looked at together, without a branch for each.
const BLOCK: usize = 16;

/// Where any of some bytes stand, in order.
pub fn bytes_among<const N: usize>(text: &str, wanted: [u8; N]) -> impl Iterator<Item = usize> {
    let bits = move |byte: u8| {
        let same = wanted.iter().map(|one| u8::from(byte == *one));
        same.fold(0, |any, one| any | one)
    };
    #[expect(clippy::manual_contains, reason = "would call a search for every byte")]
    let is_wanted = move |byte: u8| wanted.iter().any(|one| *one == byte);
    all(text, bits, is_wanted)
}

/// Where bytes of some range stand, in order.
pub fn bytes_within(text: &str, wanted: RangeInclusive<u8>) -> impl Iterator<Item = usize> {
    let (least, most) = wanted.into_inner();
    let is_wanted = move |byte: u8| (least..=most).contains(&byte);
    all(text, move |byte| u8::from(is_wanted(byte)), is_wanted)
}

/// The runs of ASCII digits of a text, in order.
pub fn digits(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = next(bytes, from, |byte| u8::from(is_digit(byte)), is_digit)?;
        from = start + 1;
        while bytes.get(from).is_some_and(u8::is_ascii_digit) {
            from += 1;
        }
        Some(start..from)
    })
}

/// Where bytes are wanted: the same asked for a block, as bits that are laid together, and for a byte.
fn all(
    text: &str,
    bits: impl Fn(u8) -> u8,
    is_wanted: impl Fn(u8) -> bool,
) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = next(text.as_bytes(), from, &bits, &is_wanted)?;
        from = at + 1;
        Some(at)
    })
}

/// The next byte that is wanted.
#[inline]
fn next(
    bytes: &[u8],
    from: usize,
    bits: impl Fn(u8) -> u8,
    is_wanted: impl Fn(u8) -> bool,
) -> Option<usize> {
    // The rest of a block in which something has been found.
    let end = from.next_multiple_of(BLOCK).min(bytes.len());
    let near = bytes.get(from..end)?;
    if let Some(found) = near.iter().position(|byte| is_wanted(*byte)) {
        return Some(from + found);
    }
    let (blocks, _) = bytes[end..].as_chunks::<BLOCK>();
    let has_none = |block: &&[u8; BLOCK]| block.iter().fold(0, |any, byte| any | bits(*byte)) == 0;
    let at = end + blocks.iter().take_while(has_none).count() * BLOCK;
    let found = bytes[at..].iter().position(|byte| is_wanted(*byte))?;
    Some(at + found)
}

#[cfg(test)]
mod tests {
    use super::{bytes_among, bytes_within, digits};

    #[test]
    fn every_byte_is_found_wherever_it_stands() {
        let mut chance = fastrand::Rng::with_seed(4);
        for _ in 0..5_000 {
            let length = chance.usize(0..150);
            let text: String = (0..length)
                .map(|_| {
                    chance
                        .choice(['a', 'b', '1', '2', 'å', '.', '.', '.', '.', '.'])
                        .unwrap_or('.')
                })
                .collect();
            let wanted: Vec<usize> = (0..text.len())
                .filter(|at| text.as_bytes()[*at] == b'a')
                .collect();
            assert_eq!(
                bytes_among(&text, [b'a', b'?']).collect::<Vec<_>>(),
                wanted,
                "{text}"
            );
            assert_eq!(
                bytes_within(&text, b'a'..=b'a').collect::<Vec<_>>(),
                wanted,
                "{text}"
            );
            let runs: Vec<&str> = digits(&text).map(|run| &text[run]).collect();
            let split = text
                .split(|c: char| !c.is_ascii_digit())
                .filter(|run| !run.is_empty());
            assert_eq!(runs, split.collect::<Vec<_>>(), "{text}");
        }
    }
}
