//! Where the frame is wide: how are names and notes set in the right margin?

use super::clip::Point;
use super::layout::{self, LINE, Layout, NOTE_LINE, SMALL};
use super::lines::runs;
use super::model::Chart;
use super::names::style;
use super::pen::{DrawError, Pen, Side, Type};
use super::place::spread;
use super::text::{self, Face};
use plotters_backend::DrawingBackend;

/// One block of lines in the right margin.
struct Block {
    wish: f64,
    lines: Vec<String>,
    style: Type,
    /// Where its line ends; none for notes.
    end: Option<Point>,
}

/// Each name at the height where its line ends, the notes at the bottom, with leaders where something had to move.
pub(crate) fn margin<DB: DrawingBackend>(pen: &Pen<DB>, chart: &Chart, at: &Layout) -> Result<(), DrawError> {
    let room = pen.frame.width - at.right - 16.0;
    let mut blocks: Vec<Block> = Vec::new();
    for series in chart.series.iter().filter(|s| !s.label.is_empty()) {
        let style = style(pen, series);
        let Some(end) = runs(series, at).last().and_then(|run| run.last().copied()) else {
            continue;
        };
        let lines = text::wrap(&series.label, room, |t| pen.measure(t, style));
        blocks.push(Block { wish: end.1, lines, style, end: Some(end) });
    }
    blocks.sort_by(|a, b| a.wish.total_cmp(&b.wish));
    let grey = Type { size: SMALL, face: Face::Plain, color: pen.theme.ink3 };
    let notes = if at.beside { layout::notes(chart) } else { Vec::new() };
    for note in notes {
        let lines = text::wrap(&note, room, |t| pen.measure(t, grey));
        blocks.push(Block { wish: at.bottom, lines, style: grey, end: None });
    }
    let height = |block: &Block| match block.end {
        Some(_) => LINE * block.lines.len() as f64 + 1.0,
        None => NOTE_LINE * block.lines.len() as f64 + 6.0,
    };
    // Names that have no room are left to the table; the chosen one stays.
    let foot = pen.frame.height.min(at.bottom + 4.0);
    while blocks.iter().map(height).sum::<f64>() > foot - at.top {
        let Some(least) = blocks.iter().rposition(|b| b.style.face != Face::Strong) else {
            break;
        };
        blocks.remove(least);
    }
    let wishes: Vec<_> = blocks.iter().map(|block| (block.wish, height(block))).collect();
    let centres = spread(&wishes, at.top, foot);
    let moved = |block: &Block, centre: f64| block.end.is_some_and(|end| (end.1 - centre).abs() > 3.0);
    let any = blocks.iter().zip(&centres).any(|(block, centre)| moved(block, *centre));
    let x = at.right + if any { 15.0 } else { 9.0 };
    for (block, centre) in blocks.iter().zip(centres) {
        let tall = if block.end.is_some() { LINE } else { NOTE_LINE };
        let first = centre - tall * block.lines.len() as f64 / 2.0 + tall / 2.0 + 4.2;
        for (i, line) in block.lines.iter().enumerate() {
            pen.text(line, (x, first + tall * i as f64), Side::Left, block.style)?;
        }
        if let Some(end) = block.end.filter(|_| moved(block, centre)) {
            let from = (end.0 + 2.0, end.1);
            pen.line(&[from, (x - 3.0, centre)], block.style.color, 0.7, 1.0)?;
        }
    }
    Ok(())
}
