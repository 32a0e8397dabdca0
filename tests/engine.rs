//! The engine as a whole: worked examples by hand, the naive reference, and the laws.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::disallowed_methods)]

mod engine;
mod reference;
