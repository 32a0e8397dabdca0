//! Files as people really have them (`tests/workbooks/reported/README.md`).

use std::fs;
use std::path::Path;

use ambition_engine::intake::ReadAs;
use ambition_engine::report::figures::HEADINGS;

use super::read_as;
use crate::cohort_figures;

/// What differs from one line of `right.txt`; `None`: nothing.
fn difference(line: &str, bytes: &[u8]) -> Option<String> {
    let read = read_as(bytes, ReadAs::default());
    if let Some(words) = line.strip_prefix("refused ") {
        let said = read.err().map(|error| format!("{} {}", error.what, error.remedy));
        return said.is_none_or(|said| !said.contains(words)).then(|| "read, or refused in other words".into());
    }
    let file = match read {
        Ok(file) => file,
        Err(error) => return Some(error.what),
    };
    let words = line.split(' ').collect::<Vec<_>>();
    let (found, expected) = match words.as_slice() {
        ["pupils", pupils] => (file.cohort.len().to_string(), (*pupils).to_owned()),
        ["note", code, row] => {
            let notes =
                file.account.diagnostics.iter().filter(|note| note.code == *code && note.row.to_string() == *row);
            (notes.count().min(1).to_string(), "1".to_owned())
        }
        [basis, measure, achieved, "of", eligible] => {
            let rows = cohort_figures(&file.cohort, "2009", false);
            let place = |heading: &str| HEADINGS.iter().position(|known| *known == heading).unwrap();
            let cell = |row: &crate::FigureRow, heading| row[place(heading)].clone();
            let is = |row: &&crate::FigureRow| {
                [cell(row, "measure"), cell(row, "basis"), cell(row, "school")] == [*measure, *basis, ""]
            };
            let text = |row| format!("{} of {}", cell(row, "achieved"), cell(row, "eligible"));
            let found = rows.iter().find(is).map(text);
            (found.unwrap_or_default(), format!("{achieved} of {eligible}"))
        }
        _ => panic!("{line}"),
    };
    (found != expected).then_some(found)
}

#[test]
fn files_as_people_have_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks/reported");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for case in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let files = fs::read_dir(&case).unwrap().map(|entry| entry.unwrap().path());
        let input = files.into_iter().find(|path| path.file_stem().is_some_and(|stem| stem == "input")).unwrap();
        let bytes = fs::read(input).unwrap();
        for line in fs::read_to_string(case.join("right.txt")).unwrap().lines() {
            seen += 1;
            wrong.extend(difference(line, &bytes).map(|found| format!("{}: {line}: {found}", case.display())));
        }
    }
    assert!(seen > 30);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
