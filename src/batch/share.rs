//! Shares of a job: which documents are whose, decided by nothing but their names.

/// One share of a job: number `number`, from 1, of `of`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// From 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

impl Share {
    /// Reads "2/8".
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        let (number, of) = written.split_once('/')?;
        Self::new(number.trim().parse().ok()?, of.trim().parse().ok()?)
    }

    /// A share that exists.
    #[must_use]
    pub fn new(number: u32, of: u32) -> Option<Self> {
        (1..=of).contains(&number).then_some(Self { number, of })
    }

    /// Whether the document is this share's: the same on every machine and in every run.
    #[must_use]
    pub fn has(self, dokument: &str) -> bool {
        let hash = blake3::hash(dokument.as_bytes());
        let (head, _) = hash.as_bytes().split_at(8);
        let number = head.iter().fold(0_u64, |n, byte| n << 8 | u64::from(*byte));
        number % u64::from(self.of) == u64::from(self.number - 1)
    }

    /// The numbers, for names of files.
    #[must_use]
    pub const fn numbers(self) -> (u32, u32) {
        (self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn every_document_is_in_one_share() {
        for of in [1, 2, 8] {
            for document in 0..200 {
                let name = format!("arenden/{document}.json");
                let shares = (1..=of).filter(|n| Share::new(*n, of).is_some_and(|s| s.has(&name)));
                assert_eq!(shares.count(), 1, "{name} of {of}");
            }
        }
        assert_eq!(Share::parse("2/8"), Share::new(2, 8));
        for wrong in ["0/8", "9/8", "1", "/", "a/b", "1/0"] {
            assert_eq!(Share::parse(wrong), None, "{wrong}");
        }
    }
}
