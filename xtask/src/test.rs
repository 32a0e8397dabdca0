//! `cargo xtask test`: every check, in the order in which failures are cheapest to find.

use std::fs;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::bindgen;
use crate::command::{self, cargo};
use crate::{corpora as files, dist, tools};

/// The browsers that it drives, as `AMBITION_BROWSER` tells it.
const CHROMIUM: &str = "chromium";
const FIREFOX: &str = "firefox";
const WEBKIT: &str = "webkit";
/// The step that drives two of them.
const BOTH: &str = "browser-others";
/// The integration test that wants files fetched.
const CORPORA_TEST: &str = "corpora";

/// One check.
struct Step {
    /// What `--only` calls it.
    name: &'static str,
    /// What is announced.
    about: &'static str,
    /// Steps without which it would test something old.
    needs: &'static [&'static str],
    /// Does it; the arguments are for its cargo test.
    run: fn(&[String]) -> Result<()>,
}

/// All checks in order.
const STEPS: &[Step] = &[
    Step { name: "target", about: "the compiler knows wasm", needs: &[], run: |_| tools::target() },
    Step { name: "format", about: "the code is formatted", needs: &[], run: format },
    Step { name: "lint", about: "clippy has no complaint", needs: &[], run: lint },
    Step { name: "lint-wasm", about: "clippy has no complaint about the page", needs: &["target"], run: lint_wasm },
    Step { name: "engine", about: "tests of the engine and the tools", needs: &[], run: engine },
    Step { name: "corpora", about: "the reader on files that nobody here wrote", needs: &[], run: corpora },
    Step { name: "docs", about: "examples in the documentation", needs: &[], run: docs },
    Step { name: "chromium", about: "a browser to test in", needs: &[], run: |_| tools::chromium() },
    Step { name: "wasm", about: "tests inside the browser", needs: &["target", "chromium"], run: wasm },
    Step { name: "dist", about: "the page, packed", needs: &["target"], run: |_| dist::run().map(drop) },
    Step { name: "axe", about: "the accessibility checker", needs: &[], run: |_| tools::axe() },
    Step {
        name: "browser-chromium",
        about: "the packed page in Chromium",
        needs: &["target", "chromium", "dist", "axe"],
        run: |args| browser(CHROMIUM, args),
    },
    Step { name: "firefox", about: "Firefox and its driver", needs: &[], run: |_| tools::firefox() },
    Step { name: "webkit", about: "WebKit and its driver", needs: &[], run: |_| tools::webkit() },
    Step {
        name: "browser-firefox",
        about: "the packed page in Firefox",
        needs: &["target", "firefox", "dist", "axe"],
        run: |args| browser(FIREFOX, args),
    },
    Step {
        name: "browser-webkit",
        about: "the packed page in WebKit",
        needs: &["target", "webkit", "dist", "axe"],
        run: |args| browser(WEBKIT, args),
    },
    Step {
        name: BOTH,
        about: "the packed page in Firefox and WebKit, side by side",
        needs: &["target", "firefox", "webkit", "dist", "axe"],
        run: side_by_side,
    },
];

/// What a run of every step does at once, by `BOTH`, rather than one after the other.
const IN_TURN: [&str; 2] = ["browser-firefox", "browser-webkit"];

/// Runs all steps, or the one named by `--only` with what it needs; stops at the first failure.
pub fn run(args: &[String]) -> Result<()> {
    let (only, rest) = options(args)?;
    let begun = Instant::now();
    for step in STEPS.iter().filter(|step| is_wanted(step, only)) {
        let own: &[String] = if only.is_some_and(|only| only.name == step.name) { rest } else { &[] };
        println!("==> {}: {}", step.name, step.about);
        let started = Instant::now();
        if let Err(error) = (step.run)(own) {
            bail!("{error:#}\nrepeat this step with: cargo xtask test --only {}", step.name);
        }
        println!("    {} done in {:.1} s", step.name, started.elapsed().as_secs_f32());
    }
    println!("==> {} passed in {:.0} s", only.map_or("every step", |step| step.name), begun.elapsed().as_secs_f32());
    Ok(())
}

/// Whether a step is run: it is the only one asked for, or one that it needs, or every step is asked for.
fn is_wanted(step: &Step, only: Option<&Step>) -> bool {
    match only {
        Some(only) => step.name == only.name || only.needs.contains(&step.name),
        None => !IN_TURN.contains(&step.name),
    }
}

/// The step asked for, and what stands behind `--`.
fn options(args: &[String]) -> Result<(Option<&'static Step>, &[String])> {
    let end = args.iter().position(|arg| arg == "--").unwrap_or(args.len());
    let (own, rest) = args.split_at(end);
    let rest = rest.get(1..).unwrap_or_default();
    match own {
        [] if rest.is_empty() => Ok((None, rest)),
        [flag, name] if flag == "--only" => Ok((Some(step(name)?), rest)),
        _ => bail!("test knows --only STEP [-- ARGS]; the steps are: {}", names()),
    }
}

/// The step of that name.
fn step(name: &str) -> Result<&'static Step> {
    STEPS.iter().find(|step| step.name == name).with_context(|| format!("no step {name}; there are: {}", names()))
}

/// All steps' names in one line.
fn names() -> String {
    STEPS.iter().map(|step| step.name).collect::<Vec<_>>().join(", ")
}

fn format(_: &[String]) -> Result<()> {
    command::run(&mut cargo("fmt --all --check"))
}

fn lint(_: &[String]) -> Result<()> {
    command::run(&mut cargo("clippy --quiet --workspace --all-targets --all-features -- -D warnings"))
}

/// The page's code exists for this target only; the profile named test checks its unit tests as well.
fn lint_wasm(_: &[String]) -> Result<()> {
    for profile in ["dev", "test"] {
        let clippy = format!("clippy --quiet --bin ambition --target {} --profile {profile}", dist::TARGET);
        command::run(cargo(&clippy).args(["--", "-D", "warnings"]))?;
    }
    let books = format!("clippy --quiet --package ambition-spreadsheets --target {}", dist::TARGET);
    command::run(cargo(&books).args(["--", "-D", "warnings"]))
}

/// Everything that runs natively and needs no browser.
fn engine(args: &[String]) -> Result<()> {
    let mut test = cargo("test --package ambition-engine --lib --examples");
    for name in integration_tests()?.iter().filter(|name| name.as_str() != CORPORA_TEST) {
        test.args(["--test", name]);
    }
    command::run(test.arg("--").args(args))?;
    command::run(cargo("test --package ambition --bins --examples --").args(args))?;
    command::run(cargo("test --package ambition-columns --").args(args))?;
    command::run(cargo("test --package ambition-spreadsheets --").args(args))?;
    command::run(cargo("test --profile tool --package xtask --").args(args))
}

fn corpora(args: &[String]) -> Result<()> {
    files::fetch()?;
    command::run(cargo("test --package ambition-engine --test corpora --").args(args))
}

/// The integration tests of the engine: a file in `engine/tests/`, or a folder there with a `main.rs`.
fn integration_tests() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir("engine/tests").context("engine/tests/")? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "rs") || path.join("main.rs").is_file() {
            names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

fn docs(args: &[String]) -> Result<()> {
    command::run(cargo("test --package ambition-engine --doc --").args(args))
}

/// The page's own unit tests, compiled to wasm and run in a headless Chromium.
fn wasm(args: &[String]) -> Result<()> {
    let runner = bindgen::commands()?.join("wasm-bindgen-test-runner");
    // As configuration rather than in the environment, because a path may hold spaces.
    let runner = format!("target.{}.runner=[{:?}]", dist::TARGET, runner.to_string_lossy());
    let mut test = cargo(&format!("test --bin ambition --target {} --config", dist::TARGET));
    test.args([&runner, "--"]).args(args);
    // Without these the runner takes another browser's driver when there is one, and Node for tests that do not say.
    command::run(test.env("CHROMEDRIVER", "chromedriver").env("WASM_BINDGEN_USE_BROWSER", "1"))
}

/// The tests of the packed page in one browser; see `BrowserKind` there.
fn browser(name: &str, args: &[String]) -> Result<()> {
    command::run(&mut browser_test(name, args))
}

/// Chromium runs all tests; the others, unless asked for something else, those that are written for every browser.
fn browser_test(name: &str, args: &[String]) -> Command {
    let mut test = cargo("test --test browser --");
    test.env("AMBITION_BROWSER", name);
    if args.is_empty() && name != CHROMIUM {
        test.args(["core::", "harness::"]);
    }
    test.args(args);
    test
}

/// Firefox and WebKit together, one test of each at a time: neither keeps two cores busy by itself.
fn side_by_side(args: &[String]) -> Result<()> {
    // Compiled first, so that neither waits for the other.
    command::run(&mut cargo("test --no-run --test browser"))?;
    let names = [FIREFOX, WEBKIT].into_iter().filter(|name| *name != WEBKIT || tools::HAS_WEBKIT);
    let tests = names.map(|name| {
        let mut test = browser_test(name, args);
        test.arg("--test-threads=1");
        (format!("browser-{name}"), test)
    });
    command::run_side_by_side(tests.collect())
}
