//! Known faults of the crates in the lock file, by a list in the repository: `advisories.json`, the facts of the RustSec
//! advisory database on one day. `cargo xtask advisories FOLDER` writes it from a checkout of that database.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use semver::{Version, VersionReq};
use serde_json::{Value, json};

use crate::command;

/// The list, from the project's root.
const LIST: &str = "xtask/advisories.json";

/// Advisories that are known and accepted, with the reason; one that no longer applies has to go.
const ACCEPTED: [(&str, &str); 6] = [
    // In the page.
    ("RUSTSEC-2025-0141", "bincode 1 is complete; Yew's gloo-worker has it, and nothing here calls it"),
    ("RUSTSEC-2024-0370", "proc-macro-error runs in the macros of Yew, on this project's own code"),
    // In the web server of wasm-bindgen's test runner, which answers the tests' own browser.
    ("RUSTSEC-2021-0146", "twoway, below multipart"),
    ("RUSTSEC-2023-0028", "buf_redux, below multipart"),
    ("RUSTSEC-2023-0050", "multipart, below rouille"),
    ("RUSTSEC-2023-0081", "safemem, below buf_redux"),
];

/// What the list says of one advisory.
#[derive(Debug)]
struct Advisory {
    id: String,
    package: String,
    /// "unmaintained", "unsound", "notice", or "vulnerability".
    kind: String,
    title: String,
    /// Versions that it is not about: those from before the fault, and those in which it is mended.
    fine: Vec<VersionReq>,
}

impl Advisory {
    fn is_about(&self, package: &str, version: &Version) -> bool {
        self.package == package && !self.fine.iter().any(|fine| fine.matches(version))
    }
}

/// Fails if an advisory is about a crate in the lock file and is not accepted, or the other way round.
pub fn check() -> Result<()> {
    let list = fs::read_to_string(LIST).with_context(|| format!("cannot read {LIST}"))?;
    let lock = fs::read_to_string("Cargo.lock").context("cannot read Cargo.lock")?;
    let (day, advisories) = parsed(&list)?;
    let packages = locked(&lock)?;
    println!("    {} crates, {} advisories as of {day}", packages.len(), advisories.len());
    let wrong = wrong(&advisories, &packages, &ACCEPTED);
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("of the crates in Cargo.lock:\n{}\nupdate them, or see ACCEPTED in xtask/src/advisories.rs", wrong.join("\n"))
}

/// What is found and not accepted, and what is accepted and not found.
fn wrong(advisories: &[Advisory], packages: &[(String, Version)], accepted: &[(&str, &str)]) -> Vec<String> {
    let about = |advisory: &Advisory| {
        let found = packages.iter().find(|(name, version)| advisory.is_about(name, version));
        found.map(|(name, version)| (advisory.id.clone(), format!("{name} {version}")))
    };
    let found = advisories.iter().filter_map(|of| Some((about(of)?, of))).collect::<Vec<_>>();
    let is_accepted = |id: &str| accepted.iter().any(|(accepted, _)| *accepted == id);
    let new = found.iter().filter(|((id, _), _)| !is_accepted(id));
    let new = new.map(|((id, package), of)| format!("{package}: {id}, {}: {}", of.kind, of.title));
    let gone = accepted.iter().filter(|(id, _)| !found.iter().any(|((found, _), _)| found == id));
    new.chain(gone.map(|(id, _)| format!("{id} is accepted and about no crate any more"))).collect()
}

/// The day of a list, and its advisories.
fn parsed(list: &str) -> Result<(String, Vec<Advisory>)> {
    let list: Value = serde_json::from_str(list).with_context(|| format!("{LIST} is not JSON"))?;
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let advisory = |value: &Value| {
        let fine = value.get("fine").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let id = text(value, "id");
        let fine = fine.map(VersionReq::parse).collect::<Result<_, _>>().with_context(|| id.clone())?;
        Ok(Advisory {
            package: text(value, "package"),
            kind: text(value, "kind"),
            title: text(value, "title"),
            fine,
            id,
        })
    };
    let advisories = list.get("advisories").and_then(Value::as_array).with_context(|| format!("{LIST} is no list"))?;
    Ok((text(&list, "day"), advisories.iter().map(advisory).collect::<Result<_>>()?))
}

/// The crates of a lock file that are fetched.
fn locked(lock: &str) -> Result<Vec<(String, Version)>> {
    let lock: toml::Table = lock.parse().context("Cargo.lock is not TOML")?;
    let packages = lock.get("package").and_then(toml::Value::as_array).into_iter().flatten();
    let text = |package: &toml::Value, key: &str| package.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let fetched = packages.filter(|package| package.get("source").is_some());
    let package = |package: &toml::Value| {
        let version = Version::parse(&text(package, "version").unwrap_or_default())?;
        Ok((text(package, "name").unwrap_or_default(), version))
    };
    fetched.map(package).collect()
}

/// Writes the list anew from a checkout of the RustSec advisory database.
pub fn renew(args: &[String]) -> Result<()> {
    let [folder] = args else { bail!("advisories wants the folder of a checkout of the RustSec advisory database") };
    let day = command::read(Command::new("git").args(["-C", folder, "log", "-1", "--format=%cs"]))?;
    let mut advisories = Vec::new();
    for package in fs::read_dir(Path::new(folder).join("crates")).context("this is no advisory database")? {
        for file in fs::read_dir(package?.path())? {
            let path = file?.path();
            if path.extension().is_some_and(|kind| kind == "md") {
                advisories.extend(facts(&fs::read_to_string(&path)?).with_context(|| path.display().to_string())?);
            }
        }
    }
    advisories.sort_by_key(|advisory| advisory.get("id").map(Value::to_string));
    let lines = advisories.iter().map(Value::to_string).collect::<Vec<_>>().join(",\n");
    let head = json!({ "source": "RustSec advisory database, CC0-1.0 and CC-BY-4.0", "day": day.trim() }).to_string();
    let head = head.trim_end_matches('}');
    Ok(fs::write(LIST, format!("{head},\"advisories\":[\n{lines}\n]}}\n"))?)
}

/// The facts of an advisory: TOML in the first block of a Markdown file, whose first heading is its title.
fn facts(file: &str) -> Result<Option<Value>> {
    let (front, text) = file.trim_start().trim_start_matches("```toml").split_once("\n```").context("no TOML in it")?;
    let front: toml::Table = front.parse()?;
    let advisory = front.get("advisory").context("no advisory")?;
    if advisory.get("withdrawn").is_some() {
        return Ok(None);
    }
    let word = |key: &str| advisory.get(key).and_then(toml::Value::as_str);
    let versions = |key: &str| front.get("versions")?.get(key)?.as_array();
    let fine = ["patched", "unaffected"].into_iter().filter_map(versions).flatten().filter_map(toml::Value::as_str);
    let title = text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default();
    Ok(Some(json!({
        "id": word("id"),
        "package": word("package"),
        "kind": word("informational").unwrap_or("vulnerability"),
        "title": title,
        "fine": fine.collect::<Vec<_>>(),
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "```toml\n[advisory]\nid = \"R-1\"\npackage = \"a\"\n\n[versions]\npatched = [\">= 1.2.3\"]\n\
                        unaffected = [\"< 1.1.0\"]\n```\n\n# It reads too far\n\nWords.\n";

    fn found(version: &str, accepted: &[(&str, &str)]) -> Vec<String> {
        let list = json!({ "day": "2026-01-01", "advisories": [facts(FILE).unwrap().unwrap()] }).to_string();
        let lock = format!("[[package]]\nname = \"a\"\nversion = \"{version}\"\nsource = \"registry\"\n");
        wrong(&parsed(&list).unwrap().1, &locked(&lock).unwrap(), accepted)
    }

    #[test]
    fn versions_with_a_fault_are_found() {
        assert_eq!(found("1.1.0", &[]), ["a 1.1.0: R-1, vulnerability: It reads too far"]);
        assert_eq!(found("1.2.2", &[]).len(), 1);
        for fine in ["1.0.9", "1.2.3", "2.0.0"] {
            assert!(found(fine, &[]).is_empty(), "{fine}");
        }
    }

    #[test]
    fn what_is_accepted_must_still_be_there() {
        assert!(found("1.2.2", &[("R-1", "not called")]).is_empty());
        assert_eq!(found("1.2.3", &[("R-1", "not called")]).len(), 1);
    }

    #[test]
    fn withdrawn_advisories_are_left_out() {
        assert!(facts(&FILE.replace("id =", "withdrawn = \"2026-01-01\"\nid =")).unwrap().is_none());
    }
}
