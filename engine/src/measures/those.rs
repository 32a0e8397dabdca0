//! Pupils by what they are in some columns at once: short of the mark by target, say, and reaching it by result.

use std::fmt::Debug;
use std::ops::RangeInclusive;
use std::rc::Rc;

use ambition_columns::classes::conditions::{self, RangeCondition};

/// One small number a pupil: classes, levels.
pub trait Column: Debug {
    /// The numbers, in the file's order.
    fn numbers(&self) -> &[u8];
}

impl Column for &[u8] {
    fn numbers(&self) -> &[u8] {
        self
    }
}

/// The pupils whose numbers in some columns are all between these bounds. They are counted and listed when it is asked
/// for: most findings are not raised.
#[derive(Clone, Debug, Default)]
pub struct Those<'a>(Vec<(Rc<dyn Column + 'a>, RangeInclusive<u8>)>);

impl<'a> Those<'a> {
    /// Pupils whose number in a column is between these bounds.
    pub fn new(column: Rc<dyn Column + 'a>, between: RangeInclusive<u8>) -> Self {
        Self(vec![(column, between)])
    }

    /// No pupil.
    pub fn nobody() -> Self {
        Self::default()
    }

    /// Those of them whose number in another column is between these bounds.
    #[must_use]
    pub fn and(mut self, column: Rc<dyn Column + 'a>, between: RangeInclusive<u8>) -> Self {
        if !self.0.is_empty() {
            self.0.push((column, between));
        }
        self
    }

    /// How many they are among these pupils; `None`: among all.
    pub fn count(&self, pupils: Option<&[u32]>) -> u64 {
        let conditions = self.conditions();
        let count = pupils.map_or_else(
            || conditions::count_met(&conditions),
            |pupils| conditions::count_met_among(&conditions, pupils),
        );
        count.into()
    }

    /// Their positions, ascending.
    pub fn pupils(&self) -> Vec<u32> {
        conditions::positions_met(&self.conditions())
    }

    /// Adds 1 to the number of each.
    pub fn mark(&self, marks: &mut [u8]) {
        conditions::mark_met(marks, &self.conditions());
    }

    fn conditions(&self) -> Vec<RangeCondition<'_>> {
        let bounds = self.0.iter().map(|(column, between)| (column, *between.start(), *between.end()));
        bounds.map(|(column, least, most)| RangeCondition { column: column.numbers(), least, most }).collect()
    }
}
