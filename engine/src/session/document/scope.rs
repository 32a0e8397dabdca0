//! Which pupils of the file count: those of the year group and the school chosen, or of every year group.

use std::mem::replace;

use super::{Document, YearGroup};
use crate::cohort::Cohort;
use crate::measures::bases::PriorCache;

impl Document {
    pub(super) fn pick(&self) -> YearGroup {
        let pupils = self.picked_of(&self.file);
        let cohort = self.file.subset(&pupils);
        let moderated = self.moderated.only(&pupils);
        YearGroup { pupils: pupils.iter().filter_map(|pupil| u32::try_from(*pupil).ok()).collect(), cohort, moderated }
    }

    /// The pupils of a cohort who are of the year group and the school chosen, by position.
    fn picked_of(&self, cohort: &Cohort) -> Vec<usize> {
        let of_year = self.settings.year.as_deref().map(|year| cohort.in_year(&self.guidance, year));
        match (of_year, self.settings.school.as_deref()) {
            (Some(of_year), Some(school)) => {
                let of_school = cohort.in_school(&self.guidance, school);
                of_year.into_iter().filter(|pupil| of_school.binary_search(pupil).is_ok()).collect()
            }
            (None, Some(school)) => cohort.in_school(&self.guidance, school),
            (of_year, None) => of_year.unwrap_or_else(|| (0..cohort.len()).collect()),
        }
    }

    /// Looks at the work as if no year group was chosen, because absence is of all pupils whatever year group is picked
    /// (S0 ¶87, ¶89). Positions are those of the school shown then, else of the file; afterwards all is as it was.
    pub fn in_all_years(&mut self, look: &mut dyn FnMut(&Self)) {
        let year = self.settings.year.take();
        if year.is_none() {
            return look(self);
        }
        let picked = self.settings.school.is_some().then(|| self.pick());
        let picked = replace(&mut self.picked, picked);
        let priors = replace(&mut self.priors, PriorCache::new(&self.edition));
        let excepted = self.settings.exceptions.keys().filter_map(|pupil| self.position(*pupil)).collect();
        let excepted = replace(&mut self.excepted, excepted);
        look(self);
        self.settings.year = year;
        (self.picked, self.priors, self.excepted) = (picked, priors, excepted);
    }
}
