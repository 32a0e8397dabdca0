//! The loops of Ambition that pass over every byte of a file or over every pupil: compiled for speed, where the rest is
//! compiled for size (see `docs/performance.md`). They know bytes, classes and levels, and nothing of the guidance.
//!
//! For that, whatever is called often from another package is neither generic nor inlined: else it would be compiled
//! there.

pub mod check_letters;
pub mod classes;
pub mod csv;
mod digits;
pub mod duplicates;
pub mod labels;
pub mod lookup;
pub mod names;
pub mod upn;
