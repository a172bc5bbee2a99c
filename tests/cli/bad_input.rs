//! Everything that can be wrong with what the program is given: a Swedish message with place and remedy, the right exit
//! code, and nothing in the output folder.

use crate::project::{ARENDE, Project};
use std::fs;

/// Renders `a.json` and expects it to fail with `code` and with all of `words`, in that order.
fn refused(project: &Project, code: i32, words: &[&str]) {
    let run = project.run(&["render", "a.json", "--out", "ut"]);
    let all = run.all();
    assert_eq!(run.code, code, "{all}");
    let mut rest = all.as_str();
    for word in words {
        let at = rest
            .find(word)
            .unwrap_or_else(|| panic!("”{word}” is not in its place in:\n{all}"));
        rest = &rest[at + word.len()..];
    }
    assert_eq!(project.names("ut"), Vec::<String>::new());
}

fn refused_content(content: impl AsRef<[u8]>, words: &[&str]) {
    let project = Project::new();
    project.file("a.json", content);
    refused(&project, 1, words);
}

/// The ärende with one thing changed.
fn with(from: &str, to: &str) -> String {
    assert!(ARENDE.contains(from), "{from}");
    ARENDE.replacen(from, to, 1)
}

#[test]
fn missing_file() {
    refused(
        &Project::new(),
        2,
        &["”a.json” finns inte.", "Kontrollera namnet"],
    );
}

#[test]
fn folder_without_arenden() {
    let project = Project::new();
    fs::create_dir(project.path("a.json")).expect("folder");
    refused(
        &project,
        2,
        &["Mappen ”a.json” har inga ärenden.", "Ange en mapp"],
    );
}

#[cfg(unix)]
#[test]
fn devices_are_not_opened() {
    let project = Project::new();
    std::os::unix::fs::symlink("/dev/zero", project.path("a.json")).expect("link");
    refused(&project, 2, &["”a.json” är ingen vanlig fil"]);
}

#[test]
fn empty_file() {
    refused_content(
        "",
        &[
            "a.json, rad 1, kolumn 1: ",
            "Filen är tom.",
            "Åtgärd: ",
            "kansli new",
        ],
    );
}

#[test]
fn truncated_json() {
    let third = &ARENDE[..ARENDE.find("Kommunstyrelsen antar").expect("a decision") + 15];
    refused_content(
        third,
        &[
            "Fel JSON i a.json, rad 18, kolumn ",
            "slutar för tidigt",
            "Åtgärd: ",
            "hela filen är sparad",
        ],
    );
}

#[test]
fn byte_order_mark_is_no_fault() {
    let project = Project::new();
    project.file("a.json", [b"\xef\xbb\xbf", ARENDE.as_bytes()].concat());
    let run = project.run(&["check", "a.json"]);
    assert_eq!(run.code, 0, "{}", run.all());
}

#[test]
fn utf_16() {
    let units = ARENDE.encode_utf16().flat_map(u16::to_le_bytes);
    let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(units).collect();
    refused_content(
        bytes,
        &[
            "rad 1, kolumn 1: ",
            "UTF-16",
            "Åtgärd: Spara om filen som UTF-8",
        ],
    );
}

#[test]
fn latin_1() {
    let bytes: Vec<u8> = ARENDE
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'-'))
        .collect();
    refused_content(
        bytes,
        &[
            "rad 3, kolumn 26: ",
            "inte sparad som UTF-8",
            "ö i Windows-1252",
            "Åtgärd: Spara om",
        ],
    );
}

#[test]
fn duplicate_keys() {
    refused_content(
        with("  \"datum\"", "  \"rubrik\": \"x\",\n  \"datum\""),
        &[
            "rad 4, kolumn 3: ",
            "”rubrik” står redan på rad 3",
            "Åtgärd: ",
        ],
    );
}

#[test]
fn wrong_type() {
    refused_content(
        with("\"Kommunstyrelsen\"", "7"),
        &[
            "rad 5, kolumn 14: ",
            "ska vara en text, men är ett tal",
            "Åtgärd: ",
            "\"7\"",
        ],
    );
}

#[test]
fn unknown_field() {
    refused_content(
        with("\"beslut\":", "\"beslutt\":"),
        &[
            "rad 14, kolumn 3: ",
            "”beslutt” finns inte",
            "Menade du ”beslut”?",
            "Åtgärd: ",
        ],
    );
}

#[test]
fn unknown_type() {
    refused_content(
        with("tjansteskrivelse.schema", "tjanstskrivelse.schema"),
        &[
            "rad 2, kolumn 14: ",
            "”tjanstskrivelse” finns inte",
            "Menade du ”tjansteskrivelse”?",
            "Åtgärd: ",
        ],
    );
}

#[test]
fn no_type() {
    refused_content(
        "{\"rubrik\": \"x\"}",
        &["rad 1, kolumn 1: ", "Dokumenttypen saknas", "Åtgärd: "],
    );
}

#[test]
fn unknown_municipality() {
    refused_content(
        with("  \"rubrik\"", "  \"kommun\": \"boraas\",\n  \"rubrik\""),
        &[
            "rad 3, kolumn 13: ",
            "”boraas” finns inte",
            "Åtgärd: Menade du ”boras”?",
        ],
    );
}

#[test]
fn depth_10_000() {
    let deep = format!(
        "{{\"rubrik\": {}{}}}",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    refused_content(deep, &["rad 1, kolumn ", "fler än 64 nivåer", "Åtgärd: "]);
}

#[test]
fn eleven_megabytes() {
    let large = with("Nya regler", &"x".repeat(11_000_000));
    refused_content(&large, &["a.json, rad 1, kolumn 1: ", "10 MB", "Åtgärd: "]);
    let piped = Project::new().run_with(&["check", "-"], large.as_bytes());
    assert!(
        piped.code == 1 && piped.out.contains("10 MB"),
        "{}",
        piped.all()
    );
}

#[test]
fn impossible_date() {
    refused_content(
        with("2026-03-02", "2023-02-30"),
        &[
            "rad 4, kolumn 12: ",
            "”2023-02-30” är inget datum",
            "28 dagar",
            "Åtgärd: ",
        ],
    );
}

#[test]
fn diarienummer_of_the_wrong_form() {
    refused_content(
        with("KS 2026-00118", "KS-26/118"),
        &[
            "Fel HDR-02",
            "rad 7, kolumn 19: ",
            "”KS-26/118”",
            "Åtgärd: ",
        ],
    );
}

/// A picture file and an ärende that uses it.
fn refused_picture(file: &str, content: Option<&[u8]>, words: &[&str]) {
    let project = Project::new();
    let pictures = format!(
        "\"bilder\": {{\"karta\": {{\"fil\": \"{file}\", \"alt\": \"En karta\"}}}},\n  \"beslut\":"
    );
    project.file("a.json", with("\"beslut\":", &pictures));
    if let Some(content) = content {
        project.file(file, content);
    }
    refused(
        &project,
        1,
        &[&["Fel BILD i a.json, rad 14, kolumn 31: "], words].concat(),
    );
}

/// The head of a PNG of the given size: enough to know that it is one.
fn png(side: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(side.to_be_bytes());
    bytes.extend(side.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
    bytes
}

#[test]
fn missing_picture() {
    refused_picture(
        "karta.png",
        None,
        &["”karta.png” går inte att läsa", "finns inte", "Åtgärd: "],
    );
}

#[test]
fn picture_that_is_none() {
    refused_picture(
        "karta.png",
        Some(b"ingen bild"),
        &["”karta.png” är ingen bild", "Åtgärd: ", "PNG eller JPEG"],
    );
}

#[test]
fn picture_with_too_many_pixels() {
    refused_picture(
        "karta.png",
        Some(&png(50_000)),
        &["50000 × 50000", "högst 40 miljoner", "Åtgärd: "],
    );
}

#[test]
fn picture_of_too_many_bytes() {
    let heavy = [png(10), vec![0; 11_000_000]].concat();
    refused_picture(
        "karta.png",
        Some(&heavy),
        &["”karta.png” går inte att läsa", "för stor", "Åtgärd: "],
    );
}

#[test]
fn damaged_picture() {
    refused_picture(
        "karta.png",
        Some(&png(10)),
        &["”karta.png” är skadad", "Åtgärd: "],
    );
}

#[test]
fn picture_outside_the_project() {
    refused_picture(
        "../../etc/passwd",
        None,
        &["utanför projektets mapp", "--root", "Åtgärd: "],
    );
}
