//! The project's commands: `cargo xtask serve`, `dist`, `test`, `bench` and `trunk`.
//!
//! `dist` and `page` make the one file, `serve` shows it, `test` and `tools` check everything, `bench` measures,
//! `trunk` serves development.
//! The tools of wasm-bindgen are linked in, so their version is the crate's: `Cargo.lock` pins both.

mod bench;
mod command;
mod corpora;
mod dense;
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
cargo xtask bench                         measure the page in a browser: England's pupils, and a school's
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
    let mut args: Vec<OsString> = std::env::args_os().collect();
    if called_as(&args, "wasm-bindgen") {
        return wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args);
    }
    args.remove(0);
    let rest = args.split_off(args.len().min(1));
    match args.first().and_then(|name| name.to_str()).unwrap_or_default() {
        // Cargo runs this one, in the package's own folder.
        "wasm-test-runner" => test::wasm_test_runner(rest),
        "serve" => in_root(|| serve::run(&texts(rest)?)),
        "dist" => in_root(|| dist::run().map(drop)),
        "test" => in_root(|| test::run(&texts(rest)?)),
        "bench" => in_root(bench::run),
        "trunk" => in_root(|| trunk::run(&texts(rest)?)),
        _ => bail!("no such command; there are\n{USAGE}"),
    }
}

/// Whether this program was started under the name of one of the tools it contains (see `trunk`).
fn called_as(args: &[OsString], tool: &str) -> bool {
    args.first().and_then(|path| Path::new(path).file_stem()).is_some_and(|stem| stem == tool)
}

/// Runs a command with the project's root as working directory, so that every path in here is relative to it.
fn in_root(command: impl FnOnce() -> Result<()>) -> Result<()> {
    let manifest = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").into());
    if let Some(root) = Path::new(&manifest).parent() {
        std::env::set_current_dir(root)?;
    }
    command()
}

/// Arguments as text: none of ours needs to be anything else.
fn texts(args: Vec<OsString>) -> Result<Vec<String>> {
    args.into_iter()
        .map(|arg| arg.into_string().or_else(|arg| bail!("not readable as text: {}", arg.display())))
        .collect()
}
