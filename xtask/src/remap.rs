//! What the compiler writes in place of this machine's folders, so that the same sources give the same page everywhere.
//!
//! A panic names the file it is in, with the folder of the checkout, of cargo or of the toolchain. Cargo's own way of
//! taking them out (`trim-paths`) is not in a stable release yet.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::command;
use crate::dist::TARGET;

/// The setting for cargo that hides the folders of this machine from what is compiled for the page.
pub fn setting() -> Result<String> {
    let flag = |(folder, name): (String, String)| format!("{:?}", format!("--remap-path-prefix={folder}={name}"));
    let flags = folders()?.into_iter().map(flag).collect::<Vec<_>>();
    // Cargo adds these to the flags for the target in .cargo/config.toml.
    Ok(format!("target.{TARGET}.rustflags=[{}]", flags.join(", ")))
}

/// Refuses what is compiled if it still names a folder of this machine.
pub fn check(what: &str, compiled: &[u8]) -> Result<()> {
    let text = String::from_utf8_lossy(compiled);
    for (folder, _) in folders()? {
        if text.contains(&folder) {
            bail!("{what} names {folder}, a folder of this machine");
        }
    }
    Ok(())
}

/// Each folder that may be named, and the name that is the same on every machine. Where two fit, the later one is used.
fn folders() -> Result<Vec<(String, String)>> {
    let metadata = command::metadata_of_page()?;
    let checkout = std::env::current_dir()?;
    let mut folders = vec![(checkout, "/ambition".to_owned()), (command::target_dir()?, "/ambition/target".to_owned())];
    folders.extend(sources(&metadata).into_iter().map(|folder| (folder, "/crates".to_owned())));
    folders.push(standard_library()?);
    let spellings = |(folder, name): (PathBuf, String)| {
        // A linked toolchain is named by either of its folders.
        let real = folder.canonicalize().unwrap_or_else(|_| folder.clone());
        BTreeSet::from([folder, real]).into_iter().map(move |folder| (folder.display().to_string(), name.clone()))
    };
    Ok(folders.into_iter().flat_map(spellings).collect())
}

/// The folders in which the sources of the dependencies are.
fn sources(metadata: &Value) -> BTreeSet<PathBuf> {
    let packages = metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
    let fetched = packages.filter(|package| package.get("source").is_some_and(Value::is_string));
    let manifest = |package: &Value| package.get("manifest_path").and_then(Value::as_str).map(PathBuf::from);
    fetched.filter_map(|package| Some(manifest(package)?.parent()?.parent()?.to_owned())).collect()
}

/// Where the sources of the standard library are if they are installed, and how the compiler names them if not.
fn standard_library() -> Result<(PathBuf, String)> {
    let version = command::read(rustc().arg("-vV"))?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: "));
    let commit = commit.context("rustc -vV names no commit")?;
    Ok((sysroot()?.join("lib/rustlib/src/rust"), format!("/rustc/{commit}")))
}

/// Where the compiler that cargo runs keeps its libraries.
pub fn sysroot() -> Result<PathBuf> {
    Ok(Path::new(command::read(rustc().args(["--print", "sysroot"]))?.trim()).to_owned())
}

/// The compiler that cargo runs.
pub fn rustc() -> Command {
    Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn dependencies_are_found_where_cargo_put_them() {
        let metadata = json!({ "packages": [
            { "source": "registry+x", "manifest_path": "/home/a/registry/src/x/yew-1/Cargo.toml" },
            { "source": "registry+x", "manifest_path": "/home/a/registry/src/x/csv-1/Cargo.toml" },
            { "source": null, "manifest_path": "/home/a/ambition/engine/Cargo.toml" },
        ] });
        assert_eq!(sources(&metadata), BTreeSet::from([PathBuf::from("/home/a/registry/src/x")]));
    }

    #[test]
    fn the_checkout_and_the_standard_library_have_names() {
        let setting = setting().unwrap();
        assert!(setting.contains("=/ambition\"") && setting.contains("=/rustc/"), "{setting}");
    }
}
