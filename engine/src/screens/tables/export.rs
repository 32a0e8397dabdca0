//! Tables as sheets of a workbook, all rows of them.

use super::tables_page;
use crate::report::value::CellValue;
use crate::report::workbook::WorkbookSheet;
use crate::screens::scene::Scene;
use crate::screens::{CellInput, TableCell, TableColumn, TableRow, TableSection, TableView, TablesAbout, TablesQuery};
use crate::text::csv::guarded;

/// What the names of the files begin with.
pub(crate) fn stem(query: &TablesQuery) -> &'static str {
    match query.about {
        TablesAbout::Groups => "groups",
        TablesAbout::Care => "children-in-care",
        TablesAbout::Needs => "special-needs",
        TablesAbout::Schools => "schools",
        TablesAbout::Moderation => "schools-to-talk-to",
        TablesAbout::Return => "return",
    }
}

/// Every table, all rows of it.
pub(crate) fn sheets(scene: &Scene, query: &TablesQuery) -> Vec<WorkbookSheet> {
    let view = tables_page(scene, query, usize::MAX);
    let mut sheets = view.tables.iter().map(table_sheet).collect::<Vec<_>>();
    if let Some(sheet) = sheets.first_mut().filter(|_| !view.rule.is_empty()) {
        sheet.rows.push(vec![view.rule.into()]);
    }
    sheets
}

/// A table as a sheet, without its pictures.
pub(crate) fn table_sheet(table: &TableView) -> WorkbookSheet {
    let with_sections = table.sections.iter().any(|section| !section.title.is_empty());
    let columns = ExportedColumn::of_table(table);
    let mut headings = Vec::new();
    headings.extend(with_sections.then(CellValue::default));
    headings.push(table.head.title.as_str().into());
    headings.extend(columns.iter().flat_map(ExportedColumn::headings));
    let row = |section: &TableSection, row: &TableRow| {
        let mut cells = Vec::new();
        cells.extend(with_sections.then(|| section.title.as_str().into()));
        cells.push(head_value(&row.head));
        cells.extend(columns.iter().flat_map(|column| column.values(row)));
        cells
    };
    let rows = table.sections.iter().flat_map(|section| section.rows.iter().map(|line| row(section, line)));
    let notes = table.notes.iter().map(|note| vec![note.as_str().into()]);
    WorkbookSheet { name: table.title.clone(), rows: [headings].into_iter().chain(rows).chain(notes).collect() }
}

/// A column that is no pictures, and one more beside it where cells have more to say in small letters.
struct ExportedColumn<'a> {
    column: &'a TableColumn,
    index: usize,
    has_small: bool,
}

impl<'a> ExportedColumn<'a> {
    fn of_table(table: &'a TableView) -> Vec<Self> {
        let has_small = |index: usize| {
            let mut cells = table.rows().filter_map(|row| row.cells.get(index));
            cells.any(|cell| !cell.small.is_empty())
        };
        let columns = table.columns.iter().enumerate().filter(|(_, column)| !column.title.is_empty());
        columns.map(|(index, column)| Self { column, index, has_small: has_small(index) }).collect()
    }

    fn headings(&self) -> impl Iterator<Item = CellValue> {
        let title = &self.column.title;
        let small = self.has_small.then(|| format!("{title}, in full").into());
        [title.as_str().into()].into_iter().chain(small)
    }

    fn values(&self, row: &TableRow) -> impl Iterator<Item = CellValue> {
        let cell = row.cells.get(self.index).cloned().unwrap_or_default();
        [cell_value(&cell)].into_iter().chain(self.has_small.then_some(cell.small))
    }
}

/// "Ash (Fir School, A123)".
fn head_value(head: &TableCell) -> CellValue {
    if head.small.is_empty() {
        return cell_value(head);
    }
    guarded(&format!("{} ({})", head.value, head.small)).into_owned().into()
}

fn cell_value(cell: &TableCell) -> CellValue {
    match (&cell.input, &cell.value) {
        (Some(CellInput::EthnicCode { choices, .. }), _) => {
            choices.iter().find(|choice| choice.chosen).map(|choice| choice.title.as_str().into()).unwrap_or_default()
        }
        // What is typed in beside nothing else is what the cell says.
        (None, CellValue::Text(text)) if text.is_empty() => {
            let typed = cell.fields.iter().map(|field| field.value.as_str()).find(|value| !value.is_empty());
            typed.map(|value| guarded(value).into_owned().into()).unwrap_or_default()
        }
        (_, CellValue::Text(text)) => guarded(text).into_owned().into(),
        (_, value) => value.clone(),
    }
}
