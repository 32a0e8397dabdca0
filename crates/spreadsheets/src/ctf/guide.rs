//! Which elements of a Common Transfer File are read into which columns, from `engine/guidance/ctf.toml`.

/// Maps elements to columns.
#[derive(Debug)]
pub struct CtfGuide {
    /// The outermost element.
    pub root: &'static str,
    /// The element of a pupil.
    pub pupil: &'static str,
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
    }
}

impl ResultElements {
    fn names(&self) -> [&'static str; 8] {
        [self.year, self.subject, self.method, self.component, self.status, self.qualifier, self.result, self.locale]
    }
}

impl CtfColumn {
    /// Our code for a raw value, or the value itself.
    pub fn code_for<'a>(&self, spelling: &'a str) -> &'a str {
        let codes = self.codes.iter().find(|(known, _)| known.eq_ignore_ascii_case(spelling));
        codes.map_or(spelling, |(_, code)| code)
    }
}
