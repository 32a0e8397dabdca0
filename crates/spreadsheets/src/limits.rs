//! How large a file may be. A packed file of a few kilobytes can claim to be terabytes; what a school, an authority or a
//! region keeps in a workbook stays far below these.

/// Bytes of the file itself. A CSV file is read piece by piece and may be larger.
pub const FILE: usize = 100 << 20;
/// Parts packed in it.
pub const ENTRIES: usize = 4_000;
/// Bytes of one part, unpacked.
pub const ENTRY: u64 = 256 << 20;
/// Bytes of all parts, unpacked.
pub const TOTAL: u64 = 512 << 20;
/// Cells of a sheet, the empty ones between others included.
pub const CELLS: u64 = 20_000_000;
/// Rows at the beginning of a sheet by which it is told whether it holds pupils.
pub const START_ROWS: u32 = 40;
/// Bytes of those.
pub const START_BYTES: usize = 1 << 16;
/// Elements of a Common Transfer File inside each other.
pub const DEPTH: usize = 64;
/// Different names of elements that are counted.
pub const NAMES: usize = 500;
/// Things noticed that are told one by one.
pub const NOTES: usize = 500;
