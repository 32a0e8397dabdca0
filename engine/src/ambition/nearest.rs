//! Who is nearest to a mark that their target does not reach (RULES 7.4).

use crate::cohort::CodedColumn;
use crate::guidance::{CodeList, Edition, Measure, MeasureKind};
use crate::measures::progress::ProgressRule;
use crate::measures::{Bases, Basis, Class, PupilClasses};

/// How far a pupil is from the mark.
#[derive(Debug)]
pub struct MarkDistance {
    /// In points of all results.
    pub points: i64,
    /// The reason for each result.
    pub why: Vec<String>,
}

/// One result of a measure, with everything that a distance is measured by.
#[derive(Debug)]
pub struct NearestSubject<'a> {
    /// "English".
    pub name: String,
    list: &'a CodeList,
    /// The targets.
    pub target: &'a CodedColumn,
    /// The latest first, with words for when.
    before: Vec<(&'a CodedColumn, String)>,
    mark: WantedMark<'a>,
}

#[derive(Debug)]
enum WantedMark<'a> {
    Same(u8),
    ByPrior(&'a [u8], ProgressRule<'a>),
}

fn subjects<'a>(measure: &'a Measure, edition: &'a Edition, bases: &Bases<'a>) -> Vec<NearestSubject<'a>> {
    let guidance = bases.guidance();
    let subject = |(index, result): (usize, &'a String)| {
        let target = bases.column(result, &Basis::Moderated)?;
        let list = bases.codes().list(target.code_list)?;
        let leads_there = |of: &&Measure| of.kind.is_progress() && of.outcome.first() == Some(result);
        let progress = edition.measures.iter().find(leads_there);
        let interim = progress.into_iter().flat_map(|of| of.interim.iter().rev());
        let interim = interim.filter_map(|of| {
            Some((bases.column(&of.result, &Basis::Actual)?, format!("at the end of year {}", of.year)))
        });
        let prior = progress.and_then(|of| of.prior.as_ref()).into_iter().flat_map(|rule| &rule.results);
        let prior = prior.filter_map(|result| {
            let field = guidance.fields.get_heading(result)?;
            Some((bases.column(result, &Basis::Actual)?, format!("in {}", field.title)))
        });
        let before = interim.chain(prior).filter(|(column, _)| column.code_list == target.code_list).collect();
        let mark = match &measure.kind {
            MeasureKind::Threshold(marks) => WantedMark::Same(list.rank_of(marks.get(index)?)?),
            _ => WantedMark::ByPrior(
                bases.prior(measure.prior.as_ref()?)?,
                ProgressRule::new(measure, target.code_list, false, bases.codes())?,
            ),
        };
        let name = guidance.fields.get_heading(result).map(|field| field.short.clone()).unwrap_or_default();
        Some(NearestSubject { name, list, target, before, mark })
    };
    measure.outcome.iter().enumerate().filter_map(subject).collect()
}

impl NearestSubject<'_> {
    /// Points from the latest result to the mark, with the reason; `None`: the target reaches it.
    fn distance(&self, pupil: usize) -> Option<(i64, String)> {
        let wanted = match &self.mark {
            WantedMark::Same(rank) => *rank,
            WantedMark::ByPrior(prior, rule) => rule.wanted(*prior.get(pupil)?)?,
        };
        let reached =
            self.target.cell(pupil).code().and_then(|code| self.list.rank(code)).is_some_and(|rank| rank >= wanted);
        if reached {
            return None;
        }
        let mark =
            self.list.code_of_rank(wanted).and_then(|code| Some((self.list.entry(code)?, self.list.points(code)?)));
        let (name, points) = mark.map_or((String::new(), u8::MAX), |(entry, points)| (entry.code.clone(), points));
        let latest = self.before.iter().find_map(|(column, when)| {
            let code = column.cell(pupil).code()?;
            Some((self.list.points(code)?, self.list.entry(code)?.code.clone(), when))
        });
        // Grades have no earlier result on their own scale: then the target itself is where the pupil is.
        let by_target = "by target".to_owned();
        let latest = latest.or_else(|| {
            let code = self.target.cell(pupil).code()?;
            Some((self.list.points(code)?, self.list.entry(code)?.code.clone(), &by_target))
        });
        let Some((now, code, when)) = latest else {
            return Some((i64::from(points), format!("{}: no result to go by, {name} needed", self.name)));
        };
        let short = i64::from(points).saturating_sub(now.into()).max(0);
        let left = if short == 0 { "there already".to_owned() } else { format!("{short} to go") };
        Some((short, format!("{}: {code} {when}, {name} needed, {left}", self.name)))
    }
}

/// The pupils short of a mark by target, the nearest first.
#[derive(Debug)]
pub struct NearestPupils<'a> {
    /// The results that the mark is about.
    pub subjects: Vec<NearestSubject<'a>>,
    /// Each pupil, by position, with the distance from the mark.
    pub pupils: Vec<(u32, MarkDistance)>,
}

impl<'a> NearestPupils<'a> {
    /// Of a measure whose pupils are classified by target; `without` are those left out, by position.
    pub fn new(
        measure: &'a Measure,
        edition: &'a Edition,
        target: &PupilClasses,
        without: &[u32],
        bases: &Bases<'a>,
    ) -> Self {
        let subjects = subjects(measure, edition, bases);
        let is_short = |class: u8| class == Class::Short.number() || class == Class::Missing.number();
        let distance = |pupil: u32| {
            let found = subjects.iter().filter_map(|subject| subject.distance(pupil as usize)).collect::<Vec<_>>();
            let points = found.iter().map(|(points, _)| points).sum();
            MarkDistance { points, why: found.into_iter().map(|(_, why)| why).collect() }
        };
        let short = target.pupils(is_short).into_iter().filter(|pupil| !without.contains(pupil));
        let mut pupils = short.map(|pupil| (pupil, distance(pupil))).collect::<Vec<_>>();
        pupils.sort_by_key(|(pupil, distance)| (distance.points, *pupil));
        Self { subjects, pupils }
    }

    /// The first of them, up to this many, in the order of the file.
    pub fn first(self, number: usize) -> Vec<u32> {
        let mut pupils = self.pupils.into_iter().take(number).map(|(pupil, _)| pupil).collect::<Vec<_>>();
        pupils.sort_unstable();
        pupils
    }
}
