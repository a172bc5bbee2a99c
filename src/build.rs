//! Tells cargo that the templates and schemas are part of the program, so that a new file among them is noticed.

fn main() {
    for folder in ["templates", "schemas"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
