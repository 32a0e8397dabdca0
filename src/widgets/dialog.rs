//! Windows over the page, by the browser's own element for them: it keeps the keyboard in, closes by Escape and gives the
//! keyboard back.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// Opens a dialog when it is called.
pub fn opener(dialog: &NodeRef) -> Callback<MouseEvent> {
    // Open already, it stays so.
    on_dialog(dialog, |dialog| drop(dialog.show_modal()))
}

/// Closes a dialog when it is called.
pub fn closer(dialog: &NodeRef) -> Callback<MouseEvent> {
    on_dialog(dialog, HtmlDialogElement::close)
}

/// Closes a dialog.
pub fn close(dialog: &NodeRef) {
    if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
        dialog.close();
    }
}

fn on_dialog(dialog: &NodeRef, act: fn(&HtmlDialogElement)) -> Callback<MouseEvent> {
    let dialog = dialog.clone();
    Callback::from(move |_| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            act(&dialog);
        }
    })
}
