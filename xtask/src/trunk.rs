//! `cargo xtask trunk`: trunk, for development, with this project's own wasm-bindgen.
//!
//! Trunk runs a `wasm-bindgen` of exactly the crate's version: one from the PATH, or one it downloads. The package in
//! `xtask/bindgen` has it, so it is put on the PATH.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::bindgen;
use crate::command::{self, cargo, find};
use crate::tools;

/// The version that compiles with the Rust version of Cargo.toml.
const VERSION: &str = "0.21.14";

/// Runs trunk with the given arguments, after installing it into the target folder if it is missing.
pub fn run(args: &[String]) -> Result<()> {
    tools::target()?;
    let wasm_bindgen = bindgen::commands()?;
    let trunk = trunk(&command::target_dir()?.join("tools"))?;
    command::run(Command::new(trunk).arg("--skip-version-check").args(args).env("PATH", path_with(wasm_bindgen)?))
}

/// Where trunk is: on the PATH, or in the target folder, where it is compiled once (some minutes), not optimised: it only
/// runs for seconds.
fn trunk(tools: &Path) -> Result<PathBuf> {
    let own = tools.join("bin").join(format!("trunk{}", std::env::consts::EXE_SUFFIX));
    if let Some(found) = find("trunk") {
        return Ok(found);
    }
    if !own.is_file() {
        let install = format!("install trunk --version {VERSION} --locked --debug --root");
        command::run(cargo(&install).arg(tools))?;
    }
    Ok(own)
}

/// The PATH with one folder in front.
fn path_with(first: PathBuf) -> Result<std::ffi::OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    Ok(std::env::join_paths(std::iter::once(first).chain(std::env::split_paths(&path)))?)
}
