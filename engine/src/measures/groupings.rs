//! Every way of dividing a cohort that a view offers: the groupings of the figures, the schools, and those that are
//! worked out from prior attainment or finer codes (RULES 4.1).

use std::borrow::Cow;

use super::Bases;
use super::group_selection::{GroupChoice, GroupSelection};
use crate::cohort::{CodedCell, CodedColumn, PupilGroups};
use crate::guidance::codes::{CellCode, UNKNOWN};
use crate::guidance::edition::{Edition, StageStart};
use crate::guidance::fields::Grouping;
use crate::guidance::local::{DerivedKind, PriorGrouping};
use crate::text::phrases::capitalise;

/// The grouping by school.
pub const SCHOOL: &str = "school";
/// The group of pupils without a record.
pub const UNRECORDED: &str = "unknown";
/// The grouping by year group, and the heading of its column.
pub const YEAR_GROUP: &str = "year";
/// Pupils on P scales: the grouping that only lists ask for.
pub const P_SCALES: &str = "p-scales";
/// Its group of pupils on P scales.
pub const ON_P_SCALES: &str = "Y";
/// Its group of the others.
const NOT_ON_P_SCALES: &str = "N";

/// A way of dividing the cohort.
#[derive(Clone, Debug)]
pub struct GroupedPupils<'a> {
    /// `sex`.
    pub name: String,
    /// "Sex".
    pub title: String,
    /// Its paragraph; empty: none.
    pub source: String,
    /// What we made of it where the guidance is silent.
    pub words: String,
    /// The groups and who is in them.
    pub groups: PupilGroups<'a>,
    /// What each group is called.
    pub titles: Vec<String>,
    /// Groups of no more pupils than these are not shown.
    pub more_than: u64,
}

impl GroupedPupils<'_> {
    /// The number of a group by its name.
    pub fn number(&self, name: &str) -> Option<u16> {
        u16::try_from(self.groups.names.iter().position(|known| known == name)?).ok()
    }
}

/// The names and titles of all groupings that a file can be divided by, in the order shown.
pub fn offered(edition: &Edition, stage: &str, bases: &Bases) -> Vec<(String, String)> {
    let (cohort, fields) = (bases.cohort(), &bases.guidance().fields);
    let there = |heading: &String| {
        fields.by_heading(heading).is_some_and(|field| cohort.has(field) || cohort.label_column(field).is_some())
    };
    let read = fields.groupings.iter().filter(|grouping| grouping.fields.iter().any(there));
    let read = read.map(|grouping| (grouping.name.clone(), grouping.title.clone()));
    let start = edition.stage(stage).and_then(|stage| stage.start.as_ref());
    let prior = start.is_some_and(|start| start.results.iter().all(there));
    let ethnic = edition.local.ethnic.as_ref().and_then(|rule| grouping_fields(&rule.grouping, bases));
    let worked = edition.local.derived.iter().filter(|derived| match derived.kind {
        DerivedKind::Extended => ethnic.is_some_and(|fields| fields.iter().any(there)),
        _ => prior,
    });
    let worked = worked.map(|derived| (derived.name.clone(), derived.title.clone()));
    let school = schools(bases).map(|_| (SCHOOL.to_owned(), capitalise(SCHOOL)));
    read.chain(school).chain(worked).collect()
}

fn grouping_fields<'a>(name: &str, bases: &Bases<'a>) -> Option<&'a [String]> {
    let grouping = bases.guidance().fields.groupings.iter().find(|grouping| grouping.name == name)?;
    Some(&grouping.fields)
}

fn schools<'a>(bases: &Bases<'a>) -> Option<&'a crate::cohort::LabelColumn> {
    bases.cohort().schools(bases.guidance())
}

/// One grouping by its name; `None`: unknown, or the file lacks what it needs.
pub fn grouped<'a>(name: &str, edition: &Edition, stage: &str, bases: &Bases<'a>) -> Option<GroupedPupils<'a>> {
    if name == SCHOOL {
        let groups = PupilGroups::labelled(schools(bases)?);
        return Some(plain_grouping(SCHOOL, &capitalise(SCHOOL), groups, titled_as_written));
    }
    if name == YEAR_GROUP {
        let labels = bases.cohort().year_groups(bases.guidance())?;
        return Some(plain_grouping(YEAR_GROUP, "Year group", PupilGroups::in_order(labels), titled_as_written));
    }
    if name == P_SCALES {
        return Some(plain_grouping(P_SCALES, "", p_scales(edition, stage, bases)?, titled_as_written));
    }
    let read = bases.guidance().fields.groupings.iter().find(|grouping| grouping.name == name);
    if let Some(grouping) = read {
        return Some(group_by_columns(grouping, bases));
    }
    derived(edition.local.derived.iter().find(|derived| derived.name == name)?, edition, stage, bases)
}

/// By the columns of a grouping, with what the user says that codes are reported as; its groups in words where the code
/// code list has them.
pub fn group_by_columns<'a>(grouping: &Grouping, bases: &Bases<'a>) -> GroupedPupils<'a> {
    let groups = PupilGroups::reported(bases.cohort(), bases.guidance(), grouping, |code| bases.reported(code));
    let list = grouping.fields.iter().find_map(|heading| {
        let column = bases.cohort().coded_by_heading(&bases.guidance().fields, heading)?;
        bases.codes().list(column.code_list)
    });
    let season = |name: &str| grouping.seasons.iter().find(|season| season.name == name);
    let title = |name: &str| {
        if let Some(season) = season(name) {
            return season.title.clone();
        }
        let entry = list.and_then(|list| list.entry(list.parse(name.as_bytes())?));
        entry.map_or_else(|| titled_as_written(name), |entry| capitalise(&entry.words))
    };
    plain_grouping(&grouping.name, &grouping.title, groups, title)
}

fn plain_grouping<'a>(
    name: &str,
    title: &str,
    groups: PupilGroups<'a>,
    titled: impl Fn(&str) -> String,
) -> GroupedPupils<'a> {
    let titles = groups.names.iter().map(|name| titled(name)).collect();
    let (name, title) = (name.to_owned(), title.to_owned());
    GroupedPupils { name, title, source: String::new(), words: String::new(), groups, titles, more_than: 0 }
}

fn titled_as_written(name: &str) -> String {
    if name == UNRECORDED { "Not recorded".into() } else { capitalise(name) }
}

fn derived<'a>(
    derived: &PriorGrouping,
    edition: &Edition,
    stage: &str,
    bases: &Bases<'a>,
) -> Option<GroupedPupils<'a>> {
    let start = || edition.stage(stage).and_then(|stage| stage.start.as_ref());
    let (names, of): (Vec<&str>, Vec<u16>) = match derived.kind {
        DerivedKind::Bands => bands(start()?, bases)?,
        DerivedKind::Lowest(percent) => end(start()?, percent, false, bases)?,
        DerivedKind::Highest(percent) => end(start()?, percent, true, bases)?,
        DerivedKind::Extended => return extended(derived, edition, bases),
    };
    let groups = PupilGroups {
        names: names.into_iter().map(|name| Cow::Owned(name.to_owned())).collect(),
        by_pupil: Cow::Owned(of),
    };
    let grouped = plain_grouping(&derived.name, &derived.title, groups, |name| match name {
        UNRECORDED => "No usable results".into(),
        name => capitalise(name),
    });
    Some(GroupedPupils { source: derived.source.clone(), words: derived.words.clone(), ..grouped })
}

/// In place of a sum: one of the results is not usable.
const NO_SUM: u16 = u16::MAX;

/// The sum of each pupil's points over several results, or [`NO_SUM`].
fn sums(start: &StageStart, bases: &Bases) -> Option<Vec<u16>> {
    let fields = &bases.guidance().fields;
    let columns = start.results.iter().map(|heading| bases.cohort().coded_by_heading(fields, heading));
    let mut sums = vec![0_u16; bases.cohort().len()];
    for column in columns.collect::<Option<Vec<_>>>()? {
        let list = bases.codes().list(column.code_list)?;
        let points = column.table(|cell| match cell {
            CodedCell::Known(code) => list.points(code).map_or(NO_SUM, u16::from),
            CodedCell::Blank | CodedCell::Unknown => NO_SUM,
        });
        for (sum, code) in sums.iter_mut().zip(column.codes()) {
            let points = points.get(usize::from(*code)).copied().unwrap_or(NO_SUM);
            *sum = if points == NO_SUM { NO_SUM } else { sum.saturating_add(points) };
        }
    }
    Some(sums)
}

/// The group of each pupil, by the sum; pupils without one are in group 0. Few sums are met, so each is looked at once.
fn grouped_by_sum(sums: &[u16], group: impl Fn(u16) -> u16) -> Vec<u16> {
    let most = sums.iter().copied().filter(|sum| *sum != NO_SUM).max().unwrap_or_default();
    let groups = (0..=most).map(group).collect::<Vec<_>>();
    sums.iter().map(|sum| groups.get(usize::from(*sum)).copied().unwrap_or(0)).collect()
}

/// The groups that the edition names, by the sum of points; else below, at and above the level expected, by average points.
fn bands<'a>(start: &'a StageStart, bases: &Bases) -> Option<(Vec<&'a str>, Vec<u16>)> {
    let Some(expected) = start.expected else { return named_bands(start, bases) };
    let results = u16::try_from(start.results.len()).ok()?;
    let by = crate::guidance::prior::PriorBy::LaterPoints;
    let band = |sum: u16| {
        bases.codes().average_level(sum, results, by).map_or(0, |level| match level.cmp(&expected) {
            std::cmp::Ordering::Less => 1,
            std::cmp::Ordering::Equal => 2,
            std::cmp::Ordering::Greater => 3,
        })
    };
    let of = grouped_by_sum(&sums(start, bases)?, band);
    Some((vec![UNRECORDED, "below expected", "at expected", "above expected"], of))
}

/// The groups that the edition names.
fn named_bands<'a>(start: &'a StageStart, bases: &Bases) -> Option<(Vec<&'a str>, Vec<u16>)> {
    let group = |sum: u16| start.groups.iter().position(|group| (group.from..=group.to).contains(&sum));
    let number = |sum| group(sum).and_then(|place| u16::try_from(place + 1).ok()).unwrap_or(0);
    let of = grouped_by_sum(&sums(start, bases)?, number);
    Some((std::iter::once(UNRECORDED).chain(start.groups.iter().map(|group| group.name.as_str())).collect(), of))
}

/// So many percent at one end, and the others.
fn end(start: &StageStart, percent: u64, high: bool, bases: &Bases) -> Option<(Vec<&'static str>, Vec<u16>)> {
    let sums = sums(start, bases)?;
    let last = last_sum(&sums, percent, high);
    let is_in = |sum: u16| last.is_some_and(|last| if high { sum >= last } else { sum <= last });
    let of = grouped_by_sum(&sums, |sum| if is_in(sum) { 1 } else { 2 });
    Some((vec![UNRECORDED, if high { "highest" } else { "lowest" }, "others"], of))
}

/// The sum at which so many percent of the pupils with one are reached, from the lowest or from the highest; `None`: nobody
/// is to be reached.
fn last_sum(sums: &[u16], percent: u64, high: bool) -> Option<u16> {
    let mut pupils = vec![0_u64; usize::from(NO_SUM)];
    // Whoever has no sum is beyond the end.
    sums.iter().for_each(|sum| pupils.get_mut(usize::from(*sum)).into_iter().for_each(|pupils| *pupils += 1));
    let wanted = (pupils.iter().sum::<u64>() * percent).div_ceil(PER_CENT);
    let mut reached = 0;
    let mut reaches = |sum: &u16| {
        reached += pupils.get(usize::from(*sum)).copied().unwrap_or_default();
        wanted > 0 && reached >= wanted
    };
    if high { (0..NO_SUM).rev().find(|sum| reaches(sum)) } else { (0..NO_SUM).find(|sum| reaches(sum)) }
}

const PER_CENT: u64 = 100;

/// Each extended code, from whichever column has one.
fn extended<'a>(derived: &PriorGrouping, edition: &Edition, bases: &Bases<'a>) -> Option<GroupedPupils<'a>> {
    let rule = edition.local.ethnic.as_ref()?;
    let headings = grouping_fields(&rule.grouping, bases)?;
    let fields = &bases.guidance().fields;
    let columns = headings.iter().rev().filter_map(|heading| bases.cohort().coded_by_heading(fields, heading));
    let mut names: Vec<Cow<'a, str>> = vec![Cow::Borrowed(UNRECORDED)];
    let mut titles = vec!["No extended code".to_owned()];
    let mut of = vec![0_u16; bases.cohort().len()];
    for column in columns {
        let table = extended_codes(column, bases, &mut names, &mut titles);
        let codes = of.iter_mut().zip(column.codes()).filter(|(of, _)| **of == 0);
        codes.for_each(|(of, code)| *of = table.get(usize::from(*code)).copied().unwrap_or_default());
    }
    let (name, title) = (derived.name.clone(), derived.title.clone());
    let groups = PupilGroups { names, by_pupil: Cow::Owned(of) };
    let (source, words) = (derived.source.clone(), derived.words.clone());
    Some(GroupedPupils { name, title, source, words, groups, titles, more_than: rule.more_than })
}

/// The group of each stored code of a column; new groups are added to the names.
fn extended_codes<'a>(
    column: &CodedColumn,
    bases: &Bases<'a>,
    names: &mut Vec<Cow<'a, str>>,
    titles: &mut Vec<String>,
) -> Vec<u16> {
    let list = bases.codes().list(column.code_list);
    let mut group = |name: Cow<'a, str>, title: String| {
        let number = names.iter().position(|known| *known == name).unwrap_or_else(|| {
            names.push(name);
            titles.push(title);
            names.len() - 1
        });
        u16::try_from(number).unwrap_or_default()
    };
    let of_code = |code: CellCode| match column.meaning(code) {
        CodedCell::Known(known) => {
            let entry = list.and_then(|list| list.entry(known)).filter(|entry| entry.extended);
            entry.map_or(0, |entry| group(Cow::Borrowed(entry.code.as_str()), entry.words.clone()))
        }
        CodedCell::Unknown if code >= UNKNOWN => {
            let spelling = column.spelling(code).filter(|spelling| bases.reported(spelling).is_some());
            spelling.map_or(0, |code| group(Cow::Owned(code.to_uppercase()), code.to_uppercase()))
        }
        CodedCell::Blank | CodedCell::Unknown => 0,
    };
    (0..=CellCode::MAX).map(of_code).collect()
}

/// Pupils with a target below level 1 in a result of the key stage, or, without one, with such a prior result.
fn p_scales(edition: &Edition, stage: &str, bases: &Bases) -> Option<PupilGroups<'static>> {
    let mut of = vec![0_u16; bases.cohort().len()];
    let start = edition.stage(stage).and_then(|stage| stage.start.as_ref());
    let prior = start.into_iter().flat_map(|start| &start.results).map(|result| (result, super::Basis::Actual));
    let outcomes = edition.shown(stage).flat_map(|measure| &measure.outcome);
    let outcomes = outcomes.map(|result| (result, super::Basis::Moderated));
    for (result, basis) in prior.chain(outcomes) {
        let Some(column) = bases.column(result, &basis) else { continue };
        let list = bases.codes().levels().filter(|_| column.code_list == 0);
        let low = column.table(|cell| match cell {
            CodedCell::Known(code) => u16::from(list.is_some_and(|list| list.rank(code) == Some(0))),
            CodedCell::Blank | CodedCell::Unknown => 0,
        });
        let low = column.codes().iter().map(|code| low.get(usize::from(*code)).copied().unwrap_or_default());
        of.iter_mut().zip(low).for_each(|(of, low)| *of |= low);
    }
    Some(PupilGroups {
        names: vec![Cow::Borrowed(NOT_ON_P_SCALES), Cow::Borrowed(ON_P_SCALES)],
        by_pupil: Cow::Owned(of),
    })
}

/// The pupils of every one of these groups: the girls with free school meals. `None`: a group is unknown.
pub fn combined(groups: &GroupSelection, edition: &Edition, stage: &str, bases: &Bases) -> Option<Vec<bool>> {
    let mut of = vec![true; bases.cohort().len()];
    for GroupChoice { grouping, group } in groups.iter() {
        let grouped = grouped(grouping, edition, stage, bases)?;
        let number = grouped.number(group)?;
        of.iter_mut().zip(grouped.groups.by_pupil.iter()).for_each(|(of, group)| *of &= *group == number);
    }
    Some(of)
}
