//! The page. It holds no formula and no constant: it asks the core and shows what the core says.

mod answers;
mod app;
mod bench;
mod chart_view;
mod explain;
mod field;
mod file;
mod follow;
mod formulas;
mod laws;
mod machine;
mod model;
mod number;
mod opened;
mod pictures;
mod place;
mod questions;
mod ruler;
mod run;
mod runs;
mod select;
mod sentence;
mod sizes;
mod sparsity;
mod store;
mod theme;
mod tick;
mod top;
mod training;
mod validation;
mod view;
mod words;

use app::App;

/// Puts the page in place of the static shell.
#[cfg(target_arch = "wasm32")]
pub fn run() {
    let host = gloo::utils::document().get_element_by_id("app");
    match host {
        Some(host) => {
            yew::Renderer::<App>::with_root(host).render();
        }
        None => {
            yew::Renderer::<App>::new().render();
        }
    }
}

/// The page starts only in a browser.
#[cfg(not(target_arch = "wasm32"))]
pub fn run() {}

/// The page as it first stands, as HTML: the worked answer that is there before the program runs.
#[cfg(feature = "tools")]
pub fn shell() -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let Ok(runtime) = runtime else { return String::new() };
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, yew::LocalServerRenderer::<App>::new().hydratable(false).render())
}
