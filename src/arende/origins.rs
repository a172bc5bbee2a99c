//! Where the parts of an ärende stand that was put together from several files. Puts nothing together itself.

use std::collections::BTreeMap;

use crate::finding::{Applicability, Finding, Reading};
use crate::pointer::Pointer;

use super::SourceText;

/// The places of a composed ärende's parts in the files they came from. A part without a place of its own stands where
/// the part it is in stands.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    /// The first is the file that was asked for.
    files: Vec<SourceText>,
    places: BTreeMap<Pointer, (usize, Pointer)>,
}

impl Origins {
    /// Everything stands in one file, where its own pointers say.
    #[must_use]
    pub fn of(source: SourceText) -> Self {
        let places = BTreeMap::from([(Pointer::root(), (0, Pointer::root()))]);
        Self {
            files: vec![source],
            places,
        }
    }

    /// Nothing stands anywhere yet; `source` is the file that fixes may be applied to.
    #[must_use]
    pub fn starting_in(source: SourceText) -> Self {
        Self {
            files: vec![source],
            places: BTreeMap::new(),
        }
    }

    /// The part at `at` is what `from` names in `other`, with every part in it.
    pub fn graft(&mut self, at: &Pointer, other: &Self, from: &Pointer) {
        if let Some((file, place)) = other.origin(from) {
            let file = self.file(&other.files[file]);
            self.places.insert(at.clone(), (file, place));
        }
        let inner = from.key("");
        let parts = other
            .places
            .range(inner.clone()..)
            .take_while(|(part, _)| part.as_str().starts_with(inner.as_str()));
        for (part, (file, place)) in parts {
            if let Some(at) = part.moved(from, at) {
                let file = self.file(&other.files[*file]);
                self.places.insert(at, (file, place.clone()));
            }
        }
    }

    /// Which file a part stands in, and where there.
    fn origin(&self, part: &Pointer) -> Option<(usize, Pointer)> {
        let mut above = part.clone();
        loop {
            if let Some((file, place)) = self.places.get(&above) {
                return Some((*file, part.moved(&above, place)?));
            }
            above = above.parent()?;
        }
    }

    /// The file, added if it is new.
    fn file(&mut self, source: &SourceText) -> usize {
        let known = self.files.iter().position(|f| f.name() == source.name());
        known.unwrap_or_else(|| {
            self.files.push(source.clone());
            self.files.len() - 1
        })
    }

    /// Gives every finding with a pointer its place in the file that the part came from, and makes the pointer that
    /// file's own. A fix that would change another file than the first is only shown.
    pub fn place_all(&self, findings: &mut [Finding]) {
        let mut by_file: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, finding) in findings.iter_mut().enumerate() {
            if finding.location.is_some() {
                continue;
            }
            let Some((file, place)) = finding.pointer.as_ref().and_then(|p| self.origin(p)) else {
                continue;
            };
            finding.pointer = Some(place);
            if let Reading::ReliesOn(part) = &finding.reading {
                // What stands in another file than the finding cannot explain it.
                let part = self.origin(part).filter(|(other, _)| *other == file);
                finding.reading = part.map_or(Reading::Other, |(_, part)| Reading::ReliesOn(part));
            }
            let mut moved = true;
            if let Some(fix) = &mut finding.fix {
                for edit in &mut fix.edits {
                    match self.origin(&edit.pointer) {
                        Some((0, place)) => edit.pointer = place,
                        _ => moved = false,
                    }
                }
                if !moved {
                    fix.applicability = Applicability::DisplayOnly;
                    fix.edits.clear();
                }
            }
            by_file.entry(file).or_default().push(index);
        }
        for (file, indexes) in by_file {
            let mut own: Vec<Finding> = indexes.iter().map(|i| findings[*i].clone()).collect();
            self.files[file].place_all(&mut own);
            for (index, placed) in indexes.into_iter().zip(own) {
                findings[index] = placed;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Origins;
    use crate::arende::SourceText;
    use crate::finding::{Applicability, Edit, Finding, Fix, Level};
    use crate::pointer::Pointer;

    fn at(written: &str) -> Pointer {
        Pointer::parse(written).expect("a pointer")
    }

    #[test]
    fn parts_keep_their_places_through_two_compositions() {
        let own = Origins::of(SourceText::new("mote.json", "{\n\"p\": [{\"n\": 1}]\n}"));
        let other = Origins::of(SourceText::new("arende.json", "{\n\n\"beslut\": [\n1]}"));
        let mut meeting = own.clone();
        meeting.graft(&at("/p/0/beslut"), &other, &at("/beslut"));
        let mut extract =
            Origins::starting_in(SourceText::new("mote.json", "{\n\"p\": [{\"n\": 1}]\n}"));
        for (to, from) in [("/beslut", "/p/0/beslut"), ("/n", "/p/0/n")] {
            extract.graft(&at(to), &meeting, &at(from));
        }
        let mut findings = ["/beslut/0", "/n", "/nowhere"].map(|pointer| {
            let mut finding = Finding::new("X-01", Level::Fel, "x").at(at(pointer));
            finding.fix = Some(Fix {
                title: "x".into(),
                applicability: Applicability::Safe,
                edits: vec![Edit {
                    pointer: at(pointer),
                    range: None,
                    replacement: 1.into(),
                }],
            });
            finding
        });
        extract.place_all(&mut findings);
        let told: Vec<_> = findings
            .iter()
            .map(|f| {
                let place = f.location.as_ref().map(|l| (l.file.as_str(), l.line));
                let fix = f.fix.as_ref().map(|fix| fix.edits.len());
                (place, f.pointer.as_ref().map(Pointer::as_str), fix)
            })
            .collect();
        assert_eq!(
            told,
            [
                (Some(("arende.json", 4)), Some("/beslut/0"), Some(0)),
                (Some(("mote.json", 2)), Some("/p/0/n"), Some(1)),
                (None, Some("/nowhere"), Some(1)),
            ]
        );
    }
}
