//! A meeting: who was there, how they voted, what its §§ bring in from other files, and the documents that come of it.
//! Renders nothing and judges nothing.

mod compose;
pub mod frister;
mod paragrafer;
mod person;
pub mod prov;
mod rostning;
mod views;

pub use compose::{Composed, Library, compose};
pub use paragrafer::{Paragrafer, nummer};
pub use person::Person;
pub use rostning::{Antal, Genom, Rostning, Sida, Slag};
pub use views::{View, serves};

/// The document type that is a whole meeting. Its documents are [`PROTOKOLL`], [`KALLELSE`] and one [`UTDRAG`] per §.
pub const TYP: &str = "mote";

/// The full protocol.
pub const PROTOKOLL: &str = "protokoll";

/// The summons with its list of ärenden.
pub const KALLELSE: &str = "kallelse";

/// One § of a protocol.
pub const UTDRAG: &str = "protokollsutdrag";

/// The documents that an input of this type gives, each a template of its own: for all but a meeting, the type itself.
pub fn documents(typ: &str) -> impl Iterator<Item = &str> {
    let (first, second) = if typ == TYP {
        (PROTOKOLL, Some(KALLELSE))
    } else {
        (typ, None)
    };
    std::iter::once(first).chain(second)
}

/// The key of the extract of the § with this number, among the documents of a meeting.
#[must_use]
pub fn utdrag_key(nummer: &str) -> String {
    format!("utdrag/{nummer}")
}

/// Marks an exception that came along with a part of another file: it may be of no use here.
pub const LANAT: &str = "lanat";

/// The id of what is told when something that a § points at cannot be brought in.
pub const POINTED: &str = "MÖTE";
