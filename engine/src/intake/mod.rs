//! Bytes → rows → cohort: the file as it comes, read in chunks, with every row accounted for.
//!
//! Follow it in this order: [`encoding`] turns bytes into UTF-8 where they are none, [`layout`] finds the separator
//! and the row of the headings, [`csv`] (in the package `quick`) finds rows and cells in the bytes, [`headings`] finds which column serves
//! which field, [`coder`] turns cells into small codes, and [`reading`] puts pupils into the cohort or sets their
//! rows aside. [`diagnostic`] says what was noticed on the way; [`read_as`] is what the user says instead. [`part`] lets
//! two readers share a large file. A workbook or a Common Transfer File comes to the same through [`book`].

pub mod account;
pub mod book;
mod checks;
pub mod coder;
pub mod diagnostic;
pub mod encoding;
pub mod headings;
pub mod join;
pub mod layout;
pub mod matching;
mod notes;
mod odd_rows;
pub mod part;
mod pupils;
pub mod read_as;
pub mod reading;
mod repeats;
pub mod signature;

pub use ambition_columns::csv;

pub use account::{Account, Reason, SetAside};
pub use diagnostic::{CannotRead, Diagnostic};
pub use encoding::Encoding;
pub use part::Rows;
pub use read_as::ReadAs;
pub use reading::{Opened, Reading};
