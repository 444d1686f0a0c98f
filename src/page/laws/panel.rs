//! A chart among others of its kind.

use std::rc::Rc;

use yew::prelude::*;

use crate::chart::Chart;
use crate::page::chart_view::{ChartView, Reader};

/// All that one panel shows.
#[derive(Clone, PartialEq)]
pub struct Panel {
    pub id: AttrValue,
    pub title: AttrValue,
    pub summary: AttrValue,
    pub chart: Rc<Chart>,
    pub readout: Reader,
    pub table: Html,
    pub sub: Html,
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub panels: Rc<Vec<Panel>>,
    pub height: &'static str,
}

#[component]
pub fn Panels(props: &Props) -> Html {
    html! {
        <div class={classes!("panels", props.height)}>
            { for props.panels.iter().cloned().map(|p| html! {
                <ChartView key={p.id.to_string()} id={p.id.clone()} title={p.title} summary={p.summary} chart={p.chart} readout={p.readout}
                    table={p.table} height={props.height} sub={p.sub} />
            }) }
        </div>
    }
}
