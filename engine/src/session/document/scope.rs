//! Which pupils of the file count: those of the year group and the school chosen, or of every year group.

use std::mem::replace;

use super::{Document, YearGroup};
use crate::cohort::{Cohort, LabelColumn};
use crate::measures::bases::PriorCache;
use crate::report::disclosure::Disclosure;
use crate::report::sharing::hide;

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

    /// What views show of counts.
    pub fn disclosure(&self) -> Disclosure {
        self.settings.disclosure(&self.edition)
    }

    /// Whether nothing may be shared of the school or the year group chosen: it has few pupils, or those of another with
    /// few would follow from it and the whole.
    pub fn is_too_small_to_share(&self) -> bool {
        let (file, guidance, settings) = (&self.file, &self.guidance, &self.settings);
        let of_year = settings.year.as_deref().map(|year| file.in_year(guidance, year));
        let of_school = settings.school.as_deref().map(|school| file.in_school(guidance, school));
        self.disclosure().hides(self.cohort().len() as u64)
            || self.is_hidden_among(file.schools(guidance), of_school.as_deref(), of_year.as_deref())
            || self.is_hidden_among(file.year_groups(guidance), of_year.as_deref(), of_school.as_deref())
    }

    /// Whether the pupils chosen by a label are hidden in a table of all its labels, of the pupils within.
    fn is_hidden_among(
        &self,
        labels: Option<&LabelColumn>,
        chosen: Option<&[usize]>,
        within: Option<&[usize]>,
    ) -> bool {
        let Some((labels, chosen)) = labels.zip(chosen) else { return false };
        let mut sizes = vec![0; labels.texts().len()];
        for (pupil, label) in labels.ids().iter().enumerate() {
            let is_within = within.is_none_or(|within| within.binary_search(&pupil).is_ok());
            if let Some(size) = sizes.get_mut(usize::from(*label)).filter(|_| is_within) {
                *size += 1;
            }
        }
        let hidden = hide(&sizes, &[], self.disclosure().hidden_below()).rows;
        let of_chosen = chosen.iter().filter_map(|pupil| labels.ids().get(*pupil));
        let mut of_chosen = of_chosen.filter_map(|label| hidden.get(usize::from(*label)));
        of_chosen.any(|hidden| *hidden)
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
