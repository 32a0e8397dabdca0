//! The page of Ambition. Its engine runs in a worker, from a WebAssembly of its own (`crates/worker`).
//!
//! [`app`] owns the page's state; [`screens`] are its views, made of [`widgets`]; [`router`] gives each its address;
//! [`client`] talks to the engine; [`dom`] is all that the page asks of the browser itself.
//! The page shows what the engine answers and sends it what the user does. It does no arithmetic.

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod client;
#[cfg(target_arch = "wasm32")]
mod dom;
#[cfg(target_arch = "wasm32")]
mod router;
#[cfg(target_arch = "wasm32")]
mod screens;
#[cfg(target_arch = "wasm32")]
mod widgets;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[cfg(target_arch = "wasm32")]
fn main() {
    app::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Ambition is a page: `cargo xtask serve` builds and serves it.");
}
