//! `cargo xtask trunk`: trunk, for development, with this project's own wasm-bindgen.
//!
//! Trunk runs a `wasm-bindgen` of exactly the crate's version: one from the PATH, or one it downloads. This program
//! contains that tool, so it is put on the PATH under that name (`main` looks at the name it is called by).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::{self, cargo, find};
use crate::tools;

/// The version that works with the compiler named in Cargo.toml.
const VERSION: &str = "0.21.14";

/// Runs trunk with the arguments given, installing it into the target folder when there is none.
pub fn run(args: &[String]) -> Result<()> {
    tools::target()?;
    let tools = command::target_dir()?.join("tools");
    let bin = tools.join("bin");
    fs::create_dir_all(&bin)?;
    provide_wasm_bindgen(&bin)?;
    let trunk = trunk(&tools)?;
    command::run(Command::new(trunk).arg("--skip-version-check").args(args).env("PATH", path_with(&bin)?))
}

/// Where trunk is: on the PATH, left by an earlier run, or now compiled (some minutes, once).
fn trunk(tools: &Path) -> Result<PathBuf> {
    let own = tools.join("bin").join(format!("trunk{}", std::env::consts::EXE_SUFFIX));
    if let Some(found) = find("trunk") {
        return Ok(found);
    }
    if !own.is_file() {
        let install = format!("install trunk --version {VERSION} --locked --root");
        command::run(cargo(&install).arg(tools))?;
    }
    Ok(own)
}

/// Puts this program into the folder under the name `wasm-bindgen`, anew each time: it may have been rebuilt.
fn provide_wasm_bindgen(bin: &Path) -> Result<()> {
    let this = std::env::current_exe()?;
    let tool = bin.join(format!("wasm-bindgen{}", std::env::consts::EXE_SUFFIX));
    if tool.exists() {
        fs::remove_file(&tool)?;
    }
    // A copy only where a link cannot be made.
    fs::hard_link(&this, &tool).or_else(|_| fs::copy(&this, &tool).map(drop)).context("cannot provide wasm-bindgen")
}

/// The PATH with one folder before all others.
fn path_with(first: &Path) -> Result<std::ffi::OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    Ok(std::env::join_paths(std::iter::once(first.to_path_buf()).chain(std::env::split_paths(&path)))?)
}
