//! Work on targets: the naive reference after every one of many edits, undone and made again; and our own exports,
//! read back in.

use ambition_engine::intake::ReadFile;
use ambition_engine::screens::{Exchange, Query, View};
use ambition_engine::session::Session;
use ambition_engine::session::command::Command;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::laws::{file, regular_file};
use super::{FigureRow, guidance, read, reference};

/// What may be typed: levels, sub-levels, P scales, codes, grades, numbers, and what is none of them.
const VALUES: [&str; 24] = [
    "", "1", "2", "3", "4", "5", "6", "7", "2c", "3a", "W", "P8", "EP", "B", "N", "A", "U", "X", "C", "A*", "D", "9",
    "346.5", "many",
];
const RESULTS: [&str; 9] = [
    "KS2_English",
    "KS2_Maths",
    "KS3_English",
    "KS3_Maths",
    "KS3_Science",
    "KS4_English",
    "KS4_Maths",
    "KS4_AtoC",
    "KS4_Points",
];

fn open(text: &str) -> Session {
    let mut session = Session::new(guidance().clone()).unwrap();
    session.open(read(text.as_bytes()), "file.csv");
    session
}

fn text(session: &mut Session, query: Query) -> String {
    let View::Text { text, .. } = session.exchange(&Exchange { command: None, queries: vec![query] }).views.remove(0)
    else {
        panic!()
    };
    text
}

/// Figures of all pupils on one basis, of the file as a whole and of each school.
fn figures_on(basis: &str, rows: impl IntoIterator<Item = FigureRow>) -> Vec<FigureRow> {
    rows.into_iter().filter(|row| row[2] == "all" && row[5] == basis).collect()
}

fn rows(csv: &str) -> Vec<FigureRow> {
    let rows = csv::Reader::from_reader(csv.as_bytes()).into_records();
    rows.map(|row| std::array::from_fn(|cell| row.as_ref().unwrap()[cell].to_owned())).collect()
}

/// The file as a person would keep it on paper: each edit is written into its cell.
struct PaperRecord {
    headings: csv::StringRecord,
    pupils: Vec<Vec<String>>,
    /// Place, what stood there, and what was written.
    done: Vec<(usize, usize, [String; 2])>,
    undone: Vec<(usize, usize, [String; 2])>,
}

impl PaperRecord {
    fn new(text: &str) -> Self {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headings = reader.headers().unwrap().clone();
        let pupils = reader.into_records().map(|row| row.unwrap().iter().map(String::from).collect()).collect();
        Self { headings, pupils, done: Vec::new(), undone: Vec::new() }
    }

    /// The results with targets, and their columns.
    fn targets(&self) -> Vec<(&'static str, usize)> {
        let column = |result: &&'static str| {
            Some((*result, self.headings.iter().position(|heading| heading == format!("Target_{result}"))?))
        };
        RESULTS.iter().filter_map(column).collect()
    }

    fn write(&mut self, pupil: usize, column: usize, value: &str) {
        let before = std::mem::replace(&mut self.pupils[pupil][column], value.to_owned());
        self.done.push((pupil, column, [before, value.to_owned()]));
        self.undone.clear();
    }

    fn undo(&mut self) {
        if let Some(edit) = self.done.pop() {
            self.pupils[edit.0][edit.1].clone_from(&edit.2[0]);
            self.undone.push(edit);
        }
    }

    fn redo(&mut self) {
        if let Some(edit) = self.undone.pop() {
            self.pupils[edit.0][edit.1].clone_from(&edit.2[1]);
            self.done.push(edit);
        }
    }

    fn text(&self) -> String {
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(&self.headings).unwrap();
        self.pupils.iter().for_each(|pupil| csv.write_record(pupil).unwrap());
        String::from_utf8(csv.into_inner().unwrap()).unwrap()
    }
}

/// How many edits; `AMBITION_EDITS=1000` for a run that takes its time.
fn edits() -> usize {
    std::env::var("AMBITION_EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(120)
}

/// What is last in the log, in words.
fn undo_words(session: &mut Session) -> Option<String> {
    let queries = vec![Query::Summary];
    let View::Summary(summary) = session.exchange(&Exchange { command: None, queries }).views.remove(0) else {
        panic!()
    };
    summary.undo
}

fn run(session: &mut Session, command: Command) -> bool {
    session.exchange(&Exchange { command: Some(command), queries: Vec::new() }).refused.is_none()
}

/// The same code before and after is no change, however it is spelled.
fn is_change(paper: &PaperRecord, pupil: usize, column: usize, value: &str, heading: &str) -> bool {
    let field = guidance().fields.get_heading(heading).unwrap();
    let before = &paper.pupils[pupil][column];
    match field.kind {
        ambition_engine::guidance::fields::FieldKind::Coded(list) => {
            let parse = |text: &str| guidance().codes.list(list).unwrap().parse(text.trim().as_bytes());
            parse(before) != parse(value)
        }
        _ => {
            before.trim().parse::<f64>().ok() != value.parse::<f64>().ok()
                || before.trim().is_empty() != value.is_empty()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(1).min(50), failure_persistence: None, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn many_edits_and_undos(
        start in regular_file(4..9),
        edits in vec((any::<Index>(), any::<Index>(), any::<Index>(), 0..8_u8), edits()),
    ) {
        // Everybody is somebody else, and no row is empty.
        let start = start.replacen("UPN", "Remark", 1);
        let mut paper = PaperRecord::new(&start);
        let targets = paper.targets();
        prop_assume!(!targets.is_empty());
        let opened = read(start.as_bytes());
        prop_assume!(opened.cohort.len() == paper.pupils.len());
        // A session keeps what a whole column decided; the changed paper is read anew.
        prop_assume!(!is_decided_by_column(&opened));
        let mut session = open(&start);
        for (pupil, target, value, kind) in edits {
            match kind {
                0 => { run(&mut session, Command::Undo); paper.undo(); }
                1 => { run(&mut session, Command::Redo); paper.redo(); }
                _ => {
                    let (pupil, value) = (pupil.index(paper.pupils.len()), *value.get(&VALUES));
                    let (result, column) = targets[target.index(targets.len())];
                    let number = u32::try_from(pupil).unwrap();
                    let command = Command::SetTarget { pupil: number, result: result.into(), value: value.into() };
                    let taken = run(&mut session, command);
                    if taken && is_change(&paper, pupil, column, value, result) {
                        paper.write(pupil, column, value);
                    }
                }
            }
            // On paper, a row whose last cell was emptied is no pupil.
            let on_paper = read(paper.text().as_bytes());
            if is_decided_by_column(&on_paper) || on_paper.cohort.len() != paper.pupils.len() {
                continue;
            }
            let found = figures_on("moderated", rows(&text(&mut session, Query::FiguresCsv)));
            let wanted = figures_on("moderated", reference::figures(&paper.text(), "2009", false, None));
            prop_assert!(found == wanted, "after {:?}: {found:#?} {wanted:#?}", undo_words(&mut session));
            prop_assert_eq!(undo_words(&mut session).is_some(), !paper.done.is_empty());
        }
    }
}

/// True if the cells of a column decided what others of it are.
fn is_decided_by_column(opened: &ReadFile) -> bool {
    let by_column = ["dates-contradict", "comma-in-numbers", "month-first", "other-scale", "chances"];
    let (noticed, asked) = (&opened.account.diagnostics, &opened.account.questions);
    let mut codes = noticed.iter().map(|noticed| noticed.code).chain(asked.iter().map(|question| question.code));
    codes.any(|code| by_column.contains(&code))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(40), failure_persistence: None, ..ProptestConfig::default() })]

    /// Our own export, read back in, gives the same figures: its targets are those that were moderated before.
    #[test]
    fn the_export_of_pupils_gives_the_same_figures(
        start in file(1..20),
        edits in vec((any::<Index>(), any::<Index>(), any::<Index>()), 0..10),
    ) {
        // What F means is told by the other cells of its column, and these may be in a row that was set aside.
        let start = start.lines().map(|line| line.split(',').map(|cell| if cell == "f" { "N" } else { cell }).collect::<Vec<_>>().join(",") + "\n");
        let start = start.collect::<String>();
        let mut session = open(&start);
        let opened = read(start.as_bytes());
        // What was decided by a whole column cannot be told from the pupils that are left of it.
        prop_assume!(!is_decided_by_column(&opened));
        let pupils = opened.cohort.len();
        for (pupil, result, value) in edits {
            let pupil = u32::try_from(pupil.index(pupils.max(1))).unwrap();
            let (result, value) = (*result.get(&RESULTS), *value.get(&VALUES));
            run(&mut session, Command::SetTarget { pupil, result: result.into(), value: value.into() });
        }
        let export = text(&mut session, Query::TargetsCsv);
        prop_assume!(!is_decided_by_column(&read(export.as_bytes())));
        let mut again = open(&export);
        // What was proposed is another thing than what it was changed to.
        let but_proposed = |csv: &str| rows(csv).into_iter().filter(|row| row[5] != "target").collect::<Vec<_>>();
        let (before, after) = (text(&mut session, Query::FiguresCsv), text(&mut again, Query::FiguresCsv));
        prop_assert_eq!(but_proposed(&before), but_proposed(&after), "{}", export);
        // And the export of what was exported is the same, but for the rows' own numbers.
        let once_more = text(&mut again, Query::TargetsCsv);
        let cells = |csv: &str| {
            let rows = csv::Reader::from_reader(csv.as_bytes()).into_records().map(Result::unwrap);
            rows.map(|row| row.iter().skip(1).map(String::from).collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        prop_assert_eq!(cells(&export), cells(&once_more));
    }
}

#[test]
fn what_a_spreadsheet_would_take_for_a_formula_is_guarded_where_it_is_text() {
    let file = "UPN,Surname,Forename,Class,Sex,KS1_Reading,KS1_Writing,KS1_Maths,Target_KS2_English,Target_KS2_Maths\n\
                1,=1+1,@SUM(A1),-6R,F,2b,2b,2b,4,4\n\
                2,+44,\"\tTab\",O'Neil,M,2b,=2,2b,4,4\n";
    let mut session = open(file);
    let pupils = text(&mut session, Query::TargetsCsv);
    for guarded in ["'=1+1", "'@SUM(A1)", "'-6R", "'+44", ",O'Neil,", "'=2"] {
        assert!(pupils.contains(guarded), "{guarded} in {pupils}");
    }
    let figures = text(&mut session, Query::FiguresCsv);
    assert!(figures.contains(",class,'-6R,"), "{figures}");
    // A number is a number, and what we wrote ourselves is read as what it was.
    assert!(!figures.contains("'1"));
    let mut again = open(&pupils);
    assert_eq!(text(&mut again, Query::FiguresCsv), figures);
    assert_eq!(read(pupils.as_bytes()).cohort.len(), 2);
}
