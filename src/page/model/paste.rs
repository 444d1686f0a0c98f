//! A `config.json`, pasted, dropped or chosen as a file. It is read here and goes nowhere.

use web_sys::{File, HtmlTextAreaElement};
use yew::prelude::*;

use crate::core::chosen::Model;
use crate::core::config;
use crate::core::error::Error;
use crate::core::quantity::show;
use crate::core::scenario::Key;
use crate::page::field::StoreProps;
use crate::page::file;
use crate::page::store::Action;

const EXAMPLE: &str = r#"{ "model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 32, … }"#;
/// Larger files are not opened: a configuration has a few thousand bytes.
const LARGEST: f64 = 1_048_576.0;

#[component]
pub fn Paste(props: &StoreProps) -> Html {
    let store = &props.store;
    let text = use_state_eq(String::new);
    let result = use_state_eq(|| None::<Result<String, Error>>);
    let take = {
        let (store, text, result) = (store.clone(), text.clone(), result.clone());
        Callback::from(move |given: String| {
            let read = Model::pasted(&given);
            result.set((!given.trim().is_empty()).then(|| match &read {
                Ok(m) => Ok(format!(
                    "Read: {} of {} parameters.",
                    m.architecture().family,
                    show::short(m.counts.total as f64)
                )),
                Err(e) => Err(e.clone()),
            }));
            if read.is_ok() {
                store.dispatch(Action::Put(Key::Config, given.clone()));
            }
            // What cannot be a configuration is not kept on the page.
            text.set(given.chars().take(100_000).collect());
        })
    };
    let oninput = {
        let take = take.clone();
        Callback::from(move |e: InputEvent| {
            if let Some(area) = e.target_dyn_into::<HtmlTextAreaElement>() {
                take.emit(area.value());
            }
        })
    };
    let open = {
        let (take, result) = (take, result.clone());
        Callback::from(move |file: File| {
            if file.size() > LARGEST {
                let message = format!(
                    "{} has {} bytes; a config.json has a few thousand.",
                    file.name(),
                    show::short(file.size())
                );
                result.set(Some(Err(Error::new(crate::core::error::Code::OutOfDomain, "config", message))));
                return;
            }
            file::read(&file, take.clone());
        })
    };
    let (ondrop, over, onchange) = (file::dropped(open.clone()), file::over(), file::chosen(open));
    let types = config::types().count();
    html! {
        <div ondrop={ondrop} ondragover={over}>
            <div class="cap"><h3 id="h-paste">{ "Your own model" }</h3><span><label class="as-link file">{ "Choose a file" }<input type="file" accept=".json,application/json,text/plain" {onchange} /></label></span></div>
            <p class="sm mut">{ format!("Paste a Hugging Face config.json, or drop the file here: {types} model types are read, and what is not understood is listed. Nothing leaves this page.") }</p>
            <textarea class="paste" rows="5" spellcheck="false" aria-label="config.json" placeholder={EXAMPLE} value={(*text).clone()} {oninput} aria-describedby="paste-said" />
            <div id="paste-said" role="status">
                { match &*result {
                    None => Html::default(),
                    Some(Ok(said)) => html! { <p class="note">{ said }</p> },
                    Some(Err(e)) => html! { <p class="note err">{ &e.message }{ where_(e) }{ " The last good answer is kept." }</p> },
                } }
            </div>
        </div>
    }
}

/// The field of the file that is wrong.
fn where_(e: &Error) -> String {
    if e.message.contains(e.field.as_str()) || e.field == "config" { String::new() } else { format!(" ({})", e.field) }
}
