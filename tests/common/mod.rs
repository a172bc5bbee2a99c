//! What integration tests share: random documents, and readers that see in each format what a reader's program sees.
//! Uses no renderer, so that no mistake of one can hide here.

#![allow(
    dead_code,
    reason = "each test binary compiles this folder and uses a part of it"
)]
#![allow(
    unreachable_pub,
    reason = "a test binary has no other crates to be reached from"
)]

pub mod arende;
pub mod bench;
pub mod docx_text;
pub mod generate;
pub mod html_text;
pub mod outline;
pub mod pdf_content;
pub mod pdf_text;
pub mod proof;
pub mod samples;
pub mod xml;
