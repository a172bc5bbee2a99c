//! W1 to W8, W19, W23, W24: one file, changed as editors change it.

use std::fs;
use std::time::Duration;

use crate::harness::{Project, STEM, alone, arende, pause, rename};

/// What a save may take, the quiet included.
const SOON: Duration = Duration::from_millis(600);

#[test]
fn w01_written_in_place() {
    let _alone = alone();
    let project = Project::with_arende();
    let watch = project.watch();
    let mut times = Vec::new();
    for round in 1..=5 {
        let word = format!("plats{round}");
        project.write("m/a.json", arende(&word));
        times.push(watch.until_output(&word));
        assert_eq!(watch.builds_when_quiet(), round + 1, "{}", watch.said());
    }
    // The machine may be busy with something else now and then.
    assert!(times.iter().min() <= Some(&SOON), "{times:?}");
}

#[test]
fn w02_written_beside_and_renamed_over() {
    let project = Project::with_arende();
    let watch = project.watch();
    for round in 0..50 {
        let word = format!("byte{round}x");
        project.replace("m/a.json", &arende(&word));
        if round % 10 == 9 {
            watch.until_output(&word);
        } else {
            pause(30);
        }
    }
    assert!(project.output().contains("byte49x"));
}

#[test]
fn w03_vim() {
    let project = Project::with_arende();
    let watch = project.watch();
    project.write("m/4913", "");
    fs::remove_file(project.path("m/4913")).expect("removed");
    rename(&project.path("m/a.json"), &project.path("m/a.json~"));
    project.write("m/a.json", arende("vim"));
    fs::remove_file(project.path("m/a.json~")).expect("removed");
    watch.until_output("vim");
    assert_eq!(watch.builds_when_quiet(), 2, "{}", watch.said());
    assert!(!watch.said().contains("4913") && !watch.said().contains("finns inte"));
}

#[test]
fn w04_emacs() {
    let project = Project::with_arende();
    let watch = project.watch_with(&["m/a.json"], &[]);
    rename(&project.path("m/a.json"), &project.path("m/a.json~"));
    pause(200);
    project.write("m/a.json", arende("emacs"));
    watch.until_output("emacs");
    assert_eq!(watch.builds_when_quiet(), 2, "{}", watch.said());
    assert!(!watch.said().contains("finns inte"), "{}", watch.said());
}

/// Writes the first third, waits, and writes the rest.
fn in_two_steps(project: &Project, word: &str, wait: u64) {
    let text = arende(word);
    let third = text.floor_char_boundary(text.len() / 3);
    project.write("m/a.json", &text[..third]);
    pause(wait);
    project.write("m/a.json", text);
}

#[test]
fn w05_a_slow_save() {
    let project = Project::with_arende();
    let watch = project.watch();
    in_two_steps(&project, "langsamt", 150);
    watch.until_output("langsamt");
    assert_eq!(watch.builds_when_quiet(), 2, "{}", watch.said());
    assert!(!watch.said().contains("Fel"), "{}", watch.said());
}

#[test]
fn w06_a_save_that_stops_half_way() {
    let project = Project::with_arende();
    let watch = project.watch();
    let before = project.output();
    let text = arende("halvt");
    let third = text.floor_char_boundary(text.len() / 3);
    project.write("m/a.json", &text[..third]);
    watch.until("the finding is told", |watch| {
        watch.said().contains("slutar för tidigt")
    });
    pause(2500);
    let said = watch.said();
    assert_eq!(
        said.matches("JSON-filen slutar för tidigt (rad ").count(),
        1,
        "{said}"
    );
    assert!(said.contains("Visar versionen från kl. "), "{said}");
    assert_eq!(project.output(), before);
    assert!(watch.status()["filer"][0]["visar"].is_string());
    project.write("m/a.json", text);
    watch.until_output("halvt");
    assert_eq!(watch.builds_when_quiet(), 2);
    assert!(watch.status()["filer"][0]["visar"].is_null());
}

#[test]
fn w07_empty_for_a_moment() {
    let project = Project::with_arende();
    let watch = project.watch();
    project.write("m/a.json", "");
    pause(100);
    project.write("m/a.json", arende("tomt"));
    watch.until_output("tomt");
    assert_eq!(watch.builds_when_quiet(), 2, "{}", watch.said());
    assert!(!watch.said().contains("Fel"), "{}", watch.said());
}

#[test]
fn w08_deleted_and_restored() {
    let project = Project::with_arende();
    let mut watch = project.watch_with(&["m/a.json"], &[]);
    let before = project.output();
    fs::remove_file(project.path("m/a.json")).expect("removed");
    watch.until("it is told", |watch| {
        watch.said().contains("”m/a.json” finns inte.")
    });
    pause(2500);
    assert!(watch.is_alive());
    assert_eq!(project.output(), before);
    project.write("m/a.json", arende("tillbaka"));
    watch.until_output("tillbaka");
    assert_eq!(watch.builds_when_quiet(), 2);
}

#[test]
fn w19_what_programs_leave_beside() {
    let project = Project::with_arende();
    let watch = project.watch();
    for name in [
        "~$a.docx",
        ".~lock.a.docx#",
        ".a.json.swp",
        "x.tmp",
        ".DS_Store",
        "Thumbs.db",
        "a.json~",
    ] {
        project.write(&format!("m/{name}"), "x");
        pause(60);
        project.write(&format!("m/{name}"), "y");
        fs::remove_file(project.path(&format!("m/{name}"))).expect("removed");
    }
    assert_eq!(
        (watch.builds_when_quiet(), watch.rounds()),
        (1, 1),
        "{}",
        watch.said()
    );
}

#[test]
fn w23_the_same_size_and_the_same_time() {
    let project = Project::with_arende();
    project.write("m/a.json", arende("ordett"));
    let watch = project.watch();
    let path = project.path("m/a.json");
    let before = fs::metadata(&path)
        .expect("there")
        .modified()
        .expect("a time");
    for word in ["ordtva", "ordtre"] {
        project.write("m/a.json", arende(word));
        let file = fs::File::options().write(true).open(&path).expect("file");
        file.set_modified(before).expect("set back");
        drop(file);
        watch.until_output(word);
    }
    assert_eq!(watch.builds_when_quiet(), 3);
}

#[test]
fn w24_touched() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = Project::with_arende();
    let watch = project.watch();
    let path = project.path("m/a.json");
    let file = fs::File::options().write(true).open(&path).expect("file");
    file.set_modified(std::time::SystemTime::now())
        .expect("touched");
    pause(300);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("mode");
    pause(300);
    project.replace("m/a.json", &arende("noll"));
    assert_eq!(
        (watch.builds_when_quiet(), watch.rounds()),
        (1, 1),
        "{}",
        watch.said()
    );
    assert_eq!(project.names("ut"), [format!("{STEM}.txt")]);
}
