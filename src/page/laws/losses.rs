//! Loss of the best run against compute: one panel a text.

use yew::prelude::*;

use super::by_text::{Kind, pairs, use_by_text};
use crate::core::curves::{self, budget_point};
use crate::core::quantity::show;
use crate::page::field::StoreProps;
use crate::page::pictures::compute_axis;
use crate::page::words;

static KIND: Kind = Kind {
    id: "loss",
    what: "Loss along the optimum",
    lack: "No loss",
    has: |meta| meta.has_loss(),
    x: "compute",
    axis: compute_axis,
    cell: |flops| show::power(flops, 2),
    said: words::flop,
    lines: |report, laws| {
        let lines = curves::frontiers(laws, report.answer.law.id, report.answer.flops.value);
        pairs(lines, |p| Some((p.flops, p.loss?)))
    },
    mark: |report, law, alone| {
        let budget = report.answer.flops.value;
        let loss = budget_point(&**law, budget)?.loss?;
        Some(((budget, loss), if alone { words::loss(loss, 3) } else { String::new() }))
    },
    read: |law, flops, _| budget_point(&**law, flops)?.loss,
};

#[component]
pub fn Losses(props: &StoreProps) -> Html {
    let panels = use_by_text(&props.store, &KIND);
    html! {
        <section class="row" aria-labelledby="h-losses-of-laws">
            <h2 id="h-losses-of-laws">{ "Loss against compute, each along its own optimum" }</h2>
            { panels }
        </section>
    }
}
