//! Which key stage a file is about, where a heading says "Target" and no more.

use std::collections::BTreeSet;

use crate::guidance::{FieldId, Guidance, year_groups};

/// The key stage that a file is likely about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LikelyStage {
    /// How the headings of its results begin: `KS2`.
    stage: String,
    /// No other key stage can be meant.
    pub is_sure: bool,
}

impl LikelyStage {
    /// From the fields that are read, and what the column of year groups holds.
    pub fn new<'a>(
        fields: impl Iterator<Item = FieldId>,
        years: impl Iterator<Item = &'a str>,
        guidance: &Guidance,
    ) -> Option<Self> {
        let years = years.filter(|text| !text.is_empty()).collect::<BTreeSet<_>>().into_iter();
        let years = years.map(|text| year_groups::canonical(&guidance.exports.year_groups, text));
        let years = years.collect::<Option<BTreeSet<_>>>().unwrap_or_default();
        if let Some(stage) = years.first().filter(|_| years.len() == 1).and_then(|year| stage_of_year(year, guidance)) {
            return Some(Self { stage, is_sure: true });
        }
        let fields = fields.collect::<Vec<_>>();
        let derived = |field: &&FieldId| guidance.fields.get(**field).is_some_and(|field| field.derived_from.is_some());
        let stages = |fields: &mut dyn Iterator<Item = &FieldId>| {
            fields.filter_map(|field| stage_of(*field, guidance)).map(str::to_owned).collect::<BTreeSet<_>>()
        };
        let targets = stages(&mut fields.iter().filter(derived));
        if let Some(stage) = targets.first().filter(|_| targets.len() == 1) {
            return Some(Self { stage: stage.clone(), is_sure: true });
        }
        // The stage after the first that there are results of.
        let results = stages(&mut fields.iter().filter(|field| !derived(field)));
        let first = results.first()?;
        let stage = stage_after(first, guidance)?;
        Some(Self { stage, is_sure: !has_targets(first, guidance) })
    }

    /// True for a result, target or estimate of this key stage.
    pub fn has(&self, field: FieldId, guidance: &Guidance) -> bool {
        stage_of(field, guidance) == Some(&self.stage)
    }

    /// The target or estimate of this key stage that words such as "English Target" mean; `None`: there is none, or the
    /// key stage is not sure.
    pub fn target(&self, words: &str, guidance: &Guidance) -> Option<FieldId> {
        let is_target = |field: &FieldId| {
            let known = guidance.fields.get(*field);
            self.has(*field, guidance) && known.is_some_and(|known| known.derived_from.is_some())
        };
        let mut meant = guidance.vocabulary.likely_fields(words).into_iter().map(|(field, _)| field).filter(is_target);
        meant.next().filter(|_| self.is_sure && meant.next().is_none())
    }
}

/// The key stage of a result, or of a target or estimate of it: `KS2` of `Target_KS2_English`.
fn stage_of(field: FieldId, guidance: &Guidance) -> Option<&str> {
    let known = guidance.fields.get(field)?;
    let result = known.derived_from.as_ref().map_or(&known.heading, |(result, _)| result);
    let (stage, _) = result.split_once('_')?;
    is_stage(stage, guidance).then_some(stage)
}

/// True for the key stages that have measures or lead to them.
fn is_stage(stage: &str, guidance: &Guidance) -> bool {
    stage_after(stage, guidance).is_some() || has_targets(stage, guidance)
}

/// The key stage whose progress is measured from this one.
fn stage_after(stage: &str, guidance: &Guidance) -> Option<String> {
    let measures = guidance.editions.iter().flat_map(|edition| &edition.measures);
    let mut after = measures.filter_map(|measure| {
        let starts_here = measure.prior.as_ref()?.results.iter().any(|result| begins_with(result, stage));
        let (outcome, _) = measure.outcome.first()?.split_once('_')?;
        (starts_here && outcome != stage).then(|| outcome.to_owned())
    });
    after.next()
}

/// True if there are columns of targets for results of a key stage.
fn has_targets(stage: &str, guidance: &Guidance) -> bool {
    let mut results = guidance.fields.iter().filter_map(|(_, field)| field.derived_from.as_ref());
    results.any(|(result, _)| begins_with(result, stage))
}

fn begins_with(heading: &str, stage: &str) -> bool {
    heading.split_once('_').is_some_and(|(start, _)| start == stage)
}

/// The key stage at whose end a year group is: a target for year 6 is one for Key Stage 2.
fn stage_of_year(year: &str, guidance: &Guidance) -> Option<String> {
    let of_year = |(id, field): (FieldId, &crate::guidance::KnownField)| {
        let (result, _) = field.derived_from.as_ref()?;
        let (stage, subject) = result.split_once('_')?;
        let (prefix, _) = field.heading.split_once('_')?;
        let meant = guidance.vocabulary.likely_fields(&format!("{prefix} y{year} {subject}"));
        meant.iter().any(|(meant, _)| *meant == id).then(|| stage.to_owned())
    };
    guidance.fields.iter().find_map(of_year)
}
