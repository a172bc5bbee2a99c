//! W9 to W12, W20, and what a document depends on: folders that come and go, links, pictures, templates.

use std::fs;
use std::os::unix::fs::symlink;

use crate::harness::{Project, arende, long, other, pause, rename};

const PICTURE: &[u8] = include_bytes!("../../samples/skrivelse/bilder/laddbara-bilar.png");

#[test]
fn w09_the_folder_is_renamed_away_and_back() {
    let project = Project::with_arende();
    let mut watch = project.watch_with(&["m/a.json"], &[]);
    let before = project.output();
    rename(&project.path("m"), &project.path("n"));
    watch.until("it is told", |watch| {
        watch.said().contains("”m/a.json” finns inte.")
    });
    assert_eq!(project.output(), before);
    rename(&project.path("n"), &project.path("m"));
    watch.until("it is well again", |watch| {
        watch.status()["filer"][0]["status"] == "klar"
    });
    project.write("m/a.json", arende("hemma"));
    watch.until_output("hemma");
    assert!(watch.is_alive());
}

#[test]
fn w10_the_folder_is_replaced() {
    let project = Project::with_arende();
    let watch = project.watch();
    for round in 0..3 {
        project.write("ny/a.json", arende(&format!("gren{round}")));
        fs::remove_dir_all(project.path("m")).expect("removed");
        rename(&project.path("ny"), &project.path("m"));
        watch.until_output(&format!("gren{round}"));
        project.write("m/a.json", arende(&format!("lov{round}")));
        watch.until_output(&format!("lov{round}"));
    }
}

/// An ärende with a picture that the folder may lack.
fn with_picture() -> String {
    let text = arende("bild").replacen("\"sammanfattning\":", "\"bilder\": { \"plan\": { \"fil\": \"plan.png\", \"alt\": \"En plan över området\" } },\n  \"sammanfattning\":", 1);
    text.replacen(
        "\"## Bakgrund\",",
        "\"![](plan)\", \"\", \"## Bakgrund\",",
        1,
    )
}

#[test]
fn w11_a_missing_picture_comes() {
    let project = Project::new();
    project.write("m/a.json", with_picture());
    let watch = project.watch();
    watch.until("it is missed", |watch| watch.said().contains("plan.png"));
    assert_eq!(watch.builds(), 0, "{}", watch.said());
    project.write("m/plan.png", PICTURE);
    watch.until("it is made", |watch| watch.builds() == 1);
    // Taken away again, it is missed again, and the last good output stays.
    fs::remove_file(project.path("m/plan.png")).expect("removed");
    watch.until("it is missed again", |watch| {
        watch.status()["filer"][0]["visar"].is_string()
    });
    assert!(project.output().contains("bild"));
}

#[test]
fn w12_outputs_in_the_watched_folder() {
    let project = Project::with_arende();
    let watch = project.watch_with(&["m"], &["--out", "m", "--format", "pdf,docx,html,text"]);
    for round in 1..=3 {
        project.write("m/a.json", arende(&format!("varv{round}")));
        watch.until("it is made", |watch| watch.builds() == round + 1);
    }
    pause(if long() { 20_000 } else { 3_000 });
    assert_eq!((watch.builds(), watch.rounds()), (4, 4), "{}", watch.said());
}

#[test]
fn w20_links() {
    let project = Project::new();
    project.write("p/kansli.toml", "");
    project.write("p/kalla/ett.json", arende("ett"));
    project.write("p/kalla/tva.json", arende("tva"));
    project.write("hemligt.json", arende("hemligt"));
    fs::create_dir_all(project.path("p/m")).expect("folder");
    let link = project.path("p/m/a.json");
    symlink("../kalla/ett.json", &link).expect("link");
    let watch = project.watch_with(&["p/m"], &[]);
    assert!(project.output().contains("ett"));
    // What it leads to is changed.
    project.replace("p/kalla/ett.json", &arende("ettigen"));
    watch.until_output("ettigen");
    // It leads elsewhere.
    let point = |to: &str| {
        symlink(to, project.path("p/m/a.ny")).expect("link");
        rename(&project.path("p/m/a.ny"), &link);
    };
    point("../kalla/tva.json");
    watch.until_output("tva");
    // It leads out of the project.
    point("../../hemligt.json");
    watch.until("it is refused", |watch| {
        watch.said().contains("ligger utanför projektets mapp")
    });
    assert!(project.output().contains("tva"));
    point("../kalla/ett.json");
    watch.until_output("ettigen");
}

#[test]
fn only_what_depends_on_a_change_is_made() {
    let project = Project::with_arende();
    project.write("m/b.json", other("En annan fråga"));
    project.write("m/paket.json", "{\"name\": \"nej\"}");
    let watch = project.watch();
    assert_eq!(project.names("ut").len(), 2);
    let stamp = |name: &str| {
        fs::metadata(project.path("ut").join(name))
            .expect("there")
            .modified()
            .expect("a time")
    };
    let others = project
        .names("ut")
        .into_iter()
        .find(|name| name.contains("annan"))
        .expect("it is there");
    let before = stamp(&others);
    project.write("m/a.json", arende("bara"));
    watch.until_output("bara");
    project.write("m/paket.json", "{\"name\": \"jo\"}");
    assert_eq!(watch.builds_when_quiet(), 2);
    assert_eq!(stamp(&others), before);
    // A new one is found, and one that goes is told of.
    project.write("m/c/d.json", other("En tredje fråga"));
    watch.until("the third is made", |watch| watch.builds() == 3);
    fs::remove_file(project.path("m/b.json")).expect("removed");
    watch.until("it is told", |watch| {
        watch.said().contains("m/b.json finns inte längre")
    });
    assert_eq!(project.names("ut").len(), 3);
}

#[test]
fn templates_and_profiles_are_watched() {
    let project = Project::with_arende();
    let template = include_str!("../../templates/dokument/tjansteskrivelse.md.j2");
    project.write("mallar/dokument/tjansteskrivelse.md.j2", template);
    let watch = project.watch_with(&["m"], &["--templates", "mallar"]);
    let before = project.output();
    assert!(before.contains("noll"));
    project.write("mallar/dokument/tjansteskrivelse.md.j2", "{% if %}");
    watch.until("the fault is told", |watch| {
        watch.said().contains("tjansteskrivelse.md.j2")
    });
    assert_eq!(project.output(), before);
    // A file that overrides one of the program's own and was not there before.
    project.write("mallar/dokument/tjansteskrivelse.md.j2", template);
    watch.until("it is as before", |watch| watch.project.output() == before);
    project.write("mallar/profiler/sv-bas/rubriker.toml", "x = ");
    watch.until("the profile is read", |watch| {
        watch.said().contains("rubriker.toml")
    });
    fs::remove_file(project.path("mallar/profiler/sv-bas/rubriker.toml")).expect("removed");
    watch.until("it is well again", |watch| {
        watch.status()["filer"][0]["status"] == "klar"
    });
    assert_eq!(project.output(), before);
}
