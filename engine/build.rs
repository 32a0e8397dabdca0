//! Reads the guidance, written by hand as TOML, and packs it for the engine: whatever is wrong in it stops the build, and
//! the page carries no parser for it. Every file in `guidance/editions/` is an edition: adding one is adding a file.

use std::{env, error::Error, fs, path::Path};

use ambition_guidance::files::GuidanceFiles;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new("guidance");
    println!("cargo::rerun-if-changed={}", folder.display());
    let data = GuidanceFiles::read(folder).map_err(|error| error.to_string());
    match data.and_then(|files| Ok((files.parse().map_err(|error| error.to_string())?, files))) {
        Ok((data, files)) => {
            let out = env::var("OUT_DIR")?;
            fs::write(Path::new(&out).join("guidance.bin"), postcard::to_allocvec(&data)?)?;
            // What an edition of one's own is merged with.
            Ok(fs::write(Path::new(&out).join("sources.bin"), postcard::to_allocvec(&files)?)?)
        }
        Err(error) => {
            // One line, where cargo's own words on a failed build script would hide it.
            println!("cargo::error=engine/{error}");
            std::process::exit(1);
        }
    }
}
