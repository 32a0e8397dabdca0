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

/// What the page is made of, as cargo names what it compiles: the page itself, its engine, what reads spreadsheets.
pub const MODULES: [&str; 3] = ["ambition", "ambition-worker", "ambition_spreadsheets"];

/// The largest the page may be, in bytes.
const LIMIT: usize = 2_500_000;

/// Compiles, packs and writes the page.
pub fn run() -> Result<()> {
    tools::compiler()?;
    tools::target()?;
    write(&page::pack(&parts()?)?)
}

/// Compiles the modules and gathers what the page is made of.
fn parts() -> Result<PageParts> {
    let target = command::target_dir()?;
    // The first two at once: the last step of each keeps one core busy.
    compile(["--package ambition --package ambition-worker --bins", "--package ambition-spreadsheets"])?;
    let out = target.join("page");
    let release = target.join(TARGET).join("release");
    let modules = MODULES.map(|name| release.join(format!("{name}.wasm")));
    command::run(bindgen::tool("run", "glue").arg("--").arg(&out).args(modules))?;
    let [page, engine, spreadsheets] = MODULES.map(|name| module(&out.join(format!("{name}_bg.wasm"))));
    let [page_glue, engine_glue, spreadsheets_glue] = MODULES.map(|name| text(out.join(format!("{name}.js"))));
    Ok(PageParts {
        template: text("static/page.html")?,
        style: text("static/style.css")?,
        icon: text("static/icon.svg")?,
        boot: text("static/boot.js")?,
        licences: licences::notices(&["ambition", "ambition-worker", "ambition-spreadsheets"])?,
        page_glue: page_glue?,
        page: page?,
        engine_glue: engine_glue_of(&engine_glue?, &spreadsheets_glue?)?,
        engine: engine?,
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

/// The glue of the engine and of what reads spreadsheets as one script. Each is a function, because both define the same
/// name, as the page's does, and because each call makes a new instance. An engine is given what posts and listens, because
/// on the page's own thread one may take the place of another.
fn engine_glue_of(engine: &str, spreadsheets: &str) -> Result<String> {
    let loader = text("static/spreadsheets.js")?;
    let engine = function("ambitionEngineGlue(ambitionSend, ambitionListen)", engine);
    let spreadsheets = function("ambitionSpreadsheetsGlue()", spreadsheets);
    Ok(format!("{engine}{spreadsheets}{loader}"))
}

/// What wasm-bindgen wrote as a function that returns what it defines.
fn function(signature: &str, glue: &str) -> String {
    format!("function {signature} {{\n{glue}\nreturn wasm_bindgen;\n}}\n")
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
