//! The figures of a measure, and how they are written.

use std::collections::BTreeSet;

use super::card_pupils::CardPupils;
use crate::ambition::SimilarValues;
use crate::ambition::expected::count_reached_with_prior;
use crate::ambition::similar::SimilarComparison;
use crate::guidance::{Measure, MeasureKind};
use crate::measures::bases::{ModeratedTargets, PriorCache};
use crate::measures::{Bases, Basis, Exact, Figure, evaluate};
use crate::report::value::CellValue;
use crate::screens::CountOf;
use crate::screens::scene::Scene;
use crate::session::command::{FigurePart, Filter};
use crate::text::phrases::{count, list, thousands};

/// How a target compares with the expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetStanding {
    /// Fewer pupils than expected.
    Short,
    /// As many as expected, or more.
    Meets,
    /// There is no target, nobody in it, or nothing to hold it against (RULES 5.1).
    Unknown,
}

/// The figures of a card.
pub struct CardFigures {
    /// What the figure is of: the moderated targets; where no pupil has one, or none can be held against anything, results.
    pub basis: Basis,
    /// That figure; `None`: there are no targets.
    pub target: Option<Figure>,
    /// The expectation, and the expected pupils exactly.
    pub expected: Option<(Figure, Exact)>,
    /// Pupils who reach the mark by target, of those with a usable prior result (RULES 5.1).
    pub reached_with_prior: Option<u64>,
    /// The target beside similar pupils nationally; `None`: nothing was published, or nobody has both.
    pub similar: Option<SimilarComparison>,
    /// Current performance.
    pub current: Option<Exact>,
    /// Why there is nothing to hold targets against: "the file has no column of Key Stage 1 reading"; `None`: there is.
    pub lacks_prior: Option<String>,
}

impl CardFigures {
    /// Of a measure.
    pub fn new(scene: &Scene, measure: &Measure) -> Self {
        Self::from_pupils(scene, &CardPupils::new(scene, measure))
    }

    /// Of the pupils of a measure.
    pub fn from_pupils(scene: &Scene, pupils: &CardPupils) -> Self {
        let measure = pupils.measure;
        let fixed = scene.document.fixed(&measure.id);
        let as_in_file =
            || fixed?.on_basis.iter().find(|(basis, _)| *basis == Basis::Target).map(|(_, figure)| *figure);
        let (target, reached_with_prior) =
            if measure.outcome.iter().any(|result| scene.document.moderated().has(result)) {
                let reached = || count_reached_with_prior(pupils.expected()?, pupils.target()?);
                (pupils.target().map(|target| target.figure(None)), reached())
            } else {
                (as_in_file(), fixed.and_then(|fixed| fixed.reached_with_prior))
            };
        // No pupil has a target of absence: what there is so far is shown.
        // It is of all year groups, whichever is chosen (RULES 2.1).
        let so_far = || {
            let (moderated, priors) = (ModeratedTargets::new(), PriorCache::default());
            let bases = Bases::new(&scene.document.file, scene.guidance, &moderated, &priors);
            Some(evaluate(measure, &Basis::Actual, &bases)?.figure(None))
        };
        let results = || fixed?.on_basis.iter().find(|(basis, _)| basis.is_results()).map(|(_, figure)| *figure);
        let (basis, target) = match target {
            _ if measure.kind.is_of_all_years() => (Basis::Actual, so_far()),
            None if !scene.edition.has_expectations() && results().is_some() => (Basis::Actual, results()),
            target => (Basis::Moderated, target),
        };
        let similar = target
            .filter(|_| basis == Basis::Moderated)
            .and_then(|_| SimilarValues::new(measure, &scene.bases)?.compare(pupils.target()?, None));
        let current = scene.document.current.value(&measure.id, "");
        let expected = fixed.and_then(|fixed| fixed.expected);
        let is_there =
            |result: &String| scene.bases.has(result, &Basis::Target) || scene.document.moderated().has(result);
        let lacks = (target.is_none() || expected.is_none()) && measure.outcome.iter().all(is_there);
        let lacks_prior = if lacks { lacks_prior(scene, measure) } else { None };
        Self { basis, target, expected, reached_with_prior, similar, current, lacks_prior }
    }

    /// Target pupils above (or, negative, below) the expected pupils, or similar pupils, in whole pupils; `None`: nothing is to be judged
    /// (RULES 5.1).
    pub fn against(&self) -> Option<i64> {
        if let Some((pupils, fewer)) = self.similar.and_then(|similar| similar.pupils()) {
            let pupils = i64::try_from(pupils).ok()?;
            return Some(if fewer { -pupils } else { pupils });
        }
        let reached = self.reached_with_prior.filter(|_| self.target.is_some() && self.unjudged().is_none())?;
        let reached = i64::try_from(reached).ok()?;
        Some(reached - i64::try_from(self.expected?.1.floor()).ok()?)
    }

    /// Why a target that there is, and an expectation that there is, are not held against each other.
    pub fn unjudged(&self) -> Option<&'static str> {
        let (target, (_, expected)) = (self.target?, self.expected?);
        match (expected.numerator, target.eligible) {
            (0, 0) => Some("no pupils to compare"),
            (0, _) => Some("nothing is expected of these pupils"),
            // Pupils whose targets are no levels are in no figure of progress, and are expected to make it (RULES 5).
            _ => None,
        }
    }

    /// How the target compares.
    pub fn standing(&self) -> TargetStanding {
        if let Some(similar) = self.similar {
            return if similar.is_below() { TargetStanding::Short } else { TargetStanding::Meets };
        }
        match self.against() {
            Some(difference) if difference < 0 => TargetStanding::Short,
            Some(_) => TargetStanding::Meets,
            None => TargetStanding::Unknown,
        }
    }
}

/// The columns of prior attainment that the file lacks.
fn lacks_prior(scene: &Scene, measure: &Measure) -> Option<String> {
    let results = measure.priors().flat_map(|prior| &prior.results).collect::<BTreeSet<_>>();
    let (there, absent) = results.into_iter().partition::<Vec<_>, _>(|result| scene.bases.has(result, &Basis::Actual));
    let titles = absent.iter().filter_map(|result| scene.guidance.fields.get_heading(result));
    let titles = titles.map(|field| field.title.clone()).collect::<Vec<_>>();
    match there.as_slice() {
        _ if absent.is_empty() => None,
        [] => Some("the file has no prior results".into()),
        _ => Some(format!("the file has no column of {}", list(&titles))),
    }
}

/// The pupils behind one part of a figure.
pub fn figure(measure: &Measure, basis: &str, part: FigurePart) -> Filter {
    Filter::Figure { measure: measure.id.clone(), basis: basis.to_owned(), part }
}

/// "70.7%"; a dash where there is nothing to say.
pub fn percent(value: Option<Exact>) -> String {
    CellValue::share(value).to_string()
}

/// "70.7%" without a unit, or of a mean "346.2" and "points".
pub(crate) fn amount(measure: &Measure, value: Option<Exact>) -> (String, &'static str) {
    match value {
        Some(points) if !measure.kind.is_share() => (points.decimals(1), "points"),
        value => (percent(value), ""),
    }
}

/// A share, or of a mean points; a dash where there is nothing to say.
pub(crate) fn figure_value(measure: &Measure, value: Option<Exact>) -> CellValue {
    match value {
        Some(points) if !measure.kind.is_share() => CellValue::Points(points.tenths()),
        value => CellValue::share(value),
    }
}

/// "70.7%", or of a mean "346.2 points".
pub fn value(measure: &Measure, value: Option<Exact>) -> String {
    figure_value(measure, value).to_string()
}

/// "68.5%, 37 of 54 pupils".
pub fn figure_words(measure: &Measure, figure: &Figure) -> String {
    format!("{}, {}", value(measure, figure.value), count_of_figure(measure, Some(*figure)))
}

/// "41 of 58 pupils", or of a mean "mean of 58 pupils".
pub(crate) fn count_of_figure(measure: &Measure, target: Option<Figure>) -> CountOf {
    let of = |part: String, eligible| CountOf { part, whole: count(eligible, "pupil"), ..CountOf::default() };
    match target {
        Some(Figure { achieved: Some(achieved), eligible, .. }) if measure.kind == MeasureKind::Absence => {
            CountOf { part: thousands(achieved), whole: count(eligible, "session"), ..CountOf::default() }
        }
        Some(Figure { achieved: Some(achieved), eligible, .. }) => of(thousands(achieved), eligible),
        Some(Figure { eligible, .. }) if !measure.kind.is_share() => of("mean".into(), eligible),
        _ => CountOf::words("no targets yet"),
    }
}
