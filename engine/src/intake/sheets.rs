//! Which sheets of a workbook are read.
//!
//! One is chosen: the user's choice, else one that shows the headings of pupils, a visible one before a hidden one, and
//! the one that was open when the workbook was saved before others. Visible sheets with the same headings belong to it
//! (a sheet for each class), and so do sheets with the same UPNs (results in one, targets in another).

use std::collections::{BTreeSet, HashSet};

use super::cohort_reader::ReadFile;
use super::doubtful_pupils;
use super::read_as::ReadAs;
use super::table::layout::{FirstRow, TableLayout};
use super::table::{continues, is_upn};
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance};

/// Known headings that make a row the headings of pupils.
const SURE: usize = 2;

/// A sheet, as far as its first rows show it.
#[derive(Debug)]
pub(super) struct SheetPreview {
    /// True if the spreadsheet program hides it.
    pub hidden: bool,
    /// True if it was open when the workbook was saved.
    pub active: bool,
    /// The fields of its headings.
    pub fields: BTreeSet<FieldId>,
    /// The first rows below the headings; all first rows if it has none.
    pub rows: Vec<FirstRow>,
    /// True if it has a column of numbers that the school gives to its pupils.
    pub has_numbers: bool,
    /// True if it has results or targets, and rows with any of them.
    pub has_results: bool,
    /// Number of rows below them that name a pupil and hold a result or anything else that is read of pupils.
    pub pupils: usize,
}

impl SheetPreview {
    /// From its first rows as CSV.
    pub fn new(hidden: bool, active: bool, start: &str, guidance: &Guidance) -> Self {
        let read_as = ReadAs { separator: Some(','), ..ReadAs::default() };
        let layout = TableLayout::find(start.as_bytes(), true, &read_as, guidance);
        let headings = layout.rows.iter().find(|row| row.number == layout.heading_row);
        let cells = headings.into_iter().flat_map(|row| row.cells.iter().enumerate());
        let fields = cells.filter_map(|(column, cell)| Some((column, guidance.recognise(cell)?))).collect::<Vec<_>>();
        let names = |field: FieldId| {
            let kind = guidance.fields.get(field).map(|field| field.kind);
            matches!(kind, Some(FieldKind::Upn | FieldKind::Surname | FieldKind::Forename))
        };
        let filled = |row: &&FirstRow, named: bool| {
            let mut columns = fields.iter().filter(|(_, field)| names(*field) == named);
            columns.any(|(column, _)| row.cells.get(*column).is_some_and(|cell| !cell.is_empty()))
        };
        let is_sure = fields.len() >= SURE;
        let below = layout.rows.iter().filter(|row| row.number > layout.heading_row || !is_sure).cloned();
        let below = below.collect::<Vec<_>>();
        let pupils = below.iter().filter(|row| filled(row, true) && filled(row, false)).count();
        let is_result = |(_, field): &&(usize, FieldId)| {
            guidance.fields.get(*field).is_some_and(|field| doubtful_pupils::is_data(field, guidance))
        };
        let results = fields.iter().filter(is_result).map(|(column, _)| *column).collect::<Vec<_>>();
        let filled =
            |row: &FirstRow| results.iter().any(|column| row.cells.get(*column).is_some_and(|cell| !cell.is_empty()));
        Self {
            hidden,
            active,
            has_numbers: headings.is_some_and(|row| row.cells.iter().any(|cell| guidance.is_local_number(cell))),
            has_results: below.iter().any(filled),
            fields: fields.iter().map(|(_, field)| *field).collect(),
            pupils,
            rows: below,
        }
    }

    /// True if it seems to hold pupils.
    pub fn is_sure(&self) -> bool {
        self.fields.len() >= SURE
    }

    /// True if nearly all headings of either sheet are those of the other.
    fn is_like(&self, other: &Self) -> bool {
        let shared = self.fields.intersection(&other.fields).count();
        let all = self.fields.union(&other.fields).count();
        self.is_sure() && 5 * shared >= 4 * all
    }

    /// True if both have a column by which the pupils of one may be found in the other.
    fn shares_key(&self, other: &Self, guidance: &Guidance) -> bool {
        let is_key = |field: &&FieldId| {
            let kind = guidance.fields.get(**field).map(|field| field.kind);
            matches!(kind, Some(FieldKind::Upn | FieldKind::Surname))
        };
        self.has_numbers && other.has_numbers || self.fields.intersection(&other.fields).any(|field| is_key(&field))
    }

    /// True if a row names a pupil by a UPN.
    fn has_upns(&self) -> bool {
        self.rows.iter().any(|row| row.cells.iter().any(|cell| is_upn(cell)))
    }
}

/// Index of the sheet that is proposed.
pub(super) fn proposed(sheets: &[SheetPreview]) -> usize {
    let most = sheets.iter().filter(|sheet| !sheet.hidden).map(|sheet| sheet.fields.len()).max().unwrap_or(0);
    // A cover or a summary that was open has fewer headings than the pupils.
    let open = |sheet: &SheetPreview| sheet.active && 2 * sheet.fields.len() >= most;
    let rank = |sheet: &SheetPreview| {
        let sure = sheet.is_sure();
        let lists_pupils = sure && !sheet.hidden && sheet.pupils > 0;
        (lists_pupils, sure && !sheet.hidden, sure, !sheet.hidden, open(sheet), sheet.fields.len())
    };
    let best = sheets.iter().enumerate().rev().max_by_key(|(_, sheet)| rank(sheet));
    best.map_or(0, |(index, _)| index)
}

/// Indices of the visible sheets with the headings of the chosen one.
pub(super) fn alike(sheets: &[SheetPreview], chosen: usize) -> Vec<usize> {
    let Some(first) = sheets.get(chosen).filter(|first| !first.hidden) else { return Vec::new() };
    let like = |(index, sheet): (usize, &SheetPreview)| {
        (index != chosen && !sheet.hidden && sheet.is_like(first)).then_some(index)
    };
    sheets.iter().enumerate().filter_map(like).collect()
}

/// Indices of the other visible sheets that may be about the pupils of the chosen one, because both have UPNs, names or
/// admission numbers.
pub(super) fn with_keys(sheets: &[SheetPreview], chosen: usize, guidance: &Guidance) -> Vec<usize> {
    let Some(first) = sheets.get(chosen).filter(|first| !first.hidden) else { return Vec::new() };
    let may = |(index, sheet): (usize, &SheetPreview)| {
        let another = index != chosen && !sheet.hidden && !sheet.is_like(first);
        (another && sheet.is_sure() && sheet.shares_key(first, guidance)).then_some(index)
    };
    sheets.iter().enumerate().filter_map(may).collect()
}

/// Indices of the visible sheets without headings that have the columns of the chosen one.
pub(super) fn continuing(sheets: &[SheetPreview], first: &ReadFile, guidance: &Guidance) -> Vec<usize> {
    let headings = &first.account.headings;
    let continues = |(index, sheet): (usize, &SheetPreview)| {
        let has_none = !sheet.hidden && !sheet.is_sure();
        (has_none && continues(&sheet.rows, headings, guidance)).then_some(index)
    };
    sheets.iter().enumerate().filter_map(continues).collect()
}

/// Indices of the visible sheets that list pupils and are none of these.
pub(super) fn others_with_pupils(sheets: &[SheetPreview], read: &[usize]) -> Vec<usize> {
    let lists = |(index, sheet): (usize, &SheetPreview)| {
        let lists = sheet.is_sure() && (sheet.pupils > 0 || sheet.has_results) || sheet.has_upns();
        (!read.contains(&index) && !sheet.hidden && lists).then_some(index)
    };
    sheets.iter().enumerate().filter_map(lists).collect()
}

/// True if at least half of the pupils of the smaller sheet are in both.
pub(super) fn share_pupils(one: &ReadFile, other: &ReadFile) -> bool {
    let upns = |file: &ReadFile| {
        let upns = (0..file.cohort.len()).map(|pupil| file.cohort.people().upn(pupil).into_owned());
        upns.filter(|upn| !upn.is_empty()).collect::<HashSet<_>>()
    };
    let names = |file: &ReadFile| {
        let names = (0..file.cohort.len()).map(|pupil| file.cohort.people().name(pupil).to_lowercase());
        names.filter(|name| !name.is_empty()).collect::<HashSet<_>>()
    };
    let numbers = |file: &ReadFile| file.account.local_numbers.values().cloned().collect::<HashSet<_>>();
    let share = |one: &HashSet<String>, other: &HashSet<String>| {
        let shared = one.intersection(other).count();
        shared > 0 && 2 * shared >= one.len().min(other.len())
    };
    let (upns_of_one, upns_of_other) = (upns(one), upns(other));
    share(&upns_of_one, &upns_of_other)
        || share(&names(one), &names(other))
        || share(&numbers(one), &numbers(other)) && (upns_of_one.is_empty() || upns_of_other.is_empty())
}

/// True if the name of a sheet is a label in it, as that of a class.
pub(super) fn is_label(file: &ReadFile, name: &str, guidance: &Guidance) -> bool {
    let labels = guidance.fields.iter().filter(|(_, field)| field.kind == FieldKind::Label);
    let mut columns = labels.filter_map(|(id, _)| file.cohort.label_column(id));
    columns.any(|column| column.texts().iter().any(|text| !text.is_empty() && text.eq_ignore_ascii_case(name.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheets(sheets: &[(&str, &str)]) -> Vec<SheetPreview> {
        let guidance = Guidance::shipped().unwrap();
        let preview = |(flags, start): &(&str, &str)| {
            SheetPreview::new(flags.contains("hidden"), flags.contains("open"), start, &guidance)
        };
        sheets.iter().map(preview).collect()
    }

    #[test]
    fn the_sheet_that_is_proposed() {
        let notes = ("open", "Read me,first\r\n");
        let year_6 = ("", "\r\nUPN,Sex,KS1_Maths\r\n");
        let old = ("hidden", "UPN,Sex,KS1_Maths,KS1_Reading\r\n");
        assert_eq!(proposed(&sheets(&[notes, old, year_6, year_6])), 2);
        assert_eq!(proposed(&sheets(&[year_6, ("open", year_6.1)])), 1, "the one that was open");
        assert_eq!(proposed(&sheets(&[("open", "Class,Pupils\r\n"), year_6])), 1, "a summary was open");
        assert_eq!(proposed(&sheets(&[notes, old])), 1, "nothing else holds pupils");
        let lookup = ("open", "Class,School,Sex\r\n6A,2035,F\r\n");
        let data = ("", "UPN,Sex,KS1_Maths\r\nA926999904001,F,2b\r\n");
        assert_eq!(proposed(&sheets(&[lookup, data])), 1, "lists for the cells of another sheet");
        assert_eq!(proposed(&sheets(&[])), 0);
    }

    #[test]
    fn the_sheets_that_belong_to_it() {
        let class = ("", "UPN,Surname,Sex,KS1_Maths,KS1_Reading,Target_KS2_Maths\r\n");
        let list = sheets(&[class, ("", "UPN,Target_KS2_English\r\n"), class, ("hidden", class.1), ("", "Notes\r\n")]);
        assert_eq!(alike(&list, 0), [2]);
        assert_eq!(with_keys(&list, 0, &Guidance::shipped().unwrap()), [1]);
        assert!(alike(&list, 3).is_empty(), "nothing joins a hidden sheet");
    }
}
