//! An Excel workbook of plain tables: texts and numbers, a bold heading row, columns wide enough, ready for A4.
//!
//! Written here: the parts of such a file are six short texts in a ZIP archive that packs nothing, a few kilobytes of
//! the page, where a library that can do all of Excel is many times as large.

use super::value::CellValue;
use crate::text::phrases::thousands;

/// A sheet.
#[derive(Clone, Debug, Default)]
pub struct WorkbookSheet {
    /// Its name.
    pub name: String,
    /// Its rows. The first is the heading.
    pub rows: Vec<Vec<CellValue>>,
}

/// Characters that a sheet's name cannot have, and how long it can be.
const NOT_IN_NAMES: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
const LONGEST_NAME: usize = 31;
/// The widest column, in characters.
const WIDEST: usize = 60;

/// The bytes of a workbook with these sheets.
pub fn workbook(sheets: &[WorkbookSheet]) -> Vec<u8> {
    let numbered = || (1..).zip(sheets);
    let sheet_path = |number: usize| format!("worksheets/sheet{number}.xml");
    let types = numbered().map(|(number, _)| {
        format!(r#"<Override PartName="/xl/{}" ContentType="{SHEET_TYPE}.worksheet+xml"/>"#, sheet_path(number))
    });
    let links = numbered().map(|(number, _)| {
        format!(r#"<Relationship Id="rId{number}" Type="{LINK}/worksheet" Target="{}"/>"#, sheet_path(number))
    });
    let names = numbered().map(|(number, sheet)| {
        format!(
            r#"<sheet name="{}" sheetId="{number}" r:id="rId{number}"/>"#,
            escaped(&sheet_name(&sheet.name, number))
        )
    });
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                r#"{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{SHEET_TYPE}.styles+xml"/>{}</Types>"#,
                types.collect::<String>()
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                r#"{HEAD}<Relationships xmlns="{LINKS}"><Relationship Id="rId1" Type="{LINK}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                r#"{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINK}"><sheets>{}</sheets></workbook>"#,
                names.collect::<String>()
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                r#"{HEAD}<Relationships xmlns="{LINKS}">{}<Relationship Id="rIdStyles" Type="{LINK}/styles" Target="styles.xml"/></Relationships>"#,
                links.collect::<String>()
            ),
        ),
        ("xl/styles.xml".to_owned(), format!("{HEAD}{}", STYLES.replace("MAIN", MAIN))),
    ];
    parts.extend(numbered().map(|(number, sheet)| (format!("xl/{}", sheet_path(number)), worksheet(sheet))));
    archive(&parts)
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const LINK: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const LINKS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const SHEET_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/// Plain, bold, wrapped, and percent with one decimal.
const STYLES: &str = r#"<styleSheet xmlns="MAIN"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#;

/// A name that Excel takes; a number where nothing is left of it.
fn sheet_name(name: &str, number: usize) -> String {
    let kept = name.chars().filter(|letter| !NOT_IN_NAMES.contains(letter)).take(LONGEST_NAME).collect::<String>();
    let kept = kept.trim_matches(['\'', ' ']).to_owned();
    if kept.is_empty() { format!("Sheet {number}") } else { kept }
}

fn worksheet(sheet: &WorkbookSheet) -> String {
    let columns = sheet.rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = sheet.rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.to_string().chars().count()).max().unwrap_or_default().clamp(8, WIDEST) + 2
    };
    let widths = (0..columns).map(|column| {
        let (number, width) = (column + 1, width(column));
        format!(r#"<col min="{number}" max="{number}" width="{width}" customWidth="1"/>"#)
    });
    let widths = if columns == 0 { String::new() } else { format!("<cols>{}</cols>", widths.collect::<String>()) };
    let rows = (1..).zip(&sheet.rows).map(|(number, row)| {
        let style = if number == 1 { 1 } else { 2 };
        let cells = row.iter().enumerate().map(|(column, cell)| cell_xml(cell, column, number, style));
        format!(r#"<row r="{number}">{}</row>"#, cells.collect::<String>())
    });
    format!(
        r#"{HEAD}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>{widths}<sheetData>{}</sheetData><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>"#,
        rows.collect::<String>()
    )
}

fn cell_xml(cell: &CellValue, column: usize, row: usize, style: u8) -> String {
    if cell.is_empty() {
        return String::new();
    }
    let place = format!("{}{row}", crate::intake::diagnostic::column_letters(column));
    if let CellValue::Percent(tenths) = cell {
        let share = format!("{}.{:03}", tenths / 1000, tenths % 1000);
        return format!(r#"<c r="{place}" s="{PERCENT}"><v>{share}</v></c>"#);
    }
    match number_of(cell) {
        Some(number) => format!(r#"<c r="{place}" s="{style}"><v>{number}</v></c>"#),
        None => {
            let text = escaped(&cell.to_string());
            format!(r#"<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#)
        }
    }
}

/// The style of percentages.
const PERCENT: u8 = 3;

/// The digits of a value that is a number.
fn number_of(value: &CellValue) -> Option<String> {
    match value {
        CellValue::Count(count) => Some(count.to_string()),
        CellValue::Difference { .. } => Some(value.to_string().replace('\u{2212}', "-").replace('+', "")),
        CellValue::Text(text) | CellValue::Number(text) => number_digits(text),
        CellValue::Percent(_) | CellValue::Points(_) | CellValue::Date(_) | CellValue::Hidden => None,
    }
}

/// What the file or the user wrote as a number and nothing else, without what parts its thousands. A text that begins
/// with 0 is a code.
fn number_digits(cell: &str) -> Option<String> {
    let plain = cell.replace(',', "").replace('\u{2212}', "-");
    let plain = plain.strip_prefix('+').unwrap_or(&plain).to_owned();
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = !cell.contains(',') || whole.parse().is_ok_and(|whole| cell.contains(&thousands(whole)));
    let code = whole.len() > 1 && whole.starts_with('0') || whole.len() > LONGEST_NUMBER;
    (all_digits(whole) && all_digits(part) && grouped && !code).then_some(plain)
}

/// Longer numbers would lose digits.
const LONGEST_NUMBER: usize = 15;

/// Text for XML, without what XML cannot hold.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(letter),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A ZIP archive that stores its files as they are.
fn archive(parts: &[(String, String)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in parts {
        let offset = zip_size(bytes.len());
        let mut head = Vec::new();
        // Version needed, names in UTF-8, stored, and a day that every system takes.
        [20_u16, 1 << 11, 0, 0, 33].iter().for_each(|field| head.extend(field.to_le_bytes()));
        [crc(text.as_bytes()), zip_size(text.len()), zip_size(text.len())]
            .iter()
            .for_each(|field| head.extend(field.to_le_bytes()));
        head.extend((zip_size(name.len()) as u16).to_le_bytes());
        head.extend([0, 0]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&head);
        bytes.extend(name.as_bytes());
        bytes.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&head);
        // No remark, one disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (offset, size, count) = (zip_size(bytes.len()), zip_size(directory.len()), zip_size(parts.len()) as u16);
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    bytes.extend([size.to_le_bytes(), offset.to_le_bytes()].concat());
    bytes.extend([0, 0]);
    bytes
}

/// Tables of this page are far below 4 GB.
fn zip_size(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

/// The checksum of ZIP archives.
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_numbers_and_codes_are_not() {
        assert_eq!(number_digits("1,234"), Some("1234".into()));
        assert_eq!(number_digits("\u{2212}3.4"), Some("-3.4".into()));
        for text in ["", "0123", "69.4%", "1,2", "12 of 30", "x", "-", "1.", "2009/10"] {
            assert_eq!(number_digits(text), None, "{text}");
        }
    }

    #[test]
    fn percentages_are_shares() {
        for (tenths, share) in [(596, "0.596"), (1000, "1.000"), (0, "0.000"), (72, "0.072"), (1234, "1.234")] {
            let xml = cell_xml(&CellValue::Percent(tenths), 0, 2, 2);
            assert_eq!(xml, format!(r#"<c r="A2" s="3"><v>{share}</v></c>"#));
        }
    }

    #[test]
    fn what_is_a_number_is_written_as_one() {
        let values = [
            (CellValue::Count(1234), Some("1234")),
            (CellValue::Difference { tenths: 31, negative: true }, Some("-3.1")),
            (CellValue::Difference { tenths: 31, negative: false }, Some("3.1")),
            (CellValue::Number("\u{2212}2".into()), Some("-2")),
            (CellValue::from("4"), Some("4")),
            (CellValue::from("4b"), None),
            (CellValue::Points(3462), None),
            (CellValue::Hidden, None),
        ];
        for (value, number) in values {
            assert_eq!(number_of(&value).as_deref(), number, "{value:?}");
        }
    }

    #[test]
    fn the_checksum_is_that_of_zip() {
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn names_that_excel_takes() {
        assert_eq!(
            sheet_name("Children in care: [who] counts / who does not, by school", 1),
            "Children in care who counts  wh"
        );
        assert_eq!(sheet_name("??", 2), "Sheet 2");
    }
}
