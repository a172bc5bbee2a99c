//! A meeting with what its §§ point at brought in: the text is moved, not retyped. Every part remembers the file it
//! stands in. Reads no file itself: a [`Library`] does.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::arende::{Arende, Origins};
use crate::finding::{Finding, Level};
use crate::pointer::Pointer;
use crate::source::inside;
use crate::text::quoted;

use super::{POINTED, TYP, nummer};

/// Meetings may point at meetings, this deep: utskott, nämnd, styrelse, fullmäktige and some to spare.
const DEEPEST: usize = 6;

/// Where the files that §§ point at are read.
pub trait Library {
    /// A sound ärende, by its path from the root.
    ///
    /// # Errors
    /// A Swedish sentence when it is missing or has faults of its own.
    fn load(&self, path: &Path) -> Result<Arende, String>;
}

/// A meeting whose §§ are whole.
#[derive(Debug, Clone)]
pub struct Composed {
    /// The meeting's data: each § at its own place, with what it points at filled in.
    pub raw: Arc<Value>,
    /// Where each part stands.
    pub origins: Origins,
    /// What could not be brought in, by pointers into `raw`.
    pub findings: Vec<Finding>,
}

/// Brings in what the §§ of `arende` point at. `folder` is the meeting's own, from the root.
#[must_use]
pub fn compose(arende: &Arende, folder: &Path, library: &dyn Library) -> Composed {
    Composer {
        library,
        own: &arende.raw,
        read: HashMap::new(),
        open: Vec::new(),
    }
    .meeting(arende, folder)
}

struct Composer<'l> {
    library: &'l dyn Library,
    /// The outermost meeting, which no other may point back at.
    own: &'l Value,
    read: HashMap<PathBuf, Result<Arc<Loaded>, String>>,
    /// The meetings that are being composed, the outermost first.
    open: Vec<PathBuf>,
}

/// A file that a § points at.
struct Loaded {
    raw: Arc<Value>,
    origins: Origins,
    folder: PathBuf,
    /// What could not be brought into it in its turn.
    findings: Vec<Finding>,
}

impl Composer<'_> {
    fn meeting(&mut self, arende: &Arende, folder: &Path) -> Composed {
        let mut raw = (*arende.raw).clone();
        let mut made = Composed {
            raw: Arc::default(),
            origins: Origins::of(arende.source.clone()),
            findings: Vec::new(),
        };
        let instans = arende.instans.clone().unwrap_or_default();
        let mut borrowed = Vec::new();
        let list = raw.get_mut("paragrafer").and_then(Value::as_array_mut);
        for (index, entry) in list.into_iter().flatten().enumerate() {
            let Some(fields) = entry.as_object_mut() else {
                continue;
            };
            let mut paragraf = Paragraf {
                at: Pointer::root().key("paragrafer").index(index),
                instans: &instans,
                folder,
                fields,
                made: &mut made,
                borrowed: &mut borrowed,
            };
            let own_arende = paragraf.written("arende");
            let mut proposed = None;
            if let Some(path) = &own_arende {
                let at = paragraf.at.key("arende");
                match self.loaded(path, folder) {
                    Ok(loaded) if loaded.is_meeting() => paragraf.told(
                        at,
                        format!("{} är ett sammanträde och inte ett ärende.", quoted(path)),
                        "Skriv sammanträdet i ”tidigare”, med paragrafens nummer.",
                    ),
                    Ok(loaded) => proposed = paragraf.take_arende(&loaded),
                    Err(message) => paragraf.told(at, message, "Rätta sökvägen eller ärendet."),
                }
            }
            self.earlier(&mut paragraf, own_arende.is_some(), proposed);
            paragraf.settle();
        }
        put_borrowed(&mut raw, &mut made, borrowed);
        made.raw = Arc::new(raw);
        made
    }

    /// Fills in from the earlier §§, the last of them first: it is the one that the body decides on. `proposed` is what
    /// the ärende itself proposes, shown when no other body has proposed anything.
    fn earlier(
        &mut self,
        paragraf: &mut Paragraf<'_, '_>,
        has_arende: bool,
        proposed: Option<Proposal>,
    ) {
        let list = paragraf.fields.get("tidigare").and_then(Value::as_array);
        let points: Vec<(usize, String, Option<u64>)> = list
            .into_iter()
            .flatten()
            .enumerate()
            .filter_map(|(at, point)| {
                let path = point.get("mote")?.as_str()?.to_owned();
                Some((at, path, point.get("paragraf").and_then(nummer)))
            })
            .collect();
        let mut forslag = Vec::new();
        for (index, path, wanted) in points.into_iter().rev() {
            let at = paragraf.at.key("tidigare").index(index);
            let loaded = match self.loaded(&path, paragraf.folder) {
                Ok(loaded) => loaded,
                Err(message) => {
                    let at = at.key("mote");
                    paragraf.told(at, message, "Rätta sökvägen eller sammanträdet.");
                    continue;
                }
            };
            if !loaded.is_meeting() {
                let message = format!("{} är inget sammanträde.", quoted(&path));
                paragraf.told(at.key("mote"), message, "Skriv ett ärende i ”arende”.");
                continue;
            }
            let found = loaded
                .raw
                .get("paragrafer")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .position(|p| wanted.is_some() && p.get("nummer").and_then(nummer) == wanted);
            let Some(found) = found else {
                let number =
                    wanted.map_or_else(|| "den paragrafen".to_owned(), |n| format!("§ {n}"));
                let message = format!("Sammanträdet {} har inte {number}.", quoted(&path));
                paragraf.told(at.key("paragraf"), message, "Rätta paragrafens nummer.");
                continue;
            };
            // What is missing there is missing here.
            let place = Pointer::root().key("paragrafer").index(found);
            let lost = loaded
                .findings
                .iter()
                .find(|f| f.pointer.as_ref().is_some_and(|p| p.is_within(&place)));
            if let Some(lost) = lost {
                let message = format!("{} har fel: {}", quoted(&path), lost.message);
                paragraf.told(at.key("mote"), message, "Rätta det sammanträdet först.");
            }
            paragraf.take_earlier(&loaded, found, &at, has_arende);
            forslag.extend(paragraf.proposal_of(&loaded, found));
        }
        forslag.reverse();
        if forslag.is_empty() {
            forslag.extend(proposed);
        }
        paragraf.put_forslag(forslag);
    }

    fn loaded(&mut self, written: &str, folder: &Path) -> Result<Arc<Loaded>, String> {
        let path = inside(&folder.join(written)).map_err(|error| error.to_string())?;
        if self.open.contains(&path) || self.open.len() >= DEEPEST {
            return Err(turns_back(written));
        }
        if let Some(known) = self.read.get(&path) {
            return known.clone();
        }
        let read = self.library.load(&path).and_then(|arende| {
            let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
            if arende.typ != TYP {
                return Ok(Loaded {
                    origins: Origins::of(arende.source),
                    raw: arende.raw,
                    folder,
                    findings: Vec::new(),
                });
            }
            if *arende.raw == *self.own {
                return Err(turns_back(written));
            }
            self.open.push(path.clone());
            let composed = self.meeting(&arende, &folder);
            self.open.pop();
            Ok(Loaded {
                raw: composed.raw,
                origins: composed.origins,
                folder,
                findings: composed.findings,
            })
        });
        let read = read.map(Arc::new);
        self.read.insert(path, read.clone());
        read
    }
}

fn turns_back(written: &str) -> String {
    format!(
        "{} pekar tillbaka på sammanträdet som pekar dit.",
        quoted(written)
    )
}

impl Loaded {
    fn is_meeting(&self) -> bool {
        self.raw.get("paragrafer").is_some()
    }
}

/// An exception of another file that holds for a part brought in.
struct Borrowed {
    entry: Value,
    origins: Origins,
    from: Pointer,
}

/// One § while it is being filled in.
struct Paragraf<'a, 'm> {
    at: Pointer,
    instans: &'a str,
    folder: &'a Path,
    fields: &'m mut Map<String, Value>,
    made: &'m mut Composed,
    borrowed: &'m mut Vec<Borrowed>,
}

/// What a § takes over from its ärende as it stands.
const FROM_ARENDE: [&str; 7] = [
    "rubrik",
    "diarienummer",
    "klass",
    "beslutsunderlag",
    "expedieras_till",
    "expedieras_inte",
    "overklagande",
];

/// What a § takes over from an earlier § as it stands.
const FROM_EARLIER: [&str; 7] = [
    "rubrik",
    "diarienummer",
    "klass",
    "sammanfattning",
    "arendet",
    "beslutsunderlag",
    "bilder",
];

impl Paragraf<'_, '_> {
    fn written(&self, name: &str) -> Option<String> {
        self.fields.get(name)?.as_str().map(str::to_owned)
    }

    fn told(&mut self, at: Pointer, message: String, help: &str) {
        let finding = Finding::new(POINTED, Level::Fel, message).help(help).at(at);
        self.made.findings.push(finding);
    }

    /// Fills in a field that the § has not, from `from` in another file.
    fn take(&mut self, name: &str, other: &Loaded, from: &Pointer) {
        if self.fields.contains_key(name) {
            return;
        }
        let Some(value) = other.raw.pointer(from.as_str()) else {
            return;
        };
        let mut value = value.clone();
        rebase(&mut value, name, self.folder, &other.folder);
        self.fields.insert(name.to_owned(), value);
        let at = self.at.key(name);
        self.made.origins.graft(&at, &other.origins, from);
        self.borrow(other, from, &at);
    }

    /// Brings along the exceptions that hold for a part.
    fn borrow(&mut self, other: &Loaded, from: &Pointer, at: &Pointer) {
        let list = other.raw.get("undantag").and_then(Value::as_array);
        for (index, entry) in list.into_iter().flatten().enumerate() {
            let place = entry.get("pekare").and_then(Value::as_str);
            let place = place.and_then(Pointer::parse);
            let Some(moved) = place.and_then(|place| place.moved(from, at)) else {
                continue;
            };
            let mut entry = entry.clone();
            entry["pekare"] = moved.as_str().into();
            entry[super::LANAT] = true.into();
            self.borrowed.push(Borrowed {
                entry,
                origins: other.origins.clone(),
                from: Pointer::root().key("undantag").index(index),
            });
        }
    }

    /// Gives what was proposed when something else was decided: the reader shall see it.
    fn take_arende(&mut self, other: &Loaded) -> Option<Proposal> {
        let root = Pointer::root();
        let has_own_decision = self.fields.contains_key("beslut");
        for name in FROM_ARENDE {
            self.take(name, other, &root.key(name));
        }
        self.take("sammanfattning", other, &root.key("sammanfattning"));
        self.take("sammanfattning", other, &root.key("kortform").key("text"));
        self.take("bilder", other, &root.key("bilder"));
        if has_own_decision {
            let fran = ["forvaltning", "instans"]
                .iter()
                .find_map(|key| other.raw.get(key)?.as_str());
            Some(Proposal {
                fran: fran.unwrap_or("Förvaltningen").to_owned(),
                decisions: chosen(&other.raw, &root, |_| true),
                other: other.origins.clone(),
            })
        } else {
            let own = self.instans.to_owned();
            let chosen = chosen(&other.raw, &root, |_| true)
                .into_iter()
                .map(|(from, decision)| (from, decided_by(decision, &own)))
                .collect();
            self.put_decisions(chosen, &other.origins);
            None
        }
    }

    fn take_earlier(&mut self, other: &Loaded, found: usize, at: &Pointer, has_arende: bool) {
        let from = Pointer::root().key("paragrafer").index(found);
        for name in FROM_EARLIER {
            self.take(name, other, &from.key(name));
        }
        // The printed reference: who treated it and when.
        let entry = at.last().and_then(|index| index.parse::<usize>().ok());
        let list = self
            .fields
            .get_mut("tidigare")
            .and_then(Value::as_array_mut);
        if let Some(entry) = list
            .zip(entry)
            .and_then(|(list, index)| list.get_mut(index))
        {
            for name in ["instans", "sammantradesdatum"] {
                if let (None, Some(value)) = (entry.get(name), other.raw.get(name)) {
                    entry[name] = value.clone();
                    let origin = Pointer::root().key(name);
                    self.made
                        .origins
                        .graft(&at.key(name), &other.origins, &origin);
                }
            }
        }
        if !has_arende && !self.fields.contains_key("beslut") {
            let own = self.instans.to_lowercase();
            let is_for_us = |decision: &Map<String, Value>| {
                ["instans", "till"].iter().any(|key| {
                    let body = decision.get(*key).and_then(Value::as_str);
                    body.is_some_and(|body| body.to_lowercase() == own)
                })
            };
            let instans = self.instans.to_owned();
            let chosen = chosen(&other.raw, &from, is_for_us)
                .into_iter()
                .map(|(from, decision)| (from, decided_by(decision, &instans)))
                .collect();
            self.put_decisions(chosen, &other.origins);
        }
    }

    /// What an earlier body proposed to this one.
    fn proposal_of(&self, other: &Loaded, found: usize) -> Option<Proposal> {
        if self.fields.contains_key("forslag") {
            return None;
        }
        let from = Pointer::root().key("paragrafer").index(found);
        let decisions = chosen(&other.raw, &from, |decision| {
            decision.contains_key("till")
                || decision.get("status").and_then(Value::as_str) == Some("forslag")
        });
        // As this body would decide it: what is proposed to it is its own, what it is to pass on is its proposal.
        let decisions: Vec<_> = decisions
            .into_iter()
            .map(|(from, decision)| {
                let mut decision = decided_by(decision, self.instans);
                decision.insert("status".into(), "forslag".into());
                (from, decision)
            })
            .collect();
        let fran = other.raw.get("instans")?.as_str()?.to_owned();
        (!decisions.is_empty()).then(|| Proposal {
            fran,
            decisions,
            other: other.origins.clone(),
        })
    }

    fn put_forslag(&mut self, proposals: Vec<Proposal>) {
        let proposals: Vec<Proposal> = proposals
            .into_iter()
            .filter(|proposal| !proposal.decisions.is_empty())
            .collect();
        if proposals.is_empty() || self.fields.contains_key("forslag") {
            return;
        }
        let at = self.at.key("forslag");
        let mut list = Vec::new();
        for (index, proposal) in proposals.into_iter().enumerate() {
            let mut decisions = Vec::new();
            for (number, (from, decision)) in proposal.decisions.into_iter().enumerate() {
                let at = at.index(index).key("beslut").index(number);
                self.made.origins.graft(&at, &proposal.other, &from);
                decisions.push(Value::Object(decision));
            }
            list.push(json!({
                "fran": proposal.fran,
                "till": crate::text::gemen(self.instans),
                "beslut": decisions,
            }));
        }
        self.fields.insert("forslag".into(), list.into());
    }

    fn put_decisions(&mut self, chosen: Vec<(Pointer, Map<String, Value>)>, other: &Origins) {
        if chosen.is_empty() || self.fields.contains_key("beslut") {
            return;
        }
        let at = self.at.key("beslut");
        let mut list = Vec::new();
        for (index, (from, decision)) in chosen.into_iter().enumerate() {
            self.made.origins.graft(&at.index(index), other, &from);
            list.push(Value::Object(decision));
        }
        self.fields.insert("beslut".into(), list.into());
    }

    /// What must be there when all has been brought in.
    fn settle(&mut self) {
        // A heading of the wrong type is the schema's to tell of.
        let is_named = self
            .fields
            .get("rubrik")
            .is_some_and(|rubrik| rubrik.as_str().is_none_or(|text| !text.trim().is_empty()));
        let has_told = self
            .made
            .findings
            .iter()
            .any(|f| f.pointer.as_ref().is_some_and(|p| p.is_within(&self.at)));
        if !is_named && !has_told {
            let number = self.fields.get("nummer").and_then(nummer);
            let number = number.map_or_else(|| "Paragrafen".to_owned(), |n| format!("§ {n}"));
            let at = self.at.clone();
            self.told(
                at,
                format!("{number} saknar rubrik."),
                "Skriv ”rubrik”, eller peka ut ärendet i ”arende”.",
            );
        }
    }
}

/// What a body has proposed.
struct Proposal {
    fran: String,
    decisions: Vec<(Pointer, Map<String, Value>)>,
    other: Origins,
}

/// The decisions of an ärende or § that count, with their places: alternative proposals are left where they are.
fn chosen(
    raw: &Value,
    at: &Pointer,
    is_wanted: impl Fn(&Map<String, Value>) -> bool,
) -> Vec<(Pointer, Map<String, Value>)> {
    let at = at.key("beslut");
    let list = raw.pointer(at.as_str()).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .enumerate()
        .filter_map(|(index, decision)| {
            let decision = decision.as_object()?;
            let status = decision.get("status").and_then(Value::as_str);
            (status != Some("alternativt_forslag") && is_wanted(decision))
                .then(|| (at.index(index), decision.clone()))
        })
        .collect()
}

/// A proposed decision as `instans` decides on it: its own proposal becomes its decision, another body's decision its
/// proposal to that body, and a proposal to a third body is passed on.
fn decided_by(mut decision: Map<String, Value>, instans: &str) -> Map<String, Value> {
    let is_own = |body: &str| body.to_lowercase() == instans.to_lowercase();
    let field = |decision: &Map<String, Value>, key: &str| {
        decision.get(key).and_then(Value::as_str).map(str::to_owned)
    };
    let (body, till) = (field(&decision, "instans"), field(&decision, "till"));
    if till.as_deref().is_some_and(is_own) {
        decision.shift_remove("till");
        decision.insert("instans".into(), instans.into());
    } else if till.is_none() && body.as_deref().is_some_and(|body| !is_own(body)) {
        decision.insert("till".into(), body.unwrap_or_default().into());
        decision.insert("instans".into(), instans.into());
    } else if till.is_some() {
        decision.insert("instans".into(), instans.into());
    }
    let status = if decision.contains_key("till") {
        "forslag"
    } else {
        "beslut"
    };
    decision.insert("status".into(), status.into());
    decision
}

/// Puts the exceptions brought along after the meeting's own.
fn put_borrowed(raw: &mut Value, made: &mut Composed, borrowed: Vec<Borrowed>) {
    if borrowed.is_empty() {
        return;
    }
    let Some(fields) = raw.as_object_mut() else {
        return;
    };
    let list = fields.entry("undantag").or_insert_with(|| json!([]));
    let Some(list) = list.as_array_mut() else {
        return;
    };
    let at = Pointer::root().key("undantag");
    for exception in borrowed {
        let at = at.index(list.len());
        made.origins.graft(&at, &exception.origins, &exception.from);
        list.push(exception.entry);
    }
}

/// Makes the paths of files in `value` count from `folder` instead of from `other`.
fn rebase(value: &mut Value, name: &str, folder: &Path, other: &Path) {
    if folder == other {
        return;
    }
    let up = "../".repeat(folder.components().count());
    let place = |file: &mut Value| {
        if let Some(written) = file.as_str() {
            let path = other.join(written);
            *file = format!("{up}{}", path.to_string_lossy()).into();
        }
    };
    match (name, value) {
        ("bilder", Value::Object(pictures)) => pictures
            .values_mut()
            .filter_map(|picture| picture.get_mut("fil"))
            .for_each(place),
        ("beslutsunderlag" | "bilagor", Value::Array(entries)) => entries
            .iter_mut()
            .filter_map(|entry| entry.get_mut("fil"))
            .for_each(place),
        _ => {}
    }
}
