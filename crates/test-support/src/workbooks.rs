//! Workbooks for the tests: Excel's by a library, OpenDocument's and ZIP files by hand.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// An Excel workbook.
pub fn xlsx(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

/// Adds a sheet of texts.
pub fn add_sheet(book: &mut Workbook, name: &str, rows: &[&[&str]]) {
    let sheet = book.add_worksheet().set_name(name).unwrap();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            write(sheet, row, column, cell);
        }
    }
}

/// Writes a cell as a person would have typed it: numbers and dates become numbers with a format.
pub fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) {
    if cell.is_empty() {
        return;
    }
    if let Ok(number) = cell.parse::<f64>() {
        sheet.write_number(row, column, number).unwrap();
    } else if let Some([year, month, day]) = date(cell) {
        let date = ExcelDateTime::from_ymd(year as u16, month as u8, day as u8).unwrap();
        sheet.write_with_format(row, column, &date, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
    } else {
        sheet.write_string(row, column, cell).unwrap();
    }
}

fn date(cell: &str) -> Option<[u32; 3]> {
    let parts = cell.split('-').map(str::parse).collect::<Result<Vec<u32>, _>>().ok()?;
    parts.try_into().ok().filter(|_| cell.len() == 10)
}

/// An OpenDocument workbook with these tables, as XML.
pub fn ods_workbook(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" \
         xmlns:text=\"x\"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>\
         </office:document-content>"
    );
    zip_file(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest xmlns:manifest=\"m\"/>"),
        ("content.xml", content.as_bytes()),
    ])
}

/// A table of an OpenDocument workbook.
pub fn ods_table(name: &str, rows: &[Vec<String>]) -> String {
    let rows = rows.iter().map(|cells| {
        format!("<table:table-row>{}</table:table-row>", cells.iter().map(|cell| ods_cell(cell)).collect::<String>())
    });
    format!("<table:table table:name=\"{name}\">{}</table:table>", rows.collect::<String>())
}

fn ods_cell(cell: &str) -> String {
    let text = cell.replace('&', "&amp;").replace('<', "&lt;");
    let kind = match cell {
        "" => return "<table:table-cell/>".into(),
        number if number.parse::<f64>().is_ok() => format!("float\" office:value=\"{number}"),
        day if date(day).is_some() => format!("date\" office:date-value=\"{day}"),
        _ => "string".into(),
    };
    format!("<table:table-cell office:value-type=\"{kind}\"><text:p>{text}</text:p></table:table-cell>")
}

/// A compound file with these streams.
pub fn compound_file(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, content) in streams {
        file.create_stream(name).unwrap().write_all(content).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A ZIP file; its first part is not compressed, as OpenDocument demands.
pub fn zip_file(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (index, (name, content)) in parts.iter().enumerate() {
        let method = if index == 0 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
