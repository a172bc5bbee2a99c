//! Validators of the program's own schemas, compiled with it: to make one at run time takes longer than everything else
//! that is done to judge an ärende. They say whether an ärende is sound, and nothing of what is wrong with it.

use serde_json::Value;

use super::Lookup;

/// A document type's validator.
pub(super) struct Built {
    typ: &'static str,
    /// The files it was made of, by name.
    files: [(&'static str, &'static str); 2],
    is_valid: fn(&Value) -> bool,
}

include!(concat!(env!("OUT_DIR"), "/scheman.rs"));

/// The validator of `typ`, if the schemas that `lookup` gives are those that it was made of.
pub(super) fn validator(typ: &str, lookup: &Lookup) -> Option<fn(&Value) -> bool> {
    let built = BUILT.iter().find(|built| built.typ == typ)?;
    let is_ours = |(file, text): &(&str, &str)| lookup(file).is_some_and(|found| *found == **text);
    built.files.iter().all(is_ours).then_some(built.is_valid)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{BUILT, validator};

    fn text(file: &str) -> Option<Arc<str>> {
        let files = BUILT.iter().flat_map(|built| built.files);
        let mut found = files.filter(|(name, _)| *name == file);
        found.next().map(|(_, text)| text.into())
    }

    #[test]
    fn another_schema_of_the_same_name_is_not_ours() {
        assert!(validator("plan", &text).is_some());
        assert!(
            validator("plan", &|file| text(file)
                .map(|text| format!("{text} ").into()))
            .is_none()
        );
        assert!(validator("plan", &|_| None).is_none());
        assert!(validator("okand", &text).is_none());
    }
}
