//! The names in templates and profiles: filters, sections, includes and headings that do not exist. Runs no template.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::document::Role;
use crate::finding::Level;
use crate::markup;
use crate::mote;
use crate::profile::heading_id;
use crate::template::{Engine, Mention, Use, mentions};
use crate::text::{closest, och_lista, quoted};

use super::super::naming;
use super::super::setup::Setup;
use super::{Judge, MALL, PROFIL};

/// Where the headings of profiles stand among templates.
/// Headings that rules and renderers ask for by themselves, or a template chooses by hand.
const OPEN_SECTION: &str = "avsnitt id=";

fn span(mention: &Mention) -> Range<usize> {
    mention.at..mention.at + mention.name.len()
}

/// " Menade du ”x”?".
fn near<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    closest(written, known).map_or_else(String::new, |near| format!(" Menade du ”{near}”?"))
}

impl Judge<'_> {
    /// Filters, tests, functions, sections and included templates.
    pub(super) fn names(&mut self) {
        let mut faults: Vec<(String, Range<usize>, String, &str)> = Vec::new();
        let mut unknown = Vec::new();
        for (name, scanned) in &self.scanned {
            for mention in scanned {
                if let Some((message, help)) = self.fault(mention) {
                    faults.push((name.clone(), span(mention), message, help));
                    unknown.push(mention.clone());
                }
            }
        }
        self.unknown.extend(unknown);
        for (file, span, message, help) in faults {
            self.tell(MALL, &file, span, message, help);
        }
    }

    /// What is wrong with a name that a template mentions, and what to do about it.
    fn fault(&self, mention: &Mention) -> Option<(String, &'static str)> {
        let name = mention.name.as_str();
        let (kind, help) = match mention.used_as {
            Use::Filter => ("Filtret", "Använd ett av filtren, eller ta bort det."),
            Use::Test => ("Testet", "Mallar kan bara pröva ”is lika(…)”."),
            Use::Function => (
                "Funktionen",
                "Använd en av funktionerna, eller ett eget makro.",
            ),
            Use::Made => return None,
            Use::Section => {
                let fault = markup::section_fault(name)?;
                return Some((crate::text::versal(&fault), "Rätta avsnittets namn."));
            }
            Use::Template => {
                if heading_id(name).is_some() || self.scanned.contains_key(name) {
                    return None;
                }
                let hint = near(name, self.scanned.keys().map(String::as_str));
                let message = format!("Mallen {} finns inte.{hint}", quoted(name));
                return Some((message, "Rätta sökvägen; den räknas från mallmappen."));
            }
        };
        let known = Engine::names(mention.used_as);
        if known.contains(&name) || name == "caller" || self.made.contains(name) {
            return None;
        }
        let own = self.made.iter().map(String::as_str);
        let made = own.filter(|_| mention.used_as == Use::Function);
        let hint = near(name, known.iter().copied().chain(made));
        Some((format!("{kind} {} finns inte.{hint}", quoted(name)), help))
    }

    /// The headings and open sections that a type's templates ask the profile for, with their places.
    pub(super) fn wanted_headings(&self, main: &str) -> Vec<(String, Mention)> {
        let reach = self.reach(main).into_iter();
        let all = reach.flat_map(|name| {
            let mentions = self.scanned[name].iter();
            mentions.map(|mention| (name.to_owned(), mention.clone()))
        });
        let is_heading = |mention: &Mention| match mention.used_as {
            Use::Template => heading_id(&mention.name).is_some(),
            Use::Section => mention.name.starts_with(OPEN_SECTION),
            _ => false,
        };
        all.filter(|(_, mention)| is_heading(mention)).collect()
    }

    /// Tells of headings that a type's templates print and that profiles lack.
    pub(super) fn missing_headings(
        &mut self,
        typ: &str,
        wanted: &[(String, Mention)],
        setups: &[Arc<Setup>],
    ) {
        for (file, mention) in wanted {
            let is_missing = |setup: &&Arc<Setup>| {
                let profile = &setup.profile;
                if let Some(id) = heading_id(&mention.name) {
                    return profile.heading(typ, id).is_none();
                }
                let id = mention.name.strip_prefix(OPEN_SECTION).unwrap_or_default();
                !profile.open_sections().contains_key(id)
                    && !profile.typ(typ).ordning.iter().any(|known| known == id)
            };
            let lacking: BTreeSet<&str> = setups
                .iter()
                .filter(is_missing)
                .map(|setup| setup.profile.id.as_str())
                .collect();
            let Some(first) = setups.iter().find(is_missing) else {
                continue;
            };
            let lacking: Vec<&str> = lacking.into_iter().collect();
            let id = heading_id(&mention.name)
                .unwrap_or_else(|| mention.name.trim_start_matches(OPEN_SECTION));
            let headings = &first.profile.headings;
            let own = headings.typ.get(typ).map(|typ| typ.rubriker.keys());
            let known = headings.rubriker.keys().chain(own.into_iter().flatten());
            let known = known.chain(headings.avsnitt.keys()).map(String::as_str);
            let hint = near(id, known);
            let all: BTreeSet<&str> = setups.iter().map(|s| s.profile.id.as_str()).collect();
            let who = match lacking.len() {
                count if count == all.len() => "Ingen profil har".to_owned(),
                1 => format!("Profilen {} saknar", lacking[0]),
                _ => format!("Profilerna {} saknar", och_lista(&lacking)),
            };
            let message = format!("{who} rubriken ”{id}” för dokumenttypen {typ}.{hint}");
            self.tell(
                MALL,
                file,
                span(mention),
                message,
                "Lägg till rubriken i profilens rubriker.toml.",
            );
        }
    }

    /// What profiles say of headings, sections and types that nobody asks for, and the names in the headings.
    pub(super) fn headings(&mut self, setups: &[Arc<Setup>]) {
        let mut asked = BTreeSet::new();
        let mut sections: BTreeSet<String> = Role::NAMED.map(str::to_owned).into();
        sections.insert("avsnitt".to_owned());
        for mention in self.scanned.values().flatten() {
            if let (Use::Template, Some(id)) = (mention.used_as, heading_id(&mention.name)) {
                asked.insert(id.to_owned());
            }
            if let Some(id) = mention.name.strip_prefix(OPEN_SECTION) {
                sections.insert(id.to_owned());
            }
        }
        for setup in setups {
            let own: BTreeSet<String> = setup.profile.open_sections().keys().cloned().collect();
            let known = Known {
                asked: &asked,
                sections: &sections | &own,
            };
            self.profile_names(setup, &known);
        }
    }

    fn profile_names(&mut self, setup: &Setup, known: &Known<'_>) {
        let types = self.workspace.types().iter();
        let types: BTreeSet<&str> = types.flat_map(|typ| mote::documents(typ)).collect();
        for origin in setup.profile.origins().unwrap_or_default() {
            let Some(place) = &origin.place else { continue };
            let file = place.file.clone();
            let at = self.byte(&file, place.line, place.column);
            let steps: Vec<&str> = origin.key.split('.').collect();
            let mut unused = |message: String| {
                self.weigh(
                    Level::Varning,
                    PROFIL,
                    &file,
                    at..at,
                    message,
                    "Rätta namnet, eller ta bort det.",
                );
            };
            if let ["typ", typ, ..] = steps.as_slice()
                && !types.contains(typ)
            {
                let hint = near(typ, types.iter().copied());
                unused(format!("Dokumenttypen ”{typ}” finns inte.{hint}"));
            }
            match steps.as_slice() {
                ["rubriker" | "fraser", id] | ["typ", _, "rubriker", id] => {
                    let asked = if steps[0] == "fraser" {
                        format!("fras/{id}")
                    } else {
                        (*id).to_owned()
                    };
                    // A template of one's own may leave out a heading; a misspelt one is a mistake.
                    let hint = near(&asked, known.asked.iter().map(String::as_str));
                    if !known.asked.contains(&asked) && !hint.is_empty() {
                        unused(format!("Ingen mall skriver rubriken ”{id}”.{hint}"));
                    }
                    if let Some(heading) = origin.value.as_str() {
                        self.heading(&file, at, heading);
                    }
                }
                ["filnamn"] | ["typ", _, "filnamn"] => {
                    let pattern = origin.value.as_str().unwrap_or_default();
                    if let Some(message) = naming::fault(pattern) {
                        self.tell(PROFIL, &file, at..at, message, "Rätta mönstret.");
                    }
                }
                ["typ", _, "ordning"] => {
                    for id in origin.value.as_array().into_iter().flatten() {
                        let id = id.as_str().unwrap_or_default();
                        if !known.sections.contains(id) {
                            let hint = near(id, known.sections.iter().map(String::as_str));
                            unused(format!("Avsnittet ”{id}” finns inte.{hint}"));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// The names in a heading, which is a template too.
    fn heading(&mut self, file: &str, at: usize, heading: &str) {
        for mention in mentions(heading) {
            if let Some((message, help)) = self.fault(&mention) {
                let text = self.workspace.assets.text(file).unwrap_or_default();
                // The value begins with its quote; one with escapes is told at its beginning.
                let inside = at + 1;
                let is_plain = text
                    .get(inside..)
                    .is_some_and(|rest| rest.starts_with(heading));
                let at = if is_plain { inside + mention.at } else { at };
                self.tell(MALL, file, at..at + mention.name.len(), message, help);
                self.unknown.push(mention);
            }
        }
    }

    /// The byte of a line and column of a file.
    pub(super) fn byte(&self, file: &str, line: usize, column: usize) -> usize {
        let text = self.workspace.assets.text(file).unwrap_or_default();
        let before: usize = text
            .split_inclusive('\n')
            .take(line - 1)
            .map(str::len)
            .sum();
        let within = text[before..].chars().take(column - 1).map(char::len_utf8);
        before + within.sum::<usize>()
    }
}

/// What profiles may name.
struct Known<'a> {
    /// Headings that some template asks for.
    asked: &'a BTreeSet<String>,
    /// Sections that may be ordered.
    sections: BTreeSet<String>,
}

/// Where the heading `id` of a type stands in a profile's files.
pub(super) fn heading_place(setup: &Setup, typ: &str, id: &str) -> Option<(String, usize, usize)> {
    let origins = setup.profile.origins().ok()?;
    let places: BTreeMap<&str, _> = origins
        .iter()
        .map(|o| (o.key.as_str(), o.place.as_ref()))
        .collect();
    let own = places.get(format!("typ.{typ}.rubriker.{id}").as_str());
    let common = match id.strip_prefix("fras/") {
        Some(id) => format!("fraser.{id}"),
        None => format!("rubriker.{id}"),
    };
    let place = own.or_else(|| places.get(common.as_str()));
    let place = place.copied().flatten()?;
    Some((place.file.clone(), place.line, place.column))
}
