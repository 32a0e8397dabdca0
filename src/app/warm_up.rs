//! The first screen, laid out once where nobody sees it: a browser compiles functions when they are called first, and the
//! first file of a visit then waited for them longer than for its figures.

use std::rc::Rc;

use ambition_engine::screens::{AmbitionPage, Answer, Summary, View};
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::ReadingState;
use crate::dom;
use crate::router::Route;
use crate::screens::ambition::AmbitionView;
use crate::widgets::export_menu::ExportMenu;
use crate::widgets::frame::{self, WorkSafety};

/// Milliseconds after which both steps of laying it out are done.
const DONE_AFTER: u32 = 200;

/// What a sample looks like.
#[derive(PartialEq, Properties)]
struct WarmUpProps {
    summary: Rc<Summary>,
    ambition: Rc<AmbitionPage>,
}

/// The whole page with the first screen. Without an app around it, what is done in it goes nowhere.
#[component]
fn WarmUpPage(props: &WarmUpProps) -> Html {
    let WarmUpProps { summary, ambition } = props;
    let exports = Route::AMBITION.query().map(|screen| {
        html! { <ExportMenu {screen} summary={summary.clone()} tables={Vec::new()} /> }
    });
    let view = html! {
        <AmbitionView summary={summary.clone()} ambition={ambition.clone()} reading={ReadingState::Idle} />
    };
    frame::frame(0, &Route::AMBITION, Some(summary), WorkSafety::default(), exports.unwrap_or_default(), view)
}

/// Lays out what the engine answered about a sample, outside the document.
pub fn lay_out(answer: Answer) {
    let (mut summary, mut ambition) = (None, None);
    for view in answer.views {
        match view {
            View::Summary(page) => summary = Some(Rc::from(page)),
            View::Ambition(page) => ambition = Some(Rc::from(page)),
            _ => (),
        }
    }
    let (Some(root), Some(summary), Some(ambition)) = (dom::new_element("div"), summary, ambition) else { return };
    let shown = yew::Renderer::<WarmUpPage>::with_root_and_props(root, WarmUpProps { summary, ambition }).render();
    Timeout::new(DONE_AFTER, move || shown.destroy()).forget();
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use ambition_engine::guidance::Guidance;
    use ambition_engine::intake::CohortReader;
    use ambition_engine::screens::{Exchange, Query};
    use ambition_engine::session::Session;
    use ambition_worker::samples::SAMPLES;
    use gloo::utils::{body, document_element};
    use wasm_bindgen_test::wasm_bindgen_test;
    use yew::platform::time::sleep;

    use super::*;

    fn answer() -> Answer {
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let mut session = Session::new(guidance.clone()).unwrap();
        let (name, text) = SAMPLES[0];
        session.open(CohortReader::read_all(guidance, text.as_bytes()).unwrap(), name);
        session.exchange(&Exchange { command: None, queries: vec![Query::Summary, Query::Ambition] })
    }

    #[wasm_bindgen_test]
    async fn nothing_of_it_is_in_the_document() {
        let style = || document_element().get_attribute("style");
        let (before, elements) = (style(), body().query_selector_all("*").unwrap().length());
        lay_out(answer());
        sleep(Duration::from_millis(u64::from(DONE_AFTER) / 2)).await;
        assert_eq!((style(), body().query_selector_all("*").unwrap().length()), (before.clone(), elements));
        sleep(Duration::from_millis(u64::from(DONE_AFTER))).await;
        assert_eq!((style(), body().query_selector_all("*").unwrap().length()), (before, elements));
    }
}
