//! `cargo xtask reproduce`: builds the page a second time, in another folder with another home, and compares the bytes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command::{self, cargo};
use crate::dist;

/// Builds the page here and elsewhere, and fails if they differ.
pub fn run() -> Result<()> {
    dist::run()?;
    compare()
}

/// Builds the page elsewhere, from the same sources, and compares it with the one that is built here.
pub fn compare() -> Result<()> {
    let here = command::target_dir()?;
    let elsewhere = here.join("reproduce");
    if elsewhere.exists() {
        fs::remove_dir_all(&elsewhere)?;
    }
    // Of another length than any path here, because lengths could leave traces, too.
    let (checkout, home) = (elsewhere.join("another/folder/of/another/length"), elsewhere.join("home"));
    copy_sources(&checkout)?;
    copy_crates(&home.join("cargo"))?;
    command::run(&mut build_elsewhere(&checkout, &home)?)?;
    let [one, other] = [Path::new(dist::FILE).to_owned(), checkout.join(dist::FILE)].map(fs::read);
    if one? == other? {
        println!("both builds are the same, byte for byte");
        return Ok(fs::remove_dir_all(elsewhere)?);
    }
    let pages = [here.join("page"), checkout.join("target/page")];
    let parts = dist::MODULES.iter().flat_map(|name| [format!("{name}.js"), format!("{name}_bg.wasm")]);
    let differs = |part: &String| {
        let [one, other] = pages.each_ref().map(|folder| fs::read(folder.join(part)).ok());
        one != other
    };
    let parts = parts.filter(differs).collect::<Vec<_>>();
    bail!("the builds in {} and {} differ, in {parts:?}", here.display(), checkout.display())
}

/// The command that builds the page in a checkout as its user would, with nothing of this build in its environment.
fn build_elsewhere(checkout: &Path, home: &Path) -> Result<Command> {
    let mut build = cargo("xtask dist");
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO") || text.ends_with("RUSTFLAGS") {
            build.env_remove(name);
        }
    }
    // What is to differ: where the user, cargo and the sources are. The toolchain is one that is installed already.
    build.env("RUSTUP_HOME", folder("RUSTUP_HOME", ".rustup")?).env("HOME", home).env("CARGO_HOME", home.join("cargo"));
    build.current_dir(checkout);
    Ok(build)
}

/// Copies what git knows or would add: a change that is not committed yet is built, too.
fn copy_sources(to: &Path) -> Result<()> {
    let files =
        command::read(Command::new("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))
            .context("please install git, which knows the sources")?;
    // A file that is deleted is still known until that is committed.
    for file in files.split_terminator('\0').map(Path::new).filter(|file| file.is_file()) {
        copy(file, &to.join(file))?;
    }
    Ok(())
}

/// Copies the crates that cargo fetched, packed as they came: unpacked they will be in a folder of another name.
fn copy_crates(to: &Path) -> Result<()> {
    let from = folder("CARGO_HOME", ".cargo")?;
    for part in ["registry/cache", "registry/index", "config.toml"] {
        copy_all(&from.join(part), &to.join(part))?;
    }
    Ok(())
}

/// A folder that the environment names, or that is in the user's own one.
fn folder(variable: &str, name: &str) -> Result<PathBuf> {
    let own = || Some(std::env::home_dir()?.join(name));
    std::env::var_os(variable).map(PathBuf::from).or_else(own).with_context(|| format!("please set {variable}"))
}

/// Copies a file, or a folder with everything in it, if it is there.
fn copy_all(from: &Path, to: &Path) -> Result<()> {
    if from.is_file() {
        return copy(from, to);
    }
    if from.is_dir() {
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy_all(&entry.path(), &to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    to.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    Ok(())
}
