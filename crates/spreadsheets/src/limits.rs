//! Size limits. A file of a few kilobytes can claim to be terabytes; the workbooks of schools, authorities and regions
//! stay far below these limits.

/// Bytes of the file itself. A CSV file is streamed and may be larger.
pub const FILE: usize = 100 << 20;
/// Parts in the ZIP file.
pub const ENTRIES: usize = 4_000;
/// Bytes of one part, unpacked.
pub const ENTRY: u64 = 256 << 20;
/// Bytes of a part, unpacked, from which on it must not be more than [`RATIO`] times as large as packed.
pub const PLAIN_ENTRY: u64 = 16 << 20;
/// See [`PLAIN_ENTRY`]. The XML of pupils becomes 10 to 50 times as large.
pub const RATIO: u64 = 250;
/// Bytes of all parts, unpacked.
pub const TOTAL: u64 = 512 << 20;
/// Cells of a sheet, including empty ones between others.
pub const CELLS: u64 = 20_000_000;
/// Bytes that cells and rows said to be repeated may add to a sheet. A formula filled down to its last row adds a few
/// millions.
pub const REPEATED: u64 = 32 << 20;
/// Bytes of a sheet as CSV.
pub const TABLE: usize = 256 << 20;
/// Bytes of one row as CSV: what the engine reads as one record.
pub const ROW: usize = 1 << 20;
/// Rows and columns of a sheet: those of today's spreadsheet programs.
pub const ROWS: u32 = 1 << 20;
/// See [`ROWS`].
pub const COLUMNS: u32 = 1 << 14;
/// Sheets of a workbook that are looked at.
pub const SHEETS: usize = 1_000;
/// Merged regions of a sheet.
pub const REGIONS: usize = 100_000;
/// Rows at the start of a sheet in which headings are looked for.
pub const START_ROWS: u32 = 40;
/// Bytes of those rows.
pub const START_BYTES: usize = 1 << 16;
/// Nesting depth of the elements of an XML file.
pub const DEPTH: usize = 64;
/// Different element names that are counted one by one.
pub const NAMES: usize = 500;
/// Notes that are listed one by one.
pub const NOTES: usize = 500;
