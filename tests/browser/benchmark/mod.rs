//! How long it takes, in a real browser: `cargo xtask bench`. Not a test, for no test may depend on a time.
//!
//! Everything is measured in one session of one browser, the repetitions of all parts in turn, so that a noisy machine
//! disturbs all of them alike. What counts are the multiples of the *limit*: the time of reading the same file's bytes
//! in a worker and passing over them once, by the quickest loop that plain JavaScript has for it.

mod figures;
mod growth;
mod limit;
mod machine;
mod memory;
mod peers;
mod start;
mod statistics;

use std::path::PathBuf;

use ambition_engine::screens::Query;
use ambition_engine::session::command::PupilsQuery;
use serde_json::{Value, json};

use super::support::{BrowserKind, Journey, PageServer, packed_page, target};
use limit::LimitTimes;
use start::StartTimes;
use statistics::{each, largest, median, numbers, spread, wide_spread};

/// Repetitions of everything; the median counts.
const TIMES: usize = 7;
/// Targets changed.
const EDITS: usize = 60;
/// Pupils of the large file, as the page writes it.
const ENGLAND: &str = "600,000 pupils";

/// A file that `cargo xtask bench` has made.
fn file(name: &str) -> PathBuf {
    let path = target().join("bench").join(name);
    assert!(path.is_file(), "{} is missing: run `cargo xtask bench`", path.display());
    path
}

/// Runs a part; what is thrown there ends the benchmark.
async fn run(journey: &Journey, part: &str, arguments: Vec<Value>) -> Value {
    let result = journey.js_async(&format!("return await {part}"), arguments).await;
    assert!(!result.as_str().is_some_and(|text| text.starts_with("failed")), "{part}: {result}");
    result
}

/// Opens the page of a server, with the benchmark's own script and inputs beside it.
async fn prepare(server: PageServer, inputs: &[(&str, &str)]) -> Journey {
    let journey = Journey::on(server).await;
    add_inputs(&journey, inputs).await;
    journey
}

/// Adds the benchmark's script to the page, and inputs: an id, and the file in it.
async fn add_inputs(journey: &Journey, inputs: &[(&str, &str)]) {
    journey.js(include_str!("engine.js"), vec![]).await;
    let queries = [Query::Summary, Query::Ambition, Query::Pupils(PupilsQuery::default())];
    let queries = queries.map(|query| serde_json::to_value(query).unwrap()).to_vec();
    journey.js("bench.useQueries(...arguments)", queries).await;
    for (input, name) in inputs {
        journey.js("bench.addInput(arguments[0])", vec![json!(input)]).await;
        journey.choose_file(&format!("#{input}"), &file(name)).await;
    }
}

/// What one session measured.
#[derive(Default)]
struct MeasuredRun {
    start: StartTimes,
    limit: LimitTimes,
    engine: Vec<Value>,
    page: Vec<Value>,
    school_engine: Vec<Value>,
    school: Vec<Value>,
    school_edits: Vec<Value>,
    edits: Vec<Value>,
    engine_edits: Vec<f64>,
}

async fn measure() -> MeasuredRun {
    let mut measured = MeasuredRun { start: StartTimes::measure().await, ..MeasuredRun::default() };
    // The page has an element of its own called "school".
    let inputs = [("england", "england.csv"), ("aSchool", "school.csv")];
    let journey = prepare(PageServer::start(packed_page()), &inputs).await;
    journey.js(include_str!("page.js"), vec![]).await;
    journey.js("bench.noteTalk()", vec![]).await;
    let edits = async || {
        let edits = run(&journey, "bench.pageEdits(arguments[0])", vec![json!(EDITS)]).await;
        edits.as_array().unwrap().clone()
    };
    for time in 0..=TIMES {
        measured.limit.measure(&journey, "england", time).await;
        measured.school_engine.push(run(&journey, "bench.engine(aSchool.files[0])", vec![]).await);
        measured.school.push(run(&journey, "bench.page(aSchool.files[0], '300 pupils')", vec![]).await);
        if time == TIMES {
            measured.school_edits = edits().await;
        }
        measured.engine.push(run(&journey, "bench.engine(england.files[0])", vec![]).await);
        measured.page.push(run(&journey, "bench.page(england.files[0], arguments[0])", vec![json!(ENGLAND)]).await);
    }
    measured.engine_edits = numbers(&run(&journey, "bench.engineEdits(arguments[0])", vec![json!(EDITS)]).await);
    measured.edits = edits().await;
    measured
}

/// "1.85 × the limit   185 ms   (the first 1.95 ×, 195 ms)".
fn line(name: &str, times: &[f64], limit: f64) {
    let (first, rest) = (times[0], median(&times[1..]));
    println!(
        "{name:<48}{:>6.2} × the limit {rest:>8.1} ms   (the first {:.2} ×, {first:.1} ms)",
        rest / limit,
        first / limit
    );
}

fn print(measured: &MeasuredRun) {
    let bytes = std::fs::metadata(file("england.csv")).unwrap().len();
    let browser = BrowserKind::selected().name();
    println!("\nEngland in {browser}: {ENGLAND}, {bytes} bytes; medians of {TIMES}, and the first, cold one");
    let limit = measured.limit.print();
    line("engine: opened", &each(&measured.engine, "opened"), limit);
    line("engine: figures answered", &each(&measured.engine, "answered"), limit);
    line("page: from the choice to \"600,000 pupils\"", &each(&measured.page, "named"), limit);
    line("page: from the choice to the figures", &each(&measured.page, "figures"), limit);
    line("page: from the choice to the next frame", &each(&measured.page, "painted"), limit);
    if measured.page.iter().all(|page| !page["task"].is_null()) {
        spread("page: longest task (0: none over 50 ms)", &each(&measured.page, "task"));
    }
    spread("page: longest time between frames", &each(&measured.page, "gap"));
    let memory = largest(&each(&measured.engine, "memory"));
    let empty = largest(&each(&measured.engine, "empty"));
    println!(
        "{:<48}{:.1} bytes a pupil ({memory} bytes, {empty} before the file)",
        "engine: memory",
        (memory - empty) / 600_000.0
    );
    print_edits(&measured.edits, &format!("among {ENGLAND}"));
    wide_spread("engine alone: from the command to the answer", &measured.engine_edits);
    print_school(measured);
    measured.start.print();
}

fn print_school(measured: &MeasuredRun) {
    println!("\nA school: 300 pupils; ends at \"{}\"", measured.school[0]["view"].as_str().unwrap());
    for (name, results, what) in [
        ("engine: opened", &measured.school_engine, "opened"),
        ("engine: figures answered", &measured.school_engine, "answered"),
        ("page: from the choice to \"300 pupils\"", &measured.school, "named"),
        ("page: from the choice to the figures", &measured.school, "figures"),
        ("page: from the choice to the next frame", &measured.school, "painted"),
        ("page: longest time between frames", &measured.school, "gap"),
    ] {
        spread(&format!("{name}, later"), &each(&results[1..], what));
        println!("{name:<48}first  {:>6.1} ms", each(results, what)[0]);
    }
    print_edits(&measured.school_edits, "among 300 pupils");
}

fn print_edits(edits: &[Value], among: &str) {
    println!("\nA changed target {among}, {EDITS} times, on the page from Enter");
    for (name, what) in [
        ("to the question to the engine", "asked"),
        ("to its answer", "answered"),
        ("to the new figures", "shown"),
        ("to the next frame", "framed"),
    ] {
        wide_spread(name, &each(edits, what));
    }
}

#[tokio::test]
#[ignore = "a benchmark: cargo xtask bench"]
async fn england() {
    machine::print_load("at the start");
    print(&measure().await);
    machine::print_load("at the end");
}
