//! `cargo xtask bench`: the budgets of the page, measured in a real browser.
//!
//! It makes the page and two files of invented pupils, then runs the ignored test `benchmark::england`, which prints
//! multiples of the time that merely reading the file takes. `cargo bench` measures the reading without a browser.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, Result};

use crate::command::{self, cargo};
use crate::{dist, tools};

/// Files to measure with, and their pupils: all of England, and one school.
const FILES: [(&str, u32); 2] = [("england.csv", 600_000), ("school.csv", 300)];

/// Measures and prints.
pub fn run() -> Result<()> {
    tools::chromium()?;
    dist::run()?;
    let folder = command::target_dir()?.join("bench");
    fs::create_dir_all(&folder)?;
    for (name, pupils) in FILES {
        generate(&folder.join(name), pupils)?;
    }
    command::run(&mut cargo("test --quiet --test browser -- --ignored --exact benchmark::england --nocapture"))
}

/// Writes a file of so many invented pupils.
fn generate(path: &Path, pupils: u32) -> Result<()> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    command::run(cargo(&format!("run --quiet --example generate -- {pupils}")).stdout(file))
}
