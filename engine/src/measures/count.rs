//! Counts of pupils by class and group.

use ambition_columns::classes::code_table::CodeTable;
use ambition_columns::classes::count;
pub use ambition_columns::classes::count::{CLASSES, ClassCounts};

use super::pupil_set::ByteColumn;
use crate::cohort::PupilGroups;

/// The class of every pupil in file order, as numbers below [`CLASSES`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PupilClasses(pub Vec<u8>);

impl PupilClasses {
    /// A pupil's class; `None` beyond the last pupil.
    pub fn class(&self, pupil: usize) -> Option<u8> {
        self.0.get(pupil).copied()
    }

    /// Positions of the pupils in the wanted classes, ascending.
    pub fn pupils(&self, wanted: impl Fn(u8) -> bool) -> Vec<u32> {
        let pupils = (0_u32..).zip(&self.0).filter(|(_, class)| wanted(**class));
        pupils.map(|(pupil, _)| pupil).collect()
    }

    /// Number of all pupils in each class.
    pub fn count(&self) -> ClassCounts {
        count::count_classes(&self.0)
    }

    /// Number of these pupils (positions; `None`: all) in each class.
    pub fn count_of(&self, pupils: Option<&[u32]>) -> ClassCounts {
        pupils.map_or_else(|| self.count(), |pupils| count::count_among(&self.0, pupils))
    }
}

/// The table of a function on bytes.
pub fn table(of: impl Fn(u8) -> u8) -> CodeTable {
    let mut table = [0; 256];
    (0..=u8::MAX).zip(&mut table).for_each(|(code, entry)| *entry = of(code));
    table
}

impl ByteColumn for PupilClasses {
    fn numbers(&self) -> &[u8] {
        &self.0
    }
}

/// The class counts of each group, in the order of the groups' names, over these pupils (positions; `None`: all).
pub fn count_by_group(classified: &PupilClasses, groups: &PupilGroups, pupils: Option<&[u32]>) -> Vec<ClassCounts> {
    let mut counts = vec![[0; CLASSES]; groups.names.len()];
    match pupils {
        None => count::count_by_group(&classified.0, &groups.by_pupil, &mut counts),
        Some(pupils) => {
            let of_pupil = |pupil: usize| Some((classified.class(pupil)?, *groups.by_pupil.get(pupil)?));
            let (classes, groups): (Vec<_>, Vec<_>) =
                pupils.iter().filter_map(|pupil| of_pupil(*pupil as usize)).unzip();
            count::count_by_group(&classes, &groups, &mut counts);
        }
    }
    counts
}
