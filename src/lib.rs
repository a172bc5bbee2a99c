//! Kansli turns a structured description of a municipal *ärende* into finished documents.

pub mod arende;
pub mod document;
pub mod finding;
pub mod markup;
pub mod pointer;
pub mod profile;
pub mod render;
pub mod schema;
pub mod source;
pub mod template;
pub mod text;
