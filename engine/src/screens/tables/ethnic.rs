//! Ethnic groups: for which of them a target is wanted, and what extended codes are reported as (RULES 4.2).

use std::collections::BTreeMap;

use super::compared::ComparedMeasure;
use super::{TablesScene, column};
use crate::cohort::CodedCell;
use crate::guidance::fields::GroupName;
use crate::guidance::local::GroupElsewhere;
use crate::measures::GroupSelection;
use crate::measures::groupings::{GroupedPupils, UNRECORDED, combined};
use crate::screens::{CellInput, Choice, TableCell, TableRow, TableSection, TableView};
use crate::text::phrases::{count, thousands};

/// What a group says that is too small for a target of the authority.
pub(super) fn wanted(context: &TablesScene, grouped: &GroupedPupils, number: usize, size: u64) -> String {
    let rule = context.scene.edition.local.ethnic.as_ref().filter(|rule| rule.grouping == grouped.name);
    let recorded = grouped.groups.names.get(number).is_some_and(|name| name != UNRECORDED);
    match rule.filter(|_| recorded && context.hides() == 0 && context.scene.document.several_schools()) {
        Some(rule) if size > rule.more_than => String::new(),
        Some(rule) => format!("no target needed: {} or fewer", rule.more_than),
        None => String::new(),
    }
}

/// What the pupils of several groups at once reached elsewhere, and here (RULES 9.4).
pub(super) fn elsewhere(context: &TablesScene, compared: &ComparedMeasure, grouping: &str) -> Vec<String> {
    let told = context.scene.edition.local.elsewhere.iter().filter(|other| {
        other.measure == compared.measure.id && other.groups.first().is_some_and(|group| group.grouping == grouping)
    });
    let words = |other: &GroupElsewhere| {
        let there = format!("{} {}: {}%", other.who, other.place, other.percent);
        let groups = other.groups.iter().fold(GroupSelection::default(), |groups, GroupName { grouping, group }| {
            groups.with_group(grouping, group)
        });
        let within = combined(&groups, context.scene.edition, context.stage(), &context.scene.bases);
        let within = within.filter(|_| context.hides() == 0).unwrap_or_default();
        let pupils = (0_u32..).zip(within).filter(|(_, within)| *within).map(|(pupil, _)| pupil).collect::<Vec<_>>();
        let here = compared.here.figure(Some(&pupils));
        match here.achieved.zip(here.value) {
            Some((reached, value)) => format!(
                "{there}; here {}, {} of {}.",
                value.percent(),
                thousands(reached),
                count(here.eligible, "pupil")
            ),
            None => format!("{there}."),
        }
    };
    told.map(words).collect()
}

/// The table of extended codes, each with what it is reported as, to be changed; `None`: no codes.
pub(super) fn codes(context: &TablesScene) -> Option<TableView> {
    let rule = context.scene.edition.local.ethnic.as_ref().filter(|_| context.hides() == 0)?;
    let list =
        context.scene.guidance.codes.find_list(&rule.list).and_then(|list| context.scene.guidance.codes.list(list))?;
    let fields = &context.scene.guidance.fields;
    let grouping = fields.groupings.iter().find(|grouping| grouping.name == rule.grouping)?;
    let columns =
        grouping.fields.iter().filter_map(|heading| context.scene.document.cohort().coded_by_heading(fields, heading));
    // By code: its words, how many pupils, and what it is reported as unless the user says otherwise.
    let mut codes = BTreeMap::new();
    for (_, known) in list.entries().filter(|(_, known)| known.extended) {
        codes.insert(known.code.clone(), (known.words.clone(), 0_u64, known.reported_as.clone()));
    }
    for column in columns {
        for code in column.codes() {
            let name = match column.meaning(*code) {
                CodedCell::Known(code) => {
                    list.entry(code).filter(|known| known.extended).map(|known| known.code.clone())
                }
                CodedCell::Unknown => column.spelling(*code).map(str::to_uppercase),
                CodedCell::Blank => None,
            };
            if let Some(name) = name {
                let unknown = || ("not in the table".into(), 0, String::new());
                codes.entry(name).or_insert_with(unknown).1 += 1;
            }
        }
    }
    let rows = codes.into_iter().map(|(code, (words, pupils, usual))| {
        let said = context.scene.document.settings.reported.get(&code).cloned();
        let input = CellInput::EthnicCode { code: code.clone(), choices: choices(list, &usual, said.as_deref()) };
        let reported_as = TableCell { input: Some(input), ..TableCell::default() };
        TableRow::named(code, vec![TableCell::new(words), TableCell::new(pupils), reported_as])
    });
    let rows = rows.collect::<Vec<_>>();
    Some(TableView {
        title: "Extended ethnicity codes".into(),
        words: format!(
            "{}. Each counts towards the main group chosen here. A code that is not in the table counts as not \
             recorded until you choose one.",
            count(rows.len() as u64, "code")
        ),
        paragraph: extended_source(context).map(|source| context.scene.guidance.cite(source)),
        head: "Code".into(),
        columns: vec![
            column("Means", "What the code means"),
            column("Pupils", "Pupils with the code"),
            column("Reported as", "The main group it counts towards"),
        ],
        sections: vec![TableSection { rows, ..TableSection::default() }],
        folded: true,
        ..TableView::default()
    })
}

fn extended_source<'a>(context: &TablesScene<'a>) -> Option<&'a str> {
    let extended = crate::guidance::local::DerivedKind::Extended;
    context
        .scene
        .edition
        .local
        .derived
        .iter()
        .find(|derived| derived.kind == extended)
        .map(|derived| derived.source.as_str())
}

fn choices(list: &crate::guidance::CodeList, usual: &str, said: Option<&str>) -> Vec<Choice> {
    let choice = |id: &str, title: String, chosen: bool| Choice { id: id.into(), title, remark: String::new(), chosen };
    let words = |code: &str| list.entries().find(|(_, known)| known.code == code).map(|(_, known)| known.words.clone());
    let usually = match usual {
        "" => "Not recorded".into(),
        usual => format!("Usual: {}", words(usual).unwrap_or_else(|| usual.to_owned())),
    };
    let main = list.entries().filter(|(_, known)| !known.extended && known.reported_as == known.code);
    let main = main.map(|(_, known)| choice(&known.code, known.words.clone(), said == Some(known.code.as_str())));
    [choice("", usually, said.is_none())].into_iter().chain(main).collect()
}
