//! The documents of a meeting, as data: the whole protocol, the summons, each § as an extract and each receiver's copy
//! of one. Every view holds only what its document is made from, so that a change elsewhere leaves it as it was. A view
//! borrows: a long meeting has hundreds, and most of them are only asked what they are called and whether they are as
//! they were.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::arende::{self, Arende, Origins, SourceText};
use crate::pointer::Pointer;

use super::{Composed, KALLELSE, LANAT, PROTOKOLL, Paragrafer, UTDRAG, nummer};

/// The data of one document, with the places of its parts.
#[derive(Debug, Clone)]
pub struct View<'c> {
    /// The document type.
    pub typ: &'static str,
    composed: &'c Composed,
    /// Its data, in order and each name once.
    fields: Vec<(&'c str, Cow<'c, Value>)>,
    /// Its parts, and where each stands in the composed meeting. A later one goes before an earlier.
    places: Vec<(Pointer, Pointer)>,
}

impl<'c> View<'c> {
    /// A field of it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        let field = self.fields.iter().find(|(own, _)| *own == name);
        field.map(|(_, value)| &**value)
    }

    /// The hash of the ärende that [`into_arende`](Self::into_arende) gives, without making it.
    #[must_use]
    pub fn hash(&self) -> String {
        let fields = self.fields.iter().map(|(name, value)| (*name, &**value));
        arende::hash_of_fields(self.typ, fields)
    }

    /// The view as an ärende. `source` is the meeting's file.
    #[must_use]
    pub fn into_arende(self, source: SourceText) -> Arende {
        let mut origins = Origins::starting_in(source.clone());
        for (at, from) in &self.places {
            origins.graft(at, &self.composed.origins, from);
        }
        let fields = self.fields.into_iter();
        let fields: Map<String, Value> = fields
            .map(|(name, value)| (name.to_owned(), value.into_owned()))
            .collect();
        Arende::composed(self.typ, fields.into(), source, Arc::new(origins))
    }

    fn of(typ: &'static str, composed: &'c Composed) -> Self {
        Self {
            typ,
            composed,
            fields: Vec::new(),
            places: Vec::new(),
        }
    }

    /// Takes the value at `from`, under the name `name`.
    fn take(&mut self, name: &'c str, from: &Pointer) {
        let composed = self.composed;
        if let Some(value) = composed.raw.pointer(from.as_str()) {
            self.take_value(name, value, from.clone());
        }
    }

    /// Takes a value that stands at `from`, under the name `name`.
    fn take_value(&mut self, name: &'c str, value: &'c Value, from: Pointer) {
        self.put(name, Cow::Borrowed(value));
        self.places.push((Pointer::root().key(name), from));
    }

    /// Puts a value in the place of one with the same name, or last.
    fn put(&mut self, name: &'c str, value: Cow<'c, Value>) {
        match self.fields.iter_mut().find(|(own, _)| *own == name) {
            Some((_, old)) => *old = value,
            None => self.fields.push((name, value)),
        }
    }

    /// Puts a list whose elements stand at the given places.
    fn put_list(&mut self, name: &'c str, elements: Vec<(Value, Pointer)>) {
        let at = Pointer::root().key(name);
        let mut list = Vec::with_capacity(elements.len());
        for (value, from) in elements {
            self.places.push((at.index(list.len()), from));
            list.push(value);
        }
        self.put(name, Cow::Owned(list.into()));
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

impl Composed {
    /// The §§ in order.
    pub fn paragrafer(&self) -> impl Iterator<Item = (usize, &Map<String, Value>)> {
        let list = self.raw.get("paragrafer").and_then(Value::as_array);
        let entries = list.map_or(&[][..], Vec::as_slice).iter().enumerate();
        entries.filter_map(|(index, entry)| Some((index, entry.as_object()?)))
    }

    /// The full protocol.
    #[must_use]
    pub fn protokoll(&self) -> View<'_> {
        let mut view = View::of(PROTOKOLL, self);
        let fields = self.raw.as_object().into_iter().flatten();
        view.fields = fields
            .map(|(name, value)| (name.as_str(), Cow::Borrowed(value)))
            .collect();
        view.places = vec![(Pointer::root(), Pointer::root())];
        view
    }

    /// The summons. Blind to what happens in the meeting.
    #[must_use]
    pub fn kallelse(&self) -> View<'_> {
        let mut view = View::of(KALLELSE, self);
        for name in HEAD_OF_SUMMONS {
            view.take(name, &Pointer::root().key(name));
        }
        let at = Pointer::root().key("paragrafer");
        let listed = self.paragrafer().map(|(index, fields)| {
            let known = LISTED
                .iter()
                .filter_map(|name| Some(((*name).to_owned(), fields.get(*name)?.clone())));
            (Value::Object(known.collect()), at.index(index))
        });
        let listed = listed.collect();
        view.put_list("paragrafer", listed);
        view
    }

    /// The copy of a § for its receiver number `mottagare`.
    #[must_use]
    pub fn utdrag_till(&self, index: usize, mottagare: usize) -> View<'_> {
        let mut view = self.utdrag(index);
        let at = Pointer::root().key("paragrafer").index(index);
        let receiver = at.key("expedieras_till").index(mottagare);
        view.take("utdrag_till", &receiver);
        let follow = view.get("utdrag_till").and_then(|m| m.get("bilagor"));
        let follow: Option<Vec<u64>> = follow
            .and_then(Value::as_array)
            .map(|list| list.iter().filter_map(Value::as_u64).collect());
        if let (Some(follow), Some(Value::Array(all))) = (follow, view.get("bilagor")) {
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
            view.put_list("bilagor", kept);
        }
        view
    }

    /// One § as an extract.
    #[must_use]
    pub fn utdrag(&self, index: usize) -> View<'_> {
        let root = Pointer::root();
        let at = root.key("paragrafer").index(index);
        let mut view = View::of(UTDRAG, self);
        for name in HEAD {
            view.take(name, &root.key(name));
        }
        let Some(Value::Object(fields)) = self.raw.pointer(at.as_str()) else {
            return view;
        };
        // What is missing is missing in the §.
        view.places.push((root.clone(), at.clone()));
        view.take("paragraf", &at.key("nummer"));
        let own_pictures = fields.contains_key("bilder") && view.get("bilder").is_some();
        for (name, value) in fields {
            let is_kept = !NOT_IN_EXTRACT.contains(&name.as_str());
            if is_kept && !(name == "bilder" && own_pictures) {
                view.take_value(name, value, at.key(name));
            }
        }
        if own_pictures {
            self.take_pictures(&mut view, &at);
        }
        let number = fields.get("nummer").and_then(nummer);
        if fields.get("omrostningar").is_some() {
            let serving = self.serving(number);
            view.put_list("tjanstgorande", serving);
        }
        if !self.is_justerad(fields) {
            view.put("justerad", Cow::Owned(false.into()));
        }
        if let (None, Some(Value::String(sekreterare))) =
            (view.get("intygas_av"), self.raw.get("sekreterare"))
        {
            let by = json!({"namn": sekreterare, "roll": "Sekreterare"});
            view.put("intygas_av", Cow::Owned(by));
            let at = root.key("intygas_av");
            view.places.push((at, root.key("sekreterare")));
        }
        self.take_exceptions(&mut view, &at);
        view
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
    fn take_pictures(&self, view: &mut View<'_>, at: &Pointer) {
        let own = at.key("bilder");
        let (Some(Value::Object(pictures)), Some(Value::Object(all))) =
            (self.raw.pointer(own.as_str()), view.get("bilder"))
        else {
            return;
        };
        let mut all = all.clone();
        for (id, picture) in pictures {
            all.insert(id.clone(), picture.clone());
            let place = Pointer::root().key("bilder").key(id);
            view.places.push((place, own.key(id)));
        }
        view.put("bilder", Cow::Owned(all.into()));
    }

    /// The exceptions that hold for the § at `at`, with pointers into the extract.
    fn take_exceptions(&self, view: &mut View<'_>, at: &Pointer) {
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
            view.put_list("undantag", kept);
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
