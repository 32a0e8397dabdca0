//! The working file: what is open and every change made to it, to be kept and gone on with another day.

pub mod locked;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::command::Command;
use crate::intake::CannotRead;
use crate::text::phrases::count;

/// What the file calls itself.
const FORMAT: &str = "ambition-work";
/// The form that this page writes, and the newest it reads.
const VERSION: u32 = 1;
/// How the names of working files end.
pub const ENDING: &str = ".ambition";

/// The name of a working file: "Hillview-Primary.ambition".
pub fn file_name(title: &str) -> String {
    let words = title.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    format!("{}{ENDING}", words.collect::<Vec<_>>().join("-"))
}

/// Kept work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedWork {
    format: String,
    version: u32,
    /// The files that were opened together, as they were.
    pub files: Vec<WorkFile>,
    /// They are to be opened also if no heading is known.
    pub anyway: bool,
    /// The files of last results, by number; `None`: one that could not be read any more.
    #[serde(with = "current_files")]
    pub current: Vec<Option<WorkFile>>,
    /// Every change, in the order made; Undo and Redo are changes too.
    pub changes: Vec<Command>,
}

/// A file within a working file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkFile {
    /// Its own name.
    pub name: String,
    /// Its bytes, in base64.
    content: String,
}

impl WorkFile {
    /// Of a file.
    pub fn new(name: &str, bytes: &[u8]) -> Self {
        Self { name: name.to_owned(), content: STANDARD.encode(bytes) }
    }

    /// Its bytes.
    ///
    /// # Errors
    /// When they are damaged.
    pub fn bytes(&self) -> Result<Vec<u8>, CannotRead> {
        STANDARD.decode(&self.content).map_err(|_| damaged())
    }
}

impl SavedWork {
    /// Of what is open and what was done to it.
    pub fn new(files: Vec<WorkFile>, anyway: bool, current: Vec<Option<WorkFile>>, changes: Vec<Command>) -> Self {
        Self { format: FORMAT.into(), version: VERSION, files, anyway, current, changes }
    }

    /// What it is, for whoever is asked whether to go on with it: "year-6.csv, with 2 changes".
    pub fn about(&self) -> String {
        let names = self.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ");
        let standing = self.changes.iter().fold(0_u64, |standing, change| match change {
            Command::Undo => standing.saturating_sub(1),
            _ => standing + 1,
        });
        format!("{names}, with {}", count(standing, "change"))
    }

    /// In work of before [`Command::SetCurrentFile`] the only file of last results was taken from the first.
    fn with_current_taken(mut self) -> Self {
        let says = self.changes.iter().any(|change| matches!(change, Command::SetCurrentFile { .. }));
        if !self.current.is_empty() && !says {
            self.changes.insert(0, Command::SetCurrentFile { file: Some(0) });
        }
        self
    }

    /// As it is saved.
    pub fn to_text(&self) -> String {
        // Texts, numbers and lists of them: nothing that could not be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From what was saved.
    ///
    /// # Errors
    /// When it is another kind of file, of a newer page, or damaged.
    pub fn from_text(text: &str) -> Result<Self, CannotRead> {
        #[derive(Deserialize)]
        struct WorkHead {
            format: String,
            version: u32,
        }
        let head = serde_json::from_str::<WorkHead>(text)
            .ok()
            .filter(|head| [FORMAT, locked::FORMAT].contains(&head.format.as_str()));
        match head {
            None => Err(damaged()),
            Some(head) if head.version > VERSION => Err(CannotRead {
                what: "This work was saved by a newer page than this one.".into(),
                remedy: "Open it with the page that saved it, or fetch the newest one.".into(),
                anyway: false,
            }),
            Some(_) => {
                let work = serde_json::from_str::<Self>(text).map_err(|_| damaged())?.with_current_taken();
                let files = || work.files.iter().chain(work.current.iter().flatten());
                files().try_for_each(|file| file.bytes().map(drop))?;
                if work.files.is_empty() { Err(damaged()) } else { Ok(work) }
            }
        }
    }
}

/// The files of last results in saved work: none, the only one, or a list.
mod current_files {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::WorkFile;

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Saved {
        Only(Option<WorkFile>),
        All(Vec<Option<WorkFile>>),
    }

    pub fn serialize<S: Serializer>(files: &[Option<WorkFile>], serializer: S) -> Result<S::Ok, S::Error> {
        match files {
            [] => None::<WorkFile>.serialize(serializer),
            [only @ Some(_)] => only.serialize(serializer),
            files => files.serialize(serializer),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Option<WorkFile>>, D::Error> {
        Ok(match Saved::deserialize(deserializer)? {
            Saved::Only(None) => Vec::new(),
            Saved::Only(only) => vec![only],
            Saved::All(files) => files,
        })
    }
}

fn damaged() -> CannotRead {
    CannotRead {
        what: "This is no saved work, or it is damaged.".into(),
        remedy:
            "Choose the file that \u{201c}Save work\u{201d} gave you. If it was changed by another program, open the \
                 school\u{2019}s own file instead."
                .into(),
        anyway: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::command::{EntryId, Filter, SheetPupils, TriedList};

    fn work() -> SavedWork {
        let target = Command::SetTarget { pupil: 3, result: "KS2_English".into(), value: "4".into() };
        let taken = Command::SetCurrentFile { file: Some(0) };
        let changes = vec![target, taken, Command::Undo, Command::Redo];
        let files = vec![WorkFile::new("year-6.csv", b"UPN\xff\n")];
        SavedWork::new(files, false, vec![Some(WorkFile::new("last.csv", b""))], changes)
    }

    #[test]
    fn a_name_that_every_system_takes() {
        assert_eq!(file_name("St Zoë's (invented) / 6"), "St-Zoë-s-invented-6.ambition");
    }

    #[test]
    fn what_is_saved_comes_back() {
        let back = SavedWork::from_text(&work().to_text()).unwrap();
        assert_eq!(back, work());
        assert_eq!(back.files[0].bytes().unwrap(), b"UPN\xff\n");
    }

    /// Work as it was saved before filters and fields had types of their own.
    const SAVED: &str = concat!(
        r#"{"format":"ambition-work","version":1,"files":[{"name":"year-6.csv","content":"VVBO"}],"anyway":false,"#,
        r#""current":null,"changes":["#,
        r#"{"enter":{"what":"percent/target/attendance.absence","label":"Target for 2009","value":"6.5"}},"#,
        r#"{"enter":{"what":"grade/1.achievement/start","label":"At the start","value":"3"}},"#,
        r#"{"enter":{"what":"colour/of/nothing","label":"It","value":"red"}},"#,
        r#"{"apply":{"result":"KS2_Maths","pupils":{"sheet":{"topic":"progress","#,
        r#""part":"ks2.progress.maths|moderated|step|1","title":"1 level"}},"#,
        r#""by":{"rule":"one-more"},"raise_only":true,"search":""}},"#,
        r#"{"apply":{"result":"KS2_Maths","pupils":{"tried":{"list":"pace","measure":"ks2.progress.maths","#,
        "\"which\":\"slow|moderated|sex:F\\u001ffsm:Y\"}},",
        r#""by":{"rule":"value","value":"4"},"raise_only":false,"search":"okafor"}},"#,
        r#"{"apply":{"result":"KS2_Maths","pupils":{"group":{"groups":"class:6R","measure":"","basis":"","part":"reached"}},"#,
        r#""by":{"rule":"progress"},"raise_only":true,"search":""}},"#,
        r#"{"apply":{"result":"KS2_Maths","pupils":{"way":{"measure":"ks2.progress.maths","side":"none"}},"#,
        r#""by":{"rule":"generated"},"raise_only":true,"search":""}},"#,
        r#""undo"]}"#
    );

    #[test]
    fn work_saved_before_still_opens_and_is_written_the_same() {
        let work = SavedWork::from_text(SAVED).unwrap();
        assert_eq!(work.to_text(), SAVED);
        let Some(Command::Enter { what, .. }) = work.changes.first() else { panic!("{:?}", work.changes) };
        assert_eq!(*what, EntryId::Target("attendance.absence".into()));
        let unread = |filter: &Filter| match filter {
            Filter::Sheet(list) => matches!(list.pupils, SheetPupils::Unknown { .. }),
            Filter::Tried(list) => matches!(list, TriedList::Unknown { .. }),
            _ => false,
        };
        let mut applied = work.changes.iter().filter_map(|change| match change {
            Command::Apply(apply) => Some(&apply.pupils),
            _ => None,
        });
        assert!(!applied.any(unread));
    }

    #[test]
    fn files_of_last_results_come_back_and_older_work_takes_its_only_one() {
        let mut several = work();
        several.current.push(None);
        several.current.push(Some(WorkFile::new("2006.csv", b"x")));
        assert_eq!(SavedWork::from_text(&several.to_text()).unwrap(), several);
        // As it was saved before files of last results could be chosen.
        let mut older = work();
        older.changes.truncate(1);
        let back = SavedWork::from_text(&older.to_text()).unwrap();
        assert_eq!(back.changes, [vec![Command::SetCurrentFile { file: Some(0) }], older.changes].concat());
        let mut without = work();
        (without.current, without.changes) = (Vec::new(), Vec::new());
        assert_eq!(SavedWork::from_text(&without.to_text()).unwrap(), without);
    }

    #[test]
    fn what_it_is_in_words() {
        let mut work = work();
        assert_eq!(work.about(), "year-6.csv, with 2 changes");
        work.changes.push(Command::Undo);
        assert_eq!(work.about(), "year-6.csv, with 1 change");
    }

    #[test]
    fn other_files_newer_and_damaged_ones_are_refused() {
        let text = work().to_text();
        let newer = text.replace("\"version\":1", "\"version\":2");
        assert!(SavedWork::from_text(&newer).unwrap_err().what.contains("newer"));
        let changed = [text.replace("VVBO", "VV*O"), text.replace("set-target", "set-nothing"), text[..90].to_owned()];
        for damaged in
            changed.iter().map(String::as_str).chain(["", "{}", "UPN,Sex", "{\"format\":\"x\",\"version\":1}"])
        {
            assert!(SavedWork::from_text(damaged).unwrap_err().what.contains("no saved work"), "{damaged}");
        }
    }
}
