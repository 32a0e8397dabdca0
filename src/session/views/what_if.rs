//! What a higher target would take: how many pupils more, and who is nearest (RULES 6.6, 7.4, 7.5).

use super::card::{figure_words, percent};
use super::row::shown;
use super::workbench::{borderline, on_side};
use crate::ambition::benchmarks::{Beside, beside};
use crate::cohort::{Cell, Coded};
use crate::guidance::{Book, Edition, Guidance, Measure, MeasureKind};
use crate::measures::figure::percentage;
use crate::measures::progress::Rule;
use crate::measures::{Bases, Basis, Class, Figure, Tally, tally};
use crate::report::cited::paragraph;
use crate::session::command::{Filter, Part, WhatIfQuery};
use crate::session::open::Open;
use crate::session::settings::Programme;
use crate::session::view::{Chip, Choice, Grid, Grids, Spot, Tone};
use crate::words::{count, thousands};

/// Pupils named as nearest, beyond those needed.
const NAMED: usize = 12;
/// Pupils of a cohort in which each can be left out by name.
const BY_NAME: usize = 500;
const HUNDRED: u64 = 100;

const NEAREST: &str = "Pupils whose target does not reach the mark, the nearest first: by the points that their latest interim \
    result (else their prior result) is below it (convention). Six points are a level.";
const PROGRAMMES: &str = "What the targets would be if each pupil in a programme gained what it is expected to add. The targets \
    themselves stay as they are.";

pub(in crate::session) fn what_if(
    open: &mut Open,
    query: &WhatIfQuery,
    guidance: &Guidance,
    edition: &Edition,
) -> Grids {
    let stage = open.settings.stage.clone();
    let shares = || {
        edition
            .shown(&stage)
            .filter(|measure| measure.kind.is_progress() || matches!(measure.kind, MeasureKind::Threshold(_)))
    };
    let programmes = programmes(open, guidance, edition);
    let Some(measure) = shares().find(|measure| measure.id == query.measure).or_else(|| shares().next()) else {
        return Grids { words: "There is nothing to try at this key stage.".into(), ..Grids::default() };
    };
    let choice = |of: &Measure| Choice {
        id: of.id.clone(),
        title: of.title.clone(),
        remark: String::new(),
        chosen: of.id == measure.id,
    };
    let view = Grids {
        choices: shares().map(choice).collect(),
        results: super::workbench::results(open, guidance, edition)
            .into_iter()
            .map(|(id, title)| Choice { id, title, ..Choice::default() })
            .collect(),
        pupils: by_name(open, &query.without),
        ..Grids::default()
    };
    let bases = open.bases(guidance);
    let Some(target) = tally(measure, &Basis::moderated(), &bases) else {
        return Grids { words: "No targets in the file: set them under Pupils.".into(), grids: programmes, ..view };
    };
    let without = query.without.iter().filter_map(|pupil| open.position(*pupil)).collect::<Vec<_>>();
    let tried = Tried::new(open, measure, &target, &without, query.percent);
    let near = nearest(open, measure, &target, &without, &tried, guidance);
    let chips = chips(open, measure, &tried, guidance, edition);
    let mut grids = vec![near];
    grids.extend(programmes);
    Grids { words: tried.words(measure), percent: tried.percent, chips, grids, ..view }
}

/// Names to leave out, in a cohort small enough for a list of them.
fn by_name(open: &Open, without: &[u32]) -> Vec<(u32, Choice)> {
    let all = open.cohort().len();
    let pupils =
        (0..u32::try_from(all).unwrap_or_default()).filter(|_| all <= BY_NAME).map(|pupil| open.in_file(pupil));
    let choice = |pupil: u32| {
        let title = open.name_in_file(pupil as usize);
        (pupil, Choice { id: pupil.to_string(), title, remark: String::new(), chosen: without.contains(&pupil) })
    };
    let mut pupils = pupils.map(choice).collect::<Vec<_>>();
    pupils.sort_by_cached_key(|(_, choice)| choice.title.to_lowercase());
    pupils
}

/// A percentage tried on a figure.
struct Tried {
    percent: u8,
    whole: Figure,
    /// Without the pupils left out, where there are some.
    part: Option<(Figure, usize)>,
    /// Pupils to reach it, and pupils more than by target.
    needed: u64,
    more: u64,
}

impl Tried {
    fn new(open: &Open, measure: &Measure, target: &Tally, without: &[u32], wanted: Option<u8>) -> Self {
        let whole = target.figure(None);
        let part = (!without.is_empty()).then(|| {
            let kept =
                (0..u32::try_from(open.cohort().len()).unwrap_or_default()).filter(|pupil| !without.contains(pupil));
            (target.figure(Some(&kept.collect::<Vec<_>>())), without.len())
        });
        let figure = part.map_or(whole, |(figure, _)| figure);
        let expected = open.fixed(&measure.id).and_then(|fixed| fixed.expected).map(|(figure, _)| figure);
        let start = |figure: Figure| figure.value.map(|value| value.numerator.div_ceil(value.denominator));
        let start = [start(figure), expected.and_then(start)].into_iter().flatten().max().unwrap_or_default();
        let percent = wanted.map_or(start.min(HUNDRED.into()), u128::from);
        let percent = u8::try_from(percent).unwrap_or_default();
        let needed = (u64::from(percent) * figure.eligible).div_ceil(HUNDRED);
        Self { percent, whole, part, needed, more: needed.saturating_sub(figure.achieved.unwrap_or_default()) }
    }

    fn words(&self, measure: &Measure) -> String {
        let figure = self.part.map_or(self.whole, |(figure, _)| figure);
        let so_many = percentage(self.needed, figure.eligible);
        let all = format!("{} of {}", thousands(self.needed), count(figure.eligible, "pupil"));
        let need = match self.more {
            0 => "the targets reach that already".to_owned(),
            more => format!("{} than by target", count(more, "pupil").replacen(' ', " more ", 1)),
        };
        let left = self.part.map(|(figure, left)| {
            format!(" Without {}: {}.", count(left as u64, "pupil"), figure_words(measure, &figure))
        });
        let now = figure_words(measure, &self.whole);
        format!("Now {now}.{} For {}%: {all} ({}), {need}.", left.unwrap_or_default(), self.percent, percent(so_many))
    }
}

fn chips(open: &Open, measure: &Measure, tried: &Tried, guidance: &Guidance, edition: &Edition) -> Vec<Chip> {
    let bases = open.bases(guidance);
    let plain =
        |words: String, count: String, pupils, paragraph| Chip { tone: Tone::Plain, words, count, pupils, paragraph };
    let mut chips = Vec::new();
    for (benchmark, beside) in beside(measure, &tried.whole, &bases) {
        if let (Beside::OneMore { pupils, points }, Some(value)) = (beside, tried.whole.value) {
            let words = format!(
                "{}: {}, so {}",
                benchmark.title,
                count(pupils, "pupil").replacen(' ', " more ", 1),
                value.plus(points).percent()
            );
            chips.push(plain(words, String::new(), None, Some(paragraph(&benchmark.source, guidance))));
        }
    }
    if let Some(pupils) = borderline(measure, &bases).filter(|pupils| !pupils.is_empty()) {
        let filter = Filter::Borderline { measure: measure.id.clone() };
        chips.push(plain(
            "One step short of it by target:".into(),
            count(pupils.len() as u64, "pupil"),
            Some(filter),
            None,
        ));
    }
    let same_subject = |of: &&Measure| {
        of.kind.is_progress()
            && of.stage == measure.stage
            && of.outcome.iter().any(|result| measure.outcome.contains(result))
    };
    for progress in edition.measures.iter().filter(same_subject) {
        for (side, words) in super::workbench::SIDES {
            let pupils = on_side(progress, side, edition, &bases).filter(|pupils| !pupils.is_empty());
            if let Some(pupils) = pupils {
                let subject = crate::words::capital(&super::workbench::subject(progress, guidance));
                let filter = Filter::Way { measure: progress.id.clone(), side: side.to_owned() };
                chips.push(plain(
                    format!("{subject}, {words}:"),
                    count(pupils.len() as u64, "pupil"),
                    Some(filter),
                    None,
                ));
            }
        }
    }
    chips
}

/// What is between a pupil and the mark.
struct Distance {
    points: i64,
    why: Vec<String>,
}

/// One result of a measure, with everything that a distance is measured by.
struct Subject<'a> {
    name: String,
    book: &'a Book,
    target: &'a Coded,
    /// The latest first, with words for when.
    before: Vec<(&'a Coded, String)>,
    mark: Mark<'a>,
}

enum Mark<'a> {
    Same(u8),
    ByPrior(&'a [u8], Rule<'a>),
}

fn subjects<'a>(measure: &'a Measure, edition: &'a Edition, bases: &Bases<'a>) -> Vec<Subject<'a>> {
    let guidance = bases.guidance();
    let subject = |(index, result): (usize, &'a String)| {
        let target = bases.column(result, &Basis::moderated())?;
        let book = bases.codes().book(target.book)?;
        let leads_there = |of: &&Measure| of.kind.is_progress() && of.outcome.first() == Some(result);
        let progress = edition.measures.iter().find(leads_there);
        let interim = progress.into_iter().flat_map(|of| of.interim.iter().rev());
        let interim = interim.filter_map(|of| {
            Some((bases.column(&of.result, &Basis::results())?, format!("at the end of year {}", of.year)))
        });
        let prior = progress.and_then(|of| of.prior.as_ref()).into_iter().flat_map(|rule| &rule.results);
        let prior = prior.filter_map(|result| {
            let field = guidance.fields.get_heading(result)?;
            Some((bases.column(result, &Basis::results())?, format!("in {}", field.title)))
        });
        let before = interim.chain(prior).filter(|(column, _)| column.book == target.book).collect();
        let mark = match &measure.kind {
            MeasureKind::Threshold(marks) => Mark::Same(book.rank_of(marks.get(index)?)?),
            _ => Mark::ByPrior(
                bases.prior(measure.prior.as_ref()?)?,
                Rule::new(measure, target.book, false, bases.codes())?,
            ),
        };
        let name = guidance.fields.get_heading(result).map(|field| field.short.clone()).unwrap_or_default();
        Some(Subject { name, book, target, before, mark })
    };
    measure.outcome.iter().enumerate().filter_map(subject).collect()
}

impl Subject<'_> {
    /// Points from the latest result to the mark, with the reason; `None`: the target reaches it.
    fn distance(&self, pupil: usize) -> Option<(i64, String)> {
        let wanted = match &self.mark {
            Mark::Same(rank) => *rank,
            Mark::ByPrior(prior, rule) => rule.wanted(*prior.get(pupil)?)?,
        };
        let known = |column: &Coded| if let Cell::Known(code) = column.cell(pupil) { Some(code) } else { None };
        let reached = known(self.target).and_then(|code| self.book.rank(code)).is_some_and(|rank| rank >= wanted);
        if reached {
            return None;
        }
        let mark = self.book.of_rank(wanted).and_then(|code| Some((self.book.entry(code)?, self.book.points(code)?)));
        let (name, points) = mark.map_or((String::new(), u8::MAX), |(entry, points)| (entry.code.clone(), points));
        let latest = self.before.iter().find_map(|(column, when)| {
            let code = known(column)?;
            Some((self.book.points(code)?, self.book.entry(code)?.code.clone(), when))
        });
        let Some((now, code, when)) = latest else {
            return Some((i64::from(points), format!("{}: no result to go by, {name} needed", self.name)));
        };
        let short = i64::from(points).saturating_sub(now.into()).max(0);
        let left = if short == 0 { "there already".to_owned() } else { format!("{short} points to go") };
        Some((short, format!("{}: {code} {when}, {name} needed, {left}", self.name)))
    }
}

fn nearest(
    open: &Open,
    measure: &Measure,
    target: &Tally,
    without: &[u32],
    tried: &Tried,
    guidance: &Guidance,
) -> Grid {
    let bases = open.bases(guidance);
    let subjects = subjects(measure, &open.edition, &bases);
    let is_short = |class: u8| class == Class::Short.number() || class == Class::Missing.number();
    let short = target.classified.pupils(is_short);
    let distance = |pupil: &u32| {
        let found = subjects.iter().filter_map(|subject| subject.distance(*pupil as usize)).collect::<Vec<_>>();
        let points = found.iter().map(|(points, _)| points).sum();
        Distance { points, why: found.into_iter().map(|(_, why)| why).collect() }
    };
    let mut near = short
        .iter()
        .filter(|pupil| !without.contains(pupil))
        .map(|pupil| (*pupil, distance(pupil)))
        .collect::<Vec<_>>();
    near.sort_by_key(|(pupil, distance)| (distance.points, *pupil));
    let named = usize::try_from(tried.more).unwrap_or_default().clamp(NAMED, 2 * NAMED);
    let row = |(index, (pupil, distance)): (usize, &(u32, Distance))| {
        let in_file = open.in_file(*pupil);
        let name = open.name_in_file(in_file as usize);
        let of_row = Filter::Row { row: open.cohort().row(*pupil as usize).to_string() };
        let upn = open.cohort().people().upn(*pupil as usize).into_owned();
        let own = if upn.is_empty() { name.clone() } else { upn };
        let targets = subjects.iter().map(|subject| {
            let text = shown(Some(subject.target), *pupil as usize, guidance);
            format!("{} {}", subject.name, if text.is_empty() { "none" } else { &text })
        });
        let needed = (index as u64) < tried.more;
        vec![
            Spot { text: name, pupils: Some(of_row), under: own, ..Spot::default() },
            Spot { text: targets.collect::<Vec<_>>().join(", "), ..Spot::default() },
            Spot { text: distance.points.to_string(), ..Spot::default() },
            Spot { text: distance.why.join("; "), ..Spot::default() },
            Spot {
                text: if needed { "makes it up" } else { "" }.into(),
                tone: if needed { Tone::Good } else { Tone::Plain },
                ..Spot::default()
            },
        ]
    };
    let all =
        Filter::Figure { measure: measure.id.clone(), basis: Basis::moderated().name().into(), part: Part::Short };
    let mut rows = near.iter().take(named).enumerate().map(row).collect::<Vec<_>>();
    let more = near.len().saturating_sub(named);
    if more > 0 {
        let text = format!("and {} more", thousands(more as u64));
        rows.push(vec![Spot { text, pupils: Some(all), ..Spot::default() }]);
    }
    Grid {
        kind: "nearest".into(),
        title: "Who is nearest".into(),
        words: NEAREST.into(),
        paragraph: None,
        columns: ["Pupil", "Target", "Points to go", "Why", "The target tried"].map(str::to_owned).into(),
        rows,
    }
}

/// Each programme with its pupils and what the targets would be with its gain.
fn programmes(open: &mut Open, guidance: &Guidance, edition: &Edition) -> Vec<Grid> {
    let programmes = open.settings.programmes.clone();
    let rows = programmes.iter().flat_map(|(name, programme)| with_gain(open, name, programme, guidance, edition));
    let rows = rows.collect::<Vec<_>>();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![Grid {
        kind: "programmes".into(),
        title: "With and without the programmes".into(),
        words: PROGRAMMES.into(),
        paragraph: None,
        columns: ["Programme", "Pupils", "Measure", "Targets", "With the gain"].map(str::to_owned).into(),
        rows,
    }]
}

fn with_gain(
    open: &mut Open,
    name: &str,
    programme: &Programme,
    guidance: &Guidance,
    edition: &Edition,
) -> Vec<Vec<Spot>> {
    let field = guidance.fields.get_heading(&programme.result);
    let short = field.map_or(programme.result.as_str(), |field| field.short.as_str()).to_owned();
    let gain = format!("{} more in {short}", count(programme.steps.into(), "step"));
    let counted = programme.pupils.iter().filter(|pupil| open.position(**pupil).is_some()).count() as u64;
    let figures = open.with_steps(&programme.result, programme.steps, &programme.pupils, guidance);
    let row = |(id, now, then): (String, Option<Figure>, Option<Figure>)| {
        let measure = edition.measure(&id)?;
        let words = |figure: Option<Figure>| figure.map(|figure| figure_words(measure, &figure)).unwrap_or_default();
        let pupils = Some(Filter::Programme { name: name.to_owned() }).filter(|_| counted > 0);
        Some(vec![
            Spot { text: name.to_owned(), under: gain.clone(), ..Spot::default() },
            Spot { text: count(counted, "pupil"), pupils, ..Spot::default() },
            Spot { text: measure.short.clone(), ..Spot::default() },
            Spot { text: words(now), ..Spot::default() },
            Spot { text: words(then), tone: if now == then { Tone::Plain } else { Tone::Good }, ..Spot::default() },
        ])
    };
    figures.into_iter().filter_map(row).collect()
}
