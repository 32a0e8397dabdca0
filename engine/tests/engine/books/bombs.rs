//! Small files that would become large ones.

use std::time::Instant;

use super::refused;
use ambition_test_support::workbooks::{ods_workbook, zip_file};

/// Where the list of parts says how large a part is, unpacked.
fn claim(bytes: &mut [u8], size: u32) {
    let entry = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bytes[entry + 24..entry + 28].copy_from_slice(&size.to_le_bytes());
}

fn refused_at_once(bytes: &[u8], what: &str) {
    let begun = Instant::now();
    let said = refused(bytes);
    assert!(said.contains(what), "{said}");
    assert!(begun.elapsed().as_secs() < 20, "{what}: {:?}", begun.elapsed());
}

#[test]
fn a_part_that_claims_to_be_of_4_gigabytes() {
    let mut bytes = zip_file(&[("xl/workbook.xml", b"<workbook/>")]);
    claim(&mut bytes, u32::MAX - 1);
    refused_at_once(&bytes, "more than 256 MB in one part");
}

#[test]
fn a_part_that_claims_less_than_it_holds() {
    let zeros = vec![b' '; 4 << 20];
    let mut bytes = zip_file(&[("mimetype", b"x"), ("xl/workbook.xml", &zeros)]);
    let entry = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    bytes[entry + 24..entry + 28].copy_from_slice(&10_u32.to_le_bytes());
    refused_at_once(&bytes, "damaged");
}

#[test]
fn very_many_parts() {
    let names = (0..5_000).map(|part| format!("xl/worksheets/sheet{part}.xml")).collect::<Vec<_>>();
    let parts = names.iter().map(|name| (name.as_str(), &b""[..])).collect::<Vec<_>>();
    refused_at_once(&zip_file(&parts), "More than 4000 parts");
}

#[test]
fn parts_that_are_too_large_together() {
    let mut parts = vec![("xl/workbook.xml", vec![b' '; 1])];
    parts.extend(["a", "b", "c"].map(|name| (name, vec![b' '; 200 << 20])));
    let parts = parts.iter().map(|(name, content)| (*name, content.as_slice())).collect::<Vec<_>>();
    refused_at_once(&zip_file(&parts), "more than 512 MB");
}

/// One cell said to be there a million times in a million rows.
#[test]
fn cells_that_are_repeated() {
    let row = |repeats: u64, columns: u64| {
        format!(
            "<table:table-row table:number-rows-repeated=\"{repeats}\"><table:table-cell \
             table:number-columns-repeated=\"{columns}\" office:value-type=\"string\"><text:p>x</text:p>\
             </table:table-cell></table:table-row>"
        )
    };
    let tables = [row(1_048_576, 16_384), row(u64::MAX, u64::MAX), row(1, 16_384).repeat(2_000)];
    for table in tables {
        refused_at_once(
            &ods_workbook(&format!("<table:table table:name=\"S\">{table}</table:table>")),
            "million cells",
        );
    }
}

/// A cell in the last column of very many rows, and one far below everything else.
#[test]
fn cells_far_apart() {
    let sheet = |cells: String| {
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        zip_file(&[
            ("[Content_Types].xml", b"<Types/>"),
            (
                "_rels/.rels",
                format!(
                    "<Relationships><Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" \
                     Target=\"xl/workbook.xml\"/></Relationships>"
                )
                .as_bytes(),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"S\" sheetId=\"1\" \
                     r:id=\"r1\"/></sheets></workbook>"
                )
                .as_bytes(),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships><Relationship Id=\"r1\" Type=\"{relations}/worksheet\" \
                     Target=\"worksheets/sheet1.xml\"/></Relationships>"
                )
                .as_bytes(),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!("<worksheet xmlns=\"{main}\"><sheetData>{cells}</sheetData></worksheet>").as_bytes(),
            ),
        ])
    };
    let cell = |place: String| format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>UPN</t></is></c>");
    let wide = (1..=2_000).map(|row| format!("<row r=\"{row}\">{}</row>", cell(format!("XFD{row}"))));
    refused_at_once(&sheet(wide.collect()), "million cells");
    let far = format!("<row r=\"1\">{}</row><row r=\"1048576\">{}</row>", cell("A1".into()), cell("XFD1048576".into()));
    let opened = super::read(&sheet(far));
    assert_eq!(opened.account.rows, 1);
    let outside = format!("<row r=\"1\">{}</row>", cell("A4294967290".into()));
    assert!(!refused(&sheet(outside)).is_empty());
}

/// A text of a few letters that becomes very long.
#[test]
fn spaces_that_are_repeated() {
    let cell = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>x<text:s text:c=\"900000000\"/>\
                </text:p></table:table-cell></table:table-row>";
    refused_at_once(&ods_workbook(&format!("<table:table table:name=\"S\">{cell}</table:table>")), "more than 1 MB");
}

/// A table that is never closed, and one inside itself.
#[test]
fn tables_without_end() {
    let open = "<table:table table:name=\"S\"><table:table-row><table:table-cell/>";
    for tables in [open.to_owned(), open.repeat(1_000)] {
        refused_at_once(&ods_workbook(&tables), "damaged");
    }
}

/// A text that is far larger than the file it is in.
#[test]
fn a_part_that_becomes_far_larger() {
    let spaces = vec![b' '; 30 << 20];
    refused_at_once(&zip_file(&[("mimetype", b"x"), ("xl/workbook.xml", &spaces)]), "far larger than it is");
}

/// Line ends changed on the way, a chain of sectors that turns back on itself, and a record without an end.
#[test]
fn old_workbooks_that_are_damaged() {
    let bytes = include_bytes!("../../workbooks/sample-year-6.xls");
    let text_mode =
        bytes.iter().flat_map(|byte| if *byte == b'\n' { &b"\r\n"[..] } else { std::slice::from_ref(byte) });
    refused_at_once(&text_mode.copied().collect::<Vec<_>>(), "damaged");
    let mut looped = bytes.to_vec();
    let fat = 512 * (1 + u32::from_le_bytes(bytes[76..80].try_into().unwrap()) as usize);
    (0..100).for_each(|entry| looped[fat + 4 * entry..fat + 4 * entry + 4].copy_from_slice(&1_u32.to_le_bytes()));
    refused_at_once(&looped, "damaged");
    refused_at_once(b"\x09\x08\x08\0\0\0\x10\0\0\0\0\0\x04\x02\xff\xff", "cut short");
}

/// A cell in the last row and column that the format can name, and one beyond every sheet.
#[test]
fn cells_far_apart_in_an_old_workbook() {
    let record = |id: u16, data: &[u8]| {
        [&id.to_le_bytes()[..], &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
    };
    let sheet = |column: u16| {
        let label = |row: u16, column: u16| {
            let place = [row.to_le_bytes(), column.to_le_bytes(), [0; 2], [3, 0]].concat();
            record(0x0204, &[&place, &b"UPN"[..]].concat())
        };
        [record(0x0809, &[0, 5, 0x10, 0]), label(0, 0), label(65_535, column), record(0x0a, b"")].concat()
    };
    assert_eq!(super::read(&sheet(1_000)).account.rows, 1);
    refused_at_once(&sheet(65_535), "outside the sheet");
}

/// Merged cells and spans without end.
#[test]
fn cells_that_span_everything() {
    let spans = "<tr><td rowspan=1000000 colspan=16384>UPN</td><td>x".repeat(3_000);
    refused_at_once(format!("<table>{spans}</table>").as_bytes(), "");
}
