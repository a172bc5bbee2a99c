//! One validation error as Swedish findings: fact, place, remedy. Does not validate.

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;

use crate::finding::{Finding, Level};
use crate::pointer::Pointer;
use crate::text::{antal, closest, eller_lista, iso_datum, masked, quoted, visible};

use super::branches;
use super::site::Site;
use super::wording::{found, holder, number, shown, subject, typed, wanted};

/// What the error means for whoever wrote the ärende. `schema` is the bundle.
pub(super) fn findings(error: &ValidationError<'_>, schema: &Value) -> Vec<Finding> {
    let case = Case::of(error, schema);
    match error.kind() {
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            branches::closest(&case, context, schema)
        }
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            unexpected
                .iter()
                .take(super::MOST)
                .map(|name| case.unknown(name))
                .collect()
        }
        Kind::PropertyNames { error: inner } => vec![case.bad_name(inner.instance())],
        kind => vec![case.single(kind)],
    }
}

/// The finding for a field that must say something and holds only blanks. `error` is of the data without its blank
/// fields, `data` is with them.
pub(super) fn blank(error: &ValidationError<'_>, schema: &Value, data: &Value) -> Option<Finding> {
    let Kind::Required { property } = error.kind() else {
        return None;
    };
    let case = Case::of(error, schema);
    let name = property.as_str()?;
    data.pointer(case.pointer.as_str())?.get(name)?;
    Some(case.empty(name))
}

/// The path to the keyword that failed; of an error within a name, to the keyword that speaks of names.
fn holding<'e>(error: &'e ValidationError<'_>) -> &'e str {
    const NAMES: &str = "/propertyNames";
    let path = error.evaluation_path().as_str();
    match error.kind() {
        Kind::PropertyNames { .. } => path
            .rfind(NAMES)
            .map_or(path, |at| &path[..at + NAMES.len()]),
        _ => path,
    }
}

/// The types that an error about types wants.
pub(super) fn wanted_types(kind: &Kind) -> Vec<JsonType> {
    match kind {
        Kind::Type {
            kind: TypeKind::Single(one),
        } => vec![*one],
        Kind::Type {
            kind: TypeKind::Multiple(several),
        } => several.iter().collect(),
        _ => Vec::new(),
    }
}

/// An error's place in the data and in the schema.
pub(super) struct Case<'e> {
    pub(super) pointer: Pointer,
    site: Site<'e>,
    value: &'e Value,
}

impl<'e> Case<'e> {
    fn of(error: &'e ValidationError<'_>, schema: &'e Value) -> Self {
        Self {
            pointer: Pointer::parse(error.instance_path().as_str()).unwrap_or_default(),
            site: Site::of(schema, holding(error)),
            value: error.instance(),
        }
    }

    fn subject(&self) -> String {
        subject(&self.site, &self.pointer)
    }

    pub(super) fn finding(&self, message: String, help: Option<String>) -> Finding {
        let finding = Finding::new("SCHEMA", Level::Fel, message)
            .at(self.pointer.clone())
            .misreads(self.pointer.clone());
        match help {
            Some(help) => finding.help(help),
            None => finding,
        }
    }

    fn single(&self, kind: &Kind) -> Finding {
        match kind {
            Kind::Type { .. } => self.wrong_type(&wanted_types(kind)),
            Kind::Required { property } => self.missing(property.as_str().unwrap_or_default()),
            Kind::Enum { options } => {
                self.not_among(options.as_array().map(Vec::as_slice).unwrap_or_default())
            }
            Kind::Constant { expected_value } => self.finding(
                format!("{} ska vara {}.", self.subject(), shown(expected_value)),
                Some(format!("Skriv {expected_value}, eller ta bort fältet.")),
            ),
            Kind::Format { format } => self.bad_format(format),
            Kind::Pattern { pattern } => self.finding(
                format!(
                    "{} har inte rätt form: {}.",
                    self.subject(),
                    shown(self.value)
                ),
                self.example()
                    .or_else(|| Some(format!("Texten ska följa mönstret {pattern}."))),
            ),
            Kind::Not { schema } => self.forbidden(schema),
            Kind::FalseSchema => self.finding(
                format!("{} kan inte anges här.", self.subject()),
                Some("Ta bort fältet.".into()),
            ),
            Kind::UniqueItems => self.finding(
                format!("{} innehåller samma värde två gånger.", self.subject()),
                Some("Ta bort det ena.".into()),
            ),
            Kind::OneOfMultipleValid { .. } => self.finding(
                format!("{} kan tolkas på mer än ett sätt.", self.subject()),
                Some("Behåll bara de fält som hör ihop.".into()),
            ),
            kind => self.out_of_bounds(kind),
        }
    }

    /// Lengths, counts and limits; and what no schema of ours uses.
    fn out_of_bounds(&self, kind: &Kind) -> Finding {
        let subject = self.subject();
        let bound = |limit: &Value, word: &str| {
            format!(
                "{subject} ska vara {word} {}, men är {}.",
                number(limit),
                number(self.value)
            )
        };
        let count = |limit: u64, word: &str, one: &str, many: &str| {
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            format!("{subject} ska ha {word} {}.", antal(limit, one, many))
        };
        let message = match kind {
            Kind::MinLength { limit: 1 }
            | Kind::MinItems { limit: 1 }
            | Kind::MinProperties { limit: 1 } => {
                format!("{subject} är tom.")
            }
            Kind::MinLength { limit } => count(*limit, "minst", "tecken", "tecken"),
            Kind::MaxLength { limit } => count(*limit, "högst", "tecken", "tecken"),
            Kind::MinItems { limit } => count(*limit, "minst", "element", "element"),
            Kind::MaxItems { limit } => count(*limit, "högst", "element", "element"),
            Kind::AdditionalItems { limit } => count(
                u64::try_from(*limit).unwrap_or(u64::MAX),
                "högst",
                "element",
                "element",
            ),
            Kind::MinProperties { limit } => count(*limit, "minst", "fält", "fält"),
            Kind::MaxProperties { limit } => count(*limit, "högst", "fält", "fält"),
            Kind::Minimum { limit } => bound(limit, "minst"),
            Kind::Maximum { limit } => bound(limit, "högst"),
            Kind::ExclusiveMinimum { limit } => bound(limit, "större än"),
            Kind::ExclusiveMaximum { limit } => bound(limit, "mindre än"),
            kind => format!(
                "{subject} följer inte schemat (villkoret {}).",
                kind.keyword()
            ),
        };
        let is_empty = matches!(
            kind,
            Kind::MinLength { .. } | Kind::MinItems { .. } | Kind::MinProperties { .. }
        );
        let help = match self.example() {
            Some(example) if is_empty => Some(format!("Fyll i eller ta bort fältet. {example}")),
            None if is_empty => Some("Fyll i eller ta bort fältet.".into()),
            example => example.or_else(|| Some("Ändra värdet.".into())),
        };
        self.finding(message, help)
    }

    fn unknown(&self, name: &str) -> Finding {
        let fields = self.site.fields();
        let fact = format!(
            "Fältet {} finns inte {}.",
            quoted(name),
            holder(&self.site, &self.pointer)
        );
        let place = self.pointer.key(name);
        let finding = |message: String, help: String| {
            Finding::new("SCHEMA", Level::Fel, message)
                .help(help)
                .at_key(place)
        };
        let is_taken = |field: &str| self.value.get(field).is_some();
        match closest(name, fields.iter().copied()) {
            Some(near) if is_taken(near) => finding(
                format!("{fact} Menade du ”{near}”, som redan finns?"),
                format!("Slå ihop det med ”{near}” eller ta bort det."),
            ),
            Some(near) => finding(
                format!("{fact} Menade du ”{near}”?"),
                format!("Byt namnet till ”{near}”."),
            )
            .misreads(self.pointer.key(near)),
            None if fields.is_empty() => finding(fact, "Ta bort fältet.".into()),
            None => finding(
                fact,
                format!("Ta bort fältet. Här kan stå {}.", eller_lista(&fields)),
            ),
        }
    }

    fn bad_name(&self, name: &Value) -> Finding {
        let name = name.as_str().unwrap_or_default();
        let rule = self
            .site
            .keyword("propertyNames")
            .and_then(|rule| rule.get("description")?.as_str());
        let help =
            rule.unwrap_or("Använd bara bokstäverna a–z, siffror, bindestreck och understreck.");
        let message = format!(
            "Namnet {} kan inte användas {}.",
            quoted(name),
            holder(&self.site, &self.pointer)
        );
        Finding::new("SCHEMA", Level::Fel, message)
            .help(help)
            .at_key(self.pointer.key(name))
    }

    fn missing(&self, name: &str) -> Finding {
        let message = format!(
            "Fältet ”{name}” saknas {}.",
            holder(&self.site, &self.pointer)
        );
        let field = self.site.field(name);
        let example = field.and_then(|field| field.examples().find_map(typed));
        let help = match example {
            Some(example) => format!("Lägg till fältet, till exempel \"{name}\": {example}."),
            None => format!("Lägg till fältet ”{name}”."),
        };
        self.finding(message, Some(help))
    }

    /// A required field without anything in it.
    fn empty(&self, name: &str) -> Finding {
        let place = self.pointer.key(name);
        let field = self.site.field(name);
        let subject = field
            .as_ref()
            .map_or_else(|| quoted(name), |field| subject(field, &place));
        let example = field.and_then(|field| field.examples().find_map(typed));
        let help = match example {
            Some(example) => format!("Fyll i fältet. Skriv till exempel {example}."),
            None => "Fyll i fältet.".to_owned(),
        };
        Finding::new("SCHEMA", Level::Fel, format!("{subject} är tom."))
            .help(help)
            .at(place.clone())
            .misreads(place)
    }

    /// A value of another type than the ones wanted.
    pub(super) fn wrong_type(&self, types: &[JsonType]) -> Finding {
        let names: Vec<&str> = types.iter().map(|one| wanted(*one)).collect();
        let message = format!(
            "{} ska vara {}, men är {}.",
            self.subject(),
            eller_lista(&names),
            found(self.value)
        );
        self.finding(message, self.type_remedy(types))
    }

    fn type_remedy(&self, types: &[JsonType]) -> Option<String> {
        let wants = |one: JsonType| types.contains(&one);
        match self.value {
            Value::Null => Some("Ta bort fältet om det inte har något värde.".into()),
            Value::Number(_) | Value::Bool(_) if wants(JsonType::String) => {
                Some(format!("Sätt citattecken runt värdet: \"{}\".", self.value))
            }
            Value::String(text) if wants(JsonType::Boolean) => {
                Some(match text.trim().to_lowercase().as_str() {
                    "true" | "ja" | "sant" => "Skriv true utan citattecken.".into(),
                    "false" | "nej" | "falskt" => "Skriv false utan citattecken.".into(),
                    _ => "Skriv true eller false utan citattecken.".into(),
                })
            }
            Value::String(text)
                if (wants(JsonType::Number) || wants(JsonType::Integer))
                    && text.parse::<serde_json::Number>().is_ok() =>
            {
                Some(format!("Ta bort citattecknen: {}.", visible(&masked(text))))
            }
            Value::String(_) | Value::Object(_) if types == [JsonType::Array] => {
                Some("Sätt hakparenteser runt värdet: [ … ].".into())
            }
            Value::Array(list) if matches!(&list[..], [one] if wants(JsonType::from(one))) => {
                Some("Ta bort hakparenteserna.".into())
            }
            _ => self.example().or_else(|| {
                let names: Vec<&str> = types.iter().map(|one| wanted(*one)).collect();
                let names = eller_lista(&names);
                let fields = self.site.fields();
                Some(if types == [JsonType::Object] && !fields.is_empty() {
                    let fields = eller_lista(&fields);
                    format!("Skriv {names} i stället: {{ … }}. Här kan stå {fields}.")
                } else {
                    format!("Skriv {names} i stället.")
                })
            }),
        }
    }

    fn not_among(&self, options: &[Value]) -> Finding {
        let texts = || options.iter().filter_map(Value::as_str);
        let fact = format!("{} kan inte vara {}.", self.subject(), shown(self.value));
        let near = self.value.as_str().and_then(|word| closest(word, texts()));
        let message = match near {
            Some(near) => format!("{fact} Menade du ”{near}”?"),
            None => fact,
        };
        let all: Vec<String> = options.iter().map(shown).collect();
        self.finding(message, Some(format!("Välj {}.", eller_lista(&all))))
    }

    fn bad_format(&self, format: &str) -> Finding {
        let written = self.value.as_str().unwrap_or_default();
        let fault = match format {
            "date" => iso_datum(written)
                .err()
                .map_or_else(|| "är inget datum".into(), |fault| fault.to_string()),
            "email" | "idn-email" => "är ingen e-postadress".into(),
            "uri" | "iri" => "är ingen webbadress".into(),
            "time" => "är inget klockslag".into(),
            other => format!("har inte formen {other}"),
        };
        let help = match format {
            "date" => Some("Skriv datumet som år-månad-dag, till exempel 2018-12-19.".to_owned()),
            _ => self.example(),
        };
        self.finding(
            format!("{}: {} {fault}.", self.subject(), quoted(written)),
            help,
        )
    }

    /// `not`: told by name where it forbids fields to stand together.
    fn forbidden(&self, schema: &Value) -> Finding {
        let names: Vec<String> = schema
            .get("required")
            .and_then(Value::as_array)
            .map(|names| names.iter().filter_map(Value::as_str).map(quoted).collect())
            .unwrap_or_default();
        match names.as_slice() {
            [] => self.finding(
                format!("{} har ett värde som inte tillåts.", self.subject()),
                self.example(),
            ),
            [only] => self.finding(
                format!(
                    "Fältet {only} kan inte stå {}.",
                    holder(&self.site, &self.pointer)
                ),
                Some("Ta bort fältet.".into()),
            ),
            several => self.finding(
                format!(
                    "Fälten {} kan inte stå samtidigt.",
                    crate::text::och_lista(several)
                ),
                Some("Ta bort det ena.".into()),
            ),
        }
    }

    fn example(&self) -> Option<String> {
        let example = self.site.examples().find_map(typed)?;
        Some(format!("Skriv till exempel {example}."))
    }
}
