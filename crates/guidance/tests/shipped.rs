//! The files that ship, and what is refused in them.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use ambition_guidance::files::GuidanceFiles;
use ambition_guidance::source::SourceFile;

fn files() -> GuidanceFiles {
    GuidanceFiles::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../engine/guidance")).unwrap()
}

/// What is said of the files with something in one of them written otherwise.
fn refusal(file: fn(&mut GuidanceFiles) -> &mut SourceFile, from: &str, to: &str) -> String {
    let mut files = files();
    let file = file(&mut files);
    assert!(file.text.contains(from), "{from} is not in {}", file.name);
    file.name = "changed.toml".into();
    file.text = file.text.replacen(from, to, 1);
    files.parse().unwrap_err().to_string()
}

/// The file of the edition with everything in it.
fn edition(files: &mut GuidanceFiles) -> &mut SourceFile {
    files.editions.iter_mut().find(|file| file.name.ends_with("2009.toml")).unwrap()
}

#[test]
fn they_are_sound() {
    let data = files().parse().unwrap_or_else(|error| panic!("{error}"));
    assert!(data.editions.len() > 1);
    assert_eq!(data.editions.iter().filter(|edition| edition.is_default).count(), 1);
}

#[test]
fn an_unknown_key_is_refused_in_every_file() {
    type DataFile = fn(&mut GuidanceFiles) -> &mut SourceFile;
    let places: [(DataFile, &str, &str); 7] = [
        (|files| &mut files.codes, "[levels]\n", "[levels]\nhnit = \"\"\n"),
        (|files| &mut files.documents, "title = ", "titel = "),
        (|files| &mut files.fields, "prefixed = ", "prefxed = "),
        (|files| &mut files.exports, "[birth]\n", "[brith]\n"),
        (|files| &mut files.sheets, "[[parts]]\n", "[[prats]]\n"),
        (edition, "[[timetable]]\n", "[[timetabel]]\n"),
        (edition, "definition = ", "defnition = "),
    ];
    for (file, from, to) in places {
        let error = refusal(file, from, to);
        let place = error.strip_prefix("changed.toml:").unwrap_or_else(|| panic!("{error}"));
        let mut numbers = place.split(':').map(|number| number.parse::<usize>());
        assert!(numbers.next().unwrap().is_ok() && numbers.next().unwrap().is_ok(), "{error}");
        let key = to.trim_start_matches(from).trim_matches(|letter: char| !letter.is_alphabetic());
        let key = key.split(' ').next().unwrap();
        assert!(error.contains(&format!("unknown field `{key}`")), "{error}");
    }
}

#[test]
fn a_benchmark_of_several_measures_is_that_of_each() {
    let data = files().parse().unwrap();
    let edition = data.editions.iter().find(|edition| edition.is_default).unwrap();
    let is_progress = |id: &str| id.contains(".progress.");
    let benchmarks = edition.measures.iter().filter(|measure| is_progress(&measure.id));
    let titles =
        benchmarks.map(|measure| measure.benchmarks.iter().map(|benchmark| benchmark.title.as_str()).collect());
    let titles = titles.collect::<Vec<Vec<&str>>>();
    // The guidance says it of Key Stage 3 (RULES 6.6).
    let more = "One more pupil in every class of 25";
    assert_eq!(titles, [vec![], vec![], vec![more], vec![more], vec![], vec![]]);
}

#[test]
fn names_of_what_is_not_there_are_refused_where_they_are() {
    let column = refusal(edition, "outcome = [\"KS2_English\"", "outcome = [\"KS2_Latin\"");
    assert!(column.starts_with("changed.toml:") && column.ends_with("no column KS2_Latin"), "{column}");
    let measure = refusal(edition, "marked_by = [\"", "marked_by = [\"ks9.");
    assert!(measure.contains(": no measure ks9."), "{measure}");
    let benchmark = refusal(edition, "measures = [\"ks3.progress.english", "measures = [\"ks9.progress.english");
    assert!(benchmark.ends_with(": benchmark: no measure ks9.progress.english"), "{benchmark}");
    let stage = refusal(edition, "stage = \"Key Stage 2\"", "stage = \"Key Stage 9\"");
    assert!(stage.ends_with("no stage Key Stage 9"), "{stage}");
    let of_switch = refusal(edition, "measure = \"ks4.progress.english\", level", "measure = \"ks4.english\", level");
    assert!(of_switch.ends_with(": no measure ks4.english"), "{of_switch}");
    let grouping = refusal(edition, "grouping = \"care\"", "grouping = \"cared\"");
    assert!(grouping.starts_with("changed.toml:") && grouping.ends_with(": no grouping cared"), "{grouping}");
    let finding = refusal(edition, "finding = \"care-lower\"", "finding = \"care-slower\"");
    assert!(finding.ends_with(": no finding care-slower"), "{finding}");
    let kind = refusal(edition, "holds_for = [\"gap\"]", "holds_for = [\"gaps\"]");
    assert!(kind.contains(": unknown variant `gaps`"), "{kind}");
    let list = refusal(|files| &mut files.fields, "kind = \"sex\"", "kind = \"sexes\"");
    assert!(list.starts_with("changed.toml:") && list.ends_with("Sex: no kind or code list sexes"), "{list}");
    let heading = refusal(|files| &mut files.exports, "Surname = [", "Surnames = [");
    assert!(heading.contains(": there is no column Surnames"), "{heading}");
}

#[test]
fn there_is_one_default_edition() {
    let none = refusal(edition, "default = true\n", "");
    assert_eq!(none, "editions: no edition is the default (default = true)");
    let mut files = files();
    let first = files.editions.first_mut().unwrap();
    first.text = format!("default = true\n{}", first.text);
    let both = files.parse().unwrap_err().to_string();
    assert!(both.starts_with("editions: only one edition can be the default, not "), "{both}");
}
