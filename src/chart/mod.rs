//! How is a described chart drawn, the same on a canvas and as SVG?
//!
//! ```text
//! model    what a chart is: axes, series, bands, marks, rules, notes
//! theme    its colours and font
//! scale    value -> place on an axis        ticks, label   which values an axis names, and how
//! layout   where the plot sits in the frame
//! clip, dash, shape, place                  plain geometry, no drawing
//! pen      CSS pixels -> a plotters area    axes, lines, names, inside, margin, readout, draw   the drawing itself
//! svg      a whole document
//! ```
//!
//! plotters counts in whole units, so a frame says how many of them make one CSS pixel; everything here thinks in CSS
//! pixels and only `pen` converts.

mod axes;
mod clip;
mod dash;
mod draw;
mod inside;
mod label;
mod layout;
mod lines;
mod margin;
mod model;
mod names;
mod pen;
mod place;
mod readout;
mod scale;
mod shape;
mod svg;
mod text;
mod theme;
mod ticks;

pub use draw::draw;
pub use layout::{Frame, Layout, layout};
pub use model::{Axis, Band, Chart, Labels, Mark, Readout, Rule, Scale, Series, Shape, Weight};
pub use pen::DrawError;
pub use svg::svg;
pub use text::{Face, width as text_width};
pub use theme::{Rgb, Theme};
pub use ticks::{Tick, ticks};
