//! Which colour and marker a law has, in every chart and table of the page.

use crate::chart::Shape;
use crate::core::laws;
use crate::core::report::Report;

/// In the order of places.
pub const SHAPES: [Shape; 8] = [
    Shape::Circle,
    Shape::Square,
    Shape::Triangle,
    Shape::Diamond,
    Shape::Inverted,
    Shape::Hexagon,
    Shape::Cross,
    Shape::Plus,
];

/// The chosen law always has the first place; the law that would have it takes the chosen one's; all others keep
/// theirs whatever is chosen.
pub fn place(report: &Report, id: &str) -> usize {
    let listed = |id: &str| {
        let featured = laws::FEATURED.iter().position(|f| *f == id);
        featured.or_else(|| laws::ALL.iter().position(|l| l.meta().id == id)).unwrap_or(laws::ALL.len())
    };
    let (own, chosen) = (listed(id), listed(report.answer.law.id));
    match own {
        _ if id == report.answer.law.id => 0,
        0 => chosen,
        _ => own,
    }
}

/// The series colour of a place; after six, colours come again with another marker.
pub fn color(place: usize) -> usize {
    [0, 1, 2, 3, 4, 5, 2, 3][place % 8]
}

pub fn shape(place: usize) -> Shape {
    SHAPES[place % SHAPES.len()]
}
