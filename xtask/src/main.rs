//! The project's commands: `cargo xtask serve`, `dist`, `test`, `bench` and `trunk`.
//!
//! `dist` and `page` make the one file, `serve` shows it, `test` and `tools` check everything, `bench` measures,
//! `trunk` serves development.
//! What wasm-bindgen does for it is the package in `xtask/bindgen`, so that this one compiles in seconds.

mod bench;
mod bindgen;
mod command;
mod corpora;
mod dist;
mod page;
mod serve;
mod test;
mod tools;
mod trunk;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

/// What is printed for no command or a wrong one.
const USAGE: &str = "\
cargo xtask serve [--open] [--port N]     build the page, serve it on this computer (port 8008 or the next free one)
cargo xtask dist                          build dist/ambition.html
cargo xtask test [--only STEP] [-- ARGS]  check everything, or one step (ARGS go to its cargo test)
cargo xtask bench [BROWSER]...            measure the page, in Chromium or in the browsers named: chromium, firefox, webkit
cargo xtask trunk build|serve ...         run trunk with the wasm-bindgen of this project";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Does what the command line asks, from the project's root.
fn run() -> Result<()> {
    go_to_root()?;
    let mut args = std::env::args_os().skip(1).map(text);
    let command = args.next().transpose()?.unwrap_or_default();
    let args = args.collect::<Result<Vec<_>>>()?;
    match command.as_str() {
        "serve" => serve::run(&args),
        "dist" => dist::run().map(drop),
        "test" => test::run(&args),
        "bench" => bench::run(&args),
        "trunk" => trunk::run(&args),
        _ => bail!("no such command; there are\n{USAGE}"),
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
    arg.into_string().or_else(|arg| bail!("not readable as text: {}", arg.display()))
}
