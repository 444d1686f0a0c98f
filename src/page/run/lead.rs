//! The answer in two sentences: how long the training takes and what it costs, and what holds it up.

use yew::prelude::*;

use crate::core::report::{RunReport, Section};
use crate::core::scenario::Key;
use crate::page::field::{AcceleratorField, Field, Messages, StoreProps};
use crate::page::model::choice::choice;
use crate::page::number::Num;
use crate::page::questions::{has, place, remarks};
use crate::page::store::{Action, Store};

const FIELDS: &[Key] = &[
    Key::Architecture,
    Key::TrainingTokens,
    Key::SequenceLength,
    Key::Count,
    Key::TensorParallel,
    Key::PipelineParallel,
    Key::ContextParallel,
];

#[component]
pub fn Lead(props: &StoreProps) -> Html {
    let store = &props.store;
    let field = |key| html! { <Field store={store.clone()} field={key} /> };
    let own = store.scenario.setup.model.preset.is_none().then_some("your configuration");
    let split = |key, words| html! { <>{ " × " }<span class="nb">{ field(key) }{ words }</span></> };
    let timing = store.report.timing();
    html! {
        <>
            <p class="lead" id="answer">
                { "Training " }{ choice(store, Key::Architecture, own) }{ " on " }{ field(Key::TrainingTokens) }{ " tokens in sequences of " }{ field(Key::SequenceLength) }
                { " with " }<span class="nb">{ field(Key::Count) }{ " × " }<AcceleratorField store={store.clone()} /></span>
                { ", split " }<span class="nb">{ field(Key::TensorParallel) }{ " tensor" }</span>{ split(Key::PipelineParallel, " pipeline") }
                { split(Key::ContextParallel, " context") }
                { match timing {
                    Ok(run) => answer(store, run),
                    Err(_) => html! { "." },
                } }
            </p>
            <p class="then" hidden={timing.is_err()}>if let Ok(run) = timing { { holds_up(store, run) } }</p>
            <Messages store={store.clone()} fields={FIELDS} />
            { remarks(store, Section::Run) }
            { broken(store) }
            if let Some(remark) = &store.remark { <p class="note" role="status">{ remark }</p> }
        </>
    }
}

fn num(store: &Store, section: Section, key: &'static str, after: &'static str) -> Html {
    html! { <Num store={store.clone()} ask={place(section, key, 0)} {after} /> }
}

fn answer(store: &Store, run: &RunReport) -> Html {
    let n = |section, key, after| num(store, section, key, after);
    let one = run.setup.layout.data == 1;
    html! {
        <>
            { " × " }<span class="nb">{ n(Section::Speed, "replicas", "") }{ if one { " copy," } else { " copies," } }</span>
            { " takes " }{ n(Section::Run, "seconds", "") }{ " at " }{ n(Section::Speed, "tokens", "") }{ " tokens a second (" }{ n(Section::Speed, "mfu", "") }{ if run.timing.of_eight_bits { " of the FP8 peak" } else { " MFU" } }{ "), costs " }
            { n(Section::Run, "dollars", "") }
            if has(store, Section::Run, "energy", 0) {
                { ", draws " }{ n(Section::Run, "energy", "") }{ " and stands for " }{ n(Section::Run, "carbon", "") }
            }
            { "." }
        </>
    }
}

/// What of a step is not computing, and whether it fits.
fn holds_up(store: &Store, run: &RunReport) -> Html {
    let fit = |key, after| num(store, Section::Fit, key, after);
    let model = store.report.model();
    html! {
        <>
            if run.timing.step.is_none() {
                { "The utilisation is yours, the same for every layout: no part of a step is known. Empty its field to have it expected. " }
            } else if let Some(part) = run.wait() {
                { "A step takes " }{ num(store, Section::Speed, "step", ";") }{ " most of what is not plain computing goes to " }<b>{ part.words() }</b>{ ", " }
                <Num store={store.clone()} ask={place(Section::Step, "share", part as usize)} />{ " of it. " }
            } else {
                { "A step takes " }{ num(store, Section::Speed, "step", ",") }{ " all of it computing. " }
            }
            if let Ok(model) = model {
                if model.fits() {
                    { "It fits: the fullest device has " }{ fit("spare", "") }{ " to spare." }
                } else {
                    <b class="warn">{ "It does not fit" }</b>{ ": the fullest device needs " }{ fit("spare", "") }{ " more than it has, so these are numbers of a run that cannot start." }
                }
            }
        </>
    }
}

/// A layout that cannot be, with a way on.
fn broken(store: &Store) -> Html {
    let Err(error) = store.report.timing() else { return Html::default() };
    let fit = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::FitLayout))
    };
    html! {
        <p class="note err" role="alert">{ &error.message }{ " " }
            <button type="button" class="as-link" onclick={fit}>{ "Use the nearest split that can be" }</button></p>
    }
}
