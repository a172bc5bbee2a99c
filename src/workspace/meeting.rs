//! A meeting in the pipeline: composed once, judged once as a whole, and each § judged as the extract it gives. Knows no
//! template.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};

use crate::arende::{self, Arende, LARGEST};
use crate::finding::{Finding, Level};
use crate::mote::{self, Composed, Library, View};
use crate::pointer::Pointer;
use crate::source::Files;
use crate::text::quoted;

use super::setup::Setup;
use super::{Input, Mottagare, Options, Part, Workspace, WorkspaceError, meta, naming};

/// A meeting that has been read, with what was found in it as a whole.
#[derive(Debug)]
pub(super) struct Meeting {
    /// The meeting's own file, as read.
    arende: Arende,
    composed: Composed,
    told: Vec<Told>,
    /// What was found in each § as an extract, by its index.
    judged: Vec<OnceLock<Vec<Finding>>>,
}

/// A finding about the meeting, placed, and the part of the composed meeting it is about.
#[derive(Debug)]
struct Told {
    part: Option<Pointer>,
    /// Whether a rule on the whole meeting speaks, and not the schema or the reading of another file.
    by_rule: bool,
    finding: Finding,
}

/// The copies of extracts, by key: hundreds in a long meeting, and made only when they are asked for.
pub(super) type Copies = Vec<(String, Which)>;

/// Which document a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// The full protocol.
    Protokoll,
    /// The summons.
    Kallelse,
    /// The § with this index, for the receiver with this index if one is named.
    Utdrag(usize, Option<usize>),
}

impl Meeting {
    /// Composes and judges `arende`. `None` when its head is so broken that no document can be told apart in it; then
    /// what is wrong has been added to `findings`.
    pub(super) fn read(
        workspace: &Workspace,
        arende: &Arende,
        setup: Option<&Setup>,
        input: Input<'_>,
        options: &Options,
        findings: &mut Vec<Finding>,
    ) -> Result<Option<Self>, WorkspaceError> {
        let list = Pointer::root().key("paragrafer");
        let mut faults = workspace.schemas.check(&arende.typ, &arende.raw)?;
        let is_in_paragraf =
            |finding: &Finding| finding.pointer.as_ref().is_some_and(|p| below(p, &list));
        let is_broken = faults
            .iter()
            .any(|fault| fault.level == Level::Fel && !is_in_paragraf(fault));
        let Some(setup) = setup.filter(|_| !is_broken) else {
            arende.source.place_all(&mut faults);
            findings.append(&mut faults);
            return Ok(None);
        };
        let shelf = Shelf {
            workspace,
            files: input.files,
        };
        let mut composed = mote::compose(arende, input.folder, &shelf);
        let count = composed.paragrafer().count();
        let schema_faults = faults.len();
        faults.append(&mut composed.findings);
        let by_schema = faults.len();
        let whole = Arende {
            raw: Arc::clone(&composed.raw),
            origins: Some(Arc::new(composed.origins.clone())),
            ..arende.clone()
        };
        setup.judge(&whole, None, input, options, &mut faults)?;
        let parts: Vec<Option<Pointer>> = faults.iter().map(|f| f.pointer.clone()).collect();
        // The schema judged the file as it is; the rest, what was composed of it.
        let (own, rest) = faults.split_at_mut(schema_faults);
        arende.source.place_all(own);
        whole.place_all(rest);
        let told = parts
            .into_iter()
            .zip(faults)
            .enumerate()
            .map(|(index, (part, finding))| Told {
                part,
                by_rule: index >= by_schema,
                finding,
            })
            .collect();
        Ok(Some(Self {
            arende: arende.clone(),
            composed,
            told,
            judged: (0..count).map(|_| OnceLock::new()).collect(),
        }))
    }

    /// The documents of the meeting, the protocol and each §; and what each receiver's copy is called and is.
    pub(super) fn parts(&self, setup: &Setup, options: &Options) -> (Vec<Part>, Copies) {
        let mut parts = vec![self.part(Which::Protokoll, mote::PROTOKOLL.into(), setup, options)];
        let mut copies = Vec::new();
        let mut keys = BTreeSet::new();
        for (index, paragraf) in self.composed.paragrafer() {
            if paragraf.get("utgar").and_then(Value::as_bool) == Some(true) {
                continue;
            }
            let number = number(paragraf).unwrap_or_else(|| format!("nr {}", index + 1));
            let key = free(&mut keys, &mote::utdrag_key(&number));
            let receivers = paragraf.get("expedieras_till").and_then(Value::as_array);
            for (at, receiver) in receivers.into_iter().flatten().enumerate() {
                if let Some(name) = receiver.get("namn").and_then(Value::as_str) {
                    let key = free(&mut keys, &format!("{key}/{}", slug(name)));
                    copies.push((key, Which::Utdrag(index, Some(at))));
                }
            }
            parts.push(self.part(Which::Utdrag(index, None), key, setup, options));
        }
        (parts, copies)
    }

    /// A document of the meeting, with its name and the hash of what it is made from.
    pub(super) fn part(&self, which: Which, key: String, setup: &Setup, options: &Options) -> Part {
        let view = self.view(which);
        let meta = meta(&view, view.typ, setup, options, String::new());
        let mottagare = match which {
            Which::Utdrag(index, Some(at)) => self.receiver(index, at),
            _ => None,
        };
        Part {
            stem: naming::stem(&meta, setup.profile.filnamn(view.typ)),
            key,
            content: view.hash(),
            mottagare,
            paragraf: meta.paragraf,
            which: Some(which),
        }
    }

    fn receiver(&self, index: usize, at: usize) -> Option<Mottagare> {
        let place = Pointer::root().key("paragrafer").index(index);
        let place = place.key("expedieras_till").index(at);
        let entry = self.composed.raw.pointer(place.as_str())?;
        let text = |key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(Mottagare {
            namn: text("namn")?,
            adress: text("adress"),
            pekare: Some(place),
        })
    }

    fn view(&self, which: Which) -> View<'_> {
        match which {
            Which::Protokoll => self.composed.protokoll(),
            Which::Kallelse => self.composed.kallelse(),
            Which::Utdrag(index, None) => self.composed.utdrag(index),
            Which::Utdrag(index, Some(at)) => self.composed.utdrag_till(index, at),
        }
    }

    /// The data of a document.
    pub(super) fn document(&self, which: Which) -> Arende {
        self.view(which).into_arende(self.arende.source.clone())
    }

    /// The meeting's own file.
    pub(super) fn arende(&self) -> &Arende {
        &self.arende
    }

    /// What was found in the meeting as a whole and concerns a document of it.
    pub(super) fn told_of(&self, which: Which) -> Vec<Finding> {
        let list = Pointer::root().key("paragrafer");
        let concerns = |told: &&Told| {
            let own = |index: usize| {
                let at = list.index(index);
                told.part.as_ref().is_some_and(|part| part.is_within(&at))
            };
            let is_of_head = told.part.as_ref().is_none_or(|part| !below(part, &list));
            match which {
                Which::Protokoll => true,
                Which::Kallelse => !told.by_rule,
                Which::Utdrag(index, _) => own(index) || (is_of_head && !told.by_rule),
            }
        };
        let told = self.told.iter().filter(concerns);
        told.map(|told| told.finding.clone()).collect()
    }

    /// Whether nothing but rules has anything against a document: it can be built.
    pub(super) fn is_sound(&self, which: Which) -> bool {
        let list = Pointer::root().key("paragrafer");
        !self.told.iter().any(|told| {
            let concerns = match which {
                Which::Utdrag(index, _) => told
                    .part
                    .as_ref()
                    .is_none_or(|part| !below(part, &list) || part.is_within(&list.index(index))),
                Which::Protokoll | Which::Kallelse => true,
            };
            concerns && !told.by_rule && told.finding.level == Level::Fel
        })
    }

    /// Whether something that a § points at could not be brought in: what it lacks then has one cause, already told.
    pub(super) fn is_bereft(&self, index: usize) -> bool {
        let at = Pointer::root().key("paragrafer").index(index);
        let is_own = |part: &Pointer| part.is_within(&at);
        self.told.iter().any(|told| {
            told.finding.rule == mote::POINTED && told.part.as_ref().is_some_and(is_own)
        })
    }

    /// The indexes of the §§ that give an extract.
    pub(super) fn extracts(&self) -> impl Iterator<Item = usize> {
        self.composed
            .paragrafer()
            .filter(|(_, fields)| fields.get("utgar").and_then(Value::as_bool) != Some(true))
            .map(|(index, _)| index)
    }

    /// What was found in a § as an extract, made by `judge` the first time.
    pub(super) fn judged(
        &self,
        index: usize,
        judge: impl FnOnce() -> Result<Vec<Finding>, WorkspaceError>,
    ) -> Result<&[Finding], WorkspaceError> {
        let Some(slot) = self.judged.get(index) else {
            return Ok(&[]);
        };
        if let Some(known) = slot.get() {
            return Ok(known);
        }
        let fresh = judge()?;
        Ok(slot.get_or_init(|| fresh))
    }
}

/// Reads the files that §§ point at.
struct Shelf<'a> {
    workspace: &'a Workspace,
    files: &'a dyn Files,
}

impl Library for Shelf<'_> {
    fn load(&self, path: &Path) -> Result<Arende, String> {
        let name = path.to_string_lossy();
        let bytes = self
            .files
            .read(path, LARGEST)
            .map_err(|error| error.to_string())?;
        let types: Vec<&str> = self.workspace.types.iter().map(String::as_str).collect();
        let reading = arende::read(&name, &bytes, &types);
        let fault = |finding: &Finding| {
            let line = finding.location.as_ref().map_or(1, |at| at.line);
            let message = &finding.message;
            format!("{} har fel på rad {line}: {message}", quoted(&name))
        };
        let Some(arende) = reading.arende else {
            let first = reading.findings.first();
            return Err(first.map_or_else(|| format!("{} är tom.", quoted(&name)), fault));
        };
        let faults = self.workspace.schemas.check(&arende.typ, &arende.raw);
        let mut faults = faults.map_err(|error| error.to_string())?;
        arende.source.place_all(&mut faults);
        let found = reading.findings.iter().chain(&faults);
        match found.into_iter().find(|f| f.level == Level::Fel) {
            Some(finding) => Err(fault(finding)),
            None => Ok(arende),
        }
    }
}

fn below(part: &Pointer, list: &Pointer) -> bool {
    part.is_within(list) && part != list
}

/// The § as its number is written.
fn number(paragraf: &Map<String, Value>) -> Option<String> {
    let value = paragraf.get("nummer")?;
    let text = value.as_str().map(str::to_owned);
    text.or_else(|| value.as_u64().map(|n| n.to_string()))
}

/// The key, made another if it is taken.
fn free(taken: &mut BTreeSet<String>, key: &str) -> String {
    let mut found = key.to_owned();
    let mut number = 2;
    while !taken.insert(found.clone()) {
        found = format!("{key} ({number})");
        number += 1;
    }
    found
}

/// A name for a key: lower case, words joined.
fn slug(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join("-")
}
