//! Figures as numbers.

use std::collections::BTreeMap;

use super::*;
use crate::session::command::{SheetPupils, SheetTopic};

/// The samples: two key stages, as they were and as they are.
const SAMPLES: [&str; 4] = [
    SAMPLE,
    YEAR_11,
    include_str!("../../../../static/sample-2027-year-6.csv"),
    include_str!("../../../../static/sample-2027-year-11.csv"),
];

fn counts(session: &mut Session, query: CountsQuery) -> CountsPage {
    let View::Counts(page) = ask(session, Query::Counts(query)) else { panic!() };
    *page
}

/// Each figure as the exchange format has it, without its value.
fn as_rows(page: &CountsPage) -> BTreeMap<String, String> {
    let mut rows = BTreeMap::new();
    let mut add = |group: &str, measure: &MeasureCounts, figure: &FigureCounts| {
        let FigureCounts { achieved, eligible, missing, left_out } = figure;
        let achieved = achieved.map(|achieved| achieved.to_string()).unwrap_or_default();
        let key = format!("{group},{},{}", measure.measure, measure.basis);
        rows.insert(key, format!("{achieved},{eligible},{missing},{left_out}"));
    };
    for measure in &page.measures {
        add("all,all", measure, &measure.all);
        for (grouping, figures) in page.groupings.iter().zip(&measure.by_group) {
            assert_eq!(grouping.groups.len(), figures.len());
            let groups = grouping.groups.iter().zip(&grouping.pupils).zip(figures);
            for ((group, _), figure) in groups.filter(|((_, pupils), _)| **pupils > 0) {
                add(&format!("{},{group}", grouping.name), measure, figure);
            }
        }
    }
    rows
}

#[test]
fn counts_are_those_of_the_exchange_format() {
    for text in SAMPLES {
        let mut session = session(text);
        let by = session.guidance.fields.groupings.iter().map(|grouping| grouping.name.clone()).collect::<Vec<_>>();
        let stage = session.document.as_ref().unwrap().settings.stage.clone();
        let page = counts(&mut session, CountsQuery { by: by.clone(), ..CountsQuery::default() });
        let csv = session.figures_csv(true).unwrap();
        let mut wanted = BTreeMap::new();
        for row in csv.lines().skip(1) {
            let cells = row.split(',').collect::<Vec<_>>();
            let [_, school, group_by, group, measure, basis, numbers @ .., _] = cells.as_slice() else {
                panic!("{row}")
            };
            let is_wanted = school.is_empty() && (*group_by == "all" || by.iter().any(|name| name == group_by));
            let of_stage = page.measures.iter().any(|counted| counted.measure == *measure);
            if is_wanted && of_stage && !["expected", "similar"].contains(basis) {
                wanted.insert(format!("{group_by},{group},{measure},{basis}"), numbers.join(","));
            }
        }
        assert!(wanted.len() > 200, "{stage}: {}", wanted.len());
        assert_eq!(as_rows(&page), wanted, "{stage}");
        assert_eq!(page.pupils, pupils_in_groups(&page));
    }
}

/// How many pupils the groups of each grouping are together.
fn pupils_in_groups(page: &CountsPage) -> u32 {
    let sizes = page.groupings.iter().map(|grouping| grouping.pupils.iter().sum::<u32>());
    let sizes = sizes.collect::<std::collections::BTreeSet<_>>();
    assert_eq!(sizes.len(), 1, "{sizes:?}");
    sizes.into_iter().next().unwrap()
}

#[test]
fn progress_is_counted_as_the_sheet_shows_it() {
    let mut session = session(SAMPLE);
    let measures = vec!["ks2.progress.maths".to_owned()];
    let page =
        counts(&mut session, CountsQuery { measures, bases: vec!["moderated".into()], ..CountsQuery::default() });
    let [measure] = page.measures.as_slice() else { panic!("{page:?}") };
    let counted = measure.progress.iter().map(|cell| (cell.from.as_str(), cell.to.as_str(), cell.pupils));
    let View::Sheet(sheet) =
        ask(&mut session, Query::Sheet(SheetQuery { topic: SheetTopic::Progress, ..SheetQuery::default() }))
    else {
        panic!()
    };
    let is_of = |cell: &TableCell| match &cell.pupils {
        Some(Filter::Sheet(list)) => {
            matches!(&list.pupils, SheetPupils::Progress { measure, basis, .. }
                if measure == "ks2.progress.maths" && basis.name() == "moderated")
        }
        _ => false,
    };
    let mut shown = Vec::new();
    for part in &sheet.parts {
        for row in part.table.rows() {
            for (column, cell) in part.table.columns.iter().zip(&row.cells).filter(|(_, cell)| is_of(cell)) {
                let count = cell.value.to_string().replace(['\u{2713}', ' '], "").parse::<u32>().unwrap();
                shown.push((row.name(), column.title.clone(), count));
            }
        }
    }
    shown.sort();
    let mut counted = counted.map(|(from, to, pupils)| (from.to_owned(), to.to_owned(), pupils)).collect::<Vec<_>>();
    counted.sort();
    assert!(counted.len() > 5, "{counted:?}");
    assert_eq!(shown, counted);
    assert_eq!(counted.iter().map(|(.., pupils)| pupils).sum::<u32>(), page.pupils);
}

#[test]
fn counts_leave_out_what_the_file_does_not_have() {
    let mut session = session("UPN,Surname,KS1_Maths,Target_KS2_Maths\nA823456789012,Ash,2b,4\n");
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let query = CountsQuery {
        measures: names(&["ks2.maths4", "ks2.english4", "no.measure"]),
        bases: names(&["moderated", "actual", "no basis"]),
        by: names(&["no grouping", "sex"]),
    };
    let page = counts(&mut session, query.clone());
    let [measure] = page.measures.as_slice() else { panic!("{page:?}") };
    assert_eq!((measure.measure.as_str(), measure.basis.as_str()), ("ks2.maths4", "moderated"));
    let all = FigureCounts { achieved: Some(1), eligible: 1, missing: 0, left_out: 0 };
    let by_sex = CountedGrouping { name: "sex".into(), groups: names(&["unknown"]), pupils: vec![1] };
    assert_eq!((measure.all, &page.groupings, &measure.by_group), (all, &vec![by_sex], &vec![vec![all]]));
    run(&mut session, Command::SetSharing { fewer_than: "6".into() });
    assert_eq!(ask(&mut session, Query::Counts(query)), View::Withheld);
}
