//! The answer in two sentences: what the model weighs, and whether its training fits the devices.

use yew::prelude::*;

use super::choice::choice;
use crate::core::report::Section;
use crate::core::scenario::Key;
use crate::page::field::{AcceleratorField, Field, Messages, StoreProps};
use crate::page::number::Num;
use crate::page::questions::{place, remarks};
use crate::page::store::{Action, Store};

const FIELDS: &[Key] = &[
    Key::Architecture,
    Key::TensorParallel,
    Key::PipelineParallel,
    Key::ContextParallel,
    Key::Count,
    Key::SequenceLength,
];

#[component]
pub fn Lead(props: &StoreProps) -> Html {
    let store = &props.store;
    let n = |section, key, after| html! { <Num store={store.clone()} ask={place(section, key, 0)} {after} /> };
    let field = |key| html! { <Field store={store.clone()} field={key} /> };
    let own = store.scenario.setup.model.preset.is_none().then_some("your configuration");
    let model = store.report.model();
    let fits = model.is_ok_and(|m| m.fits());
    html! {
        <>
            <p class="lead" id="answer">
                { choice(store, Key::Architecture, own) }{ " has " }{ n(Section::Anatomy, "total", "") }{ " parameters" }
                if active(store) { { ", " }{ n(Section::Anatomy, "active", "") }{ " of them used by a token" } }
                { ". Trained on sequences of " }{ field(Key::SequenceLength) }{ " tokens, split " }
                <span class="nb">{ field(Key::TensorParallel) }{ " tensor" }</span>{ " × " }<span class="nb">{ field(Key::PipelineParallel) }{ " pipeline" }</span>
                { " over " }<span class="nb">{ field(Key::Count) }{ " × " }<AcceleratorField store={store.clone()} /></span>
                if model.is_ok() {
                    { ", its fullest device holds " }{ n(Section::Fit, "fullest", "") }
                    { if fits { ". It fits, with " } else { ". It does not fit: " } }
                    { n(Section::Fit, "spare", "") }{ if fits { " to spare." } else { " too much." } }
                } else { { "." } }
            </p>
            <Messages store={store.clone()} fields={FIELDS} />
            { remarks(store, Section::Fit) }
            { broken(store) }
            if let Some(remark) = &store.remark { <p class="note" role="status">{ remark }</p> }
        </>
    }
}

/// Does a token use fewer parameters than there are?
fn active(store: &Store) -> bool {
    let c = &store.scenario.setup.model.counts;
    c.active != c.total
}

/// A layout that cannot be, with a way on.
fn broken(store: &Store) -> Html {
    let Err(error) = store.report.model() else { return Html::default() };
    let fit = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::FitLayout))
    };
    html! {
        <p class="note err" role="alert">{ &error.message }{ " " }
            <button type="button" class="as-link" onclick={fit}>{ "Use the nearest split that can be" }</button></p>
    }
}
