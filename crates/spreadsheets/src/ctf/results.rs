//! A pupil's results: which of several is the one of a column.

use super::guide::{GUIDE, Outcome};

/// One result as it is written.
#[derive(Clone, Debug, Default)]
pub struct Record {
    year: String,
    subject: String,
    method: String,
    component: String,
    status: String,
    qualifier: String,
    result: String,
}

/// The result of a column.
#[derive(Clone, Debug)]
pub struct Taken {
    method: usize,
    year: String,
    /// As it is written.
    pub result: String,
}

impl Record {
    /// Takes the text of one of its elements.
    pub fn take(&mut self, part: &str, text: &str) {
        let parts = &GUIDE.parts;
        let places = [
            (parts.year, &mut self.year),
            (parts.subject, &mut self.subject),
            (parts.method, &mut self.method),
            (parts.component, &mut self.component),
            (parts.status, &mut self.status),
            (parts.qualifier, &mut self.qualifier),
            (parts.result, &mut self.result),
        ];
        for (name, place) in places {
            if name == part {
                text.clone_into(place);
            }
        }
    }

    /// The column it belongs to, by position, and what it says there; `None`: it is no level of ours.
    pub fn column(self, stage: &str) -> Result<(usize, Taken), String> {
        let is = |outcome: &&Outcome| {
            outcome.stage == stage
                && outcome.subject == self.subject
                && outcome.components.contains(&self.component.as_str())
        };
        let counts =
            GUIDE.qualifiers.contains(&self.qualifier.as_str()) && GUIDE.statuses.contains(&self.status.as_str());
        let column = GUIDE.results.iter().position(|outcome| counts && is(&outcome));
        let method = |column: &usize| {
            let methods = GUIDE.results.get(*column).map(|outcome| outcome.methods)?;
            methods.iter().position(|method| *method == self.method)
        };
        match column.and_then(|column| Some((column, method(&column)?))) {
            Some((column, method)) => Ok((column, Taken { method, year: self.year, result: self.result })),
            None => Err(self.name(stage)),
        }
    }

    /// "KS2 ENG WRI TA, qualifier NL, status P".
    fn name(&self, stage: &str) -> String {
        let codes = [stage, &self.subject, &self.component, &self.method];
        let mut name = codes.into_iter().filter(|code| !code.is_empty()).collect::<Vec<_>>().join(" ");
        for (what, code) in [("qualifier", &self.qualifier), ("status", &self.status)] {
            if !code.is_empty() {
                name += &format!(", {what} {code}");
            }
        }
        name
    }
}

impl Taken {
    /// Whether it counts more than another for the same column: the better method, then the later year.
    pub fn beats(&self, other: &Self) -> bool {
        (other.method, &self.year) > (self.method, &other.year)
    }
}
