//! Writes what each line, marker and rule is called.

use super::clip::Rect;
use super::inside::inside;
use super::layout::{Layout, SMALL, TICK};
use super::lines::{radius, runs, spot};
use super::margin::margin;
use super::model::{Chart, Mark, Series, Weight};
use super::pen::{DrawError, Pen, Side, Type, crisp};
use super::place::Obstacles;
use super::text::{self, Face};
use plotters_backend::DrawingBackend;

pub(crate) fn names<DB: DrawingBackend>(pen: &Pen<DB>, chart: &Chart, at: &Layout) -> Result<(), DrawError> {
    let mut taken = obstacles(chart, at);
    rules(pen, chart, at, &mut taken)?;
    let (large, small): (Vec<_>, Vec<_>) = chart.marks.iter().partition(|mark| mark.large);
    // Open marks are context: where there is little room they go without a name, and the table has them.
    for mark in large.into_iter().chain(small).filter(|mark| mark.filled || at.wide) {
        mark_name(pen, mark, at, &mut taken)?;
    }
    if at.wide {
        return margin(pen, chart, at);
    }
    let (chosen, others): (Vec<_>, Vec<_>) = chart.series.iter().partition(|s| s.weight == Weight::Chosen);
    for series in chosen.into_iter().chain(others) {
        inside(pen, chart, series, at, &mut taken)?;
    }
    Ok(())
}

fn obstacles(chart: &Chart, at: &Layout) -> Obstacles {
    let mut lines = Vec::new();
    for series in &chart.series {
        let cost = if series.weight == Weight::Ghost { 3.0 } else { 20.0 };
        lines.extend(runs(series, at).into_iter().map(|run| (run, cost)));
    }
    for x in chart.rules.iter().map(|rule| at.px_of(rule.x)).filter(|x| x.is_finite()) {
        lines.push((vec![(x, at.top), (x, at.bottom)], 8.0));
    }
    for tick in at.y_ticks.iter().filter(|t| t.major) {
        let y = at.py_of(tick.value);
        lines.push((vec![(at.left, y), (at.right, y)], 1.0));
    }
    let mut boxes = Vec::new();
    for mark in &chart.marks {
        let Some((x, y)) = spot(mark, at) else {
            continue;
        };
        let r = radius(mark);
        boxes.push(Rect { left: x - r, top: y - r, right: x + r, bottom: y + r });
        if mark.drop {
            lines.push((vec![(x, y), (x, at.bottom)], 12.0));
        }
    }
    Obstacles { plot: at.plot(), boxes, lines }
}

/// How a series' name looks.
pub(crate) fn style<DB: DrawingBackend>(pen: &Pen<DB>, series: &Series) -> Type {
    match series.weight {
        Weight::Chosen => Type { size: TICK, face: Face::Strong, color: pen.theme.color(series.color) },
        Weight::Normal => Type { size: TICK, face: Face::Medium, color: pen.theme.color(series.color) },
        Weight::Ghost => Type { size: SMALL, face: Face::Plain, color: pen.theme.ink3 },
    }
}

fn rules<DB: DrawingBackend>(
    pen: &Pen<DB>,
    chart: &Chart,
    at: &Layout,
    taken: &mut Obstacles,
) -> Result<(), DrawError> {
    let style = Type { size: SMALL, face: Face::Plain, color: pen.theme.ink3 };
    for rule in chart.rules.iter().filter(|rule| !rule.label.is_empty()) {
        let x = crisp(at.px_of(rule.x));
        if !(x >= at.left && x <= at.right + 1.0) {
            continue;
        }
        let width = pen.measure(&rule.label, style);
        let candidates = (0..6).flat_map(|row| {
            let top = at.top + 1.0 + 14.0 * f64::from(row);
            [x + 5.0, x - 5.0 - width].map(|left| (boxed(left, top, width), 6.0 * f64::from(row)))
        });
        if let Some(rect) = taken.take(candidates) {
            write(pen, &rule.label, rect, style)?;
        }
    }
    Ok(())
}

fn mark_name<DB: DrawingBackend>(
    pen: &Pen<DB>,
    mark: &Mark,
    at: &Layout,
    taken: &mut Obstacles,
) -> Result<(), DrawError> {
    let Some((x, y)) = spot(mark, at) else {
        return Ok(());
    };
    let face = if mark.large { Face::Strong } else { Face::Medium };
    let style = Type { size: TICK, face, color: pen.theme.color(mark.color) };
    let label = text::cut(&mark.label, at.right - at.left, |t| pen.measure(t, style));
    if label.is_empty() {
        return Ok(());
    }
    let (width, r) = (pen.measure(&label, style), radius(mark));
    let (left, right, middle) = (x - r - 3.0 - width, x + r + 3.0, x - width / 2.0);
    let fitted = middle.min(at.right - width).max(at.left);
    let candidates = [4.0, 10.0, 18.0, 28.0].into_iter().enumerate().flat_map(|(i, gap)| {
        let (above, below) = (y - r - gap - HEIGHT, y + r + gap);
        let spots = [(left, below), (left, above), (right, above), (right, below), (fitted, above), (fitted, below)];
        spots.map(|(left, top)| (boxed(left, top, width), 4.0 * i as f64))
    });
    let beside = [(right + 1.0, y - HEIGHT / 2.0), (left - 1.0, y - HEIGHT / 2.0)];
    let candidates = candidates.chain(beside.map(|(left, top)| (boxed(left, top, width), 1.0)));
    match taken.take(candidates) {
        Some(rect) => write(pen, &label, rect, style),
        None => Ok(()),
    }
}

/// Of a line of text.
pub(crate) const HEIGHT: f64 = 14.0;

fn boxed(left: f64, top: f64, width: f64) -> Rect {
    Rect { left, top, right: left + width, bottom: top + HEIGHT }
}

/// Fills a place taken for one line.
pub(crate) fn write<DB: DrawingBackend>(pen: &Pen<DB>, text: &str, rect: Rect, style: Type) -> Result<(), DrawError> {
    pen.text(text, (rect.left, rect.bottom - 3.0), Side::Left, style)
}
