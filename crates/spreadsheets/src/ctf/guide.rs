//! The names in a Common Transfer File, from `engine/guidance/ctf.toml`.

/// Which element is which column.
#[derive(Debug)]
pub struct Guide {
    /// The outermost element.
    pub root: &'static str,
    /// The element of a pupil.
    pub pupil: &'static str,
    /// Elements around the pupils that say nothing of them.
    pub around: &'static [&'static str],
    /// The key stage of the results beside it.
    pub stage: &'static str,
    /// One result.
    pub record: &'static str,
    /// Qualifiers of results that are levels.
    pub qualifiers: &'static [&'static str],
    /// Statuses of results that count.
    pub statuses: &'static [&'static str],
    /// What a result consists of.
    pub parts: Parts,
    /// Columns from the file's header.
    pub header: &'static [Field],
    /// Columns from a pupil.
    pub fields: &'static [Field],
    /// Columns from results.
    pub results: &'static [Outcome],
}

/// The elements of one result.
#[derive(Debug)]
#[allow(missing_docs, reason = "each is the element of that name")]
pub struct Parts {
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
pub struct Field {
    /// Our heading.
    pub heading: &'static str,
    /// Names of elements, joined by "/" where one stands inside the other.
    pub elements: &'static [&'static str],
    /// Spellings and our codes for them; others stay as they are written.
    pub means: &'static [(&'static str, &'static str)],
}

/// A column, and the results it is read from.
#[derive(Debug)]
pub struct Outcome {
    /// Our heading.
    pub heading: &'static str,
    /// The key stage.
    pub stage: &'static str,
    /// The subject.
    pub subject: &'static str,
    /// The components that stand for it.
    pub components: &'static [&'static str],
    /// The methods, the one that counts most first.
    pub methods: &'static [&'static str],
}

/// As it ships.
pub const GUIDE: Guide = include!(concat!(env!("OUT_DIR"), "/ctf_guide.rs"));

impl Guide {
    /// Whether an element of a pupil is read, or one inside it.
    pub fn leads_on(&self, path: &str) -> bool {
        let leads = |known: &str| known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let in_record = || {
            let part = path.strip_prefix(self.record).and_then(|rest| rest.strip_prefix('/'));
            part.is_some_and(|part| self.parts.all().contains(&part))
        };
        self.fields.iter().flat_map(|field| field.elements).any(|known| leads(known))
            || leads(self.stage)
            || leads(self.record)
            || in_record()
    }
}

impl Parts {
    fn all(&self) -> [&'static str; 8] {
        [self.year, self.subject, self.method, self.component, self.status, self.qualifier, self.result, self.locale]
    }
}

impl Field {
    /// Our code for a spelling, or the spelling.
    pub fn meaning<'a>(&self, spelling: &'a str) -> &'a str {
        let means = self.means.iter().find(|(known, _)| known.eq_ignore_ascii_case(spelling));
        means.map_or(spelling, |(_, code)| code)
    }
}
