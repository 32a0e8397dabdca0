//! Files held against an edition.

use std::collections::BTreeSet;
use std::sync::Arc;

use ambition_engine::ambition::{CurrentPerformance, FindingEvidence, doubts_about_current};
use ambition_engine::cohort::Cohort;
use ambition_engine::guidance::{Edition, Guidance};
use ambition_engine::intake::{ReadAs, ReadFile};
use ambition_engine::measures::Bases;
use ambition_engine::measures::bases::{ModeratedTargets, PriorCache};
use ambition_engine::report;
use ambition_engine::text::csv::CsvText;

use crate::answers::Answers;
use crate::files::{self, InputFile};
use crate::places::FilePart;

/// Files that were read together, and what they are held against.
#[derive(Debug)]
pub struct Evaluation {
    guidance: Arc<Guidance>,
    edition: Edition,
    reason: &'static str,
    file: ReadFile,
    /// Each of several files by itself.
    parts: Vec<FilePart>,
    /// The year group that is picked, and its pupils.
    picked: Option<(String, Cohort)>,
    current: CurrentPerformance,
}

impl Evaluation {
    /// Reads files by an edition; without one the content chooses it.
    ///
    /// # Errors
    /// One line, when the edition is not known or a file cannot be read.
    pub fn open(paths: &[String], edition: Option<&str>, guidance: &Arc<Guidance>) -> Result<Self, String> {
        let files = paths.iter().map(|path| InputFile::new(path)).collect::<Vec<_>>();
        Self::open_answered(files, edition, &mut Answers::default(), guidance)
    }

    /// Reads files as [`Evaluation::open`] does, with answers to what they leave open.
    ///
    /// # Errors
    /// One line, when the edition is not known, a file cannot be read, or a question has no such answer.
    pub fn open_answered(
        files: Vec<InputFile>,
        edition: Option<&str>,
        answers: &mut Answers,
        guidance: &Arc<Guidance>,
    ) -> Result<Self, String> {
        if let Some(id) = edition.filter(|id| guidance.edition(id).is_none()) {
            let known = guidance.editions.iter().map(|edition| edition.id.as_str()).collect::<Vec<_>>().join(", ");
            return Err(format!("edition {id} is not known; there is {known}"));
        }
        let read_as = ReadAs { edition: edition.map(str::to_owned), ..ReadAs::default() };
        let (file, parts) = answers.read(read_as, |read_as| files::read_together(&files, read_as, guidance))?;
        let (edition, reason) = choose(edition, &file, guidance)?;
        let guidance = guidance.for_family(&edition.family);
        let current = CurrentPerformance::default();
        Ok(Self { guidance, edition: edition.clone(), reason, file, parts, picked: None, current })
    }

    /// The guidance, as files of this edition are read by it.
    pub fn guidance(&self) -> &Arc<Guidance> {
        &self.guidance
    }

    /// The edition worked by.
    pub fn edition(&self) -> &Edition {
        &self.edition
    }

    /// Why it is that one, in a few words.
    pub fn reason(&self) -> &'static str {
        self.reason
    }

    /// What was read.
    pub fn file(&self) -> &ReadFile {
        &self.file
    }

    /// Each of several files as it was read by itself; of one none.
    pub fn parts(&self) -> &[FilePart] {
        &self.parts
    }

    /// What was read, for a session to go on with.
    pub fn into_file(self) -> ReadFile {
        let mut file = self.file;
        file.account.read_as.edition = Some(self.edition.id);
        file
    }

    /// Counts the pupils of one year group only.
    pub fn pick_year(&mut self, year: &str) {
        self.picked = Some((year.to_owned(), self.file.cohort.year_group(&self.guidance, year)));
    }

    /// Takes the results of another file for current performance. Returns what was read, and what speaks against it.
    ///
    /// # Errors
    /// One line, when it cannot be read.
    pub fn take_current(&mut self, path: &str) -> Result<(ReadFile, Vec<String>), String> {
        self.take_current_answered(&InputFile::new(path), &mut Answers::default())
    }

    /// Takes results as [`Evaluation::take_current`] does, with answers to what the file leaves open.
    ///
    /// # Errors
    /// One line, when it cannot be read, or a question has no such answer.
    pub fn take_current_answered(
        &mut self,
        file: &InputFile,
        answers: &mut Answers,
    ) -> Result<(ReadFile, Vec<String>), String> {
        let read_as = ReadAs { edition: Some(self.edition.id.clone()), ..ReadAs::default() };
        let (last, ()) = answers.read(read_as, |read_as| Ok((files::read(file, &read_as, &self.guidance)?, ())))?;
        let year = self.picked.as_ref().map(|(year, _)| year.as_str());
        let doubts = doubts_about_current(&last.cohort, &self.file.cohort, year, &self.guidance, &self.edition);
        self.current = CurrentPerformance::from_year_group(&last.cohort, year, &self.guidance, &self.edition);
        Ok((last, doubts))
    }

    /// The figures as CSV, with those of groups if they are wanted (RULES 10.2).
    pub fn figures_csv(&self, by_group: bool) -> String {
        let (moderated, of_file) = (ModeratedTargets::new(), PriorCache::new(&self.edition));
        let file = Bases::new(&self.file.cohort, &self.guidance, &moderated, &of_file);
        self.with_bases(|bases| report::figures::figures_csv(CsvText::new, &self.edition, bases, &file, by_group))
    }

    /// The findings as CSV (RULES 10.3).
    pub fn findings_csv(&self) -> String {
        let evidence = FindingEvidence { current: &self.current, excepted: &BTreeSet::new() };
        self.with_bases(|bases| report::findings::findings_csv(CsvText::new, &self.edition, bases, evidence))
    }

    /// With the bases of the pupils who count.
    fn with_bases<T>(&self, work: impl FnOnce(&Bases) -> T) -> T {
        let (moderated, priors) = (ModeratedTargets::new(), PriorCache::new(&self.edition));
        let cohort = self.picked.as_ref().map_or(&self.file.cohort, |(_, picked)| picked);
        work(&Bases::new(cohort, &self.guidance, &moderated, &priors))
    }
}

/// The edition to work by, and why.
fn choose<'g>(
    asked: Option<&str>,
    file: &ReadFile,
    guidance: &'g Guidance,
) -> Result<(&'g Edition, &'static str), String> {
    let asked = asked.and_then(|id| guidance.edition(id)).map(|edition| (edition, "as asked"));
    let of_family = || match &file.account.family {
        Some(family) => Some((guidance.edition_of(family)?, "by the columns of the file")),
        None => Some((guidance.newest_edition()?, "the newest; nothing in the file tells")),
    };
    let chosen = asked.or_else(of_family).map(|(edition, why)| (&**edition, why));
    chosen.ok_or_else(|| "there is no edition".to_owned())
}
