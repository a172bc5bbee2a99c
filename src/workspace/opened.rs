//! An input opened: read once, its profile chosen, and the documents that can be made of it named before any is made.
//! Runs no template.

use std::sync::Arc;

use crate::arende::{self, Arende};
use crate::finding::Finding;
use crate::mote;
use crate::pointer::Pointer;

use super::meeting::{Copies, Meeting, Which};
use super::setup::Setup;
use super::{Checked, Input, Options, Workspace, WorkspaceError};
use super::{meta, naming};

/// An input that has been read. Cheap to keep: nothing of its documents has been built.
#[derive(Debug)]
pub struct Opened {
    /// What reading it and choosing its profile found.
    pub(super) findings: Vec<Finding>,
    pub(super) arende: Option<Arende>,
    pub(super) setup: Option<Arc<Setup>>,
    pub(super) meeting: Option<Meeting>,
    parts: Vec<Part>,
    copies: Copies,
}

/// One document that can be made of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which of the input's documents it is, the same from run to run: nothing for the only one of an ärende;
    /// `protokoll`, `utdrag/94`, `utdrag/94/servicenamnden` for those of a meeting.
    pub key: String,
    /// The file name without extension that the profile's pattern gives.
    pub stem: String,
    /// BLAKE3, hexadecimal, of all data that this document is made from.
    pub content: String,
    /// Whom this copy is for.
    pub mottagare: Option<Mottagare>,
    /// The § as printed: `§ 94`.
    pub paragraf: Option<String>,
    /// Which document of a meeting it is.
    pub(super) which: Option<Which>,
}

/// Whom a copy is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mottagare {
    /// The name as it is printed.
    pub namn: String,
    /// The e-mail address.
    pub adress: Option<String>,
    /// Where in the input the receiver stands, for findings.
    pub pekare: Option<Pointer>,
}

impl Opened {
    /// Every document that can be made of the input, in order: one of an ärende, none of what could not be read. The
    /// copies for receivers come after them, and are asked for one by one.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The keys of the copies for receivers, in order.
    pub fn copies(&self) -> impl Iterator<Item = &str> {
        self.copies.iter().map(|(key, _)| key.as_str())
    }

    /// The document with this number: first those of [`parts`](Self::parts), then the copies.
    #[must_use]
    pub fn nth(&self, number: usize, options: &Options) -> Option<Part> {
        let copy = match self.parts.get(number) {
            Some(part) => return Some(part.clone()),
            None => number - self.parts.len(),
        };
        let (key, which) = self.copies.get(copy)?;
        self.composed(*which, key, options)
    }

    /// The document with this key, also the summons of a meeting, which is made only when it is asked for.
    #[must_use]
    pub fn part(&self, key: &str, options: &Options) -> Option<Part> {
        if key == mote::KALLELSE {
            return self.composed(Which::Kallelse, key, options);
        }
        let known = self.parts.iter().map(|part| part.key.as_str());
        let number = known.chain(self.copies()).position(|known| known == key)?;
        self.nth(number, options)
    }

    fn composed(&self, which: Which, key: &str, options: &Options) -> Option<Part> {
        let (meeting, setup) = (self.meeting.as_ref()?, self.setup.as_ref()?);
        Some(meeting.part(which, key.to_owned(), setup, options))
    }

    /// What was found in a meeting as a whole and concerns one of its documents.
    pub(super) fn told_of(&self, part: &Part) -> Vec<Finding> {
        match (&self.meeting, part.which) {
            (Some(meeting), Some(which)) => meeting.told_of(which),
            _ => Vec::new(),
        }
    }

    /// Whether a character was refused at the door already: what stands in its place has no glyph either.
    pub(super) fn has_told(&self, one: &Finding) -> bool {
        one.rule == "TECKEN"
            && self
                .findings
                .iter()
                .any(|door| door.rule == one.rule && door.pointer == one.pointer)
    }

    /// What is told of an input that has no documents.
    #[must_use]
    pub fn refused(&self, options: &Options) -> Checked {
        Checked {
            findings: self.findings.clone(),
            threshold: options.threshold,
            draft: options.draft,
            prepared: None,
            read: None,
        }
    }
}

impl Workspace {
    /// Reads an input and names its documents.
    ///
    /// # Errors
    /// Only what is wrong with the templates or the configuration; everything wrong with the input is a finding, told
    /// with each of its documents.
    pub fn open(&self, input: Input<'_>, options: &Options) -> Result<Opened, WorkspaceError> {
        let types: Vec<&str> = self.types.iter().map(String::as_str).collect();
        let reading = arende::read_from_line(input.first_line, input.name, input.bytes, &types);
        let mut findings = reading.findings;
        let (mut setup, mut meeting) = (None, None);
        let (mut parts, mut copies) = (Vec::new(), Vec::new());
        if let Some(arende) = &reading.arende {
            setup = self.setup_of(arende, options, &mut findings)?;
            arende.source.place_all(&mut findings);
            if arende.typ == mote::TYP {
                let found = &mut findings;
                meeting = Meeting::read(self, arende, setup.as_deref(), input, options, found)?;
                if let (Some(meeting), Some(setup)) = (&meeting, &setup) {
                    (parts, copies) = meeting.parts(setup, options);
                }
            } else {
                parts.push(whole(arende, setup.as_deref(), options));
            }
        }
        Ok(Opened {
            findings,
            arende: reading.arende,
            setup,
            meeting,
            parts,
            copies,
        })
    }
}

/// The one document of an ärende. Without a profile it will not be made, and needs no name.
fn whole(arende: &Arende, setup: Option<&Setup>, options: &Options) -> Part {
    let content = arende.hash();
    let meta = setup.map(|setup| {
        let own = meta(&*arende.raw, &arende.typ, setup, options, String::new());
        (own, setup)
    });
    Part {
        key: String::new(),
        stem: meta.as_ref().map_or_else(String::new, |(meta, setup)| {
            naming::stem(meta, setup.profile.filnamn(&arende.typ))
        }),
        content,
        mottagare: None,
        paragraf: meta.and_then(|(meta, _)| meta.paragraf),
        which: None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Part;
    use crate::finding::Level;
    use crate::rules::Selection;
    use crate::source::MemoryFiles;
    use crate::workspace::{Assets, Input, Options, Workspace};

    fn opened(text: &str) -> (Vec<Part>, Vec<String>, Option<String>) {
        let workspace = Workspace::new(Assets::default());
        let options = Options {
            kommun: None,
            namnd: None,
            draft: true,
            ignore_exceptions: false,
            threshold: Level::Fel,
            today: jiff::civil::date(2026, 6, 1),
            selection: Selection::default(),
        };
        let files = MemoryFiles::new();
        let input = Input {
            name: "a.json",
            first_line: 1,
            bytes: text.as_bytes(),
            folder: Path::new(""),
            files: &files,
        };
        let opened = workspace.open(input, &options).expect("sound templates");
        let checked = match opened.parts() {
            [] => opened.refused(&options),
            [part, ..] => workspace
                .check_part(&opened, part, input, &options)
                .expect("sound templates"),
        };
        let found = checked.findings.iter().map(|f| f.rule.to_string());
        let found = found.collect();
        let stem = checked.ready().ok().map(|ready| ready.stem().to_owned());
        (opened.parts().to_vec(), found, stem)
    }

    #[test]
    fn a_document_is_named_before_it_is_made() {
        let text = include_str!("../../tests/cli/arende.json");
        let (parts, _, stem) = opened(text);
        let [part] = &parts[..] else {
            panic!("one document: {parts:?}")
        };
        assert_eq!(stem.as_deref(), Some(part.stem.as_str()));
        assert!(part.stem.ends_with("_UTKAST"), "{}", part.stem);
        assert_eq!((part.key.as_str(), part.content.len()), ("", 64));
    }

    #[test]
    fn what_cannot_be_read_has_no_documents_and_says_why() {
        let (parts, found, stem) = opened("{");
        assert_eq!((parts, stem), (vec![], None));
        assert_eq!(found, ["JSON"]);
        let text = include_str!("../../tests/cli/arende.json");
        let unknown = text.replacen('{', "{\"kommun\": \"finns-inte\",", 1);
        let (parts, found, stem) = opened(&unknown);
        assert_eq!((parts.len(), stem), (1, None));
        assert!(found.contains(&"KOMMUN".to_owned()), "{found:?}");
    }
}
