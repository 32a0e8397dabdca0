//! Tables as CSV and as a workbook.

use super::tables_page;
use crate::report::value::CellValue;
use crate::report::workbook::{WorkbookSheet, workbook as write};
use crate::screens::scene::Scene;
use crate::screens::{CellInput, TableCell, TableColumn, TableRow, TableSection, TableView, View};
use crate::session::command::{TablesAbout, TablesQuery};
use crate::text::csv::{CsvText, guarded};

/// All tables, one below the other, with their titles.
pub(crate) fn csv(scene: &Scene, query: &TablesQuery) -> View {
    let mut csv = CsvText::default();
    for sheet in sheets(scene, query) {
        csv.row(&[sheet.name]);
        sheet.rows.iter().for_each(|row| csv.row(&row.iter().map(CellValue::to_string).collect::<Vec<_>>()));
        csv.row(&[""]);
    }
    View::Text { name: name(scene, query, "csv"), text: csv.finish() }
}

/// One sheet a table.
pub(crate) fn workbook(scene: &Scene, query: &TablesQuery) -> View {
    View::File { name: name(scene, query, "xlsx"), bytes: write(&sheets(scene, query)) }
}

fn name(scene: &Scene, query: &TablesQuery, ending: &str) -> String {
    let about = match query.about {
        TablesAbout::Groups => "groups",
        TablesAbout::Care => "children-in-care",
        TablesAbout::Needs => "special-needs",
        TablesAbout::Schools => "schools",
        TablesAbout::Return => "return",
    };
    format!("{about}-{}.{ending}", scene.edition.id)
}

/// Every table, all rows of it.
fn sheets(scene: &Scene, query: &TablesQuery) -> Vec<WorkbookSheet> {
    let view = tables_page(scene, query, usize::MAX);
    let mut sheets = view.tables.iter().map(sheet).collect::<Vec<_>>();
    if let Some(sheet) = sheets.first_mut().filter(|_| !view.rule.is_empty()) {
        sheet.rows.push(vec![view.rule.into()]);
    }
    sheets
}

fn sheet(table: &TableView) -> WorkbookSheet {
    let with_sections = table.sections.iter().any(|section| !section.title.is_empty());
    let mut headings: Vec<CellValue> = Vec::new();
    if with_sections {
        headings.push(CellValue::default());
    }
    headings.push(table.of.as_str().into());
    for (index, column) in exported_columns(table) {
        headings.push(column.title.as_str().into());
        if has_small(table, index) {
            headings.push(format!("{}, in full", column.title).into());
        }
    }
    let rows = table.sections.iter().flat_map(|section| section.rows.iter().map(move |row| (section, row)));
    let rows = rows.map(|(section, row)| row_cells(table, section, row, with_sections));
    let notes = table.notes.iter().map(|note| vec![note.as_str().into()]);
    WorkbookSheet { name: table.title.clone(), rows: [headings].into_iter().chain(rows).chain(notes).collect() }
}

/// The columns that are no pictures.
fn exported_columns(table: &TableView) -> impl Iterator<Item = (usize, &TableColumn)> {
    table.columns.iter().enumerate().filter(|(_, column)| !column.title.is_empty())
}

/// This column has a small number.
fn has_small(table: &TableView, index: usize) -> bool {
    let mut rows = table.sections.iter().flat_map(|section| &section.rows);
    rows.any(|row| row.cells.get(index).is_some_and(|entry| !entry.small.is_empty()))
}

fn row_cells(table: &TableView, section: &TableSection, row: &TableRow, with_sections: bool) -> Vec<CellValue> {
    let mut cells = Vec::new();
    if with_sections {
        cells.push(section.title.as_str().into());
    }
    let name = if row.small.is_empty() { row.name.clone() } else { format!("{} ({})", row.name, row.small) };
    cells.push(safe(&name).into());
    for (index, _) in exported_columns(table) {
        let cell = row.cells.get(index).cloned().unwrap_or_default();
        cells.push(entry_value(&cell));
        if has_small(table, index) {
            cells.push(cell.small);
        }
    }
    cells
}

fn entry_value(entry: &TableCell) -> CellValue {
    match (&entry.input, &entry.value) {
        (Some(CellInput::EthnicCode { choices, .. }), _) => {
            choices.iter().find(|choice| choice.chosen).map(|choice| choice.title.as_str().into()).unwrap_or_default()
        }
        (_, CellValue::Text(text)) => safe(text).into(),
        (_, value) => value.clone(),
    }
}

/// A spreadsheet must not take a name for a formula; a number with its sign is not one.
fn safe(text: &str) -> String {
    let number = text.trim_end_matches('%').parse::<f64>().is_ok();
    if number { text.to_owned() } else { guarded(text).into_owned() }
}
