//! What a cell becomes.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula};

use super::{read, table};
use ambition_test_support::workbooks::{add_sheet, ods_workbook, xlsx};

#[test]
fn cells_as_a_person_sees_them() {
    let bytes = xlsx(|book| {
        let sheet = book.add_worksheet().set_name("S").unwrap();
        sheet.write_number(2, 1, 4.0).unwrap();
        sheet.write_number(2, 2, 4.2).unwrap();
        sheet.write_boolean(2, 3, true).unwrap();
        sheet.write_string(2, 4, "say \"a, b\"").unwrap();
        sheet.write_string(2, 5, "two\nlines").unwrap();
        let date = ExcelDateTime::from_ymd(1998, 9, 3).unwrap();
        sheet.write_with_format(3, 0, &date, &Format::new().set_num_format("d mmm yyyy")).unwrap();
        let time = ExcelDateTime::from_ymd(1998, 9, 3).unwrap().and_hms(10, 30, 0).unwrap();
        sheet.write_with_format(3, 1, &time, &Format::new().set_num_format("dd/mm/yy hh:mm")).unwrap();
        sheet.write_formula(3, 2, Formula::new("=2*2").set_result("4")).unwrap();
        sheet.write_formula(3, 3, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write_blank(3, 4, &Format::new().set_bold()).unwrap();
        sheet.merge_range(5, 0, 6, 1, "merged", &Format::new()).unwrap();
        sheet.write_string(6, 2, "beside").unwrap();
    });
    let expected = [
        "",
        "",
        ",4,4.2,TRUE,\"say \"\"a, b\"\"\",\"two\nlines\"",
        "1998-09-03,1998-09-03 10:30:00,4",
        "",
        "merged",
        "merged,,beside",
        "",
    ];
    assert_eq!(table(&bytes, "S"), expected.join("\r\n"));
}

#[test]
fn open_document_cells() {
    let bytes = ods_workbook(
        "<table:table table:name=\"S\"><table:table-row table:number-rows-repeated=\"3\"><table:table-cell \
         table:number-columns-repeated=\"16384\"/></table:table-row><table:table-row><table:table-cell \
         office:value-type=\"float\" office:value=\"4\"><text:p>4.00</text:p></table:table-cell><table:table-cell \
         table:number-columns-repeated=\"2\" office:value-type=\"string\"><text:p>2b</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>TRUE</text:p>\
         </table:table-cell><table:table-cell office:value-type=\"date\" office:date-value=\"1998-09-03\"><text:p>3/9/98\
         </text:p></table:table-cell><table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" \
         office:string-value=\"\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell>\
         </table:table-row><table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell \
         table:number-columns-repeated=\"16384\"/></table:table-row></table:table>",
    );
    assert_eq!(table(&bytes, "S"), "\r\n\r\n\r\n4,2b,2b,TRUE,1998-09-03\r\n");
}

/// Empty rows above the headings and between pupils keep their numbers.
#[test]
fn rows_are_numbered_as_in_the_sheet() {
    let bytes = xlsx(|book| {
        let rows: &[&[&str]] = &[
            &[],
            &["Hillview"],
            &[],
            &["UPN", "Surname", "KS1_Maths"],
            &[],
            &["A1", "Ash\nTree", "2b"],
            &["A2", "Birch", "9z"],
            &["A1", "ash\ntree", "2b"],
        ];
        add_sheet(book, "S", rows);
    });
    let opened = read(&bytes);
    assert_eq!(opened.account.heading_row, 4);
    assert_eq!((opened.cohort.row(0), opened.cohort.row(1)), (6, 7));
    let aside = opened.account.rejected.first().unwrap();
    assert_eq!(aside.row, 8);
}

/// The remark names the cell as the spreadsheet does, and the cell is read as empty.
#[test]
fn an_error_is_an_empty_cell_with_a_remark() {
    let bytes = xlsx(|book| {
        add_sheet(book, "S", &[&["UPN", "KS1_Maths", "KS2_Maths"], &["A1", "", "4"]]);
        let sheet = book.worksheet_from_index(0).unwrap();
        sheet.write_formula(1, 1, Formula::new("=NA()").set_result("#N/A")).unwrap();
    });
    let opened = read(&bytes);
    let note = opened.account.diagnostics.iter().find(|note| note.code == "error-cell").unwrap();
    assert_eq!((note.row, note.column), (2, Some(1)));
    assert!(note.what.contains("#N/A"), "{}", note.what);
    assert_eq!(opened.account.rows, 1);
}

/// A cell that looks like another separator does not change how the sheet is cut.
#[test]
fn a_sheet_is_cut_at_its_cells() {
    let bytes = xlsx(|book| {
        add_sheet(book, "S", &[&["UPN;Sex;KS1_Reading", "Surname"], &["A1;F;2b", "Ash"]]);
    });
    let opened = read(&bytes);
    assert_eq!(opened.account.separator, b',');
    assert_eq!(opened.account.headings.texts, ["UPN;Sex;KS1_Reading", "Surname"]);
}
