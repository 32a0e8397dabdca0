//! Rows in which a comma of a name, not in quotation marks, has moved every cell after it to the right: "De Silva, Jr"
//! in a file that is written without them.

use super::column_fit::fits;
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance};
use crate::intake::headings::Headings;
use crate::text::cell::clean_text;

/// Commas of a name, at most.
const MOST_COMMAS: usize = 2;
/// Cells behind the name that must hold what their columns do, once it is put together.
const FITTING: usize = 2;

/// Which columns hold what, as far as it tells that a row is shifted.
#[derive(Clone, Debug, Default)]
pub(in crate::intake) struct ShiftFinder {
    /// Columns up to the last heading.
    width: usize,
    /// The columns of names.
    names: Vec<usize>,
    /// The columns that are read.
    read: Vec<(usize, FieldId)>,
}

impl ShiftFinder {
    pub(super) fn new(headings: &Headings, guidance: &Guidance) -> Self {
        let is_name = |field: &FieldId| {
            let kind = guidance.fields.get(*field).map(|field| field.kind);
            matches!(kind, Some(FieldKind::Surname | FieldKind::Forename))
        };
        let names = headings.recognised().filter(|(_, field)| is_name(field)).map(|(column, _)| column).collect();
        Self { width: headings.width, names, read: headings.recognised().collect() }
    }

    /// The cells of a row with its name put together, if that brings all others into their columns; `None`: the row is
    /// not shifted, or it cannot be told where. The cells are as they stand in the file.
    pub fn mended(&self, cells: &[&[u8]], guidance: &Guidance) -> Option<Vec<Vec<u8>>> {
        let extra = cells.len().checked_sub(self.width).filter(|extra| *extra > 0)?;
        let as_it_stands = cells.get(..self.width)?.iter().map(|cell| cell.to_vec()).collect::<Vec<_>>();
        if self.fit(&as_it_stands, 0, guidance).1 == 0 {
            return None;
        }
        let joins = self.names.iter();
        let joins = joins.flat_map(|column| (1..=extra.min(MOST_COMMAS)).map(move |commas| (*column, commas)));
        joins.filter_map(|(column, commas)| self.joined(cells, column, commas, guidance)).next()
    }

    /// The cells with a name and those behind it put together, if all others are then in their columns.
    fn joined(&self, cells: &[&[u8]], column: usize, commas: usize, guidance: &Guidance) -> Option<Vec<Vec<u8>>> {
        let name = cells.get(column..=column + commas)?;
        let is_part = |cell: &&[u8]| !cell.trim_ascii().is_empty() && !cell.iter().any(u8::is_ascii_digit);
        let behind = cells.get(column + commas + 1..)?;
        if !name.iter().all(is_part) {
            return None;
        }
        let joined = [name.join(b", ".as_slice())].into_iter().chain(behind.iter().map(|cell| cell.to_vec()));
        let mut joined = cells.get(..column)?.iter().map(|cell| cell.to_vec()).chain(joined).collect::<Vec<_>>();
        let is_blank_beyond = joined.iter().skip(self.width).all(|cell| cell.trim_ascii().is_empty());
        joined.truncate(self.width);
        let (fitting, misfits) = self.fit(&joined, column + 1, guidance);
        let misfits_before = self.fit(&joined, 0, guidance).1;
        (is_blank_beyond && misfits == 0 && misfits_before == 0 && fitting >= FITTING).then_some(joined)
    }

    /// How many filled cells from a column on hold what their columns do, and how many do not.
    fn fit(&self, cells: &[Vec<u8>], from: usize, guidance: &Guidance) -> (usize, usize) {
        let mut found = (0, 0);
        for (column, field) in self.read.iter().filter(|(column, _)| *column >= from) {
            let text = cells.get(*column).map(|cell| clean_text(cell)).unwrap_or_default();
            match fits(*field, &text, guidance).filter(|_| !text.is_empty()) {
                Some(true) => found.0 += 1,
                Some(false) => found.1 += 1,
                None => (),
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::guidance::Guidance;
    use crate::intake::decisions::ReadingAnswer;
    use crate::intake::{CohortReader, ReadAs, ReadFile, RejectReason};

    fn read(rows: &str, said: Option<bool>) -> ReadFile {
        let text = format!("UPN,Surname,Forename,DOB,Sex,FormMark,ReasonNotTakingCheck\n{rows}");
        let answers = said.map(ReadingAnswer::JoinNames).into_iter().collect();
        let read_as = ReadAs { edition: Some("2027".into()), answers, ..ReadAs::default() };
        let guidance = Arc::new(Guidance::shipped().unwrap());
        CohortReader::read_all_as(guidance, text.as_bytes(), read_as).unwrap()
    }

    const ROWS: &str = "A926999000001,Ash,Amy,03/09/2016,F,25,\nB926999000002,De Silva, Jr,Ben,04/09/2016,M,12,\n\
                        C926999000003,Cole,Cat, Ann,05/09/2016,F,9,\nD926999000004,Day,Dan,06/09/2016,M,,A\n";

    #[test]
    fn rows_moved_by_a_comma_are_asked_about_and_not_counted() {
        let opened = read(ROWS, None);
        assert_eq!(opened.cohort.len(), 2);
        let moved = opened.account.rejected.iter().map(|rejected| (rejected.row, rejected.reason));
        assert_eq!(moved.collect::<Vec<_>>(), [(3, RejectReason::MovedByComma), (4, RejectReason::MovedByComma)]);
        let [question] = &opened.account.questions[..] else { panic!("not one question") };
        assert_eq!((question.code, question.rows.len()), ("moved-by-comma", 2));
        let opened = read(ROWS, Some(false));
        assert_eq!((opened.cohort.len(), opened.account.questions.len()), (2, 0));
    }

    #[test]
    fn the_comma_is_put_back_into_the_name() {
        let opened = read(ROWS, Some(true));
        assert_eq!((opened.cohort.len(), opened.account.rejected.len(), opened.account.questions.len()), (4, 0, 0));
        let names = (0..4).map(|pupil| {
            format!("{}/{}", opened.cohort.people().surname(pupil), opened.cohort.people().forename(pupil))
        });
        assert_eq!(names.collect::<Vec<_>>(), ["Ash/Amy", "De Silva, Jr/Ben", "Cole, Cat/Ann", "Day/Dan"]);
        let guidance = Guidance::shipped().unwrap();
        let marks = opened.cohort.coded_by_heading(&guidance.fields, "MTC_Mark").unwrap();
        let marks = (0..4).map(|pupil| marks.text(pupil, &guidance.codes));
        assert_eq!(marks.collect::<Vec<_>>(), ["25", "12", "9", "A"]);
    }

    #[test]
    fn a_row_that_is_only_longer_is_not_moved() {
        let longer = "A926999000001,Ash,Amy,03/09/2016,F,25,,\nB926999000002,Bay,Ben,04/09/2016,?,12,,\n";
        assert_eq!(read(longer, None).cohort.len(), 2);
        let extra = read("A926999000001,Ash,Amy,03/09/2016,F,25,,x\nB926999000002,Bay,Ben,04/09/2016,M,12,\n", None);
        assert!(matches!(extra.account.rejected[0].reason, RejectReason::BeyondHeadings { .. }));
    }
}
