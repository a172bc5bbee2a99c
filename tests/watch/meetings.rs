//! Meetings: the protocol, a summons, one extract or all of them, and only what a change is about.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;

use crate::harness::{Project, Watch};

const MEETING: &str = "m/arbetsutskottet-2026-04-20.json";

fn sample(name: &str) -> String {
    fs::read_to_string(format!("samples/mote/{name}")).expect("a sample")
}

/// A meeting with the ärenden that its §§ point at.
fn meeting() -> Project {
    let project = Project::new();
    project.write(MEETING, sample(&MEETING[2..]));
    let picture = fs::read("samples/mote/arenden/bilder/resor.png").expect("a sample");
    project.write("m/arenden/bilder/resor.png", picture);
    for name in ["cykelbana", "idrottshall", "parkeringsavgifter"] {
        let name = format!("arenden/{name}.json");
        project.write(&format!("m/{name}"), sample(&name));
    }
    project
}

/// Changes a few words of a file.
fn change(project: &Project, name: &str, old: &str, new: &str) {
    let text = fs::read_to_string(project.path(name)).expect("there");
    assert!(text.contains(old), "{name} has no ”{old}”");
    project.replace(name, &text.replacen(old, new, 1));
}

/// Every output with the file that stands there: another one after it has been written again.
fn outputs(project: &Project) -> BTreeMap<String, u64> {
    let inode = |name: &String| {
        fs::metadata(project.path("ut").join(name))
            .expect("there")
            .ino()
    };
    let names = project.names("ut").into_iter();
    names.map(|name| (name.clone(), inode(&name))).collect()
}

/// The outputs that were written since, by the word that tells them apart.
fn written(project: &Project, before: &BTreeMap<String, u64>) -> Vec<String> {
    let now = outputs(project).into_iter();
    let fresh = now.filter(|(name, inode)| before.get(name) != Some(inode));
    fresh
        .filter_map(|(name, _)| {
            let name = name.strip_suffix(".txt")?;
            name.split('_').nth(2).map(str::to_owned)
        })
        .collect()
}

/// Waits for the next round that makes anything.
fn until_made(watch: &Watch<'_>, change: impl FnOnce()) {
    let before = watch.builds();
    change();
    watch.until("something is made", |watch| watch.builds() > before);
    assert_eq!(watch.builds_when_quiet(), before + 1, "{}", watch.said());
}

#[test]
fn a_meeting_is_made_again_when_an_arende_of_it_changes() {
    let project = meeting();
    let watch = project.watch_with(&[MEETING], &[]);
    let text = || {
        let names = project.names("ut");
        let name = names.first().expect("a protocol");
        fs::read_to_string(project.path("ut").join(name)).expect("there")
    };
    watch.until("the protocol is made", |watch| watch.builds() == 1);
    let (old, new) = ("en ny idrottshall", "en ny gymnastikhall");
    let arende = sample("arenden/idrottshall.json");
    assert!(text().contains(old) && arende.contains(old), "{}", text());
    project.write("m/arenden/idrottshall.json", arende.replacen(old, new, 1));
    watch.until("the change is in the protocol", |_| text().contains(new));
    // One that goes away is missed, and the last good protocol stays.
    fs::remove_file(project.path("m/arenden/idrottshall.json")).expect("removed");
    watch.until("it is missed", |watch| {
        watch.said().contains("idrottshall.json")
    });
    assert!(text().contains(new));
}

#[test]
fn a_changed_paragraph_makes_its_own_extract_and_the_protocol() {
    let project = meeting();
    let watch = project.watch_with(&[MEETING], &["--utdrag"]);
    let before = outputs(&project);
    assert_eq!(before.len(), 7, "{before:?}");
    assert!(
        watch.said().contains("7 dokument skapade"),
        "{}",
        watch.said()
    );

    until_made(&watch, || {
        change(
            &project,
            MEETING,
            "saknar en gemensam riktlinje",
            "har ingen gemensam riktlinje",
        );
    });
    assert_eq!(written(&project, &before), ["protokoll", "§ 44"]);
    assert!(
        watch.said().contains("2 dokument skapade"),
        "{}",
        watch.said()
    );

    // An ärende that a § points at.
    let before = outputs(&project);
    until_made(&watch, || {
        let name = "m/arenden/idrottshall.json";
        change(&project, name, "en ny idrottshall", "en ny gymnastikhall");
    });
    assert_eq!(written(&project, &before), ["protokoll", "§ 42"]);

    // What stops one § stops the protocol and leaves the others.
    let before = outputs(&project);
    until_made(&watch, || {
        let text = fs::read_to_string(project.path(MEETING)).expect("there");
        let text = text.replacen("\"2.4.1\"", "7", 1);
        let text = text.replacen(
            "har ingen gemensam riktlinje",
            "saknar alltjämt en riktlinje",
            1,
        );
        project.replace(MEETING, &text);
    });
    assert_eq!(written(&project, &before), ["§ 44"], "{}", watch.said());
    assert!(
        watch.said().contains("1 dokument skapat, resten stoppat"),
        "{}",
        watch.said()
    );
    assert!(watch.status()["filer"][0]["visar"].is_string());

    // A mended § is all that is left to make.
    let before = outputs(&project);
    until_made(&watch, || {
        change(&project, MEETING, "\"klass\": 7", "\"klass\": \"2.4.1\"");
    });
    assert_eq!(
        written(&project, &before),
        ["protokoll"],
        "{}",
        watch.said()
    );
    assert!(watch.status()["filer"][0]["visar"].is_null());
}

#[test]
fn one_extract_is_watched() {
    let project = meeting();
    let watch = project.watch_with(&["m"], &["--paragraf", "44"]);
    let before = outputs(&project);
    assert_eq!(before.len(), 1, "only the extract: {before:?}");
    // Another § is none of its business.
    change(
        &project,
        MEETING,
        "har lämnat 74 förslag",
        "har lämnat 75 förslag",
    );
    assert_eq!(watch.builds_when_quiet(), 1, "{}", watch.said());
    until_made(&watch, || {
        change(
            &project,
            MEETING,
            "saknar en gemensam riktlinje",
            "har ingen gemensam riktlinje",
        );
    });
    assert_eq!(written(&project, &before), ["§ 44"]);
    // Without its § there is nothing to make, and what was made stays.
    change(&project, MEETING, "\"nummer\": 44", "\"nummer\": 144");
    watch.until("it is missed", |watch| {
        watch
            .said()
            .contains("Sammanträdet har ingen § 44 som ger ett utdrag.")
    });
    assert_eq!(project.names("ut").len(), 1);
}

#[test]
fn a_summons_is_watched() {
    let project = meeting();
    let watch = project.watch_with(&["m"], &["--kallelse"]);
    let names = project.names("ut");
    assert!(
        matches!(&names[..], [name] if name.contains("kallelse")),
        "{names:?} {}",
        watch.said()
    );
    let before = outputs(&project);
    until_made(&watch, || {
        change(
            &project,
            MEETING,
            "Namn på den nya förskolan",
            "Namnet på den nya förskolan",
        );
    });
    assert_eq!(written(&project, &before).len(), 1);
}
