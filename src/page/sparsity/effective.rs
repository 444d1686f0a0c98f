//! The dense size that a mixture is as good as, and where experts stop helping by one law.

use std::rc::Rc;

use yew::prelude::*;

use crate::chart::{Axis, Chart, Labels, Mark, Readout, Rule, Scale, Series, Shape, Weight};
use crate::core::laws::clark_2022::{ROUTERS, Router, S_BASE};
use crate::core::mixture::lines::{self, Effective, ROUTED};
use crate::core::quantity::show;
use crate::page::chart_view::{ChartView, Reader};
use crate::page::field::StoreProps;
use crate::page::pictures::{DASHED, ends};
use crate::page::select::Select;

#[component]
pub fn EffectiveSize(props: &StoreProps) -> Html {
    let store = &props.store;
    let picked = use_state_eq(|| S_BASE.name);
    let name = *picked;
    let router = router(name);
    let own = store.report.mixture().ok().and_then(|m| Some(m.chosen()?.active.get())).unwrap_or(1e9);
    let drawn = use_memo((own.to_bits(), name), |_| {
        let line = lines::effective(router, own);
        (Rc::new(chart(router, own, &line)), table(&line))
    });
    let reader = use_memo(name, |_| Reader::new(move |n| read(router, n)));
    let (chart, table) = (*drawn).clone();
    let on = Callback::from(move |name: String| picked.set(self::router(&name).name));
    let options = ROUTERS.iter().map(|r| (r.name, AttrValue::Static(r.name))).collect::<Vec<_>>();
    let title = format!("Dense size with the same loss, routed by {name}");
    let at = lines::effective_point(router, own);
    let same = at.as_ref().map_or_else(String::new, |p| listed(p).join(", "));
    let summary =
        format!("{title}, against parameters for each token, both on log axes. {} are like {same}.", show::short(own));
    html! {
        <section class="row g12" aria-labelledby="h-effective">
            <div class="c4"><h2 id="h-effective">{ "Dense size of equal loss" }</h2>
                <p class="sm mut">{ "By Clark et al. 2022, whose runs all read 130 B tokens; experts in every second block, chosen by " }
                    <Select id="router" label="how experts are chosen" {options} chosen={name} {on} />{ "." }</p>
                <p class="sm mut">{ format!("It says that experts stop helping beyond {}, N_cutoff. That is disputed: Krajewski 2024 and Ludziejewski 2025 put it down to the fixed 130 B tokens.", show::given(router.cutoff)) }</p>
                <p class="sm mut">{ format!("The best design’s {} active parameters lie {} N_cutoff.", show::short(own), if own < router.cutoff { "below" } else { "beyond" }) }</p>
                <p class="xs dim">{ format!("Parameters leave embeddings out; the design’s count them. N_cutoff is as printed; by the other printed constants, which are rounded, the lines meet the diagonal at {}.", show::short(lines::turns(router))) }</p>
            </div>
            <div class="c8">
                <ChartView id="effective" {title} {summary} {chart} readout={(*reader).clone()} {table} height="tall" />
            </div>
        </section>
    }
}

fn router(name: &str) -> &'static Router {
    ROUTERS.iter().find(|r| r.name == name).copied().unwrap_or(&S_BASE)
}

/// `47 B with 8 experts`.
fn listed(p: &Effective) -> Vec<String> {
    p.dense.iter().zip(ROUTED).map(|(n, e)| format!("{} with {} experts", show::short(*n), show::full(e))).collect()
}

fn chart(router: &Router, own: f64, line: &[Effective]) -> Chart {
    let x = ends(line.iter().map(|p| p.params));
    let y = ends(line.iter().flat_map(|p| p.dense));
    let y = (y.0.min(x.0), y.1.max(x.1));
    let series = ROUTED.iter().enumerate().map(|(i, e)| Series {
        label: format!("{} experts", show::full(*e)),
        color: i,
        points: line.iter().map(|p| (p.params, p.dense[i])).collect(),
        solid: Some(lines::effective_fitted()),
        weight: Weight::Normal,
    });
    let diagonal = Series {
        label: "dense".into(),
        color: 5,
        points: vec![(x.0, x.0), (x.1, x.1)],
        solid: None,
        weight: Weight::Ghost,
    };
    let at = lines::effective_point(router, own);
    let marks = at.iter().flat_map(|p| p.dense.into_iter().enumerate()).map(|(i, y)| Mark {
        x: own,
        y,
        color: i,
        shape: Shape::Circle,
        filled: true,
        label: String::new(),
        drop: false,
        large: false,
    });
    let axis = |title: &str, unit: &str, range| Axis {
        title: title.into(),
        unit: unit.into(),
        scale: Scale::Log,
        labels: Labels::Words,
        range,
    };
    Chart {
        x: axis("Parameters for each token", "parameters for each token", x),
        y: axis("Dense size with the same loss, parameters", "", y),
        series: series.chain([diagonal]).collect(),
        bands: Vec::new(),
        marks: marks.collect(),
        rules: vec![
            Rule { x: own, label: "best design".into() },
            Rule { x: router.cutoff, label: format!("N_cutoff {}", show::given(router.cutoff)) },
        ],
        notes: vec![DASHED.into()],
    }
}

fn read(router: &Router, params: f64) -> Option<Readout> {
    let p = lines::effective_point(router, params)?;
    let [a, b, c, d] = p.dense.map(show::short);
    let [e, f, g, h] = ROUTED.map(show::full);
    let lines = vec![
        format!("{} for each token", show::short(params)),
        format!("{e} experts: like {a}"),
        format!("{f}: {b}; {g}: {c}"),
        format!("{h}: {d}"),
    ];
    Some(Readout { x: params, y: p.dense.first().copied(), lines })
}

fn table(line: &[Effective]) -> Html {
    html! {
        <table><thead><tr><th scope="col">{ "for each token" }</th>
            { for ROUTED.iter().map(|e| html! { <th scope="col" class="n">{ format!("{} experts", show::full(*e)) }</th> }) }</tr></thead>
            <tbody>{ for line.iter().step_by(5).map(|p| html! {
                <tr><th scope="row">{ show::short(p.params) }</th>{ for p.dense.iter().map(|n| html! { <td class="n">{ show::short(*n) }</td> }) }</tr>
            }) }</tbody></table>
    }
}
