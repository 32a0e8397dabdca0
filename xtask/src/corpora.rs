//! CSV files and tests written by others, fetched with npm and pip by the hashes in `xtask/fetched`. They stay under the
//! target folder; none of them is part of this project.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;
use crate::tools;

/// Source packages with test files: name, version, and the folder of the files.
const PYPI_PACKAGES: [(&str, &str, &str); 2] = [("csvkit", "2.2.0", "examples"), ("frictionless", "5.19.0", "data")];
/// Their hashes, for pip.
const SOURCES: &str = include_str!("../fetched/sources.txt");
/// The hashes of what they are built with.
const BUILDERS: &str = "xtask/fetched/builders.txt";
/// A script for Node that prints the tests in PapaParse's own test file as JSON.
const EXTRACT: &str = include_str!("papaparse.js");

/// Fetches those that are not there yet.
pub fn fetch() -> Result<()> {
    let folder = command::target_dir()?.join("corpora");
    fs::create_dir_all(&folder)?;
    let packages = tools::npm_packages()?;
    let tests = packages.join("papaparse/tests/test-cases.js");
    let json = command::read(Command::new("node").args(["-e", EXTRACT]).arg(tests))?;
    fs::write(folder.join("papaparse.json"), json)?;
    fetch_sources(&folder)
}

/// Fetches the source packages and keeps their test files.
fn fetch_sources(folder: &Path) -> Result<()> {
    let stamp = folder.join("sources.txt");
    if fs::read_to_string(&stamp).is_ok_and(|fetched| fetched == SOURCES) {
        return Ok(());
    }
    let builders = folder.join("builders");
    let hashed = ["--quiet", "--no-deps", "--require-hashes"];
    let install = ["--only-binary", ":all:", "--upgrade", "--requirement", BUILDERS, "--target"];
    command::run(pip().arg("install").args(hashed).args(install).arg(&builders))
        .context("please install Python with pip, which fetches files to test the reader with")?;
    // Without isolation pip takes the builders from here rather than the newest ones from elsewhere.
    let download = ["--no-binary", ":all:", "--no-build-isolation", "--requirement", "xtask/fetched/sources.txt"];
    let mut pip = pip();
    pip.arg("download").args(hashed).args(download).arg("--dest").arg(folder);
    command::run(pip.env("PYTHONPATH", &builders))?;
    PYPI_PACKAGES.iter().try_for_each(|package| unpack(folder, package))?;
    Ok(fs::write(stamp, SOURCES)?)
}

/// Python's package installer.
fn pip() -> Command {
    let mut pip = Command::new(if cfg!(windows) { "python" } else { "python3" });
    pip.args(["-m", "pip"]);
    pip
}

fn unpack(folder: &Path, (name, version, files): &(&str, &str, &str)) -> Result<()> {
    let unpacked = folder.join(name);
    fs::create_dir_all(&unpacked)?;
    let archive = folder.join(format!("{name}-{version}.tar.gz"));
    let inside = format!("{name}-{version}/{files}");
    command::run(Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(&unpacked).arg(inside))?;
    Ok(fs::remove_file(archive)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_has_a_hash() {
        for line in SOURCES.lines().chain(include_str!("../fetched/builders.txt").lines()) {
            assert!(line.starts_with('#') || line.contains(" --hash=sha256:"), "{line}");
        }
        for (name, version, _) in PYPI_PACKAGES {
            assert!(SOURCES.contains(&format!("{name}=={version} ")), "{name}");
        }
    }
}
