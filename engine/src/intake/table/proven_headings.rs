//! Headings that leave something out, where the cells below them leave no doubt: "Reading Target" over scaled scores,
//! "Year" over year groups, "Writing" among the early learning goals.

use super::column_fit::ColumnFit;
use super::shape::Table;
use crate::guidance::exports::HeadingBeside;
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance, year_groups};
use crate::intake::diagnostic::column_letters;
use crate::intake::read_as::ReadAs;
use crate::text::cell::plain;
use crate::text::phrases::list;

/// Columns whose headings their cells complete.
#[derive(Debug, Default)]
pub(super) struct ProvenHeadings {
    /// The fields.
    pub fields: Vec<(usize, FieldId)>,
    /// What was decided, a line each.
    pub told: Vec<String>,
}

/// The columns that no heading names for sure and that can be only one field. `taken`: fields that other columns have.
pub(super) fn proven_headings(
    table: &Table,
    texts: &[String],
    taken: &[FieldId],
    read_as: &ReadAs,
    guidance: &Guidance,
) -> ProvenHeadings {
    let mut proven = ProvenHeadings::default();
    let habits = guidance.exports.of_family.get(&guidance.fields.family);
    let of_all = habits.is_some_and(|habits| habits.cells_prove_headings);
    // In every file a column of year groups can be nothing else.
    let is_proven = |field: &FieldId| of_all || *field == guidance.fields.year_group;
    let finder = ProofFinder { table, texts, taken, guidance };
    let is_said = |column: usize, text: &str| {
        let before = texts.iter().take(column).filter(|other| *other == text).count();
        read_as.field_of(text, u32::try_from(before).unwrap_or(u32::MAX)).is_some()
    };
    let is_other = |text: &str| guidance.exports.beside.iter().any(|line| line.instead && names(line, text));
    let open = texts.iter().enumerate().filter(|(column, text)| {
        let is_open = || guidance.recognise(text).is_none() || is_other(text);
        !text.is_empty() && is_open() && !is_said(*column, text)
    });
    let found = open.filter_map(|(column, text)| Some((column, text, finder.field(column, text).filter(is_proven)?)));
    let found = found.collect::<Vec<_>>();
    let mut completed = Vec::new();
    for (column, text, field) in &found {
        let of_field = found.iter().filter(|(.., other)| other == field);
        let begins = guidance.vocabulary.begun_field(text) == Some(*field);
        // Two columns that may both be it are asked about; of those that begin alike the first is read.
        let first = of_field.clone().next().is_some_and(|(first, ..)| first == column);
        if of_field.count() > 1 && !(begins && first) {
            continue;
        }
        proven.fields.push((*column, *field));
        let title = guidance.fields.get(*field).map_or("", |field| field.title.as_str());
        let letters = column_letters(*column);
        let but = guidance.exports.begins.iter().find(|line| guidance.fields.by_heading(&line.field) == Some(*field));
        match but.filter(|_| begins) {
            Some(line) => {
                proven
                    .told
                    .push(format!("Column {letters} (\u{201c}{text}\u{201d}) was read as {title}. {}", line.but));
            }
            None => completed.push(format!("column {letters} (\u{201c}{text}\u{201d}) as {title}")),
        }
    }
    if !completed.is_empty() {
        proven.told.push(format!("What the headings leave out, the cells below them say: {}.", list(&completed)));
    }
    proven
}

/// True for one of the headings of a line.
fn names(line: &HeadingBeside, text: &str) -> bool {
    line.headings.iter().any(|heading| plain(heading) == plain(text))
}

struct ProofFinder<'a> {
    table: &'a Table,
    texts: &'a [String],
    taken: &'a [FieldId],
    guidance: &'a Guidance,
}

impl ProofFinder<'_> {
    /// The field that a column can be only.
    fn field(&self, column: usize, text: &str) -> Option<FieldId> {
        let is_read = self.guidance.recognise(text).is_some();
        let lines = self.guidance.exports.beside.iter().filter(|line| line.instead || !is_read);
        let mut beside = lines.filter_map(|line| self.field_beside(line, text));
        if let Some(field) = beside.find(|field| self.suits(column, *field)) {
            return Some(field);
        }
        let vocabulary = &self.guidance.vocabulary;
        if is_read || vocabulary.begun_field(text).is_none() && !vocabulary.knows_all_words(text) {
            return None;
        }
        let likely = vocabulary.likely_fields(text).into_iter().filter(|(field, _)| self.suits(column, *field));
        let likely = likely.collect::<Vec<_>>();
        let nearest = likely.iter().map(|(_, off)| *off).min()?;
        let mut nearest = likely.into_iter().filter(|(_, off)| *off == nearest).map(|(field, _)| field);
        // A result is a large claim for a heading that does not say whose it is: a mock test has the same scores.
        nearest.next().filter(|field| nearest.next().is_none() && !self.is_result(*field))
    }

    /// The field that a heading means beside the other columns of the file.
    fn field_beside(&self, line: &HeadingBeside, text: &str) -> Option<FieldId> {
        let is_said = names(line, text);
        let is_there = |heading: &String| {
            self.guidance.fields.by_heading(heading).is_some_and(|field| self.taken.contains(&field))
        };
        let stands = |heading: &String| self.texts.iter().any(|text| plain(text) == plain(heading));
        let is_meant = is_said && (line.with.iter().any(is_there) || line.or_heading.iter().any(stands));
        self.guidance.fields.by_heading(&line.field).filter(|_| is_meant)
    }

    /// True if no other column has the field and every cell holds a value of it.
    fn suits(&self, column: usize, field: FieldId) -> bool {
        if self.taken.contains(&field) {
            return false;
        }
        if field == self.guidance.fields.year_group {
            let cells = self.table.body().iter().map(|row| row.cell(column)).filter(|cell| !cell.is_empty());
            let years = cells.map(|cell| year_groups::canonical(&self.guidance.exports.year_groups, cell));
            let years = years.collect::<Option<Vec<_>>>();
            return years.is_some_and(|years| !years.is_empty());
        }
        let fit = ColumnFit::new(self.table.body(), column, field, self.guidance);
        fit.fits > 0 && fit.misfits == 0 && fit.open == 0
    }

    /// True for a result itself, no target or estimate of one.
    fn is_result(&self, field: FieldId) -> bool {
        let Some(known) = self.guidance.fields.get(field) else { return false };
        let has_results = match known.kind {
            FieldKind::Coded(list) => self.guidance.codes.list(list).is_some_and(|list| list.has_results()),
            FieldKind::Number(_) => true,
            _ => false,
        };
        has_results && known.derived_from.is_none()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::guidance::Guidance;
    use crate::intake::column_questions::questions;
    use crate::intake::{CohortReader, ReadAs};

    /// What each column is read as; a question mark before what is asked, the likeliest alone.
    fn read(headings: &str, cells: &str) -> String {
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let text = format!("UPN,Surname,{headings}\nA926999000001,Ash,{cells}\n");
        let read_as = ReadAs { edition: Some("2027".into()), ..ReadAs::default() };
        let account = CohortReader::read_all_as(guidance.clone(), text.as_bytes(), read_as).unwrap().account;
        let guidance = guidance.for_family("scores");
        let asked = questions(&account.headings, &account.first_rows, account.heading_row, &guidance);
        let name = |field| guidance.fields.get(field).unwrap().heading.clone();
        let column = |column: usize| {
            let asked = || asked.iter().find(|question| question.column == column).map(|question| question.fields[0]);
            let read = account.headings.fields[column].map(name);
            read.or_else(|| Some(format!("?{}", name(asked()?)))).unwrap_or_default()
        };
        (2..account.headings.texts.len()).map(column).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn targets_are_read_by_their_cells() {
        for heading in ["Maths Target", "End of Year 6 target: Maths", "Y6 Target Maths", "Target scaled score: Maths"]
        {
            assert_eq!(read(heading, "108"), "Target_KS2_Maths_Score", "{heading}");
        }
        assert_eq!(read("Maths Target", "5"), "Target_KS4_Maths_Grade");
        assert_eq!(read("FFT20 Reading,Writing Target", "104,EXS"), "FFT20_KS2_Reading_Score Target_KS2_Writing_TA");
        assert_eq!(read("Year,SEND", "Year 6,K"), "NCYear SEN");
    }

    #[test]
    fn what_the_cells_do_not_prove_is_asked() {
        // A result may be one of a mock test.
        assert_eq!(read("Maths", "104"), "?KS2_Maths_Score");
        assert_eq!(read("Year", "2026"), "?NCYear");
        assert_eq!(read("Maths Target,Target Maths", "104,104"), "?Target_KS2_Maths_Score ?Target_KS2_Maths_Score");
    }

    #[test]
    fn pupil_premium_is_told() {
        assert_eq!(read("Pupil Premium Indicator,FSM", "Y,N"), "Disadvantaged FSM");
        assert_eq!(read("PP,Disadvantaged", "Y,N"), " Disadvantaged");
        assert_eq!(read("Pupil Premium FTE", "1"), "");
        assert_eq!(read("Pupil Premium 1 Year,Pupil Premium", "Y,Y"), "Disadvantaged ");
    }

    #[test]
    fn headings_beside_others() {
        let goals = "Word reading,Writing,Number,Numerical patterns";
        assert_eq!(read(goals, "2,1,2,2"), "EYFSP_E09 EYFSP_E10 EYFSP_E11 EYFSP_E12");
        assert_eq!(read("READ_OUTCOME,WRIT_OUTCOME", "EXS,GDS"), "KS1_Reading_TA KS1_Writing_TA");
        assert_eq!(read("READOUTCOME,READSCORE", "AS,104"), "KS2_Reading_Outcome KS2_Reading_Score");
        assert_eq!(read("Possible,Authorised", "380,12"), "Sessions_Possible Sessions_Authorised");
        assert_eq!(read("Reading Scaled Score,Writing TA", "104,EXS"), "KS2_Reading_Score KS2_Writing_TA");
    }
}
