//! Where the margin is too narrow: where in the plot does a line's name go?

use super::clip::{self, Point, Rect};
use super::layout::Layout;
use super::lines::runs;
use super::model::{Chart, Series};
use super::names::{HEIGHT, style, write};
use super::pen::{DrawError, Pen};
use super::place::Obstacles;
use super::text;
use plotters_backend::DrawingBackend;

/// Where room is scarce: the name up to its comma, if no other name starts like that.
fn short<'c>(series: &'c Series, chart: &'c Chart) -> &'c str {
    let Some((head, _)) = series.label.split_once(',') else {
        return &series.label;
    };
    let alike = chart.series.iter().filter(|other| other.label.starts_with(head)).count();
    if alike == 1 { head } else { &series.label }
}

/// A name near its own line, over or under it, from the right end leftwards; farther off it gets a leader.
pub(crate) fn inside<DB: DrawingBackend>(
    pen: &Pen<DB>,
    chart: &Chart,
    series: &Series,
    at: &Layout,
    taken: &mut Obstacles,
) -> Result<(), DrawError> {
    let (style, label) = (style(pen, series), short(series, chart));
    let runs = runs(series, at);
    if label.is_empty() || runs.is_empty() {
        return Ok(());
    }
    let measure = |t: &str| pen.measure(t, style);
    let plot = at.right - at.left;
    // A long name takes two lines.
    let whole = measure(label);
    let word = label.split(' ').map(measure).fold(0.0, f64::max);
    let room = if whole > 0.45 * plot { (whole * 0.62).max(word).min(plot) } else { plot };
    let lines = text::wrap(label, room, measure);
    let width = lines.iter().map(|line| measure(line)).fold(0.0, f64::max);
    let height = HEIGHT * lines.len() as f64;
    let near = |left: f64, share: f64| {
        let x = left + width * share;
        reach(&runs, x - 1.0, x + 1.0).map(|(high, low)| (x, (high + low) / 2.0))
    };
    let candidates = (0..=20).flat_map(|i| {
        let left = at.right - width - (plot - width) * f64::from(i) / 20.0;
        let reach = reach(&runs, left - 2.0, left + width + 2.0);
        reach.into_iter().flat_map(move |(high, low)| {
            GAPS.into_iter().flat_map(move |gap| {
                let cost = 0.8 * f64::from(i) + 0.5 * (gap - 4.0);
                let tall = |top: f64| Rect { left, top, right: left + width, bottom: top + height };
                [(tall(high - gap - height + 1.0), cost), (tall(low + gap - 1.0), cost + 0.4)]
            })
        })
    });
    let Some(rect) = taken.take(candidates) else {
        return Ok(());
    };
    for (i, line) in lines.iter().enumerate() {
        let top = rect.top + HEIGHT * i as f64;
        write(pen, line, Rect { top, bottom: top + HEIGHT, ..rect }, style)?;
    }
    // From the middle of the name straight to its line, if that is a way worth showing.
    if let Some((x, y)) = near(rect.left, 0.5) {
        let from = if y > rect.bottom { rect.bottom } else { rect.top };
        if (y - from).abs() > 18.0 {
            pen.line(&[(x, from), (x, y)], style.color, 0.7, 1.0)?;
        }
    }
    Ok(())
}

const GAPS: [f64; 4] = [4.0, 12.0, 24.0, 40.0];

/// The highest and lowest point of a line between two positions.
fn reach(runs: &[Vec<Point>], left: f64, right: f64) -> Option<(f64, f64)> {
    let tall = Rect { left, top: -1e9, right, bottom: 1e9 };
    runs.iter()
        .flat_map(|run| run.windows(2))
        .filter(|pair| pair[0].0.max(pair[1].0) >= left && pair[0].0.min(pair[1].0) <= right)
        .filter_map(|pair| clip::segment(pair[0], pair[1], &tall))
        .flat_map(|(a, b)| [a.1, b.1])
        .fold(None, |reach, y| {
            let (high, low) = reach.unwrap_or((y, y));
            Some((high.min(y), low.max(y)))
        })
}
