//! Screens say what the findings say: no headline and no card contradicts one, and every number opens as many pupils.

use ambition_engine::screens::{AgendaItem, AmbitionPage, ChallengePage, Exchange, PriorRow, Query, Tone, View};
use ambition_engine::session::command::{Filter, PupilsQuery};
use ambition_engine::session::{Command, Session};
use proptest::prelude::*;
use proptest::sample::select;

use super::findings_against_reference::cohorts;
use super::{ask, guidance, read};

fn pages(session: &mut Session) -> (AmbitionPage, ChallengePage) {
    match (ask(session, Query::Ambition), ask(session, Query::Challenge)) {
        (View::Ambition(ambition), View::Challenge(challenge)) => (*ambition, *challenge),
        other => panic!("{other:?}"),
    }
}

/// How many pupils a number opens.
fn opened(session: &mut Session, filter: &Filter) -> String {
    let query = PupilsQuery { filter: filter.clone(), ..PupilsQuery::default() };
    let View::Pupils(page) = ask(session, Query::Pupils(query)) else { panic!() };
    page.count
}

fn whole(text: &str) -> i64 {
    text.replace(',', "").parse().unwrap()
}

/// "5 short", "met" and "2 above" as numbers.
fn difference(words: &str) -> i64 {
    match words.split_once(' ') {
        Some((number, "short")) => -whole(number),
        Some((number, _)) => whole(number),
        None => 0,
    }
}

/// "5 pupils short", "Met, but …" and "2 pupils above" as numbers.
fn verdict(words: &str) -> i64 {
    let first = words.split(',').next().unwrap();
    match first.split_once(' ') {
        Some((number, "pupil short" | "pupils short")) => -whole(number),
        Some((number, _)) => whole(number),
        None => 0,
    }
}

/// A file with last results, by an edition.
fn session_after(text: &str, last: &str, edition: &str) -> Session {
    let mut session = Session::new(guidance().clone()).unwrap();
    session.open(read(text.as_bytes()), "file.csv");
    session.open_current(read(last.as_bytes()), "last.csv").unwrap();
    let command = Some(Command::SetEdition { edition: edition.into() });
    assert_eq!(session.exchange(&Exchange { command, queries: vec![] }).refused, None);
    session
}

/// The title of the check or measure that an item is about.
fn challenge_title(challenge: &ChallengePage, item: &AgendaItem) -> String {
    let of = challenge.targets.iter().find(|target| target.items.iter().any(|other| other == item));
    of.map(|target| target.title.clone()).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(60), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_praised_that_is_raised((text, last) in cohorts(1..12), of in select(&["2008", "2009"])) {
        let mut session = session_after(&text, &last, of);
        let (ambition, challenge) = pages(&mut session);
        let items = challenge.targets.iter().flat_map(|target| &target.items);
        let short = items.filter(|item| item.code == "below-expectation").collect::<Vec<_>>();
        let edition = guidance().edition(of).unwrap();
        let of_checks = short.iter().filter(|item| edition.measure(&item.measure).is_none()).count();
        let headline = &ambition.headline;
        prop_assert_eq!(headline.contains("not met"), of_checks > 0, "{}", headline);
        let statutory = short.iter().any(|item| edition.measure(&item.measure).is_some_and(|of| of.is_statutory()));
        let praises = headline.contains("meet what") || headline.contains("meets what");
        prop_assert!(!(praises && statutory), "{headline} {short:#?}");
        for card in ambition.targets.iter().chain(&ambition.others) {
            let own = short.iter().any(|item| item.measure == card.measure);
            prop_assert_eq!(card.verdict.ends_with(" short"), own, "{}: {}", card.measure, card.verdict);
            let praised = card.tone == Tone::Good || card.verdict.starts_with("Met") || card.verdict.contains("above");
            prop_assert!(!(praised && own), "{}: {}", card.measure, card.verdict);
        }
    }

    #[test]
    fn cards_add_up((text, _) in cohorts(1..12)) {
        let mut session = Session::new(guidance().clone()).unwrap();
        session.open(read(text.as_bytes()), "file.csv");
        let (ambition, challenge) = pages(&mut session);
        let items = challenge.targets.iter().flat_map(|target| &target.items).collect::<Vec<_>>();
        for card in ambition.targets.iter().chain(&ambition.others) {
            let Some(table) = &card.by_prior else {
                prop_assert!(!card.verdict.ends_with(" short") && !card.verdict.starts_with("Met"), "{}", card.verdict);
                continue;
            };
            // The rows add up to the total, and the total to the verdict.
            let sum = |of: fn(&PriorRow) -> i64| table.rows.iter().map(of).sum::<i64>();
            let columns: [fn(&PriorRow) -> i64; 5] = [
                |row| whole(&row.pupils.words),
                |row| whole(&row.expected),
                |row| whole(&row.reached.words),
                |row| whole(&row.below.words),
                |row| difference(&row.difference),
            ];
            for column in columns {
                prop_assert_eq!(sum(column), column(&table.total), "{}: {:#?}", card.measure, table);
            }
            prop_assert_eq!(verdict(&card.verdict), difference(&table.total.difference), "{:#?}", card);
            let short = whole(&table.total.reached.words) - whole(&table.total.expected);
            prop_assert_eq!(difference(&table.total.difference), short);
            // Those without a usable prior result make up the headline's number.
            let beside = table.without.iter().map(|row| whole(&row.reached.words)).sum::<i64>();
            prop_assert_eq!(whole(&table.total.reached.words) + beside, whole(&card.of.part), "{:#?}", card);
            // The finding says the same.
            let found = items.iter().find(|item| item.code == "below-expectation" && item.measure == card.measure);
            if let Some(item) = found {
                let said = format!(
                    "Reached by target: {}; the guidance expects {}.",
                    whole(&table.total.reached.words),
                    whole(&table.total.expected)
                );
                prop_assert!(item.found.contains(&said), "{} {}", item.found, said);
            }
            // Every number opens as many pupils.
            let rows = table.rows.iter().chain([&table.total]).chain(&table.without);
            for count in rows.flat_map(|row| [&row.pupils, &row.reached, &row.below]) {
                match &count.pupils {
                    Some(filter) => {
                        let opened = opened(&mut session, filter);
                        prop_assert!(opened.starts_with(&format!("{} of ", count.words)), "{:?} {}", count, opened);
                    }
                    None => prop_assert_eq!(count.words.as_str(), "0"),
                }
            }
        }
        for expectation in ambition.targets.iter().flat_map(|card| &card.expectations) {
            let (part, all) = (&expectation.count.part, expectation.count.whole.split(' ').next().unwrap());
            prop_assert_eq!(whole(part) + whole(&expectation.below.words), whole(all));
            let raised = items.iter().any(|item| challenge_title(&challenge, item) == expectation.title);
            prop_assert_eq!(expectation.verdict.contains("short"), raised, "{:?}", expectation);
        }
    }

    #[test]
    fn every_finding_opens_its_pupils((text, last) in cohorts(1..12), of in select(&["2008", "2009"])) {
        let mut session = session_after(&text, &last, of);
        let (_, challenge) = pages(&mut session);
        for item in challenge.targets.iter().flat_map(|target| &target.items) {
            let Some(filter) = &item.filter else {
                prop_assert!(item.count.ends_with(" as a whole"), "{item:#?}");
                continue;
            };
            let opened = opened(&mut session, filter);
            prop_assert!(!item.count.starts_with("0 ") && opened.starts_with(&format!("{} ", item.count.split(' ').next().unwrap())), "{opened} {item:#?}");
        }
    }
}
