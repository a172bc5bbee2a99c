//! Tells cargo that the templates and schemas are part of the program, so that a new file among them is noticed, reads
//! the profiles' rules, has the schemas compiled, and says how the program is linked.
#![expect(
    clippy::disallowed_methods,
    reason = "it is no part of the program and has no Files"
)]

#[expect(unreachable_pub, reason = "it is a module of the program too")]
#[path = "profile/tree.rs"]
mod tree;

use std::path::Path;
use std::{env, fs};

use tree::{Kind, Member, Node};

fn main() {
    for folder in ["templates", "schemas"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    println!("cargo::rerun-if-changed=src/profile/tree.rs");
    let out = env::var("OUT_DIR").expect("cargo says where");
    for (file, rust) in [("regler.rs", rules()), ("scheman.rs", schemas())] {
        fs::write(Path::new(&out).join(file), rust).expect("cargo's folder can be written");
    }
    // At a fixed address the program starts at once; elsewhere 160 000 places in it are mended first, which takes
    // longer than checking an ärende. Memory and libraries are placed at random all the same.
    if env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

/// Every `regler.toml` as Rust: its name, its text and its tree.
fn rules() -> String {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo says where");
    let profiles = Path::new(&root).join("templates/profiler");
    let mut files: Vec<_> = fs::read_dir(profiles)
        .expect("there are profiles")
        .map(|entry| entry.expect("the folder can be read").path())
        .map(|folder| folder.join("regler.toml"))
        .filter(|file| file.is_file())
        .collect();
    files.sort();
    let files = files.iter().map(|file| {
        let text = fs::read_to_string(file).expect("a profile is text");
        let tree = tree::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let folder = file.parent().and_then(Path::file_name);
        let name = folder.expect("listed").display();
        let path = format!("profiler/{name}/regler.toml");
        let text = included(&format!("templates/{path}"));
        format!("({path:?}, {text}, &{})", members(&tree))
    });
    format!(
        "static READY: &[(&str, &str, &[Member])] = &[{}];",
        joined(files)
    )
}

/// A validator of every document type's schema: its name, the files it was made of, and what says whether an ärende is
/// sound. A document type is a schema whose parts are an ärende's.
fn schemas() -> String {
    const PARTS: &str = "arende.schema.json";
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo says where");
    let folder = Path::new(&root).join("schemas");
    let mut types: Vec<String> = fs::read_dir(&folder)
        .expect("there are schemas")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|file| fs::read_to_string(file).is_ok_and(|text| text.contains(PARTS)))
        .filter_map(|file| {
            file.file_name()?
                .to_str()?
                .strip_suffix(".schema.json")
                .map(str::to_owned)
        })
        .filter(|typ| typ != "arende")
        .collect();
    types.sort();
    // The macro looks for them from the project's root.
    let parts = format!("schemas/{PARTS}");
    let validators = types.iter().enumerate().map(|(number, typ)| {
        let own = format!("schemas/{typ}.schema.json");
        format!(
            "#[jsonschema::validator(path = {own:?}, base_uri = \"json-schema:///{typ}.schema.json\", \
             resources = {{ \"json-schema:///{PARTS}\" => {{ path = {parts:?} }} }}, \
             validate_formats = true, formats = {{ \"date\" => crate::schema::is_date }}, \
             pattern_options = {{ engine = regex, size_limit = 1_048_576 }}, \
             methods = {{ is_valid = true, validate = false, iter_errors = false }})]\nstruct Validator{number};\n"
        )
    });
    let list = types.iter().enumerate().map(|(number, typ)| {
        let file = format!("{typ}.schema.json");
        format!(
            "Built {{ typ: {typ:?}, files: [({file:?}, {}), ({PARTS:?}, {})], \
             is_valid: Validator{number}::is_valid }}",
            included(&format!("schemas/{file}")),
            included(&parts)
        )
    });
    let list = joined(list);
    format!(
        "{}static BUILT: &[Built] = &[{list}];",
        validators.collect::<String>()
    )
}

/// A file's text, by its path from the project's root: what is written here may be compiled for another checkout, which
/// shares cargo's folder with this one.
fn included(path: &str) -> String {
    format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{path}\"))")
}

fn members(members: &[Member]) -> String {
    let written = members.iter().map(|Member { name, at, value }| {
        let value = node(value);
        format!("Member {{ name: Cow::Borrowed({name:?}), at: {at}, value: {value} }}")
    });
    format!("[{}]", joined(written))
}

fn node(Node { at, kind }: &Node) -> String {
    let kind = match kind {
        Kind::Text(text) => format!("Text(Cow::Borrowed({text:?}))"),
        Kind::Number(number) => format!("Number({number})"),
        Kind::Decimal(number) => format!("Decimal({number:?})"),
        Kind::List(items) => format!("List(Cow::Borrowed(&[{}]))", joined(items.iter().map(node))),
        Kind::Table(table) => format!("Table(Cow::Borrowed(&{}))", members(table)),
        Kind::Other => "Other".to_owned(),
    };
    format!("Node {{ at: {at}, kind: Kind::{kind} }}")
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
