//! What a search found: the fastest layouts, and those that trade memory for time.

use std::rc::Rc;

use serde_json::Value;
use yew::prelude::*;

use super::counts::Counts;
use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Shape, Weight};
use crate::core::engine::step::Part;
use crate::core::memory::activations::Recompute;
use crate::core::memory::layout::Layout;
use crate::core::memory::training::Setup;
use crate::core::quantity::{GIB, show};
use crate::page::chart_view::{ChartView, Reader};
use crate::page::pictures::{ends, padded};
use crate::page::store::{Action, Store};
use crate::page::words;

/// One layout.
#[derive(Clone, PartialEq)]
pub struct Row {
    pub setup: Setup,
    pub step: f64,
    pub tokens: f64,
    pub mfu: f64,
    pub memory: f64,
    /// The part of a step in which it loses most to the best, and seconds of it.
    pub behind: Option<(&'static str, f64)>,
}

#[derive(Clone, PartialEq)]
pub struct Found {
    pub best: Vec<Row>,
    pub front: Vec<Row>,
    pub tried: f64,
    pub too_large: f64,
    /// There are more layouts than were tried.
    pub stopped: bool,
    /// Sequences of a step.
    pub batch: u64,
    pub capacity: f64,
}

impl Found {
    /// From the text of the worker; what is the same in every layout comes from `base`.
    pub fn read(text: &str, base: &Setup) -> Option<Found> {
        let all: Value = serde_json::from_str(text).ok()?;
        let rows = |name: &str| all.get(name)?.as_array()?.iter().map(|v| row(v, base)).collect::<Option<Vec<_>>>();
        let number = |v: &Value, name: &str| v.get(name).and_then(Value::as_f64);
        let first = all.get("best")?.get(0)?;
        Some(Found {
            best: rows("best")?,
            front: rows("front")?,
            tried: number(&all, "tried")?,
            too_large: number(&all, "tooLarge")?,
            stopped: all.get("stopped")?.as_bool()?,
            batch: number(first, "globalBatch")? as u64,
            capacity: number(first, "capacity")?,
        })
    }
}

impl Found {
    fn tried_words(&self) -> String {
        let end = if self.stopped { " There are more, which were not tried." } else { "" };
        format!(
            "{} layouts were tried; {} of them do not fit.{end}",
            show::full(self.tried),
            show::full(self.too_large)
        )
    }
}

fn row(v: &Value, base: &Setup) -> Option<Row> {
    let number = |name: &str| v.get(name).and_then(Value::as_f64);
    let whole = |name: &str| number(name).map(|v| v as u64);
    let word = v.get("recompute")?.as_str()?;
    let layout = Layout {
        data: whole("dataParallel")?,
        tensor: whole("tensorParallel")?,
        pipeline: whole("pipelineParallel")?,
        context: whole("contextParallel")?,
        expert: whole("expertParallel")?,
        sequence_parallel: v.get("sequenceParallel")?.as_bool()?,
        interleave: whole("interleave")?,
        zero: u8::try_from(whole("zeroStage")?).ok()?,
    };
    let recompute = Recompute::ALL.iter().find(|(id, _)| *id == word)?.1;
    let behind = v.get("behind").and_then(|b| {
        let part = Part::ALL.into_iter().find(|p| Some(p.key()) == b.get("part").and_then(Value::as_str))?;
        Some((part.words(), b.get("seconds")?.as_f64()?))
    });
    Some(Row {
        setup: Setup { layout, micro_batch: whole("microBatch")?, recompute, ..*base },
        step: number("stepTime")?,
        tokens: number("tokensPerSecond")?,
        mfu: number("mfu")?,
        memory: number("memory")?,
        behind,
    })
}

impl Row {
    /// `8 tensor × 4 pipeline × 32 data, ZeRO 1`.
    fn words(&self) -> String {
        let l = &self.setup.layout;
        let ways = [
            (l.tensor, "tensor"),
            (l.pipeline, "pipeline"),
            (l.context, "context"),
            (l.expert, "expert"),
            (l.data, "data"),
        ];
        let ways: Vec<String> = ways.iter().filter(|(n, _)| *n > 1).map(|(n, what)| format!("{n} {what}")).collect();
        if ways.is_empty() { "one device".to_owned() } else { ways.join(" × ") }
    }

    fn rest(&self) -> String {
        let l = &self.setup.layout;
        let mut rest = vec![format!("micro-batch {}", self.setup.micro_batch)];
        if l.interleave > 1 {
            rest.push(format!("{} pieces", l.interleave));
        }
        if l.zero > 0 {
            rest.push(format!("ZeRO {}", l.zero));
        }
        if let Some((id, _)) = Recompute::ALL.iter().find(|(_, r)| *r == self.setup.recompute && *r != Recompute::None)
        {
            rest.push(format!("recompute {id}"));
        }
        rest.join(", ")
    }
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub store: Store,
    pub found: Rc<Found>,
}

/// Rows at first.
const FEW: usize = 10;

#[component]
pub fn Shown(props: &Props) -> Html {
    let Props { store, found } = props;
    let drawn = use_memo(found.clone(), |f| Rc::new(chart(f)));
    let reader = {
        let found = found.clone();
        use_memo(found.clone(), move |_| Reader::new(move |gib| readout(&found, gib)))
    };
    let summary = format!(
        "Step time against memory of a device for {} layouts of which none is both slower and larger than another.",
        found.front.len()
    );
    html! {
        <>
            <p class="q" role="status">{ found.tried_words() }</p>
            <div class="g12 found">
                <div class="c8"><div class="tw" tabindex="0" role="region" aria-label="Fastest layouts"><table>
                    <thead><tr><th scope="col">{ "layout" }</th><th scope="col" class="n">{ "step" }</th><th scope="col" class="n opt">{ "tokens a second" }</th>
                        <th scope="col" class="n">{ "MFU" }</th><th scope="col" class="n opt">{ "memory" }</th><th scope="col" class="opt">{ "loses most in" }</th><th scope="col"><span class="vh">{ "use" }</span></th></tr></thead>
                    <tbody>{ for found.best.iter().take(FEW).enumerate().map(|(i, r)| line(store, found, r, i == 0)) }</tbody>
                </table></div></div>
                <div class="c4">
                    <ChartView id="front" title="Step time against memory" {summary} chart={(*drawn).clone()} readout={(*reader).clone()} table={table(found)} height="small" />
                    <Counts store={store.clone()} />
                </div>
            </div>
        </>
    }
}

/// The layout of the scenario.
fn stands(store: &Store, row: &Row) -> bool {
    let here = &store.scenario.setup.training;
    let same = Layout { data: here.layout.data, ..row.setup.layout } == here.layout;
    same && here.micro_batch == row.setup.micro_batch && here.recompute == row.setup.recompute
}

fn line(store: &Store, found: &Found, row: &Row, best: bool) -> Html {
    let take = {
        let (store, setup, batch) = (store.clone(), row.setup, found.batch);
        Callback::from(move |_: MouseEvent| store.dispatch(Action::Layout(setup, batch)))
    };
    let here = stands(store, row);
    let behind = match row.behind {
        _ if best => "the fastest".to_owned(),
        Some((part, more)) => format!("{part}, {} more", words::time(more)),
        None => "–".to_owned(),
    };
    html! {
        <tr class={classes!(here.then_some("sel"))}><th scope="row">{ row.words() }<span class="all">{ row.rest() }</span></th>
            <td class="n">{ words::time(row.step) }</td><td class="n opt">{ show::short(row.tokens) }</td><td class="n">{ words::percent(row.mfu) }</td>
            <td class="n opt">{ words::bytes(row.memory) }</td><td class="mut opt">{ behind }</td>
            <td>if here { { "in use" } } else { <button type="button" class="as-link" onclick={take} aria-label={format!("Use it: {}, {}", row.words(), row.rest())}>{ "Use it" }</button> }</td></tr>
    }
}

fn chart(found: &Found) -> Chart {
    let points: Vec<(f64, f64)> = found.front.iter().map(|r| (r.memory / GIB, r.step)).collect();
    let x = ends(points.iter().map(|p| p.0));
    let y = ends(points.iter().map(|p| p.1));
    let slow = y.1 > 4.0 * y.0;
    let marks = points.iter().map(|(x, y)| Mark {
        x: *x,
        y: *y,
        color: 0,
        shape: Shape::Circle,
        filled: true,
        label: String::new(),
        drop: false,
        large: false,
    });
    Chart {
        x: Axis {
            title: "Memory of the fullest device".into(),
            unit: "GiB".into(),
            scale: Scale::Linear,
            labels: Labels::Decimal,
            range: padded(x),
        },
        y: Axis {
            title: "Time of a step, s".into(),
            unit: String::new(),
            scale: if slow { Scale::Log } else { Scale::Linear },
            labels: Labels::Decimal,
            range: if slow { (y.0 / 1.2, y.1 * 1.2) } else { padded(y) },
        },
        series: vec![Series {
            label: String::new(),
            color: 0,
            points: points.clone(),
            solid: None,
            weight: Weight::Chosen,
        }],
        bands: Vec::new(),
        marks: marks.collect(),
        rules: Vec::new(),
        notes: vec!["no other layout is both faster and smaller than one of these".into()],
    }
}

fn readout(found: &Found, gib: f64) -> Option<Readout> {
    let far = |r: &Row| (r.memory / GIB - gib).abs();
    let row = found.front.iter().min_by(|a, b| far(a).total_cmp(&far(b)))?;
    let lines =
        vec![row.words(), row.rest(), format!("{} a step, {}", words::time(row.step), words::bytes(row.memory))];
    Some(Readout { x: row.memory / GIB, y: Some(row.step), lines })
}

fn table(found: &Found) -> Html {
    html! {
        <table><thead><tr><th scope="col">{ "layout" }</th><th scope="col" class="n">{ "memory" }</th><th scope="col" class="n">{ "step" }</th></tr></thead>
            <tbody>{ for found.front.iter().map(|r| html! {
                <tr><th scope="row">{ r.words() }<span class="all">{ r.rest() }</span></th><td class="n">{ words::bytes(r.memory) }</td><td class="n">{ words::time(r.step) }</td></tr>
            }) }</tbody></table>
    }
}
