//! The address of each view: a hash such as `#/pupils?of=changed&page=2`, so that back, forward, reload and
//! bookmarks work from a web server and from a memory stick alike.

use ambition_engine::session::command::{Filter, PupilsQuery, Query, TablesAbout, TablesQuery, Topic, WhatIfQuery};
use serde_json::{Map, Value};

/// A view and what it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// The first page: [`Route::Open`] while nothing is open, else [`Route::Ambition`].
    #[default]
    Home,
    /// Choosing a file.
    Open,
    /// How the file was read.
    Check,
    /// The targets.
    Ambition,
    /// A list of pupils.
    Pupils(PupilsQuery),
    /// What conversion tables say.
    Estimates,
    /// What a higher target would take.
    WhatIf(WhatIfQuery),
    /// What to raise.
    Challenge,
    /// The ways to the goals.
    Trajectory,
    /// Groups, children in care, special needs, schools, or the return.
    Tables(TablesQuery),
    /// A sheet on a topic.
    Sheet(Topic),
    /// The rules.
    Method,
}

impl Route {
    /// The first page of the pupils a count stands for.
    pub fn pupils(filter: &Filter) -> Route {
        Route::Pupils(PupilsQuery { filter: filter.clone(), ..PupilsQuery::default() })
    }

    /// Tables as they are shown at first.
    pub fn tables(about: TablesAbout) -> Route {
        Route::Tables(TablesQuery { about, ..TablesQuery::default() })
    }

    /// The hash of this view, with its `#`.
    pub fn hash(&self) -> String {
        match self {
            Route::Home => "#/".to_owned(),
            Route::Open => "#/file".to_owned(),
            Route::Check => "#/check".to_owned(),
            Route::Ambition => "#/ambition".to_owned(),
            Route::Pupils(query) => pupils_hash(query),
            Route::Estimates => "#/estimates".to_owned(),
            Route::WhatIf(query) => what_if_hash(query),
            Route::Challenge => "#/challenge".to_owned(),
            Route::Trajectory => "#/trajectory".to_owned(),
            Route::Tables(query) => tables_hash(query),
            Route::Sheet(topic) => format!("#/{}", sheet_path(*topic)),
            Route::Method => "#/method".to_owned(),
        }
    }

    /// The view that a hash names; home where it names none.
    pub fn from_hash(hash: &str) -> Route {
        let path = hash.trim_start_matches('#').trim_start_matches('/');
        let (view, pairs) = path.split_once('?').unwrap_or((path, ""));
        match view {
            "file" => Route::Open,
            "check" => Route::Check,
            "ambition" => Route::Ambition,
            "pupils" => read_pupils(pairs).map_or(Route::Home, Route::Pupils),
            "estimates" => Route::Estimates,
            "what-if" => read_what_if(pairs).map_or(Route::Home, Route::WhatIf),
            "challenge" => Route::Challenge,
            "trajectory" => Route::Trajectory,
            "groups" => read_tables(TablesAbout::Groups, pairs),
            "care" => read_tables(TablesAbout::Care, pairs),
            "needs" => read_tables(TablesAbout::Needs, pairs),
            "schools" => read_tables(TablesAbout::Schools, pairs),
            "return" => read_tables(TablesAbout::Return, pairs),
            "method" => Route::Method,
            path => SHEETS
                .into_iter()
                .find(|(_, known, _)| *known == path)
                .map_or(Route::Home, |(topic, ..)| Route::Sheet(topic)),
        }
    }

    /// Whether both are the same view, whatever it shows.
    pub fn same_view(&self, other: &Route) -> bool {
        match (self, other) {
            (Route::Pupils(_), Route::Pupils(_)) | (Route::WhatIf(_), Route::WhatIf(_)) => true,
            (Route::Tables(one), Route::Tables(other)) => one.about == other.about,
            (one, other) => one == other,
        }
    }

    /// What the engine is asked for to show this view.
    pub fn query(&self) -> Option<Query> {
        match self {
            Route::Open => None,
            Route::Check => Some(Query::Check),
            Route::Home | Route::Ambition => Some(Query::Ambition),
            Route::Pupils(query) => Some(Query::Pupils(query.clone())),
            Route::Estimates => Some(Query::Estimates),
            Route::WhatIf(query) => Some(Query::WhatIf(query.clone())),
            Route::Challenge => Some(Query::Challenge),
            Route::Trajectory => Some(Query::Trajectories),
            Route::Tables(query) => Some(Query::Tables(query.clone())),
            Route::Sheet(topic) => Some(Query::Sheet { topic: *topic, today: crate::dom::day() }),
            Route::Method => Some(Query::Method),
        }
    }

    /// The view's name, for the navigation and the window's title.
    pub fn name(&self) -> &'static str {
        match self {
            Route::Open => "File",
            Route::Check => "Check",
            Route::Home | Route::Ambition => "Ambition",
            Route::Pupils(_) => "Pupils",
            Route::Estimates => "Estimates",
            Route::WhatIf(_) => "What if",
            Route::Challenge => "Challenge",
            Route::Trajectory => "Trajectory",
            Route::Tables(query) => match query.about {
                TablesAbout::Groups => "Groups",
                TablesAbout::Care => "Children in care",
                TablesAbout::Needs => "Special needs",
                TablesAbout::Schools => "Schools",
                TablesAbout::Return => "Return",
            },
            Route::Sheet(topic) => sheet_name(*topic),
            Route::Method => "Method",
        }
    }
}

/// The address of each of the views of tables.
fn tables_name(about: TablesAbout) -> &'static str {
    match about {
        TablesAbout::Groups => "groups",
        TablesAbout::Care => "care",
        TablesAbout::Needs => "needs",
        TablesAbout::Schools => "schools",
        TablesAbout::Return => "return",
    }
}

/// The hash of tables; what is as usual is left out.
fn tables_hash(query: &TablesQuery) -> String {
    let page = if query.page > 0 { query.page.to_string() } else { String::new() };
    let descending = if query.descending { "yes" } else { "" };
    let parts = [
        ("measure", &*query.measure),
        ("basis", &*query.basis),
        ("by", &*query.by),
        ("groups", &*query.groups),
        ("sort", &*query.sort),
        ("descending", descending),
        ("page", &*page),
    ];
    let written = parts.iter().filter(|(_, value)| !value.is_empty());
    let written: Vec<String> = written.map(|(key, value)| format!("{key}={}", encode(value))).collect();
    let name = tables_name(query.about);
    if written.is_empty() { format!("#/{name}") } else { format!("#/{name}?{}", written.join("&")) }
}

/// Reads what [`tables_hash`] wrote; home where it is not of that making.
fn read_tables(about: TablesAbout, text: &str) -> Route {
    let mut query = TablesQuery { about, ..TablesQuery::default() };
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let Some((key, value)) = pair.split_once('=').and_then(|(key, value)| Some((key, decode(value)?))) else {
            return Route::Home;
        };
        match key {
            "measure" => query.measure = value,
            "basis" => query.basis = value,
            "by" => query.by = value,
            "groups" => query.groups = value,
            "sort" => query.sort = value,
            "descending" => query.descending = value == "yes",
            "page" => query.page = value.parse().unwrap_or_default(),
            _ => return Route::Home,
        }
    }
    Route::Tables(query)
}

/// The sheets: their path, and their name.
const SHEETS: [(Topic, &str, &str); 7] = [
    (Topic::Progress, "progress", "Progress"),
    (Topic::EarlyYears, "early-years", "Early years"),
    (Topic::Attendance, "attendance", "Attendance"),
    (Topic::Timetable, "timetable", "Timetable"),
    (Topic::Partnership, "partnership", "Partnership"),
    (Topic::Questions, "questions", "Questions"),
    (Topic::Items, "item-analysis", "Item analysis"),
];

fn sheet_path(topic: Topic) -> &'static str {
    SHEETS.into_iter().find(|(known, ..)| *known == topic).map_or("", |(_, path, _)| path)
}

fn sheet_name(topic: Topic) -> &'static str {
    SHEETS.into_iter().find(|(known, ..)| *known == topic).map_or("", |(.., name)| name)
}

/// The hash of a list of pupils; what is as usual is left out.
fn pupils_hash(query: &PupilsQuery) -> String {
    let pairs = query_pairs(query);
    let parts: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={}", encode(value))).collect();
    match parts.is_empty() {
        true => "#/pupils".to_owned(),
        false => format!("#/pupils?{}", parts.join("&")),
    }
}

fn query_pairs(query: &PupilsQuery) -> Vec<(String, String)> {
    let mut pairs = filter_pairs(&query.filter);
    let mut add = |key: &str, value: String| pairs.push((key.to_owned(), value));
    if !query.search.is_empty() {
        add("search", query.search.clone());
    }
    if !query.sort.is_empty() {
        add("sort", query.sort.clone());
    }
    if query.descending {
        add("descending", "yes".to_owned());
    }
    if query.page > 0 {
        add("page", query.page.to_string());
    }
    pairs
}

/// A filter is written as its kind and its fields: texts, and yes or no.
fn filter_pairs(filter: &Filter) -> Vec<(String, String)> {
    let (kind, fields) = match serde_json::to_value(filter) {
        Ok(Value::String(kind)) => (kind, Value::Null),
        Ok(Value::Object(of)) => of.into_iter().next().unwrap_or_default(),
        _ => return Vec::new(),
    };
    if *filter == Filter::All {
        return Vec::new();
    }
    let text = |value: &Value| match value {
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        value => value.as_str().unwrap_or_default().to_owned(),
    };
    let fields = fields.as_object().into_iter().flatten().map(|(key, value)| (key.clone(), text(value)));
    std::iter::once(("of".to_owned(), kind)).chain(fields).collect()
}

/// Reads what [`filter_pairs`] wrote.
fn read_filter(mut fields: Map<String, Value>) -> Option<Filter> {
    if fields.is_empty() {
        return Some(Filter::All);
    }
    let kind = fields.remove("of")?;
    let filter = match fields.is_empty() {
        true => kind,
        false => Value::Object(Map::from_iter([(kind.as_str()?.to_owned(), Value::Object(fields))])),
    };
    serde_json::from_value(filter).ok()
}

/// Reads what [`pupils_hash`] wrote; `None` where it is not of that making.
fn read_pupils(text: &str) -> Option<PupilsQuery> {
    let mut query = PupilsQuery::default();
    let mut fields = Map::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=')?;
        let value = decode(value)?;
        match key {
            "search" => query.search = value,
            "sort" => query.sort = value,
            "descending" => query.descending = value == "yes",
            "page" => query.page = value.parse().ok()?,
            "reached" => drop(fields.insert(key.to_owned(), Value::Bool(value == "yes"))),
            _ => drop(fields.insert(key.to_owned(), Value::String(value))),
        }
    }
    query.filter = read_filter(fields)?;
    Some(query)
}

/// The hash of a target tried: what is as usual is left out.
fn what_if_hash(query: &WhatIfQuery) -> String {
    let without = query.without.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
    let percent = query.percent.map(|percent| percent.to_string()).unwrap_or_default();
    let pairs = [("measure", &query.measure), ("percent", &percent), ("without", &without)];
    let pairs = pairs.iter().filter(|(_, value)| !value.is_empty());
    let pairs = pairs.map(|(key, value)| format!("{key}={}", encode(value))).collect::<Vec<_>>();
    if pairs.is_empty() { "#/what-if".to_owned() } else { format!("#/what-if?{}", pairs.join("&")) }
}

/// Reads what [`what_if_hash`] wrote; `None` where it is not of that making.
fn read_what_if(text: &str) -> Option<WhatIfQuery> {
    let mut query = WhatIfQuery::default();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=')?;
        let value = decode(value)?;
        match key {
            "measure" => query.measure = value,
            "percent" => query.percent = Some(value.parse().ok()?),
            "without" => query.without = value.split('.').map(str::parse).collect::<Result<_, _>>().ok()?,
            _ => return None,
        }
    }
    Some(query)
}

fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

fn decode(text: &str) -> Option<String> {
    js_sys::decode_uri_component(text).ok().map(String::from)
}

#[cfg(test)]
mod tests {
    use ambition_engine::session::command::Part;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn returns(route: &Route) {
        assert_eq!(&Route::from_hash(&route.hash()), route, "{}", route.hash());
    }

    #[wasm_bindgen_test]
    fn every_view_returns_from_its_hash() {
        let tried = WhatIfQuery { measure: "ks2.both4".into(), percent: Some(80), without: vec![3, 17] };
        let [what_if, tried] = [WhatIfQuery::default(), tried].map(Route::WhatIf);
        [Route::Estimates, what_if, tried].iter().for_each(returns);
        let views = [Route::Check, Route::Ambition, Route::Challenge, Route::Trajectory, Route::Method];
        let sheets = SHEETS.map(|(topic, ..)| Route::Sheet(topic));
        for route in [Route::Home, Route::Open].iter().chain(&views).chain(&sheets) {
            returns(route);
        }
    }

    #[wasm_bindgen_test]
    fn every_filter_returns_from_its_hash() {
        let figure =
            Filter::Figure { measure: "ks2.both4".into(), basis: "estimate:FFT D".into(), part: Part::LeftOut };
        let finding = Filter::Finding { measure: "ks2.both4".into(), code: "regression".into() };
        let unknown = Filter::Unknown { field: "KS1_Maths".into(), spelling: "2b&page=9#é?".into() };
        let benchmark =
            Filter::Benchmark { measure: "ks2.both4".into(), title: "Top quarter, level 2c".into(), reached: true };
        let group = Filter::Group {
            groups: "sex:F\u{1f}class:6:R & S".into(),
            measure: "ks2.both4".into(),
            basis: "moderated".into(),
            part: Part::Eligible,
        };
        let sheet = Filter::Sheet {
            topic: Topic::EarlyYears,
            part: "fsp.good|reached|sex|F".into(),
            title: "Girls: 50% & more".into(),
        };
        returns(&Route::pupils(&sheet));
        let pace = Filter::Tried {
            list: "pace".into(),
            measure: "ks2.progress.maths".into(),
            which: "slow|estimate:FFT D|sex:F\u{1f}class:6 R & S".into(),
        };
        returns(&Route::pupils(&pace));
        for filter in [group, Filter::All, Filter::Changed, Filter::Excepted, benchmark, figure, finding, unknown] {
            returns(&Route::pupils(&filter));
        }
    }

    #[wasm_bindgen_test]
    fn tables_return_from_their_hash() {
        for about in
            [TablesAbout::Groups, TablesAbout::Care, TablesAbout::Needs, TablesAbout::Schools, TablesAbout::Return]
        {
            returns(&Route::tables(about));
            let query = TablesQuery {
                about,
                measure: "every".into(),
                groups: "sex:F\u{1f}fsm:Y".into(),
                descending: true,
                page: 2,
                ..TablesQuery::default()
            };
            returns(&Route::Tables(query));
        }
    }

    #[wasm_bindgen_test]
    fn search_order_and_page_return_too() {
        let query = PupilsQuery {
            search: "O’Neil & 50%".into(),
            sort: "Target_KS2_English".into(),
            descending: true,
            page: 3,
            ..PupilsQuery::default()
        };
        returns(&Route::Pupils(query));
    }

    #[wasm_bindgen_test]
    fn what_is_no_address_leads_home() {
        for hash in ["", "#", "#/nowhere", "#/pupils?page=-1", "#/pupils?of=nothing", "#/pupils?search=%E0%A4%A"] {
            assert_eq!(Route::from_hash(hash), Route::Home, "{hash}");
        }
    }

    #[wasm_bindgen_test]
    fn an_unfiltered_list_has_a_short_address() {
        assert_eq!(Route::pupils(&Filter::All).hash(), "#/pupils");
    }
}
