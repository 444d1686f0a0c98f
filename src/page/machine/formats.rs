//! Formats of numbers: how far each reaches, what it makes of a number, and the numbers of an octave.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::noise::Noises;
use crate::core::format_picture::{self as picture, Kept, OCTAVES};
use crate::core::numbers::float::{E4M3, E5M2, FLOATS, FP32, Float, Is};
use crate::core::quantity::show;
use crate::page::select::Select;
use crate::page::words;

const START: f64 = 17.3;
/// Decades that are named below the ranges.
const NAMED: [i32; 5] = [-40, -20, 0, 20, 38];

#[component]
pub fn Formats() -> Html {
    let text = use_state_eq(|| START.to_string());
    let value = use_state_eq(|| START);
    let error = picture::number(&text).err();
    let oninput = {
        let (text, value) = (text.clone(), value.clone());
        Callback::from(move |e: InputEvent| {
            if let Some(input) = e.target_dyn_into::<HtmlInputElement>() {
                let typed: String = input.value().chars().take(40).collect();
                if let Ok(v) = picture::number(&typed) {
                    value.set(v);
                }
                text.set(typed);
            }
        })
    };
    let rows = picture::kept(*value);
    let class = classes!("edit", error.is_some().then_some("bad"));
    html! {
        <section class="row" aria-labelledby="h-formats">
            <h2 id="h-formats">{ "Formats of numbers" }</h2>
            <p class="q">{ "What becomes of the number " }
                <input id="n-number" {class} type="text" value={(*text).clone()} {oninput} size={text.chars().count().clamp(3, 20).to_string()} aria-label="a number"
                    autocomplete="off" spellcheck="false" aria-invalid={error.is_some().then_some("true")} />{ " in each format, without a scale:" }</p>
            if let Some(e) = error { <p class="note err" role="alert">{ e.message }{ " The last good answer is kept." }</p> }
            <div class="tw" tabindex="0" role="region" aria-label="Every format, table"><table class="dense formats">
                <thead><tr><th scope="col">{ "format" }</th><th scope="col" class="n">{ "bits" }</th><th scope="col" class="n opt">{ "smallest" }</th><th scope="col" class="n opt">{ "smallest normal" }</th>
                    <th scope="col" class="n">{ "largest" }</th><th scope="col" class="n opt">{ "decades" }</th><th scope="col">{ "from the smallest to the largest; dark: normal numbers" }</th>
                    <th scope="col" class="n">{ "kept as" }</th><th scope="col" class="n">{ "off by" }</th></tr></thead>
                <tbody>{ for rows.iter().map(|k| row(k, *value)) }
                    <tr aria-hidden="true"><td colspan="6" class="opt" /><td class="scale">{ scale() }</td><td colspan="2" class="opt" /></tr></tbody>
            </table></div>
            <p class="xs dim">{ "Beyond the largest number a format rounds to infinity where it has one, to its largest number where not. E4M3 of Gaudi 2 keeps the highest exponent for infinity and ends at 240; the fnuz variants of MI300 and Graphcore have another bias and no minus zero. E8M0 is a scale: powers of two alone. Each bit of the mantissa halves the largest error of normal numbers; subnormal ones lose more." }</p>
            <Octave />
            <Noises />
        </section>
    }
}

/// The place of a size on the axis of all formats, in percent.
fn place(value: f64) -> f64 {
    let (lo, hi) = (FP32.smallest().log10(), FP32.largest().log10());
    (100.0 * (value.abs().log10() - lo) / (hi - lo)).clamp(0.0, 100.0)
}

fn percent(v: f64) -> String {
    format!("{v:.3}%")
}

fn row(k: &Kept, value: f64) -> Html {
    let f = k.format;
    let (least, normal, most) = (place(f.smallest()), place(f.smallest_normal()), place(f.largest()));
    let kept = match k.is {
        Is::Number(v) => number(v),
        Is::Infinity { negative } => if negative { "−∞" } else { "∞" }.to_owned(),
        Is::Nan => "no number".to_owned(),
    };
    let said = match k.error {
        Some(0.0) => "exact".to_owned(),
        Some(e) => words::percent(e),
        None if value == 0.0 && k.is == Is::Number(0.0) => "exact".to_owned(),
        None => "–".to_owned(),
    };
    html! {
        <tr><th scope="row" title={format!("{} ({})", f.source, f.confidence.as_str())}>{ f.name }</th><td class="n">{ f.bits() }</td>
            <td class="n opt">{ number(f.smallest()) }</td><td class="n opt">{ number(f.smallest_normal()) }</td><td class="n">{ number(f.largest()) }</td>
            <td class="n opt">{ show::sig(f.decades(), 3) }</td>
            <td class="scale"><svg class="track" width="100%" aria-hidden="true">
                <rect class="m3" x={percent(least)} width={percent((normal - least).max(0.0))} y="4" height="8" />
                <rect class="s1" x={percent(normal)} width={percent((most - normal).max(0.3))} y="4" height="8" />
                if value != 0.0 { <line class="cut" x1={percent(place(value))} x2={percent(place(value))} y1="0" y2="100%" /> }
            </svg></td>
            <td class="n">{ kept }</td><td class="n">{ said }</td></tr>
    }
}

/// Plain where that is short, else a power.
fn number(v: f64) -> String {
    if v == 0.0 || (1e-3..1e6).contains(&v.abs()) { show::full(v) } else { show::power(v, 3) }
}

fn scale() -> Html {
    html! {
        <svg class="track line-of" width="100%">{ for NAMED.iter().map(|d| {
            let x = percent(place(10f64.powi(*d)));
            html! { <><line class="cut" x1={x.clone()} x2={x.clone()} y1="0" y2="4" /><text {x} y="16" text-anchor={if *d > 30 { "end" } else { "middle" }}>{ format!("10{}", show::superscript(*d)) }</text></> }
        }) }</svg>
    }
}

/// The numbers of E4M3 and E5M2 in one octave, as ticks.
#[component]
fn Octave() -> Html {
    let power = use_state_eq(|| 4);
    let options: Vec<(&'static str, AttrValue)> =
        POWERS.iter().map(|(id, p)| (*id, AttrValue::from(range(*p)))).collect();
    let chosen = POWERS.iter().find(|(_, p)| *p == *power).map_or("4", |(id, _)| *id);
    let on = {
        let power = power.clone();
        Callback::from(move |id: String| {
            if let Some((_, p)) = POWERS.iter().find(|(i, _)| *i == id) {
                power.set(*p);
            }
        })
    };
    let (lo, width) = (2f64.powi(*power), 2f64.powi(*power));
    let eights: Vec<&'static Float> = FLOATS.iter().copied().filter(|f| f.bits() == 8 && f.signed).collect();
    html! {
        <>
            <h3>{ "Every number of the 8-bit formats from " }<Select id="n-octave" label="octave" {options} {chosen} {on} /></h3>
            <div class="bars">{ for eights.into_iter().map(|f| {
                let values = picture::octave(f, *power);
                let said = values.iter().map(|v| number(*v)).collect::<Vec<_>>().join(", ");
                let class = if f.id == E4M3.id || f.id == E5M2.id { "bar-row sel" } else { "bar-row" };
                html! {
                    <div {class}><span class="who">{ f.name }</span>
                        <svg class="track line-of" width="100%" role="img" aria-label={format!("{}: {}", f.name, if said.is_empty() { "no number here" } else { &said })}>
                            <line class="base" x1="0" x2="100%" y1="14" y2="14" />
                            { for values.iter().map(|v| { let x = percent(2.0 + 96.0 * (v - lo) / width); html! { <line class="tick-of" x1={x.clone()} x2={x} y1="4" y2="24"><title>{ number(*v) }</title></line> } }) }
                        </svg>
                        <span class="sum">{ match values.len() { 0 => "none".to_owned(), n => format!("{n}, to {}", values.last().map_or_else(String::new, |v| number(*v))) } }</span></div>
                }
            }) }</div>
        </>
    }
}

fn range(power: i32) -> String {
    format!("{} to {}", number(2f64.powi(power)), number(2f64.powi(power + 1)))
}

/// Octaves to choose from, with their ids.
static POWERS: [(&str, i32); 32] = {
    const NAMES: [&str; 32] = [
        "-16", "-15", "-14", "-13", "-12", "-11", "-10", "-9", "-8", "-7", "-6", "-5", "-4", "-3", "-2", "-1", "0",
        "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15",
    ];
    let mut all = [("", 0); 32];
    let mut i = 0;
    while i < all.len() {
        all[i] = (NAMES[i], OCTAVES.0 + i as i32);
        i += 1;
    }
    all
};
