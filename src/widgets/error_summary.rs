//! What went wrong and what to do, in a box that takes the keyboard.

use yew::prelude::*;

use crate::app::actions::{Action, use_dispatcher};
use crate::dom;

/// The words.
#[derive(PartialEq, Properties)]
pub struct ErrorSummaryProps {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
    /// It can be opened all the same.
    pub anyway: bool,
    /// The id of the input to choose another file with.
    #[prop_or("choose")]
    pub choose: &'static str,
}

/// A box that gets the focus when it comes up, and when what it says changes.
#[component]
pub fn ErrorSummary(props: &ErrorSummaryProps) -> Html {
    let dispatcher = use_dispatcher();
    use_effect_with((props.what.clone(), props.remedy.clone()), |_| {
        dom::focus("error-summary");
    });
    let stay = stay(props.choose);
    html! {
        <section class="error-summary" id="error-summary" tabindex="-1" role="alert" aria-labelledby="error-title">
            <h2 id="error-title">{ "This could not be read" }</h2>
            <p class="what">{ &props.what }</p>
            <p>{ &props.remedy }</p>
            if props.anyway {
                <p>
                    <button type="button" class="button" onclick={dispatcher.callback(Action::OpenAnyway)}>
                        { "Open it all the same" }
                    </button>
                </p>
            }
            <p><a href={format!("#{}", props.choose)} onclick={stay}>{ "Choose another file" }</a></p>
        </section>
    }
}

/// The address belongs to the views: the link moves the keyboard instead.
fn stay(choose: &'static str) -> Callback<MouseEvent> {
    Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        dom::focus(choose);
    })
}
