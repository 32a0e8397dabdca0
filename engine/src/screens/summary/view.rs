//! What is open, for the frame of the page, and what can be chosen.

use serde::{Deserialize, Serialize};

use crate::screens::{MemoryView, Paragraph, Query};
use crate::session::command::SheetTopic;

/// What is open, for the frame of the page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Summary {
    /// The school's name and remark, or the file's name where the file names no school.
    pub title: String,
    /// The file's own name.
    pub file: String,
    /// The school's name alone, to be changed: as the user gave it, or as the file has it; empty: neither did.
    pub school_name: String,
    /// "Targets for 2009".
    pub edition: String,
    /// "Year 6": the year group of all pupils shown; empty: they are of several, or the file names none.
    pub year_group: String,
    /// "62 pupils".
    pub pupils: String,
    /// "2 rows not counted", or empty.
    pub set_aside: String,
    /// How many things on the Check view want the user's eye.
    pub to_check: u32,
    /// The reader set rows aside, decided something or warns of something: a file that is opened shows that first.
    pub is_remarkable: bool,
    /// "2 questions about the file are open"; empty: none is. Figures may change with the answers.
    pub questions_open: String,
    /// What Undo would take back, in words, newest change first; `None`: nothing.
    pub undo: Option<String>,
    /// What Redo would make again.
    pub redo: Option<String>,
    /// How many targets differ from the file.
    pub changed: u32,
    /// What may be remembered of how this file's columns are read; `None`: nothing may.
    pub memory: Option<MemoryView>,
    /// How many pupils who count have an agreed exception.
    pub excepted: u32,
    /// The editions to choose from.
    pub editions: Vec<Choice>,
    /// The key stages to choose from; those of which the file holds nothing say so.
    pub stages: Vec<Choice>,
    /// The year groups to choose from, the first of them all together; empty: the file names none, or one only.
    pub years: Vec<Choice>,
    /// The schools to choose from, the first of them all together; empty: the file names none, or one only.
    pub schools: Vec<Choice>,
    /// Other readings of the guidance that matter at this key stage.
    pub switches: Vec<SwitchView>,
    /// Current performance: where it comes from.
    pub current: CurrentView,
    /// The sheets that have something to show for this file.
    pub topics: Vec<SheetTopic>,
    /// The edition has targets of children in care, of pupils with special needs, and a return.
    pub has_care: bool,
    /// As [`Summary::has_care`], of special needs.
    pub has_needs: bool,
    /// As [`Summary::has_care`], of the return.
    pub has_return: bool,
    /// What the file is about.
    pub about: FileSubject,
    /// The file says which children are in care.
    pub names_children_in_care: bool,
    /// Whether views are made fit to share, and below which number no count is shown.
    pub sharing: Vec<Choice>,
    /// What that means, in words; empty: everything is shown.
    pub sharing_rule: String,
    /// Nothing may be shared of the school or the year group chosen: it, or another, has few pupils.
    pub too_small_to_share: bool,
    /// The conversion tables that can be built; empty while there are no results to build them from.
    pub conversions: Vec<Choice>,
    /// The words that screens explain.
    pub glossary: Vec<TermView>,
}

impl Summary {
    /// Whether a query is answered by [`View::Withheld`](crate::screens::View::Withheld).
    pub fn withholds(&self, query: &Query) -> bool {
        !self.sharing_rule.is_empty() && query.shared_form().is_withheld(|| self.too_small_to_share)
    }
}

/// What most of a file is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum FileSubject {
    /// Results and targets of a key stage, or nothing that is known.
    #[default]
    KeyStages,
    /// The Foundation Stage Profile, and no key stage.
    EarlyYears,
    /// Absence, and no key stage.
    Attendance,
}

/// A word of the glossary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TermView {
    /// What screens name it by: `floor`.
    pub id: String,
    /// The word as written.
    pub word: String,
    /// What it means.
    pub meaning: String,
    /// Where that comes from; empty: nowhere.
    pub paragraph: Paragraph,
}

/// Something to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Choice {
    /// What the command wants.
    pub id: String,
    /// "Key Stage 2".
    pub title: String,
    /// "no results or targets in this file", or empty.
    pub remark: String,
    /// It is the one chosen.
    pub chosen: bool,
}

/// A switch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SwitchView {
    /// What the command wants.
    pub id: String,
    /// "Not entered is left out".
    pub title: String,
    /// What it does.
    pub words: String,
    /// The paragraph that can be read so.
    pub paragraph: Paragraph,
    /// It is on.
    pub on: bool,
}

/// Where current performance comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CurrentView {
    /// "Results of 2007 from last-year.csv", "as typed", or what to do.
    pub words: String,
    /// What is to be settled about that file: "2 spellings are not understood."; empty: nothing.
    pub to_check: String,
    /// "2007": the year whose results are current performance.
    pub year: String,
    /// The name of the file it comes from; empty: none is open.
    pub file: String,
    /// The year groups of that file to choose from; empty: it has one, or names none.
    pub years: Vec<Choice>,
    /// "70 pupils, year group 6: results of Key Stage 2."; empty: no file, or its count is not shared.
    pub holds: String,
    /// What can be typed: one for each measure of the key stage.
    pub inputs: Vec<CurrentInput>,
}

/// Current performance of one measure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CurrentInput {
    /// The measure's id.
    pub measure: String,
    /// Its title.
    pub title: String,
    /// As typed; empty: nothing.
    pub typed: String,
    /// What the file says ("68.5%, 37 of 54 pupils"), which goes before what is typed; empty: nothing.
    pub from_file: String,
    /// "%" or "points".
    pub unit: String,
}
