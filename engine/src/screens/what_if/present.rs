//! What a higher target would take: how many pupils more, and who is nearest (RULES 6.6, 7.4, 7.5).

use std::rc::Rc;

use super::nearest::nearest_table;
use crate::ambition::benchmarks::{BenchmarkValue, benchmark_values};
use crate::ambition::nearest::NearestPupils;
use crate::ambition::pace::{WaySide, borderline, pupils_on_side};
use crate::guidance::{Measure, MeasureKind};
use crate::measures::figure::percentage;
use crate::measures::{Basis, Evaluated, Figure, evaluate};
use crate::screens::ambition::numbers::{figure, figure_words, percent};
use crate::screens::scene::Scene;
use crate::screens::{
    Chip, Choice, GridTable, Paragraph, TableCell, TableRow, TableView, Tone, WhatIfPage, WhatIfQuery,
};
use crate::session::apply::FigureChange;
use crate::session::command::{FigurePart, Filter, TriedList};
use crate::session::document::Document;
use crate::session::settings::PupilProgramme;
use crate::text::phrases::{count, thousands};

/// Pupils of a cohort in which each can be left out by name.
const BY_NAME: usize = 500;
const HUNDRED: u64 = 100;

pub(crate) fn what_if(document: &mut Document, query: &WhatIfQuery) -> WhatIfPage {
    let programmes = programmes(document);
    let scene = &Scene::new(document);
    let shares = || {
        scene
            .edition
            .shown(&scene.document.settings.stage)
            .filter(|measure| measure.kind.is_progress() || matches!(measure.kind, MeasureKind::Threshold(_)))
    };
    let Some(measure) = shares().find(|measure| measure.id == query.measure).or_else(|| shares().next()) else {
        return WhatIfPage { words: "There is nothing to try for this key stage.".into(), ..WhatIfPage::default() };
    };
    let choice = |of: &Measure| Choice {
        id: of.id.clone(),
        title: of.title.clone(),
        remark: String::new(),
        chosen: of.id == measure.id,
    };
    let view = WhatIfPage {
        choices: shares().map(choice).collect(),
        results: crate::screens::pupils::offers::results(scene)
            .into_iter()
            .map(|(id, title)| Choice { id, title, ..Choice::default() })
            .collect(),
        pupils: by_name(scene, &query.without),
        ..WhatIfPage::default()
    };
    let Some(target) = evaluate(measure, &Basis::Moderated, &scene.bases).map(Rc::new) else {
        return WhatIfPage {
            words: "No targets in the file. Set them under Pupils.".into(),
            grids: programmes,
            ..view
        };
    };
    let without = query.without.iter().filter_map(|pupil| scene.document.position(*pupil)).collect::<Vec<_>>();
    let tried = TriedTarget::new(scene, measure, &target, &without, query.percent);
    let near = NearestPupils::new(measure, scene.edition, &target.classified, &without, &scene.bases);
    let table = nearest_table(scene, &near, measure, tried.more);
    let mut grids = vec![grid(scene, "nearest", table)];
    let chips = chips(scene, (measure, &target), &tried, &query.without);
    grids.extend(programmes);
    WhatIfPage { words: tried.words(measure), percent: tried.percent, chips, grids, ..view }
}

/// Names to leave out, in a cohort small enough for a list of them.
fn by_name(scene: &Scene, without: &[u32]) -> Vec<(u32, Choice)> {
    let all = scene.document.cohort().len();
    let pupils = (0..u32::try_from(all).unwrap_or_default())
        .filter(|_| all <= BY_NAME)
        .map(|pupil| scene.document.in_file(pupil));
    let choice = |pupil: u32| {
        let title = scene.document.file.pupil_name(pupil as usize);
        (pupil, Choice { id: pupil.to_string(), title, remark: String::new(), chosen: without.contains(&pupil) })
    };
    let mut pupils = pupils.map(choice).collect::<Vec<_>>();
    pupils.sort_by_cached_key(|(_, choice)| choice.title.to_lowercase());
    pupils
}

/// A percentage tried on a figure.
struct TriedTarget {
    percent: u8,
    whole: Figure,
    /// Without the pupils left out, where there are some.
    part: Option<(Figure, usize)>,
    /// Pupils to reach it, and pupils more than by target.
    needed: u64,
    more: u64,
}

impl TriedTarget {
    fn new(scene: &Scene, measure: &Measure, target: &Evaluated, without: &[u32], wanted: Option<u8>) -> Self {
        let whole = target.figure(None);
        let part = (!without.is_empty()).then(|| {
            let kept = (0..u32::try_from(scene.document.cohort().len()).unwrap_or_default())
                .filter(|pupil| !without.contains(pupil));
            (target.figure(Some(&kept.collect::<Vec<_>>())), without.len())
        });
        let figure = part.map_or(whole, |(figure, _)| figure);
        let expected = scene.document.fixed(&measure.id).and_then(|fixed| fixed.expected).map(|(figure, _)| figure);
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
            0 => "the targets already reach that".to_owned(),
            more => format!("{} than by target", count(more, "pupil").replacen(' ', " more ", 1)),
        };
        let left = self.part.map(|(figure, left)| {
            format!(" Without {}: {}.", count(left as u64, "pupil"), figure_words(measure, &figure))
        });
        let now = figure_words(measure, &self.whole);
        format!("Now {now}.{} For {}%: {all} ({}), {need}.", left.unwrap_or_default(), self.percent, percent(so_many))
    }
}

/// What is found, each count opening its pupils: the figure, the pupils it would take, and those to look at.
fn chips(
    scene: &Scene,
    (measure, target): (&Measure, &Rc<Evaluated>),
    tried: &TriedTarget,
    without: &[u32],
) -> Vec<Chip> {
    let own = || scene.guidance.cite(&measure.source);
    let part = |words: &str, pupils: u64, part: FigurePart| {
        let filter = figure(measure, Basis::Moderated.name(), part);
        chip(words.into(), count(pupils, "pupil"), Some(filter).filter(|_| pupils > 0), own())
    };
    let reached = tried.whole.achieved.unwrap_or_default();
    let short = tried.whole.eligible.saturating_sub(reached);
    let mut chips = vec![
        part("Target reaches it:", reached, FigurePart::Reached),
        part("Target below it:", short, FigurePart::Short),
    ];
    if tried.more > 0 {
        let words = format!("Nearest, to reach {}%:", tried.percent);
        chips.push(chip(words, count(tried.more, "pupil"), Some(nearest(measure, tried.more, without)), own()));
    }
    for (benchmark, beside) in benchmark_values(measure, &tried.whole, Some(target), &scene.bases) {
        if let BenchmarkValue::OneMore { pupils, with_them } = beside {
            let words = format!("{}, so {}:", benchmark.title, with_them.percent());
            let more = count(pupils, "pupil").replacen(' ', " more ", 1);
            let filter = Some(nearest(measure, pupils, &[])).filter(|_| (1..=short).contains(&pupils));
            chips.push(chip(words, more, filter, scene.guidance.cite(&benchmark.source)));
        }
    }
    paces(scene, measure, &mut chips);
    chips
}

fn chip(words: String, count: String, pupils: Option<Filter>, paragraph: Paragraph) -> Chip {
    Chip { tone: Tone::Plain, words, count, pupils, paragraph: Some(paragraph) }
}

/// So many pupils nearest to a mark, without some by position in the file.
fn nearest(measure: &Measure, pupils: u64, without: &[u32]) -> Filter {
    let pupils = usize::try_from(pupils).unwrap_or(usize::MAX);
    Filter::Tried(TriedList::Nearest { measure: measure.id.clone(), pupils, without: without.to_vec() })
}

/// Who is one step short of a mark; and on each side of the way, and of each pace, in its subjects.
fn paces(scene: &Scene, measure: &Measure, chips: &mut Vec<Chip>) {
    let mut add = |words: String, pupils: Option<Vec<u32>>, filter: Filter, part: &str| {
        let pupils = pupils.map_or(0, |pupils| pupils.len() as u64);
        if pupils > 0 {
            chips.push(chip(words, count(pupils, "pupil"), Some(filter), source(scene, part)));
        }
    };
    let filter = Filter::Borderline { measure: measure.id.clone() };
    let pupils = borderline(measure, &Basis::Moderated, &scene.bases);
    add("One step below it:".into(), pupils, filter, "pace");
    let same_subject = |of: &&Measure| {
        of.kind.is_progress()
            && of.stage == measure.stage
            && of.outcome.iter().any(|result| measure.outcome.contains(result))
    };
    for progress in scene.edition.measures.iter().filter(same_subject) {
        let subject = crate::text::phrases::capitalise(&crate::screens::pupils::offers::subject(scene, progress));
        for side in WaySide::ALL {
            let filter = Filter::Way { measure: progress.id.clone(), side };
            let part = if side.is_pace() { "pace" } else { "way" };
            add(
                format!("{subject}, {}:", side.words()),
                pupils_on_side(progress, side, scene.edition, &scene.bases),
                filter,
                part,
            );
        }
    }
}

/// Where a part of the view comes from.
fn source(scene: &Scene, part: &str) -> Paragraph {
    scene.guidance.sheets.part(part).map(|line| scene.guidance.cite(&line.source)).unwrap_or_default()
}

/// A table with what the data says of it.
pub(crate) fn grid(scene: &Scene, part: &str, table: TableView) -> GridTable {
    let line = scene.guidance.sheets.part(part);
    let table = TableView {
        title: line.map(|line| line.title.clone()).unwrap_or_default(),
        words: line.map(|line| line.words.clone()).unwrap_or_default(),
        paragraph: Some(source(scene, part)),
        ..table
    };
    GridTable { kind: part.to_owned(), table }
}

/// Each programme with its pupils and what the targets would be with its gain.
fn programmes(document: &mut Document) -> Vec<GridTable> {
    let programmes = document.settings.programmes.clone();
    let mut rows = Vec::new();
    for (name, programme) in &programmes {
        let figures = document.with_steps(&programme.result, programme.steps, &programme.pupils);
        rows.extend(with_gain(&Scene::new(document), name, programme, figures));
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = ["Programme", "Pupils", "Measure", "Targets", "With the expected gain"];
    vec![grid(&Scene::new(document), "programmes", TableView::new(columns, rows))]
}

/// A programme's row for each measure: the figures as they are, and with its gain.
fn with_gain(scene: &Scene, name: &str, programme: &PupilProgramme, changes: Vec<FigureChange>) -> Vec<TableRow> {
    let field = scene.guidance.fields.get_heading(&programme.result);
    let short = field.map_or(programme.result.as_str(), |field| field.short.as_str()).to_owned();
    let gain = format!("{} more in {short}", count(programme.steps.into(), "step"));
    let counted = programme.pupils.iter().filter(|pupil| scene.document.position(**pupil).is_some()).count() as u64;
    let row = |FigureChange { measure: id, now, then }: FigureChange| {
        let measure = scene.edition.measure(&id)?;
        let words = |figure: Option<Figure>| figure.map(|figure| figure_words(measure, &figure)).unwrap_or_default();
        let pupils = Some(Filter::Programme { name: name.to_owned() }).filter(|_| counted > 0);
        let reached =
            |figure: Option<Figure>| figure.is_some_and(|figure| figure.achieved.is_some_and(|pupils| pupils > 0));
        let by_target = figure(measure, Basis::Moderated.name(), FigurePart::Reached);
        let with_gain = Filter::Tried(TriedList::Gain { measure: id.clone(), programme: name.to_owned() });
        let cells = vec![
            TableCell::opening(count(counted, "pupil"), pupils),
            TableCell {
                value: measure.short.as_str().into(),
                small: scene.guidance.cite(&measure.source).short.into(),
                ..TableCell::default()
            },
            TableCell::opening(words(now), Some(by_target).filter(|_| reached(now))),
            TableCell {
                tone: if now == then { Tone::Plain } else { Tone::Good },
                ..TableCell::opening(words(then), Some(with_gain).filter(|_| reached(then)))
            },
        ];
        Some(TableRow::new(TableCell { small: gain.as_str().into(), ..TableCell::new(name) }, cells))
    };
    changes.into_iter().filter_map(row).collect()
}
