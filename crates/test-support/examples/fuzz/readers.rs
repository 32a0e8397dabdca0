//! What is done with an input: it is read as the page reads it, shown, and every row is looked for.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use ambition_engine::guidance::Guidance;
use ambition_engine::intake::combine::combine_files;
use ambition_engine::intake::{CannotRead, CohortReader, Encoding, ReadAs, ReadFile, workbook};
use ambition_engine::screens::{Exchange, Query};
use ambition_engine::session::work::content::ContentReader;
use ambition_engine::session::work::locked::LockedWork;
use ambition_engine::session::work::scan::WorkScanner;
use ambition_engine::session::work::{FileOutline, WorkOutline};
use ambition_engine::session::{Command, Session};
use ambition_test_support::opener::LibraryOpener;
use fastrand::Rng;

use super::seeds::Format;

/// One in so many inputs that are read is shown, too: that takes far longer than reading it.
const SHOWN: u32 = 50;

/// What came of an input.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// It was read; else it was refused.
    pub read: bool,
    /// Its rows.
    pub rows: u64,
}

/// What is read with.
pub struct Readers {
    guidance: Arc<Guidance>,
}

impl Readers {
    /// With the guidance that ships.
    pub fn new() -> Self {
        Self { guidance: Arc::new(Guidance::shipped().unwrap()) }
    }

    /// Reads the files of an input; else why its account is wrong. `None`: it panicked.
    pub fn read(&self, format: Format, files: Vec<Vec<u8>>, mut random: Rng) -> Option<Result<Outcome, String>> {
        catch_unwind(AssertUnwindSafe(|| match format {
            Format::Csv => self.text(&files[0], &mut random),
            Format::Together => self.together(&files, &mut random),
            Format::Work => self.work(&files[0], &mut random),
            _ => self.workbook(files.into_iter().next().unwrap(), &mut random),
        }))
        .ok()
    }

    fn text(&self, bytes: &[u8], random: &mut Rng) -> Result<Outcome, String> {
        let read_as = read_as(random);
        let whole = CohortReader::read_all_as(self.guidance.clone(), bytes, read_as.clone());
        if random.u8(..4) == 0 {
            let chunk = random.usize(1..2_000);
            let mut reading = CohortReader::new(self.guidance.clone(), 0).with_read_as(read_as);
            let pushed = bytes.chunks(chunk).try_for_each(|chunk| reading.push(chunk));
            let chunked = pushed.and_then(|()| reading.finish());
            if outline(&whole) != outline(&chunked) {
                return Err(format!("read otherwise in chunks of {chunk} bytes"));
            }
        }
        self.outcome(whole, random)
    }

    fn together(&self, files: &[Vec<u8>], random: &mut Rng) -> Result<Outcome, String> {
        let read = files.iter().map(|bytes| CohortReader::read_all(self.guidance.clone(), bytes));
        let Ok(read) = read.collect::<Result<Vec<_>, _>>() else { return Ok(Outcome::default()) };
        let rows = read.iter().map(|opened| opened.account.rows).sum::<u32>();
        let files = ["a.csv", "b.csv", "c.csv"].map(str::to_owned).into_iter().zip(read).collect();
        let joined = combine_files(files, &self.guidance);
        if joined.as_ref().is_ok_and(|joined| joined.account.rows != rows) {
            return Err("rows of one of several files are missing".into());
        }
        self.outcome(joined, random)
    }

    fn workbook(&self, bytes: Vec<u8>, random: &mut Rng) -> Result<Outcome, String> {
        if !workbook::wants_opener(bytes.get(..workbook::FIRST_BYTES).unwrap_or(&bytes)) {
            return self.text(&bytes, random);
        }
        let opened = workbook::read_workbook(self.guidance.clone(), read_as(random), &mut LibraryOpener::new(bytes));
        self.outcome(opened, random)
    }

    /// Every row is a pupil, set aside, or joined with one; a refusal has its words.
    fn outcome(&self, read: Result<ReadFile, CannotRead>, random: &mut Rng) -> Result<Outcome, String> {
        let opened = match read {
            Ok(opened) => opened,
            Err(error) if error.what.is_empty() => return Err("refused without a word".into()),
            Err(_) => return Ok(Outcome::default()),
        };
        let account = &opened.account;
        let accounted = opened.cohort.len() + account.rejected.len() + account.joined as usize;
        if accounted != account.rows as usize {
            return Err("rows that are not accounted for".into());
        }
        let outcome = Outcome { read: true, rows: u64::from(account.rows) };
        if random.u32(..SHOWN) == 0 {
            let mut session = Session::new(self.guidance.clone()).unwrap();
            session.open(opened, "file.csv");
            show(&mut session);
        }
        Ok(outcome)
    }

    fn work(&self, bytes: &[u8], random: &mut Rng) -> Result<Outcome, String> {
        drop(LockedWork::from_text(&String::from_utf8_lossy(bytes)));
        let mut scanner = WorkScanner::default();
        bytes.chunks(random.usize(1..5_000)).for_each(|piece| scanner.push(piece));
        let Ok(work) = WorkOutline::from_head(&scanner.finish()) else { return Ok(Outcome::default()) };
        let content = |file: &FileOutline| {
            let place = |place: u64| usize::try_from(place).unwrap_or(usize::MAX).min(bytes.len());
            let (from, to) = file.place();
            let saved = bytes.get(place(from)..place(to)).unwrap_or_default();
            let mut reader = ContentReader::default();
            let content = if file.is_raw() {
                reader.add(saved);
                saved.to_vec()
            } else {
                reader.decode(saved)
            };
            reader.is_sound(file);
            content
        };
        let files = work.files.iter().map(content).collect::<Vec<_>>();
        let current = work.current.iter().flatten().map(content).collect::<Vec<_>>();
        let outcome = self.outcome(self.read_any(&files[0], ReadAs::default()), random)?;
        // Changes are made to one in some works only: that takes far longer than reading it.
        if outcome.read && random.u8(..8) == 0 {
            self.replay(&files[0], &current, work.changes);
        }
        Ok(outcome)
    }

    fn read_any(&self, bytes: &[u8], read_as: ReadAs) -> Result<ReadFile, CannotRead> {
        if workbook::wants_opener(bytes.get(..workbook::FIRST_BYTES).unwrap_or(bytes)) {
            let mut opener = LibraryOpener::new(bytes.to_vec());
            return workbook::read_workbook(self.guidance.clone(), read_as, &mut opener);
        }
        CohortReader::read_all_as(self.guidance.clone(), bytes, read_as)
    }

    /// Makes the changes of a work file, as the worker does.
    fn replay(&self, bytes: &[u8], current: &[Vec<u8>], changes: Vec<Command>) {
        let mut session = Session::new(self.guidance.clone()).unwrap();
        let Ok(opened) = self.read_any(bytes, ReadAs::default()) else { return };
        session.open(opened, "a.csv");
        for (number, bytes) in (0..).zip(current) {
            if let Ok(opened) = self.read_any(bytes, ReadAs::default()) {
                drop(session.keep_current(number, opened, "b.csv"));
            }
        }
        for command in changes {
            let exchange = Exchange { command: Some(command), queries: Vec::new() };
            match session.rereading(exchange.command.as_ref()) {
                Some(rereading) => {
                    session.replay_reread(&exchange, self.read_any(bytes, rereading.read_as));
                }
                None => drop(session.replay(&exchange)),
            }
        }
        show(&mut session);
    }
}

/// What is compared of two ways of reading.
fn outline(read: &Result<ReadFile, CannotRead>) -> Option<(u32, usize, usize)> {
    let opened = read.as_ref().ok()?;
    Some((opened.account.rows, opened.cohort.len(), opened.account.rejected.len()))
}

/// What a user may say of a file, in some cases.
fn read_as(random: &mut Rng) -> ReadAs {
    let mut read_as = ReadAs::default();
    if random.u8(..6) == 0 {
        read_as.encoding = random.bool().then(|| *random.choice(&Encoding::ALL).unwrap_or(&Encoding::ALL[0]));
        read_as.separator = random.bool().then(|| *random.choice(&[',', ';', '\t', '|', 'x', '"']).unwrap_or(&','));
        read_as.heading_row = random.bool().then(|| random.u32(..12));
        read_as.anyway = random.bool();
    }
    read_as
}

/// Everything that is shown of a file.
fn show(session: &mut Session) {
    let queries = vec![
        Query::Summary,
        Query::Check,
        Query::Ambition,
        Query::ColumnsFile,
        Query::ProblemsCsv,
        Query::TargetsCsv,
        Query::FindingsCsv,
        Query::FiguresCsv,
    ];
    session.exchange(&Exchange { command: None, queries });
}
