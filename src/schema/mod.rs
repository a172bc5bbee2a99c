//! JSON Schema for people: what is wrong with an ärende's fields, in Swedish, with each field's own title. Takes schemas
//! as text from whoever has them and fetches nothing.

mod blank;
mod branches;
mod built;
mod bundle;
mod cycle;
mod explain;
mod lean;
mod shape;
mod site;
mod skeleton;
mod wording;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jsonschema::{PatternOptions, Validator};
use serde_json::Value;
use thiserror::Error;

use crate::finding::{Finding, Level};
use crate::text::iso_datum;

use bundle::Texts;

pub use shape::{Example, Shape};

/// The schemas' texts by file name (`plan.schema.json`).
pub type Lookup = dyn Fn(&str) -> Option<Arc<str>> + Send + Sync;

/// How many findings one ärende can give here.
const MOST: usize = 200;
/// The largest regular expression taken, compiled, in bytes.
const LARGEST_PATTERN: usize = 1 << 20;

/// A schema that cannot be used: the fault of whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SchemaError {
    /// There is no such file.
    #[error("Schemat {file} finns inte. Kontrollera mappen som --templates pekar på.")]
    Missing {
        /// The file's name.
        file: String,
    },
    /// The file is no JSON.
    #[error("Schemat {file} är inte giltig JSON: {reason}.")]
    Syntax {
        /// The file's name.
        file: String,
        /// What the parser says.
        reason: String,
    },
    /// A reference leads nowhere, or outside the schemas.
    #[error(
        "Schemat {file} hänvisar till {reference}, som inte finns. Bara $defs i scheman i samma mapp kan användas."
    )]
    Reference {
        /// The file that refers.
        file: String,
        /// The reference.
        reference: String,
    },
    /// Two files define different parts under one name.
    #[error("Delen {name} finns i två scheman, {first} och {second}. Ge den ena ett annat namn.")]
    Collision {
        /// The part's name.
        name: String,
        /// One file.
        first: String,
        /// The other.
        second: String,
    },
    /// A part refers to itself without getting any deeper into the data.
    #[error("Delen {name} hänvisar till sig själv i en rundgång.")]
    Cycle {
        /// The part's name.
        name: String,
    },
    /// The schema breaks the rules for schemas.
    #[error("Schemat för {typ} är felaktigt vid {place}: {reason}.")]
    Invalid {
        /// The document type.
        typ: String,
        /// Where in the schema.
        place: String,
        /// What the compiler says.
        reason: String,
    },
}

/// The document types' schemas, each compiled when it is first used.
pub struct Schemas {
    lookup: Box<Lookup>,
    known: Mutex<BTreeMap<String, Arc<Known>>>,
}

/// What there is to judge a type's data with.
struct Known {
    /// Says whether data is sound, and nothing else: of a schema that was compiled with the program.
    is_sound: Option<fn(&Value) -> bool>,
    /// Made for the first who needs more: a sound ärende does not.
    compiled: OnceLock<Result<Compiled, SchemaError>>,
}

/// A type's validator, and what tells people of its findings.
struct Compiled {
    validator: Validator,
    /// The files that it was made of.
    texts: Texts,
    /// The schema with everything it refers to and every word of it, made for the first who asks: a sound ärende does not.
    whole: OnceLock<Result<Value, SchemaError>>,
}

impl Compiled {
    /// What `typ` allows; `parse` reads the files.
    fn new(typ: &str, lookup: &Lookup, parse: bundle::Parse) -> Result<Self, SchemaError> {
        let (schema, texts) = bundle::bundled(typ, lookup, parse)?;
        let validator = compile(typ, &nameless(schema))?;
        Ok(Self {
            validator,
            texts,
            whole: OnceLock::new(),
        })
    }

    /// The schema of `typ` with everything it refers to.
    fn whole(&self, typ: &str) -> Result<&Value, SchemaError> {
        let made = self.whole.get_or_init(|| {
            let texts = self.texts.clone();
            let lookup = move |file: &str| texts.get(file).cloned();
            let (schema, _) = bundle::bundled(typ, &lookup, bundle::whole)?;
            Ok(nameless(schema))
        });
        made.as_ref().map_err(Clone::clone)
    }
}

/// A bundle refers to itself only. To prove a name well formed takes a tenth of the time that all of it takes.
fn nameless(mut schema: Value) -> Value {
    if let Some(keywords) = schema.as_object_mut() {
        keywords.shift_remove("$id");
    }
    schema
}

impl Schemas {
    /// Schemas whose texts `lookup` gives by file name.
    #[must_use]
    pub fn new(lookup: impl Fn(&str) -> Option<Arc<str>> + Send + Sync + 'static) -> Self {
        Self {
            lookup: Box::new(lookup),
            known: Mutex::default(),
        }
    }

    /// Everything in `data` that breaks the schema of `typ`, with pointers and remedies but without lines.
    ///
    /// # Errors
    /// When the schema itself is missing or broken.
    pub fn check(&self, typ: &str, data: &Value) -> Result<Vec<Finding>, SchemaError> {
        let known = self.known(typ);
        let filled = blank::without(data);
        if filled.is_none() && known.is_sound.is_some_and(|is_sound| is_sound(data)) {
            return Ok(Vec::new());
        }
        let compiled = self.compiled(&known, typ)?;
        let mut findings: Vec<Finding> = Vec::new();
        if let Some(filled) = filled {
            let schema = compiled.whole(typ)?;
            let errors = compiled.validator.iter_errors(&filled);
            findings.extend(errors.filter_map(|e| explain::blank(&e, schema, data)));
        }
        if compiled.validator.is_valid(data) {
            return Ok(findings);
        }
        let schema = compiled.whole(typ)?;
        for error in compiled.validator.iter_errors(data) {
            for finding in explain::findings(&error, schema) {
                if !findings.iter().any(|told| is_same(told, &finding)) {
                    findings.push(finding);
                }
            }
            if findings.len() >= MOST {
                findings.truncate(MOST);
                findings.push(
                    Finding::new("SCHEMA", Level::Fel, "Det finns fler fel av samma slag.")
                        .help("Rätta felen ovan och kör igen."),
                );
                break;
            }
        }
        Ok(findings)
    }

    /// The type's name as people read it: "Tjänsteskrivelse".
    ///
    /// # Errors
    /// When the schema itself is missing or broken.
    pub fn titel(&self, typ: &str) -> Result<String, SchemaError> {
        let known = self.known(typ);
        let schema = self.compiled(&known, typ)?.whole(typ)?;
        Ok(site::title(schema).unwrap_or(typ).to_owned())
    }

    /// One self-contained schema for an editor: what the type refers to stands in its own `$defs`.
    ///
    /// # Errors
    /// When the schema itself is missing or broken.
    pub fn bundle(&self, typ: &str) -> Result<String, SchemaError> {
        let (schema, _) = bundle::bundled(typ, &*self.lookup, bundle::whole)?;
        Ok(pretty(&schema))
    }

    /// An ärende to fill in, made of the schema's own examples: the fields that are required, and those marked
    /// `x-skelett`.
    ///
    /// # Errors
    /// When the schema itself is missing or broken.
    pub fn skeleton(&self, typ: &str) -> Result<String, SchemaError> {
        let known = self.known(typ);
        let schema = self.compiled(&known, typ)?.whole(typ)?;
        Ok(pretty(&skeleton::skeleton(typ, schema)))
    }

    /// What an ärende of the type may hold.
    ///
    /// # Errors
    /// When the schema itself is missing or broken.
    pub fn shape(&self, typ: &str) -> Result<Shape, SchemaError> {
        let known = self.known(typ);
        let schema = self.compiled(&known, typ)?.whole(typ)?;
        Ok(Shape::new(schema.clone()))
    }

    fn known(&self, typ: &str) -> Arc<Known> {
        let mut all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.get(typ) {
            return Arc::clone(known);
        }
        let fresh = Arc::new(Known {
            is_sound: built::validator(typ, &*self.lookup),
            compiled: OnceLock::new(),
        });
        all.insert(typ.to_owned(), Arc::clone(&fresh));
        fresh
    }

    fn compiled<'k>(&self, known: &'k Known, typ: &str) -> Result<&'k Compiled, SchemaError> {
        let compiled = known.compiled.get_or_init(|| {
            // A fault is told of with the schema as its author wrote it.
            Compiled::new(typ, &*self.lookup, lean::parsed)
                .or_else(|_| Compiled::new(typ, &*self.lookup, bundle::whole))
        });
        compiled.as_ref().map_err(Clone::clone)
    }
}

/// Whether two findings tell a person the same of the same place.
fn is_same(one: &Finding, other: &Finding) -> bool {
    (&one.pointer, &one.message) == (&other.pointer, &other.message)
}

/// Whether a text is a day that there is.
fn is_date(written: &str) -> bool {
    iso_datum(written).is_ok()
}

fn compile(typ: &str, schema: &Value) -> Result<Validator, SchemaError> {
    jsonschema::options()
        .offline()
        .with_pattern_options(PatternOptions::regex().size_limit(LARGEST_PATTERN))
        .should_validate_formats(true)
        .with_format("date", is_date)
        .build(schema)
        .map_err(|error| SchemaError::Invalid {
            typ: typ.to_owned(),
            place: error.instance_path().as_str().to_owned(),
            reason: error.to_string(),
        })
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests;
