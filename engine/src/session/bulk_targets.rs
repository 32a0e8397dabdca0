//! Targets of several pupils at once, as pasted or filled down, and the reasons for changed targets.

use super::change::{AppliedChange, code, number};
use super::document::Document;
use super::filter::target_in_file;
use super::log::InverseChange;
use crate::guidance::codes::CellCode;
use crate::guidance::fields::FieldKind;
use crate::text::phrases::{count, list};

/// Values that were not taken, named one by one.
const NAMED: usize = 5;

/// What was pasted, as it is understood.
struct AcceptedValues<T> {
    /// Values by the position of their pupils in the file.
    values: Vec<(u32, T)>,
    /// Whose values were not taken, and why.
    refused: Vec<String>,
}

impl Document {
    /// Gives each pupil the value pasted for them, as one change; values that are not understood are left and named.
    ///
    /// # Errors
    /// When the result has no targets, or nothing that was pasted is understood.
    pub(crate) fn set_targets(&mut self, result: &str, targets: &[(u32, String)]) -> Result<AppliedChange, String> {
        let guidance = self.guidance.clone();
        let mut outcomes = self.edition.measures.iter().flat_map(|measure| &measure.outcome);
        let field = guidance.fields.get_heading(result).filter(|_| outcomes.any(|outcome| outcome == result));
        let first = !self.moderated.has(result);
        let (changed, inverse, not_taken) = match field.map(|field| field.kind) {
            Some(FieldKind::Coded(list)) => {
                let AcceptedValues { values, refused } =
                    self.accept_targets(targets, |value| code(value, list, &guidance))?;
                let before = self.put_codes(result, &values);
                let same = |((pupil, was), (_, is)): (&(u32, CellCode), &(u32, CellCode))| {
                    (was != is).then_some((*pupil, *was))
                };
                let codes = before.iter().zip(&values).filter_map(same).collect::<Vec<_>>();
                (codes.len(), InverseChange::Targets { result: result.to_owned(), codes, first }, refused)
            }
            Some(FieldKind::Number(_)) => {
                let AcceptedValues { values, refused } = self.accept_targets(targets, number)?;
                let stored = self.put_numbers(result, &values);
                (stored.len(), InverseChange::Numbers { result: result.to_owned(), stored, first }, refused)
            }
            _ => return Err("There is no such target in this file.".into()),
        };
        let subject = field.map_or(result, |field| field.short.as_str());
        let words =
            format!("{subject} targets of {} pasted or filled{}", count(changed as u64, "pupil"), but(&not_taken));
        if changed == 0 && first {
            self.forget(result);
        }
        self.not_taken = not_taken;
        Ok((changed > 0).then_some((inverse, words)))
    }

    /// What was pasted for the pupils that there are, as it is understood, and why the rest is not.
    ///
    /// # Errors
    /// When nothing is understood: why the first was not.
    fn accept_targets<T>(
        &self,
        targets: &[(u32, String)],
        understand: impl Fn(&str) -> Result<T, String>,
    ) -> Result<AcceptedValues<T>, String> {
        let mut taken = AcceptedValues { values: Vec::new(), refused: Vec::new() };
        for (pupil, value) in targets.iter().filter(|(pupil, _)| (*pupil as usize) < self.file.len()) {
            match understand(value) {
                Ok(value) => taken.values.push((*pupil, value)),
                Err(why) => taken.refused.push(format!("{}: {why}", self.file.pupil_name(*pupil as usize))),
            }
        }
        if taken.values.is_empty() {
            return Err(taken.refused.into_iter().next().unwrap_or_else(|| "No pupil to apply this to.".into()));
        }
        Ok(taken)
    }

    /// Keeps the reason for a target.
    ///
    /// # Errors
    /// When the pupil does not exist.
    pub(crate) fn set_reason(&mut self, pupil: u32, result: &str, reason: &str) -> Result<AppliedChange, String> {
        let guidance = self.guidance.clone();
        let field = guidance.fields.get_heading(result).ok_or("There is no such target in this file.")?;
        if (pupil as usize) >= self.file.len() {
            return Err("There is no such pupil.".into());
        }
        let reason = reason.trim();
        let before = self.put_reason(pupil, result, reason);
        if before == reason {
            return Ok(None);
        }
        let [from, to] = [target_in_file(self, pupil, result), self.target_of(pupil, result)]
            .map(|text| if text.is_empty() { "none".to_owned() } else { text });
        let of = format!("{} target of {}: {from} \u{2192} {to}", field.short, self.file.pupil_name(pupil as usize));
        let words =
            if reason.is_empty() { format!("{of}, no reason given") } else { format!("{of}, reason: {reason}") };
        Ok(Some((InverseChange::Reason { pupil, result: result.to_owned(), reason: before }, words)))
    }

    /// Puts a reason in place, and gives the one that was there; empty: none.
    pub(crate) fn put_reason(&mut self, pupil: u32, result: &str, reason: &str) -> String {
        let key = (pupil, result.to_owned());
        let before = match reason {
            "" => self.reasons.remove(&key),
            reason => self.reasons.insert(key, reason.to_owned()),
        };
        before.unwrap_or_default()
    }
}

/// "; not taken: Smith, Ann: ..." with the first of them.
fn but(not_taken: &[String]) -> String {
    match not_taken.get(..NAMED.min(not_taken.len())).unwrap_or_default() {
        [] => String::new(),
        named => format!("; {} not taken ({})", count(not_taken.len() as u64, "value"), list(named)),
    }
}
