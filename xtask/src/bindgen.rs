//! The programs of the package in `xtask/bindgen`, which do what wasm-bindgen has to do at the version of the crate.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::command::{self, cargo};

/// A cargo command (`build` or `run`) for one of the programs, quiet because it may run beside another one.
pub fn tool(verb: &str, program: &str) -> Command {
    cargo(&format!("{verb} --locked --quiet --profile tool --package xtask-bindgen --bin {program}"))
}

/// Compiles the commands of wasm-bindgen itself (a minute or two, once), and gives back the folder they are in.
pub fn commands() -> Result<PathBuf> {
    println!("compiling the commands of wasm-bindgen");
    command::run(&mut cargo("build --locked --quiet --profile tool --package xtask-bindgen --features cli"))?;
    Ok(command::target_dir()?.join("tool"))
}
