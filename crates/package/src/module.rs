//! The class that JavaScript holds: one session. Its methods answer with `{ ok: true, value }` or
//! `{ ok: false, error }`.

use std::sync::Arc;

use ambition_engine::guidance::Guidance;
use ambition_engine::guidance::own_edition::ExtendedGuidance;
use ambition_engine::intake::cohort_reader::CHUNK;
use ambition_engine::intake::together::FilesTogether;
use ambition_engine::intake::workbook::{self, FIRST_BYTES};
use ambition_engine::intake::{CannotRead, CohortReader, ReadAs, ReadFile};
use ambition_engine::screens::{Exchange, Query, View};
use ambition_engine::session::{Command, FileRole, Session};
use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::report::{opened_file, rows, screen_table};
use crate::spreadsheets::{OpenedSpreadsheet, SpreadsheetModule};
use crate::values::{FigureRow, FindingRow, OpenOptions, OpenedFile, Problem, ProblemCode};

#[wasm_bindgen]
extern "C" {
    /// A file to read, as `js/index.js` makes it.
    pub type SourceFile;
    #[wasm_bindgen(method, getter)]
    fn name(this: &SourceFile) -> String;
    #[wasm_bindgen(method, getter)]
    fn bytes(this: &SourceFile) -> Uint8Array;
    /// A new instance of what reads spreadsheets.
    #[wasm_bindgen(method, catch)]
    fn spreadsheets(this: &SourceFile) -> Result<SpreadsheetModule, JsValue>;
}

/// Whether a file that begins with these bytes is read by the module for spreadsheets.
#[wasm_bindgen(js_name = wantsSpreadsheets)]
pub fn wants_spreadsheets(start: &[u8]) -> bool {
    workbook::wants_opener(start.get(..FIRST_BYTES).unwrap_or(start))
}

/// Bytes of memory of this instance.
#[wasm_bindgen(js_name = memoryBytes)]
pub fn memory_bytes() -> f64 {
    const PAGE: usize = 1 << 16;
    (core::arch::wasm32::memory_size(0) * PAGE) as f64
}

/// One session.
#[wasm_bindgen]
pub struct Engine {
    session: Session,
    /// The edition of one's own by which files are opened.
    own_edition: Option<String>,
    /// A stream that is being read, and how it is to be opened.
    stream: Option<(CohortReader, OpenOptions)>,
}

#[wasm_bindgen]
impl Engine {
    /// With nothing open.
    ///
    /// # Errors
    /// When the guidance was not packed, which does not happen in a release.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Engine, String> {
        let session = Session::new(Arc::new(Guidance::shipped()?))?;
        Ok(Self { session, own_edition: None, stream: None })
    }

    /// Reads an edition of one's own, by which files are opened from then on.
    pub fn extend(&mut self, name: &str, text: &str) -> JsValue {
        answer(self.try_extend(name, text))
    }

    /// Opens files that are read together.
    pub fn open(&mut self, files: Vec<SourceFile>, options: JsValue) -> JsValue {
        answer(self.try_open(&files, options))
    }

    /// Begins a stream of about `size` bytes; 0: not known.
    pub fn begin(&mut self, size: f64, options: JsValue) -> JsValue {
        let begun = self.options(options).map(|options| {
            let reader = CohortReader::new(self.session.guidance().clone(), size as u64);
            let reader = reader.named(options.name.as_deref().unwrap_or_default()).with_read_as(read_as(&options));
            self.stream = Some((reader, options));
        });
        answer(begun)
    }

    /// Reads the next bytes of the stream.
    pub fn push(&mut self, bytes: &Uint8Array) -> JsValue {
        let Some((reader, options)) = &mut self.stream else { return answer::<()>(Err(Problem::nothing_open())) };
        let name = options.name.clone().unwrap_or_default();
        answer(push(reader, bytes).map_err(|error| Problem::from_file(&name, error)))
    }

    /// Ends the stream and opens what it held.
    pub fn end(&mut self) -> JsValue {
        let Some((reader, options)) = self.stream.take() else { return answer::<()>(Err(Problem::nothing_open())) };
        let name = options.name.clone().unwrap_or_default();
        let file = reader.finish().map_err(|error| Problem::from_file(&name, error));
        answer(file.and_then(|file| self.take(file, &name, &options)))
    }

    /// Keeps the results of another file under a number, and takes them for current performance.
    #[wasm_bindgen(js_name = openCurrent)]
    pub fn open_current(&mut self, number: u32, file: SourceFile) -> JsValue {
        answer(self.try_open_current(number, file))
    }

    /// Which file has to be read again for a command: -1 the pupils' own, else a file of last results by its number.
    pub fn rereads(&mut self, command: JsValue) -> Option<i32> {
        let command = value::<Command>(command, "command").ok()?;
        self.session.rereading(Some(&command)).map(|rereading| match rereading.file {
            FileRole::Pupils => -1,
            FileRole::Current(number) => number as i32,
        })
    }

    /// Carries out a command, with the files that have to be read again for it.
    pub fn command(&mut self, command: JsValue, files: Vec<SourceFile>) -> JsValue {
        answer(value(command, "command").and_then(|command| self.try_command(command, &files)))
    }

    /// One view.
    pub fn view(&mut self, query: JsValue) -> JsValue {
        let query = match value::<Query>(query, "query") {
            Ok(query) => query,
            Err(problem) => return answer::<()>(Err(problem)),
        };
        let exchange = Exchange { command: None, queries: vec![query] };
        match self.session.exchange(&exchange).views.pop() {
            Some(View::File { name, bytes }) => file_answer(&name, &bytes),
            view => answer(Ok(view.unwrap_or(View::Empty))),
        }
    }

    /// The figures as rows.
    pub fn figures(&mut self, by_group: bool) -> JsValue {
        let csv = self.session.figures_csv(by_group).ok_or_else(Problem::nothing_open);
        answer(csv.and_then(|csv| rows::<FigureRow>(&csv)))
    }

    /// The figures in the exchange format.
    #[wasm_bindgen(js_name = figuresCsv)]
    pub fn figures_csv(&mut self, by_group: bool) -> JsValue {
        answer(self.session.figures_csv(by_group).ok_or_else(Problem::nothing_open))
    }

    /// The findings as rows.
    pub fn findings(&mut self) -> JsValue {
        answer(self.try_findings().and_then(|csv| rows::<FindingRow>(&csv)))
    }

    /// The findings in the exchange format.
    #[wasm_bindgen(js_name = findingsCsv)]
    pub fn findings_csv(&mut self) -> JsValue {
        answer(self.try_findings())
    }

    /// The tables of a screen.
    pub fn tables(&mut self, screen: JsValue) -> JsValue {
        let tables = value::<Query>(screen, "screen").and_then(|screen| {
            self.open_edition()?;
            Ok(self.session.tables(&screen).iter().map(screen_table).collect::<Vec<_>>())
        });
        answer(tables)
    }
}

impl Engine {
    fn try_extend(&mut self, name: &str, text: &str) -> Result<(), Problem> {
        let ExtendedGuidance { guidance, id, .. } = ExtendedGuidance::read(name, text)?;
        let session = Session::new(guidance);
        self.session = session.map_err(|why| Problem::new(ProblemCode::WrongEdition, name, why, ""))?;
        self.own_edition = Some(id);
        Ok(())
    }

    fn try_open(&mut self, files: &[SourceFile], options: JsValue) -> Result<OpenedFile, Problem> {
        let options = self.options(options)?;
        let file = read_together(files, read_as(&options), self.session.guidance())?;
        let names = files.iter().map(SourceFile::name).collect::<Vec<_>>().join(", ");
        self.take(file, &names, &options)
    }

    /// Opens what was read.
    fn take(&mut self, file: ReadFile, name: &str, options: &OpenOptions) -> Result<OpenedFile, Problem> {
        let opened = opened_file(&file);
        self.session.open(file, name);
        if let Some(year) = &options.year {
            self.try_command(Command::SetYear { year: year.clone() }, &[])?;
        }
        let edition = self.session.open_edition().ok_or_else(Problem::nothing_open)?;
        Ok(OpenedFile { edition: edition.id.clone(), edition_name: edition.name.clone(), ..opened })
    }

    fn try_open_current(&mut self, number: u32, file: SourceFile) -> Result<OpenedFile, Problem> {
        let edition = self.open_edition()?;
        let (id, edition_name, name) = (edition.id.clone(), edition.name.clone(), file.name());
        let read_as = ReadAs { edition: Some(id.clone()), ..ReadAs::default() };
        let file = read_together(&[file], read_as, self.session.guidance())?;
        let opened = OpenedFile { edition: id, edition_name, ..opened_file(&file) };
        let kept = self.session.keep_current(number, file, &name);
        kept.map_err(|why| Problem::new(ProblemCode::Refused, &name, why, ""))?;
        self.try_command(Command::SetCurrentFile { file: Some(number) }, &[])?;
        Ok(opened)
    }

    fn try_command(&mut self, command: Command, files: &[SourceFile]) -> Result<(), Problem> {
        self.open_edition()?;
        let rereading = self.session.rereading(Some(&command));
        let exchange = Exchange { command: Some(command), queries: Vec::new() };
        let answer = match rereading {
            None => self.session.exchange(&exchange),
            Some(rereading) => {
                let file = read_together(files, rereading.read_as, self.session.guidance())?;
                self.session.exchange_reread(&exchange, Ok(file))
            }
        };
        let remedy = "Nothing was changed. The view of the screen has what can be chosen.";
        answer.refused.map_or(Ok(()), |why| Err(Problem::new(ProblemCode::Refused, "command", why, remedy)))
    }

    fn try_findings(&mut self) -> Result<String, Problem> {
        self.open_edition()?;
        self.session.findings_csv().ok_or_else(Problem::withheld)
    }

    fn open_edition(&self) -> Result<&ambition_engine::guidance::Edition, Problem> {
        self.session.open_edition().ok_or_else(Problem::nothing_open)
    }

    /// The options, if they can be fulfilled.
    fn options(&self, options: JsValue) -> Result<OpenOptions, Problem> {
        let mut options = value::<OpenOptions>(options, "options")?;
        options.edition = options.edition.or_else(|| self.own_edition.clone());
        let guidance = self.session.guidance();
        if let Some(id) = options.edition.as_ref().filter(|id| guidance.edition(id).is_none()) {
            let known = guidance.editions.iter().map(|edition| edition.id.as_str()).collect::<Vec<_>>().join(", ");
            let (what, remedy) = (format!("Edition {id} is not known."), format!("There is {known}."));
            return Err(Problem::new(ProblemCode::UnknownEdition, "options.edition", what, remedy));
        }
        Ok(options)
    }
}

fn read_as(options: &OpenOptions) -> ReadAs {
    ReadAs { edition: options.edition.clone(), anyway: options.anyway.unwrap_or_default(), ..ReadAs::default() }
}

/// Reads files as the page reads those that are dropped on it together.
fn read_together(files: &[SourceFile], read_as: ReadAs, guidance: &Arc<Guidance>) -> Result<ReadFile, Problem> {
    let mut together = FilesTogether::new(read_as);
    loop {
        for file in files {
            let name = file.name();
            let read = read(file, &name, &together.settings(), guidance);
            together.push(name.clone(), read.map_err(|error| Problem::from_file(&name, error))?);
        }
        match together.again() {
            Some(again) => together = again,
            None => return together.combine(guidance).map_err(|error| Problem::from_file("", error)),
        }
    }
}

fn read(file: &SourceFile, name: &str, read_as: &ReadAs, guidance: &Arc<Guidance>) -> Result<ReadFile, CannotRead> {
    let bytes = file.bytes();
    if wants_spreadsheets(&bytes.subarray(0, FIRST_BYTES as u32).to_vec()) {
        let module = file.spreadsheets().map_err(|thrown| not_started(&thrown))?;
        let mut opened = OpenedSpreadsheet { module, bytes };
        return workbook::read_workbook(guidance.clone(), read_as.clone(), &mut opened);
    }
    let mut reader = CohortReader::new(guidance.clone(), u64::from(bytes.length()));
    reader = reader.named(name).with_read_as(read_as.clone());
    push(&mut reader, &bytes)?;
    reader.finish()
}

/// Reads bytes, which JavaScript holds, straight into the buffer of the reader.
fn push(reader: &mut CohortReader, bytes: &Uint8Array) -> Result<(), CannotRead> {
    let length = bytes.length();
    for from in (0..length).step_by(CHUNK) {
        let chunk = bytes.subarray(from, length.min(from.saturating_add(CHUNK as u32)));
        reader.push_with(chunk.length() as usize, |room| chunk.copy_to(room))?;
    }
    Ok(())
}

fn not_started(thrown: &JsValue) -> CannotRead {
    CannotRead {
        what: format!("What reads workbooks and Common Transfer Files did not start: {thrown:?}."),
        remedy: "Save the sheet with the pupils as CSV in UTF-8 and open that file.".into(),
        anyway: false,
    }
}

/// A message as one of its types.
fn value<T: DeserializeOwned>(value: JsValue, place: &str) -> Result<T, Problem> {
    serde_wasm_bindgen::from_value(value).map_err(|error| {
        let what = format!("It is not understood: {error}.");
        Problem::new(ProblemCode::NotUnderstood, place, what, "types.d.ts of this package declares its form.")
    })
}

/// What is answered.
fn answer<T: Serialize>(result: Result<T, Problem>) -> JsValue {
    let serializer = Serializer::json_compatible();
    match result.map(|value| value.serialize(&serializer)) {
        Ok(Ok(value)) => answered(true, "value", &value),
        Ok(Err(error)) => {
            let problem = Problem::new(ProblemCode::Breakdown, "", error.to_string(), "Please report it.");
            answer::<()>(Err(problem))
        }
        // Texts can always be serialised.
        Err(problem) => answered(false, "error", &problem.serialize(&serializer).unwrap_or(JsValue::NULL)),
    }
}

fn answered(ok: bool, key: &str, value: &JsValue) -> JsValue {
    let entries = Array::of2(
        &Array::of2(&JsValue::from_str("ok"), &JsValue::from_bool(ok)),
        &Array::of2(&JsValue::from_str(key), value),
    );
    Object::from_entries(&entries).map_or(JsValue::NULL, JsValue::from)
}

/// A view that is a file, with its bytes as JavaScript has bytes.
fn file_answer(name: &str, bytes: &[u8]) -> JsValue {
    let (view, file) = (Object::new(), Object::new());
    // A new object takes every key.
    let _ = Reflect::set(&file, &JsValue::from_str("name"), &JsValue::from_str(name));
    let _ = Reflect::set(&file, &JsValue::from_str("bytes"), &Uint8Array::from(bytes));
    let _ = Reflect::set(&view, &JsValue::from_str("file"), &file);
    answered(true, "value", &view)
}
