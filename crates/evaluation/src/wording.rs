//! What is told, in words for a command line. The engine speaks to somebody at the page, who chooses a file and sees
//! lists beside what it says.

use std::borrow::Cow;
use std::collections::BTreeSet;

use ambition_engine::guidance::{Edition, Guidance};

/// What the page says, and what a command line says instead. The first that fits is taken at each place, so that the
/// longer one comes first.
const PHRASES: [(&str, &str); 29] = [
    // What is chosen on the page.
    (
        "Choose what the columns are below, or the heading row above.",
        "Give the columns headings that are known, or take out the rows above the headings.",
    ),
    ("or choose the separator above.", "with commas between the cells."),
    ("Choose a column of levels for it below; the scores", "Give this heading to a column of levels; the scores"),
    ("Choose the column with the most likely level", "Give this heading to the column with the most likely level"),
    (
        "Say below what each value means, or choose another column;",
        "Write in the file what each value means, or give this heading to another column;",
    ),
    ("choose it here;", "take the other sheet out of the workbook;"),
    ("Choose another sheet,", "Put the sheet with the pupils first,"),
    ("Choose another row for the headings.", "Put the headings into the first row."),
    ("Choose that edition at the top of the page to read", "Choose that edition by --edition to read"),
    ("choose the other edition at the top of the page to read", "choose the other edition by --edition to read"),
    ("choose the year group at the top of the page", "choose the year group by --year"),
    (
        "Say under Check that the comma is part of the name,",
        "Say by --answer moved-by-comma=1 that the comma is part of it,",
    ),
    ("If it is a pupil, say so under Check, or add a UPN", "If it is a pupil, add a UPN"),
    ("or choose the other row.", "or take the row that counts out of the file."),
    (", or start from the blank template.", "."),
    (": the blank template has them all.", "."),
    // What is opened there.
    ("Open the files of each edition on their own;", "Give the files of each edition on their own;"),
    ("Open the results of that school alone.", "Give the results of that school alone."),
    ("No file was chosen. Choose one.", "No file was given. Give one."),
    ("open it again.", "give it again."),
    ("choose it again", "give it again"),
    ("choose both files", "give both files"),
    ("choose that file", "give that file"),
    ("choose the new file", "give the new file"),
    ("choose the file", "give the file"),
    ("Choose the file", "Give the file"),
    ("Choose the CSV file", "Give the CSV file"),
    ("Choose the workbook", "Give the workbook"),
    ("which this page does not use", "which is not used"),
];

/// Headings that are given as an example.
const EXAMPLES: &str = "KS1_Reading, KS1_Maths and Target_KS2_English";

/// A text of the engine in words for a command line, with examples of the edition.
pub fn for_command_line(text: &str, edition: &Edition) -> String {
    let mut words = Cow::Borrowed(text);
    for (page, line) in PHRASES {
        if words.contains(page) {
            words = words.replace(page, line).into();
        }
    }
    if words.contains(EXAMPLES) {
        words = words.replace(EXAMPLES, &example_headings(edition)).into();
    }
    words.into_owned()
}

/// Names the edition that `what` is about where the remedy says `--edition`.
pub fn with_edition(remedy: &str, what: &str, guidance: &Guidance) -> String {
    let named = guidance
        .editions
        .iter()
        .filter_map(|edition| Some((what.find(&format!("\u{201c}{}\u{201d}", edition.name))?, edition)));
    match named.min_by_key(|(at, _)| *at) {
        Some((_, edition)) => remedy.replace("by --edition to", &format!("by --edition {} to", edition.id)),
        None => remedy.to_owned(),
    }
}

/// Headings that an edition reads: one of each key stage.
fn example_headings(edition: &Edition) -> String {
    let mut stages = BTreeSet::new();
    let of_stages = edition.measures.iter().filter(|measure| stages.insert(&measure.stage));
    let headings = of_stages.filter_map(|measure| measure.outcome.first().map(String::as_str));
    listed(&headings.collect::<Vec<_>>())
}

/// What is read where an edition has levels, and in the words of one that has none.
const OF_LEVELS: [(&str, &str); 3] = [
    ("where levels are read", "where results are read"),
    ("the most likely level", "the most likely result"),
    ("which are no levels", "which are no results"),
];

/// A text in the words of the edition.
pub fn without_levels(text: String, guidance: &Guidance) -> String {
    if guidance.not_understood_is(0) == "no level" {
        return text;
    }
    OF_LEVELS.iter().fold(text, |text, (levels, results)| text.replace(levels, results))
}

/// "a, b and c".
pub(crate) fn listed(words: &[impl AsRef<str>]) -> String {
    let words = words.iter().map(AsRef::as_ref).collect::<Vec<&str>>();
    match words.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        words => words.concat(),
    }
}
