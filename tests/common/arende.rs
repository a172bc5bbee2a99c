//! Random ärenden from a seed, made by walking the types' own schemas: a new field is tried as soon as it has a schema.
//! The same seed gives the same ärende.

use fastrand::Rng;
use kansli::schema::Schemas;
use serde_json::{Map, Value, json};

/// The folder of every generated ärende holds this picture.
pub const PICTURE: &str = "bilder/b.png";

/// Plain words: nothing in them means anything to anyone.
const WORDS: [&str; 36] = [
    "nämnden",
    "fritid",
    "Ågatan",
    "översyn",
    "år",
    "två",
    "medel",
    "söder",
    "ändring",
    "kvarter",
    "tillsyn",
    "och",
    "handel",
    "skola",
    "miljö",
    "Västra",
    "uppdrag",
    "rapport",
    "höst",
    "avtal",
    "bygdegård",
    "på",
    "café",
    "Škoda",
    "żółć",
    "Ελλάδα",
    "мир",
    "naïv",
    "vård",
    "tjänst",
    "åtta",
    "ljus",
    "Škorić",
    "Nguyễn",
    "Łukasiewicz",
    "kommunalförbundsordförandekonferensförberedelser",
];

/// What means something to a template, a Markdown parser, Typst, XML or a browser, and is only text here.
pub const HOSTILE: [&str; 40] = [
    "{{7*7}}",
    "{% include \"x\" %}",
    "{# bort #}",
    "{% raw %}",
    "{{ rubrik | markdown }}",
    "# rubrik",
    "## rubrik",
    "* punkt",
    "- punkt",
    "+ punkt",
    "1. punkt",
    "> citat",
    "[x](https://y.se)",
    "[x](javascript:alert(1))",
    "![](b)",
    "| a | b |",
    "|---|---|",
    "~~~",
    "```",
    "`kod`",
    "---",
    "===",
    "[^1]",
    "[^1]: not",
    "\\",
    ":::beslut",
    ":::",
    "#read(\"/etc/passwd\")",
    "$ x^2 $ @ref <lbl>",
    "= Rubrik",
    "/ term: ord",
    "// kommentar /* */",
    "<script>alert(1)</script>",
    "</w:t></w:r>",
    "]]> <!-- -->",
    "&amp; &#65;",
    "<?xml version=\"1.0\"?>",
    "\u{200b}\u{ad}\u{2060}x",
    "**fet** _kursiv_",
    "\nny rad\r\n\ttabb",
];

/// What rich-text fields hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rich {
    /// One paragraph of plain words.
    Words,
    /// Everything the grammar has.
    Grammar,
    /// The grammar, broken up by what looks like it and like everything else.
    Hostile,
}

/// A generated ärende.
#[derive(Debug, Clone)]
pub struct Made {
    pub typ: String,
    pub value: Value,
    /// Pointers to the plain strings.
    pub plain: Vec<String>,
    /// Pointers to the rich-text fields.
    pub rich: Vec<String>,
}

impl Made {
    /// The same ärende with other plain texts.
    pub fn with_plain(&self, mut other: impl FnMut(&str) -> String) -> Self {
        let mut made = self.clone();
        for pointer in &self.plain {
            let place = made.value.pointer_mut(pointer).expect("a plain field");
            *place = other(pointer).into();
        }
        made
    }

    /// The text at a pointer; an array of lines joined.
    pub fn text(&self, pointer: &str) -> String {
        match self.value.pointer(pointer) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Array(lines)) => {
                let lines: Vec<&str> = lines.iter().filter_map(Value::as_str).collect();
                lines.join("\n")
            }
            other => panic!("{pointer}: {other:?}"),
        }
    }
}

/// The schemas that ärenden are made from.
pub struct Generator {
    schemas: Vec<(String, Value)>,
}

impl Generator {
    pub fn new(types: &[String], schemas: &Schemas) -> Self {
        // What a meeting points at lies in other files: its §§ are made as extracts.
        let types = types.iter().filter(|typ| *typ != kansli::mote::TYP);
        let schemas = types.map(|typ| {
            let bundle = schemas.bundle(typ).expect("a schema");
            (typ.clone(), serde_json::from_str(&bundle).expect("JSON"))
        });
        Self {
            schemas: schemas.collect(),
        }
    }

    /// The ärende of a seed; the types take turns.
    pub fn make(&self, seed: u64, rich: Rich) -> Made {
        let turn = usize::try_from(seed).expect("a small seed") % self.schemas.len();
        let (typ, schema) = &self.schemas[turn];
        let mut make = Make {
            rng: Rng::with_seed(seed),
            schema,
            rich_kind: rich,
            plain: Vec::new(),
            rich: Vec::new(),
        };
        let mut value = make.object(schema, "");
        value["$schema"] = format!("../schemas/{typ}.schema.json").into();
        value["bilder"] = json!({"b": {"fil": PICTURE, "alt": "En grå ruta", "bredd": 0.2}});
        Made {
            typ: typ.clone(),
            value,
            plain: make.plain,
            rich: make.rich,
        }
    }
}

struct Make<'a> {
    rng: Rng,
    schema: &'a Value,
    rich_kind: Rich,
    plain: Vec<String>,
    rich: Vec<String>,
}

impl<'a> Make<'a> {
    fn one_in(&mut self, n: usize) -> bool {
        self.rng.usize(..n) == 0
    }

    fn choice<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.rng.usize(..of.len())]
    }

    fn words(&mut self, most: usize) -> String {
        let words: Vec<&str> = (0..self.rng.usize(1..=most))
            .map(|_| self.choice(&WORDS))
            .collect();
        words.join(" ")
    }

    fn resolved(&self, schema: &'a Value) -> &'a Value {
        let reference = schema.get("$ref").and_then(Value::as_str);
        let target = reference.map(|r| {
            let inside = r.strip_prefix('#').expect("a reference inside the bundle");
            self.schema.pointer(inside).expect("a part")
        });
        target.map_or(schema, |target| self.resolved(target))
    }

    fn value(&mut self, schema: &'a Value, at: &str) -> Value {
        let schema = self.resolved(schema);
        if let Some(fixed) = schema.get("const") {
            return fixed.clone();
        }
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            return words[self.rng.usize(..words.len())].clone();
        }
        let types: Vec<&str> = match &schema["type"] {
            Value::String(one) => vec![one],
            Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
            other => panic!("{at}: type {other}"),
        };
        // Beside an object of parts, a text is still rich.
        let is_rich = types.starts_with(&["string", "array"]);
        if is_rich && (types.len() == 2 || self.rng.bool()) {
            self.rich.push(at.to_owned());
            return self.rich_text();
        }
        let chosen = if is_rich {
            "object"
        } else {
            self.choice(&types)
        };
        match chosen {
            "string" if schema.get("pattern").is_some() => schema["examples"][0].clone(),
            "string" if schema.get("format").is_some() => {
                let (month, day) = (self.rng.u8(1..=12), self.rng.u8(1..=28));
                format!("2026-{month:02}-{day:02}").into()
            }
            "string" => {
                self.plain.push(at.to_owned());
                self.words(6).into()
            }
            "integer" => {
                let least = schema["minimum"].as_u64().unwrap_or(1);
                let most = schema["maximum"].as_u64().unwrap_or(least + 99);
                self.rng.u64(least..=most).into()
            }
            "boolean" => self.rng.bool().into(),
            "object" => self.object(schema, at),
            "array" => self.array(schema, at),
            other => panic!("{at}: a {other}"),
        }
    }

    fn object(&mut self, schema: &'a Value, at: &str) -> Value {
        let fields = schema["properties"].as_object().expect("properties");
        let is_required = |name: &str| {
            let required = schema.get("required").and_then(Value::as_array);
            required.is_some_and(|names| names.iter().any(|n| n == name))
        };
        let is_deep = at.matches("/avsnitt/").count() >= 3;
        let mut made = Map::new();
        for (name, field) in fields {
            let is_set = matches!(&**name, "$schema" | "kommun" | "bilder" | "undantag");
            let is_skipped = is_set || (is_deep && name == "avsnitt");
            // A section of nothing but headings is not printed: each has its text.
            let is_needed = is_required(name) || (name == "text" && fields.contains_key("tabell"));
            if is_skipped || !(is_needed || self.rng.usize(..3) > 0) {
                continue;
            }
            let place = format!("{at}/{name}");
            let value = if name == "tabell" {
                self.table(&place)
            } else {
                self.value(field, &place)
            };
            made.insert(name.clone(), value);
        }
        if made.is_empty() {
            let (name, field) = fields.iter().next().expect("a field");
            let value = self.value(field, &format!("{at}/{name}"));
            made.insert(name.clone(), value);
        }
        Value::Object(made)
    }

    fn array(&mut self, schema: &'a Value, at: &str) -> Value {
        let elements = &schema["items"];
        (0..self.rng.usize(1..4))
            .map(|i| self.value(elements, &format!("{at}/{i}")))
            .collect()
    }

    /// A table; its rows are as long as its head, most of them.
    fn table(&mut self, at: &str) -> Value {
        let columns = self.rng.usize(1..6);
        let mut heads = Vec::new();
        for i in 0..columns {
            let heading = self.words(2);
            if self.rng.bool() {
                self.plain.push(format!("{at}/kolumner/{i}"));
                heads.push(json!(heading));
            } else {
                self.plain.push(format!("{at}/kolumner/{i}/rubrik"));
                let align = self.choice(&["vanster", "hoger", "mitten"]);
                heads.push(json!({"rubrik": heading, "justering": align}));
            }
        }
        let mut rows = Vec::new();
        for row in 0..self.rng.usize(0..5) {
            let ragged = usize::from(self.one_in(20));
            let mut cells = Vec::new();
            for cell in 0..columns + ragged {
                if self.one_in(10) {
                    cells.push(json!(""));
                } else {
                    self.rich.push(format!("{at}/rader/{row}/{cell}"));
                    cells.push(self.rich_text());
                }
            }
            rows.push(Value::Array(cells));
        }
        let mut table = json!({"kolumner": heads, "rader": rows});
        if self.rng.bool() {
            self.plain.push(format!("{at}/bildtext"));
            table["bildtext"] = self.words(5).into();
        }
        table
    }

    fn rich_text(&mut self) -> Value {
        let lines = match self.rich_kind {
            Rich::Words => vec![self.words(12)],
            Rich::Grammar => self.blocks(),
            Rich::Hostile => {
                let mut lines = self.blocks();
                for _ in 0..self.rng.usize(1..4) {
                    let at = self.rng.usize(..=lines.len());
                    lines.insert(at, self.hostile_line());
                }
                lines
            }
        };
        if self.rng.bool() {
            lines.into()
        } else {
            lines.join("\n").into()
        }
    }

    fn hostile_line(&mut self) -> String {
        let mut line = " ".repeat(self.rng.usize(..6));
        for _ in 0..self.rng.usize(1..4) {
            line.push_str(self.choice(&HOSTILE));
            if self.rng.bool() {
                line.push(' ');
            }
        }
        line
    }

    /// Lines of rich text.
    fn blocks(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut notes = 0;
        for _ in 0..self.rng.usize(1..4) {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            match self.rng.usize(..12) {
                0 => lines.push(format!("## {}", self.words(4))),
                1 => lines.push(format!("### {}", self.words(4))),
                2..5 => self.list(0, &mut lines),
                5 => self.markdown_table(&mut lines),
                6 => lines.push("![](b)".into()),
                7 => {
                    notes += 1;
                    let words = self.words(3);
                    lines.push(format!("{words}[^{notes}] {}", self.inline()));
                }
                8 => lines.push(format!("{}\\\n{}", self.words(4), self.words(4))),
                _ => lines.push(self.inline()),
            }
        }
        for note in 1..=notes {
            lines.extend([String::new(), format!("[^{note}]: {}", self.inline())]);
        }
        lines
    }

    fn inline(&mut self) -> String {
        let mut line = self.words(8);
        for _ in 0..self.rng.usize(..3) {
            let words = self.words(2);
            let part = match self.rng.usize(..5) {
                0 => format!(" **{words}**"),
                1 => format!(" *{words}*"),
                2 => format!(" [{words}](https://example.se/a?b=1&c=2)"),
                3 => format!(" [{words}](mailto:a@example.se)"),
                _ => format!(" 5 < 6 & {words} > 3_a_b * 2"),
            };
            line.push_str(&part);
        }
        line
    }

    fn list(&mut self, indent: usize, lines: &mut Vec<String>) {
        let is_numbered = self.rng.bool();
        for number in 1..self.rng.usize(2..5) {
            let mark = if is_numbered {
                format!("{number}. ")
            } else {
                "- ".into()
            };
            lines.push(format!("{}{mark}{}", " ".repeat(indent), self.inline()));
            if indent < 12 && self.one_in(4) {
                self.list(indent + mark.len(), lines);
            }
        }
    }

    fn markdown_table(&mut self, lines: &mut Vec<String>) {
        let columns = self.rng.usize(1..4);
        let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        lines.push(row((0..columns).map(|_| self.words(2)).collect()));
        lines.push(row(vec!["---".into(); columns]));
        for _ in 0..self.rng.usize(1..4) {
            lines.push(row((0..columns).map(|_| self.words(3)).collect()));
        }
    }
}
