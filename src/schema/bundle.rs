//! A type's schema with everything it refers to, as one value. Judges the references, not the rest.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::{Lookup, SchemaError, cycle};

/// Keywords whose content is data, not schema.
const DATA: [&str; 4] = ["examples", "enum", "const", "default"];

/// How a file is read.
pub(super) type Parse = fn(&str) -> serde_json::Result<Value>;
/// Files' texts by name.
pub(super) type Texts = BTreeMap<String, Arc<str>>;

/// Reads every word of a file.
pub(super) fn whole(text: &str) -> serde_json::Result<Value> {
    serde_json::from_str(text)
}

/// The schema of `typ`, its references all to its own `$defs`, which hold what is needed and nothing more, in the order
/// of first need; and the files it is made of.
pub(super) fn bundled(
    typ: &str,
    lookup: &Lookup,
    parse: Parse,
) -> Result<(Value, Texts), SchemaError> {
    let file = format!("{typ}.schema.json");
    let mut bundler = Bundler {
        lookup,
        parse,
        texts: BTreeMap::new(),
        files: BTreeMap::new(),
        needed: Vec::new(),
    };
    let mut schema = bundler.take_all_but_parts(&file)?;
    bundler.rewrite(&mut schema, &file)?;

    let mut parts = Map::new();
    let mut next = 0;
    while let Some((from, name)) = bundler.needed.get(next).cloned() {
        // Nobody needs it again: it is known from now on.
        let mut part = std::mem::take(bundler.part(&from, &name)?);
        bundler.rewrite(&mut part, &from)?;
        parts.insert(name, part);
        next += 1;
    }
    if let (Some(keywords), false) = (schema.as_object_mut(), parts.is_empty()) {
        keywords.insert("$defs".into(), Value::Object(parts));
    }
    match cycle::find(&schema) {
        Some(name) => Err(SchemaError::Cycle { name }),
        None => Ok((schema, bundler.texts)),
    }
}

struct Bundler<'l> {
    lookup: &'l Lookup,
    parse: Parse,
    texts: Texts,
    files: BTreeMap<String, Value>,
    /// File and name of each part, once.
    needed: Vec<(String, String)>,
}

impl Bundler<'_> {
    fn file(&mut self, file: &str) -> Result<&mut Value, SchemaError> {
        if !self.files.contains_key(file) {
            let text =
                (self.lookup)(file).ok_or_else(|| SchemaError::Missing { file: file.into() })?;
            let parsed = (self.parse)(&text).map_err(|error| SchemaError::Syntax {
                file: file.into(),
                reason: error.to_string(),
            })?;
            self.texts.insert(file.to_owned(), text);
            self.files.insert(file.to_owned(), parsed);
        }
        // It has just been put there.
        Ok(self.files.entry(file.to_owned()).or_default())
    }

    /// What a file says itself; its `$defs` stay.
    fn take_all_but_parts(&mut self, file: &str) -> Result<Value, SchemaError> {
        let left = self.file(file)?;
        let parts = left.as_object_mut().and_then(|o| o.shift_remove("$defs"));
        let own = std::mem::take(left);
        if let Some(parts) = parts {
            *left = Value::Object(Map::from_iter([("$defs".to_owned(), parts)]));
        }
        Ok(own)
    }

    fn part(&mut self, file: &str, name: &str) -> Result<&mut Value, SchemaError> {
        let parts = self.file(file)?.get_mut("$defs");
        parts
            .and_then(|parts| parts.get_mut(name))
            .ok_or_else(|| reference_error(file, &format!("#/$defs/{name}")))
    }

    /// Points every reference in `schema`, which stands in `file`, to the bundle's own parts.
    fn rewrite(&mut self, schema: &mut Value, file: &str) -> Result<(), SchemaError> {
        match schema {
            Value::Array(schemas) => schemas
                .iter_mut()
                .try_for_each(|schema| self.rewrite(schema, file)),
            Value::Object(keywords) => {
                for (keyword, value) in keywords {
                    match value {
                        Value::String(reference) if keyword == "$ref" => {
                            *reference = self.need(reference, file)?;
                        }
                        value if !DATA.contains(&keyword.as_str()) => self.rewrite(value, file)?,
                        _ => {}
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Notes the part that a reference names; gives the reference as it stands in the bundle.
    fn need(&mut self, reference: &str, file: &str) -> Result<String, SchemaError> {
        let refused = || reference_error(file, reference);
        let (other, fragment) = reference.split_once('#').ok_or_else(refused)?;
        let name = fragment.strip_prefix("/$defs/").ok_or_else(refused)?;
        if name.is_empty() || name.contains(['/', '~', '%']) || other.contains(['/', '\\', ':']) {
            return Err(refused());
        }
        let from = if other.is_empty() { file } else { other };
        match self.needed.iter().find(|(_, known)| known == name) {
            Some((known, _)) if known != from => Err(SchemaError::Collision {
                name: name.into(),
                first: known.clone(),
                second: from.into(),
            }),
            Some(_) => Ok(format!("#/$defs/{name}")),
            None => {
                if let Err(error) = self.part(from, name) {
                    return Err(match error {
                        SchemaError::Missing { .. } => refused(),
                        other => other,
                    });
                }
                self.needed.push((from.to_owned(), name.to_owned()));
                Ok(format!("#/$defs/{name}"))
            }
        }
    }
}

fn reference_error(file: &str, reference: &str) -> SchemaError {
    SchemaError::Reference {
        file: file.into(),
        reference: reference.into(),
    }
}
