//! Where do names go so that none covers another?

use super::clip::{self, Point, Rect};

/// Centres for boxes of the given wishes and heights, in the order given, each as near its wish as the others allow,
/// all between `top` and `bottom` where they fit. Wishes must ascend.
pub(crate) fn spread(wishes: &[(f64, f64)], top: f64, bottom: f64) -> Vec<f64> {
    // Groups of touching boxes: (first index, count, top edge, height, sum of wished tops).
    let mut groups: Vec<(usize, usize, f64, f64, f64)> = Vec::new();
    let hold = |edge: f64, height: f64| edge.min(bottom - height).max(top);
    for (i, (wish, height)) in wishes.iter().enumerate() {
        let edge = wish - height / 2.0;
        groups.push((i, 1, hold(edge, *height), *height, edge));
        while let [.., a, b] = groups.as_slice() {
            if a.2 + a.3 <= b.2 + 1e-9 {
                break;
            }
            let height = a.3 + b.3;
            let sum = a.4 + b.4 - a.3 * b.1 as f64;
            let joined = (a.0, a.1 + b.1, hold(sum / (a.1 + b.1) as f64, height), height, sum);
            groups.truncate(groups.len() - 2);
            groups.push(joined);
        }
    }
    let mut centres = vec![0.0; wishes.len()];
    for (first, count, edge, ..) in groups {
        let mut y = edge;
        for i in first..first + count {
            centres[i] = y + wishes[i].1 / 2.0;
            y += wishes[i].1;
        }
    }
    centres
}

/// What is already drawn and should not be written over.
pub(crate) struct Obstacles {
    pub(crate) plot: Rect,
    /// Names and markers: never.
    pub(crate) boxes: Vec<Rect>,
    /// Lines, with how much crossing them costs.
    pub(crate) lines: Vec<(Vec<Point>, f64)>,
}

impl Obstacles {
    /// The cheapest of the candidates, which come in order of preference; none if each leaves the plot or covers a
    /// name. The place taken becomes an obstacle itself.
    pub(crate) fn take(&mut self, candidates: impl IntoIterator<Item = (Rect, f64)>) -> Option<Rect> {
        let mut best: Option<(f64, Rect)> = None;
        for (rect, extra) in candidates {
            if best.is_some_and(|(cost, _)| cost <= extra) || !self.plot.holds(&rect) {
                continue;
            }
            if self.boxes.iter().any(|taken| taken.meets(&rect.grown(1.5))) {
                continue;
            }
            let near = rect.grown(2.0);
            let crossed: f64 = self.lines.iter().filter(|(line, _)| crosses(line, &near)).map(|(_, cost)| cost).sum();
            let cost = crossed + extra;
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, rect));
            }
        }
        let (_, rect) = best?;
        self.boxes.push(rect);
        Some(rect)
    }
}

fn crosses(line: &[Point], rect: &Rect) -> bool {
    line.windows(2).any(|pair| {
        let (a, b) = (pair[0], pair[1]);
        let beside = a.0.max(b.0) < rect.left
            || a.0.min(b.0) > rect.right
            || a.1.max(b.1) < rect.top
            || a.1.min(b.1) > rect.bottom;
        !beside && clip::segment(a, b, rect).is_some()
    })
}
