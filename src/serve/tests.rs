//! The live page, asked as a browser asks.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::{Board, Note, Server};
use crate::finding::{Finding, Level};
use crate::render::pdf::PagePicture;
use crate::workspace::Preview;

fn preview(word: &str) -> Preview {
    Preview {
        title: "Rubrik".into(),
        lang: "sv-SE".into(),
        pages: vec![PagePicture {
            key: "abc123".into(),
            width: 595.0,
            height: 842.0,
            svg: "<svg/>".into(),
        }],
        text: format!("<h1>{word}</h1>"),
    }
}

/// A question as its bytes, and the stream it was asked on.
fn ask(server: &Server, path: &str) -> TcpStream {
    let address = server.address();
    let rest = address.strip_prefix("http://").expect("http");
    let (host, key) = rest.split_once('/').expect("a path");
    let mut stream = TcpStream::connect(host).expect("it listens");
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .expect("a time");
    let question = format!("GET /{key}{path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    stream.write_all(question.as_bytes()).expect("asked");
    stream
}

fn answer(server: &Server, path: &str) -> String {
    let mut text = String::new();
    ask(server, path)
        .read_to_string(&mut text)
        .expect("an answer");
    text
}

/// The next state that a listening page is told.
fn told(stream: &mut TcpStream, before: &mut String) -> Value {
    let mut part = [0; 4096];
    loop {
        if let Some((event, rest)) = before.split_once("\n\n") {
            let found = event
                .lines()
                .find_map(|line| line.strip_prefix("data: "))
                .map(str::to_owned);
            *before = rest.to_owned();
            if let Some(found) = found {
                return serde_json::from_str(&found).expect("JSON");
            }
            continue;
        }
        let count = stream.read(&mut part).expect("more");
        before.push_str(std::str::from_utf8(&part[..count]).expect("UTF-8"));
    }
}

#[test]
fn the_page_is_told_of_every_change_and_finds_its_pictures() {
    let board = Arc::new(Board::default());
    let server = Server::start(None, Arc::clone(&board)).expect("a free port");
    let page = answer(&server, "");
    assert!(
        page.starts_with("HTTP/1.1 200 OK\r\n") && page.contains("script-src 'self'"),
        "{page}"
    );
    assert!(
        !page.contains("<script>") && !page.contains("style=") && !page.contains(" on"),
        "nothing inline"
    );

    board.sheets("a.json", &[("", "A", "")]);
    board.show("a.json", "A", preview("ett"));
    let (mut stream, mut rest) = (ask(&server, "handelser?dok="), String::new());
    let first = told(&mut stream, &mut rest);
    assert_eq!(
        (&first["fil"], &first["text"]),
        (&"a.json".into(), &"<h1>ett</h1>".into())
    );
    let picture = format!(
        "bild/{}.svg",
        first["sidor"][0]["bild"].as_str().expect("a key")
    );
    assert!(answer(&server, &picture).ends_with("<svg/>"));
    assert!(answer(&server, "bild/annan.svg").starts_with("HTTP/1.1 404 "));

    let finding = Finding::new("UND-01", Level::Fel, "Datum saknas för 19121212-1212.");
    let note = Note {
        line: "Stoppat.".into(),
        earlier: Some("14.02".into()),
        findings: vec![finding],
    };
    board.note("a.json", note);
    let second = told(&mut stream, &mut rest);
    assert_eq!(
        (&second["visar"], &second["sidor"]),
        (&"14.02".into(), &first["sidor"])
    );
    assert_eq!(second["fynd"][0]["regel"], "UND-01");
    assert!(
        !second.to_string().contains("19121212-1212"),
        "numbers are masked"
    );
    // Another input's change is news in the list only.
    board.sheets("b.json", &[("", "B", "")]);
    board.show("b.json", "B", preview("två"));
    let third = told(&mut stream, &mut rest);
    assert_eq!(
        (&third["fil"], third["dokument"].as_array().map(Vec::len)),
        (&"a.json".into(), Some(2))
    );
    let id = third["dokument"][1]["id"].as_str().expect("an id");
    let other = told(
        &mut ask(&server, &format!("handelser?dok={id}")),
        &mut String::new(),
    );
    assert_eq!(other["fil"], "b.json");
    // A new title is still the same document.
    board.sheets("b.json", &[("", "B2", "")]);
    board.show("b.json", "B2", preview("tre"));
    board.forget("a.json");
    let last = told(
        &mut ask(&server, &format!("handelser?dok={id}")),
        &mut String::new(),
    );
    assert_eq!(
        (&last["vald"], &last["text"]),
        (&id.into(), &"<h1>tre</h1>".into())
    );
}

#[test]
fn documents_of_a_meeting_stay_what_they_are_when_others_come_and_go() {
    let board = Board::default();
    let ids = |board: &Board| -> Vec<(String, String)> {
        let state: Value = serde_json::from_str(&board.state("")).expect("JSON");
        let all = state["dokument"].as_array().expect("a list").iter();
        let text = |value: &Value| value.as_str().expect("a string").to_owned();
        all.map(|one| (text(&one["id"]), text(&one["titel"])))
            .collect()
    };
    let shown = |id: &str| -> Value {
        serde_json::from_str::<Value>(&board.state(id)).expect("JSON")["text"].clone()
    };
    board.sheets(
        "m.json",
        &[("protokoll", "P", ""), ("utdrag/2", "två", "§ 2")],
    );
    board.show("m.json", "P", preview("protokollet"));
    board.show("m.json", "två", preview("två"));
    let before = ids(&board);
    assert_eq!(
        (before[0].1.as_str(), before[1].1.as_str()),
        ("Rubrik", "§ 2 Rubrik")
    );
    board.sheets(
        "m.json",
        &[
            ("protokoll", "P", ""),
            ("utdrag/1", "ett", "§ 1"),
            ("utdrag/2", "II", "§ 2"),
        ],
    );
    let after = ids(&board);
    assert_eq!((&after[2].0, &after[2].1), (&before[1].0, &before[1].1));
    assert_eq!(after[1].1.trim(), "§ 1");
    assert_eq!(shown(&after[2].0), "<h1>två</h1>");
    assert_eq!(shown(&after[1].0), Value::Null);
    // One that is gone leaves the meeting's first.
    board.sheets("m.json", &[("protokoll", "P", "")]);
    assert_eq!(shown(&before[1].0), "<h1>protokollet</h1>");
}

#[test]
fn a_port_that_is_taken_is_an_error() {
    let board = Arc::new(Board::default());
    let server = Server::start(None, Arc::clone(&board)).expect("a free port");
    let port = server
        .address()
        .split([':', '/'])
        .nth(4)
        .and_then(|port| port.parse().ok());
    assert!(port.is_some() && Server::start(port, board).is_err());
}
