//! Groups: which group of a grouping each pupil is in (RULES 4, 10.2).

use std::borrow::Cow;

use super::{Cell, Coded, Cohort, Labels};
use crate::guidance::codes::Code;
use crate::guidance::fields::Grouping;
use crate::guidance::{Book, Guidance};

/// The group of pupils of whom nothing is recorded.
const UNRECORDED: &str = "unknown";

/// One grouping of a cohort.
#[derive(Clone, Debug)]
pub struct Groups<'a> {
    /// The name of each group, as in the figures.
    pub names: Vec<Cow<'a, str>>,
    /// The group of each pupil, as a position in `names`.
    pub of: Cow<'a, [u16]>,
}

impl<'a> Groups<'a> {
    /// All pupils as one group.
    pub fn everyone(cohort: &Cohort) -> Self {
        Self { names: vec![Cow::Borrowed("all")], of: Cow::Owned(vec![0; cohort.len()]) }
    }

    /// The groups of one grouping. Pupils of whom nothing is recorded, or nothing that is understood, are `unknown`;
    /// so are all of them where the file lacks the column.
    pub fn new(cohort: &'a Cohort, guidance: &'a Guidance, grouping: &Grouping) -> Self {
        let fields = || grouping.fields.iter().filter_map(|heading| guidance.fields.by_heading(heading));
        if let Some(labels) = fields().find_map(|field| cohort.labels(field)) {
            return Self::labelled(labels);
        }
        let columns = fields().map(|field| cohort.coded(field)).collect::<Vec<_>>();
        let book = columns.iter().flatten().next().and_then(|column| guidance.codes.book(column.book));
        match (book, columns.as_slice()) {
            (Some(book), [main, refined @ ..]) => Self::coded(book, *main, refined, cohort.len()),
            _ => Self { names: vec![Cow::Borrowed(UNRECORDED)], of: Cow::Owned(vec![0; cohort.len()]) },
        }
    }

    /// As written; a label that reads like the name of those without one is not told from them.
    fn labelled(labels: &'a Labels) -> Self {
        let name = |text: &'a String| Cow::Borrowed(if text.is_empty() { UNRECORDED } else { text.as_str() });
        let of = match labels.texts().iter().position(|text| text == UNRECORDED) {
            None => Cow::Borrowed(labels.ids()),
            Some(twin) => {
                Cow::Owned(labels.ids().iter().map(|id| if usize::from(*id) == twin { 0 } else { *id }).collect())
            }
        };
        Self { names: labels.texts().iter().map(name).collect(), of }
    }

    /// The main column where it holds a main code; else the others, and last the main one, each through the table of
    /// extended codes.
    fn coded(book: &'a Book, main: Option<&Coded>, others: &[Option<&Coded>], pupils: usize) -> Self {
        let mut names = vec![Cow::Borrowed(UNRECORDED)];
        let groups = ReportedGroups::new(book, &mut names);
        let of = match main {
            Some(main) if others.is_empty() => main_only(main, &groups),
            _ => (0..pupils).map(|pupil| groups.of_pupil(pupil, main, others).unwrap_or(0)).collect(),
        };
        Self { names, of: Cow::Owned(of) }
    }
}

/// The quick way for one column: the group of each code, then a look-up a pupil.
fn main_only(main: &Coded, groups: &ReportedGroups) -> Vec<u16> {
    let group = main.table(|cell| groups.main(cell).or_else(|| groups.extended(cell)).unwrap_or(0));
    main.codes().iter().map(|code| group.get(usize::from(*code)).copied().unwrap_or(0)).collect()
}

/// The group that each code of a book is reported in.
struct ReportedGroups<'a> {
    book: &'a Book,
    of_code: Vec<u16>,
}

impl<'a> ReportedGroups<'a> {
    fn new(book: &'a Book, names: &mut Vec<Cow<'a, str>>) -> Self {
        let mut of_code = vec![0];
        for (_, entry) in book.entries() {
            let name = entry.reported_as.as_str();
            let group = names.iter().position(|known| known == name).unwrap_or_else(|| {
                names.push(Cow::Borrowed(name));
                names.len() - 1
            });
            of_code.push(u16::try_from(group).unwrap_or_default());
        }
        Self { book, of_code }
    }

    fn of(&self, cell: Cell, extended: bool) -> Option<u16> {
        let Cell::Known(code) = cell else { return None };
        let code: Code = code;
        (self.book.entry(code)?.extended == extended).then(|| self.of_code.get(usize::from(code)).copied())?
    }

    fn of_pupil(&self, pupil: usize, main: Option<&Coded>, others: &[Option<&Coded>]) -> Option<u16> {
        let cell = |column: &Coded| column.cell(pupil);
        let first = main.and_then(|column| self.main(cell(column)));
        first.or_else(|| others.iter().chain([&main]).flatten().find_map(|column| self.extended(cell(column))))
    }

    /// The group of a main code.
    fn main(&self, cell: Cell) -> Option<u16> {
        self.of(cell, false)
    }

    /// The group of an extended code.
    fn extended(&self, cell: Cell) -> Option<u16> {
        self.of(cell, true)
    }
}
