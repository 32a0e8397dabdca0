//! The Foundation Stage Profile: who is nearest to a good level, and the lowest fifth (RULES 3.3; S0 ¶49–59).

use super::groups::pupils as of_group;
use crate::guidance::measure::GoodLevel;
use crate::guidance::{Edition, Measure, MeasureKind};
use crate::measures::early_years::{ScoreSpread, ScoreTotals};
use crate::measures::{Bases, Basis, Class, PupilClasses, classify};
use crate::session::command::EarlyYearsPupils;

pub fn pupils(who: &EarlyYearsPupils, edition: &Edition, bases: &Bases) -> Option<Vec<u32>> {
    let children = || ProfileChildren::new(edition, bases);
    let (found, wanted) = match who {
        EarlyYearsPupils::Near(pupil) => (children()?.near(bases), *pupil),
        EarlyYearsPupils::Lowest(pupil) => (children()?.lowest().to_vec(), *pupil),
        EarlyYearsPupils::Group(group) => return of_group(group, edition, bases),
    };
    let pupils = found.into_iter().map(|(_, pupil)| pupil);
    let mut pupils = pupils.filter(|pupil| wanted.is_none_or(|wanted| wanted == *pupil)).collect::<Vec<_>>();
    pupils.sort_unstable();
    Some(pupils)
}

/// The children with a total, and both measures.
pub struct ProfileChildren<'a> {
    pub good: &'a Measure,
    pub rule: &'a GoodLevel,
    pub gap: &'a Measure,
    pub lowest_percent: u16,
    /// Their totals and who they are, the lowest first.
    pub totals: Vec<(u64, u32)>,
    /// The class of every child in the figure of a good level.
    pub reached: PupilClasses,
}

impl<'a> ProfileChildren<'a> {
    pub fn new(edition: &'a Edition, bases: &Bases) -> Option<Self> {
        let find = |measure: &&Measure| matches!(measure.kind, MeasureKind::GoodLevel(_));
        let good = edition.measures.iter().find(find)?;
        let gap = edition.measures.iter().find(|measure| matches!(measure.kind, MeasureKind::Gap(_)))?;
        let (MeasureKind::GoodLevel(rule), MeasureKind::Gap(lowest_percent)) = (&good.kind, &gap.kind) else {
            return None;
        };
        let all = ScoreTotals::new(gap, &Basis::Actual, bases)?;
        let total = |pupil: u32| Some((u64::from(all.total_of(pupil as usize)?), pupil));
        let mut totals = (0..u32::try_from(all.pupils()).ok()?).filter_map(total).collect::<Vec<_>>();
        totals.sort_unstable();
        let reached = classify(good, &Basis::Actual, bases)?;
        Some(Self { good, rule, gap, lowest_percent: *lowest_percent, totals, reached })
    }

    pub fn has_reached(&self, pupil: u32) -> bool {
        self.reached.class(pupil as usize) == Some(Class::Reached.number())
    }

    /// How many children have reached a good level.
    pub fn all_reached(&self) -> usize {
        self.totals.iter().filter(|(_, pupil)| self.has_reached(*pupil)).count()
    }

    pub fn lowest(&self) -> &[(u64, u32)] {
        let lowest = (self.totals.len() * usize::from(self.lowest_percent)).div_ceil(100);
        self.totals.get(..lowest).unwrap_or_default()
    }

    pub fn spread(totals: &[(u64, u32)], lowest_percent: u16) -> Option<ScoreSpread> {
        let totals = totals.iter().map(|(total, _)| u16::try_from(*total).unwrap_or(u16::MAX)).collect::<Vec<_>>();
        ScoreSpread::from_sorted(&totals, lowest_percent)
    }

    /// Points that a child needs to reach a good level: in total, and in each of the scales that need some.
    pub fn needs(&self, total: u64, pupil: u32, bases: &Bases) -> u64 {
        let in_scales = self.short_scales(pupil, bases).map(|(short, _)| short).sum();
        u64::from(self.rule.total).saturating_sub(total).max(in_scales)
    }

    /// Every scale of the profile, as the totals add them up.
    pub fn all_scales(&self) -> &'a [String] {
        &self.gap.outcome
    }

    /// How many children have the points that a good level asks of a scale, of those with a result in it; `None`: the file
    /// has no such column.
    pub fn reached_in(&self, scale: &str, bases: &Bases) -> Option<(u64, u64)> {
        let column = bases.column(scale, &Basis::Actual)?;
        let list = bases.codes().list(column.code_list)?;
        let pupils = 0..bases.cohort().len();
        let points = pupils.filter_map(|pupil| list.rank(column.cell(pupil).code()?)).collect::<Vec<_>>();
        let reached = points.iter().filter(|points| u64::from(**points) >= u64::from(self.rule.each)).count();
        Some((reached as u64, points.len() as u64))
    }

    /// The scales in which a child is short, and by how many points.
    pub fn short_scales<'b>(&'b self, pupil: u32, bases: &'b Bases) -> impl Iterator<Item = (u64, &'b String)> {
        let short = move |scale: &'b String| {
            let column = bases.column(scale, &Basis::Actual)?;
            let code = column.cell(pupil as usize).code()?;
            let points = bases.codes().list(column.code_list)?.rank(code)?;
            let short = u64::from(self.rule.each).checked_sub(points.into()).filter(|short| *short > 0)?;
            Some((short, scale))
        };
        self.rule.scales.iter().filter_map(short)
    }

    /// Those nearest to a good level: the points they need, and who they are.
    pub fn near(&self, bases: &Bases) -> Vec<(u64, u32)> {
        let near = bases.guidance().sheets.near("points");
        let needed = |(total, pupil): &(u64, u32)| {
            if total + near < u64::from(self.rule.total) {
                return None;
            }
            let needed = self.needs(*total, *pupil, bases);
            (1..=near).contains(&needed).then_some((needed, *pupil))
        };
        let mut found = self.totals.iter().filter_map(needed).collect::<Vec<_>>();
        found.sort_unstable();
        found
    }
}
