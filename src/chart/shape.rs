//! What outline does each marker have?

use super::clip::Point;
use super::model::Shape;
use std::f64::consts::TAU;

/// The polygons that fill a marker of about radius `r`, grown by `halo` on every side.
pub(crate) fn outline(shape: Shape, centre: Point, r: f64, halo: f64) -> Vec<Vec<Point>> {
    let up = -TAU / 4.0;
    // `inner`: the distance from the centre to a side, by which a halo has to grow it.
    let ring = |sides: usize, radius: f64, turn: f64| {
        let inner = (TAU / 2.0 / sides as f64).cos();
        let reach = radius + halo / inner;
        let corner = |i: usize| turn + TAU * i as f64 / sides as f64;
        vec![(0..sides).map(|i| (centre.0 + reach * corner(i).cos(), centre.1 + reach * corner(i).sin())).collect()]
    };
    match shape {
        Shape::Circle => ring(32, r, 0.0),
        Shape::Square => ring(4, r * 1.27, up / 2.0),
        Shape::Diamond => ring(4, r * 1.32, up),
        Shape::Hexagon => ring(6, r * 1.12, up),
        Shape::Triangle => drop_by(ring(3, r * 1.36, up), r * 0.2),
        Shape::Inverted => drop_by(ring(3, r * 1.36, -up), -r * 0.2),
        Shape::Plus => bars(centre, r * 1.15, halo, 0.0),
        Shape::Cross => bars(centre, r * 1.15, halo, TAU / 8.0),
    }
}

fn drop_by(mut polygons: Vec<Vec<Point>>, dy: f64) -> Vec<Vec<Point>> {
    polygons.iter_mut().flatten().for_each(|p| p.1 += dy);
    polygons
}

/// Two crossing bars, 2 px thick.
fn bars(centre: Point, reach: f64, halo: f64, turn: f64) -> Vec<Vec<Point>> {
    let (long, thick) = (reach + halo, 1.0 + halo);
    [turn, turn + TAU / 4.0]
        .iter()
        .map(|angle| {
            let (sin, cos) = angle.sin_cos();
            [(-long, -thick), (long, -thick), (long, thick), (-long, thick)]
                .iter()
                .map(|(x, y)| (centre.0 + x * cos - y * sin, centre.1 + x * sin + y * cos))
                .collect()
        })
        .collect()
}

/// Crosses have no inside that could be open.
pub(crate) fn hollow(shape: Shape) -> bool {
    !matches!(shape, Shape::Cross | Shape::Plus)
}
