//! Kansli turns a structured description of a municipal *ärende* into finished documents.

pub mod arende;
pub mod cli;
pub mod document;
pub mod finding;
pub mod markup;
pub mod pointer;
pub mod profile;
// The way to a rendered document is `Workspace::render(Ready)`. Open only for the crate's own tests, which lay trees of
// their own making before each renderer.
#[doc(hidden)]
pub mod render;
pub mod rules;
pub mod schema;
pub mod source;
pub mod template;
pub mod text;
pub mod workspace;
