//! `cargo xtask dist`: from the sources to `dist/ambition.html`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::command::{self, cargo};
use crate::page::{self, Page, Parts};
use crate::tools;

/// The target every browser runs.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The finished page, from the project's root.
pub const FILE: &str = "dist/ambition.html";

/// Builds and packs the page; gives back where it is.
pub fn run() -> Result<PathBuf> {
    tools::target()?;
    let page = page::pack(&parts()?)?;
    write(&page)?;
    Ok(PathBuf::from(FILE))
}

/// Compiles the engine and gathers what the page is made of.
fn parts() -> Result<Parts> {
    let target = command::target_dir()?;
    command::run(&mut cargo(&format!("build --release --target {TARGET} --bin ambition")))?;
    command::run(&mut cargo(&format!("build --release --target {TARGET} --package ambition-spreadsheets")))?;
    let out = target.join("page");
    bindgen(&target.join(TARGET).join("release/ambition.wasm"), &out)?;
    bindgen(&target.join(TARGET).join("release/ambition_spreadsheets.wasm"), &out)?;
    Ok(Parts {
        template: text("static/page.html")?,
        style: text("static/style.css")?,
        icon: text("static/icon.svg")?,
        boot: text("static/boot.js")?,
        glue: glue(&out)?,
        wasm: fs::read(out.join("ambition_bg.wasm"))?,
        books: fs::read(out.join("ambition_spreadsheets_bg.wasm"))?,
    })
}

/// What goes with both modules, as one script. The glue of the second one is a function, because each call is to make a
/// new instance, and because both define the same name.
fn glue(out: &Path) -> Result<String> {
    let (engine, books) = (text(out.join("ambition.js"))?, text(out.join("ambition_spreadsheets.js"))?);
    let starts = text("static/books.js")?;
    Ok(format!("{engine}\nfunction ambitionBooksGlue() {{\n{books}\nreturn wasm_bindgen;\n}}\n{starts}"))
}

/// Lets wasm-bindgen write the glue: one classic script, because modules do not load from `file://`.
fn bindgen(wasm: &Path, out: &Path) -> Result<()> {
    let wasm = wasm.as_os_str();
    let mut args = vec!["wasm-bindgen".as_ref(), wasm, "--out-dir".as_ref(), out.as_os_str()];
    let flags = [
        "--target=no-modules",
        "--no-typescript",
        "--omit-default-module-path",
        "--remove-name-section",
        "--remove-producers-section",
    ];
    args.extend(flags.map(AsRef::<std::ffi::OsStr>::as_ref));
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args)
}

/// A text file with plain line ends, however it was checked out: browsers hash scripts after that conversion.
fn text(path: impl AsRef<Path>) -> Result<String> {
    let path = path.as_ref();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.replace("\r\n", "\n"))
}

/// Writes the page and its fingerprint, and says what was made.
fn write(page: &Page) -> Result<()> {
    let fingerprint: String = Sha256::digest(&page.html).iter().map(|byte| format!("{byte:02x}")).collect();
    fs::create_dir_all("dist")?;
    fs::write(FILE, &page.html)?;
    // The form that `sha256sum --check` reads, in the same folder.
    fs::write(format!("{FILE}.sha256"), format!("{fingerprint}  ambition.html\n"))?;
    println!("{FILE}: {} bytes", page.html.len());
    for (name, size) in &page.sizes {
        println!("  {name:8}{size:>9}");
    }
    println!("  SHA-256 {fingerprint}");
    Ok(())
}
