//! Findings in the exchange format (RULES 10.3).

use crate::ambition::{FindingEvidence, PossibleFindings};
use crate::cohort::school_slices::school_slices;
use crate::guidance::Edition;
use crate::measures::Bases;
use crate::text::csv::CsvStart;

/// The columns.
const HEADINGS: [&str; 7] = ["edition", "school", "measure", "code", "pupils", "paragraph", "message"];

/// All findings as CSV, for the whole file and for each school.
pub fn findings_csv(begin: CsvStart, edition: &Edition, bases: &Bases, evidence: FindingEvidence) -> String {
    let mut csv = begin(&HEADINGS);
    let findings = PossibleFindings::new(edition, bases, evidence);
    for part in school_slices(bases.cohort(), bases.guidance()) {
        for finding in findings.findings_in(&part, evidence.current) {
            let (pupils, message) = (finding.pupils.to_string(), finding.message());
            let cells =
                [&edition.id, &part.school, &finding.measure, &finding.code, &pupils, &finding.source, &message];
            csv.row(&cells.map(String::as_str));
        }
    }
    csv.finish()
}
