//! Size limits. A ZIP file of a few kilobytes can claim to be terabytes; the workbooks of schools, authorities and
//! regions stay far below these limits.

/// Bytes of the file itself. A CSV file is streamed and may be larger.
pub const FILE: usize = 100 << 20;
/// Parts in the ZIP file.
pub const ENTRIES: usize = 4_000;
/// Bytes of one part, unpacked.
pub const ENTRY: u64 = 256 << 20;
/// Bytes of all parts, unpacked.
pub const TOTAL: u64 = 512 << 20;
/// Cells of a sheet, including empty ones between others.
pub const CELLS: u64 = 20_000_000;
/// Rows at the start of a sheet in which headings are looked for.
pub const START_ROWS: u32 = 40;
/// Bytes of those rows.
pub const START_BYTES: usize = 1 << 16;
/// Nesting depth of the elements in a Common Transfer File.
pub const DEPTH: usize = 64;
/// Different element names that are counted one by one.
pub const NAMES: usize = 500;
/// Notes that are listed one by one.
pub const NOTES: usize = 500;
