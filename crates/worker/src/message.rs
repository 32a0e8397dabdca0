//! What goes between page and engine: arrays of a kind and its fields. A question is JSON and its answer bytes
//! (postcard); files and large pieces of bytes are fields of their own, because they are passed on and not copied.

use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::File;

/// Defines an enum of messages, and how each is posted: its kind, then its fields in order.
macro_rules! messages {
    ($(#[$about:meta])* $name:ident {
        $($(#[$doc:meta])* $kind:literal => $variant:ident $(($($field:ident: $type:ty),*))?,)*
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug)]
        pub enum $name {
            $($(#[$doc])* $variant $(($($type),*))?,)*
        }

        impl $name {
            /// As it is posted.
            pub fn into_js(self) -> JsValue {
                match self {
                    $(Self::$variant $(($($field),*))? => array($kind, [$($($field.into_field()),*)?]),)*
                }
            }

            fn from_array(posted: &Array) -> Option<Self> {
                let mut fields = posted.iter();
                let kind = fields.next()?.as_string()?;
                Some(match kind.as_str() {
                    $($kind => Self::$variant $(($(<$type>::from_field(fields.next()?)?),*))?,)*
                    _ => return None,
                })
            }
        }
    };
}

messages! {
    /// What the page asks. Readings and exchanges have numbers, which their outcomes bear.
    WorkerRequest {
        /// To read these files and open them, also if no heading is known, and answer these queries. With the files that
        /// the page holds come their bytes.
        "files" => Files(number: u32, files: Vec<File>, anyway: bool, queries: String, held: HeldBytes),
        /// To open this text, pasted from a spreadsheet, also if no heading is known, and answer these queries.
        "text" => Text(number: u32, text: String, anyway: bool, queries: String),
        /// To open the sample of this name, and answer these queries.
        "sample" => Sample(number: u32, name: String, queries: String),
        /// To read this file of last results, beside the one that is open, and keep it under a number.
        "current" => Current(number: u32, file: File, kept_as: u32),
        /// To stop reading.
        "cancel" => Cancel,
        /// A command and queries.
        "exchange" => Exchange(number: u32, text: String),
        /// To read this file from the first line that begins after this byte, for another engine that reads what is
        /// before it.
        "shard" => Shard(file: File, from: f64),
        /// How much memory it holds, for the benchmark.
        "memory" => Memory,
        /// To open the sample of this number without keeping it, so that the code for the first file is compiled before
        /// there is one.
        "warm-up" => WarmUp(sample: u32),
        /// To panic, for the test of what happens then.
        "crash" => Crash,
    }
}

messages! {
    /// What the engine says.
    WorkerEvent {
        /// It is at work on what says nothing of how far it is.
        "beat" => Beat,
        /// How far the reading is: "43%", and words.
        "progress" => Progress(percent: String, words: String),
        /// The file is open. The answer to the queries that came with the request; no bytes if there were none.
        "opened" => Opened(number: u32, bytes: Vec<u8>),
        /// Nothing could be read: what is wrong, what to do, and whether it can be opened all the same.
        "failed" => Failed(number: u32, what: String, remedy: String, anyway: bool),
        /// The reading was stopped.
        "cancelled" => Cancelled(number: u32),
        /// The file of last results is there to be taken for current performance.
        "current-opened" => CurrentOpened(number: u32),
        /// The second file could not be read: what is wrong, and what to do. All else stays as it was.
        "current-failed" => CurrentFailed(number: u32, what: String, remedy: String),
        /// The reading of the second file was stopped.
        "current-cancelled" => CurrentCancelled(number: u32),
        /// The answer to an exchange.
        "answer" => Answer(number: u32, bytes: Vec<u8>),
        /// What the first screens would show of the sample of this number, which is not kept.
        "warmed-up" => WarmedUp(sample: u32, bytes: Vec<u8>),
        /// How many bytes and rows of a shard have been read.
        "shard-progress" => ShardProgress(bytes: f64, rows: u32),
        /// Rows of a shard.
        "shard-rows" => ShardRows(rows: Uint8Array),
        /// The bytes before the shard, its header, and the last of its rows.
        "shard" => Shard(between: Uint8Array, header: Uint8Array, last: Uint8Array),
        /// There is no such shard, or it has to be read with what is before it.
        "no-shard" => NoShard,
        /// The memory it holds, in bytes.
        "memory" => Memory(bytes: f64),
        /// No worker may start: the engine runs on the page's own thread. (`static/boot.js` says it.)
        "own-thread" => OwnThread,
        /// The engine broke down.
        "panic" => Panic(text: String),
    }
}

/// The bytes of files, in their order; `None`: those that have to be read.
pub type HeldBytes = Vec<Option<ArrayBuffer>>;

impl WorkerRequest {
    /// From what was posted; `None`: not one of ours.
    pub fn from_js(posted: &JsValue) -> Option<Self> {
        Self::from_array(posted.dyn_ref()?)
    }

    /// What of it is transferred rather than copied.
    pub fn transferables(&self) -> Array {
        match self {
            Self::Files(.., held) => held.iter().flatten().collect(),
            _ => Array::new(),
        }
    }
}

impl WorkerEvent {
    /// From what was posted; `None`: not one of ours. What the boot script reports is a panic too.
    pub fn from_js(posted: &JsValue) -> Option<Self> {
        if let Some(posted) = posted.dyn_ref() {
            return Self::from_array(posted);
        }
        Reflect::get(posted, &"panic".into()).ok()?.as_string().map(Self::Panic)
    }

    /// What of it is transferred rather than copied.
    pub fn transferables(&self) -> Array {
        match self {
            Self::ShardRows(rows) | Self::Shard(_, _, rows) => Array::of1(&rows.buffer()),
            _ => Array::new(),
        }
    }
}

fn array<const N: usize>(kind: &str, fields: [JsValue; N]) -> JsValue {
    let array = Array::of1(&kind.into());
    for field in &fields {
        array.push(field);
    }
    array.into()
}

/// What a message may hold.
trait MessageField: Sized {
    fn into_field(self) -> JsValue;
    fn from_field(field: JsValue) -> Option<Self>;
}

impl MessageField for String {
    fn into_field(self) -> JsValue {
        self.into()
    }

    fn from_field(field: JsValue) -> Option<Self> {
        field.as_string()
    }
}

impl MessageField for bool {
    fn into_field(self) -> JsValue {
        self.into()
    }

    fn from_field(field: JsValue) -> Option<Self> {
        Some(field.is_truthy())
    }
}

impl MessageField for f64 {
    fn into_field(self) -> JsValue {
        self.into()
    }

    fn from_field(field: JsValue) -> Option<Self> {
        field.as_f64()
    }
}

impl MessageField for u32 {
    fn into_field(self) -> JsValue {
        self.into()
    }

    fn from_field(field: JsValue) -> Option<Self> {
        let number = field.as_f64()?;
        (number >= 0.0 && number <= f64::from(u32::MAX)).then_some(number as u32)
    }
}

impl MessageField for File {
    fn into_field(self) -> JsValue {
        self.into()
    }

    fn from_field(field: JsValue) -> Option<Self> {
        field.dyn_into().ok()
    }
}

impl MessageField for Vec<File> {
    fn into_field(self) -> JsValue {
        self.iter().collect::<Array>().into()
    }

    fn from_field(field: JsValue) -> Option<Self> {
        field.dyn_into::<Array>().ok()?.iter().map(|file| file.dyn_into().ok()).collect()
    }
}

impl MessageField for HeldBytes {
    fn into_field(self) -> JsValue {
        self.into_iter().map(JsValue::from).collect::<Array>().into()
    }

    fn from_field(field: JsValue) -> Option<Self> {
        let held = field.dyn_into::<Array>().ok()?;
        Some(held.iter().map(|bytes| bytes.dyn_into().ok()).collect())
    }
}

impl MessageField for Uint8Array {
    fn into_field(self) -> JsValue {
        self.into()
    }

    fn from_field(field: JsValue) -> Option<Self> {
        field.dyn_into().ok()
    }
}

impl MessageField for Vec<u8> {
    fn into_field(self) -> JsValue {
        Uint8Array::new_from_slice(&self).into()
    }

    fn from_field(field: JsValue) -> Option<Self> {
        Some(field.dyn_into::<Uint8Array>().ok()?.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn file(name: &str) -> File {
        File::new_with_str_sequence(&Array::of1(&"UPN".into()), name).expect("a file of a text")
    }

    #[wasm_bindgen_test]
    fn requests_come_back_from_what_is_posted() {
        for request in [
            WorkerRequest::Files(
                1,
                vec![file("a.csv"), file("b.csv")],
                true,
                "[]".into(),
                vec![Some(ArrayBuffer::new(3)), None],
            ),
            WorkerRequest::Text(3, "UPN".into(), false, "[]".into()),
            WorkerRequest::Sample(u32::MAX, "sample".into(), "[]".into()),
            WorkerRequest::Current(2, file("c.csv"), 1),
            WorkerRequest::Cancel,
            WorkerRequest::Shard(file("a.csv"), 5e12),
        ] {
            let posted = request.clone().into_js();
            let back = WorkerRequest::from_js(&posted).expect("one of ours");
            assert_eq!(format!("{back:?}"), format!("{request:?}"));
        }
    }

    #[wasm_bindgen_test]
    fn answers_come_back_and_what_boot_reports_is_a_panic() {
        let posted = WorkerEvent::Answer(7, vec![0, 255]).into_js();
        assert!(matches!(WorkerEvent::from_js(&posted), Some(WorkerEvent::Answer(7, bytes)) if bytes == [0, 255]));
        let posted = WorkerEvent::Opened(8, vec![1, 2]).into_js();
        assert!(matches!(WorkerEvent::from_js(&posted), Some(WorkerEvent::Opened(8, bytes)) if bytes == [1, 2]));
        let reported = js_sys::Object::new();
        Reflect::set(&reported, &"panic".into(), &"why".into()).expect("a new object");
        assert!(matches!(WorkerEvent::from_js(&reported), Some(WorkerEvent::Panic(why)) if why == "why"));
    }

    #[wasm_bindgen_test]
    fn what_is_not_ours_is_no_message() {
        let of = |values: &[JsValue]| JsValue::from(values.iter().collect::<Array>());
        for posted in [
            JsValue::NULL,
            of(&[]),
            of(&["nothing".into()]),
            of(&["opened".into()]),
            of(&["opened".into(), 1.into()]),
            of(&["cancelled".into(), "1".into()]),
            of(&["cancelled".into(), (-1).into()]),
            of(&["answer".into(), 1.into(), "text".into()]),
        ] {
            assert!(WorkerEvent::from_js(&posted).is_none(), "{posted:?}");
        }
    }
}
