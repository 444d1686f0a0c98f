//! Draws what pointing at one x says: a hairline, an open marker and a box that stays inside the frame.

use super::clip::{Point, Rect};
use super::layout::{Layout, TICK};
use super::model::{Readout, Shape};
use super::pen::{DrawError, Pen, Side, Type, crisp};
use super::shape;
use super::text::{self, Face};
use plotters_backend::DrawingBackend;

const PAD: (f64, f64) = (10.0, 8.0);
const STEP: f64 = 16.0;
const GAP: f64 = 9.0;

pub(crate) fn readout<DB: DrawingBackend>(pen: &Pen<DB>, said: &Readout, at: &Layout) -> Result<(), DrawError> {
    let x = at.px_of(said.x);
    if !(x >= at.left - 0.5 && x <= at.right + 0.5) {
        return Ok(());
    }
    let (x, theme) = (crisp(x), pen.theme);
    pen.down(x, at.top, at.bottom, theme.ink)?;
    let spot = said.y.map(|y| (x, at.py_of(y))).filter(|p| at.plot().grown(1.0).contains(*p));
    if let Some(spot) = spot {
        for (grown, color) in [(0.0, theme.ink), (-1.5, theme.bg)] {
            for polygon in shape::outline(Shape::Circle, spot, 5.0, grown) {
                pen.fill(&polygon, color, 1.0)?;
            }
        }
    }
    let room = pen.bounds().width() - 2.0 * PAD.0 - 2.0;
    let lines: Vec<(String, Type)> = said
        .lines
        .iter()
        .take(4)
        .enumerate()
        .map(|(i, line)| {
            let (face, color) = match i {
                0 => (Face::Strong, theme.ink),
                3 => (Face::Plain, theme.ink3),
                _ => (Face::Plain, theme.ink2),
            };
            let style = Type { size: TICK, face, color };
            (text::cut(line, room, |t| pen.measure(t, style)), style)
        })
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    let widest = lines.iter().map(|(line, style)| pen.measure(line, *style)).fold(0.0, f64::max);
    let size = ((widest + 2.0 * PAD.0).ceil(), STEP * lines.len() as f64 + 2.0 * PAD.1);
    let place = stand(size, x, spot, at, &pen.bounds());
    let edge = rounded(&place, 4.0);
    pen.fill(&edge, theme.pop, 1.0)?;
    pen.line(&edge.iter().chain(edge.first()).copied().collect::<Vec<_>>(), theme.axis, 1.0, 1.0)?;
    for (i, (line, style)) in lines.iter().enumerate() {
        let baseline = place.top + PAD.1 + STEP * i as f64 + 12.0;
        pen.text(line, (place.left + PAD.0, baseline), Side::Left, *style)?;
    }
    Ok(())
}

/// Beside the hairline on its roomier side, at the top of the plot; where neither side has room, wherever the frame
/// holds it, away from the marker.
fn stand((width, height): (f64, f64), x: f64, spot: Option<Point>, at: &Layout, bounds: &Rect) -> Rect {
    let (before, after) = (x - GAP - width, x + GAP);
    let fits_before = before >= bounds.left + 0.5;
    let fits_after = after + width <= bounds.right - 0.5;
    let centre = (at.left + at.right) / 2.0;
    let left = match (fits_before, fits_after) {
        (true, false) => before,
        (false, true) => after,
        (true, true) => {
            if x > centre {
                before
            } else {
                after
            }
        }
        (false, false) => (x - width / 2.0).min(bounds.right - width - 0.5).max(bounds.left + 0.5),
    };
    let covers = !fits_before && !fits_after && spot.is_some_and(|(_, y)| y < at.top + height + 8.0);
    let top = if covers { at.bottom - height - 4.0 } else { at.top };
    let (left, top) = (crisp(left), crisp(top.min(bounds.bottom - height - 1.0).max(bounds.top)));
    Rect { left, top, right: left + width, bottom: top + height }
}

fn rounded(rect: &Rect, r: f64) -> Vec<Point> {
    let corners = [
        (rect.right - r, rect.top + r, -1.0),
        (rect.right - r, rect.bottom - r, 0.0),
        (rect.left + r, rect.bottom - r, 1.0),
        (rect.left + r, rect.top + r, 2.0),
    ];
    let quarter = std::f64::consts::FRAC_PI_2;
    corners
        .iter()
        .flat_map(|(x, y, turn)| {
            (0..=6).map(move |i| {
                let angle = quarter * (turn + f64::from(i) / 6.0);
                (x + r * angle.cos(), y + r * angle.sin())
            })
        })
        .collect()
}
