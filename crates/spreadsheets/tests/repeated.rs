//! Cells and rows that are said to be repeated.
#![allow(clippy::unwrap_used, reason = "a test")]

use ambition_spreadsheets::SpreadsheetFile;

/// An OpenDocument sheet of rows, each as often as it is repeated, of cells that are.
fn repeated(rows: &[(u64, u64)]) -> Result<usize, String> {
    let rows = rows.iter().map(|(rows, columns)| {
        format!(
            "<table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell \
             table:number-columns-repeated=\"{columns}\" office:value-type=\"string\"><text:p>UPN</text:p>\
             </table:table-cell></table:table-row>"
        )
    });
    let text = format!(
        "<office:document xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>\
         <table:table table:name=\"S\">{}</table:table></office:spreadsheet></office:body></office:document>",
        rows.collect::<String>()
    );
    let mut file = SpreadsheetFile::open(text.into_bytes()).map_err(|error| error.what)?;
    file.contents().map_err(|error| error.what)?;
    Ok(file.table("S").map_err(|error| error.what)?.text.len())
}

/// Refused before they are written: each stays within what a sheet may have, but for the last.
#[test]
fn cells_that_are_repeated_are_counted_first() {
    let refused = |rows: &[(u64, u64)]| repeated(rows).unwrap_err();
    for rows in [vec![(1_048_576, 19)], vec![(100_000, 5), (900_000, 7)]] {
        assert!(refused(&rows).contains("repeated so often"), "{rows:?}: {}", refused(&rows));
    }
    assert!(refused(&[(1, 1), (1_048_576, 1)]).contains("outside the sheet"));
    // A formula filled down to the last row.
    assert_eq!(repeated(&[(1, 1), (1_048_575, 1)]), Ok(5 * 1_048_576));
}
