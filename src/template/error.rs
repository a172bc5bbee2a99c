//! What is wrong with a template, in the words of the person who edits it. Carries MiniJinja's error as its source.

use minijinja::ErrorKind;

/// A template that could not be run.
#[derive(Debug, thiserror::Error)]
#[error("mallen {template}, rad {line}: {message}")]
pub struct TemplateError {
    /// The template's name under `templates/`.
    pub template: String,
    /// Line in it, from 1; 0 when unknown.
    pub line: usize,
    /// The bytes of its source that are meant, where they are known.
    pub range: Option<std::ops::Range<usize>>,
    /// The place in the template that includes it.
    pub included_by: Option<Box<Self>>,
    /// What is wrong, in Swedish.
    pub message: String,
}

impl From<minijinja::Error> for TemplateError {
    fn from(error: minijinja::Error) -> Self {
        // An error inside an include is wrapped once per include: the innermost one knows the place.
        let mut innermost = &error;
        let mut outer = None;
        while let Some(inner) =
            std::error::Error::source(innermost).and_then(|s| s.downcast_ref::<minijinja::Error>())
        {
            outer = Some(innermost);
            innermost = inner;
        }
        let detail = innermost.detail().unwrap_or_default();
        let message = match innermost.kind() {
            ErrorKind::UndefinedError => {
                format!(
                    "mallen skriver ut något som inte finns i ärendet; sätt ett {{% if … %}} runt det. {detail}"
                )
            }
            ErrorKind::TemplateNotFound => format!("mallen finns inte. {detail}"),
            ErrorKind::SyntaxError => format!("mallen går inte att läsa. {detail}"),
            ErrorKind::UnknownFilter => format!("filtret finns inte. {detail}"),
            ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => {
                format!("funktionen finns inte. {detail}")
            }
            ErrorKind::UnknownTest => format!("testet finns inte. {detail}"),
            ErrorKind::OutOfFuel => {
                "mallen är för omfattande (en slinga som inte tar slut?).".to_owned()
            }
            _ => format!("mallen kunde inte köras. {detail}"),
        };
        Self {
            template: innermost.name().or(error.name()).unwrap_or("?").to_owned(),
            line: innermost.line().unwrap_or(0),
            range: innermost.range(),
            included_by: outer.map(|outer| {
                Box::new(Self {
                    template: outer.name().unwrap_or("?").to_owned(),
                    line: outer.line().unwrap_or(0),
                    range: outer.range(),
                    included_by: None,
                    message: message.trim_end().to_owned(),
                })
            }),
            message: message.trim_end().to_owned(),
        }
    }
}
