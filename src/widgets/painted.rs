//! Laying out a screen in two steps: first what is seen at once.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// Milliseconds within which a browser has painted what was laid out.
const A_FRAME: u32 = 30;

/// False while a component is laid out first, and true soon after, when the browser has painted it: what nobody sees
/// without scrolling or unfolding can wait until then.
#[hook]
pub fn use_painted() -> bool {
    let painted = use_state(|| false);
    let set = painted.setter();
    use_effect_with((), move |()| {
        let timer = Timeout::new(A_FRAME, move || set.set(true));
        move || drop(timer)
    });
    *painted
}
