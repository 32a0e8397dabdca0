//! The table of pupils as text that a spreadsheet takes from the clipboard.

use std::iter::once;

use ambition_engine::screens::{PupilRow, PupilsPage};

/// A line for the headings and one for each row, cells parted by tabs.
pub fn table_text(page: &PupilsPage) -> String {
    let headings = ["Pupil", "UPN", "Context"].into_iter().chain(page.columns.iter().map(|column| &*column.title));
    let rows = page.rows.iter().map(row_text);
    once(line(headings)).chain(rows).collect()
}

fn row_text(row: &PupilRow) -> String {
    let context = row.context.join(", ");
    let first = [&*row.name, &*row.upn, &*context];
    line(first.into_iter().chain(row.cells.iter().map(|cell| &*cell.text)))
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.map(cell_text).collect();
    format!("{}\r\n", cells.join("\t"))
}

/// A cell on one line. A spreadsheet must not take a name for a formula.
fn cell_text(text: &str) -> String {
    let text = text.replace(['\t', '\r', '\n'], " ");
    match text.chars().next() {
        Some('=' | '+' | '-' | '@') => format!("'{text}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use ambition_engine::screens::{PupilCell, PupilColumn};
    use ambition_engine::session::command::PupilsColumn;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn cells_stay_in_their_places_and_are_no_formulas() {
        let column = PupilColumn {
            id: PupilsColumn::Name,
            title: "Target English".into(),
            long: String::new(),
            editable: false,
            choices: Vec::new(),
        };
        let cells = vec![PupilCell { text: "4".into(), ..PupilCell::default() }];
        let row = PupilRow { name: "=A\tB".into(), context: vec!["EAL".into()], cells, ..PupilRow::default() };
        let page = PupilsPage { columns: vec![column], rows: vec![row], ..PupilsPage::default() };
        assert_eq!(table_text(&page), "Pupil\tUPN\tContext\tTarget English\r\n'=A B\t\tEAL\t4\r\n");
    }
}
