//! The pupils of a measure, classified for a card.

use std::cell::OnceCell;
use std::rc::Rc;

use ambition_columns::classes::count::count_by_class;

use crate::ambition::ExpectedPupils;
use crate::guidance::Measure;
use crate::measures::count::CLASSES;
use crate::measures::{Bases, Basis, ClassCounts, Evaluated, evaluate};
use crate::screens::scene::Scene;

/// The pupils of a measure by target and by what is expected of them. They are classified on first use, once for all that
/// a card says of them; for a large cohort, keeping the classes of all measures would take more memory than the pupils.
pub(crate) struct CardPupils<'a> {
    pub measure: &'a Measure,
    bases: &'a Bases<'a>,
    target: OnceCell<Option<Rc<Evaluated<'a>>>>,
    expected: OnceCell<Option<Rc<ExpectedPupils>>>,
}

/// Number of pupils in each class by target, for each class of what is expected.
pub(crate) type CountsByExpectation = [ClassCounts; CLASSES];

impl<'a> CardPupils<'a> {
    pub fn new(scene: &'a Scene, measure: &'a Measure) -> Self {
        Self { measure, bases: &scene.bases, target: OnceCell::new(), expected: OnceCell::new() }
    }

    /// By target, as moderated; `None`: the file has no targets.
    pub fn target(&self) -> Option<&Rc<Evaluated<'a>>> {
        let evaluated = || evaluate(self.measure, &Basis::Moderated, self.bases).map(Rc::new);
        self.target.get_or_init(evaluated).as_ref()
    }

    /// By what is expected of them; `None`: the guidance gives no rates, or the file has no prior results.
    pub fn expected(&self) -> Option<&Rc<ExpectedPupils>> {
        self.expected.get_or_init(|| ExpectedPupils::from_prior(self.measure, self.bases).map(Rc::new)).as_ref()
    }

    /// By both.
    pub fn by_expectation(&self) -> Option<CountsByExpectation> {
        Some(count_by_class(&self.target()?.classified.0, &self.expected()?.classified.0))
    }
}
