//! How the file was read.

use super::columns;
use super::layout;
use super::problems;
use super::values;
use crate::intake::account::SourceWorkbook;
use crate::intake::headings::separator_name;
use crate::report::reading;
use crate::screens::scene::Scene;
use crate::screens::{CheckPage, SetAside};
use crate::text::phrases::{capitalise, count, list, thousands};

/// Rows named for one reason.
const PLACES: usize = 12;
/// Headings named that serve no field.
const UNREAD: usize = 40;

pub(crate) fn check(scene: &Scene) -> CheckPage {
    let unread = columns::unread(scene).count();
    let cut = unread.saturating_sub(UNREAD);
    let unknown = values::unknown(scene);
    let (accept_all, accept_words) = values::accept_all(&unknown);
    CheckPage {
        how: how(scene),
        account: account(scene),
        layout: layout::layout(&scene.document.account),
        questions: columns::questions(scene),
        columns: columns::read(scene),
        unread: columns::unread(scene).take(UNREAD).collect(),
        absent: absent(scene),
        fields: columns::fields(scene),
        set_aside: set_aside(scene),
        unknown,
        accept_all,
        accept_words,
        problems: problems::problems(&scene.document.account),
        cut: if cut == 0 { String::new() } else { format!("and {} more", thousands(cut as u64)) },
    }
}

fn how(scene: &Scene) -> String {
    if let Some(list) = &scene.document.account.workbook {
        return how_book(list, scene.document.account.heading_row);
    }
    let separated = capitalise(separator_name(scene.document.account.separator));
    let encoding = scene.document.account.encoding.name();
    format!("{separated} separated, {encoding}, headings in row {}.", scene.document.account.heading_row)
}

/// "Excel workbook, sheet “Year 6” of 3, headings in row 4."
fn how_book(workbook: &SourceWorkbook, heading_row: u32) -> String {
    let quoted = |name: &str| format!("\u{201c}{name}\u{201d}");
    let sheet = match (workbook.names_read().as_slice(), workbook.sheets.len()) {
        ([name], 1) if !name.is_empty() => format!(", sheet {}", quoted(name)),
        ([name], sheets) if sheets > 1 => format!(", sheet {} of {sheets}", quoted(name)),
        (names @ [_, _, ..], _) => {
            format!(", sheets {}", list(&names.iter().map(|name| quoted(name)).collect::<Vec<_>>()))
        }
        _ => return format!("{}.", workbook.is),
    };
    format!("{}{sheet}, headings in row {heading_row}.", workbook.is)
}

fn account(scene: &Scene) -> String {
    let rows = count(u64::from(scene.document.account.rows), "row");
    let pupils = count(scene.document.file.len() as u64, "pupil");
    let joined = match scene.document.account.joined {
        0 => String::new(),
        joined => format!(" + {} joined to a pupil of another file", thousands(joined.into())),
    };
    format!("{rows} read = {pupils} + {} set aside{joined}", thousands(scene.document.account.rejected.len() as u64))
}

/// Headings that the edition's measures want and the file lacks, with what cannot be shown without them.
fn absent(scene: &Scene) -> Vec<(String, String, String)> {
    let mut absent: Vec<(String, String, String)> = Vec::new();
    let mut want = |heading: &str, basis: &str, without: &str| {
        let Some(id) = scene.guidance.fields.on_basis(heading, basis) else { return };
        let Some(field) = scene.guidance.fields.get(id) else { return };
        if !scene.document.file.has(id) && !absent.iter().any(|(known, ..)| *known == field.heading) {
            absent.push((field.heading.clone(), field.title.clone(), without.to_owned()));
        }
    };
    for measure in scene.edition.shown(&scene.document.settings.stage) {
        let prior = measure.priors().flat_map(|prior| &prior.results);
        prior.for_each(|heading| want(heading, "actual", "progress, and what the guidance expects of these pupils"));
        measure
            .outcome
            .iter()
            .for_each(|heading| want(heading, "target", "targets; you can set them here pupil by pupil"));
        measure.outcome.iter().for_each(|heading| want(heading, "actual", "results, once they are known"));
    }
    absent
}

fn set_aside(scene: &Scene) -> Vec<SetAside> {
    let mut groups: Vec<SetAside> = Vec::new();
    for row in &scene.document.account.rejected {
        let title = reading::title(row.reason);
        let place = format!("row {}: {}", row.row, reading::reason(row.reason));
        match groups.iter_mut().find(|group| group.reason == title) {
            Some(group) => {
                group.rows += 1;
                if group.places.len() < PLACES {
                    group.places.push(place);
                }
            }
            None => groups.push(SetAside {
                reason: title.into(),
                remedy: reading::remedy(row.reason).into(),
                rows: 1,
                places: vec![place],
            }),
        }
    }
    groups
}
