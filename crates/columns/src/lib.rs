//! The loops that run over every byte of a file or over every pupil: compiled for speed, where the rest is compiled for
//! size (see `docs/performance.md`). They know bytes, classes and levels, and nothing of the guidance.
//!
//! Whatever other packages call often is neither generic nor `#[inline]`; otherwise it would be compiled in the
//! caller's package, for size.

pub mod cells;
pub mod check_letters;
pub mod classes;
pub mod csv;
mod digits;
pub mod duplicates;
pub mod labels;
pub mod lookup;
pub mod names;
pub mod numbers;
pub mod texts;
pub mod upn;
