//! Ambition: what the guidance expects of this cohort (RULES 5), what it is shown beside (RULES 6), and what is raised
//! for discussion (RULES 7).

pub mod absence_goals;
pub mod averages;
pub mod benchmarks;
pub mod checks;
pub mod conversion;
pub mod current;
pub mod current_doubts;
pub mod expected;
pub mod findings;
pub mod nearest;
pub mod pace;
pub mod similar;
pub mod trajectory;

pub use current::{CurrentPerformance, KnownAbsence};
pub use current_doubts::doubts_about_current;
pub use expected::ExpectedPupils;
pub use findings::{Finding, FindingEvidence, PossibleFindings};
pub use similar::SimilarValues;
