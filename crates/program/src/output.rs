//! Where a table goes, and in what form.

use std::fs::{self, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use tempfile::Builder;

use crate::arguments::{Format, Output, Place};
use crate::table::{self, OutputTable};

impl Output {
    /// The form that is asked for, or that the ending of the file says; otherwise CSV.
    ///
    /// # Errors
    /// When the two say different things.
    pub fn form(&self) -> Result<Format, String> {
        Ok(form(self.format, &self.place)?.unwrap_or(Format::Csv))
    }
}

/// The form that is asked for, or that the ending of the file says.
///
/// # Errors
/// When the two say different things.
pub fn form(asked: Option<Format>, place: &Place) -> Result<Option<Format>, String> {
    let Some(path) = &place.output else { return Ok(asked) };
    let ending = Path::new(path).extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let by_ending = match ending.as_str() {
        "csv" => Format::Csv,
        "json" => Format::Json,
        "xlsx" => Format::Xlsx,
        "xls" | "xlsm" | "xlsb" | "ods" => {
            return Err(format!("{path}: a workbook is written as .xlsx only; give the file that ending"));
        }
        _ => return Ok(asked),
    };
    match asked.filter(|asked| *asked != by_ending) {
        Some(asked) => Err(format!(
            "{path}: its ending is not that of --format {}; leave one of the two out, or change it",
            asked.name()
        )),
        None => Ok(Some(by_ending)),
    }
}

/// Refuses an output that is one of the files to read, by whatever path or link.
pub fn refuse_inputs<'a>(place: &Place, mut inputs: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let Some(output) = &place.output else { return Ok(()) };
    // Two paths are not compared if one leads nowhere: a file that is not there is not written over.
    let is_output = |input: &&str| same_file::is_same_file(input, output).unwrap_or_default();
    inputs.find(is_output).map_or(Ok(()), |input| {
        let file = if input == output { String::new() } else { format!(" {input},") };
        Err(format!("{output}: this is{file} a file to read, and would be written over; --output has to name another"))
    })
}

/// Writes CSV of the engine in a form.
pub fn write_csv(format: Format, place: &Place, title: &str, text: &str) -> Result<(), String> {
    match format {
        // The bytes that the engine wrote.
        Format::Csv => write_bytes(place, text.as_bytes()),
        format => write_table(format, place, &OutputTable::from_csv(title, text)?),
    }
}

pub fn write_table(format: Format, place: &Place, table: &OutputTable) -> Result<(), String> {
    let bytes = match format {
        Format::Csv => table.to_csv().into_bytes(),
        Format::Json => table.to_json().into_bytes(),
        Format::Xlsx => table::workbook_of(std::slice::from_ref(table)),
    };
    write_form(format, place, &bytes)
}

pub fn write_form(format: Format, place: &Place, bytes: &[u8]) -> Result<(), String> {
    if format == Format::Xlsx && place.output.is_none() && io::stdout().is_terminal() {
        return Err("a workbook is no text for a terminal; --output names a file for it".into());
    }
    write_bytes(place, bytes)
}

pub fn write_bytes(place: &Place, bytes: &[u8]) -> Result<(), String> {
    match &place.output {
        Some(path) => replace(Path::new(path), bytes).map_err(|error| format!("{path}: cannot be written: {error}")),
        None => match io::stdout().lock().write_all(bytes) {
            // Whoever reads has enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written.map_err(|error| format!("the standard output cannot be written: {error}")),
        },
    }
}

/// Writes a file so that it is the old one or the new one, never half of one.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // The file itself, where the path is a link to it.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut builder = Builder::new();
    if let Ok(old) = fs::metadata(path) {
        if !old.is_file() {
            // A device or a pipe.
            return fs::write(path, bytes);
        }
        // One that may not be changed is not replaced either.
        OpenOptions::new().append(true).open(path)?;
        builder.permissions(old.permissions());
    } else {
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Where no other file may be made, there is only this one to write.
    let Ok(mut file) = builder.tempfile_in(folder) else { return fs::write(path, bytes) };
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}
