//! Kansli turns a structured description of a municipal *ärende* into finished documents.

pub mod document;
pub mod finding;
pub mod markup;
pub mod pointer;
pub mod profile;
pub mod render;
pub mod rules;
pub mod template;
pub mod text;
