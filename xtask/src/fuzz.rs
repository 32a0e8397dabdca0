//! `cargo xtask fuzz`: the readers on inputs that nobody wrote, for as long as one wants.

use anyhow::Result;

use crate::command::{self, cargo};

/// Runs the example `fuzz` of the package of the tests' helpers, which says more.
pub fn run(args: &[String]) -> Result<()> {
    let mut fuzz = cargo("run --locked --quiet --profile fuzz --package ambition-test-support --example fuzz --");
    command::run(fuzz.args(args))
}
