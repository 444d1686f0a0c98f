//! The inputs and constants of a formula as fields.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::draft::{self, Drafts};
use super::show;
use crate::core::error::Error;
use crate::core::formulas::{Entry, Formula, Origin, Slot, Typed, written};
use crate::core::laws::Constant;
use crate::core::scenario::step;
use crate::page::store::Store;

/// What both kinds of field share.
#[derive(Clone, Copy)]
enum Kind {
    Input(&'static Slot),
    Constant(&'static Constant),
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Input(s) => s.key,
            Kind::Constant(c) => c.symbol,
        }
    }
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Kind::Input(s) => (s.symbol, s.meaning, s.unit),
            Kind::Constant(c) => (c.symbol, c.meaning, c.unit),
        }
    }
    fn read(self, text: &str) -> Result<f64, Error> {
        match self {
            Kind::Input(s) => s.read(text),
            Kind::Constant(c) => c.read(text),
        }
    }
    fn text(self, value: f64) -> String {
        match self {
            Kind::Input(s) => s.text(value),
            Kind::Constant(c) => written(value, c.unit),
        }
    }
}

/// Where the fields stand and where what is typed goes.
#[derive(Clone)]
struct Form {
    store: Store,
    drafts: Drafts,
    formula: &'static Formula,
}

pub(super) fn inputs(store: &Store, drafts: &Drafts, typed: &Typed) -> Html {
    let formula = typed.filled.formula;
    let form = Form { store: store.clone(), drafts: drafts.clone(), formula };
    let rows = formula.inputs.iter().zip(&typed.inputs).enumerate();
    html! { <div class="fields">{ for rows.map(|(i, (slot, e))| form.row(&format!("x-{i}"), Kind::Input(slot), e, of_input(slot, e))) }</div> }
}

pub(super) fn constants(store: &Store, drafts: &Drafts, typed: &Typed) -> Html {
    let formula = typed.filled.formula;
    let form = Form { store: store.clone(), drafts: drafts.clone(), formula };
    let rows = formula.constants.iter().zip(&typed.constants).enumerate();
    html! { <div class="fields">{ for rows.map(|(i, (c, e))| form.row(&format!("c-{i}"), Kind::Constant(c), e, of_constant(c, e))) }</div> }
}

/// Where an input came from and how it lies against what was fitted.
fn of_input(slot: &Slot, e: &Entry) -> Html {
    let given = show::with_unit(e.given, slot.unit);
    let from = match (e.origin, slot.from) {
        (Origin::NearPlan, _) => "your plan lies beyond what this formula takes; this is its nearest".to_owned(),
        (Origin::Plan, _) => "from your plan".to_owned(),
        (Origin::Start, crate::core::formulas::From::Own) => "an example to start with".to_owned(),
        (Origin::Start, _) => "an example; your plan has no such value".to_owned(),
        (Origin::Own, crate::core::formulas::From::Own) => format!("yours; starts at {given}"),
        (Origin::Own, _) => format!("yours; your plan has {given}"),
    };
    let range = show::fitted(slot).map(|r| format!("fitted on {r}"));
    let far = show::outside(slot, e.value);
    html! {
        <>
            { from }
            if let Some(range) = range { { "; " }{ range } }
            if let Some(far) = far { { ": " }<span class="warned">{ format!("{far} it") }</span> }
        </>
    }
}

/// What was published of a constant.
fn of_constant(c: &Constant, e: &Entry) -> Html {
    let value = written(c.value, c.unit);
    let error = c.standard_error.map_or_else(String::new, |s| format!(" ± {}", written(s, c.unit)));
    let own = e.origin == Origin::Own;
    html! {
        <>
            if own { <b>{ "yours; " }</b>{ "published " } }
            { value }{ error }{ ", " }{ c.confidence.as_str() }
        </>
    }
}

impl Form {
    fn row(&self, id: &str, kind: Kind, e: &Entry, note: Html) -> Html {
        let (symbol, meaning, unit) = kind.words();
        let name = kind.name();
        let draft = draft::find(&self.drafts, self.formula.id, name);
        let typed = self.store.view.formula.as_ref().and_then(|p| p.texts.iter().find(|(n, _)| n == name));
        let text = draft
            .map(|d| d.text.clone())
            .or_else(|| typed.map(|(_, t)| t.clone()))
            .unwrap_or_else(|| kind.text(e.given));
        let error = draft.map_or_else(|| e.error.clone(), |d| d.error.clone());
        let own = e.origin == Origin::Own;
        let class = classes!("edit", own.then_some("changed"), error.is_some().then_some("bad"));
        let size = text.chars().count().clamp(3, 40).to_string();
        let wrong = format!("e-{id}");
        let reset = {
            let form = self.clone();
            Callback::from(move |_: MouseEvent| draft::reset(&form.store, &form.drafts, form.formula.id, name))
        };
        let back = if matches!(kind, Kind::Input(s) if s.from != crate::core::formulas::From::Own) {
            "Use the plan’s"
        } else {
            "Reset"
        };
        html! {
            // The formula in the key: another one has fields of its own.
            <div class="fin" key={format!("{}{id}", self.formula.id)}>
                <label for={id.to_owned()}><b>{ symbol }</b><span>{ meaning }</span></label>
                <span class="val">
                    <input id={id.to_owned()} {class} type="text" value={text} {size} autocomplete="off" spellcheck="false"
                        oninput={self.oninput(kind)} onblur={self.onblur(name)} onkeydown={self.onkeydown(kind, e.value)}
                        aria-invalid={error.is_some().then_some("true")}
                        aria-describedby={if error.is_some() { wrong.clone() } else { format!("by-{id}") }} />
                    if !unit.is_empty() { { " " }<span class="mut">{ unit }</span> }
                </span>
                <span class="by" id={format!("by-{id}")}>{ note }</span>
                if own || error.is_some() {
                    <button type="button" class="as-link" onclick={reset} aria-label={format!("{back}: {symbol}")}>{ back }</button>
                }
                if let Some(error) = error { { self.message(kind, wrong, &error) } }
            </div>
        }
    }

    fn message(&self, kind: Kind, id: String, error: &Error) -> Html {
        let put = error.suggestion.clone().map(|text| {
            let (form, put) = (self.clone(), text.clone());
            let onclick = Callback::from(move |_: MouseEvent| {
                form.put(kind, &put);
                draft::put(&form.drafts, form.formula.id, kind.name(), None);
            });
            html! { <>{ " " }<button class="as-link" type="button" {onclick}>{ format!("Use {text}") }</button></> }
        });
        html! { <p class="note err" {id} role="alert">{ &error.message }{ put }{ " The last good value is kept." }</p> }
    }

    fn put(&self, kind: Kind, text: &str) {
        draft::typed(&self.store, &self.drafts, (self.formula.id, kind.name()), text.to_owned(), kind.read(text));
    }

    fn oninput(&self, kind: Kind) -> Callback<InputEvent> {
        let form = self.clone();
        Callback::from(move |e: InputEvent| {
            if let Some(input) = e.target_dyn_into::<HtmlInputElement>() {
                form.put(kind, &input.value());
            }
        })
    }

    fn onblur(&self, name: &'static str) -> Callback<FocusEvent> {
        let form = self.clone();
        Callback::from(move |_: FocusEvent| draft::settle(&form.store, &form.drafts, form.formula.id, name))
    }

    fn onkeydown(&self, kind: Kind, value: f64) -> Callback<KeyboardEvent> {
        let form = self.clone();
        Callback::from(move |e: KeyboardEvent| {
            let name = kind.name();
            let next = match e.key().as_str() {
                "ArrowUp" => step(value, true, false),
                "ArrowDown" => step(value, false, false),
                "PageUp" => step(value, true, true),
                "PageDown" => step(value, false, true),
                "Enter" => return draft::settle(&form.store, &form.drafts, form.formula.id, name),
                "Escape" => return draft::put(&form.drafts, form.formula.id, name, None),
                _ => return,
            };
            let next = if let Kind::Input(slot) = kind { slot.settle(next) } else { next };
            if next.is_finite() && value > 0.0 {
                e.prevent_default();
                form.put(kind, &kind.text(next));
            }
        })
    }
}
