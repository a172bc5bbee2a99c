//! Why a command or one of its files came to nothing, and how the process then ends. Holds words, prints none.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use crate::profile::ProfileError;
use crate::render::RenderError;
use crate::source::{Blame, SourceError};
use crate::text::versal;
use crate::workspace::WorkspaceError;

/// How a run ended, the worst last: of several files the worst decides. (130 is also the shell's word for a process that
/// a signal ended; whatever the signal cut short is swept at the next start.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// All is well.
    Good = 0,
    /// Findings stop a document.
    Findings = 1,
    /// The command line, the configuration, a template or the choice of file is wrong.
    Usage = 2,
    /// The disk, a permission or a lock stands in the way.
    Environment = 3,
    /// A defect in the program.
    Internal = 4,
    /// Somebody ended what has no end of its own.
    Interrupted = 130,
}

impl Status {
    /// The exit code.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.code())
    }
}

/// Something that is no finding: fact first, then the remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// What the process ends with.
    pub(super) status: Status,
    /// What happened, in Swedish, with whatever comes from outside made visible.
    pub(super) message: String,
    /// What to do about it, when the message does not say.
    pub(super) help: Option<String>,
}

impl Failure {
    pub(super) fn new(status: Status, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self::new(Status::Usage, message)
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// A file that could not be written: whatever the reason, it is the environment's.
    pub(super) fn writing(error: &SourceError) -> Self {
        Self::new(Status::Environment, error.to_string())
    }

    /// Runs `work`; a panic in it costs this one result, and nothing else.
    pub(super) fn guard<T, E: Into<Self>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, Self> {
        match panic::catch_unwind(AssertUnwindSafe(work)) {
            Ok(result) => result.map_err(Into::into),
            Err(payload) => Err(Self::panicked(&*payload)),
        }
    }

    /// A panic that was caught.
    pub(super) fn panicked(payload: &(dyn Any + Send)) -> Self {
        let literal = payload.downcast_ref::<&str>().copied();
        let written = || payload.downcast_ref::<String>().map(String::as_str);
        Self::internal(literal.or_else(written).unwrap_or("okänt"))
    }

    fn internal(what: &str) -> Self {
        Self::new(
            Status::Internal,
            format!("Internt fel: {}", crate::text::visible(what)),
        )
        .help("Felet ligger i Kansli, inte i ärendet. Anmäl det, gärna med ärendefilen.")
    }
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        let status = match error.blame() {
            Blame::Input => Status::Usage,
            Blame::Environment => Status::Environment,
        };
        Self::new(status, error.to_string())
    }
}

impl From<WorkspaceError> for Failure {
    fn from(error: WorkspaceError) -> Self {
        let help = match &error {
            WorkspaceError::Profile(
                ProfileError::Unknown { .. } | ProfileError::UnknownNamnd { .. },
            )
            | WorkspaceError::Schema(_) => None,
            WorkspaceError::Profile(_) => {
                Some("Rätta profilens fil, eller välj en annan med --kommun.")
            }
            WorkspaceError::Template(_)
            | WorkspaceError::Markup { .. }
            | WorkspaceError::Tree { .. } => Some("Rätta mallen, eller kör utan --templates."),
        };
        let message = match &error {
            // It begins with a path, which is written as it is.
            WorkspaceError::Profile(_) => error.to_string(),
            _ => versal(&error.to_string()),
        };
        Self {
            help: help.map(str::to_owned),
            ..Self::usage(message)
        }
    }
}

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::Layout(_) => Self::usage(versal(&error.to_string()))
                .help("Rätta layouten, eller kör utan --templates."),
            RenderError::Internal { .. } => Self::internal(&error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Failure, Status};
    use crate::render::RenderError;
    use crate::source::SourceError;

    #[test]
    fn every_failure_has_its_status() {
        let missing = SourceError::Missing {
            path: "a.json".into(),
        };
        assert_eq!(Failure::writing(&missing).status, Status::Environment);
        assert_eq!(Failure::from(missing).status, Status::Usage);
        assert_eq!(
            Failure::from(SourceError::DiskFull { path: "a".into() }).status,
            Status::Environment
        );
        assert_eq!(
            Failure::from(RenderError::Layout("x".into())).status,
            Status::Usage
        );
        let defect = Failure::from(RenderError::Internal {
            format: "pdf",
            message: "x\u{1b}".into(),
        });
        assert_eq!(defect.status, Status::Internal);
        assert!(!defect.message.contains('\u{1b}'));
        assert_eq!(Failure::panicked(&"oj").message, "Internt fel: oj");
        assert_eq!(Failure::panicked(&"oj".to_owned()).status.code(), 4);
    }

    #[test]
    fn the_worst_of_several_decides() {
        assert_eq!(Status::Findings.max(Status::Good), Status::Findings);
        assert_eq!(Status::Environment.max(Status::Usage).code(), 3);
    }
}
