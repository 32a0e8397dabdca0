//! Pupils who may not belong to the cohort, or may be in the file twice. Asked once all rows are read; until the answer
//! they count (RULES 2.1, 2.3).

use std::collections::{BTreeSet, HashMap, HashSet};

use super::account::Account;
use super::decisions::{ROWS_IN_VIEW, ReadingAnswer, ReadingChoice, ReadingQuestion};
use super::table::is_no_upn;
use super::table::layout::FirstRow;
use crate::cohort::{Cohort, LabelColumn, NumberCell};
use crate::guidance::codes::BLANK;
use crate::guidance::fields::{FieldKind, KnownField, NumberKind};
use crate::guidance::{FieldId, Guidance, year_groups};
use crate::text::phrases::{count, list, thousands};

/// Larger files, of more schools than a district has, are not looked at.
const PUPILS: usize = 50_000;

/// Fewest pupils without results who are asked about where nothing but a class or the lack of a UPN sets them apart.
const SOME: usize = 2;
/// And where nothing at all does: so many, and one in so many of the file.
const MANY: usize = 4;
const SHARE: usize = 4;

/// Most pupils of one name of whom two may be the same: a name that more have stands for many.
const NAMESAKES: usize = 4;

/// Share of the pupils with results that show where results are expected.
const OF: usize = 10;
const NEARLY_ALL: usize = 9;

/// Codes of the questions that are asked here.
const CODES: [&str; 2] = ["pupils-without-results", "rows-alike"];

/// Asks about pupils without results where other pupils have them, and about rows that are alike. Replaces what was asked
/// of the parts of a cohort.
pub(super) fn ask(cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
    account.questions.retain(|question| !CODES.contains(&question.code));
    if cohort.len() > PUPILS {
        return;
    }
    let said = account.read_as.answers.iter().filter_map(|answer| match answer {
        ReadingAnswer::ArePupils(rows) => Some(rows),
        _ => None,
    });
    let said = said.flatten().copied().collect::<HashSet<_>>();
    let open = |pupils: Vec<usize>| {
        let open = pupils.into_iter().filter(|pupil| !said.contains(&cohort.row(*pupil)));
        Some(open.collect::<Vec<_>>()).filter(|open| !open.is_empty())
    };
    let without = WithoutResults::find(cohort, guidance)
        .and_then(|found| Some(question_about_results(&open(found.pupils)?, &found.who, cohort, account, guidance)));
    let alike = open(rows_alike(cohort, guidance));
    let alike = alike.map(|pupils| question_about_alike(&pupils, cohort, account, guidance));
    account.questions.extend(without.into_iter().chain(alike));
}

/// Pupils without results who may not belong to the cohort.
#[derive(Debug)]
struct WithoutResults {
    pupils: Vec<usize>,
    /// Who they are: "in year groups 3 and 4".
    who: String,
}

impl WithoutResults {
    /// Pupils without results or targets where those of one year group have them; else pupils without anything, who have
    /// no UPN where all others have one, are in a class in which nobody has results, or are a large part of the file.
    fn find(cohort: &Cohort, guidance: &Guidance) -> Option<Self> {
        let outcomes = filled(cohort, guidance, |field| field.is_outcome);
        Self::of_other_years(&outcomes, cohort, guidance).or_else(|| {
            let data = filled(cohort, guidance, |field| is_data(field, guidance));
            Self::without_upns(&data, cohort, guidance)
                .or_else(|| Self::of_other_classes(&data, cohort, guidance))
                .or_else(|| Self::many(&data))
        })
    }

    fn of_other_years(filled: &[bool], cohort: &Cohort, guidance: &Guidance) -> Option<Self> {
        let labels = cohort.year_groups(guidance)?;
        let canonical = labels.texts().iter().map(|text| {
            let words = &guidance.exports.year_groups;
            year_groups::canonical(words, text).or_else(|| year_groups::of_class(words, text))
        });
        let canonical = canonical.collect::<Vec<_>>();
        let year = |pupil: usize| canonical.get(usize::from(*labels.ids().get(pupil)?))?.as_deref();
        // By label first: a file has few of them.
        let mut with_label = vec![0; canonical.len()];
        for (label, _) in labels.ids().iter().zip(filled).filter(|(_, filled)| **filled) {
            with_label.get_mut(usize::from(*label)).into_iter().for_each(|count| *count += 1);
        }
        let mut with = HashMap::new();
        for (year, count) in canonical.iter().zip(with_label).filter(|(_, count)| *count > 0) {
            *with.entry(year.as_deref()).or_insert(0) += count;
        }
        let all = with.values().sum::<usize>();
        let (usual, most) = with.into_iter().max_by_key(|(year, count)| (*count, *year))?;
        usual.filter(|_| most * OF >= all * NEARLY_ALL)?;
        let is_other =
            |pupil: &usize| filled.get(*pupil) == Some(&false) && year(*pupil).is_some_and(|one| Some(one) != usual);
        let pupils = (0..cohort.len()).filter(is_other).collect::<Vec<_>>();
        let years = pupils.iter().filter_map(|pupil| year(*pupil)).collect::<BTreeSet<_>>();
        let mut years = years.into_iter().map(str::to_owned).collect::<Vec<_>>();
        years.sort_by_key(|year| (year.parse::<u8>().unwrap_or_default(), year.clone()));
        let plural = if years.len() == 1 { "" } else { "s" };
        let who = format!("of year group{plural} {}", list(&years));
        (!pupils.is_empty()).then_some(Self { pupils, who })
    }

    fn without_upns(filled: &[bool], cohort: &Cohort, guidance: &Guidance) -> Option<Self> {
        let has_upn = |pupil: &usize| is_identified(cohort, *pupil, guidance);
        let with = pupils_where(filled, true);
        let named = with.iter().filter(|pupil| has_upn(pupil)).count();
        let pupils = pupils_where(filled, false).into_iter().filter(|pupil| !has_upn(pupil)).collect::<Vec<_>>();
        let are_odd = !with.is_empty() && named * OF >= with.len() * NEARLY_ALL && pupils.len() >= SOME;
        are_odd.then(|| Self { pupils, who: "without a UPN".into() })
    }

    fn of_other_classes(filled: &[bool], cohort: &Cohort, guidance: &Guidance) -> Option<Self> {
        let class = class_column(cohort, guidance)?;
        let of = |pupil: &usize| class.ids().get(*pupil).copied().map_or(0, usize::from);
        let mut with = vec![false; class.texts().len()];
        for (class, filled) in class.ids().iter().zip(filled) {
            with.get_mut(usize::from(*class)).into_iter().for_each(|with| *with |= *filled);
        }
        let is_other = |pupil: &usize| of(pupil) != 0 && with.get(of(pupil)) == Some(&false);
        let pupils = pupils_where(filled, false).into_iter().filter(is_other).collect::<Vec<_>>();
        // The first label is blank.
        let are_odd = with.iter().skip(1).any(|with| *with) && pupils.len() >= SOME;
        are_odd.then(|| Self { pupils, who: "of other classes".into() })
    }

    fn many(filled: &[bool]) -> Option<Self> {
        let pupils = pupils_where(filled, false);
        let are_many = pupils.len() >= MANY && pupils.len() < filled.len() && SHARE * pupils.len() >= filled.len();
        are_many.then(|| Self { pupils, who: String::new() })
    }
}

/// The pupils of whom this holds.
fn pupils_where(of: &[bool], holds: bool) -> Vec<usize> {
    of.iter().enumerate().filter(|(_, one)| **one == holds).map(|(pupil, _)| pupil).collect()
}

/// For each pupil, whether any of these columns is filled.
fn filled(cohort: &Cohort, guidance: &Guidance, wanted: impl Fn(&KnownField) -> bool) -> Vec<bool> {
    let mut filled = vec![false; cohort.len()];
    let is_wanted = |field: FieldId| guidance.fields.get(field).is_some_and(&wanted);
    for (_, column) in cohort.coded_columns().filter(|(field, _)| is_wanted(*field)) {
        filled.iter_mut().zip(column.codes()).for_each(|(filled, code)| *filled |= *code != BLANK);
    }
    for (_, column) in cohort.number_columns().filter(|(field, _)| is_wanted(*field)) {
        filled.iter_mut().zip(column.cells()).for_each(|(filled, cell)| *filled |= cell != NumberCell::Blank);
    }
    filled
}

/// Anything that figures are made of: results, targets, sessions.
pub(super) fn is_data(field: &KnownField, guidance: &Guidance) -> bool {
    let levels = guidance.codes.levels().map(|list| list.name.as_str());
    match field.kind {
        FieldKind::Coded(list) => {
            field.is_outcome || guidance.codes.list(list).map(|list| list.name.as_str()) == levels
        }
        FieldKind::Number(kind) => kind != NumberKind::Date,
        _ => false,
    }
}

fn class_column<'a>(cohort: &'a Cohort, guidance: &Guidance) -> Option<&'a LabelColumn> {
    let groups = guidance.fields.groupings.iter().flat_map(|grouping| &grouping.fields);
    let labels = groups.filter_map(|heading| guidance.fields.by_heading(heading));
    labels.filter(|field| *field != guidance.fields.school).find_map(|field| cohort.label_column(field))
}

fn is_identified(cohort: &Cohort, pupil: usize, guidance: &Guidance) -> bool {
    let people = cohort.people();
    people.upn_number(pupil) != 0 && !(people.has_unusual_upn(pupil) && is_no_upn(&people.upn(pupil), guidance))
}

/// Pupils without a UPN whose rows are, but for it, those of another pupil of the same name to the letter.
fn rows_alike(cohort: &Cohort, guidance: &Guidance) -> Vec<usize> {
    let is_unidentified = |pupil: &usize| !is_identified(cohort, *pupil, guidance);
    if !(0..cohort.len()).any(|pupil| is_unidentified(&pupil)) {
        return Vec::new();
    }
    let mut by_name = HashMap::<String, Vec<usize>>::new();
    for pupil in 0..cohort.len() {
        let name = cohort.people().name(pupil).to_lowercase();
        if !name.is_empty() {
            by_name.entry(name).or_default().push(pupil);
        }
    }
    let is_upn = |field: &KnownField| field.kind == FieldKind::Upn;
    let cells = |pupil: usize| {
        let fields = guidance.fields.iter().filter(|(_, field)| !is_upn(field));
        fields.map(|(field, _)| cohort.text(field, pupil, guidance)).collect::<Vec<_>>()
    };
    let are_namesakes =
        |pupils: &Vec<usize>| (2..=NAMESAKES).contains(&pupils.len()) && pupils.iter().any(is_unidentified);
    let mut alike = Vec::new();
    for mut pupils in by_name.into_values().filter(are_namesakes) {
        // Whoever has a UPN is somebody; of others the first is.
        pupils.sort_by_key(is_unidentified);
        let mut met = HashSet::new();
        let again = pupils.into_iter().filter(|pupil| !met.insert(cells(*pupil)));
        alike.extend(again.filter(is_unidentified));
    }
    alike.sort_unstable();
    alike
}

fn question_about_results(
    pupils: &[usize],
    who: &str,
    cohort: &Cohort,
    account: &Account,
    guidance: &Guidance,
) -> ReadingQuestion {
    let (have, do_they, them) =
        if pupils.len() == 1 { ("has", "Does the pupil", "the pupil") } else { ("have", "Do they", "them") };
    let who = if who.is_empty() { String::new() } else { format!(" {who}") };
    let sessions = if have_sessions(pupils, cohort, guidance) {
        format!(" {}", sessions_words(pupils.len()))
    } else {
        String::new()
    };
    let rows = pupils.iter().map(|pupil| cohort.row(*pupil)).collect::<Vec<_>>();
    ReadingQuestion {
        code: "pupils-without-results",
        what: format!(
            "{}{who} {have} none of the results and targets that the others have. {do_they} belong to the pupils \
             whose figures you want?{sessions} Until you answer, we count {them}.",
            count(pupils.len() as u64, "pupil")
        ),
        rows: in_view(pupils, cohort, account, guidance),
        choices: vec![
            ReadingChoice::new(format!("No, leave {them} out"), ReadingAnswer::AreNotPupils(rows.clone())),
            ReadingChoice::new(format!("Yes, count {them}"), ReadingAnswer::ArePupils(rows)),
        ],
    }
}

/// True if any of these pupils has sessions, which count whatever year group is chosen (RULES 2.1).
fn have_sessions(pupils: &[usize], cohort: &Cohort, guidance: &Guidance) -> bool {
    let sessions = filled(cohort, guidance, |field| field.heading == guidance.exports.sessions.possible);
    pupils.iter().any(|pupil| sessions.get(*pupil) == Some(&true))
}

fn sessions_words(pupils: usize) -> String {
    let (have, them) = if pupils == 1 { ("The pupil has", "the pupil") } else { ("They have", "them") };
    format!(
        "{have} sessions, which would be missing from the absence figures: to leave {them} out of the other figures alone, \
         answer yes and choose the year group at the top of the page."
    )
}

fn question_about_alike(pupils: &[usize], cohort: &Cohort, account: &Account, guidance: &Guidance) -> ReadingQuestion {
    let rows = pupils.iter().map(|pupil| cohort.row(*pupil)).collect::<Vec<_>>();
    let what = match rows.as_slice() {
        [row] => format!(
            "Row {row} has no UPN, and the name and every other cell of another row. Is it another pupil? Until you answer, we \
             count both."
        ),
        rows => format!(
            "{} rows have no UPN, and the name and every other cell of another row. Are they other pupils? Until you answer, \
             we count all.",
            thousands(rows.len() as u64)
        ),
    };
    let (no, yes) = match rows.len() {
        1 => ("No, count the pupil once", "Yes, count both"),
        _ => ("No, count each pupil once", "Yes, count all of them"),
    };
    ReadingQuestion {
        code: "rows-alike",
        what,
        rows: in_view(pupils, cohort, account, guidance),
        choices: vec![
            ReadingChoice::new(no, ReadingAnswer::AreNotPupils(rows.clone())),
            ReadingChoice::new(yes, ReadingAnswer::ArePupils(rows)),
        ],
    }
}

/// Rows of the first of these pupils, as far as their columns are read.
fn in_view(pupils: &[usize], cohort: &Cohort, account: &Account, guidance: &Guidance) -> Vec<FirstRow> {
    rows_with(pupils, |_| true, (cohort, account, guidance))
}

/// The same with no columns but those that name pupils, and these.
pub(super) fn rows_about(columns: &[FieldId], pupils: &[usize], file: (&Cohort, &Account, &Guidance)) -> Vec<FirstRow> {
    let names = |field: FieldId| {
        let kind = file.2.fields.get(field).map(|field| field.kind);
        matches!(kind, Some(FieldKind::Upn | FieldKind::Surname | FieldKind::Forename))
    };
    rows_with(pupils, |field| names(field) || columns.contains(&field), file)
}

fn rows_with(
    pupils: &[usize],
    is_shown: impl Fn(FieldId) -> bool,
    (cohort, account, guidance): (&Cohort, &Account, &Guidance),
) -> Vec<FirstRow> {
    let row = |pupil: &usize| {
        let cell = |field: &Option<FieldId>| {
            let field = field.filter(|field| is_shown(*field));
            field.map(|field| cohort.text(field, *pupil, guidance)).unwrap_or_default()
        };
        FirstRow { number: cohort.row(*pupil), cells: account.headings.fields.iter().map(cell).collect() }
    };
    pupils.iter().take(ROWS_IN_VIEW).map(row).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::intake::{CohortReader, ReadAs, ReadFile};

    fn read(rows: &str, answers: Vec<ReadingAnswer>) -> ReadFile {
        let text = format!("UPN,Surname,Sex,NCYear,Class,KS1_Maths,Target_KS2_Maths\n{}", rows.replace(' ', "\n"));
        let read_as = ReadAs { answers, ..ReadAs::default() };
        CohortReader::read_all_as(Arc::new(Guidance::shipped().unwrap()), text.as_bytes(), read_as).unwrap()
    }

    /// The rows that each question is about, as its answers name them.
    fn asked(rows: &str) -> Vec<(&'static str, Vec<u32>)> {
        let rows_of = |question: &ReadingQuestion| match &question.choices.first().unwrap().answer {
            ReadingAnswer::AreNotPupils(rows) => rows.clone(),
            other => panic!("{other:?}"),
        };
        let questions = read(rows, Vec::new()).account.questions;
        questions.iter().map(|question| (question.code, rows_of(question))).collect()
    }

    const FOUR: &str = "P926999904001,Ash,F,6,6A,2,4 D926999904002,Box,M,6,6A,2,4 T926999904003,Cob,M,6,6B,2,4 G926999904004,Dow,F,6,6B,2,4";

    #[test]
    fn other_year_groups_without_results_are_asked_about() {
        let five = format!("{FOUR} W926999904005,Elm,F,5,5A,2,");
        assert_eq!(asked(&five), [("pupils-without-results", vec![6])], "whatever else there is of them");
        let left = read(&five, vec![ReadingAnswer::AreNotPupils(vec![6])]);
        assert_eq!((left.cohort.len(), left.account.questions.len()), (4, 0));
        let kept = read(&five, vec![ReadingAnswer::ArePupils(vec![6])]);
        assert_eq!((kept.cohort.len(), kept.account.questions.len()), (5, 0));
        assert!(asked(&format!("{FOUR} W926999904005,Elm,F,5,5A,2,3")).is_empty(), "they have results");
        assert!(asked(&format!("{FOUR} W926999904005,Elm,F,6,6A,,")).is_empty(), "a pupil who came late");
        let two_years = FOUR.replace("M,6,", "M,5,");
        assert!(asked(&format!("{two_years} W926999904005,Elm,F,4,4A,,")).is_empty(), "there are several year groups");
    }

    #[test]
    fn others_without_anything_are_asked_about() {
        let staff = format!("{FOUR} ,Elm,F,,6A,, ,Fir,M,,6B,,");
        assert_eq!(asked(&staff), [("pupils-without-results", vec![6, 7])], "no UPNs");
        let classes = format!("{FOUR} W926999904005,Elm,F,,Oak,, K926999904006,Fir,M,,Oak,,");
        assert_eq!(asked(&classes), [("pupils-without-results", vec![6, 7])], "a class of their own");
        let late = format!("{FOUR} W926999904005,Elm,F,,6A,, K926999904006,Fir,M,,6B,,");
        assert!(asked(&late).is_empty(), "a few who came late");
        let many = format!("{late} Z926999904007,Gum,F,,6A,, N926999904008,Haw,M,,6B,,");
        assert_eq!(asked(&many), [("pupils-without-results", vec![6, 7, 8, 9])]);
        let none = FOUR.replace("2,4", ",");
        assert!(asked(&none).is_empty(), "nobody has results");
    }

    #[test]
    fn pupils_who_have_sessions_are_said_to() {
        let text = |sessions: &str| {
            format!(
                "UPN,NCYear,Target_KS2_Maths,Possible_Sessions\nP926999904001,6,4,380\nD926999904002,6,4,380\n\
                 T926999904003,5,,{sessions}\n"
            )
        };
        for (sessions, said) in [("380", true), ("", false)] {
            let guidance = Arc::new(Guidance::shipped().unwrap());
            let opened = CohortReader::read_all(guidance, text(sessions).as_bytes()).unwrap();
            let question = opened.account.questions.first().unwrap();
            assert_eq!((question.code, question.what.contains("absence figures")), ("pupils-without-results", said));
        }
        // Where no year group tells them apart, sessions are data of a pupil of the cohort.
        let classes = text("380").replace("NCYear", "Class").replace("T926", "G926999904004,5,,380\nT926");
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let questions = CohortReader::read_all(guidance, classes.as_bytes()).unwrap().account.questions;
        assert!(questions.is_empty(), "{questions:?}");
    }

    /// RULES 2.1, 2.3: a row that is left out is in no figure; a pupil of another year group is in those of absence.
    #[test]
    fn absence_is_of_the_pupils_that_are_not_left_out() {
        let text = "UPN,NCYear,Target_KS2_Maths,Sessions_Possible,Sessions_Authorised\nP926999904001,6,4,100,1\n\
                    D926999904002,6,4,100,1\nT926999904003,5,,100,40\n";
        let absence = |answer: ReadingAnswer| {
            let guidance = Arc::new(Guidance::shipped().unwrap());
            let read_as = ReadAs { answers: vec![answer], ..ReadAs::default() };
            let file = CohortReader::read_all_as(guidance.clone(), text.as_bytes(), read_as).unwrap();
            let [possible, absent] = ["Sessions_Possible", "Sessions_Authorised"].map(|heading| {
                let column = file.cohort.number_column(guidance.fields.by_heading(heading).unwrap()).unwrap();
                (0..file.cohort.len()).filter_map(|pupil| column.text(pupil).parse::<u32>().ok()).sum::<u32>()
            });
            (absent, possible, file.account.rejected.len())
        };
        assert_eq!(absence(ReadingAnswer::AreNotPupils(vec![4])), (2, 200, 1));
        assert_eq!(absence(ReadingAnswer::ArePupils(vec![4])), (42, 300, 0));
    }

    #[test]
    fn rows_that_are_alike_are_asked_about() {
        let again = format!("{FOUR} ,Elm,F,6,6A,2,4 ,Elm,F,6,6A,2,4 ,Ash,F,6,6A,2,4 ,Box,F,6,6A,2,4");
        assert_eq!(asked(&again), [("rows-alike", vec![7, 8])]);
        let once = read(&again, vec![ReadingAnswer::AreNotPupils(vec![7, 8])]);
        assert_eq!((once.cohort.len(), once.account.questions.len()), (6, 0));
        assert!(asked(&format!("{FOUR} W926999904005,Ash,F,6,6A,2,4")).is_empty(), "two UPNs are two pupils");
    }
}
