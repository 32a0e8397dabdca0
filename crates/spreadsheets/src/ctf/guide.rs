//! Which elements of a Common Transfer File are read into which columns, from `engine/guidance/ctf.toml`.

/// Maps elements to columns.
#[derive(Debug)]
pub struct CtfGuide {
    /// The outermost element.
    pub root: &'static str,
    /// The element of a pupil.
    pub pupil: &'static str,
    /// The element of the header with the date of the file.
    pub date: &'static str,
    /// Elements around the pupils, without content of their own.
    pub around: &'static [&'static str],
    /// The element with the key stage of its sibling results.
    pub stage: &'static str,
    /// The element of one result.
    pub record: &'static str,
    /// Qualifiers of the results that are levels.
    pub qualifiers: &'static [&'static str],
    /// Statuses of the results that count.
    pub statuses: &'static [&'static str],
    /// The elements of one result.
    pub parts: ResultElements,
    /// Columns from the file's header.
    pub header: &'static [CtfColumn],
    /// Columns from a pupil.
    pub fields: &'static [CtfColumn],
    /// Columns from what a pupil has several records of.
    pub records: &'static [RepeatedRecord],
    /// Columns from results.
    pub results: &'static [ResultColumn],
}

/// The elements of one result.
#[derive(Debug)]
#[allow(missing_docs, reason = "each is the name of that element")]
pub struct ResultElements {
    pub year: &'static str,
    pub subject: &'static str,
    pub method: &'static str,
    pub component: &'static str,
    pub status: &'static str,
    pub qualifier: &'static str,
    pub result: &'static str,
    pub locale: &'static str,
}

/// A column, and the elements it is read from.
#[derive(Debug)]
pub struct CtfColumn {
    /// Our heading.
    pub heading: &'static str,
    /// Paths of elements, joined by "/" where one is inside the other.
    pub elements: &'static [&'static str],
    /// Raw values and our codes for them; other values are kept as they are.
    pub codes: &'static [(&'static str, &'static str)],
    /// What every other code means; empty: they are kept.
    pub other_codes: &'static str,
    /// The heading and code of another column without which this one says nothing.
    pub only_with: Option<(&'static str, &'static str)>,
}

/// What a pupil has several records of.
#[derive(Debug)]
pub struct RepeatedRecord {
    /// The element of one record.
    pub element: &'static str,
    /// Which of them counts.
    pub take: Take,
    /// The element, within a record, with its date or kind.
    pub by: &'static str,
    /// The kinds, in order of preference.
    pub kinds: &'static [&'static str],
    /// The element, within a record, with its last date.
    pub until: &'static str,
    /// Headings of columns, and the path of each within a record.
    pub columns: &'static [(&'static str, &'static str)],
}

/// Which of several records counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// The one with the latest date.
    Latest,
    /// The one of the first kind that there is.
    Preferred,
    /// Whether there is one that holds on the date of the file.
    Current,
}

/// A column, and the results it is read from.
#[derive(Debug)]
pub struct ResultColumn {
    /// Our heading.
    pub heading: &'static str,
    /// The key stage.
    pub stage: &'static str,
    /// The subject.
    pub subject: &'static str,
    /// The components that belong to it.
    pub components: &'static [&'static str],
    /// The methods, in order of precedence.
    pub methods: &'static [&'static str],
    /// The status of a target; empty: the column is not one of targets.
    pub target_status: &'static str,
}

/// The shipped guide.
pub const GUIDE: CtfGuide = include!(concat!(env!("OUT_DIR"), "/ctf_guide.rs"));

impl CtfGuide {
    /// True if an element of a pupil is read, or may contain one that is.
    pub fn is_on_path(&self, path: &str) -> bool {
        let leads = |known: &str| known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let in_record = || {
            let part = path.strip_prefix(self.record).and_then(|rest| rest.strip_prefix('/'));
            part.is_some_and(|part| self.parts.names().contains(&part))
        };
        self.fields.iter().flat_map(|field| field.elements).any(|known| leads(known))
            || leads(self.stage)
            || leads(self.record)
            || in_record()
            || self.records.iter().any(|record| leads(record.element) || record.has(path))
    }

    /// The record that an element is in, by position, and the path of the element within it; empty: the record itself.
    pub fn record_of<'a>(&self, path: &'a str) -> Option<(usize, &'a str)> {
        let within = |(index, record): (usize, &RepeatedRecord)| {
            let rest = path.strip_prefix(record.element)?;
            if rest.is_empty() { Some((index, "")) } else { Some((index, rest.strip_prefix('/')?)) }
        };
        self.records.iter().enumerate().find_map(within)
    }
}

impl ResultElements {
    fn names(&self) -> [&'static str; 8] {
        [self.year, self.subject, self.method, self.component, self.status, self.qualifier, self.result, self.locale]
    }
}

impl RepeatedRecord {
    /// True if an element within it is read, or may contain one that is.
    fn has(&self, path: &str) -> bool {
        let Some(rest) = path.strip_prefix(self.element).and_then(|rest| rest.strip_prefix('/')) else { return false };
        let parts = self.columns.iter().map(|(_, part)| *part).chain([self.by, self.until]);
        parts
            .into_iter()
            .any(|part| part.strip_prefix(rest).is_some_and(|more| more.is_empty() || more.starts_with('/')))
    }
}

impl CtfColumn {
    /// Our code for a raw value, or the value itself.
    pub fn code_for<'a>(&self, spelling: &'a str) -> &'a str {
        let is_code = !spelling.is_empty() && spelling.bytes().all(|byte| byte.is_ascii_uppercase());
        match self.codes.iter().find(|(known, _)| known.eq_ignore_ascii_case(spelling)) {
            Some((_, code)) => code,
            None if is_code && !self.other_codes.is_empty() => self.other_codes,
            None => spelling,
        }
    }
}
