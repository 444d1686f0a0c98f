//! One matrix product asked for by hand: how fast, how it is cut, what bounds it.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::sizes::Sizes;
use super::tera;
use crate::core::engine::machine::Operands;
use crate::core::error::Error;
use crate::core::gemm::{self, Answer, Asked, FORMATS};
use crate::core::quantity::{Seconds, show};
use crate::page::field::StoreProps;
use crate::page::select::Select;
use crate::page::store::Store;
use crate::page::words::{self, THIN};

/// The texts of the three fields, what was last understood of them, and what is wrong now.
#[derive(Clone, PartialEq)]
struct Draft {
    texts: [String; 3],
    format: &'static str,
    asked: Asked,
    error: Option<Error>,
}

/// A feed-forward product of a large model at 4,096 tokens.
const START: [u64; 3] = [4096, 8192, 28_672];
const NAMES: [&str; 3] = ["m", "k", "n"];
const MEAN: [&str; 3] = ["rows: tokens", "summed over", "columns"];

impl Draft {
    fn start() -> Draft {
        let [m, k, n] = START;
        let asked = Asked { m, k, n, operands: Operands::Half };
        Draft { texts: START.map(|v| show::full(v as f64)), format: FORMATS[0].0, asked, error: None }
    }

    /// The same with what its texts say, where they say something.
    fn read(mut self) -> Draft {
        let operands = FORMATS.iter().find(|(id, _)| *id == self.format).map_or(Operands::Half, |f| f.1);
        let side = |i: usize| gemm::side(self.texts.get(i).map_or("", String::as_str), NAMES[i]);
        match (side(0), side(1), side(2)) {
            (Ok(m), Ok(k), Ok(n)) => (self.asked, self.error) = (Asked { m, k, n, operands }, None),
            (Err(e), ..) | (_, Err(e), _) | (.., Err(e)) => {
                self.error = Some(e);
                self.asked.operands = operands;
            }
        }
        self
    }
}

#[component]
pub fn Products(props: &StoreProps) -> Html {
    let store = &props.store;
    let draft = use_state_eq(Draft::start);
    let device = &store.scenario.accelerator;
    let answer = gemm::answer(device, &draft.asked);
    let field = |i: usize| {
        let oninput = {
            let draft = draft.clone();
            Callback::from(move |e: InputEvent| {
                if let Some(input) = e.target_dyn_into::<HtmlInputElement>() {
                    let mut next = (*draft).clone();
                    if let Some(text) = next.texts.get_mut(i) {
                        *text = input.value().chars().take(40).collect();
                    }
                    draft.set(next.read());
                }
            })
        };
        let text = draft.texts.get(i).cloned().unwrap_or_default();
        let bad = draft.error.as_ref().is_some_and(|e| e.field == NAMES[i]);
        html! {
            <input id={format!("g-{}", NAMES[i])} class={classes!("edit", bad.then_some("bad"))} type="text" inputmode="numeric" value={text.clone()} {oninput}
                size={text.chars().count().clamp(3, 12).to_string()} aria-label={format!("{}, {}", NAMES[i], MEAN[i])} title={MEAN[i]} autocomplete="off" spellcheck="false"
                aria-invalid={bad.then_some("true")} />
        }
    };
    let on = {
        let draft = draft.clone();
        Callback::from(move |id: String| {
            if let Some((id, _)) = FORMATS.iter().find(|(f, _)| *f == id) {
                draft.set(Draft { format: id, ..(*draft).clone() }.read());
            }
        })
    };
    let options: Vec<_> = FORMATS.iter().map(|(id, o)| (*id, AttrValue::Static(o.words()))).collect();
    html! {
        <section class="row" aria-labelledby="h-gemm">
            <h2 id="h-gemm">{ "Matrix products" }</h2>
            <p class="q">{ "m " }{ field(0) }{ " × k " }{ field(1) }{ " times k × n " }{ field(2) }{ " numbers in " }
                <Select id="g-format" label="format of the product" {options} chosen={draft.format} {on} />
                { match &answer {
                    Ok(a) => html! { <>{ format!(" on {}: ", device.one()) }<b class="nb">{ tera(a.rate) }{ THIN }{ "TFLOP/s" }</b>{ ", " }<b class="nb">{ words::percent(a.share()) }</b>{ format!(" of peak, in {}", time(a)) }{ speedup(store, &draft.asked) }{ "." }</> },
                    Err(e) => html! { { format!(": {}", e.message) } },
                } }
            </p>
            if let Some(e) = &draft.error { <p class="note err" role="alert">{ &e.message }{ " The last good answer is kept." }</p> }
            { answer.as_ref().map_or_else(|_| Html::default(), |a| cut(store, a)) }
            <Sizes store={store.clone()} asked={draft.asked} />
        </section>
    }
}

fn time(a: &Answer) -> String {
    let t = a.timed.time.get();
    match t {
        _ if t < 1e-3 => format!("{}{THIN}µs", show::sig(t * 1e6, 3)),
        _ if t < 1.0 => format!("{}{THIN}ms", show::sig(t * 1e3, 3)),
        _ => Seconds::new(t).map_or_else(|_| "–".into(), show::duration),
    }
}

/// What 8 bits make of the shape, or how it compares where it is in 8 bits.
fn speedup(store: &Store, asked: &Asked) -> Html {
    let device = &store.scenario.accelerator;
    let eight = asked.operands.in_eight_bits();
    let other = if eight { *asked } else { Asked { operands: Operands::Eight, ..*asked } };
    let Ok(times) = gemm::over_half(device, &other) else { return Html::default() };
    let times = html! { <b class="nb">{ words::times(times) }</b> };
    if eight {
        html! { <>{ ", " }{ times }{ " as fast as in 16 bits" }</> }
    } else if device.rates.fp8 > 0.0 {
        html! { <>{ "; FP8 would be " }{ times }{ " as fast as 16 bits" }</> }
    } else {
        html! { { "; this device has no FP8" } }
    }
}

/// How it is cut, and how the largest tiles would cut it.
fn cut(store: &Store, a: &Answer) -> Html {
    let c = &a.timed.cut;
    let tile = |t: (f64, f64)| format!("{} × {}", show::full(t.0), show::full(t.1));
    let units = &store.scenario.accelerator.units;
    let largest = (f64::from(units.tile.0), f64::from(units.tile.1));
    let known = |text: String| if units.count > 0 { text } else { "–".to_owned() };
    let over = if units.count > 0 { format!("over {} units", units.count) } else { "units are not known".to_owned() };
    let row = |words: &str, chosen: String, largest: String| html! { <tr><th scope="row">{ words.to_owned() }</th><td class="n">{ chosen }</td><td class="n">{ largest }</td></tr> };
    html! {
        <div class="g12 cut-of">
            <div class="c5"><div class="tw" tabindex="0" role="region" aria-label="How the product is cut"><table class="dense">
                <thead><tr><th scope="col">{ over }</th><th scope="col" class="n">{ "fastest cut" }</th><th scope="col" class="n">{ "largest tiles" }</th></tr></thead>
                <tbody>
                    { row("tile of the result", tile(c.tile), tile(largest)) }
                    { row("pieces of k", show::full(c.split), "1".into()) }
                    { row("rounds of all units", known(show::full(c.waves)), known(format!("{} → {}", show::sig(a.largest.waves, 3), show::full(a.largest.waves.ceil())))) }
                    { row("units busy", known(words::percent(c.busy)), known(words::percent(a.largest.busy))) }
                    { row("tiles filled", words::percent(c.full), words::percent(a.largest.full)) }
                </tbody>
            </table></div></div>
            <div class="c7"><div class="tw" tabindex="0" role="region" aria-label="What bounds the product"><table class="dense">
                <thead><tr><th scope="col">{ "what bounds it" }</th><th scope="col" class="n">{ if a.timed.bound_by_memory { "memory" } else { "computing" } }</th></tr></thead>
                <tbody>
                    <tr><th scope="row">{ "FLOP for a byte" }</th><td class="n">{ show::sig(a.intensity, 4) }</td></tr>
                    <tr><th scope="row">{ "memory is fast enough from" }</th><td class="n">{ format!("{} FLOP/B", show::sig(a.ridge, 3)) }</td></tr>
                    <tr><th scope="row">{ "dense peak in this format" }</th><td class="n">{ format!("{} TFLOP/s", tera(a.peak)) }</td></tr>
                </tbody>
            </table></div>
            <p class="xs dim">{ "Alone, as a benchmark measures it; in a run that never rests clocks are lower. The best measured product sets what large ones reach; tiles, rounds, memory and what a kernel always takes do the rest. Held against measured products on the screen of the validation." }</p></div>
        </div>
    }
}
