//! What is wrong with an input, and where it is kept.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::seeds::Format;

/// An input that takes longer than this never ends, as far as anybody would wait.
const HANGS: Duration = Duration::from_secs(60);
/// Inputs of one kind of fault that are kept.
const MOST_KEPT: u64 = 5;

/// What is wrong with an input.
#[derive(Clone, Debug)]
pub enum Fault {
    /// A panic, at this place.
    Panic(String),
    /// A row is neither a pupil nor set aside, or two ways of reading differ: in words.
    Account(String),
    /// It took this much processor time.
    #[allow(dead_code, reason = "printed")]
    Slow(Duration),
    /// It took so many bytes.
    #[allow(dead_code, reason = "printed")]
    Memory(usize),
}

impl Fault {
    /// Faults of one kind are counted together.
    fn kind(&self) -> String {
        match self {
            Self::Panic(place) if is_foreign(place) => format!("panic of a library at {place}"),
            Self::Panic(place) => format!("panic at {place}"),
            Self::Account(why) => why.clone(),
            Self::Slow(_) => "more than two seconds".into(),
            Self::Memory(_) => "too much memory".into(),
        }
    }
}

/// Cargo names our own files by their path in the workspace.
fn is_foreign(place: &str) -> bool {
    Path::new(place).is_absolute()
}

/// The faults of a format.
pub struct FaultLog {
    format: Format,
    counts: BTreeMap<String, u64>,
}

impl FaultLog {
    /// None yet.
    pub fn new(format: Format) -> Self {
        Self { format, counts: BTreeMap::new() }
    }

    /// Counts a fault, and keeps its input if it is one of the first of its kind.
    pub fn add(&mut self, number: u64, files: &[Vec<u8>], fault: Fault) {
        let count = self.counts.entry(fault.kind()).or_default();
        *count += 1;
        if *count <= MOST_KEPT {
            let path = keep(self.format, number, files);
            println!("{}#{number}: {fault:?}, see {}", self.format.name(), path.display());
        }
    }

    /// Whether nothing was wrong.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}

impl Display for FaultLog {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        if self.is_empty() {
            return formatter.write_str("nothing wrong");
        }
        let counts = self.counts.iter().map(|(kind, count)| format!("{count} × {kind}"));
        formatter.write_str(&counts.collect::<Vec<_>>().join("; "))
    }
}

/// Keeps an input.
pub fn keep(format: Format, number: u64, files: &[Vec<u8>]) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/fuzz");
    std::fs::create_dir_all(&folder).unwrap();
    for (place, file) in files.iter().enumerate().rev() {
        std::fs::write(folder.join(format!("{}-{number}-{place}", format.name())), file).unwrap();
    }
    folder.join(format!("{}-{number}-0", format.name()))
}

type Watched = Option<(u64, Instant, Vec<Vec<u8>>)>;

/// Ends the program when an input hangs: nothing else can end its thread.
pub struct Watchdog(Arc<Mutex<Watched>>);

impl Watchdog {
    /// Watches the inputs of a format.
    pub fn start(format: Format) -> Self {
        let watched = Arc::new(Mutex::new(None));
        let dog = Arc::downgrade(&watched);
        thread::spawn(move || {
            while let Some(watched) = dog.upgrade() {
                let watched: &Mutex<Watched> = &watched;
                if let Some((number, begun, files)) = watched.lock().unwrap().as_ref()
                    && begun.elapsed() > HANGS
                {
                    let path = keep(format, *number, files);
                    println!("{}#{number} hangs, see {}", format.name(), path.display());
                    std::process::exit(1);
                }
                thread::sleep(Duration::from_secs(1));
            }
        });
        Self(watched)
    }

    /// An input is being read from now on.
    pub fn begin(&self, number: u64, files: &[Vec<u8>]) {
        *self.0.lock().unwrap() = Some((number, Instant::now(), files.to_vec()));
    }

    /// It was read.
    pub fn end(&self) {
        *self.0.lock().unwrap() = None;
    }
}
