//! The example `evaluate`, for tests that start it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The command-line example. It is built here, because cargo builds the tests without it; once, because cargo takes an
/// older one away while another test may be running it.
pub fn evaluate() -> &'static Path {
    static EVALUATE: OnceLock<PathBuf> = OnceLock::new();
    EVALUATE.get_or_init(|| {
        let mut build = Command::new(env!("CARGO"));
        // The packages that the tests are built with (`NATIVE_PACKAGES` in xtask): for others cargo compiles all again.
        let packages = ["--workspace", "--exclude", "xtask", "--exclude", "xtask-bindgen"];
        build.args(["build", "--quiet"]).args(packages).args(["--example", "evaluate"]);
        if !cfg!(debug_assertions) {
            build.arg("--release");
        }
        assert!(build.status().unwrap().success());
        let tests = std::env::current_exe().unwrap();
        let folder = tests.parent().and_then(Path::parent).unwrap().join("examples");
        folder.join(format!("evaluate{}", std::env::consts::EXE_SUFFIX))
    })
}
