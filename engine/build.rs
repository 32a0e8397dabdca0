//! Packs the guidance, written by hand as TOML, as one JSON text for the engine, so that the page carries one parser
//! only. Every file in `guidance/editions/` is an edition: adding one is adding a file.

use std::{env, error::Error, fs, path::Path};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let folder = Path::new("guidance");
    println!("cargo::rerun-if-changed={}", folder.display());
    let packed = serde_json::json!({
        "codes": read(&folder.join("codes.toml"))?,
        "documents": read(&folder.join("documents.toml"))?,
        "fields": read(&folder.join("fields.toml"))?,
        "exports": read(&folder.join("exports.toml"))?,
        "sheets": read(&folder.join("sheets.toml"))?,
        "editions": editions(&folder.join("editions"))?,
    });
    let out = Path::new(&env::var("OUT_DIR")?).join("guidance.json");
    Ok(fs::write(out, packed.to_string())?)
}

/// One TOML file; an error names the file.
fn read(path: &Path) -> Outcome<toml::Value> {
    let text = fs::read_to_string(path)?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// All editions, in the order of their file names.
fn editions(folder: &Path) -> Outcome<Vec<toml::Value>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Outcome<Vec<_>>>()?;
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}
