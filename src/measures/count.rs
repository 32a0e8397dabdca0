//! Counting pupils by class and group.

use ambition_quick::classes;
pub use ambition_quick::classes::{CLASSES, Histogram};

use crate::cohort::Groups;

/// The class of every pupil, as numbers below [`CLASSES`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Classified(pub Vec<u8>);

impl Classified {
    /// A pupil's class.
    pub fn class(&self, pupil: usize) -> Option<u8> {
        self.0.get(pupil).copied()
    }

    /// The pupils of one class, in the file's order.
    pub fn pupils(&self, wanted: impl Fn(u8) -> bool) -> Vec<u32> {
        let pupils = (0_u32..).zip(&self.0).filter(|(_, class)| wanted(**class));
        pupils.map(|(pupil, _)| pupil).collect()
    }

    /// How many pupils of the whole cohort are in each class.
    pub fn count(&self) -> Histogram {
        classes::count(&self.0)
    }

    /// How many of these pupils are in each class; `None`: of all.
    pub fn count_of(&self, pupils: Option<&[u32]>) -> Histogram {
        pupils.map_or_else(|| self.count(), |pupils| classes::count_of(&self.0, pupils))
    }
}

#[inline]
fn add(histogram: &mut Histogram, class: u8) {
    if let Some(count) = histogram.get_mut(usize::from(class) % CLASSES) {
        *count += 1;
    }
}

/// The histogram of each group, in the order of the groups' names. `pupils`: only these, else all.
pub fn count_by_group(classified: &Classified, groups: &Groups, pupils: Option<&[u32]>) -> Vec<Histogram> {
    let mut counts = vec![[0; CLASSES]; groups.names.len()];
    let mut one = |group: u16, class: u8| {
        if let Some(histogram) = counts.get_mut(usize::from(group)) {
            add(histogram, class);
        }
    };
    match pupils {
        None => groups.of.iter().zip(&classified.0).for_each(|(group, class)| one(*group, *class)),
        Some(pupils) => {
            for pupil in pupils {
                let pupil = *pupil as usize;
                if let (Some(group), Some(class)) = (groups.of.get(pupil), classified.class(pupil)) {
                    one(*group, class);
                }
            }
        }
    }
    counts
}
