//! Kansli turns a structured description of a municipal *ärende* into finished documents.
//!
//! A module uses lower floors only, never its own; `tests/arkitektur.rs` reads the sources and keeps it so.
//!
//! ```text
//! 6  cli        arguments, one thin file per command, reports: the only code that prints
//! 5  batch      many documents at once: plan, journal, workers, reports, what is sent to whom
//!    watch      when something is made again      serve      the live page in a browser
//! 4  workspace  the pipeline: bytes -> Arende -> tree -> Ready -> bytes of a format
//! 3  render     pdf, docx, html, text: pure functions from the tree      rules  what a document must be
//! 2  template   MiniJinja: values as tokens      markup   Markdown and tokens -> tree
//!    schema     JSON Schema -> findings          profile  a municipality as data
//! 1  arende     the JSON at the door             document the tree, its text, the tokens' side table
//!    mote       a meeting: votes counted, what its §§ point at brought in
//! 0  pointer    finding    text (Swedish)        source   the one door to disk and clock      parallel  threads
//! ```
//!
//! What always holds: data is inert (a value is parked and only its number is parsed), everything wrong with an
//! ärende is a [`finding::Finding`] and never an error, outputs are replaced whole, and the same input gives the same
//! bytes.
//!
//! Two places where the house differs from what was first drawn. Word files are written by a writer of our own: of
//! docx-rs's parts nearly all would have been rewritten afterwards. And [`render`] is public, because the tests that
//! compare formats render trees that no template would give; a program goes through [`workspace::Workspace::render`],
//! which takes only what has been found [`workspace::Ready`].

pub mod arende;
pub mod batch;
pub mod cli;
pub mod document;
pub mod finding;
pub mod markup;
pub mod mote;
pub mod parallel;
pub mod pointer;
pub mod profile;
pub mod render;
pub mod rules;
pub mod schema;
pub mod serve;
pub mod source;
pub mod template;
pub mod text;
pub mod watch;
pub mod workspace;
