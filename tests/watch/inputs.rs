//! What somebody may ask for that is not there, or cannot be.

use std::fs;
use std::process::Command;

use crate::harness::{Project, STEM, arende, other};

#[test]
fn a_path_that_does_not_exist_yet_is_waited_for() {
    let project = Project::new();
    let watch = project.watch_with(&["m/a.json"], &[]);
    assert!(
        watch
            .said()
            .contains("”m/a.json” finns inte. Kansli väntar tills den finns."),
        "{}",
        watch.said()
    );
    project.write("m/a.json", arende("kom"));
    watch.until_output("kom");
}

#[test]
fn a_folder_that_does_not_exist_yet_is_waited_for() {
    let project = Project::new();
    let watch = project.watch();
    assert!(watch.said().contains("”m” finns inte."), "{}", watch.said());
    project.write("m/a.json", arende("kom"));
    watch.until_output("kom");
}

#[test]
fn a_folder_without_arenden_is_waited_for() {
    let project = Project::new();
    fs::create_dir(project.path("m")).expect("folder");
    let mut watch = project.watch();
    assert!(
        watch.said().contains("Mappen ”m” har inga ärenden."),
        "{}",
        watch.said()
    );
    project.write("m/a.json", arende("kom"));
    watch.until_output("kom");
    fs::remove_dir_all(project.path("m")).expect("removed");
    watch.until("it is told", |watch| {
        watch.said().contains("”m” finns inte.")
    });
    assert!(watch.is_alive());
    project.write("m/a.json", arende("igen"));
    watch.until_output("igen");
}

#[test]
fn two_documents_with_one_name_are_told_and_neither_is_written() {
    let project = Project::with_arende();
    project.write("m/b.json", arende("tvilling"));
    let watch = project.watch();
    assert_eq!(project.names("ut"), [""; 0], "{}", watch.said());
    for name in ["m/a.json", "m/b.json"] {
        assert!(
            watch.said().contains(&format!("liksom det av ”{name}”")),
            "{}",
            watch.said()
        );
    }
    project.write("m/b.json", other("En egen rubrik"));
    watch.until("both are made", |watch| {
        watch.project.names("ut").len() == 2
    });
    assert!(project.output().contains("noll"));
    // One that comes later takes nothing from the first.
    project.write("m/c.json", arende("sen"));
    watch.until("it is told", |watch| {
        watch.said().contains("m/c.json: Dokumentet")
    });
    assert!(project.output().contains("noll"));
}

#[test]
fn an_output_folder_that_is_a_file() {
    let project = Project::with_arende();
    project.write("ut", "mina anteckningar");
    let watch = project.watch();
    assert!(
        watch.said().contains("”ut” är ingen mapp."),
        "{}",
        watch.said()
    );
    assert!(
        watch.said().contains("Kansli försöker igen"),
        "{}",
        watch.said()
    );
    fs::remove_file(project.path("ut")).expect("removed");
    watch.until_output("noll");
    assert_eq!(project.names("ut"), [format!("{STEM}.txt")]);
}

#[test]
fn what_cannot_be_watched_is_refused_at_once() {
    let project = Project::with_arende();
    for (arguments, words) in [
        (&["watch", "-"][..], "kan inte bevakas"),
        (&["bevaka", "m", "--out", "-"], "kan inte bevakas"),
        (&["watch", "m", "--report", "json"], "--status"),
        (&["watch", "m", "--poll=0"], "--poll"),
        (
            &["watch", "m", "--templates", "saknas"],
            "”saknas” finns inte",
        ),
        (&["watch", "m", "--kommun", "boraas"], "Menade du ”boras”?"),
        (&["watch", "m", "--port", "8080"], "--open"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kansli"));
        let run = command
            .args(arguments)
            .current_dir(project.path(""))
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
}

/// The live page's address, once it is told.
fn address(said: &str) -> Option<String> {
    let start = said.find("http://127.0.0.1:")?;
    said[start..].split_whitespace().next().map(str::to_owned)
}

#[test]
fn without_a_browser_the_address_is_told() {
    use std::io::{Read as _, Write as _};
    let project = Project::with_arende();
    let mut program = Command::new("env");
    program
        .arg("PATH=/finns/inte")
        .arg(env!("CARGO_BIN_EXE_kansli"));
    let watch = project.spawn(program, &["m"], &["--open"]);
    watch.until("the first round is told", |watch| watch.rounds() > 0);
    assert!(
        watch
            .said()
            .contains("Ingen webbläsare kunde öppnas. Öppna själv http://127.0.0.1:"),
        "{}",
        watch.said()
    );
    let address = address(&watch.said()).expect("an address");
    watch.until("the status has it", |watch| {
        watch.status()["adress"] == address.as_str()
    });
    let (host, path) = address["http://".len()..].split_once('/').expect("a path");
    let mut stream = std::net::TcpStream::connect(host).expect("it listens");
    let question = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    stream.write_all(question.as_bytes()).expect("asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");

    // The port is taken: the environment's fault, told before anything is watched.
    let port = host.rsplit(':').next().expect("a port");
    let mut command = Command::new(env!("CARGO_BIN_EXE_kansli"));
    command
        .args(["watch", "m", "--open", "--port", port])
        .current_dir(project.path(""));
    let run = command.output().expect("it runs");
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(3), "{said}");
    assert!(
        said.contains("används redan av ett annat program"),
        "{said}"
    );
}

#[test]
fn a_new_title_leaves_no_file_with_the_old_one() {
    let project = Project::with_arende();
    let watch = project.watch_with(&["m"], &["--format", "text,docx"]);
    for title in ["Nya re", "Nya regler", "Andra regler"] {
        project.replace("m/a.json", &other(title));
        watch.until("it is made", |watch| {
            let names = watch.project.names("ut");
            names.len() == 2
                && names
                    .iter()
                    .all(|name| name.contains(&format!("_{title}.")))
        });
    }
    // What somebody has written in Word is no longer ours to remove.
    let word = project.path("ut").join(
        project
            .names("ut")
            .iter()
            .find(|name| name.ends_with("docx"))
            .expect("a Word file"),
    );
    fs::write(&word, "ändrad").expect("a file");
    project.replace("m/a.json", &other("Tredje regler"));
    watch.until("it is made", |watch| watch.project.names("ut").len() == 3);
    assert_eq!(fs::read_to_string(word).expect("still there"), "ändrad");
}

#[test]
fn what_the_rules_stop_leaves_the_last_good_page() {
    let project = Project::with_arende();
    let watch = project.watch();
    let before = project.output();
    // It has the right shape, so it is set while the rules read it, and they stop it.
    let refers = arende("hanvisar").replace(
        "Kommunstyrelsen antar Regler",
        "Kommunstyrelsen beslutar enligt förvaltningens förslag att anta Regler",
    );
    assert_ne!(refers, arende("hanvisar"));
    project.replace("m/a.json", &refers);
    watch.until("the finding is told", |watch| {
        watch.said().contains("DEC-02")
    });
    assert_eq!(watch.builds_when_quiet(), 1, "{}", watch.said());
    assert_eq!(project.output(), before);
    assert!(watch.said().contains("Visar versionen från kl. "));
    project.replace("m/a.json", &arende("godtaget"));
    watch.until_output("godtaget");
    assert_eq!(watch.builds_when_quiet(), 2, "{}", watch.said());
}
