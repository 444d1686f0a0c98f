//! "Why this number?": formula, numbers put in, constants with their errors, fitted range, source.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::number::id;
use super::store::{Action, Opened, Store};
use super::top::to_clipboard;
use super::words;
use crate::core::expr::{self, Expr, Letter, Piece, plain};
use crate::core::formulas::Formula;
use crate::core::laws::Meta;
use crate::core::quantity::{Seconds, show};
use crate::core::report::{Number, Range};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub store: Store,
    pub opened: Opened,
}

#[component]
pub fn Explain(props: &Props) -> Html {
    let (store, opened) = (props.store.clone(), props.opened);
    let panel = use_node_ref();
    let copied = use_state_eq(|| false);
    {
        let (panel, copied) = (panel.clone(), copied.clone());
        use_effect_with(opened, move |opened| {
            copied.set(false);
            place(&panel, *opened);
        });
    }
    let Some(number) = store.report.number(opened.ask).cloned() else { return Html::default() };
    let close = {
        let store = store.clone();
        Callback::from(move |()| {
            store.dispatch(Action::Open(None));
            if let Some(e) = gloo::utils::document().get_element_by_id(&id(opened))
                && let Ok(e) = wasm_bindgen::JsCast::dyn_into::<HtmlElement>(e)
            {
                let _ = e.focus();
            }
        })
    };
    let onkeydown = {
        let close = close.clone();
        Callback::from(move |e: KeyboardEvent| {
            if e.key() == "Escape" {
                e.stop_propagation();
                close.emit(());
            }
        })
    };
    let copy = {
        let (number, copied) = (number.clone(), copied.clone());
        Callback::from(move |_: MouseEvent| {
            let copied = copied.clone();
            to_clipboard(&as_text(&number), move |done| copied.set(done));
        })
    };
    let why = &number.why;
    let shut = Callback::from(move |_: MouseEvent| close.emit(()));
    html! {
        <div class="pop" role="dialog" aria-label={format!("Why: {}", why.title)} tabindex="-1" ref={panel} {onkeydown}>
            <div class="head">
                <h3>{ words::capital(why.title) }{ ", " }{ why.symbol }{ why.law.map(|m| html! { <span class="sm mut">{ format!(" by {}", m.short) }</span> }) }</h3>
                <button type="button" class="btn" onclick={shut.clone()}>{ "Close" }</button>
            </div>
            <p class="full">{ words::full(&number) }{ " " }<span class="sm mut">{ unit(&number) }</span></p>
            { interval(&number) }
            { match (why.found(), &why.expr) {
                (Some(found), _) => html! { <p class="sm mut">{ words::capital(found) }{ "." }</p> },
                (None, Some(e)) => formula(why.symbol, e),
                (None, None) => html! { <p class="sm mut">{ "Given by you; the rest follows from it." }</p> },
            } }
            { why.note.map(|n| html! { <p class="xs mut">{ n }</p> }) }
            { why.range.filter(Range::known).map(|r| range(&r, why.law.map_or_else(|| why.formula.map_or("", |f| f.what), |m| m.fitted.what))) }
            { for why.sources().into_iter().map(|s| html! { <p class="xs mut">{ "Source: " }{ s }{ "." }</p> }) }
            { why.law.map(about) }
            { why.formula.map(about_formula) }
            <div class="acts">
                <button type="button" class="btn" onclick={copy}>{ if *copied { "Copied" } else { "Copy as text" } }</button>
            </div>
        </div>
    }
}

/// What stands behind every number of a law.
fn about(m: &'static Meta) -> Html {
    html! {
        <details>
            <summary>{ format!("About {}", m.short) }</summary>
            <p class="xs mut">{ format!("{}. Counts {} parameters; compute as {}.", m.form, m.params_count, m.flops_convention) }</p>
            { for m.notes.iter().map(|n| html! { <p class="xs mut">{ *n }</p> }) }
            if m.constants.iter().any(|c| c.standard_error.is_some()) {
                <p class="xs mut">{ "± is one standard error." }</p>
            }
            { m.arxiv.map(|id| html! {
                <p class="xs"><a href={format!("https://arxiv.org/abs/{id}")} target="_blank" rel="noopener noreferrer">{ format!("arxiv.org/abs/{id}") }</a></p>
            }) }
        </details>
    }
}

/// What stands behind a formula that is not a law.
fn about_formula(f: &'static Formula) -> Html {
    html! {
        <details>
            <summary>{ format!("About {}", f.short) }</summary>
            <p class="xs mut">{ format!("{}. The form is {}.", f.form, f.confidence.as_str()) }</p>
            { for f.notes.iter().map(|n| html! { <p class="xs mut">{ *n }</p> }) }
            { f.cite.arxiv.map(|id| html! {
                <p class="xs"><a href={format!("https://arxiv.org/abs/{id}")} target="_blank" rel="noopener noreferrer">{ format!("arxiv.org/abs/{id}") }</a></p>
            }) }
        </details>
    }
}

/// The unit; a time also in words.
fn unit(n: &Number) -> String {
    match Seconds::new(n.value) {
        Ok(time) if n.unit == Seconds::UNIT => format!("{} ({})", n.unit, show::duration(time)),
        _ if n.unit == "B" && n.value >= 1024.0 => format!("{} ({})", n.unit, words::bytes(n.value)),
        _ => words::unit(&words::full(n), n.unit).to_owned(),
    }
}

/// Beside its number on a wide screen; a sheet at the foot of a narrow one (by the style sheet).
fn place(panel: &NodeRef, opened: Opened) {
    let Some(panel) = panel.cast::<HtmlElement>() else { return };
    let Some(window) = web_sys::window() else { return };
    let wide = window.inner_width().ok().and_then(|w| w.as_f64()).unwrap_or(0.0);
    if let Some(number) = gloo::utils::document().get_element_by_id(&id(opened)) {
        let at = number.get_bounding_client_rect();
        let width = panel.get_bounding_client_rect().width();
        let left = at.left().min(wide - width - 24.0).max(8.0) + window.scroll_x().unwrap_or(0.0);
        let top = at.bottom() + 12.0 + window.scroll_y().unwrap_or(0.0);
        let style = panel.style();
        let _ = style.set_property("--left", &format!("{left}px"));
        let _ = style.set_property("--top", &format!("{top}px"));
    }
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = panel.focus_with_options(&options);
}

fn interval(n: &Number) -> Html {
    let Some((low, high)) = n.interval else {
        let none = n.why.law.filter(|m| m.interval.is_none() && n.why.expr.is_some());
        return none.map_or_else(
            Html::default,
            |_| html! { <p class="xs dim">{ "No interval published for this number." }</p> },
        );
    };
    let kind = n.why.law.and_then(|m| m.interval).unwrap_or("interval");
    let show = |v: f64| {
        if v >= 1e15 {
            show::power(v, 3)
        } else if v >= 1e3 {
            show::short(v)
        } else {
            show::sig(v, 4)
        }
    };
    html! { <p class="xs dim">{ words::between(show(low), show(high)) }{ ": " }{ kind }{ "." }</p> }
}

/// In symbols, with the numbers put in, and the legend of its letters.
pub(super) fn formula(symbol: &'static str, e: &Expr) -> Html {
    html! {
        <>
            <div class="fx">
                { symbol }{ " = " }{ pieces(&e.symbols()) }<br />
                <span class="o">{ "= " }</span>{ pieces(&e.values()) }
            </div>
            <div class="tw" tabindex="0" role="region" aria-label="Numbers put in">
                <table><tbody>{ for e.letters().into_iter().map(letter) }</tbody></table>
            </div>
        </>
    }
}

/// The standard error of a constant, where published.
fn error(l: &Letter) -> String {
    match l {
        Letter::Given(s) => s.standard_error.map_or_else(String::new, |e| format!(" ± {}", expr::number(e))),
        Letter::Named(..) => String::new(),
    }
}

fn letter(l: Letter) -> Html {
    let unit = match l {
        Letter::Given(s) => s.unit,
        Letter::Named(..) => "",
    };
    let value = expr::number(l.value());
    html! {
        <tr>
            <th scope="row">{ l.symbol() }</th>
            <td class="mut">{ l.meaning() }{ l.formula().map(|f| html! { <span class="made">{ pieces(&f) }</span> }) }</td>
            <td class="n">{ value }{ error(&l) }{ if unit.is_empty() { "" } else { " " } }{ unit }</td>
        </tr>
    }
}

fn pieces(list: &[Piece]) -> Html {
    list.iter()
        .map(|p| match p {
            Piece::Text(t) => html! { { t } },
            Piece::Raised(up) => html! { <sup>{ pieces(up) }</sup> },
        })
        .collect()
}

fn range(r: &Range, what: &'static str) -> Html {
    let show = |v: f64| if r.unit == "FLOP" { show::power(v, 2) } else { show::short(v) };
    let span = words::between(show(r.fitted.0), show(r.fitted.1));
    let axis = match r.unit {
        "parameters" => "size",
        "tokens" => "token count",
        _ => "compute",
    };
    let class = if words::outside(r.decades_outside()).is_some() { "note warn" } else { "note" };
    let at = words::outside(r.decades_outside())
        .map_or_else(|| "inside the fitted range".to_owned(), |d| format!("{d} the fitted range"));
    html! {
        <p class={class}>
            { format!("The {axis} lies {at}: {span} {}", r.unit) }
            if !what.is_empty() { { format!(" ({what})") } }
            { "." }
        </p>
    }
}

/// The explanation as lines of text to paste into a document.
fn as_text(n: &Number) -> String {
    let (number, by) = (words::full(n), n.why.law.map_or_else(String::new, |m| format!(" by {}", m.short)));
    let unit = words::unit(&number, n.unit);
    let mut lines = vec![format!("{} ({}){by}: {number} {unit}", n.why.title, n.why.symbol)];
    if let Some((low, high)) = n.interval {
        let kind = n.why.law.and_then(|m| m.interval).unwrap_or("interval");
        lines.push(format!("{} to {} ({kind})", show::sig(low, 4), show::sig(high, 4)));
    }
    if let Some(found) = n.why.found() {
        lines.push(found.to_owned());
    }
    if let Some(e) = n.why.formula_of() {
        lines.push(format!("{} = {}", n.why.symbol, plain(&e.symbols())));
        lines.push(format!("  = {}", plain(&e.values())));
        lines.extend(e.letters().iter().map(|l| {
            let made = l.formula().map_or_else(String::new, |f| format!(" = {}", plain(&f)));
            format!("  {}{made} = {}{}: {}", l.symbol(), expr::number(l.value()), error(l), l.meaning())
        }));
    }
    if let Some(r) = &n.why.range
        && let Some(far) = words::outside(r.decades_outside())
    {
        lines.push(format!(
            "{far} the fitted range ({} to {} {})",
            show::sig(r.fitted.0, 3),
            show::sig(r.fitted.1, 3),
            r.unit
        ));
    }
    lines.extend(n.why.sources());
    lines.join("\n")
}
