//! How wide text is, near enough to size columns and tab stops. Word does the real layout.

use super::sheet::{HalfPoints, Twips};

/// Advance widths of the printable ASCII characters in Helvetica, which Arial and Liberation Sans share, in
/// thousandths of the size.
#[rustfmt::skip]
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// Bold letters are about this much wider, in hundredths.
const BOLD: u64 = 107;

/// Width of a line in twips.
pub(super) fn width(line: &str, size: HalfPoints, bold: bool) -> Twips {
    let thousandths: u64 = line.chars().map(|c| u64::from(advance(c))).sum();
    let weight = if bold { BOLD } else { 100 };
    // Half points are ten twips each.
    let twips = thousandths * u64::from(size) * 10 * weight / 100_000;
    Twips::try_from(twips).unwrap_or(Twips::MAX)
}

/// Width of the longest piece that should not be broken over lines: a date or a compound with a hyphen is one piece.
pub(super) fn longest_word(line: &str, size: HalfPoints, bold: bool) -> Twips {
    line.split([' ', '\t', '\n'])
        .map(|word| width(word, size, bold))
        .max()
        .unwrap_or(0)
}

fn advance(c: char) -> u16 {
    match c {
        ' '..='~' => ASCII[c as usize - ' ' as usize],
        'Ö' => 778,
        'À'..='Å' | 'È'..='Ë' => 667,
        '\u{A0}' | 'ì'..='ï' => 278,
        'à'..='ÿ' | '–' | '§' => 556,
        '’' | '‘' => 222,
        '”' | '“' => 333,
        '\u{AD}' | '\u{200B}'..='\u{200D}' => 0,
        '—' | '…' | '\u{1100}'.. => 1000,
        _ => 611,
    }
}

/// What a column wants: never narrower than its longest word, no wider than its longest line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Wish {
    /// Its longest word.
    pub(super) least: Twips,
    /// Its longest line.
    pub(super) most: Twips,
}

impl Wish {
    /// The wish that suits both.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            least: self.least.max(other.least),
            most: self.most.max(other.most),
        }
    }

    /// The same with room for `more`.
    pub(super) fn wider(self, more: Twips) -> Self {
        Self {
            least: self.least.saturating_add(more),
            most: self.most.saturating_add(more),
        }
    }
}

/// Shares `total` between columns: what is short gets all it asks for, what is long shares the rest, and no column is
/// narrower than its longest word while there is room for it. The widths add up to `total` exactly.
pub(super) fn share(total: Twips, wishes: &[Wish]) -> Vec<Twips> {
    let most: Vec<u64> = wishes
        .iter()
        .map(|w| u64::from(w.most.max(w.least)))
        .collect();
    let least: Vec<u64> = wishes.iter().map(|w| u64::from(w.least)).collect();
    let (wanted, needed) = (most.iter().sum::<u64>(), least.iter().sum::<u64>());
    let room = u64::from(total);
    let columns = wishes.len().max(1) as u64;
    let mut widths: Vec<u64> = if wanted <= room {
        most.iter().map(|m| m + (room - wanted) / columns).collect()
    } else if needed <= room {
        let fair = fill(&most, room);
        let extra = |(fair, least): (&u64, &u64)| fair.saturating_sub(*least);
        let asked: u64 = fair.iter().zip(&least).map(extra).sum();
        fair.iter()
            .zip(&least)
            .map(|pair| pair.1 + (room - needed) * extra(pair) / asked.max(1))
            .collect()
    } else {
        fill(&least, room)
    };
    // Rounding leaves a few twips; the widest column bears them unseen.
    let used: u64 = widths.iter().sum();
    if let Some(widest) = widths.iter_mut().max() {
        *widest = (*widest + room).saturating_sub(used);
    }
    let short = |width| Twips::try_from(width).unwrap_or(total);
    widths.into_iter().map(short).collect()
}

/// Gives each what it asks for if that is at most a fair share of what is left, and the others equal parts of the rest.
fn fill(asked: &[u64], room: u64) -> Vec<u64> {
    let mut order: Vec<usize> = (0..asked.len()).collect();
    order.sort_by_key(|index| asked[*index]);
    let mut given = vec![0; asked.len()];
    let mut left = room;
    for (done, index) in order.into_iter().enumerate() {
        let fair = left / (asked.len() - done) as u64;
        given[index] = asked[index].min(fair);
        left -= given[index];
    }
    given
}

#[cfg(test)]
mod tests {
    use super::{Wish, longest_word, share, width};

    #[test]
    fn widths_are_helvetica_s() {
        // "Borås" is 667 + 556 + 333 + 556 + 500 thousandths, at 10 points.
        assert_eq!(width("Borås", 20, false), 522);
        assert!(width("Borås", 20, true) > 522);
        assert_eq!(
            longest_word("en lång-rad ö", 20, false),
            width("lång-rad", 20, false)
        );
    }

    #[test]
    fn columns_fill_the_width_and_keep_their_words_whole() {
        let wish = |least, most| Wish { least, most };
        for wishes in [
            vec![wish(500, 600), wish(900, 40_000), wish(300, 300)],
            vec![wish(10, 20), wish(10, 20)],
            vec![wish(9000, 9000), wish(4000, 9000)],
            vec![wish(0, 0)],
            vec![wish(6000, 9000), wish(2504, 3000)],
        ] {
            let widths = share(8504, &wishes);
            assert_eq!(widths.iter().sum::<u32>(), 8504);
            let fits = wishes.iter().map(|w| w.least).sum::<u32>() <= 8504;
            assert!(!fits || widths.iter().zip(&wishes).all(|(got, w)| *got >= w.least));
        }
        assert_eq!(share(400, &[wish(50, 50), wish(50, 9000)]), [50, 350]);
        assert!(share(8504, &[]).is_empty());
    }
}
