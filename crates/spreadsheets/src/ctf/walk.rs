//! Through the elements of the file, one after the other.

use super::guide::GUIDE;
use super::results::Record;
use super::table::{Gathered, Pupil};
use super::{Table, damaged};
use crate::limits;
use crate::trouble::Trouble;

/// Root elements of other XML files that schools meet, and what they are.
const OTHERS: [(&str, &str); 3] = [
    ("Workbook", "a workbook saved as \u{201c}XML Spreadsheet\u{201d}"),
    ("html", "a web page"),
    ("table", "a web page"),
];

/// Where the walk is.
#[derive(Default)]
pub struct Walk {
    /// Names of the elements around this place.
    path: Vec<String>,
    /// How many elements deep we are in one that is not read.
    skipped: usize,
    text: String,
    /// The pupil we are in, and how deep the pupil's own element is.
    pupil: Option<(Pupil, usize)>,
    stage: String,
    record: Record,
    gathered: Gathered,
}

impl Walk {
    /// An element begins.
    pub fn begin(&mut self, name: &str) -> Result<(), Trouble> {
        if self.path.len() + self.skipped >= limits::DEPTH {
            return Err(damaged("its elements are nested too deeply"));
        }
        if self.skipped > 0 {
            self.skipped += 1;
            return Ok(());
        }
        if self.path.is_empty() && name != GUIDE.root {
            return Err(another(name));
        }
        self.text.clear();
        self.path.push(name.to_owned());
        if self.pupil.is_none() && name == GUIDE.pupil {
            self.pupil = Some((Pupil::default(), self.path.len()));
        } else if !self.leads_on() {
            self.gathered.not_read(&self.place());
            self.path.pop();
            self.skipped = 1;
        } else if self.place() == GUIDE.record {
            self.record = Record::default();
        }
        Ok(())
    }

    /// Letters.
    pub fn text(&mut self, text: &str) {
        if self.skipped == 0 {
            self.text.push_str(text);
        }
    }

    /// An element ends.
    pub fn end(&mut self) -> Result<(), Trouble> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        let place = self.place();
        let text = std::mem::take(&mut self.text);
        match &mut self.pupil {
            Some((_, depth)) if *depth == self.path.len() => {
                if let Some((pupil, _)) = self.pupil.take() {
                    self.gathered.pupil(pupil)?;
                }
            }
            Some((pupil, _)) => match place.strip_prefix(GUIDE.record) {
                Some("") => self.gathered.record(pupil, &self.stage, std::mem::take(&mut self.record)),
                Some(part) => self.record.take(part.trim_start_matches('/'), text.trim()),
                None if place == GUIDE.stage => self.stage = text.trim().to_owned(),
                None => pupil.take(&place, text.trim()),
            },
            None => self.gathered.header(&place, text.trim()),
        }
        self.path.pop();
        Ok(())
    }

    /// There is nothing more.
    pub fn finish(self) -> Result<Table, Trouble> {
        if !self.path.is_empty() || self.skipped > 0 {
            return Err(damaged("its end is missing"));
        }
        self.gathered.finish()
    }

    /// The elements from the pupil down, or from the root down outside of pupils.
    fn place(&self) -> String {
        let from = self.pupil.as_ref().map_or(1, |(_, depth)| *depth);
        self.path.get(from..).unwrap_or_default().join("/")
    }

    /// Whether this element is read or may hold one that is.
    fn leads_on(&self) -> bool {
        match (&self.pupil, self.path.get(1)) {
            (Some(_), _) => GUIDE.leads_on(&self.place()),
            (None, Some(top)) => GUIDE.around.contains(&top.as_str()) && self.in_header_or_around(),
            (None, None) => true,
        }
    }

    /// Beside pupils only what stands around them; all of the header is about the file itself.
    fn in_header_or_around(&self) -> bool {
        let beside_pupils = self.path.len() > 2 && self.path.get(1).is_some_and(|top| !is_header(top));
        !beside_pupils || self.path.last().is_some_and(|name| GUIDE.around.contains(&name.as_str()))
    }
}

fn is_header(top: &str) -> bool {
    let of_header = |field: &super::guide::Field| field.elements.iter().any(|path| path.starts_with(top));
    GUIDE.header.iter().any(of_header)
}

fn another(root: &str) -> Trouble {
    let other = OTHERS.iter().find(|(name, _)| name.eq_ignore_ascii_case(root));
    let what = match other {
        Some((_, is)) => format!("This is {is}, whatever its name says."),
        None => format!("This XML file is no Common Transfer File: it begins with \u{201c}{}\u{201d}.", cut(root)),
    };
    Trouble::new(
        what,
        "If a spreadsheet program opens it, save it from there as an Excel workbook or as \u{201c}CSV UTF-8\u{201d}, and \
         choose that file.",
    )
}

fn cut(name: &str) -> String {
    name.chars().take(40).collect()
}
