//! How the table was found in the file.

use crate::intake::Encoding;
use crate::intake::account::Account;
use crate::intake::account::SourceWorkbook;
use crate::intake::diagnostic::column_letters;
use crate::intake::headings::separator_name;
use crate::intake::table::layout::{FirstRow, SEPARATORS};
use crate::screens::{LayoutDecision, LayoutView, PreviewRow};
use crate::session::command::ReadSetting;
use crate::text::phrases::{capitalise, count};

/// Rows shown above and below the heading row.
const ROWS_ABOVE: usize = 3;
const ROWS_BELOW: usize = 4;
/// Columns shown.
const COLUMNS: usize = 12;

pub(crate) fn layout(account: &Account) -> LayoutView {
    let columns = account.first_rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let shown = columns.min(COLUMNS);
    let cut = if columns > shown {
        format!("The first {shown} of {}.", count(columns as u64, "column"))
    } else {
        String::new()
    };
    LayoutView {
        choices: match &account.workbook {
            None => vec![separator(account), heading_row(account), encoding(account)],
            Some(list) => sheet(account, list).into_iter().chain([heading_row(account)]).collect(),
        },
        letters: (0..shown).map(column_letters).collect(),
        rows: preview_rows(account, shown),
        cut,
    }
}

/// A choice whose first option is to find out, with what was found where nothing is said.
fn choice(
    about: ReadSetting,
    label: &str,
    said: Option<String>,
    found: &str,
    options: Vec<(String, String)>,
) -> LayoutDecision {
    let found = match &said {
        None => format!("automatic: {found}"),
        Some(_) => "automatic".into(),
    };
    let options = std::iter::once((String::new(), found)).chain(options).collect();
    LayoutDecision { about, label: label.into(), value: said.unwrap_or_default(), options }
}

/// Where there are several.
fn sheet(account: &Account, list: &SourceWorkbook) -> Option<LayoutDecision> {
    let name = |(name, hidden): &(String, bool)| {
        let words = if *hidden { format!("{name} (hidden)") } else { name.clone() };
        (name.clone(), words)
    };
    let found = list.sheets.get(list.sheet).map_or("", |(name, _)| name);
    let options = list.sheets.iter().map(name).collect();
    let said = account.read_as.sheet.clone().filter(|said| list.sheets.iter().any(|(name, _)| name == said));
    (list.sheets.len() > 1).then(|| choice(ReadSetting::Sheet, "Sheet", said, found, options))
}

fn separator(account: &Account) -> LayoutDecision {
    let name = |separator: u8| separator_name(separator).to_owned();
    let options = SEPARATORS.map(|separator| (char::from(separator).to_string(), capitalise(&name(separator))));
    let said = account.read_as.separator.map(String::from);
    choice(ReadSetting::Separator, "Separator", said, &name(account.separator), options.to_vec())
}

fn heading_row(account: &Account) -> LayoutDecision {
    let words = |row: &FirstRow| {
        let filled = row.cells.iter().filter(|cell| !cell.is_empty()).take(3).map(String::as_str);
        format!("Row {}: {}", row.number, filled.collect::<Vec<_>>().join(", "))
    };
    let options = account.first_rows.iter().map(|row| (row.number.to_string(), words(row))).collect();
    let said = account.read_as.heading_row.map(|row| row.to_string());
    choice(ReadSetting::HeadingRow, "Headings", said, &format!("row {}", account.heading_row), options)
}

fn encoding(account: &Account) -> LayoutDecision {
    let options = Encoding::ALL.map(|encoding| (encoding.id().to_owned(), encoding.name().to_owned()));
    let said = account.read_as.encoding.map(|encoding| encoding.id().to_owned());
    choice(ReadSetting::Encoding, "Encoding", said, account.encoding.name(), options.to_vec())
}

fn preview_rows(account: &Account, columns: usize) -> Vec<PreviewRow> {
    let heading = account.first_rows.iter().position(|row| row.number >= account.heading_row).unwrap_or(0);
    let from = heading.saturating_sub(ROWS_ABOVE);
    let shown = account.first_rows.iter().skip(from).take(heading - from + 1 + ROWS_BELOW);
    let row = |row: &FirstRow| PreviewRow {
        number: row.number,
        headings: row.number == account.heading_row,
        above: row.number < account.heading_row,
        cells: (0..columns).map(|column| row.cells.get(column).cloned().unwrap_or_default()).collect(),
    };
    shown.map(row).collect()
}
