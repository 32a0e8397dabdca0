//! `cargo xtask bench`: the budgets of the page, measured in a real browser.
//!
//! It packs the page, generates two files of invented pupils, and runs the ignored test `benchmark::england`, which prints
//! multiples of the time that merely reading the file takes in the same browser. `cargo bench` measures the reading
//! without one.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::command::{self, cargo};
use crate::{dist, tools};

/// Files to measure with, and their number of pupils: all of England, and one school.
const FILES: [(&str, u32); 2] = [("england.csv", 600_000), ("school.csv", 300)];

/// Measures in each of the browsers, by default in Chromium, and prints the results.
pub fn run(browsers: &[String]) -> Result<()> {
    let browsers = if browsers.is_empty() { &["chromium".to_owned()] } else { browsers };
    for browser in browsers {
        match browser.as_str() {
            "chromium" => tools::chromium()?,
            "firefox" => tools::firefox()?,
            "webkit" => tools::webkit()?,
            other => bail!("bench knows chromium, firefox and webkit, not {other}"),
        }
    }
    dist::run()?;
    let folder = command::target_dir()?.join("bench");
    fs::create_dir_all(&folder)?;
    for (name, pupils) in FILES {
        generate(&folder.join(name), pupils)?;
    }
    for browser in browsers {
        let mut test = cargo("test --quiet --test browser -- --ignored --exact benchmark::england --nocapture");
        command::run(test.env("AMBITION_BROWSER", browser))?;
    }
    Ok(())
}

/// Writes a file of invented pupils.
fn generate(path: &Path, pupils: u32) -> Result<()> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    command::run(cargo(&format!("run --quiet --example generate -- {pupils}")).stdout(file))
}
