//! One page of the pupils.

use super::card::card;
use super::offers;
use super::row::{ColumnContent, ShownColumn, columns, columns_of_area, row};
use crate::ambition::findings::interim::PupilPaths;
use crate::cohort::NumberCell;
use crate::guidance::Measure;
use crate::guidance::codes::{BLANK, UNKNOWN};
use crate::measures::levels::levels_to_target;
use crate::measures::{Bases, Basis};
use crate::screens::ambition::numbers::{CardFigures, TargetStanding, value};
use crate::screens::scene::Scene;
use crate::screens::{PupilRow, PupilsPage, StripFigure, Tone};
use crate::session::command::{Filter, PupilsColumn, PupilsQuery};
use crate::session::document::{Document, PupilList, PupilOrder};
use crate::session::filter;
use crate::session::lists;
use crate::text::phrases::{count, thousands};

/// Pupils on a page, as usual.
const PAGE: usize = 25;
/// And at most, which is all of a school's year group.
const MOST: usize = 500;
/// Numbers of rows that can be chosen, besides all.
const SIZES: [usize; 2] = [PAGE, 2 * PAGE];
/// Pupils that a column can be pasted to at once.
const ORDER: usize = 20 * PAGE;

pub(crate) fn pupils(document: &mut Document, query: &PupilsQuery) -> PupilsPage {
    let of_all_years = lists::is_of_all_years(&query.filter);
    let kept = document.listed.take().filter(|listed| same_list(&listed.query, query));
    // Offered are lists of those who count, whoever is on this one.
    let filters = match &kept {
        Some(listed) => listed.filters.clone(),
        None => offers::filters(&Scene::new(document)),
    };
    let mut page = PupilsPage::default();
    let mut listed = kept;
    let mut lay_out = |document: &Document| lay_out(&Scene::new(document), &mut listed, query, &mut page);
    if of_all_years {
        document.in_all_years(&mut lay_out);
    } else {
        lay_out(document);
    }
    around(&Scene::new(document), &mut page);
    if of_all_years && document.settings.year.is_some() {
        page.title.push_str(", of all year groups");
    }
    page.filters.clone_from(&filters);
    document.listed = listed.map(|listed| PupilList { filters, ..listed });
    page
}

/// The rows of the pages before and after the one asked for; none where the list is too long for paper.
pub(crate) fn rows_of_other_pages(document: &mut Document, query: &PupilsQuery) -> [Vec<PupilRow>; 2] {
    let mut listed = document.listed.take_if(|listed| same_list(&listed.query, query));
    let is_kept = listed.is_some();
    let mut rows = <[Vec<PupilRow>; 2]>::default();
    let mut lay_out = |document: &Document| {
        let scene = &Scene::new(document);
        let columns = columns_shown(scene, query);
        let listed = listed.get_or_insert_with(|| find_list(scene, query, &columns));
        let all = listed.pupils.len();
        if all > MOST {
            return;
        }
        let size = page_size(query);
        let first = page_number(listed, query) * size;
        let after = (first + size).min(all);
        rows = [(0, first), (after, all - after)].map(|(from, count)| {
            listed.pupils.part(from, count).into_iter().map(|pupil| row(scene, pupil as usize, &columns)).collect()
        });
    };
    if lists::is_of_all_years(&query.filter) {
        document.in_all_years(&mut lay_out);
    } else {
        lay_out(document);
    }
    if is_kept {
        document.listed = listed;
    }
    rows
}

/// The page that is shown, counted from 0: the last one where the query names one beyond it.
fn page_number(listed: &PupilList, query: &PupilsQuery) -> usize {
    let pages = listed.pupils.len().div_ceil(page_size(query)).max(1);
    (query.page as usize).min(pages - 1)
}

/// The whole list, on no page: its title, its columns and its rows.
pub(crate) fn whole_list(document: &mut Document, query: &PupilsQuery) -> PupilsPage {
    let mut whole = PupilsPage::default();
    let mut lay_out = |document: &Document| {
        let scene = &Scene::new(document);
        let columns = columns_shown(scene, query);
        let pupils = find_list(scene, query, &columns).pupils;
        whole.title = list_title(scene, query);
        whole.rows =
            pupils.part(0, pupils.len()).into_iter().map(|pupil| row(scene, pupil as usize, &columns)).collect();
        whole.columns = columns.into_iter().map(|shown| shown.column).collect();
    };
    if lists::is_of_all_years(&query.filter) {
        document.in_all_years(&mut lay_out);
    } else {
        lay_out(document);
    }
    whole
}

/// The columns of a list: those of its area, or of the key stage.
fn columns_shown(scene: &Scene, query: &PupilsQuery) -> Vec<ShownColumn> {
    match lists::area(&query.filter) {
        Some(area) => columns_of_area(scene, area),
        None => columns(scene),
    }
}

/// What is shown and offered around a list, whoever is on it.
fn around(scene: &Scene, page: &mut PupilsPage) {
    let (document, stage) = (scene.document, &scene.document.settings.stage);
    let strips = scene.edition.figures().filter(|measure| measure.is_main() && measure.stage == *stage);
    page.strip = strips.map(|measure| strip(scene, measure)).collect();
    page.not_taken.clone_from(&document.not_taken);
    page.results = offers::results(scene);
    page.rules = offers::rules(scene);
    page.programmes = document.settings.programmes.keys().cloned().collect();
}

/// The list, as it is kept or made anew, and what its page says of it.
fn lay_out(scene: &Scene, listed: &mut Option<PupilList>, query: &PupilsQuery, to: &mut PupilsPage) {
    let columns = columns_shown(scene, query);
    let listed = listed.get_or_insert_with(|| find_list(scene, query, &columns));
    let size = page_size(query);
    let pages = listed.pupils.len().div_ceil(size).max(1);
    let page = page_number(listed, query);
    let shown = listed.pupils.part(page * size, size);
    to.title = list_title(scene, query);
    to.count = count_words(scene, listed);
    to.rows = shown.into_iter().map(|pupil| row(scene, pupil as usize, &columns)).collect();
    to.is_printed_whole = listed.pupils.len() <= MOST;
    to.columns = columns.iter().map(|shown| shown.column.clone()).collect();
    to.order = order(scene, listed, page * size);
    to.page = u32::try_from(page).unwrap_or_default();
    to.pages = u32::try_from(pages).unwrap_or(u32::MAX);
    to.range = range(page * size, size, listed.pupils.len());
    to.sizes = sizes(size, listed.pupils.len());
    to.card = query.card.and_then(|pupil| card(scene, pupil, &columns));
    to.sort.clone_from(&query.sort);
    to.descending = query.descending;
}

/// The pupils from this page on: a pasted column can run past the page.
fn order(scene: &Scene, listed: &PupilList, first: usize) -> Vec<u32> {
    listed.pupils.part(first, ORDER).into_iter().map(|pupil| scene.document.in_file(pupil)).collect()
}

/// Both ask for the same list, on whatever page.
fn same_list(one: &PupilsQuery, other: &PupilsQuery) -> bool {
    (&one.filter, &one.search, &one.sort, one.descending)
        == (&other.filter, &other.search, &other.sort, other.descending)
}

fn list_title(scene: &Scene, query: &PupilsQuery) -> String {
    let title = filter::title(scene.document, &query.filter);
    let search = query.search.trim();
    if search.is_empty() { title } else { format!("{title}, with \u{201c}{search}\u{201d} in name or UPN") }
}

/// "10 of 58 pupils". A list is kept while its targets are edited, so that no pupil slips away under the user's hand;
/// then the words also say how many there would be now.
fn count_words(scene: &Scene, listed: &PupilList) -> String {
    let all = scene.document.cohort().len();
    let shown = format!("{} of {}", thousands(listed.pupils.len() as u64), count(all as u64, "pupil"));
    if !listed.edited || listed.query.filter == Filter::All || !listed.query.search.is_empty() {
        return shown;
    }
    let now = filter::pupils(scene.document, &listed.query.filter).len();
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

fn range(first: usize, size: usize, all: usize) -> String {
    if all == 0 {
        return "No pupils".into();
    }
    let last = (first + size).min(all);
    format!("{}\u{2013}{} of {}", thousands((first + 1) as u64), thousands(last as u64), thousands(all as u64))
}

fn page_size(query: &PupilsQuery) -> usize {
    if query.rows == 0 { PAGE } else { (query.rows as usize).min(MOST) }
}

/// The numbers of rows worth a choice: those that a list is longer than, and all of it.
fn sizes(size: usize, all: usize) -> Vec<(String, u32, bool)> {
    let choice = |words: String, rows: usize| (words, u32::try_from(rows).unwrap_or_default(), rows == size);
    let fewer = SIZES.into_iter().filter(|rows| *rows < all).map(|rows| choice(rows.to_string(), rows));
    let most = if all <= MOST { choice("all".into(), MOST) } else { choice(MOST.to_string(), MOST) };
    if all <= PAGE { Vec::new() } else { fewer.chain([most]).collect() }
}

fn strip(scene: &Scene, measure: &Measure) -> StripFigure {
    let numbers = CardFigures::new(scene, measure);
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
            TargetStanding::Short => Tone::Warn,
            TargetStanding::Meets => Tone::Good,
            TargetStanding::Unknown => Tone::Plain,
        },
    }
}

fn find_list(scene: &Scene, query: &PupilsQuery, columns: &[ShownColumn]) -> PupilList {
    let listed = |pupils| PupilList { query: query.clone(), pupils, filters: Vec::new(), edited: false };
    let as_in_file = query.filter == Filter::All && query.sort.is_none() && !query.descending;
    if as_in_file && query.search.trim().is_empty() {
        return listed(PupilOrder::AsInFile(scene.document.cohort().len()));
    }
    let mut pupils = filter::pupils(scene.document, &query.filter);
    filter::keep_found(scene.document, &query.search, &mut pupils);
    sort(scene, query, columns, &mut pupils);
    if query.descending {
        pupils.reverse();
    }
    listed(PupilOrder::These(pupils))
}

/// Puts pupils in the order of their names.
pub(crate) fn by_name(scene: &Scene, pupils: &mut [u32]) {
    pupils.sort_by_cached_key(|pupil| scene.document.cohort().people().name(*pupil as usize).to_lowercase());
}

fn sort(scene: &Scene, query: &PupilsQuery, columns: &[ShownColumn], pupils: &mut [u32]) {
    if query.sort == Some(PupilsColumn::Name) {
        return by_name(scene, pupils);
    }
    let by = columns.iter().find(|shown| Some(&shown.column.id) == query.sort.as_ref());
    let Some(ShownColumn { shows, .. }) = by else { return };
    if let ColumnContent::Way(measure) = shows {
        let Some(ways) = PupilPaths::new(measure, &scene.document.edition, &scene.bases) else { return };
        return pupils
            .sort_by_cached_key(|pupil| ways.position_of(*pupil as usize).map_or(NOTHING, |way| way.side as i64));
    }
    pupils.sort_by_cached_key(|pupil| sort_key(shows, *pupil as usize, &scene.bases));
}

/// Levels by their points, then other codes, then what is not understood, then blanks.
fn sort_key(shows: &ColumnContent, pupil: usize, bases: &Bases) -> i64 {
    let column = match shows {
        ColumnContent::File(heading) => {
            let field = bases.guidance().fields.by_heading(heading);
            if let Some(numbers) = field.and_then(|field| bases.cohort().number_column(field)) {
                return number_key(numbers.cell(pupil));
            }
            field.and_then(|field| bases.cohort().coded_column(field))
        }
        ColumnContent::Target(outcome) => {
            if let Some(numbers) = bases.numbers(outcome, &Basis::Moderated) {
                return number_key(numbers.cell(pupil));
            }
            bases.column(outcome, &Basis::Moderated)
        }
        ColumnContent::Generated(outcome) => bases.column(outcome, &Basis::Generated),
        ColumnContent::Way(_) => None,
        ColumnContent::Levels(measure) => return levels_to_target(measure, pupil, bases).map_or(NOTHING, i64::from),
    };
    let list = column.and_then(|column| bases.codes().list(column.code_list));
    let code = column.and_then(|column| column.codes().get(pupil)).copied().unwrap_or(BLANK);
    match list.and_then(|list| list.points(code)) {
        Some(points) => i64::from(points),
        None if code == BLANK => NOTHING,
        None if code >= UNKNOWN => NOTHING - 1,
        None => NOTHING - 256 + i64::from(code),
    }
}

/// Sorts after everything.
const NOTHING: i64 = i64::MAX;

fn number_key(cell: NumberCell) -> i64 {
    match cell {
        NumberCell::Known(number) => i64::try_from(number).unwrap_or(NOTHING - 2),
        NumberCell::Unknown => NOTHING - 1,
        NumberCell::Blank => NOTHING,
    }
}
