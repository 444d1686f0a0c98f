//! How does plotters draw finely on a canvas?
//!
//! plotters counts in whole units, so the canvas is scaled down and counted up: eight units are one CSS pixel. The
//! stock backend would report the canvas's own size (plotters clips to it) and could only guess a text's width.

use crate::chart::Frame;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

pub(super) const UNIT: f64 = 8.0;

pub(super) struct Paper {
    canvas: CanvasBackend,
    context: CanvasRenderingContext2d,
    size: (u32, u32),
}

type Drawn<E> = Result<(), DrawingErrorKind<E>>;

impl Paper {
    /// A clean sheet: the canvas gets `ratio` device pixels for each CSS pixel of the frame.
    pub(super) fn new(canvas: &HtmlCanvasElement, frame: &Frame, ratio: f64) -> Option<Paper> {
        let backing = |length: f64| (length * ratio).round().clamp(1.0, 16_384.0) as u32;
        let (width, height) = (backing(frame.width), backing(frame.height));
        // Setting a size, even the same, throws the bitmap away; do it only when it changes.
        if canvas.width() != width {
            canvas.set_width(width);
        }
        if canvas.height() != height {
            canvas.set_height(height);
        }
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0).ok()?;
        context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
        let scale = ratio / frame.unit;
        context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0).ok()?;
        context.set_line_join("round");
        let size = ((frame.width * frame.unit).ceil() as u32, (frame.height * frame.unit).ceil() as u32);
        Some(Paper { canvas: CanvasBackend::with_canvas_object(canvas.clone())?, context, size })
    }

    fn set_font<S: BackendTextStyle>(&self, style: &S) {
        let weight = match style.style() {
            FontStyle::Bold => 600,
            FontStyle::Oblique => 500,
            _ => 400,
        };
        self.context.set_font(&format!("{weight} {}px {}", style.size(), style.family().as_str()));
    }
}

impl DrawingBackend for Paper {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn<Self::ErrorType> {
        self.canvas.ensure_prepared()
    }

    fn present(&mut self) -> Drawn<Self::ErrorType> {
        self.canvas.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn<Self::ErrorType> {
        self.canvas.draw_pixel(point, color)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn<Self::ErrorType> {
        self.canvas.draw_path(path, style)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn<Self::ErrorType> {
        self.canvas.fill_polygon(path, style)
    }

    /// On its baseline, in the weight asked for.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn<Self::ErrorType> {
        let context = &self.context;
        self.set_font(style);
        context.set_text_baseline("alphabetic");
        context.set_text_align(match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        let BackendColor { alpha, rgb: (r, g, b) } = style.color();
        context.set_fill_style_str(&format!("rgba({r},{g},{b},{alpha})"));
        // A text that cannot be drawn is left out; the rest of the chart still says something.
        let _drawn = context.fill_text(text, f64::from(at.0), f64::from(at.1));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        self.set_font(style);
        let width = self.context.measure_text(text).map_or(0.0, |metrics| metrics.width());
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}
