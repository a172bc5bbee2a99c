//! Watching documents that are only words, by the real disk: when something is judged, made, held back and told.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::*;
use crate::source::Seen;

/// What is done to the documents, and how they do.
#[derive(Debug, Default)]
struct Script {
    /// What is made, in order.
    made: Vec<String>,
    /// How many times making is blocked before it goes well.
    blocked: usize,
    /// How long making takes.
    slow: Duration,
    /// Written to the input right after it has been read for the first time.
    meanwhile: Option<String>,
    /// How many are being made at once, and the most there have been.
    at_once: (usize, usize),
}

struct Words {
    path: PathBuf,
    script: Arc<Mutex<Script>>,
}

impl Documents for Words {
    type Ready = String;
    type Told = String;

    fn list(&mut self) -> Listing {
        Listing {
            inputs: vec!["a".into()],
            folders: vec![],
        }
    }

    fn reopen(&mut self) {}

    fn shared(&self) -> Reads {
        Reads::new()
    }

    fn judge(&mut self, _: &str, _: bool) -> Judged<String, String> {
        let text = fs::read_to_string(&self.path);
        if let Some(text) = self.script.lock().expect("no panic").meanwhile.take() {
            fs::write(&self.path, text).expect("file");
        }
        let seen = |text: &String| Seen::Content(*blake3::hash(text.as_bytes()).as_bytes());
        let seen = text.as_ref().map_or(Seen::Nothing, seen);
        let verdict = match &text {
            Ok(text) if !text.is_empty() => Verdict::Ready(vec![Sheet {
                stem: "a".into(),
                likeness: *blake3::hash(text.as_bytes()).as_bytes(),
                ready: text.clone(),
            }]),
            _ => Verdict::Unfinished,
        };
        Judged {
            reads: [(self.path.clone(), seen)].into(),
            verdict,
            told: text.unwrap_or_else(|_| "saknas".into()),
        }
    }

    fn clashes(&self, _: &[&str]) -> BTreeMap<usize, usize> {
        BTreeMap::new()
    }

    fn tell_clash(&self, _: &mut String, _: &str, _: &str) {}

    fn stands(&self, _: &str) -> bool {
        true
    }

    fn make(&mut self, _: &str, sheet: Sheet<String>, told: &mut String) -> Made {
        let mut script = self.script.lock().expect("no panic");
        script.at_once.0 += 1;
        script.at_once.1 = script.at_once.1.max(script.at_once.0);
        let slow = script.slow;
        drop(script);
        thread::sleep(slow);
        let mut script = self.script.lock().expect("no panic");
        script.at_once.0 -= 1;
        if script.blocked > 0 {
            script.blocked -= 1;
            *told = "hålls av Word".into();
            return Made::Blocked;
        }
        script.made.push(sheet.ready);
        Made::Written
    }

    fn digest(&self, told: &String) -> [u8; 32] {
        *blake3::hash(told.as_bytes()).as_bytes()
    }
}

struct Watch {
    folder: tempfile::TempDir,
    script: Arc<Mutex<Script>>,
    events: Receiver<Event<String>>,
    stopper: hints::Stopper,
}

impl Watch {
    fn over(script: Script) -> Self {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a");
        fs::write(&path, "ett").expect("file");
        let script = Arc::new(Mutex::new(script));
        let mut words = Words {
            path,
            script: Arc::clone(&script),
        };
        let (hints, heard) = hints::hints();
        let stopper = hints.stopper();
        let (tell, events) = channel();
        thread::spawn(move || run(&mut words, Settings::default(), hints, &heard, &tell));
        Self {
            folder,
            script,
            events,
            stopper,
        }
    }

    fn write(&self, text: &str) {
        fs::write(self.folder.path().join("a"), text).expect("file");
    }

    fn made(&self) -> Vec<String> {
        self.script.lock().expect("no panic").made.clone()
    }

    /// What is told next.
    fn told(&self) -> Telling<String> {
        loop {
            let event = self.events.recv_timeout(Duration::from_secs(20));
            if let Event::Round(mut round) = event.expect("something is told") {
                return round.tellings.pop().expect("of the input");
            }
        }
    }

    /// Whether nothing more is told for a while.
    fn is_quiet(&self, milliseconds: u64) -> bool {
        self.events
            .recv_timeout(Duration::from_millis(milliseconds))
            .is_err()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stopper.stop();
    }
}

#[test]
fn w15_an_edit_during_a_build_gives_exactly_one_more() {
    let watch = Watch::over(Script {
        slow: Duration::from_millis(1200),
        ..Script::default()
    });
    thread::sleep(Duration::from_millis(300));
    for text in ["tva", "tre", "fyra"] {
        watch.write(text);
        thread::sleep(Duration::from_millis(150));
    }
    assert_eq!(
        (watch.told().told, watch.told().told),
        ("ett".into(), "fyra".into())
    );
    assert!(watch.is_quiet(2500));
    assert_eq!(watch.made(), ["ett", "fyra"]);
    assert_eq!(watch.script.lock().expect("no panic").at_once.1, 1);
}

#[test]
fn w16_a_change_between_the_reading_and_the_watching_is_noticed() {
    let watch = Watch::over(Script {
        meanwhile: Some("tva".into()),
        ..Script::default()
    });
    assert_eq!(
        (watch.told().told, watch.told().told),
        ("ett".into(), "tva".into())
    );
    assert!(watch.is_quiet(2500));
    assert_eq!(watch.made(), ["ett", "tva"]);
}

#[test]
fn w18_an_output_that_is_held_is_tried_again_and_told_once() {
    let watch = Watch::over(Script::default());
    assert!(watch.told().made);
    watch.script.lock().expect("no panic").blocked = 2;
    watch.write("tva");
    let held = watch.told();
    assert_eq!(
        (held.told.as_str(), held.made, held.shows_earlier),
        ("hålls av Word", false, true)
    );
    let freed = watch.told();
    assert_eq!(
        (freed.told.as_str(), freed.made, freed.shows_earlier),
        ("tva", true, false)
    );
    assert_eq!(watch.made(), ["ett", "tva"]);
}

#[test]
fn what_may_be_a_save_under_way_is_held_back() {
    let watch = Watch::over(Script::default());
    watch.told();
    watch.write("");
    thread::sleep(Duration::from_millis(250));
    watch.write("tva");
    assert_eq!(watch.told().told, "tva");
    fs::remove_file(watch.folder.path().join("a")).expect("removed");
    let gone = watch.told();
    assert_eq!((gone.told.as_str(), gone.shows_earlier), ("saknas", true));
    watch.write("tva");
    let back = watch.told();
    assert_eq!(
        (back.told.as_str(), back.made),
        ("tva", false),
        "the same content is not made again"
    );
    assert_eq!(watch.made(), ["ett", "tva"]);
}
