//! Every law's answer at the same compute, the chosen one first.

use yew::prelude::*;

use super::field::StoreProps;
use super::number::Num;
use super::place::{color, place};
use super::store::Action;
use super::top::screen_link;
use super::view::Screen;
use super::words;
use crate::core::laws::{self, Kind, Meta};
use crate::core::quantity::show;
use crate::core::report::{Ask, LawAnswer, Report};
use crate::core::scenario::Key;

#[component]
pub fn Answers(props: &StoreProps) -> Html {
    let store = &props.store;
    let rows: Vec<&LawAnswer> = store.report.laws.iter().filter(|r| stands(&store.report, r)).collect();
    let chosen = store.report.answer.law;
    let same = |r: &&LawAnswer| r.meta.data == chosen.data;
    let groups = [
        (
            heading(chosen, rows.iter().filter(|r| same(r)).count()),
            rows.iter().copied().filter(same).collect::<Vec<_>>(),
        ),
        ("Others: losses do not compare".to_owned(), rows.iter().copied().filter(|r| !same(r)).collect()),
    ];
    html! {
        <>
            <div class="cap"><h3>{ format!("{} of {} answers to this budget", rows.len(), store.report.laws.len()) }</h3></div>
            <div class="tw" tabindex="0" role="region" aria-label="Answers of all laws">
                <table class="dense">
                    <thead><tr>
                        <th scope="col">{ "law" }</th><th scope="col" class="n">{ "size" }</th><th scope="col" class="n">{ "tokens" }</th>
                        <th scope="col" class="n opt">{ "per param." }</th><th scope="col" class="n">{ "loss" }</th>
                    </tr></thead>
                    { for groups.into_iter().filter(|(_, g)| !g.is_empty()).map(|(name, group)| html! {
                        <tbody>
                            <tr class="grp"><th colspan="5" scope="rowgroup">{ name }</th></tr>
                            { for group.into_iter().map(|r| row(props, r)) }
                        </tbody>
                    }) }
                </table>
            </div>
            <p class="xs dim">{ "Choose a law by its name. Under it: how far this budget lies outside the runs the law was fitted on. " }
                { screen_link(store, Screen::Laws, "All laws, side by side") }</p>
        </>
    }
}

/// The laws of this table: those whose losses compare, one's own, and those of the charts. All are on their own screen.
fn stands(report: &Report, r: &LawAnswer) -> bool {
    let (id, chosen) = (r.meta.id, report.answer.law);
    let beside = laws::FEATURED.contains(&id) || [laws::RULE_OF_THUMB, laws::own::ID].contains(&id);
    r.chosen || beside || r.meta.data == chosen.data
}

/// Over the laws of the chosen one's text; alone it has nothing to compare with.
fn heading(chosen: &Meta, laws: usize) -> String {
    match chosen.kind {
        Kind::Rule => "A rule of thumb: no loss".into(),
        Kind::Leverage => "What experts are worth: no loss".into(),
        _ if chosen.id == laws::own::ID => "Your own constants".into(),
        _ if laws == 1 => format!("Fitted on {}", chosen.data),
        _ => format!("Fitted on {}: losses compare", chosen.data),
    }
}

fn row(props: &StoreProps, r: &LawAnswer) -> Html {
    let store = props.store.clone();
    let id = r.meta.id;
    let onclick = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::Put(Key::Law, id.into())))
    };
    let far = words::outside(r.decades_outside);
    html! {
        <tr key={id} class={classes!(r.chosen.then_some("sel"))}>
            <th scope="row" class="law">
                { icon(place(&store.report, id)) }<button type="button" class="as-row" {onclick} aria-pressed={r.chosen.to_string()}>{ r.meta.short }</button>
                if r.total_params > 1.005 * r.params.value {
                    <span class="all">{ format!("{} {}", show::short(r.total_params), if r.alike.is_some() { "with embeddings" } else { "in all" }) }</span>
                }
                { under(r) }
                if let Some(far) = far { <span class="far">{ far }</span> }
            </th>
            <td class="n"><Num store={store.clone()} ask={Ask::LawParams(id)} table={true} /></td>
            <td class="n"><Num store={store.clone()} ask={Ask::LawTokens(id)} table={true} /></td>
            <td class="n opt"><Num store={store.clone()} ask={Ask::LawRatio(id)} table={true} /></td>
            <td class="n"><Num store={store.clone()} ask={Ask::LawLoss(id)} table={true} /></td>
        </tr>
    }
}

/// What was asked besides and this law took into account.
pub fn under(r: &LawAnswer) -> Html {
    let words: Vec<&str> = r.under.iter().map(|i| i.words()).collect();
    if words.is_empty() {
        return Html::default();
    }
    html! { <span class="all">{ format!("counts {}, as the plan asks", words.join(" and ")) }</span> }
}

/// The law's marker in the charts, by its place.
pub fn icon(place: usize) -> Html {
    let shape = match place % 8 {
        0 => html! { <circle cx="7" cy="7" r="4.5" /> },
        1 => html! { <rect x="3" y="3" width="8" height="8" /> },
        2 => html! { <path d="M7 2l5 9H2z" /> },
        3 => html! { <path d="M7 1.5L12.5 7 7 12.5 1.5 7z" /> },
        4 => html! { <path d="M7 12l5-9H2z" /> },
        5 => html! { <path d="M4 2h6l3 5-3 5H4L1 7z" /> },
        6 => html! { <path class="open" d="M3 3l8 8M11 3l-8 8" /> },
        _ => html! { <path class="open" d="M7 2v10M2 7h10" /> },
    };
    html! { <svg class={format!("ic s{}", color(place) + 1)} viewBox="0 0 14 14" aria-hidden="true">{ shape }</svg> }
}
