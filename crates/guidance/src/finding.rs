//! The rules of findings as data (RULES 7).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fields::GroupName;
use crate::measure::Measure;
use crate::prior::PriorRange;

/// What is raised for discussion.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FindingRule {
    /// `below-expectation`: what it is called in exports, notes and links. What is looked for is told by its kind alone.
    pub code: String,
    /// Its paragraph.
    pub source: String,
    /// Its paragraph at some key stages, where it is another.
    #[serde(default)]
    sources: BTreeMap<String, String>,
    /// "Below expectation".
    pub title: String,
    /// What is looked for.
    pub kind: FindingKind,
    /// The measures it is raised on; empty: every one that it can be raised on.
    #[serde(default)]
    pub measures: Vec<String>,
    /// It is to be known, and says nothing against a target.
    #[serde(default)]
    pub remark: bool,
    /// When it is raised.
    pub raised: String,
    /// What the guidance asks next.
    pub follows: String,
}

/// What a finding looks for.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum FindingKind {
    /// The target counts fewer pupils than the guidance expects; or too few pupils of a check reach what it asks.
    BelowExpectation,
    /// How the target compares with current performance. A target of absence is below it where it asks for more absence.
    AgainstCurrent(CurrentComparison),
    /// Current performance is below a line, and the target is not above it.
    StaysBelowLine {
        /// The kind of line.
        line: String,
        /// By key stage, the years by which a trajectory should arrive at it.
        by: BTreeMap<String, Vec<u16>>,
    },
    /// Current performance is not below a line, and the target is.
    FallsBelowLine {
        /// The kind of line.
        line: String,
    },
    /// The target counts fewer pupils than similar pupils nationally would come to; a mean below theirs.
    BelowSimilar,
    /// The target of a group is below what the same group reached nationally.
    GroupBelowNational(GroupName),
    /// The gap between two groups is no smaller by target than in current performance.
    GapNotNarrowing(GroupGap),
    /// The targets of two groups lie within one pupil of the smaller of them.
    TwoGroupsAlike(GroupGap),
    /// Pupils whose target reaches all marks of the measure but one.
    OneShort,
    /// Pupils whose absence is within this many sessions of counting as persistent, or beyond it.
    NearPersistent {
        /// Sessions.
        sessions: u16,
    },
    /// The target of absence improves by less than was typed in as the least.
    BelowImprovement,
    /// The target counts fewer pupils than the estimates of most challenge.
    BelowEstimate,
    /// The estimates of most challenge are below current performance.
    EstimateBelowCurrent,
    /// The target of a pilot school is fewer than this many points above current performance.
    BelowPilot {
        /// Percentage points.
        points: u16,
        /// The flag of its pupils, by canonical heading.
        flag: String,
    },
    /// The targets of groups are not above their current performance.
    GroupsNotAboveCurrent(LargeGroups),
    /// The gaps of groups to all pupils do not narrow.
    GroupGapsNotNarrowing(LargeGroups),
    /// The targets of groups lie within one pupil of the smallest of them.
    GroupsAlike(LargeGroups),
    /// A school's figure is further behind its figure of another measure than in the authority as a whole: the other
    /// measure, by the one that it is raised on.
    BehindOther(BTreeMap<String, String>),
    /// Absence is above the median of the school's band, and the target above equal steps to it.
    AbsenceAboveMedian {
        /// The year by which the steps arrive.
        by: u16,
    },
    /// Absence is at or below the median of the school's band, and the target above it.
    AbsenceNotSustained,
    /// Pupils whose target moves fewer than this many levels.
    UnderLevels(u8),
    /// Pupils whose target or result is below the level that they had.
    BelowPrior,
    /// Children in care whose target moves fewer levels than the median of others with the same prior level, or than so
    /// many; where the outcome is a grade, whose target is a lower grade than is worth so many.
    LessProgressInCare {
        /// Whole levels, or the grade worth them.
        levels: LevelsAsked,
        /// The flag of these children, by canonical heading.
        flag: String,
    },
    /// Pupils with a recorded need whose target moves fewer than this many levels, without an agreed exception.
    NeedWithoutEvidence {
        /// Whole levels, or the grade worth them.
        levels: LevelsAsked,
        /// The prior levels that are asked for it.
        from: Vec<PriorRange>,
        /// What is recorded.
        need: RecordedNeed,
    },
    /// Pupils without a target.
    TargetMissing,
    /// Pupils whose target reached the mark and whose result did not; a mean below its target.
    TargetMissed,
    /// Pupils whose target was short of the mark and whose result reached it; a mean above its target.
    TargetExceeded,
    /// Pupils whose latest interim result is at the target, or ahead of the line to it. There is no line to a grade.
    AheadOfTarget {
        /// Points above the line to be ahead; as many below it to fall short.
        points: u16,
    },
    /// Pupils with an interim result whose target is lower than that of the file.
    LoweredAfterTest,
    /// Pupils with prior levels that should do whose target does not reach the mark.
    NotReachedFromPrior {
        /// The prior levels.
        from: Vec<PriorRange>,
        /// Measures of progress whose shortfall marks pupils among them.
        marked_by: Vec<String>,
        /// What is said of the pupils marked.
        marked: String,
    },
}

/// How a target compares with current performance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CurrentComparison {
    /// Below it.
    Below,
    /// Equal to it.
    Equal,
    /// Above it, by no more than one pupil.
    AboveByOnePupil,
}

/// The whole levels of progress that a rule asks for.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LevelsAsked {
    usual: u8,
    /// At some key stages, where they are others.
    #[serde(default)]
    at: BTreeMap<String, u8>,
}

impl LevelsAsked {
    /// At a key stage.
    pub fn at(&self, stage: &str) -> u8 {
        self.at.get(stage).copied().unwrap_or(self.usual)
    }
}

/// Groups that are large enough for a target.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LargeGroups {
    /// The grouping.
    pub grouping: String,
    /// Only groups of more than this many pupils.
    pub more_than: u64,
    /// Groups, by name, that it is not about.
    #[serde(default)]
    pub except: Vec<String>,
}

/// Two groups of a grouping.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct GroupGap {
    /// The grouping.
    pub grouping: String,
    /// The group that is lower nationally.
    pub lower: String,
    /// The other one.
    pub upper: String,
}

/// A recorded need.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedNeed {
    /// The field.
    pub field: String,
    /// Codes that mean none.
    pub not: Vec<String>,
}

impl FindingRule {
    /// It may be raised on this measure.
    pub fn concerns(&self, measure: &Measure) -> bool {
        self.measures.is_empty() || self.measures.contains(&measure.id)
    }

    /// The paragraph for a measure.
    pub fn source_for(&self, measure: &Measure) -> &str {
        self.sources.get(&measure.stage).unwrap_or(&self.source)
    }

    /// The key stages that it names.
    pub fn stages(&self) -> impl Iterator<Item = &String> {
        let years = if let FindingKind::StaysBelowLine { by, .. } = &self.kind { Some(by) } else { None };
        let levels = self.kind.levels_asked().into_iter().flat_map(|levels| levels.at.keys());
        self.sources.keys().chain(years.into_iter().flat_map(BTreeMap::keys)).chain(levels)
    }

    /// The years by which a trajectory should arrive at a line at this key stage.
    pub fn years(&self, stage: &str) -> &[u16] {
        let FindingKind::StaysBelowLine { by, .. } = &self.kind else { return &[] };
        by.get(stage).map(Vec::as_slice).unwrap_or_default()
    }
}

impl FindingKind {
    /// It holds targets against what the guidance expects.
    pub fn is_expectation(&self) -> bool {
        matches!(self, Self::BelowExpectation)
    }

    /// It wants a trajectory to a line.
    pub fn is_below_line(&self) -> bool {
        matches!(self, Self::StaysBelowLine { .. })
    }

    /// It is raised on schools, never on the file of an authority as a whole.
    pub fn is_of_schools(&self) -> bool {
        matches!(self, Self::StaysBelowLine { .. } | Self::FallsBelowLine { .. } | Self::BelowPilot { .. })
    }

    /// The kind of line that it looks at.
    pub fn line(&self) -> Option<&String> {
        match self {
            Self::StaysBelowLine { line, .. } | Self::FallsBelowLine { line } => Some(line),
            _ => None,
        }
    }

    fn levels_asked(&self) -> Option<&LevelsAsked> {
        match self {
            Self::LessProgressInCare { levels, .. } | Self::NeedWithoutEvidence { levels, .. } => Some(levels),
            _ => None,
        }
    }

    /// The year by which equal steps arrive at the median of absence.
    pub fn median_year(&self) -> Option<u16> {
        if let Self::AbsenceAboveMedian { by } = self { Some(*by) } else { None }
    }

    /// Points above or below the line to the target that are more than on it.
    pub fn points_ahead(&self) -> Option<u16> {
        if let Self::AheadOfTarget { points } = self { Some(*points) } else { None }
    }

    /// The groups that it is about, where it is about groups.
    pub fn groups(&self) -> Option<&LargeGroups> {
        match self {
            Self::GroupsNotAboveCurrent(groups) | Self::GroupGapsNotNarrowing(groups) | Self::GroupsAlike(groups) => {
                Some(groups)
            }
            _ => None,
        }
    }

    /// The grouping that it is about.
    pub fn grouping(&self) -> Option<&String> {
        match self {
            Self::GroupBelowNational(group) => Some(&group.grouping),
            Self::GapNotNarrowing(gap) | Self::TwoGroupsAlike(gap) => Some(&gap.grouping),
            _ => self.groups().map(|groups| &groups.grouping),
        }
    }

    /// It compares groups in every school of a file, not of the file as a whole alone.
    pub fn compares_groups_of_schools(&self) -> bool {
        matches!(self, Self::GapNotNarrowing(_))
    }

    /// The prior levels of its pupils.
    pub fn prior_ranges(&self) -> &[PriorRange] {
        match self {
            Self::NeedWithoutEvidence { from, .. } | Self::NotReachedFromPrior { from, .. } => from,
            _ => &[],
        }
    }

    /// The need that is recorded of its pupils.
    pub fn need(&self) -> Option<&RecordedNeed> {
        if let Self::NeedWithoutEvidence { need, .. } = self { Some(need) } else { None }
    }

    /// The column that it names.
    pub fn column(&self) -> Option<&String> {
        match self {
            Self::BelowPilot { flag, .. } | Self::LessProgressInCare { flag, .. } => Some(flag),
            _ => self.need().map(|need| &need.field),
        }
    }

    /// The measures that it names, by id.
    pub fn measures(&self) -> Vec<&String> {
        match self {
            Self::BehindOther(others) => others.iter().flat_map(|(measure, other)| [measure, other]).collect(),
            Self::NotReachedFromPrior { marked_by, .. } => marked_by.iter().collect(),
            _ => Vec::new(),
        }
    }
}
