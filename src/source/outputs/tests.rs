//! What a folder of outputs must stand: people, killed runs, links and full disks.
#![expect(clippy::disallowed_methods, reason = "tests prepare the disk by hand")]

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::{Hold, Outputs, Standing, hash_of};

const MANIFEST: &str = ".kansli-utdata.ndjson";

fn outputs(folder: &Path) -> Outputs {
    let hold = Hold::alone(folder, Duration::ZERO).expect("free");
    Outputs::open(folder, hold, None).expect("open")
}

fn put(outputs: &Outputs, name: &str, bytes: &[u8]) {
    let staged = outputs.stage(name, "a.json", bytes).expect("staged");
    for (_, result) in outputs.commit(vec![staged]) {
        result.expect("in place");
    }
}

#[test]
fn what_a_person_changed_is_known() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let at = folder.path();
    let first = outputs(at);
    assert_eq!(first.standing("b.pdf").expect("looked"), Standing::Missing);
    put(&first, "b.pdf", b"ett");
    put(&first, "a.pdf", b"ett");
    put(&first, "b.pdf", "två".as_bytes());
    assert_eq!(
        first.standing("b.pdf").expect("looked"),
        Standing::Ours(hash_of("två".as_bytes()))
    );
    first.close().expect("closed");
    let text = fs::read_to_string(at.join(MANIFEST)).expect("manifest");
    let names: Vec<_> = text.lines().map(|line| &line[..15]).collect();
    assert_eq!(
        names,
        ["{\"fil\":\"a.pdf\",", "{\"fil\":\"b.pdf\","],
        "sorted, once each"
    );
    fs::write(at.join("b.pdf"), "signerad").expect("changed");
    fs::write(at.join("c.pdf"), "min").expect("own");
    let second = outputs(at);
    assert!(matches!(second.standing("b.pdf"), Ok(Standing::Changed(_))));
    assert!(matches!(second.standing("c.pdf"), Ok(Standing::Foreign(_))));
    assert!(!second.remove("b.pdf").expect("kept"));
    assert!(second.remove("a.pdf").expect("removed"));
    second.close().expect("closed");
    assert!(!at.join("a.pdf").exists() && at.join("b.pdf").exists());
    assert_eq!(
        fs::read_to_string(at.join(MANIFEST))
            .expect("manifest")
            .lines()
            .count(),
        1
    );
}

#[test]
fn a_run_killed_between_the_note_and_the_file_changes_nothing() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let at = folder.path();
    let run = outputs(at);
    put(&run, "a.pdf", b"ett");
    run.close().expect("closed");
    let clean = fs::read(at.join(MANIFEST)).expect("manifest");
    let run = outputs(at);
    run.adopt("a.pdf", "a.json", hash_of(b"tre"))
        .expect("noted");
    drop(run);
    let run = outputs(at);
    assert_eq!(
        run.standing("a.pdf").expect("looked"),
        Standing::Ours(hash_of(b"ett"))
    );
    run.close().expect("closed");
    assert_eq!(fs::read(at.join(MANIFEST)).expect("manifest"), clean);
}

#[cfg(unix)]
#[test]
fn links_are_replaced_and_never_followed() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("temporary folder");
    let at = folder.path().join("ut");
    fs::create_dir(&at).expect("folder");
    let target = folder.path().join("mal");
    fs::write(&target, "orört").expect("target");
    for name in ["a.pdf", MANIFEST] {
        symlink(&target, at.join(name)).expect("link");
    }
    let run = outputs(&at);
    assert_eq!(run.standing("a.pdf").expect("looked"), Standing::Missing);
    put(&run, "a.pdf", b"ett");
    run.close().expect("closed");
    assert_eq!(fs::read(&target).expect("target"), "orört".as_bytes());
    for name in ["a.pdf", MANIFEST] {
        assert!(
            fs::symlink_metadata(at.join(name))
                .expect("there")
                .is_file()
        );
    }
}

#[test]
fn shares_know_each_other_and_note_their_own() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let at = folder.path();
    for (number, name) in [(1, "a.pdf"), (2, "b.pdf")] {
        let hold = Hold::together(at).expect("shared");
        let share = Outputs::open(at, hold, Some((number, 2))).expect("open");
        put(&share, name, b"x");
        share.close().expect("closed");
    }
    assert!(matches!(
        outputs(at).standing("a.pdf"),
        Ok(Standing::Ours(_))
    ));
    let own = fs::read_to_string(at.join(".kansli-utdata-2-2.ndjson")).expect("manifest");
    assert!(own.contains("b.pdf") && !own.contains("a.pdf"), "{own}");
    let whole = outputs(at);
    assert!(matches!(whole.standing("a.pdf"), Ok(Standing::Ours(_))));
    whole.close().expect("closed");
    assert_eq!(
        fs::read_dir(at).expect("folder").count(),
        3,
        "one manifest of all"
    );
    assert_eq!(
        fs::read_to_string(at.join(MANIFEST))
            .expect("manifest")
            .lines()
            .count(),
        2
    );
}
