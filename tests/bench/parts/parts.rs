//! `cargo bench -p kansli-parts`: what each part of the way from JSON to a file takes, with criterion's statistics and its
//! comparison with the run before: for whoever changes a part. The targets are the other benchmark's.
//!
//! `cargo bench -p kansli-parts -- S003/docx` measures one of them.

#![allow(missing_docs, reason = "criterion's macros write functions")]
#![allow(dead_code, reason = "the samples are the other benchmark's too")]

#[path = "../samples.rs"]
mod samples;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use kansli::arende;
use kansli::render::Format;
use kansli::source::file_name;
use kansli::text;

use samples::{Desk, Judges, LONG, S002, S003};

/// The ids of the document types that the samples have.
const TYPES: [&str; 3] = ["protokollsutdrag", "yttrande", "tjansteskrivelse"];

/// Every document has a text of its own: Typst would remember one that it has set before.
fn documents(criterion: &mut Criterion) {
    let desk = Desk::open();
    for (sample, profile) in [(S003, "danderyd"), (S002, "boras"), (LONG, "boras")] {
        let mut group = criterion.benchmark_group(sample.name);
        group
            .sample_size(20)
            .warm_up_time(Duration::from_millis(500))
            .measurement_time(Duration::from_secs(2));
        let mut number = 0;
        let mut fresh = || {
            number += 1;
            sample.arende(number)
        };
        let judged = |text: String| desk.judge(sample.path, text.as_bytes());

        group.bench_function("read", |bencher| {
            let read = |text: String| arende::read(sample.path, text.as_bytes(), &TYPES);
            bencher.iter_batched(&mut fresh, read, BatchSize::SmallInput);
        });
        group.bench_function("read, schema, template and rules", |bencher| {
            bencher.iter_batched(&mut fresh, judged, BatchSize::SmallInput);
        });
        let judges = Judges::of(profile);
        group.bench_function("rules", |bencher| {
            let text = sample.arende(1);
            let arende = serde_json::from_str(&text).expect("a sample");
            let ready = judged(text);
            bencher.iter(|| judges.judge(&arende, &ready));
        });
        for (name, format) in [
            ("pdf", Format::Pdf),
            ("docx", Format::Docx),
            ("html", Format::Html),
            ("text", Format::Text),
        ] {
            group.bench_function(name, |bencher| {
                bencher.iter_batched(
                    || judged(fresh()),
                    |ready| match format {
                        Format::Pdf => desk.pdf(&ready),
                        format => desk.render(&ready, format),
                    },
                    BatchSize::SmallInput,
                );
            });
        }
        group.finish();
    }
}

/// What every text goes through.
fn texts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("text");
    let bytes = LONG.arende.len() as u64;
    group.throughput(Throughput::Bytes(bytes));
    group.bench_function("personal numbers", |bencher| {
        bencher.iter(|| text::personnummer(black_box(LONG.arende)));
    });
    group.bench_function("sentences", |bencher| {
        bencher.iter(|| text::meningar(black_box(LONG.arende)).len());
    });
    group.finish();
    criterion.bench_function("file name", |bencher| {
        let stem = "KS 2026-00118_§ 94_protokollsutdrag_Nya regler: bidrag/stöd till föreningar";
        bencher.iter(|| file_name(black_box(stem), "docx"));
    });
}

criterion_group!(parts, documents, texts);
criterion_main!(parts);
