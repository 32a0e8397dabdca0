//! How long it takes, in a real browser: `cargo xtask bench`. Not a test, for no test may depend on a time.
//!
//! Everything is measured in one session of one browser, the repetitions of all parts in turn, so that a noisy machine
//! disturbs all of them alike. What counts are the multiples of the *limit*: the time of reading the same file's bytes
//! in a worker and passing over them once, by the quickest loop that plain JavaScript has for it.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::support::{Journey, target};

/// Repetitions of everything; the median counts.
const TIMES: usize = 7;
/// Targets changed.
const EDITS: usize = 20;
/// Pupils of the large file, as the page writes it.
const ENGLAND: &str = "600,000 pupils";

/// The ways to pass over the bytes.
const PASSES: [&str; 4] = ["bytes", "words", "doubles", "quads"];

/// A file that `cargo xtask bench` has made.
fn file(name: &str) -> PathBuf {
    let path = target().join("bench").join(name);
    assert!(path.is_file(), "{} is missing: run `cargo xtask bench`", path.display());
    path
}

/// The middle one.
fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 }
}

fn largest(times: &[f64]) -> f64 {
    times.iter().copied().fold(0.0, f64::max)
}

/// One number of each repetition.
fn each(results: &[Value], name: &str) -> Vec<f64> {
    results.iter().map(|result| result[name].as_f64().unwrap_or_else(|| panic!("no {name} in {result}"))).collect()
}

/// Runs a part; what is thrown there ends the benchmark.
async fn run(journey: &Journey, part: &str, arguments: Vec<Value>) -> Value {
    let result = journey.js_async(&format!("return await {part}"), arguments).await;
    assert!(!result.as_str().is_some_and(|text| text.starts_with("failed")), "{part}: {result}");
    result
}

/// Opens the page, with the benchmark's own script and inputs beside it.
async fn prepare() -> (Journey, Vec<f64>) {
    let journey = Journey::begin().await;
    let mut ready = Vec::new();
    for _ in 0..TIMES {
        journey.reload().await;
        ready.push(journey.js("return ambitionBoot.ready", vec![]).await.as_f64().unwrap());
    }
    journey.js(include_str!("benchmark.js"), vec![]).await;
    for name in ["england", "school"] {
        journey.js("bench.addInput(arguments[0])", vec![json!(name)]).await;
        journey.choose_file(&format!("#{name}"), &file(&format!("{name}.csv"))).await;
    }
    (journey, ready)
}

/// What one session measured.
#[derive(Default)]
struct Measured {
    ready: Vec<f64>,
    reading: Vec<f64>,
    passes: [Vec<f64>; PASSES.len()],
    engine: Vec<Value>,
    page: Vec<Value>,
    school: Vec<Value>,
}

async fn measure() -> (Journey, Measured) {
    let (journey, ready) = prepare().await;
    let mut measured = Measured { ready, ..Measured::default() };
    // The first one warms up the loops and the computer's memory of the file.
    for time in 0..=TIMES {
        let limit = async |kind: &str| {
            let part = "bench.timeOfLimit(england.files[0], arguments[0])";
            run(&journey, part, vec![json!(kind)]).await.as_f64().unwrap()
        };
        let reading = limit("none").await;
        let mut passes = [0.0; PASSES.len()];
        for (pass, kind) in passes.iter_mut().zip(PASSES) {
            *pass = limit(kind).await;
        }
        if time > 0 {
            measured.reading.push(reading);
            measured.passes.iter_mut().zip(passes).for_each(|(all, pass)| all.push(pass));
        }
        measured.engine.push(run(&journey, "bench.engine(england.files[0])", vec![]).await);
        if time < TIMES {
            run(&journey, "bench.worker.terminate()", vec![]).await;
        }
        measured.school.push(run(&journey, "bench.page(school.files[0], '300 pupils')", vec![]).await);
        measured.page.push(run(&journey, "bench.page(england.files[0], arguments[0])", vec![json!(ENGLAND)]).await);
    }
    (journey, measured)
}

/// "1.85 × the limit   185 ms   (the first 1.95 ×, 195 ms)".
fn line(name: &str, times: &[f64], limit: f64) {
    let (first, rest) = (times[0], median(&times[1..]));
    println!(
        "{name:<44}{:>6.2} × the limit {rest:>8.1} ms   (the first {:.2} ×, {first:.1} ms)",
        rest / limit,
        first / limit
    );
}

/// "median 3.1 ms, largest 5.0 ms".
fn spread(name: &str, times: &[f64]) {
    println!("{name:<44}median {:>6.1} ms, largest {:>6.1} ms", median(times), largest(times));
}

fn print(measured: &Measured) {
    let medians = measured.passes.each_ref().map(|times| median(times));
    let (quickest, limit) = PASSES.into_iter().zip(medians).min_by(|one, other| one.1.total_cmp(&other.1)).unwrap();
    let bytes = std::fs::metadata(file("england.csv")).unwrap().len();
    println!("\nEngland: {ENGLAND}, {bytes} bytes; {TIMES} repetitions, medians; each also for the first, cold");
    print!("the limit is {limit:.1} ms, by {quickest}; reading alone {:.1} ms", median(&measured.reading));
    PASSES.iter().zip(medians).for_each(|(kind, time)| print!(", by {kind} {time:.1} ms"));
    println!();
    line("engine: opened", &each(&measured.engine, "opened"), limit);
    line("engine: figures answered", &each(&measured.engine, "answered"), limit);
    line("page: from the choice to \"600,000 pupils\"", &each(&measured.page, "named"), limit);
    line("page: from the choice to the figures", &each(&measured.page, "figures"), limit);
    line("page: from the choice to the next frame", &each(&measured.page, "painted"), limit);
    spread("page: longest task (0: none over 50 ms)", &each(&measured.page, "task"));
    spread("page: longest time between frames", &each(&measured.page, "gap"));
    let memory = largest(&each(&measured.engine, "memory"));
    let empty = largest(&each(&measured.engine, "empty"));
    println!(
        "{:<44}{:.1} bytes a pupil ({memory} bytes, {empty} before the file)",
        "engine: memory",
        (memory - empty) / 600_000.0
    );
    println!("\nA school: 300 pupils, view {}", measured.school[0]["view"]);
    println!("the first: {}", measured.school[0]);
    spread("page: from the choice to the figures", &each(&measured.school[1..], "figures"));
    spread("page: from the choice to the next frame", &each(&measured.school[1..], "painted"));
    spread("page: longest time between frames", &each(&measured.school[1..], "gap"));
    println!();
    spread("start: from navigation to ready", &measured.ready);
}

/// The numbers of an array.
fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

async fn edits(journey: &Journey) {
    println!("\nA changed target among {ENGLAND}, {EDITS} times");
    let engine = run(journey, "bench.engineEdits(arguments[0])", vec![json!(EDITS)]).await;
    spread("engine: from the command to the answer", &numbers(&engine));
    let page = run(journey, "bench.pageEdits(arguments[0])", vec![json!(EDITS)]).await;
    let (shown, framed): (Vec<f64>, Vec<f64>) =
        page.as_array().unwrap().iter().map(|pair| (pair[0].as_f64().unwrap(), pair[1].as_f64().unwrap())).unzip();
    spread("page: from Enter to the new figures", &shown);
    spread("page: from Enter to the next frame", &framed);
}

#[tokio::test]
#[ignore = "a benchmark: cargo xtask bench"]
async fn england() {
    let (journey, measured) = measure().await;
    print(&measured);
    edits(&journey).await;
}
