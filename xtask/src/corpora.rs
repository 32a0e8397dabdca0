//! CSV files and tests written by others, fetched with npm and pip at fixed versions. They stay under the target folder;
//! none of them is part of this project.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;
use crate::tools::{install_npm, npm};

/// Packages whose tests are used, with their versions.
const NPM_PACKAGES: [&str; 2] = ["csv-spectrum@2.0.0", "papaparse@5.7.1"];
/// Source packages with test files: name, version, and the folder of the files.
const PYPI_PACKAGES: [(&str, &str, &str); 2] = [("csvkit", "2.2.0", "examples"), ("frictionless", "5.19.0", "data")];
/// A script for Node that prints the tests in PapaParse's own test file as JSON.
const EXTRACT: &str = include_str!("papaparse.js");

/// Fetches those that are not there yet.
pub fn fetch() -> Result<()> {
    let folder = command::target_dir()?.join("corpora");
    fs::create_dir_all(&folder)?;
    fetch_npm(&folder)?;
    PYPI_PACKAGES.iter().try_for_each(|package| fetch_pypi(&folder, package))
}

fn fetch_npm(folder: &Path) -> Result<()> {
    let stamp = folder.join(NPM_PACKAGES.join("+"));
    if stamp.is_file() {
        return Ok(());
    }
    install_npm()?;
    let flags = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "--prefix"];
    command::run(npm().arg("install").args(flags).arg(folder).args(NPM_PACKAGES))?;
    let tests = folder.join("node_modules/papaparse/tests/test-cases.js");
    let json = command::read(Command::new("node").args(["-e", EXTRACT]).arg(tests))?;
    fs::write(folder.join("papaparse.json"), json)?;
    Ok(fs::write(stamp, "")?)
}

fn fetch_pypi(folder: &Path, (name, version, files): &(&str, &str, &str)) -> Result<()> {
    let unpacked = folder.join(name);
    let stamp = folder.join(format!("{name}-{version}"));
    if stamp.is_file() {
        return Ok(());
    }
    let package = format!("{name}=={version}");
    let python = if cfg!(windows) { "python" } else { "python3" };
    let pip = ["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest"];
    command::run(Command::new(python).args(pip).arg(folder).arg(&package))
        .with_context(|| "please install Python with pip, which fetches files to test the reader with")?;
    fs::create_dir_all(&unpacked)?;
    let archive = folder.join(format!("{name}-{version}.tar.gz"));
    let inside = format!("{name}-{version}/{files}");
    command::run(Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(&unpacked).arg(inside))?;
    fs::remove_file(archive)?;
    Ok(fs::write(stamp, "")?)
}
