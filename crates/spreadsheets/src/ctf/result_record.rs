//! A pupil's results, and which of several fills a column.

use super::guide::{GUIDE, ResultColumn};

/// One result as written in the file.
#[derive(Clone, Debug, Default)]
pub struct ResultRecord {
    year: String,
    subject: String,
    method: String,
    component: String,
    status: String,
    qualifier: String,
    result: String,
}

/// The result chosen for a column.
#[derive(Clone, Debug)]
pub struct ChosenResult {
    method: usize,
    year: String,
    /// The result as written.
    pub result: String,
}

impl ResultRecord {
    /// Sets the text of one of its elements.
    pub fn set_element(&mut self, part: &str, text: &str) {
        let parts = &GUIDE.parts;
        let targets = [
            (parts.year, &mut self.year),
            (parts.subject, &mut self.subject),
            (parts.method, &mut self.method),
            (parts.component, &mut self.component),
            (parts.status, &mut self.status),
            (parts.qualifier, &mut self.qualifier),
            (parts.result, &mut self.result),
        ];
        for (name, target) in targets {
            if name == part {
                text.clone_into(target);
            }
        }
    }

    /// Finds the column (by position) that the result fills; `Err` with its description if we have none for it.
    pub fn assign(self, stage: &str) -> Result<(usize, ChosenResult), String> {
        let is = |outcome: &&ResultColumn| {
            outcome.stage == stage
                && outcome.subject == self.subject
                && outcome.components.contains(&self.component.as_str())
        };
        let counts = |outcome: &ResultColumn| match outcome.target_status {
            "" => GUIDE.statuses.contains(&self.status.as_str()),
            target => target == self.status,
        };
        let is_level = GUIDE.qualifiers.contains(&self.qualifier.as_str());
        let column = GUIDE.results.iter().position(|outcome| is_level && counts(outcome) && is(&outcome));
        let method = |column: &usize| {
            let methods = GUIDE.results.get(*column).map(|outcome| outcome.methods)?;
            methods.iter().position(|method| *method == self.method)
        };
        match column.and_then(|column| Some((column, method(&column)?))) {
            Some((column, method)) => Ok((column, ChosenResult { method, year: self.year, result: self.result })),
            None => Err(self.description(stage)),
        }
    }

    /// "KS2 ENG WRI TA, qualifier NL, status P".
    fn description(&self, stage: &str) -> String {
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

impl ChosenResult {
    /// True if it takes precedence over an earlier one for the same column: the better method, then the later year, then
    /// the later place in the file.
    pub fn beats(&self, earlier: &Self) -> bool {
        (earlier.method, &self.year) >= (self.method, &earlier.year)
    }

    /// True if only the place in the file decides between this and another result.
    pub fn contradicts(&self, other: &Self) -> bool {
        (self.method, &self.year) == (other.method, &other.year) && self.result != other.result
    }
}
