//! Draws the data: bands, lines, rules, drop lines and markers.

use super::clip::{self, Point};
use super::dash::{self, DASH, DOT};
use super::layout::Layout;
use super::model::{Chart, Mark, Rule, Series, Weight};
use super::pen::{DrawError, Pen, crisp};
use super::shape;
use plotters_backend::DrawingBackend;

pub(crate) fn bands<DB: DrawingBackend>(pen: &Pen<DB>, chart: &Chart, at: &Layout) -> Result<(), DrawError> {
    for band in &chart.bands {
        let good: Vec<_> =
            band.points.iter().filter(|(x, a, b)| x.is_finite() && a.is_finite() && b.is_finite()).collect();
        let low = good.iter().map(|(x, low, _)| at.point((*x, *low)));
        let high = good.iter().rev().map(|(x, _, high)| at.point((*x, *high)));
        let outline = low.chain(high).filter(|p| p.0.is_finite() && p.1.is_finite()).collect();
        pen.fill(&clip::area(outline, &at.plot()), pen.theme.color(band.color), 0.14)?;
    }
    Ok(())
}

/// A series as it lies in the plot, in pixels.
pub(crate) fn runs(series: &Series, at: &Layout) -> Vec<Vec<Point>> {
    clip::line(series.points.iter().map(|p| at.point(*p)), &at.plot())
}

pub(crate) fn series<DB: DrawingBackend>(
    pen: &Pen<DB>,
    chart: &Chart,
    at: &Layout,
    weight: Weight,
) -> Result<(), DrawError> {
    for series in chart.series.iter().filter(|s| s.weight == weight) {
        let (color, alpha, width) = match weight {
            Weight::Chosen => (pen.theme.color(series.color), 1.0, 2.5),
            Weight::Normal => (pen.theme.color(series.color), 1.0, 1.75),
            Weight::Ghost => (pen.theme.axis, 0.55, 1.0),
        };
        let solid = match series.solid {
            None => Some((f64::NEG_INFINITY, f64::INFINITY)),
            Some((from, to)) => Some((at.px_of(from.min(to)), at.px_of(from.max(to)))),
        };
        for run in runs(series, at) {
            for stroke in dash::strokes(&run, solid, DASH) {
                pen.line(&stroke, color, alpha, width)?;
            }
        }
    }
    Ok(())
}

pub(crate) fn rules<DB: DrawingBackend>(pen: &Pen<DB>, rules: &[Rule], at: &Layout) -> Result<(), DrawError> {
    for x in rules.iter().map(|rule| at.px_of(rule.x)).filter(|x| *x >= at.left && *x <= at.right) {
        for dot in dash::strokes(&[(crisp(x), at.top), (crisp(x), at.bottom)], None, DOT) {
            pen.line(&dot, pen.theme.ink3, 1.0, 1.0)?;
        }
    }
    Ok(())
}

/// Where a mark sits, if it is in the plot.
pub(crate) fn spot(mark: &Mark, at: &Layout) -> Option<Point> {
    let point = at.point((mark.x, mark.y));
    at.plot().grown(0.5).contains(point).then_some(point)
}

pub(crate) fn radius(mark: &Mark) -> f64 {
    if mark.large { 6.0 } else { 4.25 }
}

pub(crate) fn drops<DB: DrawingBackend>(pen: &Pen<DB>, chart: &Chart, at: &Layout) -> Result<(), DrawError> {
    for mark in chart.marks.iter().filter(|mark| mark.drop) {
        let Some((x, y)) = spot(mark, at) else {
            continue;
        };
        let top = y + radius(mark) + 2.0;
        if top < at.bottom {
            for dot in dash::strokes(&[(crisp(x), top), (crisp(x), at.bottom)], None, DOT) {
                pen.line(&dot, pen.theme.color(mark.color), 1.0, 1.25)?;
            }
        }
    }
    Ok(())
}

/// The markers, large ones on top.
pub(crate) fn marks<DB: DrawingBackend>(pen: &Pen<DB>, chart: &Chart, at: &Layout) -> Result<(), DrawError> {
    let (small, large): (Vec<_>, Vec<_>) = chart.marks.iter().partition(|mark| !mark.large);
    for mark in small.into_iter().chain(large) {
        let Some(centre) = spot(mark, at) else {
            continue;
        };
        let (r, color) = (radius(mark), pen.theme.color(mark.color));
        for polygon in shape::outline(mark.shape, centre, r, 1.5) {
            pen.fill(&polygon, pen.theme.bg, 1.0)?;
        }
        for polygon in shape::outline(mark.shape, centre, r, 0.0) {
            pen.fill(&polygon, color, 1.0)?;
        }
        if !mark.filled && shape::hollow(mark.shape) {
            for polygon in shape::outline(mark.shape, centre, r, -1.75) {
                pen.fill(&polygon, pen.theme.bg, 1.0)?;
            }
        }
    }
    Ok(())
}
