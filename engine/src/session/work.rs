//! The work file: what is open and every change made to it, to be kept and gone on with another day.
//!
//! It is JSON: the changes first, then the files with their bytes in base64, each with its SHA-256. Neither writing nor
//! reading holds it as one text, since a file of 450 MB would be longer than a browser's longest: it is written as
//! [`WorkPiece`]s, and read by a [`scan::WorkScanner`], which leaves the [`content`]s where they are.

pub mod content;
pub mod locked;
pub mod scan;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use self::content::sha256;
use self::scan::{WorkHead, WorkScanner};
use super::command::Command;
use crate::intake::CannotRead;
use crate::text::phrases::count;

/// What the file calls itself.
const FORMAT: &str = "ambition-work";
/// The form that this page writes, and the newest it reads.
const VERSION: u32 = 1;
/// How the names of work files end.
pub const ENDING: &str = ".ambition";

/// The name of a work file: "Hillview-Primary.ambition".
pub fn file_name(title: &str) -> String {
    format!("{}{ENDING}", words_of_name(title))
}

/// What a name is within the name of a file: "Hillview-Primary".
pub(crate) fn words_of_name(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// What is saved, the bytes of the files aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedWork {
    /// The files that were opened together.
    pub files: Vec<StoredFile>,
    /// They are to be opened also if no heading is known.
    pub anyway: bool,
    /// The files of last results, by number; `None`: one that could not be read any more.
    pub current: Vec<Option<StoredFile>>,
    /// Every change, in the order made; Undo and Redo are changes too.
    pub changes: Vec<Command>,
    /// The address of the view that was on the screen; empty: of none.
    pub view: String,
    /// The bytes of the files follow the JSON as they are: a browser then need not hold them. Else they are in it.
    pub raw: bool,
}

/// What a work file says of a file whose bytes are in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoredFile {
    /// Its own name.
    pub name: String,
    /// Its bytes.
    pub size: u64,
    /// Their SHA-256, in hexadecimal digits.
    pub sha256: String,
}

/// A piece of a work file as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkPiece {
    /// This text.
    Text(String),
    /// The bytes of this file in base64: counted over `files`, then over those of `current` that are there.
    Content(usize),
    /// The bytes of this file as they are.
    Raw(usize),
}

impl SavedWork {
    /// The work file, in order.
    pub fn to_pieces(&self) -> Vec<WorkPiece> {
        let changes = json(&self.changes);
        let (sum, view) = (sha256(changes.as_bytes()), json(&self.view));
        let mut text = format!(
            r#"{{"format":"{FORMAT}","version":{VERSION},"anyway":{},"view":{view},"changes":{changes},"changes_sha256":"{sum}","files":["#,
            self.anyway
        );
        let (mut pieces, mut number) = (Vec::new(), 0);
        let files = self.files.iter().map(Some);
        for (place, file) in files.chain(self.current.iter().map(Option::as_ref)).enumerate() {
            text += if place == self.files.len() {
                r#"],"current":["#
            } else if place > 0 {
                ","
            } else {
                ""
            };
            let Some(file) = file else {
                text += "null";
                continue;
            };
            let about = json(file);
            text += about.trim_end_matches('}');
            if self.raw {
                text += r#","raw":true}"#;
            } else {
                text += r#","content":""#;
                pieces.extend([WorkPiece::Text(std::mem::take(&mut text)), WorkPiece::Content(number)]);
                text += "\"}";
            }
            number += 1;
        }
        text += if self.current.is_empty() { r#"],"current":[]}"# } else { "]}" };
        pieces.push(WorkPiece::Text(text));
        pieces.extend((0..number).filter(|_| self.raw).map(WorkPiece::Raw));
        pieces
    }
}

fn json(value: &impl Serialize) -> String {
    // Texts, numbers and lists of them: nothing that could not be written.
    serde_json::to_string(value).unwrap_or_default()
}

/// What the head of a work file says; the bytes of the files are still to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkOutline {
    /// The files that were opened together.
    pub files: Vec<FileOutline>,
    /// They are to be opened also if no heading is known.
    pub anyway: bool,
    /// The files of last results, by number; `None`: one that could not be read any more.
    pub current: Vec<Option<FileOutline>>,
    /// Every change that can be read, in the order made.
    pub changes: Vec<Command>,
    /// The address of the view that was on the screen; empty: it was saved before views were.
    pub view: String,
    /// What of it is not as it was saved, in words.
    pub damaged: Vec<String>,
}

/// A file within a work file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FileOutline {
    /// Its own name.
    pub name: String,
    /// Its bytes; `None`: it was saved before sizes were.
    #[serde(default)]
    pub size: Option<u64>,
    /// Their SHA-256; `None`: it was saved before check sums were.
    #[serde(default)]
    pub sha256: Option<String>,
    /// From which byte of the work file to which its base64 is, as `from-to`.
    #[serde(default)]
    content: Option<String>,
    /// Its bytes follow the JSON as they are.
    #[serde(default)]
    raw: bool,
    #[serde(skip)]
    place: (u64, u64),
}

impl FileOutline {
    /// From which byte of the work file to before which its bytes are, or their base64.
    pub fn place(&self) -> (u64, u64) {
        self.place
    }

    /// Whether they are there as they are.
    pub fn is_raw(&self) -> bool {
        self.raw
    }

    /// Finds the place of its bytes; those that are there as they are follow each other. `None`: it is nowhere.
    fn find(&mut self, raw: &mut u64) -> Option<()> {
        self.place = match &self.content {
            Some(content) => {
                let (from, to) = content.split_once('-')?;
                (from.parse().ok()?, to.parse().ok()?)
            }
            None => (*raw, raw.checked_add(self.size.filter(|_| self.raw)?)?),
        };
        if self.raw {
            *raw = self.place.1;
        }
        Some(())
    }
}

impl WorkOutline {
    /// From the head of a work file.
    ///
    /// # Errors
    /// When it is another kind of file, of a newer page, or so damaged that nothing can be made of it.
    pub fn from_head(head: &WorkHead) -> Result<Self, CannotRead> {
        #[derive(Deserialize)]
        struct Kind {
            format: String,
            version: u32,
        }
        #[derive(Deserialize)]
        struct Whole<'a> {
            files: Vec<FileOutline>,
            #[serde(default)]
            anyway: bool,
            #[serde(default)]
            view: String,
            #[serde(default, with = "current_files")]
            current: Vec<Option<FileOutline>>,
            #[serde(borrow)]
            changes: &'a RawValue,
            #[serde(default)]
            changes_sha256: Option<String>,
        }
        let kind = serde_json::from_str::<Kind>(&head.text).ok();
        let kind = kind.filter(|kind| [FORMAT, locked::FORMAT].contains(&kind.format.as_str())).ok_or_else(no_work)?;
        if kind.version > if kind.format == FORMAT { VERSION } else { locked::VERSION } {
            return Err(newer());
        }
        let mut whole = serde_json::from_str::<Whole>(&head.text).map_err(|_| no_work())?;
        let mut raw = head.end;
        for file in whole.files.iter_mut().chain(whole.current.iter_mut().flatten()) {
            file.find(&mut raw).ok_or_else(no_work)?;
        }
        let (changes, unread) = read_changes(whole.changes)?;
        let altered = whole.changes_sha256.is_some_and(|sum| sum != sha256(whole.changes.get().as_bytes()));
        let damaged = match unread {
            0 if altered => vec!["the changes made to it".to_owned()],
            0 => Vec::new(),
            unread => vec![format!("{}, which cannot be read and will be missing", count(unread, "change"))],
        };
        let Whole { files, anyway, view, current, .. } = whole;
        let outline = Self { files, anyway, current, changes, view, damaged };
        if outline.files.is_empty() { Err(no_work()) } else { Ok(outline.with_current_taken()) }
    }

    /// From the whole of a work file that is a text already, with the bytes of its files.
    ///
    /// # Errors
    /// As [`WorkOutline::from_head`].
    pub fn from_text(text: &str) -> Result<Self, CannotRead> {
        let mut scanner = WorkScanner::default();
        scanner.push(text.as_bytes());
        Self::from_head(&scanner.finish())
    }

    /// Notes that a file is not as it was saved.
    pub fn add_damaged(&mut self, name: &str) {
        self.damaged.push(format!("\u{201c}{name}\u{201d}"));
    }

    /// What it is, for whoever is asked whether to go on with it: "year-6.csv, with 2 changes".
    pub fn about(&self) -> String {
        let names = self.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ");
        format!("{names}, with {}", count(standing_changes(&self.changes), "change"))
    }

    /// In work of before [`Command::SetCurrentFile`] the only file of last results was taken from the first.
    fn with_current_taken(mut self) -> Self {
        let says = self.changes.iter().any(|change| matches!(change, Command::SetCurrentFile { .. }));
        if !self.current.is_empty() && !says {
            self.changes.insert(0, Command::SetCurrentFile { file: Some(0) });
        }
        self
    }
}

/// How many changes stand, after all that was taken back.
pub fn standing_changes(changes: &[Command]) -> u64 {
    changes.iter().fold(0_u64, |standing, change| match change {
        Command::Undo => standing.saturating_sub(1),
        _ => standing + 1,
    })
}

/// The changes, and how many of them cannot be read.
fn read_changes(changes: &RawValue) -> Result<(Vec<Command>, u64), CannotRead> {
    let raw = serde_json::from_str::<Vec<&RawValue>>(changes.get()).map_err(|_| no_work())?;
    let read = raw.iter().filter_map(|change| serde_json::from_str(change.get()).ok()).collect::<Vec<_>>();
    let unread = raw.len() - read.len();
    Ok((read, unread as u64))
}

/// The files of last results in saved work: none, the only one, or a list.
mod current_files {
    use serde::{Deserialize, Deserializer};

    use super::FileOutline;

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Saved {
        Only(Option<FileOutline>),
        All(Vec<Option<FileOutline>>),
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Option<FileOutline>>, D::Error> {
        Ok(match Saved::deserialize(deserializer)? {
            Saved::Only(None) => Vec::new(),
            Saved::Only(only) => vec![only],
            Saved::All(files) => files,
        })
    }
}

fn newer() -> CannotRead {
    CannotRead {
        what: "This work was saved by a newer page than this one.".into(),
        remedy: "Open it with the page that saved it, or get the newest page.".into(),
        anyway: false,
    }
}

fn no_work() -> CannotRead {
    CannotRead {
        what: "This is not saved work, or it is damaged.".into(),
        remedy:
            "Choose the file that \u{201c}Save work\u{201d} gave you. If it was changed by another program, open the \
                 school\u{2019}s own file instead."
                .into(),
        anyway: false,
    }
}

#[cfg(test)]
mod tests {
    use super::content::{BYTES, ContentReader, ContentWriter, LETTERS};
    use super::*;
    use crate::session::command::{EntryId, Filter, SheetPupils, TriedList};

    /// A work file.
    fn saved(files: &[(&str, &[u8])], current: &[Option<(&str, &[u8])>], changes: Vec<Command>) -> String {
        saved_as(false, files, current, changes)
    }

    fn saved_as(
        raw: bool,
        files: &[(&str, &[u8])],
        current: &[Option<(&str, &[u8])>],
        changes: Vec<Command>,
    ) -> String {
        let mut contents = Vec::new();
        let mut store = |(name, bytes): &(&str, &[u8])| {
            let mut writer = ContentWriter::default();
            let letters = writer.encode(bytes);
            contents.push(if raw { String::from_utf8(bytes.to_vec()).unwrap() } else { letters });
            writer.finish(name)
        };
        let files = files.iter().map(&mut store).collect();
        let current = current.iter().map(|file| file.as_ref().map(&mut store)).collect();
        let pieces =
            SavedWork { files, anyway: false, current, changes, view: "#/pupils?page=2".into(), raw }.to_pieces();
        let text = pieces.iter().map(|piece| match piece {
            WorkPiece::Text(text) => text.as_str(),
            WorkPiece::Content(number) | WorkPiece::Raw(number) => contents[*number].as_str(),
        });
        text.collect()
    }

    fn changes() -> Vec<Command> {
        let target = Command::SetTarget { pupil: 3, result: "KS2_English".into(), value: "4".into() };
        vec![target, Command::SetCurrentFile { file: Some(0) }, Command::Undo, Command::Redo]
    }

    fn work() -> String {
        saved(&[("year-6.csv", b"UPN\xff\n")], &[Some(("last.csv", b""))], changes())
    }

    /// The bytes of a file of a work file, and whether they are sound.
    fn bytes(text: &str, file: &FileOutline) -> (Vec<u8>, bool) {
        let (from, to) = file.place();
        let saved = &text.as_bytes()[from as usize..(to as usize).min(text.len())];
        let mut reader = ContentReader::default();
        if file.is_raw() {
            reader.add(saved);
            return (saved.to_vec(), reader.is_sound(file));
        }
        let bytes = reader.decode(saved);
        (bytes, reader.is_sound(file))
    }

    #[test]
    fn a_name_that_every_system_takes() {
        assert_eq!(file_name("St Zoë's (invented) / 6"), "St-Zoë-s-invented-6.ambition");
    }

    #[test]
    fn what_is_saved_comes_back() {
        let text = work();
        let back = WorkOutline::from_text(&text).unwrap();
        assert_eq!((back.changes, back.anyway, back.damaged), (changes(), false, Vec::new()));
        assert_eq!(back.view, "#/pupils?page=2");
        assert_eq!(bytes(&text, &back.files[0]), (b"UPN\xff\n".to_vec(), true));
        assert_eq!(bytes(&text, back.current[0].as_ref().unwrap()), (Vec::new(), true));
        serde_json::from_str::<serde_json::Value>(&text).unwrap();
    }

    #[test]
    fn bytes_as_they_are_follow_the_rest() {
        let files: [(&str, &[u8]); 2] = [("a.csv", b"UPN}{\""), ("b.csv", b"")];
        let text = saved_as(true, &files, &[None, Some(("c.csv", b"x"))], changes());
        let back = WorkOutline::from_text(&text).unwrap();
        assert_eq!((&back.changes, back.damaged.len()), (&changes(), 0));
        assert_eq!(bytes(&text, &back.files[0]), (b"UPN}{\"".to_vec(), true));
        assert_eq!(bytes(&text, &back.files[1]), (Vec::new(), true));
        assert_eq!(bytes(&text, back.current[1].as_ref().unwrap()), (b"x".to_vec(), true));
        let cut = &text[..text.len() - 1];
        let back = WorkOutline::from_text(cut).unwrap();
        assert!(bytes(cut, &back.files[0]).1 && !bytes(cut, back.current[1].as_ref().unwrap()).1);
    }

    #[test]
    fn a_content_in_pieces_is_the_same() {
        let all = (0..BYTES + 100).map(|byte| byte as u8).collect::<Vec<_>>();
        let mut writer = ContentWriter::default();
        let letters = all.chunks(BYTES).map(|piece| writer.encode(piece)).collect::<String>();
        let stored = writer.finish("a");
        let mut once = ContentWriter::default();
        assert_eq!((once.encode(&all), once.finish("a")), (letters.clone(), stored.clone()));
        let file = FileOutline {
            name: String::new(),
            size: Some(stored.size),
            sha256: Some(stored.sha256),
            content: None,
            raw: false,
            place: (0, 0),
        };
        let mut reader = ContentReader::default();
        let back = letters.as_bytes().chunks(LETTERS).flat_map(|piece| reader.decode(piece)).collect::<Vec<_>>();
        assert!(back == all && reader.is_sound(&file));
    }

    #[test]
    fn the_sum_is_the_one_that_every_program_gives() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256(b""), empty);
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
    fn work_saved_before_still_opens_and_is_written_anew() {
        let work = WorkOutline::from_text(SAVED).unwrap();
        assert_eq!((work.changes.len(), work.damaged.len(), work.view.as_str()), (8, 0, ""));
        assert_eq!(bytes(SAVED, &work.files[0]), (b"UPN".to_vec(), true));
        let again = saved(&[("year-6.csv", b"UPN")], &[], work.changes.clone());
        assert_eq!(WorkOutline::from_text(&again).unwrap().changes, work.changes);
        // Each change is written as it was.
        let changes = SAVED.split_once("\"changes\":").unwrap().1;
        assert!(again.contains(changes.trim_end_matches('}')));
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
        let several = [Some(("last.csv", b"" as &[u8])), None, Some(("2006.csv", b"x"))];
        let text = saved(&[("year-6.csv", b"UPN")], &several, changes());
        let back = WorkOutline::from_text(&text).unwrap().current;
        let names = back.iter().map(|file| file.as_ref().map(|file| file.name.as_str())).collect::<Vec<_>>();
        assert_eq!(names, [Some("last.csv"), None, Some("2006.csv")]);
        assert_eq!(bytes(&text, back[2].as_ref().unwrap()), (b"x".to_vec(), true));
        // As it was saved before files of last results could be chosen.
        let older = SAVED.replace("\"current\":null", r#""current":{"name":"last.csv","content":"eA=="}"#);
        let back = WorkOutline::from_text(&older).unwrap();
        assert_eq!(back.changes.first(), Some(&Command::SetCurrentFile { file: Some(0) }));
        assert_eq!((back.changes.len(), back.current.len()), (9, 1));
        assert_eq!(bytes(&older, back.current[0].as_ref().unwrap()), (b"x".to_vec(), true));
    }

    #[test]
    fn what_it_is_in_words() {
        let about = |changes| WorkOutline::from_text(&saved(&[("a.csv", b"")], &[], changes)).unwrap().about();
        assert_eq!(about(changes()), "a.csv, with 2 changes");
        assert_eq!(about([changes(), vec![Command::Undo]].concat()), "a.csv, with 1 change");
    }

    #[test]
    fn other_files_and_newer_ones_are_refused() {
        let text = work();
        let newer = text.replace("\"version\":1", "\"version\":2");
        assert!(WorkOutline::from_text(&newer).unwrap_err().what.contains("newer"));
        for damaged in [&text[..90], "", "{}", "UPN,Sex", "{\"format\":\"x\",\"version\":1}"] {
            assert!(WorkOutline::from_text(damaged).unwrap_err().what.contains("not saved work"), "{damaged}");
        }
    }

    /// Every letter of a work file, changed: it is refused, or what is damaged is named, or nothing that counts changed.
    #[test]
    fn a_changed_letter_is_noticed() {
        let text = work();
        for place in 0..text.len() {
            let mut altered = text.clone().into_bytes();
            altered[place] = if altered[place] == b'5' { b'6' } else { b'5' };
            let altered = String::from_utf8(altered).unwrap();
            let Ok(back) = WorkOutline::from_text(&altered) else { continue };
            let sound = back.files.iter().chain(back.current.iter().flatten()).all(|file| bytes(&altered, file).1);
            if sound && back.damaged.is_empty() {
                assert_eq!(bytes(&altered, &back.files[0]).0, b"UPN\xff\n", "{altered}");
                assert_eq!(back.changes, changes(), "{altered}");
            }
        }
    }

    #[test]
    fn damage_is_named_and_the_rest_can_be_had() {
        let text = work();
        let altered = WorkOutline::from_text(&text.replace("\"value\":\"4\"", "\"value\":\"5\"")).unwrap();
        assert_eq!(altered.damaged, ["the changes made to it"]);
        let unread = WorkOutline::from_text(&text.replace("set-target", "set-nothing")).unwrap();
        assert_eq!(unread.damaged, ["1 change, which cannot be read and will be missing"]);
        assert_eq!(unread.changes, changes()[1..]);
        for (from, to, left) in [("VVBO", "VVBP", &b"UPO\xff\n"[..]), ("VVBO", "VV*O", b"UP\x0e\xff\n")] {
            let damaged = text.replace(from, to);
            let back = WorkOutline::from_text(&damaged).unwrap();
            let (bytes, sound) = bytes(&damaged, &back.files[0]);
            assert!(!sound && bytes.len() == left.len(), "{bytes:?}");
        }
        // Cut short within the bytes of the file: what is there of them, and every change.
        let cut = &text[..text.find("VVBO").unwrap() + 5];
        let back = WorkOutline::from_text(cut).unwrap();
        assert_eq!((back.changes.clone(), bytes(cut, &back.files[0])), (changes(), (b"UPN".to_vec(), false)));
    }
}
