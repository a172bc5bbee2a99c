//! Kansli turns a structured description of a municipal *ärende* into finished documents.

pub mod arende;
pub mod cli;
pub mod document;
pub mod finding;
pub mod markup;
pub mod pointer;
pub mod profile;
pub mod render;
pub mod rules;
pub mod schema;
pub mod source;
pub mod template;
pub mod text;
pub mod workspace;
