//! Whether two documents become the same files: a hash of everything that their renderers are given. Renders nothing.

use std::fmt::{self, Write};

use crate::document::{Document, Image};

use super::{Ready, Workspace};

/// What a layout consists of.
const LAYOUTS: [&str; 2] = ["bas.typ", "egen.typ"];

impl Workspace {
    /// The same for two documents only if every format of the one is the same as of the other.
    #[must_use]
    pub fn likeness(&self, ready: &Ready) -> [u8; 32] {
        let Ready(prepared) = ready;
        let mut hash = Hashing(blake3::Hasher::new());
        let mut document = Document {
            images: Vec::new(),
            ..Document::clone(&prepared.document)
        };
        for image in &prepared.document.images {
            hash.0.update(blake3::hash(&image.bytes).as_bytes());
            // The picture itself is hashed: written out it would be five times as long.
            document.images.push(Image {
                bytes: Vec::new().into(),
                ..image.clone()
            });
        }
        write!(
            hash,
            "{document:?}{:?}{}",
            prepared.setup.design, prepared.stem
        )
        .expect("a hash takes all writing");
        for name in LAYOUTS {
            let text = self.layout(name).unwrap_or_default();
            hash.0.update(blake3::hash(text.as_bytes()).as_bytes());
        }
        *hash.0.finalize().as_bytes()
    }
}

struct Hashing(blake3::Hasher);

impl Write for Hashing {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}
