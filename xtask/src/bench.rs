//! `cargo xtask bench`: the budgets of the page, measured in a real browser.
//!
//! It packs the page, generates files of invented pupils, and runs an ignored test: `benchmark::england`, which prints
//! multiples of the time that merely reading the file takes in the same browser; with `--peers`, in its place, other
//! programs at the same work (`benchmark::peers::peers`); with `--growth` a file that is eight times as large
//! (`benchmark::growth::growth`). `cargo bench` measures the reading without a browser.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::command::{self, cargo};
use crate::{dist, tools};

/// A file of invented pupils, and how many.
type Pupils = (&'static str, u32);

/// All of England.
const ENGLAND: Pupils = ("england.csv", 600_000);
/// One school.
const SCHOOL: Pupils = ("school.csv", 300);
/// A small authority.
const AUTHORITY: Pupils = ("authority.csv", 10_000);
/// More than there are: 410 MB.
const GROWTH: Pupils = ("growth.csv", 5_000_000);

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Benchmark {
    /// The budgets.
    Page,
    /// The engine beside other programs.
    Peers,
    /// The engine with more and more rows.
    Growth,
}

impl Benchmark {
    /// The test that measures it.
    fn test(self) -> &'static str {
        match self {
            Self::Page => "benchmark::england",
            Self::Peers => "benchmark::peers::peers",
            Self::Growth => "benchmark::growth::growth",
        }
    }

    fn files(self) -> &'static [Pupils] {
        match self {
            Self::Page => &[ENGLAND, SCHOOL],
            Self::Peers => &[ENGLAND, AUTHORITY, SCHOOL],
            Self::Growth => &[ENGLAND, GROWTH],
        }
    }
}

/// Measures in each of the browsers, by default in Chromium, and prints the results.
pub fn run(args: &[String]) -> Result<()> {
    let (benchmark, browsers) = options(args)?;
    browsers.iter().try_for_each(|browser| install(browser))?;
    if benchmark == Benchmark::Peers {
        tools::peers()?;
    }
    dist::run()?;
    let folder = command::target_dir()?.join("bench");
    fs::create_dir_all(&folder)?;
    for (name, pupils) in benchmark.files() {
        generate(&folder.join(name), *pupils)?;
    }
    for browser in browsers {
        let test = benchmark.test();
        let mut test = cargo(&format!("test --quiet --test browser -- --ignored --exact {test} --nocapture"));
        command::run(test.env("AMBITION_BROWSER", browser))?;
    }
    Ok(())
}

/// What to measure, and in which browsers.
fn options(args: &[String]) -> Result<(Benchmark, Vec<&str>)> {
    let mut benchmark = Benchmark::Page;
    let mut browsers = Vec::new();
    for arg in args {
        match arg.as_str() {
            "--peers" => benchmark = Benchmark::Peers,
            "--growth" => benchmark = Benchmark::Growth,
            browser => browsers.push(browser),
        }
    }
    if benchmark == Benchmark::Peers && browsers.iter().any(|browser| *browser != "chromium") {
        bail!("bench --peers is for chromium only");
    }
    if browsers.is_empty() {
        browsers.push("chromium");
    }
    Ok((benchmark, browsers))
}

/// Makes sure that a browser and its driver are there.
fn install(browser: &str) -> Result<()> {
    match browser {
        "chromium" => tools::chromium(),
        "firefox" => tools::firefox(),
        "webkit" => tools::webkit(),
        other => bail!("bench knows --peers, --growth, chromium, firefox and webkit, not {other}"),
    }
}

/// Writes a file of invented pupils.
fn generate(path: &Path, pupils: u32) -> Result<()> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    command::run(cargo(&format!("run --quiet --example generate -- {pupils}")).stdout(file))
}
