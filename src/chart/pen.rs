//! How does a line, an area or a word in CSS pixels reach a plotters area?

use super::clip::{Point, Rect};
use super::layout::Frame;
use super::text::Face;
use super::theme::{Rgb, Theme};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{PathElement, Polygon, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle};
use plotters_backend::DrawingBackend;
use std::error::Error;
use std::fmt;

/// The backend could not draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawError(pub String);

impl fmt::Display for DrawError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the chart could not be drawn: {}", self.0)
    }
}

impl Error for DrawError {}

impl<E: Error + Send + Sync> From<DrawingAreaErrorKind<E>> for DrawError {
    fn from(error: DrawingAreaErrorKind<E>) -> DrawError {
        DrawError(error.to_string())
    }
}

/// Which end of a text its position means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Middle,
    Right,
}

/// Size, strength and colour of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Type {
    pub(crate) size: f64,
    pub(crate) face: Face,
    pub(crate) color: Rgb,
}

pub(crate) struct Pen<'a, DB: DrawingBackend> {
    pub(crate) area: &'a DrawingArea<DB, Shift>,
    pub(crate) theme: &'a Theme,
    pub(crate) frame: &'a Frame,
}

impl<DB: DrawingBackend> Pen<'_, DB> {
    fn units(&self, (x, y): Point) -> (i32, i32) {
        ((x * self.frame.unit).round() as i32, (y * self.frame.unit).round() as i32)
    }

    fn style(&self, color: Rgb, alpha: f64, width: f64, filled: bool) -> ShapeStyle {
        let stroke_width = (width * self.frame.unit).round().max(1.0) as u32;
        ShapeStyle { color: RGBAColor(color.0, color.1, color.2, alpha), filled, stroke_width }
    }

    pub(crate) fn line(&self, points: &[Point], color: Rgb, alpha: f64, width: f64) -> Result<(), DrawError> {
        let points: Vec<_> = points.iter().map(|p| self.units(*p)).collect();
        let element = PathElement::new(points, self.style(color, alpha, width, false));
        Ok(self.area.draw(&element)?)
    }

    pub(crate) fn fill(&self, points: &[Point], color: Rgb, alpha: f64) -> Result<(), DrawError> {
        if points.len() < 3 {
            return Ok(());
        }
        let points: Vec<_> = points.iter().map(|p| self.units(*p)).collect();
        let element = Polygon::new(points, self.style(color, alpha, 1.0, true));
        Ok(self.area.draw(&element)?)
    }

    /// A crisp line of one pixel at the pixel that holds `y`.
    pub(crate) fn across(&self, left: f64, right: f64, y: f64, color: Rgb) -> Result<(), DrawError> {
        let y = crisp(y);
        self.line(&[(left, y), (right, y)], color, 1.0, 1.0)
    }

    pub(crate) fn down(&self, x: f64, top: f64, bottom: f64, color: Rgb) -> Result<(), DrawError> {
        let x = crisp(x);
        self.line(&[(x, top), (x, bottom)], color, 1.0, 1.0)
    }

    fn font(&self, style: Type) -> FontDesc<'_> {
        let family = FontFamily::Name(&self.theme.font);
        let face = match style.face {
            Face::Plain => FontStyle::Normal,
            Face::Medium => FontStyle::Oblique,
            Face::Strong => FontStyle::Bold,
        };
        FontDesc::new(family, style.size * self.frame.unit, face)
    }

    /// `at`: the end or middle of the baseline.
    pub(crate) fn text(&self, text: &str, at: Point, side: Side, style: Type) -> Result<(), DrawError> {
        if text.is_empty() {
            return Ok(());
        }
        let h_pos = match side {
            Side::Left => HPos::Left,
            Side::Middle => HPos::Center,
            Side::Right => HPos::Right,
        };
        let Rgb(r, g, b) = style.color;
        let color = RGBAColor(r, g, b, 1.0);
        let look =
            TextStyle { font: self.font(style), color: color.to_backend_color(), pos: Pos::new(h_pos, VPos::Bottom) };
        let element = Text::new(text, self.units(at), look);
        Ok(self.area.draw(&element)?)
    }

    /// The width of a text, as the backend measures it.
    pub(crate) fn measure(&self, text: &str, style: Type) -> f64 {
        let look = TextStyle::from(self.font(style));
        let estimate = || super::text::width(text, style.size, style.face);
        self.area.estimate_text_size(text, &look).map_or_else(|_| estimate(), |(w, _)| f64::from(w) / self.frame.unit)
    }

    pub(crate) fn bounds(&self) -> Rect {
        Rect { left: 0.0, top: 0.0, right: self.frame.width, bottom: self.frame.height }
    }
}

/// The middle of the pixel a position falls in.
pub(crate) fn crisp(at: f64) -> f64 {
    at.floor() + 0.5
}
