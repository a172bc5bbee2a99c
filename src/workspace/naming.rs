//! The name of an output, from the profile's pattern and the document's own facts. Makes no name safe for a disk: that
//! is `source::file_name`.

use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

use crate::document::Meta;
use crate::text::{closest, och_lista};

/// The longest title in a file name, in characters: the names of a folder must be readable side by side.
const TITLE: usize = 60;

/// The file name without extension. A pattern that cannot be run gives the title alone.
pub(super) fn stem(meta: &Meta, pattern: &str) -> String {
    let mut environment = Environment::empty();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::Lenient);
    let title = shortened(&meta.title);
    let values = context! {
        diarienummer => meta.diarienummer.as_deref().unwrap_or_default(),
        typ => &meta.typ,
        rubrik => &title,
        paragraf => meta.paragraf.as_deref().unwrap_or_default(),
        datum => meta.sammantradesdatum.as_ref().or(meta.datum.as_ref()).map(String::as_str).unwrap_or_default(),
        instans => meta.instans.as_deref().unwrap_or_default(),
        mottagare => meta.mottagare.as_deref().unwrap_or_default(),
    };
    let written = environment
        .render_str(pattern, values)
        .unwrap_or_else(|_| title.clone());
    // What is missing leaves no gap behind.
    let parts = written
        .split('_')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let marks = meta.markningar.iter().map(String::as_str);
    // Copies for different receivers must be told apart, whatever the pattern.
    let copy = meta.mottagare.as_deref();
    let copy = copy.filter(|_| !pattern.contains("mottagare"));
    let marks = copy.into_iter().chain(marks);
    parts.chain(marks).collect::<Vec<_>>().join("_")
}

/// What is wrong with a pattern, if anything.
pub(super) fn fault(pattern: &str) -> Option<String> {
    const KNOWN: [&str; 7] = [
        "diarienummer",
        "typ",
        "rubrik",
        "paragraf",
        "datum",
        "instans",
        "mottagare",
    ];
    let environment = Environment::empty();
    let template = match environment.template_from_str(pattern) {
        Ok(template) => template,
        Err(error) => {
            let detail = error.detail().unwrap_or_default();
            return Some(format!("Mönstret för filnamn går inte att läsa: {detail}"));
        }
    };
    let mut used: Vec<String> = template.undeclared_variables(false).into_iter().collect();
    used.sort();
    let unknown = used.iter().find(|name| !KNOWN.contains(&name.as_str()))?;
    let hint = match closest(unknown, KNOWN) {
        Some(near) => format!("Menade du ”{near}”?"),
        None => format!("Här kan stå {}.", och_lista(&KNOWN)),
    };
    Some(format!("”{unknown}” finns inte i ett filnamn. {hint}"))
}

fn shortened(title: &str) -> String {
    if title.chars().count() <= TITLE {
        return title.to_owned();
    }
    let cut: String = title.chars().take(TITLE).collect();
    // Not in the middle of a word.
    cut.rsplit_once(' ')
        .map_or(cut.as_str(), |(whole, _)| whole)
        .trim_end_matches([',', ':', '.', ' '])
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_pattern_and_leave_no_gaps() {
        let mut meta = Meta {
            title: "Våga lära".into(),
            typ: "skrivelse".into(),
            ..Meta::default()
        };
        let pattern = "{{ diarienummer }}_{{ paragraf }}_{{ typ }}_{{ rubrik }}";
        assert_eq!(stem(&meta, pattern), "skrivelse_Våga lära");
        meta.diarienummer = Some("KS 2018-00859".into());
        meta.markningar = vec!["UTKAST".into()];
        assert_eq!(
            stem(&meta, pattern),
            "KS 2018-00859_skrivelse_Våga lära_UTKAST"
        );
        meta.title = "ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton".into();
        assert!(
            stem(&meta, "{{ rubrik }}")
                .starts_with("ett två tre fyra fem sex sju åtta nio tio elva tolv")
        );
    }
}
