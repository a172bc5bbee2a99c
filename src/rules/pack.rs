//! A profile's `regler.toml`, layer upon layer, as rules ready to run. Reads no file and judges no ärende.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use crate::finding::Level;
use crate::mote;
use crate::profile::{Profile, ProfileError, broken, is_not_of_rules};

use super::exceptions::ProfileException;
use super::register::Register;
use super::settings::{Place, Settings, Source, hint};
use super::{Check, RULES, Rule, kinds};

/// The levels by their names in `regler.toml`.
const LEVELS: [(&str, Level); 5] = [
    ("av", Level::Av),
    ("råd", Level::Rad),
    ("rad", Level::Rad),
    ("varning", Level::Varning),
    ("fel", Level::Fel),
];

/// The rules of one profile, compiled once and used from any number of threads.
pub struct Pack {
    pub(super) rules: Vec<Configured>,
    pub(super) exceptions: Vec<ProfileException>,
    pub(super) register: Register,
}

/// A rule as one profile wants it.
pub struct Configured {
    /// `UND-01`.
    pub id: String,
    /// A short Swedish name.
    pub slug: String,
    /// How much it weighs here; [`Level::Av`] is never run.
    pub level: Level,
    /// The document types it applies to; empty means all.
    pub types: Vec<String>,
    /// The parts of a document it reads, where its entry says so; empty means what the rule itself decides.
    pub parts: Vec<String>,
    /// Which kind of rule it is, when it is wholly the profile's own: `fras`.
    pub kind: Option<String>,
    /// The municipality's or the law's own words.
    pub source: Option<String>,
    /// The remedy, where the rule has no better one.
    pub help: Option<String>,
    /// The rule in Rust, unless it is wholly the profile's own.
    pub builtin: Option<&'static Rule>,
    pub(super) check: Box<dyn Check>,
}

impl Configured {
    /// Whether the rule is run on documents of this type.
    #[must_use]
    pub fn applies_to(&self, typ: &str) -> bool {
        // A rule for every type is about one ärende: a meeting's §§ are judged one by one, as extracts.
        let is_meeting = [mote::TYP, mote::PROTOKOLL, mote::KALLELSE].contains(&typ);
        let is_concerned = if self.types.is_empty() {
            !is_meeting
        } else {
            self.types.iter().any(|t| t == typ)
        };
        self.level != Level::Av && is_concerned
    }
}

impl Pack {
    /// Reads and compiles a profile's rules.
    ///
    /// # Errors
    /// When a `regler.toml` is broken: with the file, the line and the column.
    pub fn read(profile: &Profile) -> Result<Self, ProfileError> {
        let layers = Layers::read(&profile.rules)?;
        let mut entries = layers.rules;
        let nowhere = Place::new(
            &Arc::new(Source {
                file: "regler.toml".to_owned(),
                text: Arc::from(""),
            }),
            0,
        );
        let mut rules = Vec::with_capacity(RULES.len() + entries.len());
        for rule in RULES {
            let settings = entries
                .remove(rule.id)
                .unwrap_or_else(|| Settings::empty(nowhere.clone()));
            rules.push(configure(rule.id, Some(rule), &settings)?);
        }
        for (id, settings) in &entries {
            rules.push(configure(id, None, settings)?);
        }
        let exceptions = layers
            .exceptions
            .iter()
            .map(|settings| ProfileException::read(settings, &rules))
            .collect::<Result<_, _>>()?;
        let register = Register::read(layers.bodies.values())?;
        Ok(Self {
            rules,
            exceptions,
            register,
        })
    }

    /// The profile's exceptions that take nothing away from any ärende, each told at its place.
    #[must_use]
    pub fn idle_exceptions(&self, today: jiff::civil::Date) -> Vec<ProfileError> {
        let idle = self.exceptions.iter();
        idle.filter_map(|exception| exception.idle(&self.rules, today))
            .collect()
    }

    /// Every rule of the profile: those in Rust in the registry's order, then the profile's own by id.
    #[must_use]
    pub fn rules(&self) -> &[Configured] {
        &self.rules
    }
}

fn configure(
    id: &str,
    builtin: Option<&'static Rule>,
    settings: &Settings,
) -> Result<Configured, ProfileError> {
    settings
        .required("id")
        .or_else(|error| builtin.map(|r| r.id).ok_or(error))?;
    let prepare = match (builtin, settings.choice("sort", &kinds::KINDS)?) {
        (Some(rule), None) => rule.prepare,
        (None, Some(prepare)) => prepare,
        (Some(_), Some(_)) => {
            let message = format!("{id} är en inbyggd regel och kan inte få en annan ”sort”");
            return Err(settings.value_place("sort").error(message));
        }
        (None, None) => return Err(unknown_rule(id, settings)),
    };
    let types = match settings.texts("typer")? {
        types if types.is_empty() => builtin.map_or_else(Vec::new, |rule| {
            rule.types.iter().map(ToString::to_string).collect()
        }),
        types => types,
    };
    let level = settings.choice("niva", &LEVELS)?;
    let slug = settings.text("namn")?.or(builtin.map(|rule| rule.slug));
    let mut configured = Configured {
        id: id.to_owned(),
        slug: slug.unwrap_or(id).to_owned(),
        level: level
            .or(builtin.map(|rule| rule.level))
            .unwrap_or(Level::Varning),
        types,
        parts: Vec::new(),
        kind: settings.text("sort")?.map(str::to_owned),
        source: settings.text("kalla")?.map(str::to_owned),
        help: settings.text("atgard")?.map(str::to_owned),
        builtin,
        check: prepare(settings)?,
    };
    settings.finish()?;
    // Told to people only, and so not asked for until the rule has had its chance to find the setting unknown.
    configured.parts = settings.texts("delar")?;
    Ok(configured)
}

/// An entry without a kind, whose id is no rule's: most often a misspelt id.
fn unknown_rule(id: &str, settings: &Settings) -> ProfileError {
    let near = crate::text::closest(id, RULES.iter().map(|rule| rule.id));
    let hint = near.map_or_else(String::new, |near| format!("Menade du ”{near}”? "));
    settings.value_place("id").error(format!(
        "regeln ”{id}” finns inte. {hint}En egen regel behöver en ”sort”, till exempel ”fras”"
    ))
}

/// What the layers say together.
#[derive(Default)]
struct Layers {
    rules: BTreeMap<String, Settings>,
    /// By name in lower case.
    bodies: BTreeMap<String, Settings>,
    exceptions: Vec<Settings>,
}

impl Layers {
    fn read(files: &[(String, Arc<str>)]) -> Result<Self, ProfileError> {
        let mut layers = Self::default();
        for (file, text) in files {
            let source = Arc::new(Source {
                file: file.clone(),
                text: Arc::clone(text),
            });
            let table = DeTable::parse(text).map_err(|error| broken(file, text, &error))?;
            layers.add(&source, table.get_ref())?;
        }
        Ok(layers)
    }

    fn add(&mut self, source: &Arc<Source>, file: &DeTable<'_>) -> Result<(), ProfileError> {
        let (mut rules, mut bodies) = (BTreeMap::new(), BTreeMap::new());
        for (name, value) in file {
            if is_not_of_rules(&source.file, name.get_ref()) {
                continue;
            }
            let place = Place::new(source, name.span().start);
            for entry in entries(source, name.get_ref(), value, &place)? {
                match name.get_ref().as_ref() {
                    "regel" => once(&mut rules, entry, "id", "regeln", str::to_owned)?,
                    "instans" => once(&mut bodies, entry, "namn", "instansen", str::to_lowercase)?,
                    _ => self.exceptions.push(entry),
                }
            }
        }
        lay(&mut self.rules, rules);
        lay(&mut self.bodies, bodies);
        Ok(())
    }
}

/// Puts an entry among the others of its file, which has each only once.
fn once(
    own: &mut BTreeMap<String, Settings>,
    entry: Settings,
    key: &'static str,
    called: &str,
    folded: fn(&str) -> String,
) -> Result<(), ProfileError> {
    let name = entry.required(key)?;
    let folded = folded(name);
    if own.contains_key(&folded) {
        let message = format!("{called} ”{name}” står två gånger i filen");
        return Err(entry.value_place(key).error(message));
    }
    own.insert(folded, entry);
    Ok(())
}

/// Lays the entries of one file over those of the layers below.
fn lay(below: &mut BTreeMap<String, Settings>, own: BTreeMap<String, Settings>) {
    for (name, entry) in own {
        match below.get_mut(&name) {
            Some(below) => below.lay(entry),
            None => {
                below.insert(name, entry);
            }
        }
    }
}

/// The entries of one `[[name]]`.
fn entries(
    source: &Arc<Source>,
    name: &str,
    value: &toml::Spanned<DeValue<'_>>,
    place: &Place,
) -> Result<Vec<Settings>, ProfileError> {
    const KNOWN: [&str; 3] = ["regel", "instans", "undantag"];
    if !KNOWN.contains(&name) {
        return Err(place.error(format!("”{name}” finns inte här. {}", hint(name, &KNOWN))));
    }
    let not_entries = || place.error(format!("skriv [[{name}]], med dubbla hakparenteser"));
    let DeValue::Array(items) = value.get_ref() else {
        return Err(not_entries());
    };
    let tables = items.iter().map(|item| match item.get_ref() {
        DeValue::Table(table) => Ok(Settings::read(source, item.span().start, table)),
        _ => Err(not_entries()),
    });
    tables.collect()
}
