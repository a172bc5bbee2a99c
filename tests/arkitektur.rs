//! The house's own rules, checked on the sources: floors, the size of files, what every module says of itself.
#![expect(clippy::disallowed_methods, reason = "tests read the sources by hand")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// Every module at the top and its floor: a module uses lower floors only.
const FLOORS: [(&str, u8); 20] = [
    ("pointer", 0),
    ("finding", 0),
    ("text", 0),
    ("source", 0),
    ("parallel", 0),
    ("arende", 1),
    ("document", 1),
    ("mote", 1),
    ("template", 2),
    ("markup", 2),
    ("schema", 2),
    ("profile", 2),
    ("render", 3),
    ("rules", 3),
    ("workspace", 4),
    ("batch", 5),
    ("serve", 5),
    ("watch", 5),
    ("cli", 6),
    ("main", 7),
];

/// Who may use a neighbour on its own floor, and why there is no better floor for it.
const NEIGHBOURS: [(&str, &str, &str); 3] = [
    (
        "finding",
        "pointer",
        "a finding has a place, and a pointer is nothing else",
    ),
    (
        "mote",
        "arende",
        "a meeting is an ärende put together from several",
    ),
    (
        "source",
        "text",
        "its errors speak Swedish and quote what they name",
    ),
];

/// No file is longer, so that none becomes the obvious place for everything.
const LONGEST: usize = 800;

struct Source {
    /// From the crate's root, with `/`.
    name: String,
    text: String,
    /// `crate::a::b` as `["a", "b"]`.
    module: Vec<String>,
    syntax: syn::File,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file under `folder`, sorted.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut folders = vec![root().join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn name(path: &Path) -> String {
    let path = path.strip_prefix(root()).expect("inside the crate");
    path.to_string_lossy().replace('\\', "/")
}

/// Every source file of the crate, parsed.
fn sources() -> Vec<Source> {
    let sources: Vec<Source> = files("src")
        .iter()
        .filter(|path| **path != root().join("src/build.rs"))
        .map(|path| {
            let name = name(path);
            let text = fs::read_to_string(path).expect("UTF-8");
            let syntax = syn::parse_file(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
            Source {
                module: module(&name),
                name,
                text,
                syntax,
            }
        })
        .collect();
    assert!(sources.len() > 100, "{}", sources.len());
    sources
}

/// The module a file holds.
fn module(name: &str) -> Vec<String> {
    let inside = name.trim_start_matches("src/").trim_end_matches(".rs");
    let mut parts: Vec<String> = inside.split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    if parts == ["lib"] {
        parts.clear();
    }
    parts
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_cfg_test = attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Path>()
                .is_ok_and(|p| p.is_ident("test"));
        is_cfg_test || attribute.path().is_ident("test")
    })
}

/// Walks one file: where its paths lead, and where it unwraps.
struct Walk<'a> {
    source: &'a Source,
    /// The module at the present place, inline modules counted.
    module: Vec<String>,
    /// Top modules that are named.
    used: BTreeSet<(String, String)>,
    unwraps: usize,
    tests: usize,
}

impl<'a> Walk<'a> {
    fn over(source: &'a Source) -> Self {
        let mut walk = Self {
            source,
            module: source.module.clone(),
            used: BTreeSet::new(),
            unwraps: 0,
            // A file of its own for tests was declared so by its parent.
            tests: usize::from(source.module.iter().any(|m| m == "tests" || m == "sample")),
        };
        walk.visit_file(&source.syntax);
        walk
    }

    /// Notes the top module that a path of names leads to; paths that begin with no keyword begin at an import.
    fn note(&mut self, path: &[String]) {
        let written = path.join("::");
        let mut at: Vec<String> = match path.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("kansli") if self.module == ["main"] => Vec::new(),
            Some("self" | "super") => self.module.clone(),
            _ => return,
        };
        for name in path {
            match name.as_str() {
                "crate" | "self" | "kansli" => {}
                "super" => {
                    at.pop()
                        .unwrap_or_else(|| panic!("{}: {written}", self.source.name));
                }
                name => at.push(name.to_owned()),
            }
        }
        if let Some(top) = at.into_iter().next() {
            self.used.insert((top, written));
        }
    }

    fn tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: String| [before, &[name]].concat();
        match tree {
            syn::UseTree::Path(path) => self.tree(&with(path.ident.to_string()), &path.tree),
            syn::UseTree::Name(name) => self.note(&with(name.ident.to_string())),
            syn::UseTree::Rename(name) => self.note(&with(name.ident.to_string())),
            syn::UseTree::Glob(_) => self.note(before),
            syn::UseTree::Group(group) => group.items.iter().for_each(|t| self.tree(before, t)),
        }
    }

    /// What a macro is given is no syntax yet: paths and calls are found in its words.
    fn words(&mut self, tokens: &str) {
        let bare: String = tokens.split_whitespace().collect();
        if self.tests == 0 {
            self.unwraps += bare.matches(".unwrap()").count();
        }
        let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        for run in bare.split(|c: char| !is_name(c)) {
            let path: Vec<String> = run
                .split("::")
                .map(str::to_owned)
                .filter(|s| !s.is_empty())
                .collect();
            if path.len() > 1 {
                self.note(&path);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let test = usize::from(is_test(&item.attrs));
        self.tests += test;
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
        self.tests -= test;
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let test = usize::from(is_test(&item.attrs));
        self.tests += test;
        visit::visit_item_fn(self, item);
        self.tests -= test;
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        self.note(&names);
        visit::visit_path(self, path);
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {
        // `pub(super)` uses nothing.
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if self.tests == 0 && call.method == "unwrap" {
            self.unwraps += 1;
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.words(&call.tokens.to_string());
        visit::visit_macro(self, call);
    }
}

fn floor(module: &str) -> u8 {
    let found = FLOORS.iter().find(|(name, _)| *name == module);
    found
        .unwrap_or_else(|| panic!("the module {module} has no floor"))
        .1
}

fn may_use(module: &str, other: &str) -> bool {
    module == other
        || floor(module) > floor(other)
        || NEIGHBOURS
            .iter()
            .any(|(who, whom, _)| (*who, *whom) == (module, other))
}

#[test]
fn modules_use_lower_floors_only() {
    let mut broken = Vec::new();
    for source in sources() {
        let Some(top) = source.module.first() else {
            continue;
        };
        for (other, written) in Walk::over(&source).used {
            if !may_use(top, &other) {
                broken.push(format!("{}: {written}", source.name));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_module_has_a_floor_and_every_floor_a_module() {
    let library = sources()
        .into_iter()
        .find(|s| s.name == "src/lib.rs")
        .expect("lib.rs");
    let mut modules: BTreeSet<String> = library
        .syntax
        .items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Mod(module) => Some(module.ident.to_string()),
            _ => None,
        })
        .collect();
    modules.insert("main".into());
    let floors: BTreeSet<String> = FLOORS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(modules, floors);
}

/// The test's own test: each way to write a path is seen.
#[test]
fn a_forbidden_path_is_seen_however_it_is_written() {
    for text in [
        "use crate::workspace::Workspace;",
        "use crate::{document, workspace::{Input, Options}};",
        "use crate::workspace as w;",
        "use super::super::workspace::*;",
        "fn f() { crate::workspace::run() }",
        "fn f(_: &super::super::workspace::Workspace) {}",
        "mod inner { use super::super::super::workspace::Input; }",
        "fn f() { println!(\"{}\", crate::workspace::NAME) }",
        "impl crate::workspace::Trait for X {}",
        "type T = Vec<crate::workspace::Input>;",
        "pub use crate::workspace;",
    ] {
        let source = Source {
            name: "src/rules/kinds/fras.rs".into(),
            text: String::new(),
            module: module("src/rules/fras.rs"),
            syntax: syn::parse_file(text).expect("Rust"),
        };
        let used = Walk::over(&source).used;
        assert!(used.iter().any(|(top, _)| top == "workspace"), "{text}");
    }
}

#[test]
fn files_are_short() {
    let long: Vec<String> = ["src", "tests"]
        .iter()
        .flat_map(|folder| files(folder))
        .filter_map(|path| {
            let lines = fs::read_to_string(&path).expect("UTF-8").lines().count();
            (lines > LONGEST).then(|| format!("{}: {lines} lines", name(&path)))
        })
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|source| {
            let first = source.text.lines().next().unwrap_or_default();
            let opening: String = source
                .text
                .lines()
                .map_while(|line| line.strip_prefix("//!"))
                .collect();
            !first.starts_with("//! ") || !opening.contains(['.', ':'])
        })
        .map(|source| source.name)
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn nothing_is_unwrapped_outside_tests() {
    for source in sources() {
        assert_eq!(Walk::over(&source).unwraps, 0, "{}", source.name);
    }
}
