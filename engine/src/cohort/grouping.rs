//! Groups: which group of a grouping each pupil is in (RULES 4, 10.2).

use std::borrow::Cow;

use ambition_columns::classes::code_table::{fill_groups, look_up_groups};

use super::{CodedCell, CodedColumn, Cohort, LabelColumn, NumberCell, NumberColumn};
use crate::guidance::codes::CellCode;
use crate::guidance::fields::{BirthSeason, Grouping};
use crate::guidance::{CodeList, Guidance};
use crate::text::date::Date;

/// The group of pupils without a record.
const UNRECORDED: &str = "unknown";

/// One grouping of a cohort.
#[derive(Clone, Debug)]
pub struct PupilGroups<'a> {
    /// The name of each group, as in the figures.
    pub names: Vec<Cow<'a, str>>,
    /// The group of each pupil, as a position in `names`.
    pub by_pupil: Cow<'a, [u16]>,
}

impl<'a> PupilGroups<'a> {
    /// All pupils as one group.
    pub fn everyone(cohort: &Cohort) -> Self {
        Self { names: vec![Cow::Borrowed("all")], by_pupil: Cow::Owned(vec![0; cohort.len()]) }
    }

    /// The groups of one grouping. Pupils with no record, or only one that is not understood, are `unknown`;
    /// so are all of them where the file lacks the column.
    pub fn new(cohort: &'a Cohort, guidance: &'a Guidance, grouping: &Grouping) -> Self {
        Self::reported(cohort, guidance, grouping, |_| None)
    }

    /// The groups of one grouping, where `reported` says what codes that refine others are reported as, if not what the
    /// code list says; it may know spellings that the code list does not.
    pub fn reported(
        cohort: &'a Cohort,
        guidance: &'a Guidance,
        grouping: &Grouping,
        reported: impl Fn(&str) -> Option<&'a str>,
    ) -> Self {
        let fields = || grouping.fields.iter().filter_map(|heading| guidance.fields.by_heading(heading));
        if let Some(dates) = fields().find_map(|field| cohort.number_column(field)) {
            return Self::by_season(dates, &grouping.seasons);
        }
        if let Some(labels) = fields().find_map(|field| cohort.label_column(field)) {
            return Self::in_order(labels);
        }
        let columns = fields().map(|field| cohort.coded_column(field)).collect::<Vec<_>>();
        let list = columns.iter().flatten().next().and_then(|column| guidance.codes.list(column.code_list));
        match (list, columns.as_slice()) {
            (Some(list), [main, refined @ ..]) => Self::coded(list, *main, refined, cohort.len(), reported),
            _ => Self { names: vec![Cow::Borrowed(UNRECORDED)], by_pupil: Cow::Owned(vec![0; cohort.len()]) },
        }
    }

    /// By the month of a date; whoever has none that is understood is not recorded.
    fn by_season(dates: &NumberColumn, seasons: &[BirthSeason]) -> Self {
        let names = seasons.iter().map(|season| Cow::Owned(season.name.clone()));
        let names = std::iter::once(Cow::Borrowed(UNRECORDED)).chain(names).collect();
        let season = |cell: NumberCell| {
            let NumberCell::Known(date) = cell else { return None };
            let month = Date::from_number(date)?.month();
            seasons.iter().position(|season| season.months.contains(&month))
        };
        let group = |cell| season(cell).and_then(|place| u16::try_from(place + 1).ok()).unwrap_or(0);
        Self { names, by_pupil: Cow::Owned(dates.cells().map(group).collect()) }
    }

    /// As written; a label that reads like the name of those without one is not told from them.
    pub(crate) fn labelled(labels: &'a LabelColumn) -> Self {
        let name = |text: &'a String| Cow::Borrowed(if text.is_empty() { UNRECORDED } else { text.as_str() });
        let of = match labels.texts().iter().position(|text| text == UNRECORDED) {
            None => Cow::Borrowed(labels.ids()),
            Some(twin) => {
                Cow::Owned(labels.ids().iter().map(|id| if usize::from(*id) == twin { 0 } else { *id }).collect())
            }
        };
        Self { names: labels.texts().iter().map(name).collect(), by_pupil: of }
    }

    /// The same in the order of the labels, 7 before 10: a file has them as its pupils come.
    pub(crate) fn in_order(labels: &'a LabelColumn) -> Self {
        let Self { mut names, by_pupil } = Self::labelled(labels);
        let mut order = (0..names.len()).collect::<Vec<_>>();
        let number = |name: &str| {
            let end = name.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(name.len());
            name.get(..end).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or(u32::MAX)
        };
        let rank = |place: &usize| names.get(*place).map(|name| (*place > 0, number(name), name.clone()));
        if order.is_sorted_by_key(rank) {
            return Self { names, by_pupil };
        }
        order.sort_by_key(rank);
        let mut now = vec![0; order.len()];
        for (to, from) in (0..).zip(&order) {
            now.get_mut(*from).into_iter().for_each(|place| *place = to);
        }
        let of = by_pupil.iter().map(|of| now.get(usize::from(*of)).copied().unwrap_or(0)).collect();
        names = order.iter().filter_map(|place| names.get(*place).cloned()).collect();
        Self { names, by_pupil: Cow::Owned(of) }
    }

    /// The main column where it holds a main code; else the others, and last the main one, each through the table of
    /// extended codes.
    fn coded(
        list: &'a CodeList,
        main: Option<&CodedColumn>,
        others: &[Option<&CodedColumn>],
        pupils: usize,
        reported: impl Fn(&str) -> Option<&'a str>,
    ) -> Self {
        let mut names = vec![Cow::Borrowed(UNRECORDED)];
        let groups = ReportedGroups::new(list, &mut names, &reported);
        let main = main.map(|column| (column, GroupTables::new(column, &groups, &names, &reported)));
        let others =
            others.iter().flatten().map(|column| (*column, GroupTables::new(column, &groups, &names, &reported)));
        let mut others = others.peekable();
        let of = match main {
            Some((column, tables)) if others.peek().is_none() => look_up_groups(column.codes(), &tables.either()),
            main => {
                let mut of = vec![0; pupils];
                main.iter().for_each(|(column, tables)| fill_groups(&mut of, column.codes(), &tables.main));
                for (column, tables) in others.chain(main) {
                    fill_groups(&mut of, column.codes(), &tables.extended);
                }
                of
            }
        };
        Self { names, by_pupil: Cow::Owned(of) }
    }
}

/// The group of each stored code of a column: of main codes, and of extended ones. 0: none.
struct GroupTables {
    main: [u16; 256],
    extended: [u16; 256],
}

impl GroupTables {
    fn new<'a>(
        column: &CodedColumn,
        groups: &ReportedGroups,
        names: &[Cow<'a, str>],
        reported: impl Fn(&str) -> Option<&'a str>,
    ) -> Self {
        let (mut main, mut extended) = ([0; 256], [0; 256]);
        let known = (0..=CellCode::MAX).take(groups.of_code.len());
        for code in known.chain(column.unknown_codes()) {
            let (Some(main), Some(extended)) = (main.get_mut(usize::from(code)), extended.get_mut(usize::from(code)))
            else {
                continue;
            };
            let cell = column.meaning(code);
            *main = groups.group_of(cell, false).unwrap_or(0);
            *extended = match cell {
                CodedCell::Unknown => {
                    let name = column.spelling(code).and_then(&reported);
                    let group = name.and_then(|name| names.iter().position(|known| known == name));
                    group.and_then(|group| u16::try_from(group).ok()).unwrap_or(0)
                }
                cell => groups.group_of(cell, true).unwrap_or(0),
            };
        }
        Self { main, extended }
    }

    /// Of either kind.
    fn either(&self) -> [u16; 256] {
        let mut group = self.main;
        group.iter_mut().zip(&self.extended).filter(|(group, _)| **group == 0).for_each(|(group, own)| *group = *own);
        group
    }
}

/// The group that each code of a code list is reported in.
struct ReportedGroups<'a> {
    list: &'a CodeList,
    of_code: Vec<u16>,
}

impl<'a> ReportedGroups<'a> {
    fn new(list: &'a CodeList, names: &mut Vec<Cow<'a, str>>, reported: impl Fn(&str) -> Option<&'a str>) -> Self {
        let mut of_code = vec![0];
        for (_, entry) in list.entries() {
            let said = reported(&entry.code).filter(|_| entry.extended);
            let name = said.unwrap_or(entry.reported_as.as_str());
            let group = names.iter().position(|known| known == name).unwrap_or_else(|| {
                names.push(Cow::Borrowed(name));
                names.len() - 1
            });
            of_code.push(u16::try_from(group).unwrap_or_default());
        }
        Self { list, of_code }
    }

    fn group_of(&self, cell: CodedCell, extended: bool) -> Option<u16> {
        let code = cell.code()?;
        (self.list.entry(code)?.extended == extended).then(|| self.of_code.get(usize::from(code)).copied())?
    }
}
