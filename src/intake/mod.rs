//! Bytes → rows → cohort: the file as it comes, read in chunks, with every row accounted for.
//!
//! Follow it in this order: [`tokenizer`] finds rows and cells in the bytes, [`headings`] finds which column serves
//! which field, [`coder`] turns cells into small codes, and [`reading`] puts pupils into the cohort or sets their
//! rows aside. [`diagnostic`] says what was noticed on the way. [`part`] lets two readers share a large file.

pub mod coder;
pub mod diagnostic;
pub mod headings;
pub mod marks;
pub mod part;
mod pupils;
pub mod reading;
mod repeats;
pub mod signature;
pub mod tokenizer;

pub use diagnostic::{CannotRead, Diagnostic};
pub use part::Columns;
pub use reading::{Opened, Reading};
