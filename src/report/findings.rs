//! Findings in the exchange format (RULES 10.3).

use super::csv::Csv;
use super::figures::parts;
use crate::ambition::Findings;
use crate::guidance::Edition;
use crate::measures::Bases;

/// The columns.
const HEADINGS: [&str; 7] = ["edition", "school", "measure", "code", "pupils", "paragraph", "message"];

/// All findings as CSV, for the whole file and for each school.
pub fn csv(edition: &Edition, bases: &Bases) -> String {
    let mut csv = Csv::new(&HEADINGS);
    let findings = Findings::new(edition, bases);
    for part in parts(bases.cohort(), bases.guidance()) {
        for finding in findings.of(part.pupils.as_deref()) {
            let paragraph = edition.finding(&finding.code).map(|rule| rule.source.as_str()).unwrap_or_default();
            let pupils = finding.pupils.to_string();
            csv.row(&[
                &edition.id,
                &part.school,
                &finding.measure,
                &finding.code,
                &pupils,
                paragraph,
                &finding.message,
            ]);
        }
    }
    csv.finish()
}
