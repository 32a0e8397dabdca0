//! A rule for the targets of many pupils: what it would change, and changing it as one step.

use std::collections::BTreeSet;

use super::change::{Made, blank_column, code};
use super::command::{Apply, Filter, Part, TargetRule};
use super::filter;
use super::log::Inverse;
use super::open::Open;
use super::tried;
use super::view::{Preview, PreviewFigure};
use super::views;
use super::views::card::figure_words;
use crate::cohort::{Cell, Coded};
use crate::guidance::codes::Code;
use crate::guidance::fields::Kind;
use crate::guidance::{Book, Edition, Guidance, Measure};
use crate::measures::progress::Rule;
use crate::measures::{Bases, Basis, Class, Figure, classify, tally};
use crate::text::phrases::{capital, count};

/// A measure's figure, by its id.
type OfMeasure = (String, Option<Figure>);

/// New targets, by position in the file.
type Targets = Vec<(u32, Code)>;

impl Open {
    /// Gives the targets as one change.
    pub fn apply(&mut self, apply: &Apply, guidance: &Guidance) -> Result<Made, String> {
        let targets = self.targets_by(apply, guidance)?;
        if targets.is_empty() {
            return Ok(None);
        }
        let first = !self.moderated.has(&apply.result);
        let codes = self.put_codes(&apply.result, &targets, guidance);
        let field = guidance.fields.get_heading(&apply.result);
        let subject = field.map_or(apply.result.as_str(), |field| field.short.as_str());
        let words =
            format!("{} targets of {}: {}", subject, count(targets.len() as u64, "pupil"), rule_words(&apply.by));
        Ok(Some((Inverse::Targets { result: apply.result.clone(), codes, first }, words)))
    }

    /// Puts codes into the moderated targets of a result, and gives those that were there.
    pub(super) fn put_codes(&mut self, result: &str, codes: &[(u32, Code)], guidance: &Guidance) -> Targets {
        let put = |(pupil, code): &(u32, Code)| Some((*pupil, self.put_code(*pupil, result, *code, guidance)?));
        codes.iter().filter_map(put).collect()
    }

    /// What it would change.
    pub fn preview(&mut self, apply: &Apply, guidance: &Guidance) -> Preview {
        let targets = match self.targets_by(apply, guidance) {
            Ok(targets) => targets,
            Err(words) => return Preview { words, ..Preview::default() },
        };
        if targets.is_empty() {
            return Preview { words: "No target would change.".into(), ..Preview::default() };
        }
        let (now, then) = self.if_put(&apply.result, &targets, guidance);
        let rule = serde_json::to_string(apply).unwrap_or_default();
        let source = guidance.sheets.part("rule").map_or("", |line| line.source.as_str());
        Preview {
            words: capital(&format!("{} would change.", count(targets.len() as u64, "target"))),
            pupils: Some(tried::rule("", &rule)),
            paragraph: guidance.cite(source),
            figures: self.moved(&now, &then, &rule, guidance),
        }
    }

    /// The figures that go by a result, as they are and if these pupils' targets were so many steps higher.
    pub(super) fn with_steps(
        &mut self,
        result: &str,
        steps: u8,
        pupils: &BTreeSet<u32>,
        guidance: &Guidance,
    ) -> Vec<(String, Option<Figure>, Option<Figure>)> {
        let targets = self.raised(result, steps, pupils, guidance);
        let (now, then) = self.if_put(result, &targets, guidance);
        now.into_iter().zip(then).map(|((id, now), (_, then))| (id, now, then)).collect()
    }

    /// The targets of these pupils so many steps higher, as far as they have one.
    fn raised(&self, result: &str, steps: u8, pupils: &BTreeSet<u32>, guidance: &Guidance) -> Targets {
        let column = self.bases(guidance).column(result, &Basis::moderated());
        let raised = |pupil: &u32| {
            let column = column?;
            let book = guidance.codes.book(column.book)?;
            let Cell::Known(code) = column.cell(self.position(*pupil)? as usize) else { return None };
            // Above the highest there is no further step.
            let rank = (0..steps).fold(book.rank(code)?, |rank, _| book.rank_above(rank).unwrap_or(rank));
            Some((*pupil, book.of_rank(rank)?))
        };
        pupils.iter().filter_map(raised).collect()
    }

    /// The pupils who would reach a mark by target if those of a programme gained what it is expected to add, by
    /// position. `None`: there is no such programme, or there are no targets.
    pub(super) fn reached_with_gain(
        &self,
        measure: &Measure,
        programme: &str,
        guidance: &Guidance,
    ) -> Option<Vec<u32>> {
        let programme = self.settings.programmes.get(programme)?;
        let targets = self.raised(&programme.result, programme.steps, &programme.pupils, guidance);
        self.reached_with(measure, &programme.result, &targets, guidance)
    }

    /// The pupils who would reach a mark by target if a rule was applied, by position; without a measure those whose
    /// target it changes. `None`: it is no rule for this file. The rule is an [`Apply`] as JSON.
    pub(super) fn with_rule(&self, measure: &str, rule: &str, guidance: &Guidance) -> Option<Vec<u32>> {
        let apply: Apply = serde_json::from_str(rule).ok()?;
        let targets = self.targets_by(&apply, guidance).ok()?;
        if measure.is_empty() {
            return Some(targets.iter().filter_map(|(pupil, _)| self.position(*pupil)).collect());
        }
        self.reached_with(self.edition.measure(measure)?, &apply.result, &targets, guidance)
    }

    /// The pupils who would reach a mark with these targets in a result, by position.
    fn reached_with(
        &self,
        measure: &Measure,
        result: &str,
        targets: &Targets,
        guidance: &Guidance,
    ) -> Option<Vec<u32>> {
        let column = self.bases(guidance).column(result, &Basis::moderated()).cloned();
        let mut column = column.or_else(|| blank_column(result, self.cohort().len(), guidance))?;
        for (pupil, code) in targets {
            column.set(self.position(*pupil)? as usize, *code);
        }
        let all = (0..self.cohort().len()).collect::<Vec<_>>();
        let mut moderated = self.moderated().only(&all);
        moderated.coded.insert(result.to_owned(), column);
        let classified = classify(measure, &Basis::moderated(), &self.bases_with(&moderated, guidance))?;
        Some(classified.pupils(|class| class == Class::Reached.number()))
    }

    /// The figures that go by a result, as they are and with other targets; nothing is changed.
    fn if_put(&mut self, result: &str, targets: &Targets, guidance: &Guidance) -> (Vec<OfMeasure>, Vec<OfMeasure>) {
        let listed = self.listed.take();
        let now = self.figures_of(result, guidance);
        let first = !self.moderated.has(result);
        let before = self.put_codes(result, targets, guidance);
        let then = self.figures_of(result, guidance);
        self.put_codes(result, &before, guidance);
        if first {
            self.forget(result);
        }
        self.listed = listed;
        (now, then)
    }

    /// The figures of the key stage that go by a result.
    fn figures_of(&self, result: &str, guidance: &Guidance) -> Vec<OfMeasure> {
        let bases = self.bases(guidance);
        let figure = |measure: &Measure| tally(measure, &Basis::moderated(), &bases).map(|tally| tally.figure(None));
        let measures = self.edition.figures().filter(|measure| measure.stage == self.settings.stage);
        let concerned = measures.filter(|measure| measure.outcome.iter().any(|outcome| outcome == result));
        concerned.map(|measure| (measure.id.clone(), figure(measure))).collect()
    }

    /// Figures as they are, and as they would be by a rule written as JSON; each opens the pupils who reach it.
    fn moved(&self, now: &[OfMeasure], then: &[OfMeasure], rule: &str, guidance: &Guidance) -> Vec<PreviewFigure> {
        let figure = |((id, now), (_, then)): (&OfMeasure, &OfMeasure)| {
            let measure = self.edition.measure(id)?;
            let cell = |figure: &Option<Figure>, filter: Filter| {
                let anybody = figure.and_then(|figure| figure.achieved).is_some_and(|reached| reached > 0);
                let words = figure.map(|figure| figure_words(measure, &figure)).unwrap_or_default();
                (words, Some(filter).filter(|_| anybody))
            };
            Some(PreviewFigure {
                measure: id.clone(),
                title: measure.title.clone(),
                paragraph: guidance.cite(&measure.source),
                now: cell(now, views::card::figure(measure, Basis::moderated().name(), Part::Reached)),
                then: cell(then, tried::rule(id, rule)),
            })
        };
        now.iter().zip(then).filter_map(figure).collect()
    }

    /// The targets that a rule changes.
    fn targets_by(&self, apply: &Apply, guidance: &Guidance) -> Result<Targets, String> {
        let number = match guidance.fields.get_heading(&apply.result).map(|field| field.kind) {
            Some(Kind::Coded(book)) => book,
            _ => return Err("There is no rule for such targets.".into()),
        };
        let book = guidance.codes.book(number).ok_or("There is no rule for such targets.")?;
        let bases = self.bases(guidance);
        let typed = match &apply.by {
            TargetRule::Value { value } => Some(code(value, number, guidance)?),
            _ => None,
        };
        let now = bases.column(&apply.result, &Basis::moderated());
        let by = ByRule::new(apply, &self.edition, &bases, book).filter(|_| typed.is_none());
        if by.is_none() && typed.is_none() {
            return Err("The file has nothing that this rule could go by.".into());
        }
        let mut pupils = filter::pupils(self, &apply.pupils, guidance, &self.edition);
        filter::keep_found(self, &apply.search, &mut pupils);
        let target = |pupil: u32| {
            let target = typed.or_else(|| by.as_ref()?.target(pupil as usize, now))?;
            changes(target, pupil as usize, now, book, apply.raise_only).then(|| (self.in_file(pupil), target))
        };
        Ok(pupils.into_iter().filter_map(target).collect())
    }
}

/// The target is another than the one now; or, where targets may only be raised, a higher one.
fn changes(target: Code, pupil: usize, now: Option<&Coded>, book: &Book, raise_only: bool) -> bool {
    let before = now.map(|column| column.cell(pupil));
    let Some(Cell::Known(before)) = before else { return true };
    let higher = || book.rank(before).is_none_or(|before| book.rank(target).is_some_and(|target| target > before));
    before != target && (!raise_only || higher())
}

/// What a rule goes by.
enum ByRule<'a> {
    /// A column as it is.
    Column(&'a Coded),
    /// Prior levels, and the rank wanted from each.
    Progress(&'a [u8], Rule<'a>, &'a Book),
    /// The next rank above the target.
    OneMore(&'a Book),
}

impl<'a> ByRule<'a> {
    fn new(apply: &Apply, edition: &'a Edition, bases: &Bases<'a>, book: &'a Book) -> Option<Self> {
        let column = |basis: &Basis| Some(Self::Column(bases.column(&apply.result, basis)?));
        match &apply.by {
            TargetRule::Generated => column(&Basis::generated()),
            TargetRule::Estimate { basis } => column(&Basis::new(basis)),
            TargetRule::OneMore => Some(Self::OneMore(book)),
            TargetRule::Progress => progress(apply, edition, bases, book),
            TargetRule::Value { .. } => None,
        }
    }

    fn target(&self, pupil: usize, now: Option<&Coded>) -> Option<Code> {
        let known = |column: &Coded| match column.cell(pupil) {
            Cell::Known(code) => Some(code),
            Cell::Blank | Cell::Unknown => None,
        };
        match self {
            Self::Column(column) => known(column),
            Self::Progress(prior, rule, book) => book.of_rank(rule.wanted(*prior.get(pupil)?)?),
            Self::OneMore(book) => book.of_rank(book.rank_above(book.rank(known(now?)?)?)?),
        }
    }
}

/// What the edition's measure of progress to this result asks.
fn progress<'a>(apply: &Apply, edition: &'a Edition, bases: &Bases<'a>, book: &'a Book) -> Option<ByRule<'a>> {
    let leads_there = |measure: &&Measure| measure.kind.is_progress() && measure.outcome.contains(&apply.result);
    let measure = edition.measures.iter().find(leads_there)?;
    let Kind::Coded(number) = bases.guidance().fields.get_heading(&apply.result)?.kind else { return None };
    let rule = Rule::new(measure, number, false, bases.codes())?;
    Some(ByRule::Progress(bases.prior(measure.prior.as_ref()?)?, rule, book))
}

fn rule_words(rule: &TargetRule) -> String {
    match rule {
        TargetRule::Generated => "the most likely outcome".into(),
        TargetRule::Progress => "the progress asked".into(),
        TargetRule::OneMore => "one step more".into(),
        TargetRule::Estimate { basis } => format!("as {}", basis.trim_start_matches("estimate:")),
        TargetRule::Value { value } => format!("\u{2192} {}", value.trim()),
    }
}
