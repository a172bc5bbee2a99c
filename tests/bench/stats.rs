//! Medians of repeated measurements. Measures nothing itself.

use std::fmt;
use std::time::{Duration, Instant};

/// Measurements of one thing.
#[derive(Debug, Clone)]
pub(crate) struct Stats {
    sorted: Vec<f64>,
}

impl Stats {
    /// Of at least one measurement.
    pub(crate) fn new(values: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = values.into_iter().collect();
        assert!(!sorted.is_empty(), "nothing was measured");
        sorted.sort_by(f64::total_cmp);
        Self { sorted }
    }

    /// Each measurement against the one of another thing in the same round.
    pub(crate) fn ratios(over: &[f64], under: &[f64]) -> Self {
        Self::new(over.iter().zip(under).map(|(a, b)| a / b))
    }

    /// What so great a part of the measurements is at most.
    pub(crate) fn percentile(&self, part: f64) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few measurements"
        )]
        let rank = (part * self.sorted.len() as f64).ceil() as usize;
        self.sorted[rank.clamp(1, self.sorted.len()) - 1]
    }

    pub(crate) fn median(&self) -> f64 {
        let middle = self.sorted.len() / 2;
        if self.sorted.len() % 2 == 1 {
            self.sorted[middle]
        } else {
            f64::midpoint(self.sorted[middle - 1], self.sorted[middle])
        }
    }
}

/// The median with the least and the greatest.
impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.sorted.len() - 1;
        write!(
            f,
            "{:.3} ({:.3}-{:.3})",
            self.median(),
            self.sorted[0],
            self.sorted[last]
        )
    }
}

pub(crate) fn median(values: &[f64]) -> f64 {
    Stats::new(values.iter().copied()).median()
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// What `work` gives, and the milliseconds it took.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let result = work();
    (result, milliseconds(start.elapsed()))
}
