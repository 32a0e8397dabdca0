//! `cargo xtask dist`: from the sources to `dist/ambition.html`.

use std::fs;
use std::path::Path;
use std::thread;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::command::{self, cargo};
use crate::page::{self, PackedPage, PageParts};
use crate::{bindgen, licences, remap, tools};

/// The target every browser runs.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The finished page, from the project's root.
pub const FILE: &str = "dist/ambition.html";

/// The largest the page may be, in bytes.
const LIMIT: usize = 2_500_000;

/// Compiles, packs and writes the page.
pub fn run() -> Result<()> {
    tools::compiler()?;
    tools::target()?;
    write(&page::pack(&parts()?)?)
}

/// Compiles both modules and gathers what the page is made of.
fn parts() -> Result<PageParts> {
    let target = command::target_dir()?;
    compile(["--bin ambition", "--package ambition-spreadsheets"])?;
    let out = target.join("page");
    let release = target.join(TARGET).join("release");
    let modules = [release.join("ambition.wasm"), release.join("ambition_spreadsheets.wasm")];
    command::run(bindgen::tool("run", "glue").arg("--").arg(&out).args(modules))?;
    let modules = ["ambition_bg.wasm", "ambition_spreadsheets_bg.wasm"].map(|name| module(&out.join(name)));
    let [wasm, spreadsheets] = modules;
    Ok(PageParts {
        template: text("static/page.html")?,
        style: text("static/style.css")?,
        icon: text("static/icon.svg")?,
        boot: text("static/boot.js")?,
        licences: licences::notices(&["ambition", "ambition-spreadsheets"])?,
        glue: glue(&out)?,
        wasm: wasm?,
        spreadsheets: spreadsheets?,
    })
}

/// A compiled module, which names no folder of this machine.
pub fn module(path: &Path) -> Result<Vec<u8>> {
    let module = fs::read(path)?;
    remap::check(&path.display().to_string(), &module)?;
    Ok(module)
}

/// Compiles modules, and at the same time what writes their glue: the last step of each module keeps one core busy.
pub fn compile(modules: [&str; 2]) -> Result<()> {
    let build = format!("build --locked --release --target {TARGET}");
    let hide_folders = remap::setting()?;
    let compile = |module: &str| {
        let mut cargo = cargo(&format!("{build} {module} --config"));
        // In the environment they would take the place of all flags in the configuration.
        command::run(cargo.arg(&hide_folders).env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS"))
    };
    thread::scope(|scope| {
        let glue = scope.spawn(|| command::run(&mut bindgen::tool("build", "glue")));
        modules.iter().try_for_each(|module| compile(module))?;
        glue.join().unwrap_or_else(|_| bail!("the glue's build panicked"))
    })
}

/// The glue of both modules as one script. That of the second is a function, because each call makes a new instance, and
/// because both define the same name.
fn glue(out: &Path) -> Result<String> {
    let engine = text(out.join("ambition.js"))?;
    let spreadsheets = text(out.join("ambition_spreadsheets.js"))?;
    let loader = text("static/spreadsheets.js")?;
    Ok(format!("{engine}\nfunction ambitionSpreadsheetsGlue() {{\n{spreadsheets}\nreturn wasm_bindgen;\n}}\n{loader}"))
}

/// A text file with line feeds alone, however git checked it out: browsers hash scripts after that conversion.
pub fn text(path: impl AsRef<Path>) -> Result<String> {
    let path = path.as_ref();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.replace("\r\n", "\n"))
}

/// Prints how large the page is, and writes it and its fingerprint unless it is too large.
fn write(page: &PackedPage) -> Result<()> {
    println!("{FILE}, in bytes:");
    for (part, size) in &page.sizes {
        println!("  {part:13}{size:>9}");
    }
    let total = page.html.len();
    println!("  {:13}{total:>9}", "total");
    println!("  {:13}{:>9}", "left", bytes_left(total)?);
    let fingerprint: String = Sha256::digest(&page.html).iter().map(|byte| format!("{byte:02x}")).collect();
    fs::create_dir_all("dist")?;
    fs::write(FILE, &page.html)?;
    // The form that `sha256sum --check` reads, in the same folder.
    fs::write(format!("{FILE}.sha256"), format!("{fingerprint}  ambition.html\n"))?;
    println!("  SHA-256 {fingerprint}");
    Ok(())
}

/// How many bytes a page of this size may still grow by.
///
/// # Errors
/// When it is larger than it may be.
fn bytes_left(size: usize) -> Result<usize> {
    LIMIT.checked_sub(size).with_context(|| format!("the page has {size} bytes; it may have {LIMIT}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_may_reach_the_limit_and_not_pass_it() {
        assert_eq!(bytes_left(LIMIT - 1).unwrap(), 1);
        assert_eq!(bytes_left(LIMIT).unwrap(), 0);
        assert!(bytes_left(LIMIT + 1).is_err());
    }
}
