//! `glue FOLDER MODULE...`: writes into the folder, for each WebAssembly module, what wasm-bindgen makes of it: the
//! module without what is for debugging, and the JavaScript that loads it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let folder = args.next().context("usage: glue FOLDER MODULE...")?;
    args.try_for_each(|module| write(&module, &folder))
}

/// Writes one module and its script: a classic one, because a page opened from a file may not load modules.
fn write(module: &Path, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(module)
        .no_modules(true)?
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
}
