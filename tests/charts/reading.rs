//! Reads back what was drawn.

use isoflop::chart::{Face, Rgb, text_width};

/// One element of a document: its attributes by name, and its text.
pub struct Element<'a> {
    pub head: &'a str,
    pub text: &'a str,
}

impl<'a> Element<'a> {
    pub fn all(document: &'a str, tag: &str) -> Vec<Element<'a>> {
        let open = format!("<{tag} ");
        let parts = document.split(open.as_str()).skip(1);
        parts
            .map(|part| {
                let (head, rest) = part.split_once('>').unwrap();
                Element { head, text: rest.split('<').next().unwrap().trim() }
            })
            .collect()
    }

    pub fn get(&self, name: &str) -> &'a str {
        let from = self.head.split_once(&format!("{name}=\"")).unwrap_or_else(|| panic!("{name} in {}", self.head));
        from.1.split('"').next().unwrap()
    }

    pub fn number(&self, name: &str) -> f64 {
        self.get(name).parse().unwrap()
    }

    pub fn points(&self) -> Vec<(f64, f64)> {
        let pairs = self.get("points").split_whitespace();
        pairs.map(|p| p.split_once(',').unwrap()).map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap())).collect()
    }

    pub fn face(&self) -> Face {
        if self.head.contains("font-weight=\"600\"") {
            Face::Strong
        } else if self.head.contains("font-weight=\"500\"") {
            Face::Medium
        } else {
            Face::Plain
        }
    }

    /// Left, top, right, bottom of the letters.
    pub fn bounds(&self) -> [f64; 4] {
        let size = self.number("font-size");
        let width = text_width(self.text, size, self.face());
        let (x, y) = (self.number("x"), self.number("y"));
        let left = match self.get("text-anchor") {
            "start" => x,
            "middle" => x - width / 2.0,
            _ => x - width,
        };
        [left, y - 0.74 * size, left + width, y + 0.2 * size]
    }
}

/// The strokes of one colour and width, as (first x, last x) in pixels of the plot.
pub fn strokes(document: &str, Rgb(r, g, b): Rgb, width: f64) -> Vec<(f64, f64)> {
    let color = format!("#{r:02X}{g:02X}{b:02X}");
    let lines = Element::all(document, "polyline").into_iter();
    lines
        .filter(|line| line.get("stroke") == color && line.number("stroke-width") == width * 8.0)
        .map(|line| line.points())
        .map(|points| (points[0].0 / 8.0 - 12.0, points[points.len() - 1].0 / 8.0 - 12.0))
        .collect()
}
