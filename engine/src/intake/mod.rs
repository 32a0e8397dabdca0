//! Bytes → records → cohort: a file is read in chunks, and every row is accounted for.
//!
//! Read the modules in this order: [`encoding`] decodes bytes into UTF-8, [`table`] recognises the table: its delimiter,
//! its headings, its shape, the rows that name pupils, [`csv`] (of the package `ambition-columns`) splits bytes into records and fields, [`headings`] maps
//! columns to fields, [`encoders`] turns cells into small codes, and [`cohort_reader`] adds pupils to the cohort or
//! rejects their rows. [`diagnostic`] reports what was noticed; [`read_as`] holds the user's settings, which override
//! detection. [`shard`] lets two readers share a large file. Workbooks and Common Transfer Files come in through
//! [`workbook`].

pub mod account;
mod chances;
mod checks;
mod cohort_builder;
pub mod cohort_reader;
pub mod column_questions;
pub mod combine;
mod date_forms;
pub mod decisions;
pub mod diagnostic;
mod doubtful_pupils;
mod duplicates;
pub mod encoders;
pub mod encoding;
mod family;
pub mod headings;
mod key_stage;
mod local_numbers;
pub(crate) mod made_columns;
mod notes;
mod number_forms;
mod one_scale;
mod other_forms;
mod percentages;
pub mod read_as;
mod reader_state;
mod schools;
pub mod shard;
mod sheets;
pub mod signature;
pub mod table;
pub mod together;
mod unusual_rows;
pub mod workbook;
mod yes_or_blank;

pub use ambition_columns::csv;

pub use account::{Account, RejectReason, RejectedRow, SourceWorkbook};
pub use cohort_reader::{CohortReader, ReadFile};
pub use diagnostic::{CannotRead, Diagnostic};
pub use encoding::Encoding;
pub use read_as::ReadAs;
pub use shard::ShardPieces;
