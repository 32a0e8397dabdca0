//! A table, and the forms it is written in.

use std::collections::BTreeSet;

use ambition_engine::report::value::CellValue;
use ambition_engine::report::workbook::{WorkbookSheet, workbook};
use ambition_engine::text::csv::{CsvText, unguarded};
use serde_json::Value;

/// Columns whose cells are numbers.
const NUMBERS: [&str; 8] = ["achieved", "eligible", "missing", "left_out", "value", "pupils", "row", "Row"];

/// A table with a row of headings.
pub struct OutputTable {
    /// What it is called.
    title: String,
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Further columns whose cells are numbers.
    numbers: BTreeSet<String>,
}

impl OutputTable {
    /// From CSV that the engine wrote.
    ///
    /// # Errors
    /// When it is not CSV, which does not happen.
    pub fn from_csv(title: &str, text: &str) -> Result<Self, String> {
        let mut records = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let row = |record: csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
        let rows = records.records().map(|record| record.map(row)).collect::<Result<Vec<_>, _>>();
        let mut rows = rows.map_err(|error| error.to_string())?;
        if rows.is_empty() {
            return Err(format!("the {title} have no headings"));
        }
        Ok(Self { title: title.to_owned(), headings: rows.remove(0), rows, numbers: BTreeSet::new() })
    }

    /// From a table of a screen.
    pub fn from_sheet(sheet: &WorkbookSheet) -> Self {
        let row = |cells: &Vec<CellValue>| cells.iter().map(text).collect::<Vec<_>>();
        let mut rows = sheet.rows.iter().map(row);
        let headings = rows.next().unwrap_or_default();
        Self { title: sheet.name.clone(), headings, rows: rows.collect(), numbers: BTreeSet::new() }
    }

    /// The same with further columns of numbers, by their headings.
    pub fn with_numbers(self, headings: &[&str]) -> Self {
        Self { numbers: headings.iter().map(|heading| (*heading).to_owned()).collect(), ..self }
    }

    /// Without rows yet.
    pub fn new(title: &str, headings: &[&str]) -> Self {
        let headings = headings.iter().map(|heading| (*heading).to_owned()).collect();
        Self { title: title.to_owned(), headings, rows: Vec::new(), numbers: BTreeSet::new() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: impl IntoIterator<Item = String>) {
        self.rows.push(row.into_iter().collect());
    }

    /// As CSV.
    pub fn to_csv(&self) -> String {
        let mut csv = CsvText::default();
        csv.row(&self.headings);
        self.rows.iter().for_each(|row| csv.row(row));
        csv.finish()
    }

    /// As a list of objects, one for each row, a line each.
    pub fn to_json(&self) -> String {
        let object = |row: &Vec<String>| {
            let pairs = self
                .headings
                .iter()
                .zip(row)
                .map(|(heading, cell)| format!("{}:{}", quoted(heading), self.value(heading, cell)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
        };
        let rows = self.rows.iter().map(object).collect::<Vec<_>>();
        if rows.is_empty() { "[]\n".into() } else { format!("[\n{}\n]\n", rows.join(",\n")) }
    }

    fn value(&self, heading: &str, cell: &str) -> String {
        if !NUMBERS.contains(&heading) && !self.numbers.contains(heading) {
            return quoted(unguarded(cell));
        }
        match cell.parse::<serde_json::Number>() {
            Ok(_) => cell.to_owned(),
            Err(_) if cell.is_empty() => Value::Null.to_string(),
            Err(_) => quoted(cell),
        }
    }

    fn to_sheet(&self) -> WorkbookSheet {
        let row = |cells: &Vec<String>| cells.iter().map(|cell| CellValue::from(unguarded(cell))).collect();
        // The cells of a workbook are no formulas, whatever they begin with.
        let rows = [&self.headings].into_iter().chain(&self.rows).map(row).collect();
        WorkbookSheet { name: self.title.clone(), rows }
    }
}

/// Several tables as CSV, an empty line between them.
pub fn csv_of(tables: &[OutputTable]) -> String {
    tables.iter().map(OutputTable::to_csv).collect::<Vec<_>>().join("\n")
}

/// Several tables as a list of objects with `title` and `rows`.
pub fn json_of(tables: &[OutputTable]) -> String {
    let object =
        |table: &OutputTable| format!("{{\"title\":{},\"rows\":{}}}", quoted(&table.title), table.to_json().trim_end());
    format!("[{}]\n", tables.iter().map(object).collect::<Vec<_>>().join(","))
}

/// Several tables as an Excel workbook, a sheet each.
pub fn workbook_of(tables: &[OutputTable]) -> Vec<u8> {
    workbook(&tables.iter().map(OutputTable::to_sheet).collect::<Vec<_>>())
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A cell as text: a number of ours with nothing between its thousands.
fn text(value: &CellValue) -> String {
    match value {
        CellValue::Count(count) => count.to_string(),
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_in_json_has_numbers_nothing_and_words() {
        let table = OutputTable::from_csv("t", "measure,pupils,value\n\"a \"\"b\"\"\",12,69.4444\n'=1,,x\n").unwrap();
        let json = table.to_json();
        assert_eq!(
            json,
            "[\n{\"measure\":\"a \\\"b\\\"\",\"pupils\":12,\"value\":69.4444},\n\
             {\"measure\":\"=1\",\"pupils\":null,\"value\":\"x\"}\n]\n"
        );
        assert!(serde_json::from_str::<Value>(&json).is_ok());
        assert_eq!(OutputTable::from_csv("t", "a\n").unwrap().to_json(), "[]\n");
    }

    #[test]
    fn a_table_comes_back_as_the_csv_it_was() {
        let csv = "a,b\n\"1,5\",\"x;y\"\n,\n";
        assert_eq!(OutputTable::from_csv("t", csv).unwrap().to_csv(), csv);
    }
}
