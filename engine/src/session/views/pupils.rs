//! One page of the pupils.

use super::card::{Numbers, Standing, value};
use super::row::{Shown, Shows, columns, columns_of_area, row};
use super::workbench;
use crate::ambition::findings::interim::Ways;
use crate::cohort::Number;
use crate::guidance::codes::{BLANK, UNKNOWN};
use crate::guidance::{Edition, Guidance, Measure};
use crate::measures::levels::levels_to_target;
use crate::measures::{Bases, Basis};
use crate::session::command::{Filter, PupilsQuery};
use crate::session::filter;
use crate::session::lists;
use crate::session::open::{InOrder, Listed, Open};
use crate::session::view::{PupilsPage, StripFigure, Tone};
use crate::text::phrases::{count, thousands};

/// Pupils on a page.
const PAGE: usize = 25;
/// Pupils that a column can be pasted to at once.
const ORDER: usize = 20 * PAGE;
/// The column of names, for sorting.
pub(in crate::session) const NAME: &str = "name";

pub(in crate::session) fn pupils(
    open: &mut Open,
    query: &PupilsQuery,
    guidance: &Guidance,
    edition: &Edition,
) -> PupilsPage {
    let of_all_years = lists::is_of_all_years(&query.filter);
    let kept = open.listed.take().filter(|listed| same_list(&listed.query, query));
    // Offered are lists of those who count, whoever is on this one.
    let filters = match &kept {
        Some(listed) => listed.filters.clone(),
        None => workbench::filters(open, guidance, edition),
    };
    let mut page = PupilsPage::default();
    let mut listed = kept;
    let mut lay_out = |open: &Open| lay_out(open, &mut listed, query, guidance, edition, &mut page);
    if of_all_years {
        open.in_all_years(guidance, &mut lay_out);
    } else {
        lay_out(open);
    }
    if of_all_years && open.settings.year.is_some() {
        page.title.push_str(", of all year groups");
    }
    let strips = edition.figures().filter(|measure| measure.is_statutory() && measure.stage == open.settings.stage);
    page.strip = strips.map(|measure| strip(open, measure, guidance)).collect();
    page.not_taken.clone_from(&open.not_taken);
    page.filters.clone_from(&filters);
    page.results = workbench::results(open, guidance, edition);
    page.rules = workbench::rules(open, guidance, edition);
    page.programmes = open.settings.programmes.keys().cloned().collect();
    open.listed = listed.map(|listed| Listed { filters, ..listed });
    page
}

/// The list, as it is kept or made anew, and what its page says of it.
fn lay_out(
    open: &Open,
    listed: &mut Option<Listed>,
    query: &PupilsQuery,
    guidance: &Guidance,
    edition: &Edition,
    to: &mut PupilsPage,
) {
    let columns = match lists::area(&query.filter) {
        Some(area) => columns_of_area(open, area, guidance, edition),
        None => columns(open, guidance, edition),
    };
    let listed = listed.get_or_insert_with(|| list(open, query, &columns, guidance, edition));
    let pages = listed.pupils.len().div_ceil(PAGE).max(1);
    let page = (query.page as usize).min(pages - 1);
    let shown = listed.pupils.part(page * PAGE, PAGE);
    to.title = title(query, guidance, edition);
    to.count = count_words(open, listed, guidance, edition);
    to.rows = shown.into_iter().map(|pupil| row(open, pupil as usize, &columns, guidance)).collect();
    to.columns = columns.into_iter().map(|(column, _)| column).collect();
    to.order = order(open, listed, page);
    to.page = u32::try_from(page).unwrap_or_default();
    to.pages = u32::try_from(pages).unwrap_or(u32::MAX);
    to.range = range(page, listed.pupils.len());
    to.sort.clone_from(&query.sort);
    to.descending = query.descending;
}

/// The pupils from this page on: a column that is pasted goes on behind the page.
fn order(open: &Open, listed: &Listed, page: usize) -> Vec<u32> {
    listed.pupils.part(page * PAGE, ORDER).into_iter().map(|pupil| open.in_file(pupil)).collect()
}

/// Both ask for the same list, on whatever page.
fn same_list(one: &PupilsQuery, other: &PupilsQuery) -> bool {
    (&one.filter, &one.search, &one.sort, one.descending)
        == (&other.filter, &other.search, &other.sort, other.descending)
}

fn title(query: &PupilsQuery, guidance: &Guidance, edition: &Edition) -> String {
    let title = filter::title(&query.filter, guidance, edition);
    let search = query.search.trim();
    if search.is_empty() { title } else { format!("{title}, with \u{201c}{search}\u{201d} in name or UPN") }
}

/// "10 of 58 pupils". A list is kept while its targets are edited, so that no pupil slips away under the user's hand;
/// then the words also say how many there would be now.
fn count_words(open: &Open, listed: &Listed, guidance: &Guidance, edition: &Edition) -> String {
    let all = open.cohort().len();
    let shown = format!("{} of {}", thousands(listed.pupils.len() as u64), count(all as u64, "pupil"));
    if !listed.edited || listed.query.filter == Filter::All || !listed.query.search.is_empty() {
        return shown;
    }
    let now = filter::pupils(open, &listed.query.filter, guidance, edition).len();
    if now == listed.pupils.len() {
        shown
    } else {
        format!(
            "{} now; the list keeps the {} it opened with",
            count(now as u64, "pupil"),
            thousands(listed.pupils.len() as u64)
        )
    }
}

fn range(page: usize, all: usize) -> String {
    if all == 0 {
        return "No pupils".into();
    }
    let last = (page * PAGE + PAGE).min(all);
    format!("{}\u{2013}{} of {}", thousands((page * PAGE + 1) as u64), thousands(last as u64), thousands(all as u64))
}

fn strip(open: &Open, measure: &Measure, guidance: &Guidance) -> StripFigure {
    let numbers = Numbers::new(open, measure, guidance);
    let against = |difference: i64| match difference {
        0 => "0".to_owned(),
        below if below < 0 => format!("\u{2212}{}", thousands(below.unsigned_abs())),
        above => format!("+{}", thousands(above.unsigned_abs())),
    };
    StripFigure {
        measure: measure.id.clone(),
        short_title: measure.short.clone(),
        percent: value(measure, numbers.target.and_then(|target| target.value)),
        against: numbers.against().map(against).unwrap_or_default(),
        tone: match numbers.standing() {
            Standing::Short => Tone::Warn,
            Standing::Meets => Tone::Good,
            Standing::Unknown => Tone::Plain,
        },
    }
}

fn list(open: &Open, query: &PupilsQuery, columns: &[Shown], guidance: &Guidance, edition: &Edition) -> Listed {
    let listed = |pupils| Listed { query: query.clone(), pupils, filters: Vec::new(), edited: false };
    let as_in_file = query.filter == Filter::All && query.sort.is_empty() && !query.descending;
    if as_in_file && query.search.trim().is_empty() {
        return listed(InOrder::AsInFile(open.cohort().len()));
    }
    let mut pupils = filter::pupils(open, &query.filter, guidance, edition);
    filter::keep_found(open, &query.search, &mut pupils);
    sort(open, query, columns, guidance, &mut pupils);
    if query.descending {
        pupils.reverse();
    }
    listed(InOrder::These(pupils))
}

/// Puts pupils in the order of their names.
pub(in crate::session) fn by_name(open: &Open, pupils: &mut [u32]) {
    pupils.sort_by_cached_key(|pupil| open.cohort().people().name(*pupil as usize).to_lowercase());
}

fn sort(open: &Open, query: &PupilsQuery, columns: &[Shown], guidance: &Guidance, pupils: &mut [u32]) {
    if query.sort == NAME {
        return by_name(open, pupils);
    }
    let Some((_, shows)) = columns.iter().find(|(column, _)| column.id == query.sort) else { return };
    let bases = open.bases(guidance);
    if let Shows::Way(measure) = shows {
        let Some(ways) = Ways::new(measure, &open.edition, &bases) else { return };
        return pupils.sort_by_cached_key(|pupil| ways.of(*pupil as usize).map_or(NOTHING, |way| way.side as i64));
    }
    pupils.sort_by_cached_key(|pupil| sort_key(shows, *pupil as usize, &bases));
}

/// Levels by their points, then codes that are none, then what is not understood, then blanks.
fn sort_key(shows: &Shows, pupil: usize, bases: &Bases) -> i64 {
    let column = match shows {
        Shows::File(heading) => {
            let field = bases.guidance().fields.by_heading(heading);
            if let Some(numbers) = field.and_then(|field| bases.cohort().numbers(field)) {
                return number_key(numbers.cell(pupil));
            }
            field.and_then(|field| bases.cohort().coded(field))
        }
        Shows::Target(outcome) => {
            if let Some(numbers) = bases.numbers(outcome, &Basis::moderated()) {
                return number_key(numbers.cell(pupil));
            }
            bases.column(outcome, &Basis::moderated())
        }
        Shows::Generated(outcome) => bases.column(outcome, &Basis::generated()),
        Shows::Way(_) => None,
        Shows::Levels(measure) => return levels_to_target(measure, pupil, bases).map_or(NOTHING, i64::from),
    };
    let book = column.and_then(|column| bases.codes().book(column.book));
    let code = column.and_then(|column| column.codes().get(pupil)).copied().unwrap_or(BLANK);
    match book.and_then(|book| book.points(code)) {
        Some(points) => i64::from(points),
        None if code == BLANK => NOTHING,
        None if code >= UNKNOWN => NOTHING - 1,
        None => NOTHING - 256 + i64::from(code),
    }
}

/// Sorts behind everything.
const NOTHING: i64 = i64::MAX;

fn number_key(cell: Number) -> i64 {
    match cell {
        Number::Known(number) => i64::try_from(number).unwrap_or(NOTHING - 2),
        Number::Unknown => NOTHING - 1,
        Number::Blank => NOTHING,
    }
}
