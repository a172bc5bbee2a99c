//! How a run's outcomes are told: to a person at a terminal, to one who reads or listens to plain lines, or to a program.
//! Knows no command and judges nothing.

mod human;
mod json;
pub(super) mod live;
mod narrated;
mod sarif;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::arende::SourceText;
use crate::finding::{Applicability, Finding, Fix, Level};
use crate::render::Format;
use crate::text::{antal, masked, och_lista, personnummer, versal, visible};

use super::args::ReportArg;
use super::console::Console;
use super::inputs::DASH;
use super::{Failure, Status};

pub(super) use json::printed;

/// From how many ärenden on the report shows how far it has come.
const MANY: usize = 20;

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// Judging.
    Check,
    /// Judging and rendering.
    Render,
    /// Judging templates and profiles.
    Templates,
}

/// What came of one ärende.
#[derive(Debug)]
pub(super) struct Outcome {
    /// What the person calls it.
    pub(super) name: String,
    /// Everything that was found.
    pub(super) findings: Vec<Finding>,
    /// The text they have their places in, where there is one.
    pub(super) source: Option<SourceText>,
    /// How many findings were mended in the file; these are no longer among the findings.
    pub(super) fixed: usize,
    /// The files that were written.
    pub(super) outputs: Vec<Output>,
    /// How it ended.
    pub(super) end: End,
}

/// How one ärende ended.
#[derive(Debug)]
pub(super) enum End {
    /// As it should.
    Good,
    /// Findings stop it.
    Stopped {
        /// Whether `--draft` would let it through.
        draft_possible: bool,
    },
    /// It is a template or a profile, and findings say that it cannot be used.
    Broken,
    /// Something else than its content did.
    Failed(Failure),
}

/// A file that was written.
#[derive(Debug)]
pub(super) struct Output {
    /// Its path.
    pub(super) file: String,
    /// Its format.
    pub(super) format: Format,
}

impl Outcome {
    pub(super) fn new(name: &str, end: End) -> Self {
        Self {
            name: name.to_owned(),
            findings: Vec::new(),
            source: None,
            fixed: 0,
            outputs: Vec::new(),
            end,
        }
    }

    pub(super) fn failed(name: &str, failure: Failure) -> Self {
        Self::new(name, End::Failed(failure))
    }

    fn status(&self) -> Status {
        match &self.end {
            End::Good => Status::Good,
            End::Stopped { .. } => Status::Findings,
            End::Broken => Status::Usage,
            End::Failed(failure) => failure.status,
        }
    }
}

/// What the outcomes amount to.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    arenden: usize,
    fel: usize,
    varning: usize,
    rad: usize,
    outputs: usize,
    stopped: usize,
    failed: usize,
    skipped: usize,
    fixed: usize,
}

/// How many findings of each level one rule gave.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    fel: usize,
    varning: usize,
    rad: usize,
}

impl Tally {
    fn add(&mut self, level: Level) {
        match level {
            Level::Fel => self.fel += 1,
            Level::Varning => self.varning += 1,
            Level::Rad => self.rad += 1,
            Level::Av => {}
        }
    }

    const fn sum(self) -> usize {
        self.fel + self.varning + self.rad
    }
}

/// What every rule that found something gave, by its id.
type Tallies = BTreeMap<String, Tally>;

impl Counts {
    fn add(&mut self, outcome: &Outcome) {
        let at = |level| {
            outcome
                .findings
                .iter()
                .filter(|finding| finding.level == level)
                .count()
        };
        self.arenden += 1;
        self.fel += at(Level::Fel);
        self.varning += at(Level::Varning);
        self.rad += at(Level::Rad);
        self.outputs += outcome.outputs.len();
        self.fixed += outcome.fixed;
        self.stopped += usize::from(matches!(outcome.end, End::Stopped { .. }));
        self.failed += usize::from(matches!(outcome.end, End::Failed(_)));
    }

    /// "2 fel och 1 varning".
    fn findings(&self) -> String {
        let kinds = [
            (self.fel, "fel", "fel"),
            (self.varning, "varning", "varningar"),
            (self.rad, "råd", "råd"),
        ];
        let told: Vec<String> = kinds
            .iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| antal(*count, one, many))
            .collect();
        if told.is_empty() {
            "inga fynd".to_owned()
        } else {
            och_lista(&told)
        }
    }

    /// The last line of the report.
    fn summary(&self, task: Task) -> String {
        let judged = self.arenden - self.failed;
        let mut sentences = vec![match task {
            Task::Check => antal(judged, "ärende granskat", "ärenden granskade"),
            Task::Templates => antal(judged, "fil granskad", "filer granskade"),
            Task::Render => antal(self.outputs, "fil skriven", "filer skrivna"),
        }];
        let mut left = versal(&self.findings());
        if self.fixed > 0 {
            sentences.push(antal(self.fixed, "fynd rättat", "fynd rättade"));
            left += " kvar";
        }
        sentences.push(left);
        for (count, one, many) in [
            (self.stopped, "ärende stoppat", "ärenden stoppade"),
            (self.failed, "ärende misslyckades", "ärenden misslyckades"),
            (
                self.skipped,
                "fil utan $schema är överhoppad",
                "filer utan $schema är överhoppade",
            ),
        ] {
            sentences.extend((count > 0).then(|| antal(count, one, many)));
        }
        sentences.join(". ") + ".\n"
    }
}

/// Whom the report is for.
enum Form {
    Graphical,
    Narrated,
    Json(Vec<Value>),
    Sarif(sarif::Log),
    /// A line for each rule, and nothing of what it found.
    Counts,
}

/// The report of one run.
pub(super) struct Report<'c> {
    console: &'c mut Console,
    form: Form,
    task: Task,
    total: usize,
    counts: Counts,
    tallies: Tallies,
    only_counts: bool,
    status: Status,
}

impl<'c> Report<'c> {
    pub(super) fn new(
        asked: ReportArg,
        task: Task,
        total: usize,
        console: &'c mut Console,
    ) -> Self {
        let form = match asked {
            ReportArg::Json => Form::Json(Vec::new()),
            ReportArg::Sarif => Form::Sarif(sarif::Log::default()),
            ReportArg::Antal => Form::Counts,
            ReportArg::Human if console.is_graphical() => Form::Graphical,
            ReportArg::Human => Form::Narrated,
        };
        Self {
            console,
            form,
            task,
            total,
            counts: Counts::default(),
            tallies: Tallies::new(),
            only_counts: false,
            status: Status::Good,
        }
    }

    /// From now on the report as data holds no ärenden, only how many findings there were.
    pub(super) fn only_counts(&mut self) {
        self.only_counts = true;
    }

    /// Where to ask about an ärende before it is told.
    pub(super) fn console(&mut self) -> &mut Console {
        self.console
    }

    /// Tells what came of the next ärende; `None` for a file that was none.
    pub(super) fn take(&mut self, outcome: Option<Outcome>) {
        let Some(outcome) = outcome else {
            self.counts.skipped += 1;
            return;
        };
        self.counts.add(&outcome);
        self.status = self.status.max(outcome.status());
        for finding in &outcome.findings {
            let tally = self.tallies.entry(finding.rule.to_string());
            tally.or_default().add(finding.level);
        }
        match &mut self.form {
            Form::Json(_) if self.only_counts => {}
            Form::Json(told) => told.push(json::outcome(&outcome)),
            Form::Sarif(log) => log.take(&outcome),
            Form::Graphical => self.tell(&outcome, human::finding),
            Form::Narrated => self.tell(&outcome, narrated::finding),
            Form::Counts => {
                if let End::Failed(why) = &outcome.end {
                    self.console.warn(&failure_in(&outcome.name, why));
                }
            }
        }
        if self.total > MANY && !matches!(self.form, Form::Json(_) | Form::Sarif(_)) {
            self.console.progress(&format!(
                "{} av {} …",
                self.counts.arenden + self.counts.skipped,
                self.total
            ));
        }
    }

    fn tell(&mut self, outcome: &Outcome, finding: fn(&Finding, Task) -> String) {
        let mut parts = Vec::with_capacity(outcome.findings.len() + 1);
        parts.extend((outcome.fixed > 0).then(|| {
            let name = visible(&outcome.name);
            format!("Rättade {} fynd i {name}.\n", outcome.fixed)
        }));
        parts.extend(outcome.findings.iter().map(|one| finding(one, self.task)));
        let files = outcome.outputs.iter().filter(|output| output.file != DASH);
        parts.extend(files.map(|output| format!("Skrev {}\n", visible(&output.file))));
        if let (Task::Render, End::Stopped { draft_possible }) = (self.task, &outcome.end) {
            parts.push(stopped(&outcome.name, *draft_possible));
        }
        self.console.say(&parts.concat());
        if let End::Failed(why) = &outcome.end {
            self.console.warn(&failure_in(&outcome.name, why));
        }
    }

    /// Ends the report.
    pub(super) fn finish(self) -> Status {
        if self.counts.arenden == 0 {
            let none =
                Failure::usage("Ingen av filerna är ett ärende: fältet $schema saknas i dem.");
            return self.abort(
                &none.help("Ange vilken fil som är ärendet, eller lägg till $schema i den."),
            );
        }
        self.end(None)
    }

    /// Ends the report of a run that something stopped.
    pub(super) fn abort(mut self, failure: &Failure) -> Status {
        self.status = self.status.max(failure.status);
        self.console.complain(failure);
        self.end(Some(failure))
    }

    fn end(self, failure: Option<&Failure>) -> Status {
        let text = match (&self.form, failure) {
            (Form::Json(outcomes), _) => {
                let outcomes = (!self.only_counts).then_some(&outcomes[..]);
                let counts = (&self.counts, &self.tallies);
                json::document(self.task, self.status, counts, failure, outcomes)
            }
            (Form::Sarif(log), _) => log.document(self.status, failure),
            (_, Some(_)) => String::new(),
            (Form::Counts, None) => self
                .tallies
                .iter()
                .fold(String::new(), |text, (rule, tally)| {
                    text + &format!("{} {}\n", visible(rule), tally.sum())
                }),
            (_, None) => self.counts.summary(self.task),
        };
        self.console.say(&text);
        self.status
    }
}

fn stopped(name: &str, draft_possible: bool) -> String {
    let remedy = if draft_possible {
        "Rätta fynden och kör igen, eller skapa ett utkast med --draft"
    } else {
        "Rätta felen och kör igen"
    };
    format!(
        "{} stoppas av det som står ovan. {remedy}.\n",
        visible(name)
    )
}

/// Whether a fix can be told in full: none that would write out somebody's personnummer, and with a masked one it would
/// destroy the text.
fn tells_no_number(fix: &Fix) -> bool {
    fn tells(value: &Value) -> bool {
        match value {
            Value::String(text) => !personnummer(text).is_empty(),
            Value::Array(items) => items.iter().any(tells),
            Value::Object(members) => members.values().any(tells),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
    !fix.edits.iter().any(|edit| tells(&edit.replacement))
}

/// How a finding can be mended: what the fix does, what it would write where that is short, and who may make it.
fn proposal(fix: &Fix, task: Task) -> String {
    /// Longer texts are read in the diff.
    const LONGEST: usize = 300;
    let title = masked(&fix.title);
    let title = visible(&title);
    let mut words = title.to_string();
    if let [edit] = &fix.edits[..]
        && let Some(text) = edit.replacement.as_str()
        && fix.applicability != Applicability::Safe
        && !text.trim().is_empty()
        && !fix.title.contains(text)
        && text.chars().count() <= LONGEST
        && tells_no_number(fix)
    {
        let title = title.trim_end_matches(['.', ':']);
        words = format!("{title}: ”{}”", visible(text));
    }
    let command = match task {
        Task::Check | Task::Templates => "",
        Task::Render => "kansli check ",
    };
    let how = match fix.applicability {
        Applicability::Safe => format!(" Kan rättas med {command}--fix."),
        Applicability::Unsafe => format!(" Kan rättas med {command}--fix=all."),
        Applicability::DisplayOnly => String::new(),
    };
    sentence(&words) + &how
}

/// A failure as a line of its own.
pub(super) fn failure(failure: &Failure) -> String {
    let help = failure
        .help
        .as_ref()
        .map_or_else(String::new, |help| format!(" {help}"));
    format!("Fel: {}{help}\n", sentence(&failure.message))
}

/// A failure with the ärende it struck, unless it names it itself.
fn failure_in(name: &str, why: &Failure) -> String {
    let name = visible(name);
    if why.message.contains(&*name) {
        return failure(why);
    }
    failure(&Failure {
        message: format!("{name}: {}", why.message),
        ..why.clone()
    })
}

/// The text with a full stop, if it ends without.
fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '?', '!', '…', ':']) || text.ends_with(".”") {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, End, Outcome, Task, failure_in, sentence, stopped};
    use crate::cli::Failure;
    use crate::finding::{Applicability, Edit, Finding, Fix, Level};
    use crate::pointer::Pointer;

    #[test]
    fn proposals_say_what_would_stand_there_and_who_may_write_it() {
        use super::proposal;
        let fix = |applicability, title: &str, text: &str| Fix {
            title: title.into(),
            applicability,
            edits: vec![Edit {
                pointer: Pointer::root(),
                range: None,
                replacement: text.into(),
            }],
        };
        for (fix, wanted) in [
            (
                fix(Applicability::Safe, "Skriv ut förkortningen", "x"),
                "Skriv ut förkortningen. Kan rättas med --fix.",
            ),
            (
                fix(Applicability::Unsafe, "Skriv om meningen", "Så här."),
                "Skriv om meningen: ”Så här.” Kan rättas med --fix=all.",
            ),
            (
                fix(Applicability::DisplayOnly, "Skriv ”nämnden”", "nämnden"),
                "Skriv ”nämnden”.",
            ),
            (
                fix(Applicability::DisplayOnly, "Stryk\u{1b} ordet.", ""),
                "Stryk\\u{1B} ordet.",
            ),
        ] {
            assert_eq!(proposal(&fix, Task::Check), wanted);
        }
        let safe = fix(Applicability::Safe, "Byt", "x");
        assert!(proposal(&safe, Task::Render).ends_with("med kansli check --fix."));
    }

    #[test]
    fn the_summary_counts_everything_once() {
        let mut counts = Counts::default();
        assert_eq!(counts.findings(), "inga fynd");
        let mut outcome = Outcome::new(
            "a.json",
            End::Stopped {
                draft_possible: true,
            },
        );
        outcome.findings = [Level::Fel, Level::Fel, Level::Varning]
            .map(|l| Finding::new("X", l, "x"))
            .into();
        counts.add(&outcome);
        counts.add(&Outcome::failed("b.json", Failure::usage("nej")));
        counts.skipped = 2;
        assert_eq!(
            counts.summary(Task::Check),
            "1 ärende granskat. 2 fel och 1 varning. 1 ärende stoppat. 1 ärende misslyckades. 2 filer utan $schema är överhoppade.\n"
        );
        counts.fixed = 1;
        assert!(
            counts
                .summary(Task::Check)
                .contains(". 1 fynd rättat. 2 fel och 1 varning kvar. ")
        );
        assert!(
            counts
                .summary(Task::Render)
                .starts_with("0 filer skrivna. ")
        );
    }

    #[test]
    fn what_comes_from_outside_is_made_visible() {
        assert!(!stopped("a\u{1b}[2J", true).contains('\u{1b}'));
        assert_eq!(
            failure_in("a.json", &Failure::usage("Filen ”a.json” finns inte.")),
            "Fel: Filen ”a.json” finns inte.\n"
        );
        assert_eq!(
            failure_in(
                "a.json",
                &Failure::usage("Mallen är trasig").help("Rätta den.")
            ),
            "Fel: a.json: Mallen är trasig. Rätta den.\n"
        );
        assert_eq!(sentence("Menade du x?"), "Menade du x?");
    }
}
