//! Which parts of lines and areas lie inside a rectangle?

pub(crate) type Point = (f64, f64);

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Rect {
    pub(crate) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn grown(&self, by: f64) -> Rect {
        Rect { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    pub(crate) fn meets(&self, other: &Rect) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    pub(crate) fn holds(&self, other: &Rect) -> bool {
        self.left <= other.left && self.top <= other.top && self.right >= other.right && self.bottom >= other.bottom
    }

    pub(crate) fn contains(&self, (x, y): Point) -> bool {
        x >= self.left && x <= self.right && y >= self.top && y <= self.bottom
    }
}

/// The part of a straight line inside the rectangle.
pub(crate) fn segment(a: Point, b: Point, rect: &Rect) -> Option<(Point, Point)> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut from, mut to) = (0.0f64, 1.0f64);
    let edges = [(-dx, a.0 - rect.left), (dx, rect.right - a.0), (-dy, a.1 - rect.top), (dy, rect.bottom - a.1)];
    for (toward, room) in edges {
        if toward == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if toward < 0.0 {
            from = from.max(room / toward);
        } else {
            to = to.min(room / toward);
        }
    }
    if from > to {
        return None;
    }
    let at = |t: f64| (a.0 + t * dx, a.1 + t * dy);
    Some((if from == 0.0 { a } else { at(from) }, if to == 1.0 { b } else { at(to) }))
}

/// A line cut at the edges, as the stretches that stay inside. Points that are not finite break it.
pub(crate) fn line(points: impl IntoIterator<Item = Point>, rect: &Rect) -> Vec<Vec<Point>> {
    let mut runs: Vec<Vec<Point>> = Vec::new();
    let mut open = false;
    let mut last: Option<Point> = None;
    for point in points {
        if !point.0.is_finite() || !point.1.is_finite() {
            (last, open) = (None, false);
            continue;
        }
        if let Some(before) = last {
            match segment(before, point, rect) {
                Some((a, b)) => {
                    match runs.last_mut() {
                        Some(run) if open => run.push(b),
                        _ => runs.push(vec![a, b]),
                    }
                    open = b == point;
                }
                None => open = false,
            }
        }
        last = Some(point);
    }
    runs
}

/// An area cut at the edges (Sutherland and Hodgman).
pub(crate) fn area(points: Vec<Point>, rect: &Rect) -> Vec<Point> {
    let low_x = half(points, |p| p.0 - rect.left);
    let high_x = half(low_x, |p| rect.right - p.0);
    let low_y = half(high_x, |p| p.1 - rect.top);
    half(low_y, |p| rect.bottom - p.1)
}

fn half(points: Vec<Point>, inside: impl Fn(Point) -> f64) -> Vec<Point> {
    let mut kept = Vec::with_capacity(points.len() + 4);
    for (i, &b) in points.iter().enumerate() {
        let a = points[(i + points.len() - 1) % points.len()];
        let (da, db) = (inside(a), inside(b));
        if (da < 0.0) != (db < 0.0) {
            let t = da / (da - db);
            kept.push((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
        }
        if db >= 0.0 {
            kept.push(b);
        }
    }
    kept
}
