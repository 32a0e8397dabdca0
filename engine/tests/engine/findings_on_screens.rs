//! Screens say what the findings say: no headline and no card contradicts one, and every number opens as many pupils.

use ambition_engine::screens::{AmbitionPage, ChallengePage, Exchange, Query, Tone, View};
use ambition_engine::session::Session;
use ambition_engine::session::command::{Filter, PupilsQuery};
use proptest::prelude::*;

use super::findings_against_reference::cohorts;
use super::{guidance, read};

fn ask(session: &mut Session, query: Query) -> View {
    session.exchange(&Exchange { command: None, queries: vec![query] }).views.remove(0)
}

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

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(60), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_praised_that_is_raised((text, _) in cohorts(1..12)) {
        let mut session = Session::new(guidance().clone()).unwrap();
        session.open(read(text.as_bytes()), "file.csv");
        let (ambition, challenge) = pages(&mut session);
        let items = challenge.targets.iter().flat_map(|target| &target.items);
        let short = items.filter(|item| item.code == "below-expectation").collect::<Vec<_>>();
        let edition = guidance().edition("2009").unwrap();
        let of_checks = short.iter().filter(|item| edition.measure(&item.measure).is_none()).count();
        let headline = &ambition.headline;
        prop_assert_eq!(headline.contains("not met"), of_checks > 0, "{}", headline);
        let statutory = short.iter().any(|item| edition.measure(&item.measure).is_some_and(|of| of.is_statutory()));
        let praises = headline.contains("meet what") || headline.contains("meets what");
        prop_assert!(!(praises && statutory), "{headline} {short:#?}");
        for card in ambition.targets.iter().chain(&ambition.others) {
            let own = short.iter().any(|item| item.measure == card.measure);
            prop_assert_eq!(card.verdict.contains(" fewer pupil"), own, "{}: {}", card.measure, card.verdict);
            let praised = card.tone == Tone::Good || card.verdict.contains("as expected");
            prop_assert!(!(praised && own), "{}: {}", card.measure, card.verdict);
        }
    }

    #[test]
    fn every_finding_opens_its_pupils((text, _) in cohorts(1..12)) {
        let mut session = Session::new(guidance().clone()).unwrap();
        session.open(read(text.as_bytes()), "file.csv");
        let (_, challenge) = pages(&mut session);
        for item in challenge.targets.iter().flat_map(|target| &target.items) {
            let opened = opened(&mut session, &item.filter);
            prop_assert!(opened.starts_with(&format!("{} ", item.count.split(' ').next().unwrap())), "{opened} {item:#?}");
        }
    }
}
