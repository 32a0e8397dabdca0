//! Ambition: what the guidance expects of this cohort (RULES 5), and what is raised for discussion (RULES 7).

pub mod expected;
pub mod findings;

pub use expected::Expectation;
pub use findings::{Finding, Findings, find};
