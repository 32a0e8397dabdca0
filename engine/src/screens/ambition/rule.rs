//! A measure's rule in words, from the data that computes it.

use crate::guidance::measure::{ExpectedRates, GradeFor, MeasureKind, MeasurePopulation};
use crate::guidance::{Edition, Guidance, Measure};
use crate::screens::RuleInWords;
use crate::text::phrases::list;

pub(crate) fn rule(measure: &Measure, guidance: &Guidance, edition: &Edition) -> RuleInWords {
    let mut sources = vec![measure.source.clone()];
    sources.extend(measure.expected.iter().map(|expected| expected.source.clone()));
    sources.extend(measure.lines.iter().map(|line| line.source.clone()));
    sources.dedup();
    let conventions = edition.conventions.iter().filter(|convention| convention.concerns(measure));
    RuleInWords {
        definition: measure.definition.clone(),
        denominator: denominator(measure, edition).into(),
        expectation: expectation(measure),
        conventions: conventions.map(|convention| convention.words.clone()).collect(),
        paragraphs: sources.iter().map(|source| guidance.cite(source)).collect(),
    }
}

/// Out of which pupils.
fn denominator(measure: &Measure, edition: &Edition) -> &'static str {
    match (&measure.about, &measure.kind) {
        (None, MeasureKind::Threshold(_)) if !edition.has_expectations() => {
            "Out of all pupils but those with a code, such as left, that takes them out of the figure. A pupil without a \
             result, or with one that is not understood, counts as not having reached it."
        }
        (None, MeasureKind::Average) if !edition.has_expectations() => {
            "The average over the pupils with a score, mark or number. The others are left out and listed."
        }
        (None, MeasureKind::GoodLevel(_)) if !edition.has_expectations() => {
            "Out of the children with a result in every goal. The others are left out and listed."
        }
        (Some(MeasurePopulation::Below { .. }), _) => {
            "Out of the pupils who were below that level before (with a level, B or N). Other pupils are not in this \
             figure."
        }
        (Some(MeasurePopulation::InCare(care)), _) if care.since.is_none() => {
            "Out of the children whom the file marks as in care."
        }
        (Some(MeasurePopulation::InCare(_)), _) => {
            "Out of the children in care for long enough. A child whose date is not understood is left out and \
             listed."
        }
        (None, kind) => denominator_words(kind),
    }
}

fn denominator_words(kind: &MeasureKind) -> &'static str {
    match kind {
        MeasureKind::Threshold(_) => {
            "Out of every pupil in the cohort. A pupil without a level counts as not having \
                                      reached it."
        }
        MeasureKind::Progress(_) | MeasureKind::Grades { .. } => {
            "Out of the pupils whose prior result has a whole level. The others are left out and listed."
        }
        MeasureKind::Average => {
            "The average over the pupils with points. Pupils without points are left out and \
                                 listed."
        }
        MeasureKind::MeanReached(_) => {
            "The average over the pupils with a result in each of them. The others are left out and listed."
        }
        MeasureKind::GoodLevel(_) | MeasureKind::Gap(_) => {
            "Over the children with points in every scale. The others are left out and listed."
        }
        MeasureKind::Absence => "Out of the possible sessions of all pupils, whichever year group is chosen.",
        MeasureKind::PersistentAbsence(_) | MeasureKind::PersistentSessions(_) => {
            "Out of all pupils with possible sessions, whichever year group is chosen. The others are left out."
        }
    }
}

fn expectation(measure: &Measure) -> Vec<String> {
    let mut sentences = measure.expected.iter().flat_map(subject_sentences).collect::<Vec<_>>();
    if let MeasureKind::Grades { table, .. } = &measure.kind {
        let grade = |entry: &GradeFor| format!("level {} {}", entry.level, entry.grade);
        let grades = table.iter().map(grade).collect::<Vec<_>>();
        sentences.push(format!(
            "Grades that count as this progress: {}, or better. A level between two counts as the lower.",
            list(&grades)
        ));
    }
    sentences.extend(measure.expected.iter().filter_map(|expected| expected.remark.clone()));
    if measure.expected.len() > 1 {
        sentences.push(
            "For both subjects together we use the lower of a pupil\u{2019}s two percentages (our convention).".into(),
        );
    }
    sentences
}

fn subject_sentences(expected: &ExpectedRates) -> Vec<String> {
    let mut above: Option<u8> = None;
    let mut sentences = Vec::new();
    for rate in &expected.rates {
        let prior = match (rate.level, above) {
            (0, None) => "any prior level".to_owned(),
            (level, None) => format!("prior level {level} or above"),
            (level, Some(above)) if level + 1 == above => format!("prior level {level}"),
            (level, Some(above)) => format!("prior levels {level} to {}", above - 1),
        };
        sentences.push(format!(
            "{}, {prior}: {}% should reach it.",
            crate::text::phrases::capitalise(&expected.subject),
            rate.percent
        ));
        above = Some(rate.level);
    }
    sentences
}
