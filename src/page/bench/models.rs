//! What the readings say of models: how fast one would decode here, and how long another would train.

use std::rc::Rc;

use yew::prelude::*;

use crate::core::bench::predict::{CONTEXT, Decoded, SEQUENCE, TOKENS, Trained, decode, train};
use crate::core::bench::probe::Stored;
use crate::core::bench::record::Record;
use crate::core::bench::words::{byte_rate, flop_rate, token_rate};
use crate::core::chosen::Model;
use crate::core::error::Error;
use crate::core::model::presets;
use crate::core::quantity::{Tokens, show};
use crate::page::select::Select;
use crate::page::store::Store;
use crate::page::words;

/// The model of the plan, in a list of released ones.
const AT_HAND: &str = "at-hand";
/// What is asked first.
const DECODED: &str = "llama-3-8b";
const TRAINED: &str = "gpt-2";

#[derive(Properties, PartialEq)]
pub struct Props {
    pub store: Store,
    pub record: Rc<Record>,
}

#[component]
pub fn Models(props: &Props) -> Html {
    let Props { store, record } = props;
    let decoded = use_state_eq(|| DECODED);
    let stored = use_state_eq(|| Stored::Int4);
    let trained = use_state_eq(|| TRAINED);
    let model =
        |id: &'static str| if id == AT_HAND { Ok(store.scenario.setup.model.clone()) } else { Model::preset(id) };
    let options: Vec<(&'static str, AttrValue)> =
        std::iter::once((AT_HAND, format!("{}, of the plan", store.scenario.setup.model.name()).into()))
            .chain(presets::all().map(|p| (p.id, AttrValue::Static(p.name))))
            .collect();
    let list = |id: &'static str, label: &'static str, state: &UseStateHandle<&'static str>| {
        let (set, all) = (state.setter(), options.clone());
        let on = Callback::from(move |id: String| {
            if let Some((id, _)) = all.iter().find(|(o, _)| *o == id) {
                set.set(id);
            }
        });
        html! { <Select {id} {label} options={options.clone()} chosen={**state} {on} /> }
    };
    let formats: Vec<_> = Stored::ALL.iter().map(|s| (s.id(), AttrValue::Static(s.words()))).collect();
    let on = {
        let stored = stored.setter();
        Callback::from(move |id: String| {
            if let Some(s) = Stored::ALL.into_iter().find(|s| s.id() == id) {
                stored.set(s);
            }
        })
    };
    let decodes = model(*decoded).and_then(|m| decode(record, m.architecture(), *stored, CONTEXT));
    let trains = model(*trained).and_then(|m| train(record, m.architecture(), SEQUENCE, Tokens::new(TOKENS)?));
    if !has(record) {
        return Html::default();
    }
    let of_decoding = match &decodes {
        Ok(Some(d)) => {
            html! { <>{ " would decode at about " }<b class="nb">{ token_rate(d.rate.get()) }</b>{ format!(" here, if {} fit", words::gigabytes(d.weights + d.cache)) }</> }
        }
        Ok(None) => html! { { " cannot be told: its weights in this form, or attention, were not measured" } },
        Err(e) => html! { { format!(" cannot be told: {}", e.message) } },
    };
    let tokens = Tokens::new(TOKENS).map_or_else(|_| String::new(), show::tokens);
    let of_training = match &trains {
        Ok(Some(t)) => {
            html! { <>{ format!(" would train on {tokens} tokens in ") }<b class="nb">{ show::duration(t.time) }</b>{ " at the rate of this kernel" }</> }
        }
        Ok(None) => html! { { " cannot be told: no product was measured" } },
        Err(e) => html! { { format!(" cannot be told: {}", e.message) } },
    };
    html! {
        <>
            <p class="then">{ list("b-decoded", "model that decodes", &decoded) }{ " in " }<Select id="b-stored" label="format of the weights" options={formats} chosen={stored.id()} {on} />
                { of_decoding }{ "; " }{ list("b-trained", "model that is trained", &trained) }{ of_training }{ "." }</p>
            <p class="xs dim">{ of_decode(&decodes, *stored) }{ of_train(&trains) }
                { "A browser kernel is not a training stack: WebGPU does not reach the matrix units of a GPU, with which programs of its maker can be several times as fast, and a whole run does more than products." }</p>
        </>
    }
}

/// Something that a model could be told from was measured.
fn has(record: &Record) -> bool {
    use crate::core::bench::{compare, roofline::fastest_product};
    fastest_product(record).is_some()
        || compare::figures().any(|f| f.words.starts_with("weights") && f.value(record).is_some())
}

/// What was multiplied by what.
fn of_decode(decoded: &Result<Option<Decoded>, Error>, stored: Stored) -> String {
    let Ok(Some(d)) = decoded else { return String::new() };
    format!(
        "A token reads {} of weights at {} (the median of the kernel for {}) and {} of cache at {} (attention), with {} tokens of context in 16 bits. ",
        words::gigabytes(d.weights),
        byte_rate(d.of_weights),
        stored.words(),
        words::gigabytes(d.cache),
        byte_rate(d.of_cache),
        show::full(CONTEXT as f64)
    )
}

fn of_train(trained: &Result<Option<Trained>, Error>) -> String {
    let Ok(Some(t)) = trained else { return String::new() };
    format!(
        "Training is {} in sequences of {}, at {}, the median of the fastest product ({}). ",
        words::flop(t.flop.get()),
        show::full(SEQUENCE as f64),
        flop_rate(t.rate.get()),
        t.from.words()
    )
}
