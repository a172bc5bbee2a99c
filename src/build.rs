//! Tells cargo that the templates and schemas are part of the program, so that a new file among them is noticed, reads
//! the profiles' rules, and says how the program is linked.
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
    fs::write(Path::new(&out).join("regler.rs"), rules()).expect("cargo's folder can be written");
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
        let path = file.display().to_string();
        format!(
            "(\"profiler/{name}/regler.toml\", include_str!({path:?}), &{})",
            members(&tree)
        )
    });
    format!(
        "static READY: &[(&str, &str, &[Member])] = &[{}];",
        joined(files)
    )
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
