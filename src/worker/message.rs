//! What goes between page and engine: small arrays, with a question as JSON and its answer as bytes (postcard).

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::File;

/// The page asks.
#[derive(Clone, Debug)]
pub enum Asked {
    /// To read these files and open them, also if no heading is known.
    Files(Vec<File>, bool),
    /// To read this file from the first line that begins behind this byte, for another engine that reads what is before it.
    Part(File, f64),
    /// To open this text, pasted from a spreadsheet, also if no heading is known.
    Text(String, bool),
    /// To open the sample of this name.
    Sample(String),
    /// To read this file for current performance, beside the one that is open.
    Current(File),
    /// To stop reading.
    Cancel,
    /// A command and queries, with the number to answer to.
    Exchange(u32, String),
    /// How much memory it holds, for the benchmark.
    Memory,
    /// To panic, for the test of what happens then.
    Crash,
}

/// The engine tells.
#[derive(Clone, Debug)]
pub enum Told {
    /// How far the reading is: "43%", and words.
    Progress(String, String),
    /// How many bytes and rows of a part have been read.
    PartProgress(f64, u32),
    /// Rows of a part.
    PartRows(Uint8Array),
    /// The bytes before the part, what goes with its rows, and the last of them.
    Part(Uint8Array, Uint8Array, Uint8Array),
    /// There is no such part, or it has to be read with what is before it.
    NoPart,
    /// The file is open.
    Opened,
    /// Nothing could be read: what is wrong, what to do, and whether it can be opened all the same.
    Failed(String, String, bool),
    /// The reading was stopped.
    Cancelled,
    /// The results of the second file are current performance now.
    CurrentOpened,
    /// The second file could not be read: what is wrong, and what to do. All else stays as it was.
    CurrentFailed(String, String),
    /// The reading of the second file was stopped.
    CurrentCancelled,
    /// The answer to an exchange, by its number.
    Answer(u32, Vec<u8>),
    /// The memory it holds, in bytes.
    Memory(f64),
    /// The engine broke down.
    Panic(String),
}

impl Asked {
    /// As it is posted.
    pub fn into_js(self) -> JsValue {
        match self {
            Self::Files(files, anyway) => array("files", &[files.iter().collect::<Array>().into(), anyway.into()]),
            Self::Part(file, from) => array("part", &[file.into(), from.into()]),
            Self::Text(text, anyway) => array("text", &[text.into(), anyway.into()]),
            Self::Sample(name) => array("sample", &[name.into()]),
            Self::Current(file) => array("current", &[file.into()]),
            Self::Cancel => array("cancel", &[]),
            Self::Exchange(number, text) => array("exchange", &[number.into(), text.into()]),
            Self::Memory => array("memory", &[]),
            Self::Crash => array("crash", &[]),
        }
    }

    /// From what was posted; `None`: not one of ours.
    pub fn from_js(posted: &JsValue) -> Option<Self> {
        let parts: &Array = posted.dyn_ref()?;
        Some(match parts.get(0).as_string()?.as_str() {
            "files" => Self::Files(all(parts.get(1))?, parts.get(2).is_truthy()),
            "part" => Self::Part(parts.get(1).dyn_into().ok()?, parts.get(2).as_f64()?),
            "text" => Self::Text(parts.get(1).as_string()?, parts.get(2).is_truthy()),
            "sample" => Self::Sample(parts.get(1).as_string()?),
            "current" => Self::Current(parts.get(1).dyn_into().ok()?),
            "cancel" => Self::Cancel,
            "exchange" => Self::Exchange(number(&parts.get(1))?, parts.get(2).as_string()?),
            "memory" => Self::Memory,
            "crash" => Self::Crash,
            _ => return None,
        })
    }
}

impl Told {
    /// What of it is handed over rather than copied.
    pub fn handed_over(&self) -> Array {
        match self {
            Self::PartRows(rows) | Self::Part(_, _, rows) => Array::of1(&rows.buffer()),
            _ => Array::new(),
        }
    }

    /// As it is posted.
    pub fn into_js(self) -> JsValue {
        match self {
            Self::Progress(percent, words) => array("progress", &[percent.into(), words.into()]),
            Self::PartProgress(bytes, rows) => array("part-progress", &[bytes.into(), rows.into()]),
            Self::PartRows(rows) => array("part-rows", &[rows.into()]),
            Self::Part(between, about, last) => array("part", &[between.into(), about.into(), last.into()]),
            Self::NoPart => array("no-part", &[]),
            Self::Opened => array("opened", &[]),
            Self::Failed(what, remedy, anyway) => array("failed", &[what.into(), remedy.into(), anyway.into()]),
            Self::Cancelled => array("cancelled", &[]),
            Self::CurrentOpened => array("current-opened", &[]),
            Self::CurrentFailed(what, remedy) => array("current-failed", &[what.into(), remedy.into()]),
            Self::CurrentCancelled => array("current-cancelled", &[]),
            Self::Answer(number, bytes) => array("answer", &[number.into(), Uint8Array::new_from_slice(&bytes).into()]),
            Self::Memory(bytes) => array("memory", &[bytes.into()]),
            Self::Panic(text) => array("panic", &[text.into()]),
        }
    }

    /// From what was posted; `None`: not one of ours. What the boot script reports is a panic too.
    pub fn from_js(posted: &JsValue) -> Option<Self> {
        let Some(parts) = posted.dyn_ref::<Array>() else {
            let panic = Reflect::get(posted, &"panic".into()).ok()?;
            return panic.as_string().map(Self::Panic);
        };
        let text = |index| parts.get(index).as_string();
        Some(match text(0)?.as_str() {
            "progress" => Self::Progress(text(1)?, text(2)?),
            "part-progress" => Self::PartProgress(parts.get(1).as_f64()?, number(&parts.get(2))?),
            "part-rows" => Self::PartRows(parts.get(1).dyn_into().ok()?),
            "part" => {
                Self::Part(parts.get(1).dyn_into().ok()?, parts.get(2).dyn_into().ok()?, parts.get(3).dyn_into().ok()?)
            }
            "no-part" => Self::NoPart,
            "opened" => Self::Opened,
            "failed" => Self::Failed(text(1)?, text(2)?, parts.get(3).is_truthy()),
            "cancelled" => Self::Cancelled,
            "current-opened" => Self::CurrentOpened,
            "current-failed" => Self::CurrentFailed(text(1)?, text(2)?),
            "current-cancelled" => Self::CurrentCancelled,
            "answer" => Self::Answer(number(&parts.get(1))?, parts.get(2).dyn_into::<Uint8Array>().ok()?.to_vec()),
            "memory" => Self::Memory(parts.get(1).as_f64()?),
            "panic" => Self::Panic(text(1)?),
            _ => return None,
        })
    }
}

fn array(kind: &str, parts: &[JsValue]) -> JsValue {
    let array = Array::of1(&kind.into());
    for part in parts {
        array.push(part);
    }
    array.into()
}

fn all<T: JsCast>(values: JsValue) -> Option<Vec<T>> {
    let values: Array = values.dyn_into().ok()?;
    values.iter().map(|value| value.dyn_into().ok()).collect()
}

fn number(value: &JsValue) -> Option<u32> {
    let number = value.as_f64()?;
    (number >= 0.0 && number <= f64::from(u32::MAX)).then_some(number as u32)
}
