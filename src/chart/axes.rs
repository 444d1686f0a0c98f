//! Draws what a plot is read against: title, grid, axes, ticks and their labels.

use super::clip::Rect;
use super::layout::{self, Layout, NOTE_LINE, SMALL, TICK, TO_LABELS, TO_UNIT};
use super::model::{Chart, Scale};
use super::pen::{DrawError, Pen, Side, Type};
use super::text::{self, Face};
use super::ticks::Tick;
use plotters_backend::DrawingBackend;

/// Under everything else.
pub(crate) fn grid<DB: DrawingBackend>(pen: &Pen<DB>, chart: &Chart, at: &Layout) -> Result<(), DrawError> {
    for tick in at.y_ticks.iter().filter(|t| t.major) {
        let y = at.py_of(tick.value);
        // The axis itself lies at the bottom.
        if (at.bottom - y).abs() > 1.0 {
            pen.across(at.left, at.right, y, pen.theme.rule)?;
        }
    }
    let title = Type { size: TICK, face: Face::Medium, color: pen.theme.ink };
    let room = pen.frame.width - 2.0;
    pen.text(&text::cut(&chart.y.title, room, |t| pen.measure(t, title)), (0.0, 11.5), Side::Left, title)
}

/// Over the bands and under the lines.
pub(crate) fn axes<DB: DrawingBackend>(pen: &Pen<DB>, chart: &Chart, at: &Layout) -> Result<(), DrawError> {
    let theme = pen.theme;
    let label = Type { size: TICK, face: Face::Plain, color: theme.ink3 };
    pen.across(at.left, at.right, at.bottom, theme.axis)?;
    for tick in &at.x_ticks {
        let reach = if tick.major { 6.0 } else { 3.0 };
        pen.down(at.px_of(tick.value), at.bottom, at.bottom + reach, theme.axis)?;
    }
    for (x, tick) in standing(pen, at) {
        let size = if tick.major { TICK } else { SMALL };
        pen.text(&tick.label, (x, at.bottom + TO_LABELS), Side::Middle, Type { size, ..label })?;
    }
    let unit = layout::unit(&chart.x);
    pen.text(unit, (at.right, at.bottom + TO_UNIT), Side::Right, label)?;
    if chart.y.scale == Scale::Log {
        pen.down(at.left, at.top, at.bottom + 1.0, theme.axis)?;
    }
    for tick in &at.y_ticks {
        let y = at.py_of(tick.value);
        if chart.y.scale == Scale::Log {
            let reach = if tick.major { 5.0 } else { 3.0 };
            pen.across(at.left - reach, at.left, y, theme.axis)?;
        }
        let size = if tick.major { TICK } else { SMALL };
        pen.text(&tick.label, (at.left - 8.0, y + 4.2), Side::Right, Type { size, ..label })?;
    }
    let first = at.bottom + if unit.is_empty() { TO_LABELS } else { TO_UNIT } + NOTE_LINE + 3.0;
    for (i, line) in at.under.iter().enumerate() {
        pen.text(line, (0.0, first + NOTE_LINE * i as f64), Side::Left, Type { size: SMALL, ..label })?;
    }
    Ok(())
}

/// The x labels that stand clear of each other, majors first. The minor ones come all together or, where there is
/// hardly a major, as they fit.
fn standing<'t, DB: DrawingBackend>(pen: &Pen<DB>, at: &'t Layout) -> Vec<(f64, &'t Tick)> {
    let mut taken: Vec<Rect> = Vec::new();
    let mut kept = Vec::new();
    let place = |tick: &Tick, taken: &[Rect]| {
        let size = if tick.major { TICK } else { SMALL };
        let half = pen.measure(&tick.label, Type { size, face: Face::Plain, color: pen.theme.ink3 }) / 2.0;
        let x = at.px_of(tick.value).min(pen.frame.width - half).max(half);
        let place = Rect { left: x - half - 3.0, top: 0.0, right: x + half + 3.0, bottom: 1.0 };
        (x, place, !taken.iter().any(|other| other.meets(&place)))
    };
    let named = |major: bool| at.x_ticks.iter().filter(move |t| t.major == major && !t.label.is_empty());
    for tick in named(true) {
        let (x, place, free) = place(tick, &taken);
        if free {
            taken.push(place);
            kept.push((x, tick));
        }
    }
    let majors = kept.len();
    for tick in named(false) {
        let (x, place, free) = place(tick, &taken);
        if free {
            taken.push(place);
            kept.push((x, tick));
        } else if majors >= 2 {
            kept.truncate(majors);
            break;
        }
    }
    kept
}
