//! The address of each screen: a hash such as `#/pupils?of=changed&page=2`, so that back, forward, reload and bookmarks
//! work from a web server and from a memory stick alike.
//!
//! [`SCREENS`] says which screens there are. What a screen was asked for is the [`Query`] to the engine, whose parameters
//! are written after the path; those that are as usual are left out.

use ambition_engine::screens::{FileSubject, Query, SheetQuery, TablesAbout, TablesQuery, WhatIfQuery};
use ambition_engine::session::command::{Filter, PupilsQuery, SheetTopic};

use crate::app::view_cache::same_screen;
use crate::screens::address::AddressParameters;
use crate::screens::{SCREENS, ScreenEntry};

/// A screen and what it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// The first page: [`Route::Open`] while nothing is open, else [`Route::AMBITION`].
    #[default]
    Home,
    /// Choosing a file, for which the engine is asked nothing.
    Open,
    /// What answers this query.
    Screen(Query),
}

impl Route {
    /// How the file was read.
    pub const CHECK: Route = Route::Screen(Query::Check);
    /// The targets.
    pub const AMBITION: Route = Route::Screen(Query::Ambition);
    /// The rules.
    pub const METHOD: Route = Route::Screen(Query::Method);

    /// Where a file opens that is about this.
    pub fn of_subject(about: FileSubject) -> Route {
        match about {
            FileSubject::KeyStages => Route::AMBITION,
            FileSubject::EarlyYears => Route::sheet(SheetTopic::EarlyYears),
            FileSubject::Attendance => Route::sheet(SheetTopic::Attendance),
        }
    }

    /// A list of pupils.
    pub fn pupils(query: PupilsQuery) -> Route {
        Route::Screen(Query::Pupils(query))
    }

    /// The first page of the pupils that a count is made of.
    pub fn pupils_of(filter: &Filter) -> Route {
        Route::pupils(PupilsQuery { filter: filter.clone(), ..PupilsQuery::default() })
    }

    /// What a higher target would take.
    pub fn what_if(query: WhatIfQuery) -> Route {
        Route::Screen(Query::WhatIf(query))
    }

    /// Groups, children in care, special needs, schools, or the return.
    pub fn tables(query: TablesQuery) -> Route {
        Route::Screen(Query::Tables(query))
    }

    /// Tables as they are shown at first.
    pub fn tables_about(about: TablesAbout) -> Route {
        Route::tables(TablesQuery { about, ..TablesQuery::default() })
    }

    /// A sheet on a topic. Its day is filled in when it is asked for.
    pub fn sheet(topic: SheetTopic) -> Route {
        Route::Screen(Query::Sheet(SheetQuery { topic, today: String::new() }))
    }

    /// The hash of this screen, with its `#`.
    pub fn hash(&self) -> String {
        let path = self.entry().map_or("", |entry| entry.path);
        let pairs = match (self, self.parameters()) {
            (Route::Screen(query), Some(parameters)) => (parameters.write)(query),
            _ => Vec::new(),
        };
        let pairs = pairs.iter().map(|(key, value)| format!("{key}={}", encode(value))).collect::<Vec<_>>();
        if pairs.is_empty() { format!("#/{path}") } else { format!("#/{path}?{}", pairs.join("&")) }
    }

    /// The screen that a hash names; home where it names none.
    pub fn from_hash(hash: &str) -> Route {
        let path = hash.trim_start_matches('#').trim_start_matches('/');
        let (path, pairs) = path.split_once('?').unwrap_or((path, ""));
        let Some(entry) = SCREENS.iter().find(|entry| entry.path == path) else { return Route::Home };
        match ((entry.route)(), entry.view.parameters) {
            (Route::Screen(query), Some(parameters)) => {
                let query = read_pairs(pairs).and_then(|pairs| (parameters.read)(query, pairs));
                query.map_or(Route::Home, Route::Screen)
            }
            (route, _) => route,
        }
    }

    /// The screen's entry in the table; none for [`Route::Home`].
    pub fn entry(&self) -> Option<&'static ScreenEntry> {
        SCREENS.iter().find(|entry| (entry.route)().same_screen(self))
    }

    fn parameters(&self) -> Option<AddressParameters> {
        self.entry()?.view.parameters
    }

    /// Whether both are the same screen, whatever it shows.
    pub fn same_screen(&self, other: &Route) -> bool {
        match (self, other) {
            (Route::Screen(one), Route::Screen(other)) => same_screen(one, other),
            (one, other) => one == other,
        }
    }

    /// Whether both show the same, but for the card of a pupil.
    pub fn same_but_card(&self, other: &Route) -> bool {
        let without = |route: &Route| match route {
            Route::Screen(Query::Pupils(query)) => Some(PupilsQuery { card: None, ..query.clone() }),
            _ => None,
        };
        without(self).is_some_and(|query| without(other) == Some(query))
    }

    /// What the engine is asked for to show this screen.
    pub fn query(&self) -> Option<Query> {
        match self {
            Route::Open => None,
            Route::Home => Some(Query::Ambition),
            Route::Screen(Query::Sheet(query)) => {
                Some(Query::Sheet(SheetQuery { today: crate::dom::day(), topic: query.topic }))
            }
            Route::Screen(query) => Some(query.clone()),
        }
    }

    /// The screen's name, for the navigation and the window's title.
    pub fn name(&self) -> &'static str {
        let entry = if *self == Route::Home { Route::AMBITION.entry() } else { self.entry() };
        entry.map_or("", |entry| entry.name)
    }
}

/// The decoded pairs of an address; `None` where something is no pair.
fn read_pairs(text: &str) -> Option<Vec<(String, String)>> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (key, value) = pair.split_once('=')?;
        Some((key.to_owned(), decode(value)?))
    });
    pairs.collect()
}

fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

fn decode(text: &str) -> Option<String> {
    js_sys::decode_uri_component(text).ok().map(String::from)
}

#[cfg(test)]
mod tests {
    use ambition_engine::ambition::pace::WaySide;
    use ambition_engine::measures::GroupSelection;
    use ambition_engine::session::command::{
        ExpectationRate, FigurePart, PupilsColumn, RuleApplication, SheetList, SheetPupils, TargetRule, TriedList,
    };
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn returns(route: &Route) {
        assert_eq!(&Route::from_hash(&route.hash()), route, "{}", route.hash());
    }

    #[wasm_bindgen_test]
    fn every_screen_returns_from_its_hash() {
        returns(&Route::Home);
        for entry in SCREENS {
            let route = (entry.route)();
            assert_eq!(route.hash(), format!("#/{}", entry.path));
            assert_eq!((route.name(), route.entry().map(|found| found.path)), (entry.name, Some(entry.path)));
            returns(&route);
        }
    }

    #[wasm_bindgen_test]
    fn a_target_tried_returns_from_its_hash() {
        let tried = WhatIfQuery { measure: "ks2.both4".into(), percent: Some(80), without: vec![3, 17] };
        returns(&Route::what_if(tried));
    }

    #[wasm_bindgen_test]
    fn every_filter_returns_from_its_hash() {
        let figure =
            Filter::Figure { measure: "ks2.both4".into(), basis: "estimate:FFT D".into(), part: FigurePart::LeftOut };
        let finding = Filter::Finding { measure: "ks2.both4".into(), code: "regression".into() };
        let unknown = Filter::Unknown { field: "KS1_Maths".into(), spelling: "2b&page=9#é?".into() };
        let benchmark =
            Filter::Benchmark { measure: "ks2.both4".into(), title: "Top quarter, level 2c".into(), reached: true };
        let group = Filter::Group {
            groups: GroupSelection::single_group("sex", "F").with_group("class", "6:R & S"),
            measure: "ks2.both4".into(),
            basis: "moderated".into(),
            part: FigurePart::Eligible,
        };
        let pupils = SheetPupils::Questions { grouping: "class".into(), group: "6 | R".into() };
        returns(&Route::pupils_of(&Filter::Sheet(SheetList { pupils, title: "Girls: 50% & more".into() })));
        let rule = RuleApplication {
            result: "KS2_Maths".into(),
            pupils: Filter::Changed,
            by: TargetRule::Value { value: "4".into() },
            raise_only: true,
            search: "O’Neil & 50%".into(),
        };
        returns(&Route::pupils_of(&Filter::Tried(TriedList::Rule { measure: None, rule: Box::new(rule) })));
        for rate in [ExpectationRate::Percent(45), ExpectationRate::Any, ExpectationRate::NoPrior] {
            let measure = "ks2.both4".into();
            returns(&Route::pupils_of(&Filter::Expectation { measure, rate, part: FigurePart::Short }));
        }
        for filter in [group, Filter::All, Filter::Changed, Filter::Excepted, benchmark, figure, finding, unknown] {
            returns(&Route::pupils_of(&filter));
        }
    }

    /// Addresses that users may have kept since the first release.
    const KEPT: [&str; 6] = [
        "#/pupils?of=sheet&part=fsp.good%7Creached%7Csex%7CF&title=Girls&topic=early-years",
        "#/pupils?of=sheet&part=ks2.progress.maths%7Cmoderated%7Cstep%7C2&title=2%20levels&topic=progress&sort=name",
        "#/pupils?of=tried&list=pace&measure=ks2.progress.maths&which=slow%7Cestimate%3AFFT%20D%7Csex%3AF%1Fclass%3A6R",
        "#/pupils?of=way&measure=ks2.progress.maths&side=behind",
        "#/pupils?sort=target%3AKS2_English&descending=yes",
        "#/schools?sort=ks2.both4&descending=yes&page=1",
    ];

    #[wasm_bindgen_test]
    fn kept_addresses_still_open() {
        for hash in KEPT {
            assert_eq!(Route::from_hash(hash).hash(), hash);
        }
        let behind = Filter::Way { measure: "ks2.progress.maths".into(), side: WaySide::Behind };
        assert_eq!(Route::from_hash(KEPT[3]), Route::pupils_of(&behind));
    }

    #[wasm_bindgen_test]
    fn tables_return_from_their_hash() {
        for about in [
            TablesAbout::Groups,
            TablesAbout::Care,
            TablesAbout::Needs,
            TablesAbout::Schools,
            TablesAbout::Moderation,
            TablesAbout::Return,
        ] {
            let query = TablesQuery {
                about,
                measure: "every".into(),
                groups: GroupSelection::single_group("sex", "F").with_group("fsm", "Y"),
                descending: true,
                page: 2,
                ..TablesQuery::default()
            };
            returns(&Route::tables(query));
        }
    }

    #[wasm_bindgen_test]
    fn search_order_and_page_return_too() {
        let query = PupilsQuery {
            search: "O’Neil & 50%".into(),
            sort: Some(PupilsColumn::Target("KS2_English".into())),
            descending: true,
            page: 3,
            ..PupilsQuery::default()
        };
        returns(&Route::pupils(query));
    }

    #[wasm_bindgen_test]
    fn what_is_no_address_leads_home() {
        for hash in ["", "#", "#/nowhere", "#/pupils?page=-1", "#/pupils?of=nothing", "#/pupils?search=%E0%A4%A"] {
            assert_eq!(Route::from_hash(hash), Route::Home, "{hash}");
        }
    }

    #[wasm_bindgen_test]
    fn an_unfiltered_list_has_a_short_address() {
        assert_eq!(Route::pupils_of(&Filter::All).hash(), "#/pupils");
    }
}
