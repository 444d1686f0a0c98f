//! The answer as a sentence, with its inputs inside it.

use yew::prelude::*;

use super::field::{AcceleratorField, Field, LawField, Messages, StoreProps};
use super::number::{Num, OUTSIDE};
use super::store::Store;
use super::words;
use crate::core::laws::{Kind, own};
use crate::core::quantity::show;
use crate::core::report::{Ask, Number};
use crate::core::scenario::{Budget, Key};

/// Words, inputs and numbers of one sentence.
struct Parts(Store);

impl Parts {
    fn field(&self, field: Key) -> Html {
        html! { <Field key={field as usize} store={self.0.clone()} {field} /> }
    }
    fn num(&self, ask: Ask) -> Html {
        self.num_then(ask, "")
    }
    fn num_then(&self, ask: Ask, after: &'static str) -> Html {
        html! { <Num store={self.0.clone()} {ask} {after} /> }
    }
    /// "the Kaplan 2020 law"; "your own law" needs neither word.
    fn law(&self) -> Html {
        let s = &self.0.scenario;
        let named = s.law.meta().id != own::ID || s.own.as_ref().is_some_and(|o| !o.name.is_empty());
        let (the, law) = if named { ("the ", " law") } else { ("", "") };
        html! { <>{ the }<LawField store={self.0.clone()} />{ law }</> }
    }
    fn device(&self) -> Html {
        html! { <AcceleratorField store={self.0.clone()} /> }
    }
    fn cluster(&self) -> Html {
        html! { <>{ self.field(Key::Count) }{ " × " }{ self.device() }</> }
    }

    /// ", and expects a loss of 1.97 nats per token", or why there is none.
    fn loss(&self, lead: &'static str) -> Html {
        if self.0.report.answer.loss.is_some() {
            html! { <>{ lead }{ self.num(Ask::Loss) }{ " nats per token." }</> }
        } else {
            html! { { ". It predicts no loss." } }
        }
    }

    fn each(&self) -> Html {
        html! { <>{ " " }{ self.num(Ask::TokensPerParam) }{ " for each parameter" }</> }
    }

    fn suggests(&self) -> Html {
        html! {
            <>
                { self.law() }{ " suggests a model of " }{ self.num(Ask::Params) }{ " trained on " }
                { self.num_then(Ask::Tokens, ",") }{ self.each() }{ self.loss(", and expects a loss of ") }
            </>
        }
    }
}

#[component]
pub fn Sentence(props: &StoreProps) -> Html {
    let store = &props.store;
    let p = Parts(store.clone());
    let sentence = match store.scenario.budget {
        Budget::Flops(_) => html! { <>{ "With " }{ p.field(Key::Flops) }{ ", " }{ p.suggests() }</> },
        Budget::Time(_) => html! {
            <>
                { p.cluster() }{ " for " }{ p.field(Key::Time) }{ " at " }{ p.field(Key::Utilisation) }
                { " utilisation give " }{ p.num_then(Ask::Flops, ".") }{ " With that, " }{ p.suggests() }
            </>
        },
        Budget::Dollars(_) => html! {
            <>
                { p.field(Key::Dollars) }{ " at " }{ p.field(Key::Price) }{ " for an hour of one " }{ p.device() }{ " at " }
                { p.field(Key::Utilisation) }{ " utilisation buy " }{ p.num_then(Ask::Flops, ".") }{ " With that, " }{ p.suggests() }
            </>
        },
        Budget::Loss(_) => html! {
            <>
                { "To reach a loss of " }{ p.field(Key::Loss) }{ ", " }{ p.law() }{ " asks for " }
                { p.num_then(Ask::Flops, ":") }{ " a model of " }{ p.num(Ask::Params) }{ " trained on " }{ p.num_then(Ask::Tokens, ",") }
                { p.each() }{ "." }
            </>
        },
        Budget::Params(_) => html! {
            <>
                { "A model of " }{ p.field(Key::Params) }{ " parameters is the best size for " }{ p.num(Ask::Flops) }
                { " by " }{ p.law() }{ ", trained on " }{ p.num_then(Ask::Tokens, ",") }{ p.each() }
                { p.loss("; expect a loss of ") }
            </>
        },
        Budget::Tokens(_) => html! {
            <>
                { p.field(Key::Tokens) }{ " tokens are best spent on a model of " }{ p.num(Ask::Params) }
                { " by " }{ p.law() }{ ", with " }{ p.num_then(Ask::Flops, ",") }{ p.each() }{ p.loss("; expect a loss of ") }
            </>
        },
    };
    const FIRST: &[Key] = &[
        Key::Flops,
        Key::Time,
        Key::Dollars,
        Key::Loss,
        Key::Params,
        Key::Tokens,
        Key::Law,
        Key::Accelerator,
        Key::Count,
        Key::Utilisation,
        Key::Price,
    ];
    html! {
        <>
            <p class="answer">{ sentence }</p>
            <p class="vh" aria-live="polite">{ spoken(store) }</p>
            <Messages store={store.clone()} fields={FIRST} />
            if let Some(remark) = &store.remark { <p class="note warn" role="status">{ remark }</p> }
            <p class="then">{ then(&p) }</p>
            { verdict(&p) }
        </>
    }
}

/// What the run that was started from did with this compute.
fn verdict(p: &Parts) -> Html {
    let report = &p.0.report;
    let Some(c) = report.compared.as_ref() else { return Html::default() };
    let Some(i) = report.published.iter().position(|r| r.run == c.run).or(Some(report.published.len())) else {
        return Html::default();
    };
    let name = c.run.published.map_or("Your run", |r| r.name);
    html! {
        <p class="then">
            { format!("{name} put {} parameters on {} tokens: ", show::given(c.run.params.get()), show::given(c.run.tokens.get())) }
            { p.num(Ask::RunOversize(i)) }{ " the best size for its " }
            if c.loss.is_some() {
                { p.num_then(Ask::RunFlops(i), ",") }{ " for a loss of " }{ p.num_then(Ask::RunLoss(i), ";") }{ " " }
                { p.num(Ask::RunOverspent(i)) }{ " of the compute was more than that loss needs." }
            } else {
                { p.num_then(Ask::RunFlops(i), ".") }
            }
        </p>
    }
}

/// Time and money, with what the first sentence has not already said.
fn then(p: &Parts) -> Html {
    match p.0.scenario.budget {
        Budget::Time(_) => html! {
            <>
                { "That is " }{ p.num(Ask::Hours) }{ hours(p) }{ ", about " }{ p.num(Ask::Dollars) }{ " at " }
                { p.field(Key::Price) }{ " an hour." }
            </>
        },
        Budget::Dollars(_) => html! {
            <>
                { "That is " }{ p.num(Ask::Hours) }{ hours(p) }{ ": " }{ p.num(Ask::Seconds) }{ " on " }
                { p.field(Key::Count) }{ " of them." }
            </>
        },
        _ => html! {
            <>
                { "That takes " }{ p.num(Ask::Seconds) }{ " on " }{ p.cluster() }{ " at " }{ p.field(Key::Utilisation) }
                { " utilisation, about " }{ p.num(Ask::Dollars) }{ " at " }{ p.field(Key::Price) }{ " an accelerator-hour." }
            </>
        },
    }
}

fn hours(p: &Parts) -> String {
    let hours = &p.0.report.training.hours;
    format!(" {}", words::unit(&words::in_table(Ask::Hours, hours), hours.unit))
}

/// The answer for a screen reader, once it has settled.
fn spoken(store: &Store) -> String {
    let a = &store.report.answer;
    let loss = a.loss.as_ref().map_or(String::new(), |l| format!(", loss {}", words::loss(l.value, 2)));
    format!("{}: {} parameters on {} tokens{loss}.", a.law.short, words::count(&a.params), words::count(&a.tokens))
}

/// The law's own interval, of whatever was not given.
fn own_interval(store: &Store) -> String {
    let a = &store.report.answer;
    let of = |n: &Number, what: &str| {
        let (lo, hi) = n.interval?;
        Some(format!("{} {what}", words::between(show::short(lo), show::short(hi))))
    };
    let loss = a.loss.as_ref().and_then(|l| l.interval);
    let parts: Vec<String> = [
        of(&a.params, "parameters"),
        of(&a.tokens, "tokens"),
        of(&a.tokens_per_param, "tokens per parameter"),
        loss.map(|(lo, hi)| format!("a loss of {}–{}", words::loss(lo, 2), words::loss(hi, 2))),
    ]
    .into_iter()
    .flatten()
    .collect();
    let yours = a.law.id == own::ID;
    match (parts.is_empty(), a.law.kind) {
        (false, _) => {
            let from = if yours {
                "from your standard errors, taken as independent of each other"
            } else {
                "from the scatter of the law's own runs"
            };
            format!("80{}% interval, {from}: {}. ", words::THIN, parts.join(", "))
        }
        (true, _) if yours => "Your own law has no interval without standard errors of its constants. ".into(),
        (true, Kind::Rule) => "A rule of thumb, not a fit: it has no interval and no loss. ".into(),
        (true, _) => format!("{} publishes no interval for this. ", a.law.short),
    }
}

/// Whether a number of the sentences bears the mark.
fn marked(store: &Store) -> bool {
    let (a, run) = (&store.report.answer, store.report.compared.as_ref());
    let own = [Some(&a.flops), Some(&a.params), Some(&a.tokens), Some(&a.tokens_per_param), a.loss.as_ref()];
    let said = own.into_iter().flatten().chain(run.map(|c| &c.flops));
    said.filter_map(|n| n.why.range).any(|r| r.decades_outside() != 0.0)
}

/// How far to trust it: the law's own interval, the other laws, the fitted range.
#[component]
pub fn HowSure(props: &StoreProps) -> Html {
    let store = &props.store;
    let report = &store.report;
    let own = own_interval(store);
    let others = report.spread.as_ref().map_or(String::new(), |s| {
        format!(
            "The {} other published answers put the best size for this compute, all parameters counted where they are known, between {} ({}) and {} ({}). ",
            s.laws,
            show::short(s.low.1),
            s.low.0.short,
            show::short(s.high.1),
            s.high.0.short
        )
    });
    html! {
        <div class="how">
            <p><b>{ "How sure? " }</b>{ own }{ others }
                { for report.warnings.iter().filter(|w| w.field != "model" && (w.field == "flops" || w.code != "outside-fitted-range")).map(|w| html! {
                    <span class={w.code}>{ &w.message }{ " " }</span>
                }) }
                if marked(store) { <span class="dim">{ OUTSIDE }{ " outside the fitted range." }</span> }
            </p>
        </div>
    }
}
