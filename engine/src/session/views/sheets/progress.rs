//! From prior attainment to outcome: the chart of figures and the matrix (S0 ¶23).

use super::{begin, behind};
use crate::cohort::Coded;
use crate::cohort::prior::NO_LEVEL;
use crate::guidance::measure::{Measure, MeasureKind, Standing};
use crate::guidance::prior::PriorBy;
use crate::guidance::{Book, Edition, Guidance};
use crate::measures::progress::{Outcome, Rule};
use crate::measures::{Bases, Basis, Class, figure::percentage};
use crate::session::command::{Filter, Part, Topic};
use crate::session::open::Open;
use crate::session::view::{Chip, PeopleRow, Person, Sheet, SheetCell, SheetPart, Tone};
use crate::session::views::card::{figure, percent};
use crate::text::phrases::{capital, count, thousands};

/// Figures of a chart whose figures stand for parts of the cohort; below it, one figure is one pupil (S0 ¶23).
const WHOLE: u64 = 100;
/// A prior level written with its sub-level is ten times the level, and 1, 2 or 3.
const SUB: u8 = 10;

pub(super) fn sheet(open: &Open, guidance: &Guidance, edition: &Edition) -> Sheet {
    let bases = open.bases(guidance);
    let measures = measures(edition, &open.settings.stage);
    let ways = measures.flat_map(|measure| bases_shown().map(move |basis| (measure, basis)));
    let parts = ways.filter_map(|(measure, basis)| Some(part(&Ways::new(measure, &basis, &bases)?, guidance)));
    let parts = parts.collect::<Vec<_>>();
    let lead = if parts.is_empty() {
        "Nothing to show: progress needs prior results, and targets or results, of this key stage."
    } else {
        "Where pupils start and where they arrive. Every figure and every number opens its pupils."
    };
    Sheet { title: "Progress".into(), lead: lead.into(), parts, ..Sheet::default() }
}

/// How many pupils moved how far by target, or else by result: words, count, and who they are.
pub(super) fn steps(open: &Open, guidance: &Guidance, edition: &Edition) -> Vec<Chip> {
    let bases = open.bases(guidance);
    let of = |measure: &Measure| {
        let ways = bases_shown().find_map(|basis| Ways::new(measure, &basis, &bases))?;
        let steps = (0..ways.from.len()).filter_map(|pupil| ways.step(pupil)).collect::<Vec<_>>();
        let chip = |step: u8| {
            let title = ways.step_title(step);
            let number = steps.iter().filter(|of| **of == step).count() as u64;
            let pupils = Some(ways.part(&format!("step|{step}"), &title)).filter(|_| number > 0);
            let words = format!("{}, {}, {title}:", measure.short, ways.by());
            Chip { tone: Tone::Plain, words, count: count(number, "pupil"), pupils, paragraph: None }
        };
        Some((0..=ways.levels() + 1).map(chip).collect::<Vec<_>>())
    };
    measures(edition, &open.settings.stage).filter_map(of).flatten().collect()
}

/// The measures of progress of a key stage, one for each subject.
fn measures<'a>(edition: &'a Edition, stage: &'a str) -> impl Iterator<Item = &'a Measure> {
    let of_stage = edition.measures.iter().filter(move |measure| measure.stage == stage);
    of_stage.filter(|measure| measure.kind.is_progress() && measure.standing != Standing::Figure)
}

fn bases_shown() -> impl Iterator<Item = Basis> {
    [Basis::moderated(), Basis::results()].into_iter()
}

pub(super) fn pupils(open: &Open, part: &str, guidance: &Guidance, edition: &Edition) -> Option<Vec<u32>> {
    let mut words = part.split('|');
    let (measure, basis) = (edition.measure(words.next()?)?, Basis::new(words.next()?));
    let bases = open.bases(guidance);
    let ways = Ways::new(measure, &basis, &bases)?;
    let number = |text: Option<&str>| text?.parse::<u8>().ok();
    let wanted = words.next()?;
    let (first, second) = (words.next(), words.next());
    let found = |pupil: usize| match wanted {
        "step" => ways.step(pupil) == number(first),
        "cell" => Some(ways.prior(pupil)) == number(first) && Some(ways.column(pupil)) == number(second),
        "pupil" => first.and_then(|first| first.parse().ok()) == Some(pupil),
        _ => false,
    };
    let pupils = (0..bases.cohort().len()).filter(|pupil| found(*pupil));
    Some(pupils.filter_map(|pupil| u32::try_from(pupil).ok()).collect())
}

/// Where every pupil starts and arrives, by one measure on one basis.
struct Ways<'a> {
    measure: &'a Measure,
    basis: Basis,
    book: &'a Book,
    rule: Rule<'a>,
    /// The level that progress is counted from.
    from: &'a [u8],
    /// The same, with sub-levels where the edition has them.
    finer: &'a [u8],
    outcome: &'a Coded,
    /// The level that results divide into sub-levels.
    divided: u8,
}

/// Columns of the matrix that are no result; ranks are smaller.
const NOT_MADE: u8 = u8::MAX - 1;
const NOTHING: u8 = u8::MAX;

impl<'a> Ways<'a> {
    fn new(measure: &'a Measure, basis: &Basis, bases: &Bases<'a>) -> Option<Self> {
        let outcome = bases.column(measure.outcome.first()?, basis)?;
        let from = bases.prior(measure.prior.as_ref()?)?;
        let finer = measure.conversion.as_ref().and_then(|rule| bases.prior(rule)).unwrap_or(from);
        let rule = Rule::new(measure, outcome.book, basis.is_results(), bases.codes())?;
        let book = bases.codes().book(outcome.book)?;
        let divided = bases.guidance().sheets.near("sub-levels");
        let divided = u8::try_from(divided).unwrap_or(NO_LEVEL);
        Some(Self { measure, basis: basis.clone(), book, rule, from, finer, outcome, divided })
    }

    /// The row of the matrix: ten times the level, and a sub-level where the results have them.
    fn prior(&self, pupil: usize) -> u8 {
        let level = self.from.get(pupil).copied().unwrap_or(NO_LEVEL);
        let finer = self.finer.get(pupil).copied().unwrap_or(NO_LEVEL);
        match level {
            NO_LEVEL => NO_LEVEL,
            level if level == self.divided && self.has_finer() => finer,
            level => level.saturating_mul(SUB),
        }
    }

    fn has_finer(&self) -> bool {
        self.measure.conversion.as_ref().is_some_and(|rule| rule.by == PriorBy::SubLevels)
    }

    fn of(&self, pupil: usize) -> Outcome {
        self.rule.outcome(self.outcome.cell(pupil))
    }

    fn class(&self, pupil: usize) -> Class {
        self.rule.class(self.from.get(pupil).copied().unwrap_or(NO_LEVEL), self.of(pupil))
    }

    /// The column of the matrix.
    fn column(&self, pupil: usize) -> u8 {
        match self.of(pupil) {
            Outcome::Rank(rank) => rank,
            Outcome::NotMade => NOT_MADE,
            Outcome::None | Outcome::Blank => NOTHING,
        }
    }

    /// The heading of a column.
    fn name(&self, column: u8) -> String {
        let entry = || self.book.of_rank(column).and_then(|code| self.book.entry(code));
        match column {
            NOT_MADE => "B/N".into(),
            NOTHING if self.basis.is_results() => "no result".into(),
            NOTHING => "no target".into(),
            rank => entry().map_or_else(|| rank.to_string(), |entry| entry.code.clone()),
        }
    }

    /// The levels asked for.
    fn levels(&self) -> u8 {
        self.measure.kind.levels().unwrap_or_default()
    }

    /// Levels of progress, from 0 (fewer than one) to one more than asked for; `None`: not in the figure, or nothing
    /// entered.
    fn step(&self, pupil: usize) -> Option<u8> {
        let from = *self.from.get(pupil)?;
        match (self.class(pupil), self.of(pupil)) {
            (Class::Reached | Class::Short, Outcome::Rank(rank)) => Some(self.steps(from, rank)),
            (Class::Short, _) => Some(0),
            _ => None,
        }
    }

    fn steps(&self, from: u8, rank: u8) -> u8 {
        let most = i16::from(self.levels()) + 1;
        let made = match &self.measure.kind {
            MeasureKind::Grades { levels, table } => {
                // The level for which this grade would be enough; the grade is worth so many levels from there.
                let enough = |grade: &str| self.book.rank_of(grade).is_some_and(|wanted| wanted <= rank);
                let level = table.iter().filter(|entry| enough(&entry.grade)).map(|entry| i16::from(entry.level)).max();
                level.map_or(0, |level| level - i16::from(from) + i16::from(*levels))
            }
            _ => i16::from(rank) - i16::from(from),
        };
        u8::try_from(made.clamp(0, most)).unwrap_or_default()
    }

    fn part(&self, rest: &str, title: &str) -> Filter {
        let part = format!("{}|{}|{rest}", self.measure.id, self.basis.name());
        behind(Topic::Progress, part, format!("{}, {}: {title}", self.measure.title, self.by()))
    }

    fn by(&self) -> &'static str {
        if self.basis.is_results() { "by result" } else { "by target" }
    }

    fn step_title(&self, step: u8) -> String {
        let asked = self.levels();
        let worth = if matches!(self.measure.kind, MeasureKind::Grades { .. }) { "worth " } else { "" };
        match step {
            0 => format!("{}fewer than 1 level", worth),
            step if step > asked => format!("{worth}{} levels or more", step),
            1 => format!("{worth}1 level"),
            step => format!("{worth}{step} levels"),
        }
    }

    fn prior_title(&self, prior: u8) -> String {
        let sub = ["", "c", "b", "a"].get(usize::from(prior % SUB)).copied().unwrap_or("");
        match (prior, prior / SUB) {
            (NO_LEVEL, _) => "no level".into(),
            (_, 0) => "W or below".into(),
            (_, level) => format!("{level}{sub}"),
        }
    }
}

fn part(ways: &Ways, guidance: &Guidance) -> SheetPart {
    let pupils = ways.from.len();
    let steps = (0..pupils).filter_map(|pupil| Some((ways.step(pupil)?, pupil))).collect::<Vec<_>>();
    let all = steps.len() as u64;
    let (headings, rows) = matrix(ways);
    let one = if all < WHOLE {
        "One figure is one pupil."
    } else {
        "One figure is one pupil in a hundred; the figures are rounded so that there are a hundred."
    };
    SheetPart {
        title: format!("{}, {}", ways.measure.title, ways.by()),
        words: vec![format!("{one} What stands on it is the outcome.")],
        chips: chips(ways),
        people: people(ways, &steps, all),
        headings,
        rows,
        after: vec![
            "Marked \u{2713}: progress made as far as asked. Each number opens its pupils; a point is nobody.".into(),
        ],
        ..begin("progress", guidance)
    }
}

fn chips(ways: &Ways) -> Vec<Chip> {
    let classes = (0..ways.from.len()).map(|pupil| ways.class(pupil)).collect::<Vec<_>>();
    let chip = |class: Class, part: Part, words: &str| {
        let number = classes.iter().filter(|of| **of == class).count() as u64;
        let pupils = Some(figure(ways.measure, ways.basis.name(), part));
        let count = count(number, "pupil");
        (number > 0).then(|| Chip { tone: Tone::Plain, words: words.into(), count, pupils, paragraph: None })
    };
    let missing = chip(Class::Missing, Part::Missing, "Nothing entered, on no figure:");
    let left_out = chip(Class::LeftOut, Part::LeftOut, "Left out, no prior level or no outcome:");
    missing.into_iter().chain(left_out).collect()
}

/// The rows of figures, from the least progress to the most.
fn people(ways: &Ways, steps: &[(u8, usize)], all: u64) -> Vec<PeopleRow> {
    let cells = cells(ways, steps);
    let sizes = cells.iter().map(|(_, pupils)| pupils.len() as u64).collect::<Vec<_>>();
    let shares = if all < WHOLE { sizes } else { shares(&sizes, all) };
    let row = |step: u8| {
        let of_step = steps.iter().filter(|(of, _)| *of == step).count() as u64;
        let title = ways.step_title(step);
        let pupils = ways.part(&format!("step|{step}"), &title);
        let cells = cells.iter().zip(&shares).filter(|((of, _), _)| *of == step);
        let people = cells.flat_map(|((_, cell), share)| persons(ways, cell, *share, all < WHOLE, &pupils));
        PeopleRow {
            title: capital(&title),
            count: format!("{} of {} \u{b7} {}", thousands(of_step), thousands(all), percent(percentage(of_step, all))),
            step,
            people: people.collect(),
            pupils: pupils.clone(),
        }
    };
    (0..=ways.levels() + 1).map(row).collect()
}

/// Pupils by progress and outcome, the highest outcome first.
fn cells(ways: &Ways, steps: &[(u8, usize)]) -> Vec<(u8, Vec<usize>)> {
    let rank = |pupil: usize| if let Outcome::Rank(rank) = ways.of(pupil) { rank } else { 0 };
    let met = present(steps.iter().map(|(_, pupil)| rank(*pupil)));
    let mut cells = Vec::new();
    for step in 0..=ways.levels() + 1 {
        for of_rank in met.iter().rev() {
            let here = steps.iter().filter(|(of, pupil)| *of == step && rank(*pupil) == *of_rank);
            let pupils = here.map(|(_, pupil)| *pupil).collect::<Vec<_>>();
            if !pupils.is_empty() {
                cells.push((step, pupils));
            }
        }
    }
    cells
}

/// The numbers met, each once, ascending.
fn present(numbers: impl Iterator<Item = u8>) -> Vec<u8> {
    let mut met = [false; 256];
    numbers.for_each(|number| met.get_mut(usize::from(number)).into_iter().for_each(|met| *met = true));
    (0..=u8::MAX).filter(|number| met.get(usize::from(*number)).copied().unwrap_or_default()).collect()
}

/// The figures of one outcome within a row.
fn persons(ways: &Ways, cell: &[usize], share: u64, single: bool, row: &Filter) -> Vec<Person> {
    let one = |pupil: &usize| {
        let from = ways.prior_title(ways.prior(*pupil));
        let column = ways.column(*pupil);
        let to = ways.name(column);
        let mark = if column == NOT_MADE { "\u{2013}".into() } else { to.clone() };
        let way = format!("{from} \u{2192} {to}");
        if single {
            let pupils = ways.part(&format!("pupil|{pupil}"), &way);
            return Person { mark, hint: way, pupils };
        }
        Person { mark, hint: format!("outcome {to}"), pupils: row.clone() }
    };
    let shown = usize::try_from(share).unwrap_or(usize::MAX);
    if single {
        cell.iter().map(one).collect()
    } else {
        cell.first().map_or_else(Vec::new, |first| vec![one(first); shown])
    }
}

/// So many hundredths for each part, by the largest remainder, so that they are a hundred.
fn shares(parts: &[u64], all: u64) -> Vec<u64> {
    let all = all.max(1);
    let mut shares = parts.iter().map(|part| part * WHOLE / all).collect::<Vec<_>>();
    let mut rests = parts.iter().map(|part| part * WHOLE % all).collect::<Vec<_>>();
    for _ in shares.iter().sum()..WHOLE {
        let most = rests.iter().copied().max().unwrap_or_default();
        let place = rests.iter().position(|rest| *rest == most).unwrap_or_default();
        shares.get_mut(place).into_iter().for_each(|share| *share += 1);
        rests.get_mut(place).into_iter().for_each(|rest| *rest = 0);
    }
    shares
}

/// The matrix: a row for each prior level, a column for each outcome.
fn matrix(ways: &Ways) -> (Vec<String>, Vec<Vec<SheetCell>>) {
    let pupils = 0..ways.from.len();
    // Those below the test come first.
    let mut columns = present(pupils.clone().map(|pupil| ways.column(pupil)));
    let below = columns.iter().position(|column| *column == NOT_MADE);
    if let Some(columns) = below.and_then(|below| columns.get_mut(..=below)) {
        columns.rotate_right(1);
    }
    let rows = present(pupils.map(|pupil| ways.prior(pupil))).into_iter().map(|prior| row(ways, prior, &columns));
    let headings = [format!("From {}", prior_words(ways.measure))].into_iter();
    let headings = headings.chain(columns.iter().map(|column| ways.name(*column))).chain([made_words(ways)]);
    (headings.collect(), rows.collect())
}

/// "2 levels", above the last column.
fn made_words(ways: &Ways) -> String {
    count(u64::from(ways.levels()), "level")
}

/// A row of the matrix: those with one prior level.
fn row(ways: &Ways, prior: u8, columns: &[u8]) -> Vec<SheetCell> {
    let pupils = (0..ways.from.len()).filter(|pupil| ways.prior(*pupil) == prior).collect::<Vec<_>>();
    let classes = pupils.iter().map(|pupil| (ways.column(*pupil), ways.class(*pupil))).collect::<Vec<_>>();
    let cell = |column: &u8| {
        let number = classes.iter().filter(|(of, _)| of == column).count() as u64;
        let reached = classes.iter().any(|(of, class)| of == column && *class == Class::Reached);
        if number == 0 { Sheet::cell("\u{b7}") } else { number_cell(ways, prior, *column, number, reached) }
    };
    let reached = classes.iter().filter(|(_, class)| *class == Class::Reached).count() as u64;
    let all = classes.iter().filter(|(_, class)| !matches!(class, Class::LeftOut | Class::NotAbout)).count() as u64;
    let share = if all == 0 { "\u{2013}".into() } else { format!("{} of {}", thousands(reached), thousands(all)) };
    let first = Sheet::cell(ways.prior_title(prior));
    [first].into_iter().chain(columns.iter().map(cell)).chain([Sheet::cell(share)]).collect()
}

fn number_cell(ways: &Ways, prior: u8, column: u8, number: u64, reached: bool) -> SheetCell {
    let title = format!("from {} to {}", ways.prior_title(prior), ways.name(column));
    let mark = if reached { " \u{2713}" } else { "" };
    SheetCell {
        text: format!("{}{mark}", thousands(number)),
        tone: if reached { Tone::Good } else { Tone::Warn },
        pupils: Some(ways.part(&format!("cell|{prior}|{column}"), &title)),
        ..SheetCell::default()
    }
}

/// "Key Stage 1", from the headings of the prior results.
fn prior_words(measure: &Measure) -> String {
    let heading = measure.prior.as_ref().and_then(|prior| prior.results.first()).map_or("", String::as_str);
    heading.split('_').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::shares;

    #[test]
    fn hundredths_add_up_by_the_largest_remainder() {
        // 1/3 each: 33.3 each, the first one gets the figure that is missing.
        assert_eq!(shares(&[100, 100, 100], 300), [34, 33, 33]);
        // 50.4, 30.3, 19.3 of 1000: the largest remainder is the first's.
        assert_eq!(shares(&[504, 303, 193], 1000), [51, 30, 19]);
        assert_eq!(shares(&[1, 999], 1000), [0, 100]);
        assert_eq!(shares(&[7, 193], 200).iter().sum::<u64>(), 100);
    }
}
