//! How does a chart become an SVG document?

use super::draw::draw;
use super::layout::Frame;
use super::model::Chart;
use super::text::{self, Face};
use super::theme::{Rgb, Theme};
use plotters::backend::SVGBackend;
use plotters::drawing::IntoDrawingArea;
use plotters::style::RGBColor;
use plotters_backend::text_anchor::Pos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
    FontStyle, FontTransform,
};

const UNIT: u32 = 8;
/// Air around the picture, in pixels.
const PAD: u32 = 12;

/// A complete document, `width` by `height` pixels. Empty only if a string cannot be written to.
pub fn svg(chart: &Chart, theme: &Theme, width: u32, height: u32) -> String {
    let (width, height) = (width.clamp(2 * PAD, 8192), height.clamp(2 * PAD, 8192));
    let (w, h) = (width * UNIT, height * UNIT);
    let inner = |length: u32| f64::from(length - 2 * PAD);
    let frame = Frame { width: inner(width), height: inner(height), unit: f64::from(UNIT) };
    let mut text = String::new();
    let area = Sheet(SVGBackend::with_string(&mut text, (w, h))).into_drawing_area();
    let Rgb(r, g, b) = theme.bg;
    let pad = PAD * UNIT;
    let inside = area.margin(pad, pad, pad, pad);
    // Drawing ends with the closing tag.
    let drawn = area.fill(&RGBColor(r, g, b)).is_ok()
        && draw(&inside, chart, theme, &frame, None).is_ok()
        && area.present().is_ok();
    drop((area, inside));
    if !drawn {
        return String::new();
    }
    // The document is as large as asked and finer inside; texts stand on their baseline; weights are weights. The
    // backend escapes quotes, so none of these can be part of a text.
    text.replacen(&format!("width=\"{w}\" height=\"{h}\""), &format!("width=\"{width}\" height=\"{height}\""), 1)
        .replace(" dy=\"-0.5ex\"", "")
        .replace("font-style=\"oblique\"", "font-weight=\"500\"")
        .replace("font-weight=\"bold\"", "font-weight=\"600\"")
        .replace(" opacity=\"1\"", "")
}

/// The SVG backend with texts at their own size and widths that do not need a font file.
struct Sheet<'a>(SVGBackend<'a>);

type Drawn<E> = Result<(), DrawingErrorKind<E>>;

impl<'a> DrawingBackend for Sheet<'a> {
    type ErrorType = <SVGBackend<'a> as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }

    fn ensure_prepared(&mut self) -> Drawn<Self::ErrorType> {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> Drawn<Self::ErrorType> {
        self.0.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn<Self::ErrorType> {
        self.0.draw_pixel(point, color)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn<Self::ErrorType> {
        self.0.draw_rect(from, to, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn<Self::ErrorType> {
        self.0.draw_path(path, style)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn<Self::ErrorType> {
        self.0.fill_polygon(path, style)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn<Self::ErrorType> {
        self.0.draw_text(text, &Grown(style), at)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let face = match style.style() {
            FontStyle::Bold => Face::Strong,
            FontStyle::Oblique => Face::Medium,
            _ => Face::Plain,
        };
        Ok((text::width(text, style.size(), face).ceil() as u32, style.size().ceil() as u32))
    }
}

/// A text style 1.24 times larger: the SVG backend divides by that.
struct Grown<'a, S>(&'a S);

impl<S: BackendTextStyle> BackendTextStyle for Grown<'_, S> {
    type FontError = S::FontError;

    fn color(&self) -> BackendColor {
        self.0.color()
    }

    fn size(&self) -> f64 {
        (self.0.size() * 1.24 * 1e6).round() / 1e6
    }

    fn transform(&self) -> FontTransform {
        self.0.transform()
    }

    fn style(&self) -> FontStyle {
        self.0.style()
    }

    fn anchor(&self) -> Pos {
        self.0.anchor()
    }

    fn family(&self) -> FontFamily<'_> {
        self.0.family()
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        self.0.layout_box(text)
    }

    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        at: BackendCoord,
        draw: F,
    ) -> Result<Result<(), E>, Self::FontError> {
        self.0.draw(text, at, draw)
    }
}
