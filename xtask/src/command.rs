//! Running other programs.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::dist::TARGET;

/// The packages that run natively, as cargo's arguments.
pub const NATIVE_PACKAGES: &str = "--workspace --exclude xtask --exclude xtask-bindgen";

/// A cargo command with the given words as arguments.
pub fn cargo(words: &str) -> Command {
    // The cargo that runs this program, so that a chosen toolchain stays chosen.
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(words.split_whitespace());
    // Nobody here can change the old crates, inside wasm-bindgen's commands, that the report is about.
    cargo.env("CARGO_FUTURE_INCOMPAT_REPORT_FREQUENCY", "never");
    cargo
}

/// Runs a command to its end, with its output going where ours goes.
///
/// # Errors
/// When it cannot start or fails; the error names the command.
pub fn run(command: &mut Command) -> Result<()> {
    let name = command_line(command);
    let status = command.status().with_context(|| format!("cannot start: {name}"))?;
    if !status.success() {
        bail!("failed: {name}");
    }
    Ok(())
}

/// Runs several named commands at once, and prints the output of each when it has ended.
///
/// # Errors
/// When any of them fails; the error names those that did.
pub fn run_side_by_side(commands: Vec<(String, Command)>) -> Result<()> {
    let failed: Vec<Option<String>> = std::thread::scope(|scope| {
        let running: Vec<_> =
            commands.into_iter().map(|(name, command)| scope.spawn(|| run_captured(name, command))).collect();
        running.into_iter().map(|run| run.join().unwrap_or_else(|_| Some("a command".to_owned()))).collect()
    });
    let failed: Vec<String> = failed.into_iter().flatten().collect();
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

/// Runs a command to its end, then prints its output; returns its name if it failed.
fn run_captured(name: String, mut command: Command) -> Option<String> {
    let started = Instant::now();
    let succeeded = match command.output() {
        Ok(output) => {
            let took = started.elapsed().as_secs_f32();
            let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            // In one call, so that the output of two commands is not mixed.
            println!("--> {name}, after {took:.1} s\n{out}{err}");
            output.status.success()
        }
        Err(error) => {
            println!("--> {name} cannot start: {error}");
            false
        }
    };
    (!succeeded).then_some(name)
}

/// Runs a command to its end and returns its standard output.
///
/// # Errors
/// When it cannot start or fails; the error names the command and has its standard error.
pub fn read(command: &mut Command) -> Result<String> {
    let name = command_line(command);
    let output = command.output().with_context(|| format!("cannot start: {name}"))?;
    if !output.status.success() {
        bail!("failed: {name}\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command as a user would type it, without quotes.
fn command_line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy();
    let words = command.get_args().map(|word| word.to_string_lossy());
    std::iter::once(program).chain(words).collect::<Vec<_>>().join(" ")
}

/// The path of a program on the PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(&file)).find(|candidate| candidate.is_file())
}

/// Cargo's target folder, which the environment or a configuration file may have moved.
pub fn target_dir() -> Result<PathBuf> {
    let metadata = metadata()?;
    let folder = metadata.get("target_directory").and_then(Value::as_str);
    folder.map(PathBuf::from).context("cargo metadata names no target folder")
}

/// What `cargo metadata` says of this workspace and its packages.
pub fn metadata() -> Result<Value> {
    parsed(cargo("metadata --format-version=1 --no-deps --offline"))
}

/// What `cargo metadata` says of the packages that are compiled for the page or at the same time, with their
/// dependencies, which it fetches when they are not there.
pub fn metadata_of_page() -> Result<Value> {
    parsed(cargo(&format!("metadata --format-version=1 --locked --filter-platform {TARGET}")))
}

fn parsed(mut metadata: Command) -> Result<Value> {
    serde_json::from_str(&read(&mut metadata)?).context("cargo metadata is not JSON")
}
