//! The engine as a whole: worked examples by hand, the naive reference, the laws, and bad input.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::disallowed_methods)]

mod against_reference;
mod all_years;
mod arrows;
mod bad_input;
mod beside;
mod books;
mod calendar;
mod care;
mod case_files;
mod challenge_examples;
mod chances;
mod chunks;
mod disclosure;
mod edits;
mod encodings;
mod exports;
mod findings_against_reference;
mod findings_on_screens;
mod hiding;
mod laws;
mod local;
mod made_up_edition;
mod messy_files;
mod pace;
mod part;
mod pasting;
mod reader;
mod reference;
mod rules_are_cited;
mod rules_are_data;
mod said_in_views;
mod same_pupils;
mod today_against_reference;
mod today_files;
mod together;
mod what_if;
mod worked_examples;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use ambition_engine::ambition::{CurrentPerformance, FindingEvidence};
use ambition_engine::cohort::Cohort;
use ambition_engine::guidance::{Edition, Guidance};
use ambition_engine::intake::{CohortReader, ReadAs, ReadFile};
use ambition_engine::measures::Bases;
use ambition_engine::measures::bases::{ModeratedTargets, PriorCache};
use ambition_engine::report;
use ambition_engine::screens::{Exchange, Query, View};
use ambition_engine::session::Session;
use ambition_engine::text::csv::CsvText;

/// One row of the figures.
pub type FigureRow = [String; 11];

/// The guidance that ships.
pub fn guidance() -> &'static Arc<Guidance> {
    static GUIDANCE: OnceLock<Arc<Guidance>> = OnceLock::new();
    GUIDANCE.get_or_init(|| Arc::new(Guidance::shipped().unwrap()))
}

/// So many generated cases, or as many as `PROPTEST_CASES` says, for a run that takes its time.
pub fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

/// The guidance as an edition reads it.
pub fn guidance_of(edition: &str) -> Arc<Guidance> {
    guidance().for_family(&guidance().edition(edition).unwrap().family)
}

/// A text, read in one go, for editions of levels.
pub fn read(bytes: &[u8]) -> ReadFile {
    read_for("2009", bytes)
}

/// A text, read in one go for an edition.
pub fn read_for(edition: &str, bytes: &[u8]) -> ReadFile {
    let read_as = ReadAs { edition: Some(edition.into()), ..ReadAs::default() };
    CohortReader::read_all_as(guidance().clone(), bytes, read_as).unwrap()
}

/// The engine's figures of a text.
pub fn figures(text: &str, edition: &str, groups: bool, year: Option<&str>) -> Vec<FigureRow> {
    let file = read_for(edition, text.as_bytes()).cohort;
    let picked = year.map(|year| file.year_group(guidance(), year));
    figures_of(picked.as_ref().unwrap_or(&file), &file, edition, groups)
}

/// What the engine raises on a text whose results are its own current performance, by the columns of RULES 10.3.
pub fn findings(text: &str, edition: &str) -> Vec<Vec<String>> {
    findings_against(text, Some(text), edition, None)
}

/// What the engine raises on a text with these last results, on all pupils or those of a year group.
pub fn findings_against(text: &str, current: Option<&str>, edition: &str, year: Option<&str>) -> Vec<Vec<String>> {
    let file = read_for(edition, text.as_bytes()).cohort;
    let picked = year.map(|year| file.year_group(guidance(), year));
    let cohort = picked.unwrap_or(file);
    let last = current.map(|text| read_for(edition, text.as_bytes()).cohort);
    let guidance = guidance_of(edition);
    let edition = guidance.edition(edition).unwrap();
    let current = last.map(|last| CurrentPerformance::from_year_group(&last, year, &guidance, edition));
    cohort_findings(&cohort, &current.unwrap_or_default(), edition)
}

/// What the engine raises on a cohort with this current performance.
pub fn cohort_findings(cohort: &Cohort, current: &CurrentPerformance, edition: &Edition) -> Vec<Vec<String>> {
    let (moderated, priors) = (ModeratedTargets::new(), PriorCache::new(edition));
    let guidance = guidance_of(&edition.id);
    let bases = Bases::new(cohort, &guidance, &moderated, &priors);
    let evidence = FindingEvidence { current, excepted: &BTreeSet::new() };
    let csv = report::findings::findings_csv(CsvText::new, edition, &bases, evidence);
    let rows = csv::Reader::from_reader(csv.as_bytes()).into_records();
    rows.map(|row| row.unwrap().iter().map(String::from).collect()).collect()
}

/// A session with this file open.
pub fn session(text: &str) -> Session {
    let mut session = Session::new(guidance().clone()).unwrap();
    session.open(read(text.as_bytes()), "file.csv");
    session
}

/// The answer to one query.
pub fn ask(session: &mut Session, query: Query) -> View {
    session.exchange(&Exchange { command: None, queries: vec![query] }).views.remove(0)
}

/// The engine's figures of a cohort.
pub fn cohort_figures(cohort: &Cohort, edition: &str, groups: bool) -> Vec<FigureRow> {
    figures_of(cohort, cohort, edition, groups)
}

/// The engine's figures of the pupils who count, and of all pupils of the file.
fn figures_of(cohort: &Cohort, file: &Cohort, edition: &str, groups: bool) -> Vec<FigureRow> {
    let guidance = guidance_of(edition);
    let edition = guidance.edition(edition).unwrap();
    let (moderated, priors, of_file) = (ModeratedTargets::new(), PriorCache::new(edition), PriorCache::new(edition));
    let bases = Bases::new(cohort, &guidance, &moderated, &priors);
    report::figures::rows(edition, &bases, &Bases::new(file, &guidance, &moderated, &of_file), groups)
}
