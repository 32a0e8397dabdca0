//! Sets of pupils by bounds on several columns: short of the mark by target, say, and reaching it by result.

use std::fmt::Debug;
use std::ops::RangeInclusive;
use std::rc::Rc;

use ambition_columns::classes::conditions::{self, RangeCondition};

/// A column of bytes, one a pupil: classes, levels.
pub trait ByteColumn: Debug {
    /// The bytes, in file order.
    fn numbers(&self) -> &[u8];
}

impl ByteColumn for &[u8] {
    fn numbers(&self) -> &[u8] {
        self
    }
}

/// The pupils whose numbers in several columns are all within bounds. Lazy: they are counted and listed on demand,
/// because most findings are not raised.
#[derive(Clone, Debug, Default)]
pub struct PupilSet<'a>(Vec<(Rc<dyn ByteColumn + 'a>, RangeInclusive<u8>)>);

impl<'a> PupilSet<'a> {
    /// Pupils whose number in a column is within bounds, both ends included.
    pub fn new(column: Rc<dyn ByteColumn + 'a>, between: RangeInclusive<u8>) -> Self {
        Self(vec![(column, between)])
    }

    /// The empty set.
    pub fn nobody() -> Self {
        Self::default()
    }

    /// The intersection with the pupils whose number in another column is within bounds.
    #[must_use]
    pub fn and(mut self, column: Rc<dyn ByteColumn + 'a>, between: RangeInclusive<u8>) -> Self {
        if !self.0.is_empty() {
            self.0.push((column, between));
        }
        self
    }

    /// Size of the set among these pupils (positions); `None`: among all.
    pub fn count(&self, pupils: Option<&[u32]>) -> u64 {
        let conditions = self.conditions();
        let count = pupils.map_or_else(
            || conditions::count_met(&conditions),
            |pupils| conditions::count_met_among(&conditions, pupils),
        );
        count.into()
    }

    /// Positions of the pupils, ascending.
    pub fn pupils(&self) -> Vec<u32> {
        conditions::positions_met(&self.conditions())
    }

    /// Adds 1 to the mark of each pupil of the set.
    pub fn mark(&self, marks: &mut [u8]) {
        conditions::mark_met(marks, &self.conditions());
    }

    fn conditions(&self) -> Vec<RangeCondition<'_>> {
        let bounds = self.0.iter().map(|(column, between)| (column, *between.start(), *between.end()));
        bounds.map(|(column, least, most)| RangeCondition { column: column.numbers(), least, most }).collect()
    }
}
