//! Where a table goes, and in what form.

use std::fs::{self, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use ambition_evaluation::files::STANDARD_INPUT;
use same_file::Handle;
use tempfile::Builder;

use crate::arguments::{Format, Output, Place};
use crate::table::{self, OutputTable};

impl Output {
    /// The form that is asked for, or that the ending of the file says; without either it is CSV.
    ///
    /// # Errors
    /// When the two say different things, or the ending is none of a table.
    pub fn form(&self) -> Result<Format, String> {
        match (self.format, ending(&self.place)?) {
            (Some(asked), of_file) => agreed(asked, of_file.as_ref()),
            (None, Some(OutputEnding { form: Some(form), .. })) => Ok(form),
            (None, Some(of_file)) => Err(of_file.says_nothing()),
            (None, None) => Ok(Format::Csv),
        }
    }
}

/// The form of the table of `check`; `None`: lines.
///
/// # Errors
/// When the ending of the file says another form than is asked for, or is none of a table or a text.
pub fn form_of_check(asked: Option<Format>, place: &Place) -> Result<Option<Format>, String> {
    match (asked, ending(place)?) {
        (Some(asked), of_file) => agreed(asked, of_file.as_ref()).map(Some),
        (None, Some(OutputEnding { form: Some(form), .. })) => Ok(Some(form)),
        (None, Some(of_file)) if !TEXTS.contains(&of_file.ending.as_str()) => Err(of_file.says_nothing()),
        (None, _) => Ok(None),
    }
}

/// Endings of a file of lines.
const TEXTS: [&str; 2] = ["txt", "log"];

/// The ending of the file to write.
struct OutputEnding {
    path: String,
    ending: String,
    form: Option<Format>,
}

impl OutputEnding {
    fn says_nothing(&self) -> String {
        format!(
            "{}: nothing that is written has the ending .{}; name it .csv, .json or .xlsx, or say --format",
            self.path, self.ending
        )
    }
}

/// The ending of the file to write, unless it has none, like a device.
fn ending(place: &Place) -> Result<Option<OutputEnding>, String> {
    let Some(path) = &place.output else { return Ok(None) };
    if path.is_empty() {
        return Err("--output names no file".to_owned());
    }
    if Path::new(path).is_dir() {
        return Err(format!("{path}: this is a folder; --output names a file"));
    }
    let Some(ending) = Path::new(path).extension() else { return Ok(None) };
    let ending = ending.to_string_lossy().to_ascii_lowercase();
    let form = match ending.as_str() {
        "csv" => Some(Format::Csv),
        "json" => Some(Format::Json),
        "xlsx" => Some(Format::Xlsx),
        "xls" | "xlsm" | "xlsb" | "ods" => {
            return Err(format!("{path}: a workbook is written as .xlsx only; give the file that ending"));
        }
        _ => None,
    };
    Ok(Some(OutputEnding { path: path.clone(), ending, form }))
}

/// The form that is asked for, unless the ending says another.
fn agreed(asked: Format, of_file: Option<&OutputEnding>) -> Result<Format, String> {
    match of_file.filter(|of_file| of_file.form.is_some_and(|form| form != asked)) {
        Some(of_file) => Err(format!(
            "{}: its ending is not that of --format {}; leave one of the two out, or change it",
            of_file.path,
            asked.name()
        )),
        None => Ok(asked),
    }
}

/// Refuses an output that is one of the files to read, by whatever path or link.
pub fn refuse_inputs<'a>(place: &Place, mut inputs: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let Some(output) = &place.output else { return Ok(()) };
    // Two paths are not compared if one leads nowhere: a file that is not there is not written over.
    let is_output = |input: &&str| match *input {
        STANDARD_INPUT => is_standard_input(output),
        input => same_file::is_same_file(input, output).unwrap_or_default(),
    };
    inputs.find(is_output).map_or(Ok(()), |input| {
        let file = if input == output { String::new() } else { format!(" {input},") };
        Err(format!("{output}: this is{file} a file to read, and would be written over; --output has to name another"))
    })
}

/// True for the file that the standard input is read from.
fn is_standard_input(output: &str) -> bool {
    let handles = Handle::stdin().and_then(|input| Ok((input, Handle::from_path(output)?)));
    Path::new(output).is_file() && handles.is_ok_and(|(input, output)| input == output)
}

/// Writes CSV of the engine in a form. `numbers` are the headings of further columns of numbers.
pub fn write_csv(format: Format, place: &Place, title: &str, text: &str, numbers: &[&str]) -> Result<(), String> {
    match format {
        // The bytes that the engine wrote.
        Format::Csv => write_bytes(place, text.as_bytes()),
        format => write_table(format, place, &OutputTable::from_csv(title, text)?.with_numbers(numbers)),
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
        None => match write_out(bytes) {
            // Whoever reads has enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written.map_err(|error| format!("the standard output cannot be written: {error}")),
        },
    }
}

fn write_out(bytes: &[u8]) -> io::Result<()> {
    let mut output = io::stdout().lock();
    output.write_all(bytes)?;
    output.flush()
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
