//! The engine as a program: `ambition figures`, `findings`, `check`, `return` and `convert`.
//!
//! [`arguments`] says what can be asked for, [`tasks`] does it, and a [`table`] is what comes out; [`telling`] has
//! what is told about the files. The [`output`] is
//! the standard output or a file; what is told about the files goes to the standard error.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a program prints and writes files")]

mod arguments;
mod output;
mod table;
mod tasks;
mod telling;

use std::process::ExitCode;

use clap::Parser;

/// Ends a run in which a question is open that counts.
const QUESTIONS_OPEN: u8 = 3;
/// Ends a run that could not do what was asked, as clap ends one whose arguments make no sense.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    match tasks::run(arguments::Arguments::parse()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(QUESTIONS_OPEN),
        Err(message) => {
            telling::print_error(&format!("ambition: {message}"));
            ExitCode::from(FAILED)
        }
    }
}
