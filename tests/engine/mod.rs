//! What the tests of the engine share.

mod against_reference;
mod bad_input;
mod laws;
mod worked_examples;

use std::sync::{Arc, OnceLock};

use ambition::cohort::Cohort;
use ambition::guidance::Guidance;
use ambition::intake::{Opened, Reading};
use ambition::measures::Bases;
use ambition::measures::bases::{Moderated, Priors};
use ambition::report;

pub type FigureRow = [String; 11];

pub fn guidance() -> &'static Arc<Guidance> {
    static GUIDANCE: OnceLock<Arc<Guidance>> = OnceLock::new();
    GUIDANCE.get_or_init(|| Arc::new(Guidance::shipped().unwrap()))
}

pub fn read(bytes: &[u8]) -> Opened {
    Reading::whole(guidance().clone(), bytes).unwrap()
}

/// The engine's figures of a text.
pub fn figures(text: &str, edition: &str, groups: bool, year: Option<&str>) -> Vec<FigureRow> {
    let cohort = read(text.as_bytes()).cohort;
    let cohort = year.map(|year| cohort.of_year(guidance(), year)).unwrap_or(cohort);
    cohort_figures(&cohort, edition, groups)
}

pub fn cohort_figures(cohort: &Cohort, edition: &str, groups: bool) -> Vec<FigureRow> {
    let edition = guidance().edition(edition).unwrap();
    let (moderated, priors) = (Moderated::new(), Priors::new(cohort, guidance(), edition));
    report::figures::rows(edition, &Bases::new(cohort, guidance(), &moderated, &priors), groups)
}
