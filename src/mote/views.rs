//! The documents of a meeting, as data: the whole protocol, the summons, each § as an extract and each receiver's copy
//! of one. Every view holds only what its document is made from, so that a change elsewhere leaves it as it was.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::arende::{Arende, Origins, SourceText};
use crate::pointer::Pointer;

use super::{Composed, KALLELSE, LANAT, PROTOKOLL, Paragrafer, UTDRAG, nummer};

/// The data of one document, with the places of its parts.
#[derive(Debug, Clone)]
pub struct View {
    /// The document type.
    pub typ: &'static str,
    /// Its data.
    pub raw: Value,
    /// Where each part stands.
    pub origins: Origins,
}

impl View {
    /// The view as an ärende. `source` is the meeting's file.
    #[must_use]
    pub fn into_arende(self, source: SourceText) -> Arende {
        Arende::composed(self.typ, self.raw, source, Arc::new(self.origins))
    }
}

/// What an extract takes from the meeting's head.
const HEAD: [&str; 6] = [
    "kommun",
    "instans",
    "forvaltning",
    "sammantradesdatum",
    "intygas_av",
    "bilder",
];

/// What of a § is the meeting's own business and stands in no extract.
const NOT_IN_EXTRACT: [&str; 6] = [
    "nummer",
    "arende",
    "utgar",
    "tillkom",
    "foredragande",
    "tid",
];

/// What the summons takes from the meeting's head.
const HEAD_OF_SUMMONS: [&str; 7] = [
    "kommun",
    "instans",
    "forvaltning",
    "sammantradesdatum",
    "tid",
    "plats",
    "kallelse",
];

/// What the summons says of a §.
const LISTED: [&str; 8] = [
    "nummer",
    "rubrik",
    "diarienummer",
    "klass",
    "foredragande",
    "tid",
    "utgar",
    "tillkom",
];

/// A view while it is being made.
struct Maker<'c> {
    composed: &'c Composed,
    fields: Map<String, Value>,
    origins: Origins,
}

impl<'c> Maker<'c> {
    fn of(composed: &'c Composed, source: &SourceText) -> Self {
        Self {
            composed,
            fields: Map::new(),
            origins: Origins::starting_in(source.clone()),
        }
    }

    /// Takes the value at `from`, under the name `name`.
    fn take(&mut self, name: &str, from: &Pointer) {
        if let Some(value) = self.composed.raw.pointer(from.as_str()) {
            self.fields.insert(name.to_owned(), value.clone());
            let at = Pointer::root().key(name);
            self.origins.graft(&at, &self.composed.origins, from);
        }
    }

    /// Puts a list whose elements stand at the given places.
    fn put_list(&mut self, name: &str, elements: Vec<(Value, Pointer)>) {
        let at = Pointer::root().key(name);
        let mut list = Vec::new();
        for (value, from) in elements {
            let at = at.index(list.len());
            self.origins.graft(&at, &self.composed.origins, &from);
            list.push(value);
        }
        self.fields.insert(name.to_owned(), list.into());
    }

    fn finish(self, typ: &'static str) -> View {
        View {
            typ,
            raw: Value::Object(self.fields),
            origins: self.origins,
        }
    }
}

impl Composed {
    /// The §§ in order.
    pub fn paragrafer(&self) -> impl Iterator<Item = (usize, &Map<String, Value>)> {
        let list = self.raw.get("paragrafer").and_then(Value::as_array);
        let entries = list.map_or(&[][..], Vec::as_slice).iter().enumerate();
        entries.filter_map(|(index, entry)| Some((index, entry.as_object()?)))
    }

    /// The full protocol.
    #[must_use]
    pub fn protokoll(&self) -> View {
        View {
            typ: PROTOKOLL,
            raw: (*self.raw).clone(),
            origins: self.origins.clone(),
        }
    }

    /// The summons. Blind to what happens in the meeting.
    #[must_use]
    pub fn kallelse(&self, source: &SourceText) -> View {
        let mut maker = Maker::of(self, source);
        for name in HEAD_OF_SUMMONS {
            maker.take(name, &Pointer::root().key(name));
        }
        let at = Pointer::root().key("paragrafer");
        let listed = self.paragrafer().map(|(index, fields)| {
            let known = LISTED
                .iter()
                .filter_map(|name| Some(((*name).to_owned(), fields.get(*name)?.clone())));
            (Value::Object(known.collect()), at.index(index))
        });
        let listed = listed.collect();
        maker.put_list("paragrafer", listed);
        maker.finish(KALLELSE)
    }

    /// One § as an extract.
    #[must_use]
    pub fn utdrag(&self, index: usize, source: &SourceText) -> View {
        self.maker_of(index, source).finish(UTDRAG)
    }

    /// The copy of a § for its receiver number `mottagare`.
    #[must_use]
    pub fn utdrag_till(&self, index: usize, mottagare: usize, source: &SourceText) -> View {
        let mut maker = self.maker_of(index, source);
        let at = Pointer::root().key("paragrafer").index(index);
        let receiver = at.key("expedieras_till").index(mottagare);
        maker.take("utdrag_till", &receiver);
        let follow = maker
            .fields
            .get("utdrag_till")
            .and_then(|m| m.get("bilagor"));
        let follow: Option<Vec<u64>> = follow
            .and_then(Value::as_array)
            .map(|list| list.iter().filter_map(Value::as_u64).collect());
        if let (Some(follow), Some(Value::Array(all))) = (follow, maker.fields.get("bilagor")) {
            let own = at.key("bilagor");
            let kept = all
                .iter()
                .enumerate()
                .filter(|(_, bilaga)| {
                    let number = bilaga.get("nummer").and_then(Value::as_u64);
                    number.is_some_and(|number| follow.contains(&number))
                })
                .map(|(index, bilaga)| (bilaga.clone(), own.index(index)))
                .collect();
            maker.put_list("bilagor", kept);
        }
        maker.finish(UTDRAG)
    }

    fn maker_of(&self, index: usize, source: &SourceText) -> Maker<'_> {
        let root = Pointer::root();
        let at = root.key("paragrafer").index(index);
        let mut maker = Maker::of(self, source);
        for name in HEAD {
            maker.take(name, &root.key(name));
        }
        let Some(Value::Object(fields)) = self.raw.pointer(at.as_str()) else {
            return maker;
        };
        // What is missing is missing in the §.
        maker.origins.graft(&root, &self.origins, &at);
        maker.take("paragraf", &at.key("nummer"));
        let own_pictures = fields.contains_key("bilder") && maker.fields.contains_key("bilder");
        for name in fields.keys() {
            let is_kept = !NOT_IN_EXTRACT.contains(&name.as_str());
            if is_kept && !(name == "bilder" && own_pictures) {
                maker.take(name, &at.key(name));
            }
        }
        if own_pictures {
            self.take_pictures(&mut maker, &at);
        }
        let number = fields.get("nummer").and_then(nummer);
        if fields.get("omrostningar").is_some() {
            let serving = self.serving(number);
            maker.put_list("tjanstgorande", serving);
        }
        if !self.is_justerad(fields) {
            maker.fields.insert("justerad".into(), false.into());
        }
        if let (false, Some(Value::String(sekreterare))) = (
            maker.fields.contains_key("intygas_av"),
            self.raw.get("sekreterare"),
        ) {
            let by = json!({"namn": sekreterare, "roll": "Sekreterare"});
            maker.fields.insert("intygas_av".into(), by);
            let at = root.key("intygas_av");
            maker
                .origins
                .graft(&at, &self.origins, &root.key("sekreterare"));
        }
        self.take_exceptions(&mut maker, &at);
        maker
    }

    /// Those who serve in the § with this number, in the order they vote.
    fn serving(&self, number: Option<u64>) -> Vec<(Value, Pointer)> {
        let at = Pointer::root().key("tjanstgorande");
        let list = self.raw.get("tjanstgorande").and_then(Value::as_array);
        list.into_iter()
            .flatten()
            .enumerate()
            .filter(|(_, person)| serves(person, number))
            .map(|(index, person)| (person.clone(), at.index(index)))
            .collect()
    }

    /// Whether the § is justerad: with the whole protocol, or at once.
    #[must_use]
    pub fn is_justerad(&self, paragraf: &Map<String, Value>) -> bool {
        let yes = |value: Option<&Value>| value.and_then(Value::as_bool) == Some(true);
        yes(paragraf.get("omedelbart_justerad")) || yes(self.raw.pointer("/justering/utford"))
    }

    /// The meeting's pictures and the §'s own, the latter first where they have one name.
    fn take_pictures(&self, maker: &mut Maker<'_>, at: &Pointer) {
        let own = at.key("bilder");
        let (Some(Value::Object(pictures)), Some(Value::Object(all))) = (
            self.raw.pointer(own.as_str()),
            maker.fields.get_mut("bilder"),
        ) else {
            return;
        };
        for (id, picture) in pictures {
            all.insert(id.clone(), picture.clone());
            let place = Pointer::root().key("bilder").key(id);
            maker.origins.graft(&place, &self.origins, &own.key(id));
        }
    }

    /// The exceptions that hold for the § at `at`, with pointers into the extract.
    fn take_exceptions(&self, maker: &mut Maker<'_>, at: &Pointer) {
        let list = self.raw.get("undantag").and_then(Value::as_array);
        let own = Pointer::root().key("undantag");
        let kept = list
            .into_iter()
            .flatten()
            .enumerate()
            .filter_map(|(index, entry)| {
                let place = entry.get("pekare").and_then(Value::as_str);
                let place = place.map_or(Some(Pointer::root()), Pointer::parse)?;
                let mut entry = entry.clone();
                if let Some(moved) = place.moved(at, &Pointer::root()) {
                    entry["pekare"] = moved.as_str().into();
                } else if place.is_within(&Pointer::root().key("paragrafer")) {
                    return None;
                } else {
                    // It holds for every extract, and need not be of use in each.
                    entry[LANAT] = true.into();
                }
                Some((entry, own.index(index)))
            });
        let kept: Vec<(Value, Pointer)> = kept.collect();
        if !kept.is_empty() {
            maker.put_list("undantag", kept);
        }
    }
}

/// Whether a person of `tjanstgorande` serves in the § with this number.
#[must_use]
pub fn serves(person: &Value, number: Option<u64>) -> bool {
    let written = person.get("paragrafer").and_then(Value::as_str);
    match (written.and_then(Paragrafer::read), number) {
        (Some(paragrafer), Some(number)) => paragrafer.contains(number),
        _ => true,
    }
}
