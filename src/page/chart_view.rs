//! How does a chart stand on the page: title, picture, values under the pointer or the arrow keys, table, SVG?

mod css;
pub(in crate::page) mod download;
mod listen;
mod paper;
mod stage;

use crate::chart::{Chart, Readout};
use stage::Stage;
use std::rc::Rc;
use yew::prelude::*;

/// What the chart says at one x. Two are equal when they are the same closure.
#[derive(Clone)]
pub struct Reader(pub Rc<dyn Fn(f64) -> Option<Readout>>);

impl Reader {
    pub fn new(read: impl Fn(f64) -> Option<Readout> + 'static) -> Reader {
        Reader(Rc::new(read))
    }
}

impl PartialEq for Reader {
    fn eq(&self, other: &Reader) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub id: AttrValue,
    /// Says what is compared.
    pub title: AttrValue,
    /// The picture in one sentence, for whoever does not see it.
    pub summary: AttrValue,
    pub chart: Rc<Chart>,
    pub readout: Reader,
    /// The same numbers as a `<table>`.
    pub table: Html,
    /// A class that sets the height: "tall", "small" or "panel".
    pub height: AttrValue,
    /// A line under the title.
    #[prop_or_default]
    pub sub: Html,
}

#[component]
pub fn ChartView(props: &Props) -> Html {
    let canvas = use_node_ref();
    let open = use_state_eq(|| false);
    let spoken = use_state_eq(String::new);
    let stage = use_memo((), |()| Stage::new(props.chart.clone(), props.readout.clone()));

    {
        // Effects run after the document is changed and before the browser paints: one frame shows both.
        let (stage, canvas) = (stage.clone(), canvas.clone());
        use_effect_with((props.chart.clone(), props.readout.clone()), move |(chart, readout)| {
            stage.show(canvas.cast(), chart.clone(), readout.clone());
        });
    }
    {
        let (stage, canvas, speak) = (stage.clone(), canvas.clone(), spoken.setter());
        use_effect_with((), move |()| {
            let kept = canvas.cast().map(|canvas| listen::all(&stage, &canvas, move |said| speak.set(said)));
            move || {
                drop(kept);
                stage.leave();
            }
        });
    }

    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let save = {
        let (stage, id, title, summary) = (stage.clone(), props.id.clone(), props.title.clone(), props.summary.clone());
        Callback::from(move |_: MouseEvent| {
            download::svg(&download::titled(&stage.svg(), &title, &summary), &format!("isoflop-{id}.svg"));
        })
    };
    let heading = format!("{}-title", props.id);
    let numbers = format!("{}-table", props.id);

    html! {
        <figure class="chart" id={props.id.clone()} aria-labelledby={heading.clone()}>
            <div class="cap">
                <h3 id={heading}>{ &props.title }</h3>
                <span>
                    <button type="button" class="lk" onclick={toggle} aria-expanded={open.to_string()}
                        aria-controls={open.then(|| numbers.clone())}
                        aria-label={format!("table: {}", props.title)}>{ "table" }</button>
                    <button type="button" class="lk" onclick={save}
                        aria-label={format!("SVG: {}", props.title)}>{ "SVG" }</button>
                </span>
            </div>
            { props.sub.clone() }
            <div class={classes!("plot", props.height.to_string())}>
                <canvas ref={canvas} tabindex="0" role="img"
                    aria-label={format!("{} Left and right arrow keys read the values.", props.summary)} />
            </div>
            <p class="vh" aria-live="polite">{ &*spoken }</p>
            if *open {
                <div class="tw" id={numbers} tabindex="0" role="region" aria-label={format!("{}, table", props.title)}>
                    { props.table.clone() }
                </div>
            }
        </figure>
    }
}
