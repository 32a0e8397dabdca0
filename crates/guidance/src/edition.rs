//! An edition of the guidance: its measures, expectations and findings, as read from its data file.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::benchmark::{GuidanceFact, SharedBenchmark};
use crate::check::CohortCheck;
use crate::finding::{FindingKind, FindingRule};
use crate::local::AuthorityRules;
use crate::measure::{KindName, Measure, MeasureStanding};
use crate::sheets::SheetLine;
use crate::switch::Switch;

/// One edition.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// `2009`.
    pub id: String,
    /// "Targets for 2009".
    pub name: String,
    /// The edition that is used until another one is chosen; there is one of them.
    #[serde(default, rename = "default")]
    pub is_default: bool,
    /// How the document that it is taken from is cited: `S0`.
    pub source: String,
    /// The family of editions that it is of: they read the same columns and codes.
    pub family: String,
    /// What to know of its targets before anything else, shown with every figure.
    pub notice: Option<GuidanceFact>,
    /// What the page has for other editions and not for this one.
    #[serde(default)]
    pub lacks: Vec<PagePart>,
    /// Groupings worked out from prior attainment that the figures are divided by as well.
    #[serde(default)]
    pub figures_by: Vec<String>,
    /// The year of the results that are current performance.
    pub current_year: u16,
    /// The year of the targets.
    pub target_year: u16,
    /// The year that trajectories run to.
    pub last_year: u16,
    /// The key stages, in the order shown.
    #[serde(rename = "stage")]
    pub stages: Vec<KeyStage>,
    /// Schools whose results a conversion table can be built from.
    #[serde(default, rename = "conversion")]
    pub conversions: Vec<ConversionRule>,
    /// The headings of measures that belong to no key stage.
    #[serde(default)]
    pub areas: Vec<String>,
    /// Conventions of ours, where the guidance is silent.
    #[serde(default, rename = "convention")]
    pub conventions: Vec<Convention>,
    /// Readings that the user may choose instead; all of them off.
    #[serde(default, rename = "switch")]
    pub switches: Vec<Switch>,
    /// The measures, in the order shown.
    #[serde(rename = "measure")]
    pub measures: Vec<Measure>,
    /// Benchmarks of several measures, until the reader of the files gives them to each.
    #[serde(default, rename = "benchmark")]
    shared_benchmarks: Vec<SharedBenchmark>,
    /// Expectations for part of a cohort.
    #[serde(default, rename = "check")]
    pub checks: Vec<CohortCheck>,
    /// Who does what by when (RULES 9.1): `by` is a date as its digits, `under` the role.
    #[serde(default)]
    pub timetable: Vec<SheetLine>,
    /// What is raised for discussion (RULES 7).
    #[serde(default, rename = "finding")]
    pub findings: Vec<FindingRule>,
    /// Groups, children in care, and the return of the local authority (RULES 4, 8).
    #[serde(default)]
    pub local: AuthorityRules,
}

/// A part of the page that not every edition has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum PagePart {
    /// Progress in levels.
    Progress,
    /// Who does what by when.
    Timetable,
    /// Partnership targets.
    Partnership,
    /// Questions of governors and School Improvement Partners.
    Questions,
    /// Item analysis.
    Items,
    /// Targets of children in care.
    Care,
    /// Targets of pupils with special needs.
    Needs,
    /// The return of the local authority.
    Return,
    /// Medians of absence by band of free school meals.
    Medians,
    /// Goals for what no file holds.
    Goals,
}

/// A key stage.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct KeyStage {
    /// "Key Stage 2".
    pub name: String,
    /// The year group whose end it begins after, when prior attainment was recorded.
    pub starts: u16,
    /// The year group at its end.
    pub ends: u16,
    /// How that year group is written, where it is no number.
    #[serde(default)]
    year_group: Option<String>,
    /// It is about all year groups together.
    #[serde(default)]
    pub all_years: bool,
    /// Prior attainment at its start, by which pupils are grouped.
    pub start: Option<StageStart>,
    /// What to know of its cohort.
    pub remark: Option<GuidanceFact>,
}

impl KeyStage {
    /// The year group at its end, as files write it; `None`: it is about all of them.
    pub fn year(&self) -> Option<String> {
        (!self.all_years).then(|| self.year_group.clone().unwrap_or_else(|| self.ends.to_string()))
    }
}

/// Prior attainment at the start of a key stage.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StageStart {
    /// The results, by canonical heading: pupils are sorted by their average points.
    pub results: Vec<String>,
    /// The whole level expected of the average; `None`: the groups say what there is.
    #[serde(default)]
    pub expected: Option<u8>,
    /// Groups by the sum of the points, where they are not told by the level expected.
    #[serde(default)]
    pub groups: Vec<PriorGroup>,
}

/// A group of pupils by the sum of their prior points.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PriorGroup {
    /// "100 to 110".
    pub name: String,
    /// The lowest sum.
    pub from: u16,
    /// The highest sum.
    pub to: u16,
}

/// Which schools of a results file a conversion table is built from (RULES 6.3).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ConversionRule {
    /// `top-quarter`.
    pub id: String,
    /// "The quarter of schools with the highest value added".
    pub title: String,
    /// Its paragraph.
    pub source: String,
    /// One school in this many, from the top; `None`: all of them.
    pub top_in: Option<u64>,
}

/// A convention.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Convention {
    /// `blank-target`.
    pub id: String,
    /// The kinds of measure it holds for.
    holds_for: Vec<KindName>,
    /// Only at these key stages; empty: at all.
    #[serde(default)]
    pub stages: Vec<String>,
    /// What it says.
    pub words: String,
}

impl Convention {
    /// It holds for this measure.
    pub fn concerns(&self, measure: &Measure) -> bool {
        let stage = self.stages.is_empty() || self.stages.contains(&measure.stage);
        stage && self.holds_for.contains(&measure.kind.name())
    }
}

impl Edition {
    /// The measure with this id.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == id)
    }

    /// The measures that figures are given of: all but those that only checks need.
    pub fn figures(&self) -> impl Iterator<Item = &Measure> {
        self.measures.iter().filter(|measure| measure.standing != MeasureStanding::Check)
    }

    /// The measures that are shown of a key stage.
    pub fn shown(&self, stage: &str) -> impl Iterator<Item = &Measure> {
        self.figures().filter(move |measure| measure.is_judged() && measure.stage == stage)
    }

    /// It has this part of the page.
    pub fn has(&self, part: PagePart) -> bool {
        !self.lacks.contains(&part)
    }

    /// It says how many pupils are expected to reach a mark; others only tell what similar pupils reached.
    pub fn has_expectations(&self) -> bool {
        self.measures.iter().any(|measure| !measure.expected.is_empty())
    }

    /// The rule of a finding.
    pub fn finding(&self, code: &str) -> Option<&FindingRule> {
        self.findings.iter().find(|finding| finding.code == code)
    }

    /// The first rule of a finding that looks for this.
    pub fn find_finding(&self, is_wanted: impl Fn(&FindingKind) -> bool) -> Option<&FindingRule> {
        self.findings.iter().find(|finding| is_wanted(&finding.kind))
    }

    /// The check with this id.
    pub fn check_by_id(&self, id: &str) -> Option<&CohortCheck> {
        self.checks.iter().find(|check| check.id == id)
    }

    /// The key stage with this name.
    pub fn stage(&self, name: &str) -> Option<&KeyStage> {
        self.stages.iter().find(|stage| stage.name == name)
    }

    /// Gives each measure the benchmarks that it shares with others.
    ///
    /// # Errors
    /// The id of a measure that does not exist.
    #[cfg(feature = "files")]
    pub(crate) fn share_benchmarks(&mut self) -> Result<(), String> {
        let shared = std::mem::take(&mut self.shared_benchmarks);
        shared.iter().try_for_each(|benchmark| benchmark.share(&mut self.measures))
    }

    /// The edition as it is with these switches on; ids that it does not have change nothing.
    #[must_use]
    pub fn switched(self: &Arc<Self>, on: &BTreeMap<String, bool>) -> Arc<Self> {
        let is_on = |switch: &&Switch| on.get(&switch.id).copied().unwrap_or_default();
        let mut edition = self.clone();
        for switch in self.switches.iter().filter(is_on) {
            switch.change.apply(Arc::make_mut(&mut edition));
        }
        edition
    }
}
