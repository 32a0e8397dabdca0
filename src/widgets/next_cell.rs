//! How the keyboard goes on from a target.

use std::cell::RefCell;
use std::rc::Rc;

use ambition_engine::screens::PupilsPage;
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::app::refusals::RefusedTargets;
use crate::dom;

/// Milliseconds that the keyboard waits for the answer to a change.
const PATIENCE: u32 = 40;

/// Moves the keyboard to the next cell. After a change it moves when the new figures are painted: the browser lays out the
/// whole table for the move, and they would wait for that.
#[derive(Clone)]
pub struct NextCell(Rc<RefCell<Option<PendingMove>>>);

/// A move that waits for the answer.
struct PendingMove {
    from: String,
    to: AttrValue,
    /// Ends the wait.
    timer: Timeout,
    /// The figures are about to be painted.
    frame: Option<AnimationFrame>,
}

/// The keyboard in the table of these pupils.
#[hook]
pub fn use_next_cell(page: &Rc<PupilsPage>, refusals: &RefusedTargets) -> NextCell {
    let next = NextCell(use_mut_ref(|| None));
    let waiting = next.clone();
    use_effect_with((page.clone(), refusals.clone()), move |_| waiting.answered());
    next
}

impl NextCell {
    /// Goes from one element to another; `after_change`: when the answer to it is painted.
    pub fn go(&self, from: String, to: AttrValue, after_change: bool) {
        if after_change {
            *self.0.borrow_mut() = Some(PendingMove { from, to, timer: self.finish_after(PATIENCE), frame: None });
        } else {
            // Behind what else the key does.
            spawn_local(async move {
                dom::focus(&to);
            });
        }
    }

    /// Makes the move that waits, unless the keyboard has gone elsewhere meanwhile.
    pub fn finish(&self) {
        let Some(PendingMove { from, to, .. }) = self.0.borrow_mut().take() else { return };
        if dom::nothing_focused() || dom::focused_id() == Some(from) {
            dom::focus(&to);
        }
    }

    /// The answer is laid out, and painted in the next frame.
    fn answered(&self) {
        let next = self.clone();
        self.change(move |pending| {
            let painted = move |_| next.change(|pending| pending.timer = next.finish_after(0));
            pending.frame = Some(request_animation_frame(painted));
        });
    }

    fn change(&self, change: impl FnOnce(&mut PendingMove)) {
        if let Some(pending) = self.0.borrow_mut().as_mut() {
            change(pending);
        }
    }

    fn finish_after(&self, milliseconds: u32) -> Timeout {
        let next = self.clone();
        Timeout::new(milliseconds, move || next.finish())
    }
}
