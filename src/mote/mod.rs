//! A meeting: who was there, how they voted, and what its §§ bring in from other files. Renders nothing and judges
//! nothing.

mod paragrafer;
mod person;
mod rostning;

pub use paragrafer::{Paragrafer, nummer};
pub use person::Person;
pub use rostning::{Antal, Genom, Rostning, Sida, Slag};
