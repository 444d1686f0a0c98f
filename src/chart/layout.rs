//! Where in the frame is the plot, and what stands around it?

use super::clip::{Point, Rect};
use super::model::{Axis, Chart, Scale};
use super::scale::Span;
use super::text::{self, Face};
use super::ticks::{Tick, ticks};

/// The picture's size, and how fine the backend counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// CSS pixels.
    pub width: f64,
    pub height: f64,
    /// Backend units in one CSS pixel.
    pub unit: f64,
}

/// The plot rectangle in CSS pixels and the way between pixels and values.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    /// Names stand in the right margin, not in the plot.
    pub wide: bool,
    /// Notes stand in the right margin too.
    pub(crate) beside: bool,
    /// Notes that stand under the plot, already broken into lines; empty where they stand in the margin or have no room.
    pub under: Vec<String>,
    pub(crate) x: Span,
    pub(crate) y: Span,
    pub(crate) x_ticks: Vec<Tick>,
    pub(crate) y_ticks: Vec<Tick>,
}

/// Below this width names go inside the plot.
const WIDE: f64 = 560.0;
/// A plot lower than this has no notes under it.
const LEAST: f64 = 64.0;
const MARGIN: f64 = 126.0;
pub(crate) const TICK: f64 = 12.0;
pub(crate) const SMALL: f64 = 11.0;
pub(crate) const LINE: f64 = 15.0;
pub(crate) const NOTE_LINE: f64 = 14.0;
/// From the x axis down to the baselines of its labels, its unit and, without a unit, the first note.
pub(crate) const TO_LABELS: f64 = 19.0;
pub(crate) const TO_UNIT: f64 = 34.0;

pub fn layout(chart: &Chart, frame: &Frame) -> Layout {
    let (width, height) = (sane(frame.width), sane(frame.height));
    let wide = width >= WIDE;
    let notes = notes(chart);
    let margin = if wide { margin(chart, &notes) } else { 14.0 };
    let beside = wide && column(chart, &notes, margin - 16.0) < height - 80.0;
    let mut under: Vec<String> = if beside {
        Vec::new()
    } else {
        let room = (width - 8.0).max(20.0);
        notes.iter().flat_map(|note| text::wrap(note, room, |t| text::width(t, SMALL, Face::Plain))).collect()
    };
    let top = if chart.y.title.is_empty() { 10.0 } else { 26.0 };
    let unit = if unit(&chart.x).is_empty() { 0.0 } else { TO_UNIT - TO_LABELS };
    let bottom = |notes: usize| {
        let notes = 4.0_f64.min(4.0 * notes as f64) + NOTE_LINE * notes as f64;
        height - TO_LABELS - 5.0 - unit - notes
    };
    // Where there is hardly a plot left, its room goes first.
    if bottom(under.len()) < top + LEAST {
        under.clear();
    }
    let bottom = bottom(under.len()).max(top + 10.0);
    let per_label = if chart.y.scale == Scale::Log { 16.0 } else { 30.0 };
    let y_ticks = ticks(&chart.y, ((bottom - top) / per_label) as usize + 1);
    let widest = y_ticks.iter().map(|t| text::width(&t.label, TICK, Face::Plain)).fold(0.0, f64::max);
    let left = (widest + 10.0).ceil();
    let right = (width - margin).max(left + 10.0);
    let x_ticks = x_ticks(&chart.x, right - left);
    Layout {
        left,
        top,
        right,
        bottom,
        wide,
        beside,
        under,
        x: Span::of(&chart.x),
        y: Span::of(&chart.y),
        x_ticks,
        y_ticks,
    }
}

impl Layout {
    /// The value under a horizontal position; none outside the plot (a finger's width is forgiven).
    pub fn x_at(&self, px: f64) -> Option<f64> {
        let slack = 8.0;
        if !(px >= self.left - slack && px <= self.right + slack) {
            return None;
        }
        let place = (px - self.left) / (self.right - self.left);
        Some(self.x.value(place.clamp(0.0, 1.0)))
    }

    pub fn px_of(&self, x: f64) -> f64 {
        self.left + self.x.place(x) * (self.right - self.left)
    }

    pub fn py_of(&self, y: f64) -> f64 {
        self.bottom - self.y.place(y) * (self.bottom - self.top)
    }

    pub(crate) fn point(&self, (x, y): Point) -> Point {
        (self.px_of(x), self.py_of(y))
    }

    pub(crate) fn plot(&self) -> Rect {
        Rect { left: self.left, top: self.top, right: self.right, bottom: self.bottom }
    }
}

/// What the bands are called, then the chart's own notes.
pub(crate) fn notes(chart: &Chart) -> Vec<String> {
    let bands = chart.bands.iter().map(|band| band.label.clone());
    bands.chain(chart.notes.iter().cloned()).filter(|note| !note.is_empty()).collect()
}

pub(crate) fn unit(axis: &Axis) -> &str {
    if axis.unit.is_empty() { &axis.title } else { &axis.unit }
}

fn sane(size: f64) -> f64 {
    if size.is_finite() { size.clamp(0.0, 20_000.0) } else { 0.0 }
}

fn margin(chart: &Chart, notes: &[String]) -> f64 {
    let names = chart.series.iter().map(|s| text::width(&s.label, TICK, Face::Strong));
    let notes = notes.iter().map(|note| text::width(note, SMALL, Face::Plain));
    let widest = names.chain(notes).fold(0.0, f64::max);
    if widest > 0.0 { (widest + 18.0).clamp(48.0, MARGIN) } else { 16.0 }
}

/// How tall the names and notes are, one under the other in a margin.
fn column(chart: &Chart, notes: &[String], room: f64) -> f64 {
    let lines = |t: &str, size: f64, face: Face| text::wrap(t, room, |t| text::width(t, size, face)).len() as f64;
    let names = chart.series.iter().filter(|s| !s.label.is_empty());
    let names: f64 = names.map(|s| LINE * lines(&s.label, TICK, Face::Strong) + 1.0).sum();
    let notes: f64 = notes.iter().map(|note| NOTE_LINE * lines(note, SMALL, Face::Plain) + 6.0).sum();
    names + notes
}

/// As many labels as stand apart at this width.
fn x_ticks(axis: &Axis, room: f64) -> Vec<Tick> {
    let mut fit = 12;
    loop {
        let found = ticks(axis, fit);
        let named = found.iter().filter(|t| !t.label.is_empty());
        let need: f64 = named.map(|t| text::width(&t.label, TICK, Face::Plain) + 14.0).sum();
        if need <= room || fit <= 2 {
            return found;
        }
        fit -= 1;
    }
}
