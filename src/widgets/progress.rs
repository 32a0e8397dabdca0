//! How far the reading of a file has come.

use yew::prelude::*;

use crate::app::actions::{Action, use_dispatcher};

/// What is known of it.
#[derive(PartialEq, Properties)]
pub struct ReadingProgressProps {
    /// "43%"; `None` while it is not known.
    pub percent: Option<String>,
    /// "254,000 rows of about 600,000"
    pub words: String,
}

/// A bar with words and a way out. It comes up softly: a school's file is read before it shows.
#[component]
pub fn ReadingProgress(props: &ReadingProgressProps) -> Html {
    let dispatcher = use_dispatcher();
    let width = props.percent.clone().unwrap_or_default();
    html! {
        <section class="progress" aria-labelledby="reading-title">
            <h2 id="reading-title">{ "Reading the file" }</h2>
            <svg class="scale" role="img" aria-label={format!("Read so far: {width}")} focusable="false">
                <rect class="track" x="0" y="0" width="100%" height="8" rx="4" />
                if !width.is_empty() {
                    <rect class="target" x="0" y="0" {width} height="8" rx="4" />
                }
            </svg>
            <p aria-live="polite">
                if let Some(percent) = &props.percent {
                    <strong>{ percent }</strong>{ " " }
                }
                { &props.words }
            </p>
            <button type="button" class="button" onclick={dispatcher.callback(Action::Cancel)}>{ "Cancel" }</button>
        </section>
    }
}
