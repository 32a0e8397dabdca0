//! Keys of what is kept for each school apart.

/// What is typed or noted, and the school that was shown then.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SchoolKey<T> {
    /// What it is.
    pub of: T,
    /// As in the file; `None`: of all schools together.
    pub school: Option<String>,
}

/// A finding on a measure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FindingKey {
    /// The measure's or check's id.
    pub measure: String,
    /// The finding's code.
    pub code: String,
}
