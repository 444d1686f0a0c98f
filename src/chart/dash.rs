//! Where does a line run solid, and where are the dashes of the rest?

use super::clip::Point;

/// On and off, in pixels.
pub(crate) const DASH: (f64, f64) = (6.0, 4.0);
pub(crate) const DOT: (f64, f64) = (1.5, 2.5);

/// The strokes that draw `run`: whole between the two x positions of `solid`, dashed elsewhere. The pattern follows
/// the length of the path and starts afresh where a dashed stretch starts.
pub(crate) fn strokes(run: &[Point], solid: Option<(f64, f64)>, pattern: (f64, f64)) -> Vec<Vec<Point>> {
    let mut out: Vec<Vec<Point>> = Vec::new();
    let mut was = None;
    let mut along = 0.0;
    for pair in run.windows(2) {
        for (a, b) in split(pair[0], pair[1], solid) {
            let middle = (a.0 + b.0) / 2.0;
            let whole = solid.is_some_and(|(low, high)| middle >= low && middle <= high);
            if whole {
                extend(&mut out, a, b, was != Some(true));
            } else {
                if was != Some(false) {
                    along = 0.0;
                }
                along = dashes(&mut out, a, b, along, pattern);
            }
            was = Some(whole);
        }
    }
    out
}

/// Adds the dashes of one straight piece that starts `along` the pattern; answers where in the pattern it ends.
fn dashes(out: &mut Vec<Vec<Point>>, a: Point, b: Point, along: f64, (on, off): (f64, f64)) -> f64 {
    let length = (b.0 - a.0).hypot(b.1 - a.1);
    if length <= 0.0 || !length.is_finite() || length > 1e5 {
        return along;
    }
    let at = |d: f64| (a.0 + (b.0 - a.0) * d / length, a.1 + (b.1 - a.1) * d / length);
    let mut phase = along;
    let mut done = 0.0;
    while done < length {
        let (left, drawing) = if phase < on { (on - phase, true) } else { (on + off - phase, false) };
        let next = (done + left).min(length);
        if drawing {
            extend(out, at(done), at(next), phase == 0.0);
        }
        phase += next - done;
        if phase >= on + off - 1e-9 {
            phase = 0.0;
        }
        // A rest too small to add to `done` would never end.
        done = if next > done { next } else { length };
    }
    phase
}

fn extend(out: &mut Vec<Vec<Point>>, a: Point, b: Point, fresh: bool) {
    match out.last_mut() {
        Some(stroke) if !fresh => stroke.push(b),
        _ => out.push(vec![a, b]),
    }
}

/// One straight piece cut where it crosses the ends of the solid range.
fn split(a: Point, b: Point, solid: Option<(f64, f64)>) -> Vec<(Point, Point)> {
    let Some((low, high)) = solid else {
        return vec![(a, b)];
    };
    let mut cuts: Vec<f64> =
        [low, high].iter().map(|x| (x - a.0) / (b.0 - a.0)).filter(|t| *t > 0.0 && *t < 1.0).collect();
    cuts.sort_by(f64::total_cmp);
    let mut pieces = Vec::with_capacity(3);
    let mut from = a;
    for t in cuts {
        let to = (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1));
        pieces.push((from, to));
        from = to;
    }
    pieces.push((from, b));
    pieces
}
