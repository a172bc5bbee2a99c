//! Tells cargo that the templates and schemas are part of the program, so that a new file among them is noticed, and
//! how the program is linked.

fn main() {
    for folder in ["templates", "schemas"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    // At a fixed address the program starts at once; elsewhere 160 000 places in it are mended first, which takes
    // longer than checking an ärende. Memory and libraries are placed at random all the same.
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
