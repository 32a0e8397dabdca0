//! Looking for a pupil by name or UPN.

use ambition_engine::session::command::PupilsQuery;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::dom;
use crate::router::Route;

/// How long the user pauses in typing before the list follows, in milliseconds.
const PAUSE: u32 = 150;

/// What is looked for.
#[derive(PartialEq, Properties)]
pub struct SearchBoxProps {
    /// The query on the screen.
    pub query: PupilsQuery,
}

/// The search field; it goes to the first page of what is found.
#[component]
pub fn SearchBox(props: &SearchBoxProps) -> Html {
    let text = use_state(|| props.query.search.clone());
    let wait = use_mut_ref(|| None::<Timeout>);
    {
        // Back, forward and "show all" change the search from outside.
        let text = text.clone();
        use_effect_with(props.query.search.clone(), move |search| text.set(search.clone()));
    }
    let oninput = {
        let (text, query) = (text.clone(), props.query.clone());
        Callback::from(move |event: InputEvent| {
            let search = dom::input_of(&event).map(|input| input.value()).unwrap_or_default();
            text.set(search.clone());
            let to = Route::pupils(PupilsQuery { search, page: 0, ..query.clone() });
            // The timer set before is stopped by being dropped.
            *wait.borrow_mut() = Some(Timeout::new(PAUSE, move || dom::replace(&to.hash())));
        })
    };
    html! {
        <div class="search" role="search">
            <label for="search">{ "Name or UPN" }</label>
            <input id="search" type="search" autocomplete="off" spellcheck="false" value={(*text).clone()} {oninput} />
        </div>
    }
}
