//! How far a run of many documents has come, on a terminal. Says nothing of what is in them.

use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::batch::Progress;

/// A line that is drawn over and over.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar on standard error, if that is a terminal and the report is for people.
    pub(super) fn new(is_quiet: bool) -> Self {
        let target = if is_quiet || !io::stderr().is_terminal() {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(8)
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len}  {msg}") {
            bar.set_style(style.progress_chars("█▌ "));
        }
        Self(bar)
    }

    pub(super) fn show(&self, progress: Progress) {
        let bar = &self.0;
        if bar.is_hidden() {
            return;
        }
        bar.set_length(u64::try_from(progress.total).unwrap_or(u64::MAX));
        bar.set_position(u64::try_from(progress.done).unwrap_or(u64::MAX));
        let seconds = bar.eta().as_secs();
        bar.set_message(format!(
            "{} misslyckade  {:.0} dokument/s  {}:{:02} kvar",
            progress.failed,
            bar.per_sec(),
            seconds / 60,
            seconds % 60
        ));
    }

    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }
}
