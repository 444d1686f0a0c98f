//! IsoFLOP curves of the drawn laws at the present budget: one panel a text.

use yew::prelude::*;

use super::by_text::{Kind, pairs, use_by_text};
use crate::core::curves::{self, size_point};
use crate::core::quantity::{Flop, show};
use crate::page::field::StoreProps;
use crate::page::pictures::size_axis;
use crate::page::words;

static KIND: Kind = Kind {
    id: "isoflop",
    what: "Loss against size",
    lack: "No loss away from the optimum",
    has: |meta| meta.kind.has_valley(),
    x: "parameters",
    axis: size_axis,
    cell: show::short,
    said: |params| format!("{} parameters", show::short(params)),
    lines: |report, laws| {
        let flops = Flop::new(report.answer.flops.value);
        let lines = flops.map_or_else(|_| Vec::new(), |flops| curves::isoflops(laws, report.answer.law.id, flops));
        pairs(lines, |p| Some((p.params, p.loss)))
    },
    mark: |report, law, _| {
        let a = report.law(law.meta().id)?;
        Some(((a.params.value, a.loss.as_ref()?.value), show::short(a.params.value)))
    },
    read: |law, params, budget| Some(size_point(&**law, params, Flop::new(budget).ok()?)?.loss),
};

#[component]
pub fn IsoFlops(props: &StoreProps) -> Html {
    let store = &props.store;
    let panels = use_by_text(store, &KIND);
    html! {
        <section class="row" aria-labelledby="h-isoflops">
            <h2 id="h-isoflops">{ format!("Loss of every size at {}", words::flop(store.report.answer.flops.value)) }</h2>
            <p class="sm mut">{ "The lowest point of each curve is the law's best size, on parameters as the law counts them. Solid where the run lies inside everything the law was fitted on, dashed outside." }</p>
            { panels }
        </section>
    }
}
