//! How `kansli watch` tells what it does: one line for each build, what was found below it, and the same as data. Keeps
//! what was last told of every input; watches nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use jiff::civil::DateTime;
use serde_json::{Value, json};

use crate::serve::Note;
use crate::text::{antal, visible};
use crate::watch::{Round, Way, Why};

use super::{Counts, End, Outcome, Task, failure, failure_in, human, json as data, narrated};

/// The line that ends what is told of a round: tasks of editors wait for it.
const WAITING: &str = "Väntar på ändringar";

/// What is known of one input.
#[derive(Debug)]
pub(in crate::cli) struct Known {
    /// What it last came to.
    pub(in crate::cli) outcome: Outcome,
    /// When its files were last written.
    pub(in crate::cli) made: Option<DateTime>,
    /// Those files are an earlier version's.
    pub(in crate::cli) shows_earlier: bool,
}

impl Known {
    /// What the live page says of it.
    fn note(&self) -> Note {
        let line = match (&self.outcome.end, self.made) {
            (End::Failed(why), _) => {
                let help = why.help.as_deref().unwrap_or_default();
                format!("{} {help}", super::sentence(&why.message))
            }
            (End::Good, Some(at)) => format!("Skapat kl. {}.", clock_with_seconds(at)),
            (End::Good, None) => "Granskat.".to_owned(),
            (End::Stopped { .. } | End::Broken, _) => {
                "Dokumentet stoppas av det som står under Fynd.".to_owned()
            }
        };
        Note {
            line: line.trim_end().to_owned(),
            earlier: self.earlier(),
            findings: self.outcome.findings.clone(),
        }
    }

    /// The time of the version that is shown, when it is an earlier one: "14.02".
    pub(in crate::cli) fn earlier(&self) -> Option<String> {
        self.made.filter(|_| self.shows_earlier).map(clock)
    }
}

/// Everything that has been told.
#[derive(Debug, Default)]
pub(in crate::cli) struct Live {
    way: Option<Way>,
    inputs: usize,
    builds: u64,
    last: Option<(DateTime, Duration)>,
    known: BTreeMap<String, Known>,
    /// Whom the last round was about.
    told: Vec<String>,
}

impl Live {
    /// What the last round told of, for the live page.
    pub(in crate::cli) fn fresh(&self) -> impl Iterator<Item = (&str, Note)> {
        self.told.iter().filter_map(|name| {
            let known = self.known.get(name)?;
            Some((name.as_str(), known.note()))
        })
    }

    /// How changes are found, in words; `None` when the system tells of them.
    pub(in crate::cli) fn watching(&mut self, way: Way) -> Option<String> {
        let words = match &way {
            Way::Told => None,
            Way::Polled(interval, why) => {
                let every = antal(
                    usize::try_from(interval.as_millis()).unwrap_or(usize::MAX),
                    "millisekund",
                    "millisekunder",
                );
                let because = match why {
                    Why::Asked => String::new(),
                    Why::Network(folder) => {
                        let folder = folder.to_string_lossy();
                        format!(": ”{}” ligger på en nätverksdisk", visible(&folder))
                    }
                    Why::Exhausted(what) => format!(": {}", visible(what)),
                };
                Some(format!("Tittar efter ändringar var {every}{because}.\n"))
            }
        };
        self.way = Some(way);
        words
    }

    /// Takes in a round and tells it in words.
    pub(in crate::cli) fn round(
        &mut self,
        round: Round<Outcome>,
        now: DateTime,
        graphical: bool,
    ) -> String {
        self.inputs = round.inputs;
        self.builds = round.builds;
        self.last = Some((now, round.took));
        let finding = if graphical {
            human::finding
        } else {
            narrated::finding
        };
        let mut text = String::new();
        let mut names = Vec::new();
        for telling in round.tellings {
            let before = self.known.remove(&telling.input);
            let mut outcome = telling.told;
            let mut made = before.as_ref().and_then(|known| known.made);
            if telling.made {
                // The oldest that is shown, when only some documents are as they should be.
                made = made.filter(|_| telling.shows_earlier).or(Some(now));
            } else if let Some(before) = before {
                outcome.outputs = before.outcome.outputs;
            }
            let known = Known {
                outcome,
                made,
                shows_earlier: telling.shows_earlier,
            };
            names.push((telling.input.clone(), telling.made));
            self.known.insert(telling.input, known);
        }
        self.told = names.iter().map(|(name, _)| name.clone()).collect();
        if !names.is_empty() {
            text += &self.status_line(&names, round.took, now);
        }
        let mut failures: BTreeMap<(String, Option<String>), Vec<&Outcome>> = BTreeMap::new();
        for (name, _) in &names {
            let outcome = &self.known[name].outcome;
            for found in &outcome.findings {
                text += &finding(found, Task::Render);
            }
            if let End::Failed(why) = &outcome.end {
                let same = failures.entry((why.message.clone(), why.help.clone()));
                same.or_default().push(outcome);
            }
        }
        for outcomes in failures.into_values() {
            text += &told_once(&outcomes);
        }
        for name in round.gone {
            self.known.remove(&name);
            let (time, name) = (clock_with_seconds(now), visible(&name));
            text.extend([
                format!("{time} {name} finns inte längre."),
                " Dokumenten som skapats av den ligger kvar.\n".to_owned(),
            ]);
        }
        let watched = antal(self.inputs, "ärende", "ärenden");
        text + &format!("{WAITING} i {watched}. Avsluta med Ctrl+C.\n")
    }

    /// "14.02.31 a.json: skapat på 48 ms. 2 fel och 1 varning."
    fn status_line(&self, names: &[(String, bool)], took: Duration, now: DateTime) -> String {
        let outcomes = || names.iter().map(|(name, _)| &self.known[name]);
        let mut counts = Counts::default();
        outcomes().for_each(|known| counts.add(&known.outcome));
        let made = names.iter().filter(|(_, made)| *made).count();
        let took = format!("på {} ms", took.as_millis());
        let time = clock_with_seconds(now);
        let found = crate::text::versal(&counts.findings());
        if let [(name, made)] = names {
            let known = &self.known[name];
            let several = several(&known.outcome, *made);
            let done = match (&known.outcome.end, several) {
                (End::Failed(_), Some(documents)) => format!("{documents}, resten inte"),
                (End::Failed(_), None) => "inget dokument".to_owned(),
                (End::Stopped { .. } | End::Broken, Some(documents)) => {
                    format!("{documents}, resten stoppat {took}. {found}")
                }
                (End::Stopped { .. } | End::Broken, None) => format!("stoppat {took}. {found}"),
                (End::Good, Some(documents)) => format!("{documents} {took}. {found}"),
                (End::Good, None) if *made => format!("skapat {took}. {found}"),
                (End::Good, None) => format!("dokumentet är oförändrat. {found}"),
            };
            let earlier = known.earlier();
            let earlier =
                earlier.map_or_else(String::new, |at| format!(" Visar versionen från kl. {at}."));
            return format!("{time} {}: {done}.{earlier}\n", visible(name));
        }
        let all = antal(names.len(), "ärende", "ärenden");
        let mut parts = vec![antal(made, "skapat", "skapade")];
        for (count, one, many) in [
            (counts.stopped, "stoppat", "stoppade"),
            (counts.failed, "misslyckat", "misslyckade"),
        ] {
            parts.extend((count > 0).then(|| antal(count, one, many)));
        }
        let done = crate::text::och_lista(&parts);
        format!("{time} {all}: {done} {took}. {found}.\n")
    }

    /// The same as data.
    pub(in crate::cli) fn status(&self, address: Option<&str>) -> String {
        let (satt, orsak) = match &self.way {
            None | Some(Way::Told) => ("besked", None),
            Some(Way::Polled(_, why)) => (
                "intervall",
                match why {
                    Why::Asked => None,
                    Why::Network(folder) => Some(folder.to_string_lossy().into_owned()),
                    Why::Exhausted(what) => Some(what.clone()),
                },
            ),
        };
        let filer: Vec<Value> = self.known.values().map(file).collect();
        data::printed(&json!({
            "version": env!("CARGO_PKG_VERSION"),
            "kommando": "watch",
            "satt": satt,
            "orsak": orsak,
            "adress": address,
            "bevakade": self.inputs,
            "byggen": self.builds,
            "senast": self.last.map(|(at, _)| at.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
            "millisekunder": self.last.map(|(_, took)| u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
            "filer": filer,
        }))
    }
}

fn file(known: &Known) -> Value {
    let mut value = data::outcome(&known.outcome);
    value["visar"] = json!(known.earlier());
    value
}

/// How many documents of one input were written, when that is not all there is to say.
fn several(outcome: &Outcome, made: bool) -> Option<String> {
    let files = outcome.outputs.iter();
    let documents: BTreeSet<_> = files
        .map(|output| Path::new(&output.file).with_extension(""))
        .collect();
    let says_more = documents.len() > 1 || !matches!(outcome.end, End::Good);
    (made && says_more).then(|| antal(documents.len(), "dokument skapat", "dokument skapade"))
}

/// A failure that several inputs share is told once.
fn told_once(outcomes: &[&Outcome]) -> String {
    let End::Failed(why) = &outcomes[0].end else {
        return String::new();
    };
    if let [outcome] = outcomes {
        return failure_in(&outcome.name, why);
    }
    let count = antal(outcomes.len(), "ärende", "ärenden");
    failure(why).trim_end().to_owned() + &format!(" Det gäller {count}.\n")
}

/// A hash of what is told of an input, but for the files that were written.
pub(in crate::cli) fn digest(outcome: &Outcome) -> [u8; 32] {
    let mut value = data::outcome(outcome);
    value["utdata"] = Value::Null;
    *blake3::hash(value.to_string().as_bytes()).as_bytes()
}

/// "14.02".
fn clock(at: DateTime) -> String {
    format!("{:02}.{:02}", at.hour(), at.minute())
}

fn clock_with_seconds(at: DateTime) -> String {
    format!("{}.{:02}", clock(at), at.second())
}
