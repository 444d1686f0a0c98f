//! The value of a formula over one of its inputs.

use std::rc::Rc;

use yew::prelude::*;

use super::picked::Shown;
use super::show;
use crate::chart::{Axis, Chart, Mark, Readout, Scale, Series, Shape, Weight};
use crate::core::formulas::{Filled, Slot};
use crate::page::chart_view::{ChartView, Reader};
use crate::page::pictures::{DASHED, ends, padded};
use crate::page::words;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub typed: Shown,
}

#[component]
pub(super) fn Picture(props: &Props) -> Html {
    let drawn = use_memo(props.typed.clone(), |t| draw(&t.0.filled));
    let reader = use_memo(props.typed.clone(), |t| {
        let filled = t.0.filled.clone();
        Reader::new(move |x| read(&filled, x))
    });
    let filled = &props.typed.0.filled;
    let f = filled.formula;
    let (Some((chart, table)), Some(slot)) = ((*drawn).clone(), f.axis()) else { return Html::default() };
    let title = format!("{} against {}", words::capital(f.meaning), slot.meaning);
    let at = filled.evaluate().map_or_else(
        |_| String::new(),
        |e| {
            let x = show::with_unit(filled.v(slot.key), slot.unit);
            format!(" At {} = {x} it is {}.", slot.symbol, show::with_unit(e.value, f.unit))
        },
    );
    html! {
        <ChartView id="curve" {title} summary={format!("{} against {}.{at}", words::capital(f.meaning), slot.meaning)} {chart}
            readout={(*reader).clone()} {table} height="tall" />
    }
}

/// An axis for what a unit counts.
pub(super) fn axis(title: String, name: String, unit: &str, log: bool, range: (f64, f64)) -> Axis {
    let scale = if log { Scale::Log } else { Scale::Linear };
    Axis { title, unit: name, scale, labels: show::labels(unit, log, range), range }
}

/// `N, parameters`.
pub(super) fn name(slot: &Slot) -> String {
    if slot.unit.is_empty() { slot.meaning.to_owned() } else { format!("{}, {}", slot.symbol, slot.unit) }
}

/// Room above and below the values.
pub(super) fn roomy(log: bool, (lo, hi): (f64, f64)) -> (f64, f64) {
    if log { (lo / 1.6, hi * 1.6) } else { padded((lo, hi)) }
}

fn draw(filled: &Filled) -> Option<(Rc<Chart>, Html)> {
    let curve = filled.picture()?;
    let (f, slot) = (filled.formula, curve.slot);
    let x = ends(curve.points.iter().map(|p| p.0));
    let y = ends(curve.points.iter().map(|p| p.1));
    let marks = filled.evaluate().ok().map(|e| Mark {
        x: filled.v(slot.key),
        y: e.value,
        color: 0,
        shape: Shape::Circle,
        filled: true,
        label: show::of_unit(e.value, f.unit),
        drop: true,
        large: true,
    });
    let title = if f.unit.is_empty() { f.symbol.to_owned() } else { format!("{}, {}", f.symbol, f.unit) };
    let chart = Chart {
        x: axis(slot.meaning.to_owned(), name(slot), slot.unit, slot.log(), x),
        y: axis(title, String::new(), f.unit, curve.log, roomy(curve.log, y)),
        series: vec![Series {
            label: String::new(),
            color: 0,
            points: curve.points.clone(),
            solid: slot.fitted,
            weight: Weight::Chosen,
        }],
        bands: Vec::new(),
        marks: marks.into_iter().collect(),
        rules: Vec::new(),
        notes: slot.fitted.map(|_| DASHED.to_owned()).into_iter().collect(),
    };
    let head = |symbol: &str, unit: &str| if unit.is_empty() { symbol.to_owned() } else { format!("{symbol}, {unit}") };
    let table = html! {
        <table><thead><tr>
            <th scope="col">{ head(slot.symbol, slot.unit) }</th><th scope="col" class="n">{ head(f.symbol, f.unit) }</th>
            if slot.fitted.is_some() { <th scope="col">{ "fitted range" }</th> }
        </tr></thead><tbody>
            { for curve.points.iter().step_by(8).map(|(x, y)| html! {
                <tr><th scope="row">{ show::of_unit(*x, slot.unit) }</th><td class="n">{ show::of_unit(*y, f.unit) }</td>
                    if slot.fitted.is_some() { <td>{ show::outside(slot, *x).unwrap_or_else(|| "inside".to_owned()) }</td> }
                </tr>
            }) }
        </tbody></table>
    };
    Some((Rc::new(chart), table))
}

fn read(filled: &Filled, x: f64) -> Option<Readout> {
    let (f, slot) = (filled.formula, filled.formula.axis()?);
    let (x, y) = filled.read_at(x)?;
    let mut lines = vec![
        format!("{} = {}", f.symbol, show::with_unit(y, f.unit)),
        format!("at {} = {}", slot.symbol, show::with_unit(x, slot.unit)),
    ];
    lines.extend(show::outside(slot, x).map(|far| format!("{far} the fitted range")));
    Some(Readout { x, y: Some(y), lines })
}
