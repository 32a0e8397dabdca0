//! One thing has the same pupils everywhere: on the card of a target, in What if, in Trajectory, in Challenge and in the
//! exported figures and findings.

use ambition_engine::screens::{
    AmbitionPage, ChallengePage, Exchange, Query, TargetCard, TrajectoriesPage, Trajectory, View, WhatIfPage,
    WhatIfQuery,
};
use ambition_engine::session::{Command, Session};
use proptest::prelude::*;
use proptest::sample::select;

use super::findings_against_reference::cohorts;
use super::today_files::today_cohorts;
use super::{FigureRow, ask, cohort_figures, findings_against, guidance, read_for};

/// All that is said of a file by an edition.
struct Pages {
    session: Session,
    ambition: AmbitionPage,
    challenge: ChallengePage,
    trajectories: TrajectoriesPage,
    figures: Vec<FigureRow>,
    findings: Vec<Vec<String>>,
}

impl Pages {
    fn new(text: &str, last: &str, edition: &str) -> Self {
        let mut session = Session::new(guidance().clone()).unwrap();
        session.open(read_for(edition, text.as_bytes()), "file.csv");
        session.open_current(read_for(edition, last.as_bytes()), "last.csv").unwrap();
        let command = Some(Command::SetEdition { edition: edition.into() });
        assert_eq!(session.exchange(&Exchange { command, queries: vec![] }).refused, None);
        let (View::Ambition(ambition), View::Challenge(challenge), View::Trajectories(trajectories)) = (
            ask(&mut session, Query::Ambition),
            ask(&mut session, Query::Challenge),
            ask(&mut session, Query::Trajectories),
        ) else {
            panic!()
        };
        Self {
            session,
            ambition: *ambition,
            challenge: *challenge,
            trajectories: *trajectories,
            figures: cohort_figures(&read_for(edition, text.as_bytes()).cohort, edition, false),
            findings: findings_against(text, Some(last), edition, None),
        }
    }

    fn cards(&self) -> Vec<TargetCard> {
        self.ambition.targets.iter().chain(&self.ambition.others).cloned().collect()
    }

    /// Achieved and eligible of all pupils, as exported; `None`: the measure has no such figure.
    fn exported(&self, measure: &str, basis: &str) -> Option<(String, String)> {
        let row = self.figures.iter().find(|row| row[1].is_empty() && row[4] == measure && row[5] == basis)?;
        Some((row[6].clone(), row[7].clone()))
    }

    fn trajectory(&self, measure: &str) -> Option<&Trajectory> {
        self.trajectories.measures.iter().find(|trajectory| trajectory.measure == measure)
    }

    fn what_if(&mut self, measure: &str) -> WhatIfPage {
        let query = WhatIfQuery { measure: measure.into(), ..WhatIfQuery::default() };
        let View::WhatIf(page) = ask(&mut self.session, Query::WhatIf(query)) else { panic!() };
        *page
    }
}

/// "12.3%" in tenths.
fn tenths(percent: &str) -> u64 {
    percent.trim_end_matches('%').replace('.', "").parse().unwrap()
}

/// What so many of so many come to, in words.
fn share(part: u64, whole: u64) -> String {
    let tenths = (2000 * part + whole) / (2 * whole);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// "3 of 8 pupils" as numbers, at the end of a sentence.
fn part_and_whole(words: &str) -> (u64, u64) {
    let words = words.strip_suffix(" pupils").or(words.strip_suffix(" pupil")).unwrap();
    let (part, whole) = words.rsplit_once(" of ").unwrap();
    let last = part.rsplit(' ').next().unwrap();
    (last.parse().unwrap(), whole.parse().unwrap())
}

/// The pupils of a step: "3 pupils"; none are not said.
fn of_step(pupils: &str) -> u64 {
    pupils.split(' ').next().filter(|number| !number.is_empty()).map_or(0, |number| number.parse().unwrap())
}

/// The way from current performance: it starts from what the card says, and ends at what the card expects.
fn trajectory_agrees(card: &TargetCard, trajectory: &Trajectory) -> Result<(), TestCaseError> {
    let Some(current) = card.current.strip_prefix("Current performance ") else {
        prop_assert!(trajectory.ways.iter().all(|way| way.kind == "results"), "{:#?}", trajectory);
        return Ok(());
    };
    let (percent, count) = current.split_once(", ").unwrap();
    let (reached, of) = part_and_whole(count);
    prop_assert_eq!(percent, share(reached, of));
    prop_assert_eq!(&trajectory.start, &format!("Current performance {percent}, results of 2007"));
    let eligible = part_and_whole(&card.of.to_string()).1;
    for way in &trajectory.ways {
        let (year, shown, pupils) = &way.steps[0];
        prop_assert_eq!((year.as_str(), shown.as_str(), of_step(pupils)), ("2007", percent, reached), "{:#?}", way);
        let steps = way.steps.iter().map(|(_, shown, _)| tenths(shown)).collect::<Vec<_>>();
        prop_assert!(steps.is_sorted(), "{:#?}", way);
        // The pupils of each later year are as few as come to its share.
        for (year, shown, pupils) in &way.steps[1..] {
            let (pupils, shown) = (of_step(pupils), tenths(shown));
            let is_goal = way.kind == "expected" && year == "2009";
            prop_assert!(is_goal || 2000 * pupils + eligible >= 2 * shown * eligible - eligible, "{:#?}", way);
            prop_assert!(is_goal || pupils == 0 || 1000 * (pupils - 1) <= (shown + 1) * eligible, "{:#?}", way);
        }
        let said = way.against.split(", ").nth(if way.against.contains("counting only") { 2 } else { 1 });
        let Some(said) = said else { continue };
        match &card.by_prior {
            Some(table) if way.kind == "expected" => {
                let total = &table.total;
                prop_assert_eq!(of_step(&way.steps.last().unwrap().2).to_string(), total.expected.clone());
                let without = table.without.as_ref().map_or(0, |row| row.pupils.words.parse::<u64>().unwrap());
                let counts = way.against.contains("counting only pupils with a prior result");
                let beyond = table.without.as_ref().is_some_and(|row| row.reached.words != "0");
                prop_assert_eq!(counts, beyond, "{:#?}", way);
                if counts {
                    let all = total.pupils.words.parse::<u64>().unwrap() + without;
                    prop_assert_eq!(said, share(total.reached.words.parse().unwrap(), all), "{:#?}", way);
                } else {
                    prop_assert_eq!(said, &card.percent);
                }
            }
            _ => prop_assert_eq!(said, &card.percent, "{:#?}", way),
        }
    }
    Ok(())
}

/// The card, the exported figures and What if have the same pupils.
fn target_agrees(pages: &mut Pages, card: &TargetCard) -> Result<(), TestCaseError> {
    let of_pupils = card.of.to_string().ends_with("pupils") || card.of.to_string().ends_with("pupil");
    let exported = pages.exported(&card.measure, "target").filter(|(achieved, _)| !achieved.is_empty() && of_pupils);
    let Some((achieved, eligible)) = exported.filter(|(_, eligible)| eligible != "0") else { return Ok(()) };
    let (reached, all) = part_and_whole(&card.of.to_string());
    prop_assert_eq!((reached.to_string(), all.to_string()), (achieved, eligible), "{}", card.measure);
    prop_assert_eq!(&card.percent, &share(reached, all));
    let tried = pages.what_if(&card.measure);
    if tried.choices.iter().any(|choice| choice.chosen && choice.id == card.measure) {
        let now = format!("Now {}, {}. ", card.percent, card.of);
        prop_assert!(tried.words.starts_with(&now), "{} {}", now, tried.words);
        prop_assert_eq!(tried.chips[0].count.split(' ').next().unwrap(), reached.to_string());
        prop_assert_eq!(tried.chips[1].count.split(' ').next().unwrap(), (all - reached).to_string());
    }
    Ok(())
}

/// What Challenge raises is what is exported of its key stage, with as many pupils.
fn findings_agree(pages: &Pages, edition: &str) -> Result<(), TestCaseError> {
    let items = pages.challenge.targets.iter().flat_map(|target| &target.items).collect::<Vec<_>>();
    let edition = guidance().edition(edition).unwrap();
    let stage = |id: &str| {
        let of_measure = edition.measure(id).map(|measure| &measure.stage);
        of_measure.or_else(|| edition.check_by_id(id).map(|check| &check.stage)).unwrap()
    };
    let shown = items.first().map(|item| stage(&item.measure));
    let of_stage = |row: &&Vec<String>| row[1].is_empty() && shown == Some(stage(&row[2]));
    let exported = pages.findings.iter().filter(of_stage).collect::<Vec<_>>();
    prop_assert_eq!(items.len(), exported.len(), "{:#?} {:#?}", items, exported);
    for item in items {
        let row = exported.iter().find(|row| row[2] == item.measure && row[3] == item.code);
        prop_assert!(row.is_some_and(|row| row[6].starts_with(&item.found)), "{:#?} {:?}", item, row);
        let (count, of_whole) = (item.count.split(' ').next().unwrap(), item.count.ends_with(" as a whole"));
        prop_assert!(of_whole || row.is_some_and(|row| row[4] == count), "{:#?} {:?}", item, row);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(60), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_target_has_the_same_pupils_everywhere((text, last) in cohorts(1..14)) {
        let mut pages = Pages::new(&text, &last, "2009");
        for card in pages.cards() {
            target_agrees(&mut pages, &card)?;
            if pages.exported(&card.measure, "target").is_some_and(|(achieved, eligible)| !achieved.is_empty() && eligible != "0")
                && let Some(trajectory) = pages.trajectory(&card.measure)
            {
                trajectory_agrees(&card, trajectory)?;
            }
        }
    }

    #[test]
    fn a_finding_has_the_same_pupils_everywhere((text, last) in cohorts(1..14), edition in select(&["2008", "2009"])) {
        findings_agree(&Pages::new(&text, &last, edition), edition)?;
    }

    #[test]
    fn a_finding_has_the_same_pupils_everywhere_today((text, last) in today_cohorts(1..14)) {
        findings_agree(&Pages::new(&text, &last, "2027"), "2027")?;
    }

    #[test]
    fn a_target_has_the_same_pupils_everywhere_today((text, last) in today_cohorts(1..14)) {
        let mut pages = Pages::new(&text, &last, "2027");
        for card in pages.cards() {
            target_agrees(&mut pages, &card)?;
        }
    }
}
