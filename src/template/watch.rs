//! Watches what a template asks of an ärende when templates are checked without one: a field that the schema does not
//! have is told at the place that asks for it. Takes no part when documents are made.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use minijinja::{Error, ErrorKind};

use crate::pointer::Pointer;

/// Whether a field may stand at a place.
pub type Fields = Box<dyn Fn(&Pointer, &str) -> Knows + Send + Sync>;

/// A field that was asked for and that no ärende of the type can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What was asked.
    pub place: Pointer,
    /// For what.
    pub name: String,
    /// Whether an ärende of another type may have it: a template that several types share may ask for it.
    pub is_shared: bool,
}

/// Whether a field may stand at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knows {
    /// In an ärende of this type.
    Own,
    /// In an ärende of another type.
    Other,
    /// In none.
    Never,
}

/// One dry run's watch.
pub struct Watch {
    fields: Fields,
    /// Names that templates make or the program gives, which are no fields.
    free: BTreeSet<String>,
    /// Which of the unknown fields, counted from 0, ends the run.
    stop_at: Option<usize>,
    seen: Mutex<Vec<Unknown>>,
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

/// What a template gets for a field that is not there.
pub(super) enum Answer {
    /// Nothing: the field is optional, or no field at all.
    Absent,
    /// Something that can be used as anything, so that the run goes on.
    Anything,
    /// The end of the run.
    Stop(Error),
}

impl Watch {
    /// A watch by these fields.
    #[must_use]
    pub fn new(fields: Fields, free: BTreeSet<String>, stop_at: Option<usize>) -> Self {
        Self {
            fields,
            free,
            stop_at,
            seen: Mutex::default(),
        }
    }

    /// The unknown fields that were asked for, in order.
    #[must_use]
    pub fn seen(&self) -> Vec<Unknown> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.clone()
    }

    pub(super) fn ask(&self, place: &Pointer, name: &str) -> Answer {
        if *place == Pointer::root() && self.free.contains(name) {
            return Answer::Absent;
        }
        let is_shared = match (self.fields)(place, name) {
            Knows::Own => return Answer::Absent,
            Knows::Other => true,
            Knows::Never => false,
        };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let number = seen.len();
        seen.push(Unknown {
            place: place.clone(),
            name: name.to_owned(),
            is_shared,
        });
        if self.stop_at == Some(number) {
            Answer::Stop(super::error::own(ErrorKind::InvalidOperation, "okänt fält"))
        } else if is_shared {
            Answer::Absent
        } else {
            Answer::Anything
        }
    }
}
