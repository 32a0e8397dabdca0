//! Code lists: which spellings a coded cell may have, and what a National Curriculum level is worth (RULES 1).

use ambition_guidance::codes::{
    AskedForms, AverageBands, CodeData, CodeLine, CodeListData, LEVELS, LevelData, NotMadePoints,
};
pub use ambition_guidance::codes::{AverageBand, NoLevel, SetAside};
use fnv::FnvHashMap;

use super::prior::PriorBy;
use crate::text::cell::plain;
use crate::text::phrases::list_or;

/// A cell as stored: 0 is blank, then the codes of the code list, then the spellings of one file that are not understood.
pub type CellCode = u8;

/// A blank cell.
pub const BLANK: CellCode = 0;
/// The first code of a spelling that is not understood.
pub const UNKNOWN: CellCode = 128;

/// A code of a code list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeEntry {
    /// The spelling we show and write.
    pub code: String,
    /// What it means.
    pub words: String,
    /// The code that it is reported as in figures by group; its own for most.
    pub reported_as: String,
    /// Refines a main code (extended ethnicity, S0 ¶76).
    pub extended: bool,
}

/// The codes that cells of one kind may hold.
#[derive(Clone, Debug)]
pub struct CodeList {
    /// The name that fields refer to: `level`, `flag`, …
    pub name: String,
    entries: Vec<CodeEntry>,
    spellings: FnvHashMap<String, CellCode>,
    worth: Vec<Option<CodeWorth>>,
    /// The code of a whole rank: `4`, not `4b`.
    plain: FnvHashMap<u8, CellCode>,
    decimals: bool,
    /// Numbers may have a fraction of zeros.
    zeros: bool,
    /// Why the rows of pupils with a code are set aside, by code.
    set_aside: Vec<(CellCode, SetAside)>,
    /// Of flags, the code that says so.
    pub yes: Option<CellCode>,
    /// The code that says that there is nothing of the kind: no free meals, no special need.
    pub no: Option<CellCode>,
    /// See [`CodeList::asked_forms`].
    asked_forms: Option<AskedForms>,
    /// What a user may type where a target is wanted.
    pub hint: String,
    /// In capital letters, see [`CodeList::is_of_pair`].
    pair: Vec<String>,
    /// What says that there is no answer, as [`plain`] has it.
    no_answer: Vec<String>,
    /// What else means a code in this family of editions, as [`without_spaces`] has it.
    said: FnvHashMap<String, CellCode>,
    /// See [`CodeList::is_only_beside`].
    only_beside: Vec<String>,
}

impl CodeList {
    fn new(name: &str, decimals: bool, hint: &str) -> Self {
        Self {
            name: name.into(),
            entries: Vec::new(),
            spellings: FnvHashMap::default(),
            worth: Vec::new(),
            plain: FnvHashMap::default(),
            decimals,
            zeros: false,
            set_aside: Vec::new(),
            yes: None,
            no: None,
            asked_forms: None,
            hint: hint.into(),
            pair: Vec::new(),
            no_answer: Vec::new(),
            said: FnvHashMap::default(),
            only_beside: Vec::new(),
        }
    }

    fn add(&mut self, entry: CodeEntry, also: &[String], worth: Option<CodeWorth>) -> CellCode {
        let code = CellCode::try_from(self.entries.len() + 1).unwrap_or(UNKNOWN - 1);
        for spelling in also.iter().chain([&entry.code]) {
            self.spellings.insert(spelling.to_ascii_uppercase(), code);
        }
        self.entries.push(entry);
        self.worth.push(worth);
        code
    }

    /// Adds a code as that of its whole rank, unless an earlier one is.
    fn add_plain(&mut self, entry: CodeEntry, also: &[String], worth: Option<CodeWorth>) {
        let code = self.add(entry, also, worth);
        if let Some(CodeWorth::Result { rank, .. }) = worth {
            self.plain.entry(rank).or_insert(code);
        }
    }

    /// The next rank above this one that has a code.
    pub fn rank_above(&self, rank: u8) -> Option<u8> {
        self.plain.keys().copied().filter(|other| *other > rank).min()
    }

    /// The code that is worth these points; of several, the one that stands for a rank as a whole.
    pub fn code_of_points(&self, points: u8) -> Option<CellCode> {
        let worth = |code: &CellCode| self.points(*code) == Some(points);
        let plain = self.plain.values().copied().filter(worth).min();
        plain.or_else(|| self.entries().map(|(code, _)| code).find(worth))
    }

    /// The code of a whole rank.
    pub fn code_of_rank(&self, rank: u8) -> Option<CellCode> {
        self.plain.get(&rank).copied()
    }

    /// What a code is worth; `None` for blank, for spellings not understood, and in code lists of no results.
    pub fn worth(&self, code: CellCode) -> Option<CodeWorth> {
        self.worth.get(usize::from(code).checked_sub(1)?).copied()?
    }

    /// What a code has to be compared by to reach a mark, where it is a result: the whole level (RULES 1.2), the points
    /// of a grade (RULES 1.5), a number.
    pub fn rank(&self, code: CellCode) -> Option<u8> {
        match self.worth(code)? {
            CodeWorth::Result { rank, .. } => Some(rank),
            CodeWorth::None(_) => None,
        }
    }

    /// The rank of a code by its spelling.
    pub fn rank_of(&self, spelling: &str) -> Option<u8> {
        self.rank(self.parse(spelling.as_bytes())?)
    }

    /// The points of a code, where it has some (RULES 1.3, 1.5).
    pub fn points(&self, code: CellCode) -> Option<u8> {
        match self.worth(code)? {
            CodeWorth::Result { points, .. } => points,
            CodeWorth::None(_) => None,
        }
    }

    /// True if the pupil is in no figure of the result.
    pub fn is_out(&self, code: CellCode) -> bool {
        self.worth(code) == Some(CodeWorth::None(NoLevel::Out))
    }

    /// True if some code leaves its pupils out of every figure of the result.
    pub fn has_out(&self) -> bool {
        self.worth.contains(&Some(CodeWorth::None(NoLevel::Out)))
    }

    /// The codes whose pupils are set aside, each with the reason.
    pub fn set_aside(&self) -> &[(CellCode, SetAside)] {
        &self.set_aside
    }

    /// How a pupil with this code came out; `None`: there is no outcome.
    pub fn outcome(&self, code: CellCode) -> Option<Outcome> {
        match self.worth(code)? {
            CodeWorth::Result { rank, .. } => Some(Outcome::Rank(rank)),
            CodeWorth::None(NoLevel::NotMade) => Some(Outcome::NotMade),
            CodeWorth::None(NoLevel::NoOutcome | NoLevel::Out) => None,
        }
    }

    /// The code that stands for an outcome.
    pub fn code_of_outcome(&self, outcome: Outcome) -> Option<CellCode> {
        match outcome {
            Outcome::Rank(rank) => self.code_of_rank(rank),
            Outcome::NotMade => {
                self.entries().map(|(code, _)| code).find(|code| self.outcome(*code) == Some(Outcome::NotMade))
            }
        }
    }

    /// What an outcome is called: "4", or of those below the lowest level all codes, "B or N".
    pub fn outcome_name(&self, outcome: Outcome) -> String {
        let code = |code| self.entry(code).map(|entry| entry.code.clone());
        match outcome {
            Outcome::Rank(rank) => self.code_of_rank(rank).and_then(code).unwrap_or_default(),
            Outcome::NotMade => {
                let codes = self.entries().filter(|(code, _)| self.outcome(*code) == Some(Outcome::NotMade));
                list_or(&codes.map(|(_, entry)| entry.code.clone()).collect::<Vec<_>>())
            }
        }
    }

    /// Whether one of these spellings, in any letter case, is this code.
    pub fn is_code(&self, code: CellCode, spellings: &[String]) -> bool {
        spellings.iter().any(|spelling| self.parse(spelling.as_bytes()) == Some(code))
    }

    /// The code for a trimmed cell in any letter case; `None`: not understood. Levels with decimals are their whole
    /// part (RULES 1.1).
    pub fn parse(&self, cell: &[u8]) -> Option<CellCode> {
        if cell.is_empty() {
            return Some(BLANK);
        }
        let text = std::str::from_utf8(cell).ok()?;
        let spelling = match (self.decimals, self.zeros) {
            (true, _) => whole_part(text).unwrap_or(text),
            (false, true) => whole_part(text).filter(|whole| has_zeros_after(text, whole)).unwrap_or(text),
            (false, false) => text,
        };
        let code = self.spellings.get(&spelling.to_ascii_uppercase()).copied();
        let said = || if self.said.is_empty() { None } else { self.said.get(&without_spaces(text)).copied() };
        code.or_else(said).or_else(|| self.no_answer.contains(&plain(text)).then_some(BLANK))
    }

    /// [`CodeList::parse`] of a cell by itself: a spelling that means something only together with others of its column
    /// ([`CodeList::is_of_pair`]) is not understood yet.
    pub fn parse_cell(&self, cell: &[u8]) -> Option<CellCode> {
        let of_pair = self.pair.iter().any(|one| one.as_bytes().eq_ignore_ascii_case(cell));
        if of_pair { None } else { self.parse(cell) }
    }

    /// The spellings that other lists use as well ("T" and "F"): they are read where a column has all of them.
    pub fn pair(&self) -> &[String] {
        &self.pair
    }

    /// True for one of [`CodeList::pair`], in any letter case.
    pub fn is_of_pair(&self, spelling: &str) -> bool {
        self.pair.iter().any(|one| one.eq_ignore_ascii_case(spelling))
    }

    /// Cells in another form than the codes, which are asked about together.
    pub fn asked_forms(&self) -> Option<&AskedForms> {
        self.asked_forms.as_ref()
    }

    /// The code that a cell in another form comes closest to: the 5 of "5+"; `None`: it has no such form.
    pub fn code_of_form(&self, spelling: &str) -> Option<CellCode> {
        let forms = self.asked_forms.as_ref()?;
        let cell = without_spaces(spelling);
        let is_said = |said: &Vec<String>| said.iter().any(|said| without_spaces(said) == cell);
        let meant = || forms.means.iter().find(|(_, said)| is_said(said)).and_then(|(code, _)| self.code_named(code));
        let before_sign = forms.signs.iter().find_map(|sign| cell.strip_suffix(&without_spaces(sign)));
        let whole = before_sign.or_else(|| whole_part(&cell).filter(|_| forms.decimals));
        let whole = whole.and_then(|whole| self.spellings.get(whole).copied());
        whole.or_else(meant)
    }

    /// True if some code is a result.
    pub fn has_results(&self) -> bool {
        self.worth.iter().flatten().any(|worth| matches!(worth, CodeWorth::Result { .. }))
    }

    /// The entry of a code; `None` for blank and for spellings not understood.
    pub fn entry(&self, code: CellCode) -> Option<&CodeEntry> {
        self.entries.get(usize::from(code).checked_sub(1)?)
    }

    /// True for a code that is read only in the column beside that of the result.
    pub fn is_only_beside(&self, code: &str) -> bool {
        self.only_beside.iter().any(|other| other == code)
    }

    /// The code that is written so, also where cells of its own column never hold it.
    pub fn code_named(&self, name: &str) -> Option<CellCode> {
        self.entries().find(|(_, entry)| entry.code == name).map(|(code, _)| code)
    }

    /// All codes with their numbers, in the code list's order.
    pub fn entries(&self) -> impl Iterator<Item = (CellCode, &CodeEntry)> {
        (1..).zip(&self.entries)
    }
}

/// In capital letters and without spaces.
fn without_spaces(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// "104.0" after "104".
fn has_zeros_after(text: &str, whole: &str) -> bool {
    text.get(whole.len() + 1..).is_some_and(|part| part.bytes().all(|digit| digit == b'0'))
}

/// "4" of "4.3"; `None` where it is not a decimal number, or a fraction of one: that is a chance (RULES 6.3).
fn whole_part(text: &str) -> Option<&str> {
    let (whole, part) = text.split_once('.')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_fraction = whole.bytes().all(|digit| digit == b'0') && part.bytes().any(|digit| digit != b'0');
    (digits(whole) && digits(part) && !is_fraction).then_some(whole)
}

/// How a pupil came out, from the lowest up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Below the lowest level: B and N (RULES 2.2, 6.3).
    NotMade,
    /// A result of this rank.
    Rank(u8),
}

/// What a code is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeWorth {
    /// A result.
    Result {
        /// What marks are compared by. Of a level the whole level: 0 for P scales and W, 9 for exceptional performance
        /// (RULES 1.2). Of a grade its points, of a number itself.
        rank: u8,
        /// Of a level on the scale of 6 points a level (RULES 1.3), of a grade as in RULES 1.5; `None`: it has a rank alone.
        points: Option<u8>,
    },
    /// No result.
    None(NoLevel),
}

/// All code lists, and what averages of levels are worth.
#[derive(Clone, Debug)]
pub struct CodeLists {
    lists: Vec<CodeList>,
    average: AverageBands,
    not_made: NotMadePoints,
}

impl CodeLists {
    /// The code lists as a family of editions reads them. Codes have the same numbers in all families.
    pub(super) fn new(data: &CodeData, family: &str) -> Self {
        let mut lists = vec![level_list(&data.levels)];
        lists.extend(data.lists.iter().map(|list| build_list(list, family)));
        let no_answer = data.no_answer.iter().map(|text| plain(text)).collect::<Vec<_>>();
        lists.iter_mut().for_each(|list| list.no_answer.clone_from(&no_answer));
        Self { lists, average: data.levels.average.clone(), not_made: data.levels.not_made.clone() }
    }

    /// The number of a code list by its name.
    pub fn find_list(&self, name: &str) -> Option<usize> {
        self.lists.iter().position(|list| list.name == name)
    }

    /// A code list by its number.
    pub fn list(&self, number: usize) -> Option<&CodeList> {
        self.lists.get(number)
    }

    /// The code list of National Curriculum levels.
    pub fn levels(&self) -> Option<&CodeList> {
        self.lists.first()
    }

    /// The points that a code of a result counts in averages (RULES 1.3); `None`: it is left out of them.
    pub fn average_points(&self, result: &str, list: &CodeList, code: CellCode) -> Option<u8> {
        let not_made =
            || list.outcome(code) == Some(Outcome::NotMade) && self.not_made.results.iter().any(|it| it == result);
        list.points(code).or_else(|| not_made().then_some(self.not_made.points))
    }

    /// The level of the average of several results' points (RULES 1.4), on the scale that `by` names; `None` for
    /// averages of levels. The sum is compared, so that the average is never rounded.
    pub fn average_level(&self, sum_of_points: u16, results: u16, by: PriorBy) -> Option<u8> {
        let bands = match by {
            PriorBy::Points => &self.average.bands,
            PriorBy::LaterPoints => &self.average.later,
            PriorBy::SubLevels => &self.average.sub_levels,
            PriorBy::MeanLevel | PriorBy::Sum => return None,
        };
        let reached = |band: &&AverageBand| sum_of_points >= band.from * results;
        bands.iter().rev().find(reached).map(|band| band.level)
    }
}

/// What a code of a code list other than that of levels is worth.
fn worth(line: &CodeLine) -> Option<CodeWorth> {
    let rank = line.rank.or(line.points);
    let result = rank.map(|rank| CodeWorth::Result { rank, points: line.points });
    result.or_else(|| line.none.map(CodeWorth::None))
}

fn build_list(data: &CodeListData, family: &str) -> CodeList {
    let mut list = CodeList::new(&data.name, data.numbers.is_some_and(|numbers| numbers.decimals), &data.hint);
    for line in &data.codes {
        let reported_as = line.reported_as.clone().unwrap_or_else(|| line.code.clone());
        let (code, words) = (line.code.clone(), line.words.clone());
        let entry = CodeEntry { code, words, reported_as, extended: line.extended };
        if line.only_beside {
            // Nobody is told to reach it.
            list.add(entry, &[], worth(line));
        } else {
            list.add_plain(entry, &line.also, worth(line));
        }
        if let (Some(why), Some(code)) = (line.set_aside, list.parse(line.code.as_bytes())) {
            list.set_aside.push((code, why));
        }
    }
    list.zeros = data.numbers.is_some_and(|numbers| numbers.zeros);
    for number in data.numbers.into_iter().flat_map(|numbers| numbers.from..=numbers.to) {
        list.add_plain(CodeEntry::plain(number.to_string(), String::new()), &[], Some(CodeWorth::number(number)));
    }
    for line in data.codes.iter().filter(|line| line.only_beside) {
        list.spellings.remove(&line.code.to_ascii_uppercase());
        list.only_beside.push(line.code.clone());
    }
    list.said = what_is_said(&list, data, family);
    list.pair.clone_from(&data.pair);
    list.yes = data.yes.as_ref().and_then(|yes| list.parse(yes.as_bytes()));
    list.no = data.no.as_ref().and_then(|no| list.parse(no.as_bytes()));
    list.asked_forms.clone_from(&data.asked_forms);
    list
}

/// What else means a code of a list in a family of editions.
fn what_is_said(list: &CodeList, data: &CodeListData, family: &str) -> FnvHashMap<String, CellCode> {
    let mut said = FnvHashMap::default();
    let in_family = data.said_in.as_ref().is_none_or(|of| of == family);
    for (code, line) in (1..).zip(&data.codes).filter(|(_, line)| in_family && !line.only_beside) {
        let words = data.words_are_codes.then_some(&line.words);
        for text in line.said.iter().chain(words) {
            said.entry(without_spaces(text)).or_insert(code);
        }
    }
    for (code, entry) in list.entries() {
        for form in &data.forms {
            said.entry(without_spaces(&form.replace("{}", &entry.code))).or_insert(code);
        }
    }
    said
}

impl CodeEntry {
    fn plain(code: String, words: String) -> Self {
        Self { reported_as: code.clone(), code, words, extended: false }
    }
}

impl CodeWorth {
    fn number(number: u8) -> Self {
        Self::Result { rank: number, points: Some(number) }
    }
}

/// The code list of levels in ascending order.
fn level_list(data: &LevelData) -> CodeList {
    let mut list = CodeList::new(LEVELS, true, &data.hint);
    for below in &data.below {
        let worth = Some(CodeWorth::Result { rank: below.level, points: Some(below.points) });
        for code in &below.codes {
            let entry = CodeEntry::plain(code.clone(), below.words.clone());
            // Of several codes, none is that of the rank.
            if below.codes.len() == 1 {
                list.add_plain(entry, &[], worth);
            } else {
                list.add(entry, &[], worth);
            }
        }
    }
    let mut add =
        |code: String, words: String, worth: CodeWorth| list.add_plain(CodeEntry::plain(code, words), &[], Some(worth));
    for whole in &data.whole {
        let mut sub_levels = data.sub.iter().map(|sub| (sub.letter.as_str(), sub.points)).collect::<Vec<_>>();
        sub_levels.insert(0, ("", 0));
        for (letter, offset) in sub_levels {
            let code = format!("{}{letter}", whole.level);
            let points = whole.points.saturating_add_signed(offset);
            add(code.clone(), format!("level {code}"), CodeWorth::Result { rank: whole.level, points: Some(points) });
        }
    }
    for above in &data.above {
        add(
            above.code.clone(),
            above.words.clone(),
            CodeWorth::Result { rank: above.level, points: Some(above.points) },
        );
    }
    for none in &data.none {
        add(none.code.clone(), none.words.clone(), CodeWorth::None(none.outcome));
    }
    list
}

#[cfg(test)]
mod tests {
    use crate::guidance::Guidance;
    use crate::guidance::prior::PriorBy;

    fn level(cell: &str) -> Option<(Option<u8>, Option<u8>)> {
        let codes = Guidance::shipped().unwrap().codes;
        let levels = codes.levels().unwrap();
        let code = levels.parse(cell.as_bytes())?;
        Some((levels.rank(code), levels.points(code)))
    }

    #[test]
    fn levels_and_points_follow_rules_1() {
        assert_eq!(level("W"), Some((Some(0), Some(3))));
        assert_eq!(level("p1ii"), Some((Some(0), Some(3))));
        assert_eq!(level("2C"), Some((Some(2), Some(13))));
        assert_eq!(level("2"), Some((Some(2), Some(15))));
        assert_eq!(level("2a"), Some((Some(2), Some(17))));
        assert_eq!(level("4.3"), Some((Some(4), Some(27))));
        assert_eq!(level("8a"), Some((Some(8), Some(53))));
        assert_eq!(level("ep"), Some((Some(9), Some(57))));
        assert_eq!(level("B"), Some((None, None)));
        assert_eq!(level(""), Some((None, None)));
    }

    #[test]
    fn what_is_no_code_is_never_guessed() {
        for cell in ["P1", "P3", "9", "0", "0.5", "9.2", "4.", ".4", "4+", "4-", "Level 4", "2 b", "4d", "b4", "é"] {
            assert_eq!(level(cell), None, "{cell}");
        }
    }

    #[test]
    fn grades_counts_and_scales() {
        let codes = Guidance::shipped().unwrap().codes;
        let rank = |list: &str, cell: &str| codes.list(codes.find_list(list).unwrap()).unwrap().rank_of(cell);
        assert_eq!((rank("grade", "a*"), rank("grade", "G"), rank("grade", "U")), (Some(58), Some(16), Some(0)));
        assert_eq!((rank("grade", "M"), rank("grade", "5"), rank("grade", "A**")), (None, None, None));
        assert_eq!((rank("count", "0"), rank("count", "5.0"), rank("count", "12")), (Some(0), Some(5), Some(12)));
        assert_eq!((rank("count", "-1"), rank("scale", "9"), rank("scale", "9.0")), (None, Some(9), None));
    }

    #[test]
    fn the_contested_averages_of_reading_and_writing() {
        let codes = Guidance::shipped().unwrap().codes;
        let average = |reading: &str, writing: &str| {
            let list = codes.levels().unwrap();
            let points = |cell: &str| u16::from(list.points(list.parse(cell.as_bytes()).unwrap()).unwrap());
            codes.average_level(points(reading) + points(writing), 2, PriorBy::Points)
        };
        assert_eq!(average("1", "2c"), Some(1));
        assert_eq!(average("1", "2b"), Some(2));
        assert_eq!(average("2c", "3"), Some(2));
        assert_eq!(average("2b", "3"), Some(3));
        assert_eq!(average("W", "W"), Some(0));
        assert_eq!(average("W", "1"), Some(1));
        assert_eq!(average("3", "4"), Some(4));
        assert_eq!(average("5", "5"), Some(4));
    }

    #[test]
    fn what_is_said_for_codes_today_is_asked_about_in_editions_of_levels() {
        let guidance = std::sync::Arc::new(Guidance::shipped().unwrap());
        let code = |family: &str, list: &str, cell: &str| {
            let codes = &guidance.for_family(family).codes;
            let list = codes.list(codes.find_list(list).unwrap()).unwrap();
            list.parse(cell.as_bytes()).and_then(|code| list.entry(code)).map(|entry| entry.code.clone())
        };
        for (cell, meant) in
            [("SEN Support", "K"), ("sen  support", "K"), ("EHCP", "E"), ("E - EHC Plan", "E"), ("No SEN", "N")]
        {
            assert_eq!(code("scores", "sen", cell).as_deref(), Some(meant), "{cell}");
            assert_eq!(code("levels", "sen", cell), None, "{cell}");
        }
        assert_eq!(code("scores", "sen", "SEN"), None);
        assert_eq!(code("scores", "grade-9-1", "5 (9-1)").as_deref(), Some("5"));
        assert_eq!([code("scores", "grade-9-1", "591"), code("scores", "grade-9-1", "5-5")], [None, None]);
        assert_eq!(code("scores", "tables", "Left school").as_deref(), Some("L"));
        // The outcome of the check is no mark.
        assert_eq!([code("scores", "phonics", "Wa"), code("scores", "phonics", "Wt")], [None, None]);
        assert_eq!(code("scores", "phonics-outcome", "Wa").as_deref(), Some("Wa"));
    }
}
