//! The views that the engine answered last, one for each kind of query.

use std::any::Any;
use std::mem::discriminant;
use std::rc::Rc;

use ambition_engine::screens::{PupilsOnPaper, Query, RulePreview, Summary, View};
use ambition_engine::session::command::PupilsQuery;

/// A view, and the number of the exchange it came from: an older answer never replaces a newer one.
struct CachedView {
    query: Query,
    serial: u32,
    /// The page within the [`View`]; `None`: missing or out of date.
    view: Option<Rc<dyn Any>>,
}

/// What is on the screen or was lately.
#[derive(Default)]
pub struct ViewCache(Vec<CachedView>);

impl ViewCache {
    /// What is open; `None`: nothing.
    pub fn summary(&self) -> Option<Rc<Summary>> {
        self.get(&Query::Summary)
    }

    /// What the rule last asked about would change.
    pub fn preview(&self) -> Option<Rc<RulePreview>> {
        let preview = self.0.iter().find(|cached| matches!(cached.query, Query::Preview(_)))?;
        preview.view.clone()?.downcast().ok()
    }

    /// The pupils on the other pages of this list, if nothing has changed since they were asked for.
    pub fn on_paper(&self, query: &PupilsQuery) -> Option<Rc<PupilsOnPaper>> {
        let is_of_list = |cached: &&CachedView| matches!(&cached.query, Query::PupilsOnPaper(of) if of == query);
        self.0.iter().find(is_of_list)?.view.clone()?.downcast().ok()
    }

    /// What answers this query; until it comes, what answered the same screen with other parameters.
    pub fn get<T: 'static>(&self, query: &Query) -> Option<Rc<T>> {
        let cached = self.0.iter().find(|cached| same_screen(&cached.query, query))?;
        cached.view.clone()?.downcast().ok()
    }

    /// Keeps the answer to a query of the `serial`th exchange, unless it is no longer wanted.
    pub fn put(&mut self, serial: u32, query: &Query, view: View, wanted: Option<&Query>) {
        let page = view.into_page().map(Rc::from);
        if page.is_none() && *query != Query::Summary || may_be_outdated(query) && wanted != Some(query) {
            return;
        }
        let cached = CachedView { query: query.clone(), serial, view: page };
        match self.0.iter_mut().find(|known| discriminant(&known.query) == discriminant(query)) {
            Some(known) if known.serial > serial => (),
            Some(known) => *known = cached,
            None => self.0.push(cached),
        }
    }

    /// Another screen is wanted: what was tried out on this one is not shown again on the way back.
    pub fn leave(&mut self) {
        self.drop_views(|cached| matches!(cached.query, Query::Estimates | Query::WhatIf(_) | Query::Preview(_)));
    }

    /// Drops what was answered before a change that the `serial`th exchange made.
    pub fn invalidate(&mut self, serial: u32) {
        self.drop_views(|cached| cached.serial < serial && cached.query != Query::Summary);
    }

    fn drop_views(&mut self, is_dropped: impl Fn(&CachedView) -> bool) {
        self.0.iter_mut().filter(|cached| is_dropped(cached)).for_each(|cached| cached.view = None);
    }
}

/// Whether both are asked for the same screen, whatever it shows.
pub fn same_screen(one: &Query, other: &Query) -> bool {
    match (one, other) {
        (Query::Tables(one), Query::Tables(other)) => one.about == other.about,
        (Query::Sheet(one), Query::Sheet(other)) => one.topic == other.topic,
        _ => discriminant(one) == discriminant(other),
    }
}

/// Whether an answer to it may come when the same screen is wanted otherwise. Some are part of a screen.
fn may_be_outdated(query: &Query) -> bool {
    query.has_parameters() && !matches!(query, Query::Preview(_) | Query::PupilsOnPaper(_))
}

#[cfg(test)]
mod tests {
    use ambition_engine::screens::{MethodPage, TablesAbout, TablesQuery};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn method(edition: &str) -> View {
        View::Method(Box::new(MethodPage { edition: edition.into(), ..MethodPage::default() }))
    }

    fn edition(cache: &ViewCache) -> Option<String> {
        cache.get::<MethodPage>(&Query::Method).map(|method| method.edition.clone())
    }

    #[wasm_bindgen_test]
    fn an_older_answer_never_replaces_a_newer_one() {
        let mut cache = ViewCache::default();
        cache.put(2, &Query::Method, method("new"), None);
        cache.put(1, &Query::Method, method("old"), None);
        assert_eq!(edition(&cache).as_deref(), Some("new"));
        cache.invalidate(2);
        assert_eq!(edition(&cache).as_deref(), Some("new"));
        cache.invalidate(3);
        assert_eq!(edition(&cache), None);
        cache.put(1, &Query::Method, method("old"), None);
        assert_eq!(edition(&cache), None, "it was answered before the change");
    }

    #[wasm_bindgen_test]
    fn with_parameters_only_what_is_wanted_is_kept() {
        let query = |about, page| Query::Tables(TablesQuery { about, page, ..TablesQuery::default() });
        let (wanted, other) = (query(TablesAbout::Care, 0), query(TablesAbout::Care, 1));
        let mut cache = ViewCache::default();
        // Any content will do.
        cache.put(1, &other, method("other"), Some(&wanted));
        assert!(cache.get::<MethodPage>(&wanted).is_none());
        cache.put(2, &wanted, method("wanted"), Some(&wanted));
        // The page before is shown until the next one comes, but no other screen.
        assert!(cache.get::<MethodPage>(&other).is_some());
        assert!(cache.get::<MethodPage>(&query(TablesAbout::Groups, 0)).is_none());
    }

    #[wasm_bindgen_test]
    fn nothing_open_is_an_answer() {
        let mut cache = ViewCache::default();
        cache.put(1, &Query::Summary, View::Summary(Box::default()), None);
        cache.invalidate(9);
        assert!(cache.summary().is_some());
        cache.put(2, &Query::Method, View::Empty, None);
        cache.put(2, &Query::Summary, View::Empty, None);
        assert!(cache.summary().is_none());
    }
}
