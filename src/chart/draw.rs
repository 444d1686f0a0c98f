//! In which order is a chart drawn?

use super::layout::{Frame, layout};
use super::model::{Chart, Readout, Weight};
use super::pen::{DrawError, Pen};
use super::theme::Theme;
use super::{axes, lines, names, readout as reading};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;

/// Draws on a transparent ground: whoever owns the area fills or clears it. The area must be `frame.width × unit` wide
/// and `frame.height × unit` high.
pub fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    chart: &Chart,
    theme: &Theme,
    frame: &Frame,
    readout: Option<&Readout>,
) -> Result<(), DrawError> {
    // Too small to say anything.
    let usable = |size: f64| size.is_finite() && (60.0..=20_000.0).contains(&size);
    if !usable(frame.width) || !usable(frame.height) || !(0.1..=64.0).contains(&frame.unit) {
        return Ok(());
    }
    let at = layout(chart, frame);
    let pen = &Pen { area, theme, frame };
    axes::grid(pen, chart, &at)?;
    lines::bands(pen, chart, &at)?;
    lines::series(pen, chart, &at, Weight::Ghost)?;
    lines::rules(pen, &chart.rules, &at)?;
    lines::drops(pen, chart, &at)?;
    axes::axes(pen, chart, &at)?;
    lines::series(pen, chart, &at, Weight::Normal)?;
    lines::series(pen, chart, &at, Weight::Chosen)?;
    lines::marks(pen, chart, &at)?;
    names::names(pen, chart, &at)?;
    if let Some(said) = readout {
        reading::readout(pen, said, &at)?;
    }
    Ok(area.present()?)
}
