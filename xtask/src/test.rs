//! `cargo xtask test`: every check, in the order in which failures are cheapest to find.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::bindgen;
use crate::command::{self, NATIVE_PACKAGES, cargo};
use crate::{advisories, corpora, dist, package, reproduce, tools};

/// The browsers that the tests drive, as `AMBITION_BROWSER` names them.
const CHROMIUM: &str = "chromium";
const FIREFOX: &str = "firefox";
const WEBKIT: &str = "webkit";
/// The step that drives the last two at once.
const OTHERS: &str = "browser-others";
/// The integration tests with steps of their own: one needs files from elsewhere, the other browsers.
const APART: [&str; 2] = ["corpora", "browser"];
/// The variable of the seed from which the property tests draw their cases.
const SEED: &str = "PROPTEST_RNG_SEED";

/// One check.
struct TestStep {
    /// Its name, for `--only`.
    name: &'static str,
    /// What it checks, printed when it starts.
    description: &'static str,
    /// Names of the steps that `--only` runs before it.
    needs: &'static [&'static str],
    /// Runs it, with arguments for its cargo test.
    run: fn(&[String]) -> Result<()>,
}

/// All checks in order.
const STEPS: &[TestStep] = &[
    TestStep {
        name: "target",
        description: "the WebAssembly target is installed",
        needs: &[],
        run: |_| tools::target(),
    },
    TestStep { name: "format", description: "the code is formatted", needs: &[], run: format },
    TestStep {
        name: "advisories",
        description: "no crate has a known fault",
        needs: &[],
        run: |_| advisories::check(),
    },
    TestStep { name: "lint", description: "clippy finds nothing", needs: &[], run: lint },
    TestStep { name: "lint-wasm", description: "clippy finds nothing in the page", needs: &["target"], run: lint_wasm },
    TestStep { name: "engine", description: "tests of the engine and the tools", needs: &[], run: engine },
    TestStep { name: "corpora", description: "the reader on files from elsewhere", needs: &[], run: corpora },
    TestStep { name: "docs", description: "the documentation and the examples in it", needs: &["target"], run: docs },
    TestStep { name: "chromium", description: "Chromium and its driver", needs: &[], run: |_| tools::chromium() },
    TestStep {
        name: "wasm",
        description: "tests of the page's parts in Chromium",
        needs: &["target", "chromium"],
        run: wasm,
    },
    TestStep { name: "dist", description: "the page is compiled and packed", needs: &["target"], run: |_| dist::run() },
    TestStep {
        name: "package",
        description: "the engine for JavaScript, in Node",
        needs: &["target", "chromium"],
        run: |_| package::test(),
    },
    TestStep {
        name: "reproduce",
        description: "the page is the same, built in another folder",
        needs: &["target", "dist"],
        run: |_| reproduce::compare(),
    },
    TestStep { name: "axe", description: "the accessibility checker", needs: &[], run: |_| tools::axe() },
    TestStep {
        name: "browser-chromium",
        description: "the packed page in Chromium",
        needs: &["target", "chromium", "dist", "axe"],
        run: |args| browser(CHROMIUM, args),
    },
    TestStep { name: "firefox", description: "Firefox and its driver", needs: &[], run: |_| tools::firefox() },
    TestStep { name: "webkit", description: "WebKit and its driver", needs: &[], run: |_| tools::webkit() },
    TestStep {
        name: "browser-firefox",
        description: "the packed page in Firefox",
        needs: &["target", "firefox", "dist", "axe"],
        run: |args| browser(FIREFOX, args),
    },
    TestStep {
        name: "browser-webkit",
        description: "the packed page in WebKit",
        needs: &["target", "webkit", "dist", "axe"],
        run: |args| browser(WEBKIT, args),
    },
    TestStep {
        name: OTHERS,
        description: "the packed page in Firefox and WebKit, side by side",
        needs: &["target", "firefox", "webkit", "dist", "axe"],
        run: side_by_side,
    },
];

/// Steps that a full run leaves out: `OTHERS` does what they do.
const LEFT_OUT: [&str; 2] = ["browser-firefox", "browser-webkit"];

/// Runs all steps, or the one named by `--only` with what it needs; stops at the first failure.
pub fn run(args: &[String]) -> Result<()> {
    let (only, test_args) = options(args)?;
    let begun = Instant::now();
    for step in STEPS.iter().filter(|step| is_wanted(step, only)) {
        let args: &[String] = if only.is_some_and(|only| only.name == step.name) { test_args } else { &[] };
        println!("==> {}: {}", step.name, step.description);
        let started = Instant::now();
        if let Err(error) = (step.run)(args) {
            bail!("{error:#}\nrepeat this step with: cargo xtask test --only {}", step.name);
        }
        println!("    {} done in {:.1} s", step.name, started.elapsed().as_secs_f32());
    }
    println!("==> {} passed in {:.0} s", only.map_or("every step", |step| step.name), begun.elapsed().as_secs_f32());
    Ok(())
}

/// Whether a step runs: it is the one asked for, or that one needs it, or the run is a full one.
fn is_wanted(step: &TestStep, only: Option<&TestStep>) -> bool {
    match only {
        Some(only) => step.name == only.name || only.needs.contains(&step.name),
        None => !LEFT_OUT.contains(&step.name),
    }
}

/// The step of `--only`, and the arguments after `--`.
fn options(args: &[String]) -> Result<(Option<&'static TestStep>, &[String])> {
    let end = args.iter().position(|arg| arg == "--").unwrap_or(args.len());
    let (options, test_args) = args.split_at(end);
    let test_args = test_args.get(1..).unwrap_or_default();
    match options {
        [] if test_args.is_empty() => Ok((None, test_args)),
        [flag, name] if flag == "--only" => Ok((Some(step(name)?), test_args)),
        _ => bail!("test knows --only STEP [-- ARGS]; the steps are: {}", step_names()),
    }
}

/// The step of that name.
fn step(name: &str) -> Result<&'static TestStep> {
    let found = STEPS.iter().find(|step| step.name == name);
    found.with_context(|| format!("there is no step {name}; the steps are: {}", step_names()))
}

/// The names of all steps in one line.
fn step_names() -> String {
    STEPS.iter().map(|step| step.name).collect::<Vec<_>>().join(", ")
}

fn format(_: &[String]) -> Result<()> {
    command::run(&mut cargo("fmt --all --check"))
}

fn lint(_: &[String]) -> Result<()> {
    command::run(&mut cargo("clippy --locked --quiet --workspace --all-targets --all-features -- -D warnings"))
}

/// The page's code exists for this target only; the profile named test checks its unit tests as well.
fn lint_wasm(_: &[String]) -> Result<()> {
    for profile in ["dev", "test"] {
        let packages = "--package ambition --package ambition-worker --bins --lib";
        let clippy = format!("clippy --locked --quiet {packages} --target {} --profile {profile}", dist::TARGET);
        command::run(cargo(&clippy).args(["--", "-D", "warnings"]))?;
    }
    let modules = "--package ambition-spreadsheets --package ambition-package";
    let modules = format!("clippy --locked --quiet {modules} --target {}", dist::TARGET);
    command::run(cargo(&modules).args(["--", "-D", "warnings"]))
}

/// A cargo test of all packages that run natively, always the same ones: for other packages cargo would enable other
/// features of what they depend on, and compile everything once more.
fn native_test(targets: &str) -> Command {
    cargo(&format!("test --locked {NATIVE_PACKAGES} {targets}"))
}

/// Everything that runs natively and needs no browser.
fn engine(args: &[String]) -> Result<()> {
    let mut test = native_test("--lib --bins --examples");
    for name in integration_tests()?.iter().filter(|name| !APART.contains(&name.as_str())) {
        test.args(["--test", name]);
    }
    command::run(with_seed(test.arg("--").args(args)))?;
    command::run(cargo("test --locked --profile tool --package xtask --").args(args))
}

/// Lets generated cases be the same in each run unless the caller has chosen a seed, so that a check fails for what was
/// changed and not for what was drawn. CONTRIBUTING says how to draw others.
fn with_seed(test: &mut Command) -> &mut Command {
    if std::env::var_os(SEED).is_none() {
        test.env(SEED, "1");
    }
    test
}

fn corpora(args: &[String]) -> Result<()> {
    corpora::fetch()?;
    command::run(native_test("--test corpora --").args(args))
}

/// The integration tests of all packages: a file in their `tests/`, or a folder there with a `main.rs`.
fn integration_tests() -> Result<Vec<String>> {
    let mut names = Vec::new();
    let mut packages = vec![PathBuf::from("engine"), PathBuf::from(".")];
    for entry in fs::read_dir("crates").context("crates/")? {
        packages.push(entry?.path());
    }
    for tests in packages.iter().filter_map(|package| fs::read_dir(package.join("tests")).ok()) {
        for entry in tests {
            let path = entry?.path();
            if path.extension().is_some_and(|kind| kind == "rs") || path.join("main.rs").is_file() {
                names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
            }
        }
    }
    names.sort();
    Ok(names)
}

/// Documents private items too, because nobody outside calls this code; the page and its worker exist for wasm only.
fn docs(args: &[String]) -> Result<()> {
    let in_browser = format!("--package ambition --package ambition-worker --target {}", dist::TARGET);
    for packages in ["--workspace --exclude ambition --exclude ambition-worker", &in_browser] {
        let mut doc = cargo(&format!("doc --locked --quiet {packages} --no-deps --document-private-items"));
        command::run(doc.env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private_intra_doc_links"))?;
    }
    command::run(native_test("--doc --").args(args))
}

/// The page's own unit tests, compiled to wasm and run in a headless Chromium.
fn wasm(args: &[String]) -> Result<()> {
    let runner = bindgen::commands()?.join("wasm-bindgen-test-runner");
    // As configuration rather than in the environment, because a path may hold spaces.
    let runner = format!("target.{}.runner=[{:?}]", dist::TARGET, runner.to_string_lossy());
    let packages = "--package ambition --package ambition-worker --bins --lib";
    let mut test = cargo(&format!("test --locked {packages} --target {} --config", dist::TARGET));
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
    let mut test = native_test("--test browser --");
    test.env("AMBITION_BROWSER", name);
    if args.is_empty() && name != CHROMIUM {
        test.args(["core::", "harness::"]);
    }
    test.args(args);
    test
}

/// Runs Firefox and WebKit at once, one test of each at a time: neither keeps two cores busy by itself.
fn side_by_side(args: &[String]) -> Result<()> {
    // Compiled first, so that neither waits for the other.
    command::run(&mut native_test("--no-run --test browser"))?;
    let names = [FIREFOX, WEBKIT].into_iter().filter(|name| *name != WEBKIT || tools::HAS_WEBKIT);
    let tests = names.map(|name| {
        let mut test = browser_test(name, args);
        test.arg("--test-threads=1");
        (format!("browser-{name}"), test)
    });
    command::run_side_by_side(tests.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contributing_names_every_step() {
        let contributing = include_str!("../../CONTRIBUTING.md");
        for step in STEPS {
            assert!(contributing.contains(&format!("`{}`", step.name)), "{}", step.name);
        }
    }

    #[test]
    fn a_step_runs_after_all_that_it_needs() {
        for (place, step) in STEPS.iter().enumerate() {
            for needed in step.needs {
                assert!(STEPS[..place].iter().any(|earlier| earlier.name == *needed), "{}: {needed}", step.name);
            }
        }
    }
}
