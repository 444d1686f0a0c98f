//! Light, dark, or as the system has it. The choice is kept on this machine only.

use yew::prelude::*;

const KEY: &str = "isoflop-theme";

#[component]
pub fn ThemeSwitch() -> Html {
    let theme = use_state_eq(|| None::<&'static str>);
    {
        let theme = theme.clone();
        use_effect_with((), move |()| {
            let now = gloo::utils::document_element().get_attribute("data-theme");
            theme.set(match now.as_deref() {
                Some("light") => Some("light"),
                Some("dark") => Some("dark"),
                _ => None,
            });
        });
    }
    let (word, next) = match *theme {
        None => ("follows the system", Some("dark")),
        Some("dark") => ("dark", Some("light")),
        Some(_) => ("light", None),
    };
    let onclick = {
        let theme = theme.clone();
        Callback::from(move |_: MouseEvent| {
            let root = gloo::utils::document_element();
            let storage = web_sys::window().and_then(|w| w.local_storage().ok().flatten());
            match next {
                Some(name) => {
                    let _ = root.set_attribute("data-theme", name);
                    storage.map(|s| s.set_item(KEY, name));
                }
                None => {
                    let _ = root.remove_attribute("data-theme");
                    storage.map(|s| s.remove_item(KEY));
                }
            }
            theme.set(next);
        })
    };
    html! {
        <button type="button" class="btn" {onclick} aria-label={format!("Theme: {word}")} title={format!("Theme: {word}")}>
            <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5" /><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" /></svg>
        </button>
    }
}
