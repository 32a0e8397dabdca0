//! The samples that ship: invented schools.

/// Their names, and what is in them.
pub const SAMPLES: [(&str, &str); 4] = [
    ("sample-2027-year-6.csv", include_str!("../../../static/sample-2027-year-6.csv")),
    ("sample-2027-year-11.csv", include_str!("../../../static/sample-2027-year-11.csv")),
    ("sample-year-6.csv", include_str!("../../../static/sample-year-6.csv")),
    ("sample-year-11.csv", include_str!("../../../static/sample-year-11.csv")),
];
