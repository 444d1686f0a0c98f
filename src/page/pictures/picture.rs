//! A picture of the report: drawn anew when the report is another one.

use std::rc::Rc;

use yew::prelude::*;

use crate::chart::{Chart, Readout};
use crate::core::report::Report;
use crate::page::chart_view::{ChartView, Reader};
use crate::page::store::Shared;

/// What is drawn, and what is said of it.
pub struct Drawn {
    pub title: String,
    pub summary: String,
    pub chart: Chart,
    pub table: Html,
}

#[derive(Properties)]
pub struct Props {
    pub report: Shared,
    pub id: &'static str,
    pub height: &'static str,
    pub draw: fn(&Report) -> Option<Drawn>,
    pub read: fn(&Report, f64) -> Option<Readout>,
    /// What stands there when there is nothing to draw.
    #[prop_or_default]
    pub none: Html,
}

/// One id is one picture.
impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        self.id == other.id && self.report == other.report
    }
}

#[component]
pub fn Picture(props: &Props) -> Html {
    let (draw, read) = (props.draw, props.read);
    let drawn = use_memo(props.report.clone(), |r| draw(r).map(|d| (d.title, d.summary, Rc::new(d.chart), d.table)));
    let reader = use_memo(props.report.clone(), |r| {
        let r = r.clone();
        Reader::new(move |x| read(&r, x))
    });
    let Some((title, summary, chart, table)) = (*drawn).clone() else { return props.none.clone() };
    html! {
        <ChartView id={props.id} {title} {summary} {chart} readout={(*reader).clone()} {table} height={props.height} />
    }
}
