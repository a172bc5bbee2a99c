//! `kansli batch`: many documents at once. Knows how a run is asked for and told, not how it is done.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::batch::report;
use crate::batch::{
    self, Action, BatchError, Finished, Job, MergeError, Plan, Share, Trouble, Wish,
};
use crate::parallel;
use crate::render::Format;
use crate::text::{antal, quoted, visible};

use super::args::{BatchArgs, BatchCommand, FormatArg, MergeArgs, ReportArg};
use super::console::Console;
use super::desk::Desk;
use super::inputs::DASH;
use super::progress::Bar;
use super::sources::Sources;
use super::{Failure, Status};

pub(super) fn run(args: &BatchArgs, console: &mut Console) -> Result<Status, Failure> {
    if let Some(BatchCommand::MergeReport(args)) = &args.command {
        return merge(args, console);
    }
    let as_json = match args.judge.report.report {
        ReportArg::Human => false,
        ReportArg::Json => true,
        ReportArg::Sarif | ReportArg::Antal => {
            return Err(Failure::usage("Den rapporten finns inte för batch.")
                .help("Välj human eller json. Med --report-dir får du även JUnit."));
        }
    };
    let formats = FormatArg::each_once(&args.format);
    let share = args.shard.as_deref().map(share).transpose()?;
    refuse(args, &formats, share)?;
    let desk = Desk::open(&args.judge, args.draft)?;
    let inputs = Sources::new(&args.judge.files, args.judge.root.as_deref());
    let stop = listen();
    let job = Job {
        workspace: &desk.workspace,
        options: &desk.options,
        out: &args.out,
        formats: &formats,
        share,
        workers: parallel::workers(args.judge.jobs, batch::Inputs::count(&inputs).max(2)),
        inputs: &inputs,
        wishes: wishes(args),
        stop: &stop,
        explain,
    };
    let plan = Plan::new(&job);
    if plan.documents.is_empty() {
        return Err(
            Failure::usage("Ingen av filerna är ett ärende: fältet $schema saknas i dem.")
                .help("Ange vilken fil som är ärendet, eller lägg till $schema i den."),
        );
    }
    if args.dry_run {
        return preview(&job, &plan, as_json, console);
    }
    let bar = Bar::new(as_json);
    let finished = batch::run(&job, plan, |progress| bar.show(progress));
    bar.clear();
    let mut finished = finished.map_err(Failure::from)?;
    if let Some(folder) = &args.report_dir {
        report::save(&mut finished, folder).map_err(Failure::from)?;
    }
    tell(&mut finished, as_json, &args.out, console);
    Ok(status(&finished))
}

/// What cannot be asked for together.
fn refuse(args: &BatchArgs, formats: &[Format], share: Option<Share>) -> Result<(), Failure> {
    if args.out.as_os_str() == DASH {
        return Err(
            Failure::usage("batch skriver till en mapp, inte till standard ut.")
                .help("Ange en mapp med --out."),
        );
    }
    if args.eml && !formats.contains(&Format::Pdf) {
        return Err(
            Failure::usage("--eml bifogar PDF-filen, men pdf är inte valt.")
                .help("Lägg till pdf i --format."),
        );
    }
    if args.eml && !args.per_mottagare {
        return Err(
            Failure::usage("--eml skriver ett brev till varje mottagare.")
                .help("Lägg till --per-mottagare."),
        );
    }
    if args.prune && share.is_some() {
        return Err(Failure::usage(
            "--prune går inte ihop med --shard: en del ser inte de andras filer.",
        )
        .help("Kör kansli batch med --prune när alla delar är klara."));
    }
    Ok(())
}

fn wishes(args: &BatchArgs) -> BTreeSet<Wish> {
    let asked = [
        (args.force, Wish::Force),
        (args.prune, Wish::Prune),
        (args.retry_failed, Wish::RetryFailed),
        (args.fail_fast, Wish::FailFast),
        (args.per_mottagare, Wish::PerMottagare),
        (args.eml, Wish::Eml),
    ];
    asked
        .into_iter()
        .filter(|(asked, _)| *asked)
        .map(|(_, wish)| wish)
        .collect()
}

fn explain(error: BatchError) -> Trouble {
    Failure::from(error).into()
}

/// Ends the run in good order at the first word to stop, and at once at the second: whatever that cuts short is swept at
/// the next start.
fn listen() -> Arc<AtomicBool> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        let code = i32::from(Status::Interrupted.code());
        let _ = signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(&stop));
        let _ = signal_hook::flag::register(signal, Arc::clone(&stop));
    }
    stop
}

/// The share that is asked for: "2/8", or what the batch system has told the process.
fn share(written: &str) -> Result<Share, Failure> {
    if written != "auto" {
        return Share::parse(written).ok_or_else(|| {
            Failure::usage(format!("{} är ingen del av en körning.", quoted(written)))
                .help("Skriv till exempel 2/8 för den andra av åtta delar, eller auto.")
        });
    }
    let number = |name: &str| std::env::var(name).ok()?.trim().parse::<u32>().ok();
    let kubernetes = || {
        let index = number("JOB_COMPLETION_INDEX")?;
        Share::new(index.checked_add(1)?, number("KANSLI_SHARDS")?)
    };
    let slurm = || {
        let (id, first) = (
            number("SLURM_ARRAY_TASK_ID")?,
            number("SLURM_ARRAY_TASK_MIN").unwrap_or(0),
        );
        let step = number("SLURM_ARRAY_TASK_STEP")
            .filter(|step| *step > 0)
            .unwrap_or(1);
        Share::new(
            id.checked_sub(first)? / step + 1,
            number("SLURM_ARRAY_TASK_COUNT")?,
        )
    };
    kubernetes().or_else(slurm).ok_or_else(|| {
        Failure::usage("--shard auto hittar ingen del i miljön.").help(
            "Kubernetes: sätt KANSLI_SHARDS till jobbets completions, så att den står bredvid JOB_COMPLETION_INDEX. \
             Slurm: kör som en array, så att SLURM_ARRAY_TASK_ID och SLURM_ARRAY_TASK_COUNT finns.",
        )
    })
}

fn status(finished: &Finished) -> Status {
    let trouble = finished.trouble.as_ref().map_or(0, |why| why.slutkod);
    let ended = if finished.interrupted {
        Status::Interrupted
    } else {
        Status::Good
    };
    Status::of_code(finished.totals.slutkod.max(trouble)).max(ended)
}

fn tell(finished: &mut Finished, as_json: bool, out: &Path, console: &mut Console) {
    let mut said = Said(console);
    // A console takes all writing: a reader that has gone away is met with silence.
    if as_json {
        let _ = report::json(finished, &mut said);
    } else {
        let _ = report::text(finished, &mut said);
        let mut words = format!(
            "{} i {}, {}.\n",
            antal(finished.written, "fil skriven", "filer skrivna"),
            visible(&out.to_string_lossy()),
            antal(
                finished.unchanged,
                "dokument oförändrat",
                "dokument oförändrade"
            ),
        );
        if finished.pruned > 0 {
            words.extend([format!(
                "{} borttagna.\n",
                antal(finished.pruned, "övergiven fil", "övergivna filer")
            )]);
        }
        if finished.plan.skipped > 0 {
            let skipped = antal(
                finished.plan.skipped,
                "fil utan $schema är överhoppad",
                "filer utan $schema är överhoppade",
            );
            words.extend([format!("{skipped}.\n")]);
        }
        console.say(&words);
    }
    for note in &finished.notes {
        console.warn(&format!("Varning: {note}\n"));
    }
    if let Some(trouble) = &finished.trouble {
        console.complain(&trouble.clone().into());
    }
    if finished.interrupted {
        console.warn("Avbrutet. Kör samma kommando igen, så fortsätter det där det slutade.\n");
    }
}

/// The plan, with every file name.
fn preview(
    job: &Job<'_>,
    plan: &Plan,
    as_json: bool,
    console: &mut Console,
) -> Result<Status, Failure> {
    let mut status = Status::Good;
    let mut counts = [0; 4];
    let mut data = Vec::new();
    batch::preview(job, plan, |planned, files| {
        let name = visible(&planned.id);
        match files {
            Ok(files) => {
                for (file, action) in &files {
                    counts[*action as usize] += 1;
                    if !as_json {
                        console.say(&format!("{:<10}  {}\n", word(*action), visible(file)));
                    }
                }
                if files.is_empty() && !as_json {
                    console.say(&format!("{:<10}  {name} kan inte läsas\n", "Stoppas"));
                }
                let files: Vec<_> = files
                    .iter()
                    .map(|(file, action)| serde_json::json!({"fil": file, "atgard": word(*action).to_lowercase()}))
                    .collect();
                data.push(serde_json::json!({"dokument": &*planned.id, "filer": files}));
            }
            Err(trouble) => {
                let failure = Failure::from(trouble);
                status = status.max(failure.status);
                data.push(serde_json::json!({"dokument": &*planned.id, "filer": [], "fel": failure.message}));
                console.complain(&Failure { message: format!("{name}: {}", failure.message), ..failure });
            }
        }
    })
    .map_err(Failure::from)?;
    if as_json {
        console.say(&super::report::printed(
            &serde_json::json!({"kommando": "batch", "plan": data}),
        ));
    } else {
        let [new, same, again, kept] = counts;
        let documents = plan
            .documents
            .iter()
            .filter(|planned| planned.is_mine)
            .count();
        console.say(&format!(
            "{documents} dokument i {}: {} skapas, {again} görs om, {same} är oförändrade, {kept} behålls som de är. Inget har skrivits.\n",
            visible(&job.out.to_string_lossy()),
            antal(new, "fil", "filer"),
        ));
    }
    Ok(status)
}

const fn word(action: Action) -> &'static str {
    match action {
        Action::New => "Skapas",
        Action::Unchanged => "Oförändrad",
        Action::Again => "Görs om",
        Action::Kept => "Behålls",
    }
}

/// The reports of shares as one.
fn merge(args: &MergeArgs, console: &mut Console) -> Result<Status, Failure> {
    let mut files = Vec::new();
    for report in &args.reports {
        files.extend(reports_in(report)?);
    }
    let mut merged = batch::merge(&files).map_err(|error| match error {
        MergeError::Batch(error) => match error {
            BatchError::Source(error) => Failure::from(error),
            error => error.into(),
        },
        MergeError::NotOnce(_) => Failure::new(Status::Findings, error.to_string())
            .help("Kör de delar som saknas eller avbröts igen, och samla sedan rapporterna."),
        _ => Failure::usage(error.to_string())
            .help("Ange rapporterna (rapport-1-8.json …) från alla delar av en och samma körning."),
    })?;
    let notes = match &args.out {
        Some(out) => merged.settle(out).map_err(Failure::from)?,
        None => Vec::new(),
    };
    let beside = files[0].parent().map(Path::to_path_buf).unwrap_or_default();
    let folder = args.report_dir.clone().unwrap_or(beside);
    report::save(&mut merged, &folder).map_err(Failure::from)?;
    let status = Status::of_code(merged.totals().slutkod);
    let _ = report::text(&mut merged, &mut Said(console));
    console.say("Varje dokument är gjort precis en gång.\n");
    for note in notes {
        console.warn(&format!("Varning: {note}\n"));
    }
    Ok(status)
}

/// A report, or those of shares in a folder.
fn reports_in(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.into()]);
    }
    let found = crate::source::names(path)
        .map_err(|error| Failure::from(crate::source::SourceError::from_io(path, error)))?;
    let found = found.into_iter();
    let mut names: Vec<String> = found
        .filter_map(|name| name.into_string().ok())
        .filter(|name| {
            let is_data = Path::new(name).extension().is_some_and(|e| e == "json");
            is_data && name.starts_with("rapport-")
        })
        .collect();
    names.sort_unstable();
    if names.is_empty() {
        let name = visible(&path.to_string_lossy()).into_owned();
        return Err(Failure::usage(format!(
            "Mappen ”{name}” har inga rapporter från delar av en körning."
        ))
        .help("Ange mappen som --report-dir pekade på."));
    }
    Ok(names.into_iter().map(|name| path.join(name)).collect())
}

/// Writing that is said.
struct Said<'c>(&'c mut Console);

impl Write for Said<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.say(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
