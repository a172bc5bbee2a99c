//! What day it is, from the one place that may ask. Nothing that ends up in a document may depend on it.

use std::time::{Duration, Instant};

use jiff::civil::{Date, DateTime};

/// Tells the time where the user is.
pub trait Clock: Send + Sync {
    /// Local date and time.
    fn now(&self) -> DateTime;

    /// Local date.
    fn today(&self) -> Date {
        self.now().date()
    }
}

/// The machine's clock and time zone.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the Clock that the ban points to"
        )]
        let now = jiff::Zoned::now();
        now.datetime()
    }
}

/// A clock that stands still, for tests and repeatable runs.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub DateTime);

impl FixedClock {
    /// A clock that always shows midnight of `date`.
    #[must_use]
    pub fn at(date: Date) -> Self {
        Self(date.to_datetime(jiff::civil::Time::midnight()))
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime {
        self.0
    }
}

/// How long something takes. For waiting and for telling people, never for what ends up in a document.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that the ban points to"
    )]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since it was started.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, FixedClock, SystemClock};
    use jiff::civil::date;

    #[test]
    fn clocks_tell_the_day() {
        assert_eq!(
            FixedClock::at(date(2018, 12, 19)).today(),
            date(2018, 12, 19)
        );
        assert!(SystemClock.today() > date(2020, 1, 1));
    }
}
