//! The command line from the outside: the real program in a project of its own, what it prints, writes and ends with.
#![expect(clippy::disallowed_methods, reason = "tests prepare the disk by hand")]

#[path = "cli/bad_input.rs"]
mod bad_input;
#[path = "cli/batch.rs"]
mod batch;
#[path = "cli/batch_faults.rs"]
mod batch_faults;
#[path = "cli/disk.rs"]
mod disk;
#[path = "cli/fix.rs"]
mod fix;
#[path = "cli/frister.rs"]
mod frister;
#[path = "cli/hostile.rs"]
mod hostile;
#[path = "cli/profiles.rs"]
mod profiles;
#[path = "cli/project.rs"]
mod project;
#[path = "common/proof.rs"]
mod proof;
#[path = "cli/reports.rs"]
mod reports;
#[path = "cli/rules.rs"]
mod rules;
#[path = "cli/templates.rs"]
mod templates;

use project::{ARENDE, Project};
use std::fs;

const TEXT: [&str; 4] = ["--format", "text", "--out", "ut"];
const NAME: &str = "KS 2026-00118_tjansteskrivelse_Nya regler för föreningsbidrag";

fn another(title: &str) -> String {
    ARENDE.replace("Nya regler för föreningsbidrag", title)
}

#[test]
fn exit_0_writes_what_was_asked_for_and_says_so() {
    let project = Project::with_arende();
    let run = project.run(&["render", "a.json"]);
    assert_eq!(run.code, 0, "{}", run.all());
    let names = [format!("{NAME}.docx"), format!("{NAME}.pdf")];
    assert_eq!(project.names("ut"), names);
    assert_eq!(
        run.out,
        format!("Skrev ut/{NAME}.pdf\nSkrev ut/{NAME}.docx\n2 filer skrivna. Inga fynd.\n")
    );
    assert_eq!(run.err, "");
    let first = fs::read(project.path("ut").join(&names[1])).expect("pdf");
    assert!(first.starts_with(b"%PDF-"));
    project.run(&["skapa", "a.json", "--ut", "igen", "--jobs", "1"]);
    assert_eq!(
        fs::read(project.path("igen").join(&names[1])).expect("pdf"),
        first,
        "same input, same bytes"
    );
}

#[test]
fn exit_1_is_for_findings() {
    let project = Project::new();
    project.file("a.json", ARENDE.replace("2026-02-02", "2026-02-31"));
    for command in ["check", "granska"] {
        let run = project.run(&[command, "a.json"]);
        assert_eq!(run.code, 1, "{}", run.all());
        assert!(
            run.out.starts_with("Fel SCHEMA i a.json, rad "),
            "{}",
            run.out
        );
        assert!(
            run.out
                .ends_with("1 ärende granskat. 1 fel. 1 ärende stoppat.\n"),
            "{}",
            run.out
        );
    }
}

#[test]
fn exit_2_is_for_the_command_line_and_the_configuration() {
    let project = Project::with_arende();
    project.file("mallar/dokument/tjansteskrivelse.md.j2", "{% if %}");
    project.file("tom/fil.txt", "");
    for (arguments, words) in [
        (
            &["check", "a.json", "--kommun", "boraas"][..],
            &["”boraas” finns inte", "Menade du ”boras”?"][..],
        ),
        (
            &["check", "a.json", "--mallar", "mallar"],
            &["tjansteskrivelse.md.j2", "rad 1", "--templates"],
        ),
        (
            &["check", "a.json", "--mallar", "tom"],
            &["”tom” har inga mallar", "Ange en mapp"],
        ),
        (
            &["check", "a.json", "--mallar", "saknas"],
            &["”saknas” finns inte"],
        ),
        (
            &["check", "a.json", "--root", "tom"],
            &["”a.json” ligger utanför projektets mapp", "--root"],
        ),
        (
            &["check", "a.json", "--niva", "fle"],
            &["”fle” är inget giltigt värde", "Menade du fel?"],
        ),
        (
            &["render", "a.json", "--fromat", "pdf"],
            &["”--fromat” finns inte", "--format?"],
        ),
        (&["rendera"], &["”rendera” finns inte", "Menade du render?"]),
        (
            &["schema", "plann"],
            &["”plann” finns inte", "Menade du plan?"],
        ),
        (
            &["regel", "UND-1"],
            &["”UND-1” finns inte", "Menade du UND-01?"],
        ),
        (
            &["ny", "faktura"],
            &["”faktura” finns inte", "Välj mote, plan,"],
        ),
    ] {
        let run = project.run(arguments);
        assert_eq!(
            (run.code, run.out.as_str()),
            (2, run.summary_of_nothing()),
            "{arguments:?}: {}",
            run.all()
        );
        for word in words {
            assert!(run.err.contains(word), "{arguments:?}: {}", run.err);
        }
    }
}

#[test]
fn no_arguments_give_usage_and_never_wait() {
    let project = Project::new();
    let run = project.run(&[]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(
        run.err.contains("Användning: kansli KOMMANDO"),
        "{}",
        run.err
    );
    for command in ["render", "check", "new", "completions"] {
        let run = project.run(&[command]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{command}");
        assert!(
            run.err.contains(&format!("Användning: kansli {command} ")),
            "{}",
            run.err
        );
    }
}

#[cfg(unix)]
#[test]
fn exit_130_is_for_interrupted() {
    let project = Project::new();
    // A pipe that is open for writing too never ends, so that the program waits for more.
    let script = "mkfifo pipe; exec 3<>pipe; set -m; \"$0\" check - <&3 & sleep 0.2; kill -INT $!; wait $!; exit $?";
    let run = project.script(script);
    assert_eq!((run.code, run.out.as_str()), (130, ""), "{}", run.err);
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let project = Project::with_arende();
    project.file("b.json", "{");
    project.file("c.json", another("Motion om cykelbanor"));
    let run = project.run(
        &[
            &["render", "saknas.json", "b.json", "a.json", "c.json"][..],
            &TEXT,
        ]
        .concat(),
    );
    assert_eq!(run.code, 2, "the worst of 2, 1, 0 and 0: {}", run.all());
    assert_eq!(project.names("ut").len(), 2);
    let order: Vec<usize> = [
        "Fel JSON i b.json",
        "b.json stoppas",
        "föreningsbidrag.txt",
        "cykelbanor.txt",
    ]
    .iter()
    .map(|words| run.out.find(words).expect(words))
    .collect();
    assert!(order.is_sorted(), "{}", run.out);
    assert!(run.err.contains("”saknas.json” finns inte."), "{}", run.err);
    assert!(
        run.out
            .ends_with("2 filer skrivna. 1 fel. 1 ärende stoppat. 1 ärende misslyckades.\n"),
        "{}",
        run.out
    );
}

#[test]
fn outputs_of_one_name_stop_both_before_anything_is_written() {
    let project = Project::with_arende();
    project.file("b.json", another("NYA regler för fo\u{308}reningsbidrag."));
    project.file("c.json", another("Motion om cykelbanor"));
    let run = project.run(&[&["render", "a.json", "b.json", "c.json"][..], &TEXT].concat());
    assert_eq!(run.code, 2);
    assert_eq!(
        project.names("ut"),
        ["KS 2026-00118_tjansteskrivelse_Motion om cykelbanor.txt"]
    );
    for words in [
        "a.json: Dokumentet skulle heta",
        "b.json: Dokumentet skulle heta",
        "liksom det av ”a.json”",
        "--out",
    ] {
        assert!(run.err.contains(words), "{}", run.err);
    }
}

#[test]
fn folders_stand_for_their_arenden() {
    let project = Project::with_arende();
    project.file("under/b.json", another("Motion om cykelbanor"));
    project.file("under/paket.json", r#"{"name": "x"}"#);
    project.file("under/plan.schema.json", "{}");
    let run = project.run(&["check", ".", "a.json"]);
    assert_eq!(
        run.out,
        "2 ärenden granskade. Inga fynd. 1 fil utan $schema är överhoppad.\n",
        "{}",
        run.all()
    );
    fs::remove_file(project.path("under/b.json")).expect("removed");
    let run = project.run(&["check", "under"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("Ingen av filerna är ett ärende"),
        "{}",
        run.err
    );
}

#[test]
fn many_files_on_many_threads_give_the_same_as_one() {
    let project = Project::new();
    for number in 0..70 {
        project.file(
            &format!("in/{number:03}.json"),
            another(&format!("Ärende nummer {number}")),
        );
    }
    project.file("in/030.json", "{");
    let one = project.run(&[
        "render", "in", "--format", "html", "--out", "ett", "-j", "1",
    ]);
    let eight = project.run(&[
        "render", "in", "--format", "html", "--out", "ett", "-j", "8",
    ]);
    assert_eq!((one.code, eight.code), (1, 1), "{}", one.err);
    assert_eq!(one.out, eight.out);
    assert_eq!(project.names("ett").len(), 69);
}

#[test]
fn stdin_and_stdout_take_one_document() {
    let project = Project::with_arende();
    let run = project.run_with(
        &["render", "-", "--format", "html", "--out", "-"],
        ARENDE.as_bytes(),
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.starts_with("<!DOCTYPE html>") && run.out.trim_end().ends_with("</html>"));
    assert_eq!(run.err, "1 fil skriven. Inga fynd.\n");

    let run = project.run_with(&["render", "-", "--format", "pdf", "--out", "-"], b"");
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(
        run.err
            .contains("Fel JSON i standard in, rad 1, kolumn 1: "),
        "{}",
        run.err
    );

    project.file("b.json", another("Motion om cykelbanor"));
    for (arguments, words) in [
        (
            &["render", "a.json", "--out", "-"][..],
            "flera format är valda. Välj ett format",
        ),
        (
            &[
                "render", "a.json", "b.json", "--out", "-", "--format", "pdf",
            ],
            "2 ärenden är angivna. Ange ett ärende",
        ),
    ] {
        let run = project.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(run.err.contains(words), "{}", run.err);
    }
    assert_eq!(project.names("."), ["a.json", "b.json"]);
}

#[test]
fn drafts_are_marked_and_render_in_spite_of_findings() {
    let project = Project::new();
    project.file("a.json", ARENDE.replace("KS 2026-00118", "26/118"));
    let stopped = project.run(&[&["render", "a.json"][..], &TEXT].concat());
    assert_eq!(stopped.code, 1);
    assert!(
        stopped.out.contains("eller skapa ett utkast med --draft."),
        "{}",
        stopped.out
    );
    for flag in ["--draft", "--utkast"] {
        let run = project.run(&[&["render", "a.json", flag][..], &TEXT].concat());
        assert_eq!(run.code, 0, "{}", run.all());
        assert!(run.out.contains("Fel HDR-02 i a.json"));
    }
    let names = project.names("ut");
    assert!(
        names.len() == 1 && names[0].ends_with("_UTKAST.txt"),
        "{names:?}"
    );
    let text = fs::read_to_string(project.path("ut").join(&names[0])).expect("text");
    assert!(text.contains("UTKAST"));
}

#[test]
fn levels_and_exceptions_decide_what_stops() {
    let project = Project::new();
    let excepted = ARENDE.replace("KS 2026-00118", "26/118").replace(
        "\"beslut\":",
        r#""undantag": [{"regel": "HDR-02", "pekare": "/diarienummer", "motivering": "Så står det i diariet."}], "beslut":"#,
    );
    project.file("a.json", excepted);
    assert_eq!(
        project.run(&["check", "a.json"]).code,
        0,
        "{}",
        project.run(&["check", "a.json"]).all()
    );
    for flag in ["--no-exceptions", "--utan-undantag"] {
        let run = project.run(&["check", "a.json", flag]);
        assert_eq!(run.code, 1);
        assert!(run.out.contains("Fel HDR-02"), "{}", run.out);
    }
}

#[test]
fn a_skeleton_is_ready_to_render_and_overwrites_nothing() {
    let project = Project::new();
    let types: Vec<String> = project
        .run(&["schema"])
        .out
        .lines()
        .filter_map(|line| line.split(' ').next().map(str::to_owned))
        .collect();
    assert_eq!(
        types,
        [
            "mote",
            "plan",
            "protokollsutdrag",
            "skrivelse",
            "tjansteskrivelse",
            "yttrande"
        ]
    );
    for typ in &types {
        let run = project.run(&["new", typ, &format!("{typ}.json")]);
        assert!(
            run.code == 0 && run.out.contains(&format!("kansli check {typ}.json")),
            "{}",
            run.all()
        );
    }
    let run = project.run(&["check", "."]);
    assert_eq!(run.out, "6 ärenden granskade. Inga fynd.\n");

    let before = fs::read(project.path("plan.json")).expect("skeleton");
    let again = project.run(&["ny", "yttrande", "plan.json"]);
    assert_eq!((again.code, again.out.as_str()), (2, ""));
    assert!(
        again
            .err
            .contains("”plan.json” finns redan och skrivs inte över."),
        "{}",
        again.err
    );
    assert_eq!(
        fs::read(project.path("plan.json")).expect("skeleton"),
        before
    );
    let lost = project.run(&["ny", "yttrande", "finns/inte.json"]);
    assert!(
        lost.code == 2 && lost.err.contains("Mappen ”finns” finns inte."),
        "{}",
        lost.err
    );

    let piped = project.run(&["new", "plan"]);
    assert_eq!(piped.out.as_bytes(), before);
    assert!(piped.err.starts_with("Gör så här:"), "{}", piped.err);
}

#[test]
fn a_made_up_meeting_is_the_same_every_time_and_clean() {
    let project = Project::new();
    let run = project.run(&["new", "mote", "--antal", "9", "mote.json"]);
    assert!(
        run.code == 0 && run.out.contains("kansli check mote.json"),
        "{}",
        run.all()
    );
    let run = project.run(&["check", "mote.json", "--level", "rad"]);
    assert_eq!(
        (run.code, run.out.as_str()),
        (0, "1 ärende granskat. Inga fynd.\n")
    );
    let made = fs::read_to_string(project.path("mote.json")).expect("a meeting");
    assert_eq!(
        project
            .run(&["new", "mote", "--antal", "9", "--fro", "1"])
            .out,
        made
    );
    assert_ne!(
        project
            .run(&["new", "mote", "--antal", "9", "--fro", "2"])
            .out,
        made
    );
    let other = project.run(&["new", "plan", "--antal", "9"]);
    assert_eq!((other.code, other.out.as_str()), (2, ""));
    assert!(
        other.err.contains("--antal gäller bara sammanträden."),
        "{}",
        other.err
    );
}

#[test]
fn schemas_and_completions_are_printed_whole() {
    let project = Project::new();
    let schema: serde_json::Value =
        serde_json::from_str(&project.run(&["schema", "plan"]).out).expect("JSON");
    assert_eq!(schema["title"], "Plan");
    assert!(
        !schema.to_string().contains("arende.schema.json"),
        "nothing outside it"
    );
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = project.run(&["komplettering", shell]);
        assert!(
            run.code == 0 && run.out.contains("granska") && run.out.contains("utan-undantag"),
            "{shell}"
        );
    }
}

#[test]
fn help_is_swedish_in_every_command() {
    let project = Project::new();
    for command in [
        "",
        "render",
        "check",
        "schema",
        "new",
        "rule",
        "profile",
        "frister",
        "watch",
        "completions",
    ] {
        let arguments: Vec<&str> = [command, "--help"]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect();
        let run = project.run(&arguments);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        for english in [
            "Usage",
            "Options",
            "Commands",
            "Arguments",
            "Print",
            "possible values",
            "default:",
            "aliases",
        ] {
            assert!(!run.out.contains(english), "{english} in {}", run.out);
        }
        project::snapshot(
            if command.is_empty() {
                "kansli"
            } else {
                command
            },
            &run.out,
        );
    }
    assert_eq!(
        project.run(&["--version"]).out,
        format!("kansli {}\n", env!("CARGO_PKG_VERSION"))
    );
}
