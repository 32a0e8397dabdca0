//! Which school each pupil is in: by its code, else by its name (RULES 2.3).

use std::collections::HashMap;

use super::decisions::ReadingDecision;
use crate::cohort::{Cohort, LabelColumn};
use crate::guidance::fields::FieldKind;
use crate::guidance::{Guidance, spellings};
use crate::text::phrases::count;

/// Takes words for none (`N/A`, `-`) for no code, and lets the names of schools serve where there is no code: as codes of
/// their own, or as another spelling of the code that the same name has elsewhere in the file.
pub(super) fn name_schools(cohort: &mut Cohort, guidance: &Guidance) -> Option<ReadingDecision> {
    let school = guidance.fields.school;
    if let Some(codes) = cohort.labels.get_mut(&school) {
        codes.forget(|code| spellings::is_blank(&guidance.exports.spellings, code));
    }
    let (name, _) = guidance.fields.iter().find(|(_, field)| field.kind == FieldKind::Text)?;
    let names = cohort.labels.get(&name)?;
    let codes = cohort.labels.get(&school).filter(|codes| codes.ids().iter().any(|code| *code != 0));
    let Some(codes) = codes else {
        // Names alone are told apart where there are several.
        let schools = names.texts().iter().filter(|text| !text.is_empty()).count();
        if schools < 2 {
            return None;
        }
        let names = names.clone();
        cohort.labels.insert(school, names);
        cohort.school_name.clear();
        return Some(decision(format!(
            "The file has no school codes: schools are told apart by their {schools} names."
        )));
    };
    if codes.ids().iter().all(|code| *code != 0) {
        return None;
    }
    let mut filled = codes.clone();
    let lacking = fill_by_name(&mut filled, names);
    if lacking == 0 {
        return None;
    }
    cohort.labels.insert(school, filled);
    Some(decision(format!("{} without a school code: the school is found by its name.", count(lacking, "pupil"))))
}

/// Gives pupils without a code that of the school of the same name, or the name; returns how many they are.
fn fill_by_name(codes: &mut LabelColumn, names: &LabelColumn) -> u64 {
    let mut code_of = HashMap::new();
    for (code, name) in codes.ids().iter().zip(names.ids()).filter(|(code, _)| **code != 0) {
        code_of.entry(*name).or_insert(*code);
    }
    let blank = codes.ids().iter().zip(names.ids()).enumerate().filter(|(_, (code, name))| **code == 0 && **name != 0);
    let blank = blank.map(|(pupil, (_, name))| (pupil, *name)).collect::<Vec<_>>();
    for (pupil, name) in &blank {
        let code = *code_of
            .entry(*name)
            .or_insert_with(|| codes.add(names.texts().get(usize::from(*name)).map_or("", String::as_str)));
        codes.set(*pupil, code);
    }
    blank.len() as u64
}

fn decision(what: String) -> ReadingDecision {
    ReadingDecision { code: "schools-by-name", what, rows: Vec::new(), instead: None }
}
