//! The pupils behind What if, Estimates, a rule that is tried, and borderline and pace by group (RULES 6.3, 7.4, 7.5), and
//! how they are written in addresses and saved work: the name of the list, a measure, and a short text.

use serde::{Deserialize, Serialize};

use super::RuleApplication;
use crate::ambition::pace::PaceList;
use crate::measures::{Basis, GroupSelection};

/// A list of pupils that something tried, or a pace, comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(as = "WrittenTriedList"))]
#[serde(from = "WrittenTriedList", into = "WrittenTriedList")]
pub enum TriedList {
    /// The pupils nearest to a mark.
    Nearest {
        /// The measure's id.
        measure: String,
        /// How many of them.
        pupils: usize,
        /// Those left out, by position in the file.
        without: Vec<u32>,
    },
    /// Who would reach a mark with what a programme adds.
    Gain {
        /// The measure's id.
        measure: String,
        /// The programme's name.
        programme: String,
    },
    /// Pupils for whom a conversion table has a probability of reaching a mark.
    Estimated {
        /// The measure's id.
        measure: String,
        /// The table, as it is chosen.
        table: String,
    },
    /// Who would reach a mark by a rule.
    Rule {
        /// The measure's id; `None`: those whose target the rule changes.
        measure: Option<String>,
        /// The rule.
        rule: Box<RuleApplication>,
    },
    /// Who are one step short of a mark, or of a pace.
    Pace {
        /// The measure's id.
        measure: String,
        /// Which of them.
        pace: PaceList,
        /// The basis.
        basis: Basis,
        /// Within these groups.
        groups: GroupSelection,
    },
    /// A text that is none of these lists: no pupils.
    Unknown {
        /// The name of the list.
        list: String,
        /// The measure's id.
        measure: String,
        /// What else tells the list.
        which: String,
    },
}

/// How a list is written.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
struct WrittenTriedList {
    list: String,
    measure: String,
    which: String,
}

const NEAREST: &str = "nearest";
const GAIN: &str = "gain";
const ESTIMATED: &str = "estimated";
const RULE: &str = "rule";
const PACE: &str = "pace";

impl From<TriedList> for WrittenTriedList {
    fn from(list: TriedList) -> Self {
        let (list, measure, which) = match list {
            TriedList::Nearest { measure, pupils, without } => {
                let without = without.iter().map(|pupil| format!(".{pupil}"));
                (NEAREST, measure, without.fold(pupils.to_string(), |which, pupil| which + &pupil))
            }
            TriedList::Gain { measure, programme } => (GAIN, measure, programme),
            TriedList::Estimated { measure, table } => (ESTIMATED, measure, table),
            // Texts, numbers and lists of them: nothing that could not be written.
            TriedList::Rule { measure, rule } => {
                (RULE, measure.unwrap_or_default(), serde_json::to_string(&rule).unwrap_or_default())
            }
            TriedList::Pace { measure, pace, basis, groups } => (PACE, measure, format!("{pace}|{basis}|{groups}")),
            TriedList::Unknown { list, measure, which } => return Self { list, measure, which },
        };
        Self { list: list.to_owned(), measure, which }
    }
}

impl From<WrittenTriedList> for TriedList {
    fn from(written: WrittenTriedList) -> Self {
        read(&written).unwrap_or_else(|| {
            let WrittenTriedList { list, measure, which } = written;
            Self::Unknown { list, measure, which }
        })
    }
}

fn read(WrittenTriedList { list, measure, which }: &WrittenTriedList) -> Option<TriedList> {
    let measure = measure.clone();
    Some(match list.as_str() {
        NEAREST => {
            let (pupils, without) = which.split_once('.').unwrap_or((which, ""));
            let without = without.split('.').filter(|pupil| !pupil.is_empty()).map(str::parse);
            TriedList::Nearest {
                measure,
                pupils: pupils.parse().ok()?,
                without: without.collect::<Result<_, _>>().ok()?,
            }
        }
        GAIN => TriedList::Gain { measure, programme: which.clone() },
        ESTIMATED => TriedList::Estimated { measure, table: which.clone() },
        RULE => {
            let measure = Some(measure).filter(|measure| !measure.is_empty());
            TriedList::Rule { measure, rule: serde_json::from_str(which).ok()? }
        }
        PACE => {
            let (pace, rest) = which.split_once('|')?;
            let (basis, groups) = rest.split_once('|')?;
            let (pace, basis) = (pace.parse().ok()?, Basis::from_name(basis));
            TriedList::Pace { measure, pace, basis, groups: groups.parse().ok()? }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts as addresses and saved work have had them from the first release on.
    const WRITTEN: [&str; 6] = [
        r#"{"list":"nearest","measure":"ks2.both4","which":"3.0.17"}"#,
        r#"{"list":"gain","measure":"ks2.both4","which":"Booster | 1"}"#,
        r#"{"list":"estimated","measure":"ks2.both4","which":"imported"}"#,
        r#"{"list":"rule","measure":"","which":"{\"result\":\"KS2_Maths\",\"pupils\":\"all\",\"by\":{\"rule\":\"one-more\"},\"raise_only\":true,\"search\":\"\"}"}"#,
        "{\"list\":\"pace\",\"measure\":\"ks2.progress.maths\",\"which\":\"slow|estimate:FFT D|sex:F\\u001fclass:6 | R\"}",
        r#"{"list":"nearest","measure":"ks2.both4","which":"many"}"#,
    ];

    #[test]
    fn lists_are_read_as_they_were_written() {
        for written in WRITTEN {
            let list: TriedList = serde_json::from_str(written).unwrap();
            assert_eq!(serde_json::to_string(&list).unwrap(), written);
        }
    }

    #[test]
    fn what_they_say() {
        let [nearest, .., rule, pace, unknown] = WRITTEN.map(|written| serde_json::from_str(written).unwrap());
        let measure = "ks2.both4".to_owned();
        assert_eq!(nearest, TriedList::Nearest { measure, pupils: 3, without: vec![0, 17] });
        assert!(
            matches!(rule, TriedList::Rule { measure: None, rule } if rule.result == "KS2_Maths" && rule.raise_only)
        );
        assert!(matches!(pace, TriedList::Pace { pace: PaceList::Slow, groups, .. } if groups.iter().count() == 2));
        assert!(matches!(unknown, TriedList::Unknown { .. }));
    }
}
