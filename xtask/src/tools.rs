//! What the checks need besides Rust: the wasm target, browsers with their drivers, the accessibility checker.
//!
//! Whatever is missing is installed where that can be done without asking; elsewhere one line says what to install.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command::{self, cargo, find};
use crate::{dist, remap};

/// Packages of npm that are fetched by their hashes.
struct NpmPackages {
    /// The folder they are kept in, under the target folder.
    folder: &'static str,
    /// Their names and versions: `package.json`.
    names: &'static str,
    /// Their hashes: `package-lock.json`.
    lock: &'static str,
}

/// What tests need.
const FOR_TESTS: NpmPackages = NpmPackages {
    folder: "npm",
    names: include_str!("../fetched/package.json"),
    lock: include_str!("../fetched/package-lock.json"),
};

/// What the engine is compared with: 150 MB, and so apart.
const PEERS: NpmPackages = NpmPackages {
    folder: "peers",
    names: include_str!("../fetched/peers/package.json"),
    lock: include_str!("../fetched/peers/package-lock.json"),
};

/// Firefox's driver, with its version.
const GECKODRIVER: &str = "geckodriver@0.37.1";

/// Adds the wasm target to the toolchain in use when it is missing: rustup may have been told to install nothing by
/// itself, and without the target cargo would fail only minutes later.
pub fn target() -> Result<()> {
    let sysroot = remap::sysroot()?;
    if has_target(&sysroot) {
        return Ok(());
    }
    let missing = || format!("please install the Rust target {} for {}", dist::TARGET, sysroot.display());
    let Some(rustup) = find("rustup") else { bail!(missing()) };
    // Like cargo and the compiler, it goes by RUSTUP_TOOLCHAIN or by rust-toolchain.toml.
    command::run(Command::new(rustup).args(["target", "add", dist::TARGET])).with_context(missing)?;
    // The compiler may be none of rustup's.
    if !has_target(&sysroot) {
        bail!(missing());
    }
    Ok(())
}

/// Refuses a compiler of another version than the page is built with: it would make other bytes of the same sources.
pub fn compiler() -> Result<()> {
    let version = command::read(remap::rustc().arg("--version"))?;
    let wanted = wanted_compiler()?;
    if version.split(' ').nth(1) == Some(wanted) {
        return Ok(());
    }
    bail!(
        "this is {}; the page is built with rustc {wanted}, so that everybody gets the same bytes. Please run: \
         rustup toolchain install {wanted} (and unset RUSTUP_TOOLCHAIN, if it is set)",
        version.trim()
    )
}

/// The version in rust-toolchain.toml.
pub fn wanted_compiler() -> Result<&'static str> {
    let channel = include_str!("../../rust-toolchain.toml").lines().find_map(|line| line.strip_prefix("channel = "));
    channel.map(|channel| channel.trim_matches('"')).context("rust-toolchain.toml names no channel")
}

/// Whether the compiler has its libraries for wasm.
fn has_target(sysroot: &Path) -> bool {
    sysroot.join("lib/rustlib").join(dist::TARGET).is_dir()
}

/// Makes sure that Chromium and its driver are installed.
pub fn chromium() -> Result<()> {
    let browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    if find("chromedriver").is_some()
        && (cfg!(not(target_os = "linux")) || browsers.iter().any(|name| find(name).is_some()))
    {
        return Ok(());
    }
    // The fonts are only recommended there, and without any a screenshot shows boxes.
    apt_install(
        &["chromium", "chromium-driver", "fonts-liberation"],
        "Chromium (or Chrome) and its chromedriver, on the PATH",
    )
}

/// Makes sure that Firefox and geckodriver, which Debian does not have, are installed.
pub fn firefox() -> Result<()> {
    let browsers = ["firefox", "firefox-esr"];
    if cfg!(target_os = "linux") && browsers.iter().all(|name| find(name).is_none()) {
        apt_install(&["firefox-esr", "fonts-liberation"], "Firefox, on the PATH")?;
    }
    let root = command::target_dir()?.join("tools");
    let name = format!("geckodriver{}", std::env::consts::EXE_SUFFIX);
    if find("geckodriver").is_some() || root.join("bin").join(name).is_file() {
        return Ok(());
    }
    // Not optimised, because it only passes messages on: it compiles in half the time.
    let mut install = cargo(&format!("install --quiet --locked --debug {GECKODRIVER} --root"));
    command::run(install.arg(root)).context("please install geckodriver, on the PATH")
}

/// Whether there is a WebKit to test in: WebKitGTK and its driver exist for Linux only.
pub const HAS_WEBKIT: bool = cfg!(target_os = "linux");

/// Makes sure that WebKitGTK's browser, its driver and Xvfb are installed: it has no headless mode and needs a screen.
pub fn webkit() -> Result<()> {
    if !HAS_WEBKIT {
        println!("    left out: WebKitGTK is for Linux only");
        return Ok(());
    }
    if find("WebKitWebDriver").is_some() && find("Xvfb").is_some() {
        return Ok(());
    }
    apt_install(
        &["webkit2gtk-driver", "xvfb", "fonts-liberation"],
        "WebKitGTK's MiniBrowser, WebKitWebDriver and Xvfb (Debian: webkit2gtk-driver, xvfb)",
    )
}

/// Makes sure that axe-core is there, a script that the browser tests add to the page.
pub fn axe() -> Result<()> {
    npm_packages().map(drop)
}

/// The folder with the packages of npm that tests need.
pub fn npm_packages() -> Result<PathBuf> {
    FOR_TESTS.fetch()
}

/// Makes sure that the programs are there that `cargo xtask bench --peers` compares with.
pub fn peers() -> Result<()> {
    PEERS.fetch().map(drop)
}

impl NpmPackages {
    /// Fetches them if they are not there, and returns their folder.
    fn fetch(&self) -> Result<PathBuf> {
        let folder = command::target_dir()?.join(self.folder);
        let packages = folder.join("node_modules");
        // Written last: an older checkout may have left other packages.
        let stamp = folder.join("fetched");
        if fs::read_to_string(&stamp).is_ok_and(|fetched| fetched == self.lock) {
            return Ok(packages);
        }
        if npm().arg("--version").output().is_err() {
            apt_install(&["npm"], "npm, which fetches axe-core, the accessibility checker, and files to test with")?;
        }
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("package.json"), self.names)?;
        fs::write(folder.join("package-lock.json"), self.lock)?;
        let flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "--prefix"];
        command::run(npm().arg("ci").args(flags).arg(&folder))?;
        fs::write(stamp, self.lock)?;
        Ok(packages)
    }
}

/// A command for npm, which on Windows is a script.
pub fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Installs Debian packages, as root on Debian; elsewhere an error says what is missing.
fn apt_install(packages: &[&str], missing: &str) -> Result<()> {
    if find("apt-get").is_none() || !is_root() {
        bail!("please install {missing}");
    }
    let apt = || {
        let mut apt = Command::new("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
        apt
    };
    // A fresh machine has no list of packages, or an old one.
    command::run(apt().arg("update"))?;
    command::run(apt().args(["install", "--yes", "--no-install-recommends"]).args(packages))
        .with_context(|| format!("please install {missing}"))
}

/// Whether the user may install packages.
fn is_root() -> bool {
    command::read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_toolchain_is_the_rust_version_of_every_package() {
        let channel = wanted_compiler().unwrap();
        let metadata = command::metadata().unwrap();
        for package in metadata["packages"].as_array().unwrap() {
            let version = package["rust_version"].as_str().unwrap();
            assert_eq!(channel, format!("{version}.0"), "{}", package["name"]);
        }
    }
}
