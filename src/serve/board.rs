//! What the live page shows: every document's pages and text, and what there is to say of them. Waits for nobody but the
//! pages that wait for news.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use crate::finding::Finding;
use crate::workspace::Preview;

/// What there is to say of an input.
#[derive(Debug, Clone, Default)]
pub struct Note {
    /// How it went, in a sentence.
    pub line: String,
    /// The time of the version that is shown, when it is an earlier one: "14.02".
    pub earlier: Option<String>,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// One input and its documents.
#[derive(Debug, Default)]
struct Input {
    note: Note,
    sheets: Vec<Sheet>,
}

#[derive(Debug, Default)]
struct Sheet {
    key: String,
    stem: String,
    /// What tells it from the input's other documents: "§ 44". Nothing for one that its title tells enough of.
    mark: String,
    preview: Option<Preview>,
}

impl Sheet {
    /// What it is called in a list.
    fn title(&self) -> Option<String> {
        let title = self.preview.as_ref().map(|preview| preview.title.as_str());
        match (self.mark.as_str(), title) {
            ("", title) => title.map(str::to_owned),
            (mark, title) => Some(format!("{mark} {}", title.unwrap_or_default())),
        }
    }
}

#[derive(Debug, Default)]
struct State {
    version: u64,
    inputs: BTreeMap<String, Input>,
}

/// What the live page shows.
#[derive(Debug, Default)]
pub struct Board {
    state: Mutex<State>,
    changed: Condvar,
}

impl Board {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.lock();
        change(&mut state);
        state.version += 1;
        drop(state);
        self.changed.notify_all();
    }

    /// Says which documents an input has, in order: what each is, its name, and its § if it is about one. What was shown
    /// of one stays until it is shown anew, whatever its name has become.
    pub fn sheets(&self, input: &str, sheets: &[(&str, &str, &str)]) {
        let mut state = self.lock();
        let known = &mut state.inputs.entry(input.to_owned()).or_default().sheets;
        let mut before = std::mem::take(known);
        known.extend(sheets.iter().map(|(key, stem, mark)| {
            let same = before.iter().position(|sheet| sheet.key == *key);
            Sheet {
                key: (*key).to_owned(),
                stem: (*stem).to_owned(),
                mark: (*mark).to_owned(),
                preview: same.and_then(|at| before.swap_remove(at).preview),
            }
        }));
    }

    /// Shows a document.
    pub fn show(&self, input: &str, stem: &str, preview: Preview) {
        self.change(|state| {
            let input = state.inputs.entry(input.to_owned()).or_default();
            if let Some(sheet) = input.sheets.iter_mut().find(|sheet| sheet.stem == stem) {
                sheet.preview = Some(preview);
            }
        });
    }

    /// Says how an input went.
    pub fn note(&self, input: &str, note: Note) {
        self.change(|state| state.inputs.entry(input.to_owned()).or_default().note = note);
    }

    /// Shows an input no more.
    pub fn forget(&self, input: &str) {
        self.change(|state| {
            state.inputs.remove(input);
        });
    }

    /// Waits until there is something newer than `version`; `None` when nothing came in that time.
    pub(super) fn wait(&self, version: u64, patience: Duration) -> Option<u64> {
        let state = self.lock();
        let waited = self
            .changed
            .wait_timeout_while(state, patience, |state| state.version <= version);
        let (state, result) = waited.unwrap_or_else(PoisonError::into_inner);
        (!result.timed_out()).then_some(state.version)
    }

    /// The picture of a page that is shown.
    pub(super) fn picture(&self, key: &str) -> Option<Arc<str>> {
        let state = self.lock();
        let sheets = state.inputs.values().flat_map(|input| &input.sheets);
        let mut pages = sheets
            .filter_map(|sheet| sheet.preview.as_ref())
            .flat_map(|p| &p.pages);
        pages
            .find(|page| page.key == key)
            .map(|page| Arc::clone(&page.svg))
    }

    /// Everything a page needs to show a document, as JSON in one line; the first one when there is none of that name.
    pub(super) fn state(&self, wanted: &str) -> String {
        let state = self.lock();
        let mut all = Vec::new();
        for (name, input) in &state.inputs {
            if input.sheets.is_empty() {
                all.push((id(name, ""), name, input, None));
            }
            let sheets = input.sheets.iter();
            all.extend(sheets.map(|sheet| (id(name, &sheet.key), name, input, Some(sheet))));
        }
        // A meeting that lost a paragraph is still the same meeting.
        let same_input = |id: &str| id.split('-').next() == wanted.split('-').next();
        let chosen = all
            .iter()
            .position(|(id, ..)| id == wanted)
            .or_else(|| all.iter().position(|(id, ..)| same_input(id)))
            .unwrap_or(0);
        let list: Vec<Value> = all
            .iter()
            .map(|(id, name, _, sheet)| {
                json!({"id": id, "fil": name, "titel": sheet.and_then(Sheet::title)})
            })
            .collect();
        let Some((id, name, input, sheet)) = all.get(chosen) else {
            return json!({"dokument": list}).to_string();
        };
        let preview = sheet.and_then(|sheet| sheet.preview.as_ref());
        let pages: Vec<Value> = preview
            .iter()
            .flat_map(|preview| &preview.pages)
            .map(|page| json!({"bild": page.key, "b": page.width, "h": page.height}))
            .collect();
        json!({
            "dokument": list,
            "vald": id,
            "fil": name,
            "titel": preview.map(|preview| &preview.title),
            "lage": input.note.line,
            "visar": input.note.earlier,
            "fynd": input.note.findings.iter().map(finding).collect::<Vec<_>>(),
            "sidor": pages,
            "text": preview.map(|preview| &preview.text),
            "sprak": preview.map(|preview| &preview.lang),
        })
        .to_string()
    }
}

/// A name for a document that means nothing anywhere else.
fn id(input: &str, key: &str) -> String {
    let short = |text: &str| blake3::hash(text.as_bytes()).to_hex()[..12].to_owned();
    format!("{}-{}", short(input), short(key))
}

fn finding(finding: &Finding) -> Value {
    let place = finding.location.as_ref();
    json!({
        "niva": finding.level.namn(),
        "regel": finding.rule,
        "rad": place.map(|place| place.line),
        "kolumn": place.map(|place| place.column),
        "text": crate::text::masked(&finding.message),
        "atgard": finding.help.as_deref().map(crate::text::masked),
    })
}
