//! Electricity and carbon of the run, and the assumptions behind them.

use yew::prelude::*;

use crate::core::operate::energy::{GRIDS, HOST, Known, LOAD, PUE};
use crate::core::quantity::show;
use crate::core::report::Section;
use crate::core::scenario::Key;
use crate::page::field::{Field, Messages, StoreProps};
use crate::page::number::Num;
use crate::page::questions::{has, place};
use crate::page::select::Select;
use crate::page::store::{Action, Store};

const R: Section = Section::Run;
const FIELDS: &[Key] = &[Key::Load, Key::HostFactor, Key::Pue, Key::Carbon];

#[component]
pub fn Energy(props: &StoreProps) -> Html {
    let store = &props.store;
    let n = |key, after| html! { <Num store={store.clone()} ask={place(R, key, 0)} {after} /> };
    let field = |key| html! { <Field store={store.clone()} field={key} /> };
    let of = |k: &Known| format!("{}; {}, {}", range(k), k.source, k.confidence.as_str());
    html! {
        <section class="row g12" aria-labelledby="h-energy">
            <div class="c4"><h2 id="h-energy">{ "Electricity and carbon" }</h2>
                <p class="sm mut">{ "Rated power, times the load, times what host and network add, times what the data centre adds. Nothing for building the machines." }</p>
                if has(store, R, "energy", 0) {
                    <p class="q">{ n("hours", "") }{ " accelerator-hours draw " }{ n("energy", ",") }{ " which stand for " }{ n("carbon", "") }{ " on this grid." }</p>
                }
                <Messages store={store.clone()} fields={FIELDS} />
            </div>
            <div class="c8"><div class="tw" tabindex="0" role="region" aria-label="Assumptions of energy"><table>
                <thead><tr><th scope="col">{ "assumption" }</th><th scope="col" class="n">{ "value" }</th><th scope="col">{ "known" }</th></tr></thead>
                <tbody>
                    <tr><th scope="row">{ "power against the rated power" }</th><td class="n">{ field(Key::Load) }</td><td class="mut">{ of(&LOAD) }</td></tr>
                    <tr><th scope="row">{ "a node against its devices" }</th><td class="n">{ field(Key::HostFactor) }</td><td class="mut">{ of(&HOST) }</td></tr>
                    <tr><th scope="row">{ "PUE of the data centre" }</th><td class="n">{ field(Key::Pue) }</td><td class="mut">{ known(store, Key::Pue, "known-pue", PUE) }</td></tr>
                    <tr><th scope="row">{ "grams of CO₂e for a kilowatt-hour" }</th><td class="n">{ field(Key::Carbon) }</td><td class="mut">{ known(store, Key::Carbon, "known-grid", GRIDS) }</td></tr>
                </tbody>
            </table></div></div>
        </section>
    }
}

fn range(k: &Known) -> String {
    format!("{} to {}", show::full(k.low), show::full(k.high))
}

/// What is published, to choose from; the middle of a range is taken.
fn known(store: &Store, key: Key, id: &'static str, table: &'static [Known]) -> Html {
    let value = store.scenario.number(key);
    let chosen = table.iter().find(|k| Some(k.middle()) == value);
    let own = chosen.is_none().then_some(("", AttrValue::Static("your own")));
    let options: Vec<_> = own
        .into_iter()
        .chain(table.iter().map(|k| (k.id, AttrValue::from(format!("{}, {}", k.name, range(k))))))
        .collect();
    let on = {
        let store = store.clone();
        Callback::from(move |id: String| {
            if let Some(k) = table.iter().find(|k| k.id == id) {
                store.dispatch(Action::Put(key, show::shortest(k.middle())));
            }
        })
    };
    let label = if key == Key::Pue { "Published PUE" } else { "Electricity of" };
    html! {
        <><Select {id} {label} {options} chosen={chosen.map_or("", |k| k.id)} {on} />
            { chosen.map(|k| html! { <span class="all">{ format!("{}, {}", k.source, k.confidence.as_str()) }</span> }) }</>
    }
}
