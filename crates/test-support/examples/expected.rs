//! Writes test files into a folder, with the figures and findings that the example `evaluate` gives for each, for tests
//! that are not written in Rust:
//!
//! ```text
//! cargo run --package ambition-test-support --example expected -- FOLDER COUNT
//! ```
//!
//! In its folder `files`, beside `12-name.csv` there is `12-name.csv.figures` and `12-name.csv.findings`, or `12-name.csv.refused` with the
//! words of the refusal. `large.csv` is of a made-up authority.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a command writes files")]

use std::env;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use ambition_engine::guidance::Guidance;
use ambition_evaluation::Evaluation;
use ambition_test_support::authority::authority_csv;
use ambition_test_support::damaged_files::test_files;

fn main() {
    let mut arguments = env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap());
    let count = arguments.next().unwrap().parse().unwrap();
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("large.csv"), authority_csv(3_000, 20, true)).unwrap();
    let folder = folder.join("files");
    fs::create_dir_all(&folder).unwrap();
    let guidance = Arc::new(Guidance::shipped().unwrap());
    for file in test_files(count) {
        let path = folder.join(&file.name).display().to_string();
        fs::write(&path, file.bytes).unwrap();
        match Evaluation::open(std::slice::from_ref(&path), None, &guidance) {
            Ok(evaluation) => {
                fs::write(format!("{path}.figures"), evaluation.figures_csv(true)).unwrap();
                fs::write(format!("{path}.findings"), evaluation.findings_csv()).unwrap();
            }
            Err(why) => fs::write(format!("{path}.refused"), why.trim_start_matches(&format!("{path}: "))).unwrap(),
        }
    }
}
