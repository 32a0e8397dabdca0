//! The engine as a whole: worked examples by hand, the naive reference, the laws, and bad input.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::disallowed_methods)]

mod against_reference;
mod bad_input;
mod books;
mod encodings;
mod exports;
mod laws;
mod reader;
#[path = "../reference/mod.rs"]
mod reference;
mod worked_examples;

use std::sync::{Arc, OnceLock};

use ambition::cohort::Cohort;
use ambition::guidance::Guidance;
use ambition::intake::{Opened, Reading};
use ambition::measures::Bases;
use ambition::measures::bases::{Moderated, Priors};
use ambition::report;

/// One row of the figures.
pub type FigureRow = [String; 11];

/// The guidance that ships.
pub fn guidance() -> &'static Arc<Guidance> {
    static GUIDANCE: OnceLock<Arc<Guidance>> = OnceLock::new();
    GUIDANCE.get_or_init(|| Arc::new(Guidance::shipped().unwrap()))
}

/// A text, read in one go.
pub fn read(bytes: &[u8]) -> Opened {
    Reading::whole(guidance().clone(), bytes).unwrap()
}

/// The engine's figures of a text.
pub fn figures(text: &str, edition: &str, groups: bool, year: Option<&str>) -> Vec<FigureRow> {
    let cohort = read(text.as_bytes()).cohort;
    let cohort = year.map(|year| cohort.of_year(guidance(), year)).unwrap_or(cohort);
    cohort_figures(&cohort, edition, groups)
}

/// The engine's figures of a cohort.
pub fn cohort_figures(cohort: &Cohort, edition: &str, groups: bool) -> Vec<FigureRow> {
    let edition = guidance().edition(edition).unwrap();
    let (moderated, priors) = (Moderated::new(), Priors::new(cohort, guidance(), edition));
    report::figures::rows(edition, &Bases::new(cohort, guidance(), &moderated, &priors), groups)
}
