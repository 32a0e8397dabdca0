//! The engine beside other programs that read CSV in a browser: `cargo xtask bench --peers`.
//!
//! All work out the same figures of the same `File`, each in a worker of its own in one tab of one browser, in turn. The
//! page is the packed one without its policy, which would refuse to load other programs. Every program keeps its worker
//! for all repetitions with a file, so that its code is warm from the second time on.

use std::path::PathBuf;

use ambition_engine::screens::Query;
use serde_json::{Value, json};

use super::figures::{self, CohortFigures};
use super::limit::LimitTimes;
use super::memory::PageProcesses;
use super::statistics::{each, median, number, numbers};
use super::{PageServer, TIMES, add_inputs, machine, prepare, run};
use crate::support::{Journey, page_without_policy, target};

/// A program to compare with.
struct Peer {
    name: &'static str,
    /// What it does in its worker.
    script: &'static str,
    /// What a page has to send for it, from its packages.
    files: &'static [&'static str],
}

const PEERS: [Peer; 3] = [
    Peer { name: "uDSV", script: include_str!("peers/udsv.js"), files: &["udsv/dist/uDSV.iife.min.js"] },
    Peer { name: "PapaParse", script: include_str!("peers/papaparse.js"), files: &["papaparse/papaparse.min.js"] },
    Peer {
        name: "DuckDB-Wasm",
        script: include_str!("peers/duckdb.js"),
        files: &[
            "@duckdb/duckdb-wasm/dist/duckdb-browser.cjs",
            "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js",
            "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm",
            "apache-arrow/Arrow.es2015.min.js",
        ],
    },
];

/// With the engine, which is the first.
const PROGRAMS: usize = PEERS.len() + 1;

/// The files: the input each is chosen in, its name, and its rows. The page has an element of its own called "school".
const FILES: [(&str, &str, u32); 3] =
    [("aSchool", "school.csv", 300), ("authority", "authority.csv", 10_000), ("england", "england.csv", 600_000)];

/// What the workers of all peers begin with.
const SHARED: [&str; 2] = [include_str!("peers/figures.js"), include_str!("peers/worker.js")];

impl Peer {
    fn source(&self) -> String {
        let sql = format!("var SQL = {};\n", json!(include_str!("peers/duckdb.sql")));
        [&sql, SHARED[0], SHARED[1], self.script].concat()
    }

    /// Where its files are.
    fn paths(&self) -> impl Iterator<Item = PathBuf> {
        self.files.iter().map(|file| {
            let path = target().join("peers/node_modules").join(file);
            assert!(path.is_file(), "{} is missing: run `cargo xtask bench --peers`", path.display());
            path
        })
    }

    /// The bytes of its files, as they are and in gzip.
    async fn shipped(&self, journey: &Journey) -> [f64; 2] {
        let mut sum = [0.0; 2];
        for path in self.paths() {
            let name = path.file_name().unwrap().to_str().unwrap();
            let bytes = shipped(journey, name).await;
            sum = std::array::from_fn(|which| sum[which] + bytes[which]);
        }
        sum
    }
}

fn name(program: usize) -> &'static str {
    if program == 0 { "Ambition" } else { PEERS[program - 1].name }
}

/// The bytes of a file of the server, as it is and in gzip.
async fn shipped(journey: &Journey, name: &str) -> [f64; 2] {
    let bytes = run(journey, "bench.shipped(arguments[0])", vec![json!(name)]).await;
    [number(&bytes[0]), number(&bytes[1])]
}

/// Starts a program anew; milliseconds until it answers.
async fn start(journey: &Journey, program: usize) -> f64 {
    if program == 0 {
        return number(&run(journey, "bench.begin()", vec![]).await["started"]);
    }
    let peer = &PEERS[program - 1];
    number(&run(journey, "bench.startPeer(...arguments)", vec![json!(peer.name), json!(peer.source())]).await)
}

/// A program opens the file in an input and works out its figures.
async fn work_out(journey: &Journey, program: usize, input: &str) -> Value {
    let (part, argument) = match program {
        0 => (format!("bench.engineFigures({input}.files[0], arguments[0])"), json!(figures::numbers_wanted())),
        _ => (format!("bench.peerFigures(arguments[0], {input}.files[0])"), json!(name(program))),
    };
    run(journey, &part, vec![argument]).await
}

/// The engine's answer to these queries.
async fn answer(journey: &Journey, queries: Vec<Query>) -> Vec<u8> {
    let bytes = run(journey, "bench.answer(arguments[0])", vec![json!(queries)]).await;
    serde_json::from_value(bytes).unwrap()
}

/// What one file took: the limit, and what each program gave each time.
#[derive(Default)]
struct FileResults {
    limit: LimitTimes,
    programs: [Vec<Value>; PROGRAMS],
    /// How long each of the engine's screens with these figures took by itself, each time.
    answers: Vec<Vec<f64>>,
    /// Figures that all programs agree on.
    figures: usize,
}

impl FileResults {
    /// All programs in turn, another one first each time.
    async fn measure(journey: &Journey, input: &str) -> Self {
        let mut results = Self::default();
        for program in 0..PROGRAMS {
            start(journey, program).await;
        }
        for time in 0..=TIMES {
            results.limit.measure(journey, input, time).await;
            for turn in 0..PROGRAMS {
                let program = (turn + time) % PROGRAMS;
                results.programs[program].push(work_out(journey, program, input).await);
            }
            let answers = run(journey, "bench.timesOfAnswers(arguments[0])", vec![json!(figures::screens())]).await;
            results.answers.push(numbers(&answers));
        }
        results.check(journey).await;
        results
    }

    /// Fails if a peer, or a screen of the page, has other figures than the engine.
    async fn check(&mut self, journey: &Journey) {
        let numbers = |result: &Value| serde_json::from_value::<Vec<u8>>(result["figures"].clone()).unwrap();
        let mut answers = self.programs[0].iter().map(|result| CohortFigures::from_numbers(&numbers(result)));
        let ours = answers.next().unwrap();
        answers.for_each(|again| ours.assert_same(&again, "the engine another time"));
        let shown = answer(journey, figures::screens()).await;
        let counts = answer(journey, figures::screens_of_counts()).await;
        ours.assert_same(&CohortFigures::from_screens(&shown, &counts), "the page");
        self.figures = ours.len();
        for (peer, results) in PEERS.iter().zip(&self.programs[1..]) {
            for result in results {
                ours.assert_same(&CohortFigures::from_peer(&result["figures"]), peer.name);
            }
        }
    }

    /// "uDSV   612.3 ms   8.80 × the limit   5.10 × ours   (the first 650.1 ms)".
    fn print(&self, rows: u32, bytes: u64) {
        println!("\n{rows} rows, {bytes} bytes: {} figures, the same by all", self.figures);
        let limit = self.limit.print();
        let ours = median(&each(&self.programs[0][1..], "answered"));
        for (program, results) in self.programs.iter().enumerate() {
            let times = each(results, "answered");
            let (first, rest) = (times[0], median(&times[1..]));
            let (of_limit, of_ours) = (rest / limit, rest / ours);
            let name = name(program);
            println!(
                "{name:<12}{rest:>8.1} ms {of_limit:>8.2} × the limit {of_ours:>7.2} × ours   (the first {first:.1} ms)"
            );
        }
        let answer = |query: usize| median(&self.answers[1..].iter().map(|times| times[query]).collect::<Vec<_>>());
        let [by_target, by_result, matrices] = [0, 1, 2].map(answer);
        println!(
            "Ambition, as screens: all measures by group {by_target:.1} ms by target, {by_result:.1} ms by result; the \
             matrices {matrices:.1} ms"
        );
    }
}

/// Each program started anew several times in turn.
async fn starts(journey: &Journey) -> [Vec<f64>; PROGRAMS] {
    let mut times = [const { Vec::new() }; PROGRAMS];
    for _ in 0..=TIMES {
        for (program, times) in times.iter_mut().enumerate() {
            times.push(start(journey, program).await);
        }
    }
    times
}

/// How much more the tab's process held at most while a program worked, each in a page that nobody has used.
async fn print_memory(journey: &Journey) {
    let (input, name_of_file, rows) = FILES[FILES.len() - 1];
    println!("\nMemory with {rows} rows: the most that the tab's process held more than before");
    for program in 0..PROGRAMS {
        journey.reload().await;
        begin(journey, &[(input, name_of_file)]).await;
        start(journey, program).await;
        run(journey, "bench.rest()", vec![]).await;
        let before = PageProcesses::watch();
        work_out(journey, program, input).await;
        let growth = before.growth().map_or("not known".into(), |bytes| format!("{:.0} MB", bytes / 1e6));
        println!("{:<12}{growth:>8}", name(program));
    }
}

/// The benchmark's scripts and inputs on a page that has just been opened.
async fn begin(journey: &Journey, inputs: &[(&str, &str)]) {
    add_inputs(journey, inputs).await;
    journey.js(include_str!("peers.js"), vec![]).await;
}

/// Starts and bytes.
async fn print_programs(journey: &Journey) {
    let ready = number(&journey.js("return ambitionBoot.engine", vec![]).await);
    println!("\nStart (from making the worker to its first answer), and what a page has to send");
    let times = starts(journey).await;
    let mut bytes = vec![shipped(journey, "/").await];
    for peer in &PEERS {
        bytes.push(peer.shipped(journey).await);
    }
    for (program, (times, [whole, packed])) in times.iter().zip(bytes).enumerate() {
        let (first, rest) = (times[0], median(&times[1..]));
        let (whole, packed) = (whole / 1000.0, packed / 1000.0);
        let name = name(program);
        println!("{name:<12}{rest:>8.1} ms   (the first {first:.1} ms) {whole:>8.0} kB, in gzip {packed:.0} kB");
    }
    println!(
        "The page of Ambition has compiled what its workers run; its first engine listened {ready:.1} ms after navigation"
    );
}

#[tokio::test]
#[ignore = "a benchmark: cargo xtask bench --peers"]
async fn peers() {
    machine::print_load("at the start");
    let server = PageServer::with_files(page_without_policy(), PEERS.iter().flat_map(Peer::paths).collect());
    let inputs = FILES.map(|(input, name, _)| (input, name));
    let journey = prepare(server, &inputs).await;
    journey.js(include_str!("peers.js"), vec![]).await;
    print_programs(&journey).await;
    for (input, name, rows) in FILES {
        let results = FileResults::measure(&journey, input).await;
        results.print(rows, std::fs::metadata(super::file(name)).unwrap().len());
    }
    print_memory(&journey).await;
    machine::print_load("at the end");
}
