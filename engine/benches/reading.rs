//! Reading a file against passing over its bytes once, and answering, within one run:
//! `cargo bench --bench reading -- FILE.csv`.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark"
)]

use std::sync::Arc;
use std::time::Instant;

use ambition_engine::guidance::Guidance;
use ambition_engine::intake::{CohortReader, ReadFile};
use ambition_engine::screens::{Exchange, Query};
use ambition_engine::session::Session;
use ambition_engine::session::command::{Command, PupilsQuery};

/// Chunks as browsers hand them out.
const CHUNK: usize = 1 << 21;

fn main() {
    let path = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).expect("usage: -- FILE.csv");
    let bytes = std::fs::read(path).unwrap();
    let guidance = Arc::new(Guidance::shipped().unwrap());
    for _ in 0..5 {
        let start = Instant::now();
        let sum = bytes.iter().fold(0_u64, |sum, byte| sum.wrapping_add(u64::from(*byte)));
        let pass = start.elapsed();
        let start = Instant::now();
        let mut reading = CohortReader::new(guidance.clone(), bytes.len() as u64);
        bytes.chunks(CHUNK).for_each(|chunk| reading.push(chunk).unwrap());
        let opened = reading.finish().unwrap();
        let read = start.elapsed();
        println!("pass {pass:?} ({sum}), read {read:?} for {} pupils", opened.cohort.len());
        answers(&guidance, opened);
    }
}

/// Opening what was read, and answering.
fn answers(guidance: &Arc<Guidance>, opened: ReadFile) {
    let start = Instant::now();
    let mut session = Session::new(guidance.clone()).unwrap();
    session.open(opened, "file.csv");
    let open = start.elapsed();
    let ask = || Exchange { command: None, queries: vec![Query::Summary, Query::Ambition] };
    let answer = |session: &mut Session, exchange: &Exchange| {
        let start = Instant::now();
        assert_eq!(session.exchange(exchange).refused, None);
        start.elapsed()
    };
    let (first, second) = (answer(&mut session, &ask()), answer(&mut session, &ask()));
    let target = Command::SetTarget { pupil: 5, result: "KS2_Maths".into(), value: "2".into() };
    let list = Query::Pupils(PupilsQuery::default());
    answer(&mut session, &Exchange { command: None, queries: vec![list.clone()] });
    let edit = answer(&mut session, &Exchange { command: Some(target), queries: vec![Query::Summary, list] });
    println!("  first figures {open:?}, answered {first:?} and {second:?}, a target changed {edit:?}");
}
