//! A rule for the targets of many pupils: what it would change, and changing it as one step.

use std::collections::BTreeSet;

use super::change::{AppliedChange, blank_column, code};
use super::command::{RuleApplication, TargetRule};
use super::document::Document;
use super::filter;
use super::log::InverseChange;
use crate::cohort::{CodedCell, CodedColumn};
use crate::guidance::codes::CellCode;
use crate::guidance::fields::FieldKind;
use crate::guidance::{CodeList, Edition, Measure};
use crate::measures::progress::ProgressRule;
use crate::measures::{Bases, Basis, Class, Figure, classify, evaluate};
use crate::text::phrases::count;

/// What other targets would do to the figure of a measure.
#[derive(Clone, Debug)]
pub(crate) struct FigureChange {
    /// The measure's id.
    pub measure: String,
    /// The figure as it is.
    pub now: Option<Figure>,
    /// The figure with the other targets.
    pub then: Option<Figure>,
}

/// New targets, by position in the file.
pub(crate) type NewTargets = Vec<(u32, CellCode)>;

impl Document {
    /// Gives the targets as one change.
    pub fn apply(&mut self, apply: &RuleApplication) -> Result<AppliedChange, String> {
        let guidance = self.guidance.clone();
        let targets = self.targets_by(apply)?;
        if targets.is_empty() {
            return Ok(None);
        }
        let first = !self.moderated.has(&apply.result);
        let codes = self.put_codes(&apply.result, &targets);
        let field = guidance.fields.get_heading(&apply.result);
        let subject = field.map_or(apply.result.as_str(), |field| field.short.as_str());
        let words =
            format!("{} targets of {}: {}", subject, count(targets.len() as u64, "pupil"), rule_words(&apply.by));
        Ok(Some((InverseChange::Targets { result: apply.result.clone(), codes, first }, words)))
    }

    /// Puts codes into the moderated targets of a result, and gives those that were there.
    pub(crate) fn put_codes(&mut self, result: &str, codes: &[(u32, CellCode)]) -> NewTargets {
        let put = |(pupil, code): &(u32, CellCode)| Some((*pupil, self.put_code(*pupil, result, *code)?));
        codes.iter().filter_map(put).collect()
    }

    /// The figures that go by a result, as they are, and if these pupils' targets were `steps` steps higher.
    pub(crate) fn with_steps(&mut self, result: &str, steps: u8, pupils: &BTreeSet<u32>) -> Vec<FigureChange> {
        let targets = self.raised(result, steps, pupils);
        self.if_put(result, &targets)
    }

    /// The targets of these pupils raised by `steps` steps, for those who have one.
    fn raised(&self, result: &str, steps: u8, pupils: &BTreeSet<u32>) -> NewTargets {
        let column = self.bases().column(result, &Basis::Moderated);
        let raised = |pupil: &u32| {
            let column = column?;
            let list = self.guidance.codes.list(column.code_list)?;
            let code = column.cell(self.position(*pupil)? as usize).code()?;
            // The highest stays as it is.
            let rank = (0..steps).fold(list.rank(code)?, |rank, _| list.rank_above(rank).unwrap_or(rank));
            Some((*pupil, list.code_of_rank(rank)?))
        };
        pupils.iter().filter_map(raised).collect()
    }

    /// The pupils who would reach a mark by target if those of a programme gained what it is expected to add, by
    /// position. `None`: unknown programme, or no targets.
    pub(crate) fn reached_with_gain(&self, measure: &Measure, programme: &str) -> Option<Vec<u32>> {
        let programme = self.settings.programmes.get(programme)?;
        let targets = self.raised(&programme.result, programme.steps, &programme.pupils);
        self.reached_with(measure, &programme.result, &targets)
    }

    /// The pupils who would reach a mark by target if a rule was applied, by position; without a measure those whose
    /// target it changes. `None`: it is no rule for this file.
    pub(crate) fn with_rule(&self, measure: Option<&str>, rule: &RuleApplication) -> Option<Vec<u32>> {
        let targets = self.targets_by(rule).ok()?;
        match measure {
            Some(measure) => self.reached_with(self.edition.measure(measure)?, &rule.result, &targets),
            None => Some(targets.iter().filter_map(|(pupil, _)| self.position(*pupil)).collect()),
        }
    }

    /// The pupils who would reach a mark with these targets in a result, by position.
    fn reached_with(&self, measure: &Measure, result: &str, targets: &NewTargets) -> Option<Vec<u32>> {
        let column = self.bases().column(result, &Basis::Moderated).cloned();
        let mut column = column.or_else(|| blank_column(result, self.cohort().len(), &self.guidance))?;
        for (pupil, code) in targets {
            column.set(self.position(*pupil)? as usize, *code);
        }
        let all = (0..self.cohort().len()).collect::<Vec<_>>();
        let mut moderated = self.moderated().only(&all);
        moderated.coded.insert(result.to_owned(), column);
        let classified = classify(measure, &Basis::Moderated, &self.bases_with(&moderated))?;
        Some(classified.pupils(|class| class == Class::Reached.number()))
    }

    /// The figures that go by a result, as they are and with other targets; nothing is changed.
    pub(crate) fn if_put(&mut self, result: &str, targets: &NewTargets) -> Vec<FigureChange> {
        let listed = self.listed.take();
        let now = self.figures_of(result);
        let first = !self.moderated.has(result);
        let before = self.put_codes(result, targets);
        let then = self.figures_of(result);
        self.put_codes(result, &before);
        if first {
            self.forget(result);
        }
        self.listed = listed;
        let both = now.into_iter().zip(then);
        both.map(|((measure, now), (_, then))| FigureChange { measure, now, then }).collect()
    }

    /// The figures of the key stage that go by a result.
    fn figures_of(&self, result: &str) -> Vec<(String, Option<Figure>)> {
        let bases = self.bases();
        let figure =
            |measure: &Measure| evaluate(measure, &Basis::Moderated, &bases).map(|evaluated| evaluated.figure(None));
        let measures = self.edition.figures().filter(|measure| measure.stage == self.settings.stage);
        let concerned = measures.filter(|measure| measure.outcome.iter().any(|outcome| outcome == result));
        concerned.map(|measure| (measure.id.clone(), figure(measure))).collect()
    }

    /// The targets that a rule changes.
    pub fn targets_by(&self, apply: &RuleApplication) -> Result<NewTargets, String> {
        let number = match self.guidance.fields.get_heading(&apply.result).map(|field| field.kind) {
            Some(FieldKind::Coded(list)) => list,
            _ => return Err("There is no rule for these targets.".into()),
        };
        let list = self.guidance.codes.list(number).ok_or("There is no rule for these targets.")?;
        let bases = self.bases();
        let typed = match &apply.by {
            TargetRule::Value { value } => Some(code(value, number, &self.guidance)?),
            _ => None,
        };
        let now = bases.column(&apply.result, &Basis::Moderated);
        let by = ByRule::new(apply, &self.edition, &bases, list).filter(|_| typed.is_none());
        if by.is_none() && typed.is_none() {
            return Err("The file has nothing this rule can use.".into());
        }
        let mut pupils = filter::pupils(self, &apply.pupils);
        filter::keep_found(self, &apply.search, &mut pupils);
        let target = |pupil: u32| {
            let target = typed.or_else(|| by.as_ref()?.target(pupil as usize, now))?;
            changes(target, pupil as usize, now, list, apply.raise_only).then(|| (self.in_file(pupil), target))
        };
        Ok(pupils.into_iter().filter_map(target).collect())
    }
}

/// The target is another than the one now; or, where targets may only be raised, a higher one.
fn changes(target: CellCode, pupil: usize, now: Option<&CodedColumn>, list: &CodeList, raise_only: bool) -> bool {
    let before = now.map(|column| column.cell(pupil));
    let Some(CodedCell::Known(before)) = before else { return true };
    let higher = || list.rank(before).is_none_or(|before| list.rank(target).is_some_and(|target| target > before));
    before != target && (!raise_only || higher())
}

/// What a rule goes by.
enum ByRule<'a> {
    /// A column as it is.
    Column(&'a CodedColumn),
    /// Prior levels, and the rank wanted from each.
    Progress(&'a [u8], ProgressRule<'a>, &'a CodeList),
    /// The next rank above the target.
    OneMore(&'a CodeList),
}

impl<'a> ByRule<'a> {
    fn new(apply: &RuleApplication, edition: &'a Edition, bases: &Bases<'a>, list: &'a CodeList) -> Option<Self> {
        let column = |basis: &Basis| Some(Self::Column(bases.column(&apply.result, basis)?));
        match &apply.by {
            TargetRule::Generated => column(&Basis::Generated),
            TargetRule::Estimate { basis } => column(&Basis::from_name(basis)),
            TargetRule::OneMore => Some(Self::OneMore(list)),
            TargetRule::Progress => progress(apply, edition, bases, list),
            TargetRule::Value { .. } => None,
        }
    }

    fn target(&self, pupil: usize, now: Option<&CodedColumn>) -> Option<CellCode> {
        let known = |column: &CodedColumn| column.cell(pupil).code();
        match self {
            Self::Column(column) => known(column),
            Self::Progress(prior, rule, list) => list.code_of_rank(rule.wanted(*prior.get(pupil)?)?),
            Self::OneMore(list) => list.code_of_rank(list.rank_above(list.rank(known(now?)?)?)?),
        }
    }
}

/// What the edition's measure of progress to this result asks.
fn progress<'a>(
    apply: &RuleApplication,
    edition: &'a Edition,
    bases: &Bases<'a>,
    list: &'a CodeList,
) -> Option<ByRule<'a>> {
    let leads_there = |measure: &&Measure| measure.kind.is_progress() && measure.outcome.contains(&apply.result);
    let measure = edition.measures.iter().find(leads_there)?;
    let FieldKind::Coded(number) = bases.guidance().fields.get_heading(&apply.result)?.kind else { return None };
    let rule = ProgressRule::new(measure, number, false, bases.codes())?;
    Some(ByRule::Progress(bases.prior(measure.prior.as_ref()?)?, rule, list))
}

fn rule_words(rule: &TargetRule) -> String {
    match rule {
        TargetRule::Generated => "the most likely outcome".into(),
        TargetRule::Progress => "the expected progress".into(),
        TargetRule::OneMore => "one step higher".into(),
        TargetRule::Estimate { basis } => format!("as {}", Basis::from_name(basis).label()),
        TargetRule::Value { value } => format!("\u{2192} {}", value.trim()),
    }
}
