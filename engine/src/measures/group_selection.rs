//! A combination of groups, such as girls with free school meals, and how it is written in addresses and saved work.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Separates one group of a combination from the next: the unit separator of ASCII, which no file has in a group's name.
const SEPARATOR: char = '\u{1f}';

/// A group of one grouping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupChoice {
    /// The grouping's name: `sex`.
    pub grouping: String,
    /// The group's name: `F`.
    pub group: String,
}

/// Groups of different groupings; who is in all of them is meant. Empty: everybody.
///
/// It is written as `sex:F`, with U+001F between groups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "string"))]
#[serde(from = "String", into = "String")]
pub struct GroupSelection(Vec<GroupChoice>);

impl GroupSelection {
    /// One group alone.
    pub fn single_group(grouping: &str, group: &str) -> Self {
        Self::default().with_group(grouping, group)
    }

    /// The selection with another group of one grouping; an empty group: without that grouping.
    #[must_use]
    pub fn with_group(&self, grouping: &str, group: &str) -> Self {
        let kept = self.0.iter().filter(|known| known.grouping != grouping).cloned();
        let added = GroupChoice { grouping: grouping.to_owned(), group: group.to_owned() };
        Self(kept.chain(Some(added).filter(|added| !added.group.is_empty())).collect())
    }

    /// Everybody is meant.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The groups, in the order in which they were chosen.
    pub fn iter(&self) -> impl Iterator<Item = &GroupChoice> {
        self.0.iter()
    }

    /// The group chosen of a grouping.
    pub fn get(&self, grouping: &str) -> Option<&str> {
        self.0.iter().find(|known| known.grouping == grouping).map(|known| known.group.as_str())
    }
}

impl fmt::Display for GroupSelection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, GroupChoice { grouping, group }) in self.0.iter().enumerate() {
            if index > 0 {
                write!(f, "{SEPARATOR}")?;
            }
            write!(f, "{grouping}:{group}")?;
        }
        Ok(())
    }
}

impl FromStr for GroupSelection {
    type Err = Infallible;

    /// What is no group is left out.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let pairs = text.split(SEPARATOR).filter_map(|pair| pair.split_once(':'));
        let choice =
            |(grouping, group): (&str, &str)| GroupChoice { grouping: grouping.to_owned(), group: group.to_owned() };
        Ok(Self(pairs.map(choice).collect()))
    }
}

impl From<String> for GroupSelection {
    fn from(text: String) -> Self {
        let Ok(groups) = text.parse();
        groups
    }
}

impl From<GroupSelection> for String {
    fn from(groups: GroupSelection) -> Self {
        groups.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn combinations_as_they_are_written_in_addresses() {
        let groups = GroupSelection::single_group("sex", "F").with_group("class", "6:R & S");
        assert_eq!(groups.to_string(), "sex:F\u{1f}class:6:R & S");
        assert_eq!(GroupSelection::from(groups.to_string()), groups);
        assert_eq!(GroupSelection::from(String::new()), GroupSelection::default());
        assert_eq!(groups.with_group("sex", "M").to_string(), "class:6:R & S\u{1f}sex:M");
        assert_eq!(groups.with_group("sex", "").get("sex"), None);
    }
}
