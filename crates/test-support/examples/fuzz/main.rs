//! Reads inputs that nobody wrote, for as long as one wants: files of the tests with something done to them, format by
//! format. Counts what panics, hangs, takes much memory, or loses a row.
//!
//! ```text
//! cargo xtask fuzz [MINUTES] [FORMAT]...
//! cargo xtask fuzz FORMAT#NUMBER
//! ```
//!
//! An input is made from its number and the seed (`AMBITION_SEED`) alone, so `FORMAT#NUMBER` makes and reads it again. What
//! is wrong is in `target/fuzz/`. Minutes are of processor time, for each format.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a command prints, measures and keeps files")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test's helper")]

mod faults;
mod readers;
mod seeds;

use std::env;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;

use faults::{Fault, FaultLog, Watchdog};
use readers::{Outcome, Readers};
use seeds::{Format, Seeds};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Minutes of processor time for each format, if nothing else is said.
const MINUTES: f64 = 1.0;
/// The seed, if nothing else is said.
const SEED: u64 = 2009;
/// An input that takes longer is slow.
const SLOW: Duration = Duration::from_secs(2);
/// The most bytes that an input may take, whatever it claims to be.
const MOST_BYTES: usize = 512 << 20;
/// How often the clock is looked at.
const BATCH: u64 = 64;

/// Where panics happened since it was looked at last.
static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn main() -> ExitCode {
    let seed = env::var("AMBITION_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    let run = FuzzRun { seed, seeds: Seeds::load(), readers: Readers::new() };
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, ToString::to_string);
        PANICS.lock().unwrap().push(place);
    }));
    let words = env::args().skip(1).collect::<Vec<_>>();
    if let [word] = words.as_slice()
        && let Some((format, number)) = word.split_once('#')
    {
        let (format, number) = (Format::named(format).expect("a format"), number.parse().expect("a number"));
        return run.repeat(format, number);
    }
    let minutes = words.iter().find_map(|word| word.parse().ok()).unwrap_or(MINUTES);
    let mut formats = words.iter().filter_map(|word| Format::named(word)).collect::<Vec<_>>();
    let unknown = words.iter().find(|word| word.parse::<f64>().is_err() && Format::named(word).is_none());
    if let Some(unknown) = unknown {
        let known = Format::ALL.map(Format::name).join(", ");
        println!("{unknown} is no format; there is {known}");
        return ExitCode::FAILURE;
    }
    if formats.is_empty() {
        formats = Format::ALL.to_vec();
    }
    println!("seed {seed}, {minutes} minutes of processor time for each format");
    let faulty = formats.into_iter().filter(|format| !run.fuzz(*format, minutes)).count();
    if faulty == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What one run has.
struct FuzzRun {
    seed: u64,
    seeds: Seeds,
    readers: Readers,
}

/// What became of the inputs of a format.
#[derive(Default)]
struct Tally {
    inputs: u64,
    read: u64,
    rows: u64,
    most_bytes: (usize, u64),
    slowest: (Duration, u64),
}

impl FuzzRun {
    /// The input with a number.
    fn input(&self, format: Format, number: u64) -> (Vec<Vec<u8>>, fastrand::Rng) {
        let mut random = fastrand::Rng::with_seed(self.seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let files = self.seeds.mutated(format, &mut random);
        (files, random)
    }

    /// Reads inputs of a format until the time is over; returns whether nothing was wrong.
    fn fuzz(&self, format: Format, minutes: f64) -> bool {
        let (mut tally, mut log) = (Tally::default(), FaultLog::new(format));
        let watchdog = Watchdog::start(format);
        let begun = processor_time();
        let end = Duration::from_secs_f64(minutes * 60.0);
        for number in 0.. {
            if number % BATCH == 0 && processor_time().saturating_sub(begun) >= end {
                break;
            }
            let (files, random) = self.input(format, number);
            watchdog.begin(number, &files);
            self.count(&mut tally, &mut log, (format, number), files, random);
            watchdog.end();
        }
        let took = processor_time().saturating_sub(begun).as_secs_f64();
        println!(
            "{}: {} inputs in {took:.0} s of processor time, {} read with {} rows; most memory {:.1} MB (#{}); slowest \
             {:.2} s (#{}); {log}",
            format.name(),
            tally.inputs,
            tally.read,
            tally.rows,
            tally.most_bytes.0 as f64 / f64::from(1 << 20),
            tally.most_bytes.1,
            tally.slowest.0.as_secs_f64(),
            tally.slowest.1,
        );
        log.is_empty()
    }

    fn count(
        &self,
        tally: &mut Tally,
        log: &mut FaultLog,
        (format, number): (Format, u64),
        files: Vec<Vec<u8>>,
        random: fastrand::Rng,
    ) {
        let kept = files.clone();
        let (outcome, faults, bytes, took) = self.observe(format, files, random);
        tally.inputs += 1;
        if let Some(outcome) = outcome.filter(|outcome| outcome.read) {
            tally.read += 1;
            tally.rows += outcome.rows;
        }
        tally.most_bytes = tally.most_bytes.max((bytes, number));
        tally.slowest = tally.slowest.max((took, number));
        for fault in faults {
            log.add(number, &kept, fault);
        }
        if took > SLOW {
            // Others may have had the processor.
            let (files, random) = self.input(format, number);
            let begun = processor_time();
            self.observe(format, files, random);
            let took = processor_time().saturating_sub(begun);
            if took > SLOW {
                log.add(number, &kept, Fault::Slow(took));
            }
        }
    }

    /// Reads an input: what came of it, what was wrong, the most memory it took, and the time.
    fn observe(
        &self,
        format: Format,
        files: Vec<Vec<u8>>,
        random: fastrand::Rng,
    ) -> (Option<Outcome>, Vec<Fault>, usize, Duration) {
        MEMORY.reset_peak_usage();
        let (before, begun) = (MEMORY.current_usage(), Instant::now());
        let read = self.readers.read(format, files, random);
        let took = begun.elapsed();
        let bytes = MEMORY.peak_usage().saturating_sub(before);
        let mut faults = PANICS.lock().unwrap().drain(..).map(Fault::Panic).collect::<Vec<_>>();
        let outcome = match read {
            Some(Ok(outcome)) => Some(outcome),
            Some(Err(why)) => {
                faults.push(Fault::Account(why));
                None
            }
            None => None,
        };
        if bytes > MOST_BYTES {
            faults.push(Fault::Memory(bytes));
        }
        (outcome, faults, bytes, took)
    }

    /// Reads one input, keeps it, and says what came of it.
    fn repeat(&self, format: Format, number: u64) -> ExitCode {
        let (files, random) = self.input(format, number);
        faults::keep(format, number, &files);
        let (outcome, faults, bytes, took) = self.observe(format, files, random);
        println!("{outcome:?}, {} bytes, {took:?}, {faults:?}", bytes);
        if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// The processor time of this thread; where the system does not tell, the time of day.
fn processor_time() -> Duration {
    static BEGUN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let begun = *BEGUN.get_or_init(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = told.and_then(|text| text.split_whitespace().next()?.parse().ok());
    spent.map_or_else(|| begun.elapsed(), Duration::from_nanos)
}
