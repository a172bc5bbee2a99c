//! The documents that are judged: every sample, and generated ones of every type, from a line to sixty pages.

use std::path::Path;

use kansli::document::Document;
use kansli::finding::Level;
use kansli::render::pdf::PdfRenderer;
use kansli::render::{DocxRenderer, Format};
use kansli::source::{DiskFiles, Files};
use kansli::workspace::{Checked, Input, Options, Ready};

use super::common::bench::{Bench, as_draft, render_tree};
use super::common::generate;
use super::common::samples::{root, samples};
use super::long::{long_arende, signs};

/// A document to be made.
#[derive(Debug, Clone)]
pub(crate) enum Job {
    /// A sample, in its own profile or another. Of a meeting only the protocol, unless all of it is asked for.
    Sample {
        file: String,
        kommun: Option<String>,
        part: String,
    },
    /// A generated ärende, with `times` as much in its sections and tables.
    Arende {
        seed: u64,
        times: usize,
        kommun: String,
    },
    /// A made-up meeting's protocol, summons or extract.
    Meeting {
        antal: u64,
        fro: u64,
        part: String,
        kommun: String,
    },
    /// A random tree.
    Tree(u64),
    /// Every character that the embedded faces have.
    Signs,
}

/// A document in both formats.
pub(crate) struct Made {
    pub(crate) name: String,
    pub(crate) pdf: Vec<u8>,
    pub(crate) docx: Vec<u8>,
}

/// The first document of every sample in its own profile. The whole: it in every profile, and all documents of meetings.
pub(crate) fn sample_jobs(bench: &Bench, is_whole: bool) -> Vec<Job> {
    let mut jobs = Vec::new();
    for file in samples() {
        let parts = own_parts(bench, &file);
        // Of the schema's faults no document can be made.
        assert!(
            !parts.is_empty() || file.contains("med-fynd"),
            "{file} has no documents"
        );
        let job = |kommun: Option<String>, part: &String| Job::Sample {
            file: file.clone(),
            kommun,
            part: part.clone(),
        };
        let own = if is_whole { parts.len() } else { 1 };
        jobs.extend(parts.iter().take(own).map(|part| job(None, part)));
        if let (Some(first), true) = (parts.first(), is_whole) {
            let profiles = bench.workspace.profiles().into_iter();
            jobs.extend(profiles.map(|kommun| job(Some(kommun), first)));
        }
    }
    jobs
}

/// The keys of what can be made of a sample.
fn own_parts(bench: &Bench, file: &str) -> Vec<String> {
    let (files, bytes) = read(file);
    let (input, options) = (input(file, &bytes, &files), options(file, None));
    let opened = bench.workspace.open(input, &options);
    let opened = opened.unwrap_or_else(|e| panic!("{file}: {e}"));
    let mut parts = opened.parts().to_vec();
    parts.extend(opened.part(kansli::mote::KALLELSE, &options));
    let is_made = |part: &kansli::workspace::Part| {
        let checked = bench.workspace.check_part(&opened, part, input, &options);
        checked.is_ok_and(|checked| checked.ready().is_ok())
    };
    let made = parts.iter().filter(|part| is_made(part));
    made.map(|part| part.key.clone()).collect()
}

fn read(file: &str) -> (DiskFiles, Vec<u8>) {
    let files = DiskFiles::new(&root()).expect("samples/ is there");
    let bytes = files.read(Path::new(file), 10_000_000);
    let bytes = bytes.unwrap_or_else(|e| panic!("{file}: {e}")).to_vec();
    (files, bytes)
}

/// What is stopped is a draft: a faulty sample, and one in another municipality's profile than its own.
fn options(sample: &str, kommun: Option<&str>) -> Options {
    Options {
        draft: kommun.is_some() || sample.contains("/med-fynd/"),
        ..as_draft(kommun)
    }
}

fn input<'a>(name: &'a str, bytes: &'a [u8], files: &'a dyn Files) -> Input<'a> {
    Input {
        name,
        first_line: 1,
        bytes,
        folder: Path::new(name).parent().unwrap_or(Path::new("")),
        files,
    }
}

/// So many generated documents: the kinds, sizes and profiles take turns.
pub(crate) fn generated_jobs(bench: &Bench, many: usize) -> Vec<Job> {
    /// How much longer than usual; the last is about sixty pages.
    const TIMES: [usize; 8] = [1, 1, 2, 1, 4, 1, 7, 10];
    /// §§ of a meeting.
    const ANTAL: [u64; 6] = [2, 5, 12, 1, 30, 70];
    let profiles = bench.workspace.profiles();
    let job = |at: usize| {
        let (turn, seed) = (at / 4, at as u64);
        let kommun = profiles[turn % profiles.len()].clone();
        match at % 4 {
            0 | 2 => Job::Arende {
                seed,
                times: TIMES[turn % TIMES.len()],
                kommun,
            },
            1 => {
                let part = ["protokoll", "kallelse", "utdrag"][turn % 3];
                Job::Meeting {
                    antal: ANTAL[turn / 3 % ANTAL.len()],
                    fro: seed,
                    part: part.to_owned(),
                    kommun,
                }
            }
            _ if at == 3 => Job::Signs,
            _ => Job::Tree(seed),
        }
    };
    (0..many).map(job).collect()
}

pub(crate) fn make(bench: &Bench, job: &Job) -> Made {
    let name = name(job);
    let (pdf, docx) = match job {
        Job::Tree(seed) => of_tree(&generate::document(*seed)),
        Job::Signs => of_tree(&signs()),
        _ => {
            let ready = ready(bench, job, &name);
            let bytes = |format| {
                let rendered = bench.workspace.render(&ready, format);
                rendered.unwrap_or_else(|e| panic!("{name}: {e}")).bytes
            };
            (bytes(Format::Pdf), bytes(Format::Docx))
        }
    };
    Made { name, pdf, docx }
}

fn of_tree(document: &Document) -> (Vec<u8>, Vec<u8>) {
    (
        render_tree(&PdfRenderer, document),
        render_tree(&DocxRenderer, document),
    )
}

/// A file name that says what it is.
fn name(job: &Job) -> String {
    match job {
        Job::Sample { file, kommun, part } => {
            let file = file.trim_end_matches(".json").replace('/', "_");
            let kommun = kommun.as_deref().unwrap_or("eget");
            let part: String = part.chars().filter(|c| c.is_alphanumeric()).collect();
            format!("prov-{file}-{part}-{kommun}")
        }
        Job::Arende {
            seed,
            times,
            kommun,
        } => format!("arende-{seed:04}-x{times}-{kommun}"),
        Job::Meeting {
            antal,
            fro,
            part,
            kommun,
        } => format!("mote-{fro:04}-{antal}-{part}-{kommun}"),
        Job::Tree(seed) => format!("trad-{seed:04}"),
        Job::Signs => "tecken".to_owned(),
    }
}

fn ready(bench: &Bench, job: &Job, what: &str) -> Ready {
    match job {
        Job::Sample { file, kommun, part } => {
            let (files, bytes) = read(file);
            of_part(
                bench,
                input(file, &bytes, &files),
                part,
                &options(file, kommun.as_deref()),
            )
        }
        Job::Arende {
            seed,
            times,
            kommun,
        } => {
            let bytes = long_arende(bench, *seed, *times).to_string();
            let input = input("arende.json", bytes.as_bytes(), &bench.files);
            let checked = bench.workspace.check(input, &as_draft(Some(kommun)));
            let checked = checked.unwrap_or_else(|e| panic!("{what}: {e}"));
            ready_in_spite(checked, what)
        }
        Job::Meeting {
            antal,
            fro,
            part,
            kommun,
        } => {
            let mote = kansli::mote::prov::mote(*antal, *fro).expect("a meeting");
            let bytes = mote.to_string();
            let input = input("mote.json", bytes.as_bytes(), &bench.files);
            of_part(bench, input, part, &as_draft(Some(kommun)))
        }
        Job::Tree(_) | Job::Signs => panic!("{what} is a tree"),
    }
}

/// A document of a meeting or the only one of an ärende; of the extracts the one in the middle.
fn of_part(bench: &Bench, input: Input<'_>, key: &str, options: &Options) -> Ready {
    let opened = bench.workspace.open(input, options);
    let opened = opened.unwrap_or_else(|e| panic!("{}: {e}", input.name));
    let part = opened.part(key, options).unwrap_or_else(|| {
        let parts = opened.parts();
        parts[parts.len() / 2].clone()
    });
    let checked = bench.workspace.check_part(&opened, &part, input, options);
    let checked = checked.unwrap_or_else(|e| panic!("{}: {e}", input.name));
    ready_in_spite(checked, &format!("{} {key}", input.name))
}

/// The document, or what stands in its way.
fn ready_in_spite(checked: Checked, what: &str) -> Ready {
    let stopping = checked.findings.iter().filter(|f| f.level == Level::Fel);
    let stopping: Vec<String> = stopping
        .map(|f| format!("{} {}", f.rule, f.message))
        .collect();
    let ready = checked.ready();
    ready.unwrap_or_else(|_| panic!("{what}: {stopping:#?}"))
}
