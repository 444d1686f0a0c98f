//! What does the canvas show right now, and where is the pointer?

use super::paper::{Paper, UNIT};
use super::{Reader, css};
use crate::chart::{self, Chart, Frame, Layout, Readout, Theme};
use plotters::drawing::IntoDrawingArea;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlCanvasElement, window};

pub(super) struct Stage(RefCell<State>);

struct State {
    chart: Rc<Chart>,
    readout: Reader,
    canvas: Option<HtmlCanvasElement>,
    /// In CSS pixels; none before the first look at the box.
    size: Option<(f64, f64)>,
    theme: Option<Theme>,
    /// Whether the canvas is in view, or nearly.
    in_view: bool,
    /// The picture is not the chart's: it changed while out of view.
    stale: bool,
    /// The pointer as a share of the plot's width, so that it keeps its place when the plot changes.
    at: Option<f64>,
    /// The frame asked for, and what will run in it.
    frame: Option<(i32, Closure<dyn FnMut()>)>,
}

impl Stage {
    pub(super) fn new(chart: Rc<Chart>, readout: Reader) -> Stage {
        Stage(RefCell::new(State {
            chart,
            readout,
            canvas: None,
            size: None,
            theme: None,
            in_view: true,
            stale: true,
            at: None,
            frame: None,
        }))
    }

    /// Another chart, drawn at once if it can be seen, else when it comes into view.
    pub(super) fn show(&self, canvas: Option<HtmlCanvasElement>, chart: Rc<Chart>, readout: Reader) {
        let mut state = self.0.borrow_mut();
        (state.canvas, state.chart, state.readout) = (canvas, chart, readout);
        state.stale = true;
        if state.in_view {
            state.paint();
        }
    }

    /// The canvas came into view or left it.
    pub(super) fn look(&self, in_view: bool) {
        let mut state = self.0.borrow_mut();
        state.in_view = in_view;
        if in_view && state.stale {
            state.paint();
        }
    }

    /// Everything is about to be seen, on paper.
    pub(super) fn print(&self) {
        let mut state = self.0.borrow_mut();
        if state.stale {
            state.paint();
        }
    }

    /// The box has another size; drawn at once, before the browser paints it.
    pub(super) fn resize(&self) {
        let mut state = self.0.borrow_mut();
        let before = state.size.take();
        if state.measure() != before {
            state.paint();
        }
    }

    /// Colours or pixel ratio changed.
    pub(super) fn restyle(&self) {
        let mut state = self.0.borrow_mut();
        (state.theme, state.size) = (None, None);
        state.paint();
    }

    /// The pointer at a horizontal position in the box, or nowhere.
    pub(super) fn point(self: &Rc<Self>, px: Option<f64>) {
        let share = px.and_then(|px| {
            let state = self.0.borrow();
            let at = state.layout()?;
            at.x_at(px).map(|_| ((px - at.left) / (at.right - at.left)).clamp(0.0, 1.0))
        });
        self.set(share);
    }

    /// A tap shows the values there; a tap outside the plot or on the hairline hides them.
    pub(super) fn tap(self: &Rc<Self>, px: f64) {
        let on_it = {
            let state = self.0.borrow();
            let hair = state.at.zip(state.layout()).map(|(share, at)| at.left + share * (at.right - at.left));
            hair.is_some_and(|hair| (hair - px).abs() < 12.0)
        };
        self.point(if on_it { None } else { Some(px) });
    }

    /// Moves by a share of the width; the first step starts at the optimum, or in the middle. Answers what is there.
    pub(super) fn step(self: &Rc<Self>, by: f64) -> Option<Readout> {
        let start = {
            let state = self.0.borrow();
            match state.at {
                Some(share) => share + by,
                None => state.home(),
            }
        };
        self.go(start)
    }

    pub(super) fn go(self: &Rc<Self>, share: f64) -> Option<Readout> {
        self.set(Some(share.clamp(0.0, 1.0)));
        self.0.borrow().said()
    }

    fn set(self: &Rc<Self>, share: Option<f64>) {
        let mut state = self.0.borrow_mut();
        if state.at != share {
            state.at = share;
            drop(state);
            self.soon();
        }
    }

    /// Draws in the next frame, once however often it is asked.
    fn soon(self: &Rc<Self>) {
        let mut state = self.0.borrow_mut();
        let Some(window) = window().filter(|_| state.frame.is_none()) else {
            return;
        };
        let weak = Rc::downgrade(self);
        let run = Closure::once(move || {
            if let Some(stage) = weak.upgrade() {
                // Kept until this call has returned.
                let _this = stage.0.borrow_mut().frame.take();
                stage.0.borrow_mut().paint();
            }
        });
        if let Ok(id) = window.request_animation_frame(run.as_ref().unchecked_ref()) {
            state.frame = Some((id, run));
        }
    }

    /// The page took the chart away.
    pub(super) fn leave(&self) {
        let mut state = self.0.borrow_mut();
        state.canvas = None;
        if let (Some(window), Some((id, _run))) = (window(), state.frame.take()) {
            let _gone = window.cancel_animation_frame(id);
        }
    }

    /// The picture as a document, at least as large as a column of the page.
    pub(super) fn svg(&self) -> String {
        let state = self.0.borrow();
        let (width, height) = state.size.unwrap_or((690.0, 336.0));
        chart::svg(&state.chart, &css::theme(), width.max(690.0) as u32, height.max(336.0) as u32)
    }
}

impl State {
    fn measure(&mut self) -> Option<(f64, f64)> {
        if self.size.is_none() {
            let canvas = self.canvas.as_ref()?;
            self.size = Some((f64::from(canvas.client_width()), f64::from(canvas.client_height())));
        }
        self.size
    }

    fn frame(&self) -> Option<Frame> {
        let (width, height) = self.size?;
        Some(Frame { width, height, unit: UNIT })
    }

    fn layout(&self) -> Option<Layout> {
        Some(chart::layout(&self.chart, &self.frame()?))
    }

    /// Where reading with the keys starts: the large mark.
    fn home(&self) -> f64 {
        let mark = self.chart.marks.iter().find(|mark| mark.large);
        mark.zip(self.layout())
            .map(|(mark, at)| (at.px_of(mark.x) - at.left) / (at.right - at.left))
            .filter(|share| (0.0..=1.0).contains(share))
            .unwrap_or(0.5)
    }

    fn said(&self) -> Option<Readout> {
        let (share, at) = (self.at?, self.layout()?);
        let x = at.x_at(at.left + share * (at.right - at.left))?;
        (self.readout.0)(x)
    }

    fn paint(&mut self) {
        self.measure();
        let (Some(canvas), Some(frame)) = (self.canvas.clone(), self.frame()) else {
            return;
        };
        let ratio = window().map_or(1.0, |window| window.device_pixel_ratio()).clamp(0.5, 8.0);
        let Some(paper) = Paper::new(&canvas, &frame, ratio) else {
            return;
        };
        self.stale = false;
        let said = self.said();
        let theme = self.theme.get_or_insert_with(css::theme);
        // The table beside the picture says the same; a canvas that cannot be drawn on stays empty.
        let _drawn = chart::draw(&paper.into_drawing_area(), &self.chart, theme, &frame, said.as_ref());
    }
}
