//! National averages by prior attainment that a file of the Department's gives (RULES_2027 C.5).

use std::collections::BTreeMap;

/// The averages of one column by prior attainment, both in units of [`crate::cohort::number_column::ONE`].
pub type AveragesByPrior = BTreeMap<u64, u64>;

/// The averages of another file, by the column's heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupAverages(BTreeMap<String, AveragesByPrior>);

impl GroupAverages {
    /// The averages of a column; `None`: the file had none.
    pub fn of(&self, column: &str) -> Option<&AveragesByPrior> {
        self.0.get(column)
    }

    /// True without averages.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The averages of a column, to be filled.
    pub fn entry(&mut self, column: &str) -> &mut AveragesByPrior {
        self.0.entry(column.to_owned()).or_default()
    }

    /// How many different prior results have an average.
    pub fn prior_results(&self) -> usize {
        self.0.values().map(BTreeMap::len).max().unwrap_or_default()
    }
}
