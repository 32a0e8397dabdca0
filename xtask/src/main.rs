//! The project's commands: `cargo xtask serve`, `dist`, `package`, `reproduce`, `test`, `bench`, `fuzz` and `trunk`.
//!
//! `dist` and `page` make the one file, `package` the engine for JavaScript, `serve` serves it, `test` runs every check, `tools` and `corpora` fetch what the
//! checks need, `bench` measures, `fuzz` reads what nobody wrote, `trunk` rebuilds while you edit. Whatever needs wasm-bindgen is in the package in
//! `xtask/bindgen`, so that this one compiles in seconds.

mod advisories;
mod bench;
mod bindgen;
mod command;
mod corpora;
mod dist;
mod fuzz;
mod licences;
mod package;
mod page;
mod remap;
mod reproduce;
mod serve;
mod test;
mod tools;
mod trunk;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

/// Printed for a missing or unknown command.
const USAGE: &str = "\
cargo xtask serve [--open] [--port N]     build the page, serve it on this computer (port 8008 or the next free one)
cargo xtask dist                          build dist/ambition.html
cargo xtask package                       build dist/engine/, the engine for JavaScript
cargo xtask reproduce                     build it a second time in another folder and compare the bytes
cargo xtask test [--only STEP] [-- ARGS]  check everything, or one step (ARGS go to its cargo test)
cargo xtask bench [BROWSER]...            measure the page in chromium (the default), firefox, webkit
cargo xtask bench --peers                 measure uDSV, PapaParse and DuckDB-Wasm beside the engine, in chromium
cargo xtask bench --growth [BROWSER]...   measure the engine with 5 million pupils beside 600,000
cargo xtask fuzz [MINUTES] [FORMAT]...    read files with something done to them: csv, xlsx, ... (1 minute of each)
cargo xtask advisories FOLDER             renew the list of faulty crates from RustSec's advisory database in FOLDER
cargo xtask trunk build|serve ...         run trunk, which rebuilds the page while you edit";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command on the command line, from the project's root.
fn run() -> Result<()> {
    go_to_root()?;
    let mut args = std::env::args_os().skip(1).map(text);
    let command = args.next().transpose()?.unwrap_or_default();
    let args = args.collect::<Result<Vec<_>>>()?;
    match command.as_str() {
        "serve" => serve::run(&args),
        "dist" => dist::run(),
        "package" => package::run(),
        "reproduce" => reproduce::run(),
        "test" => test::run(&args),
        "bench" => bench::run(&args),
        "fuzz" => fuzz::run(&args),
        "advisories" => advisories::renew(&args),
        "trunk" => trunk::run(&args),
        _ => bail!("no such command; the commands are\n{USAGE}"),
    }
}

/// Makes the project's root the working directory, so that every path in here is relative to it.
fn go_to_root() -> Result<()> {
    let manifest = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").into());
    if let Some(root) = Path::new(&manifest).parent() {
        std::env::set_current_dir(root)?;
    }
    Ok(())
}

/// An argument as text: none of ours needs to be anything else.
fn text(arg: OsString) -> Result<String> {
    arg.into_string().or_else(|arg| bail!("an argument is not UTF-8: {}", arg.display()))
}
