//! What the drawn laws answer, and how far apart they are.

use yew::prelude::*;

use super::seats::{name, seats};
use crate::core::compare;
use crate::core::laws::{self, Counting};
use crate::core::quantity::show;
use crate::core::report::LawAnswer;
use crate::page::field::StoreProps;
use crate::page::words;

#[component]
pub fn Picked(props: &StoreProps) -> Html {
    let store = &props.store;
    let alike = store.view.alike;
    let seats = seats(store);
    let answers: Vec<&LawAnswer> = seats.iter().filter_map(|id| store.report.law(id)).collect();
    let total: Vec<&LawAnswer> = answers.iter().copied().filter(|a| laws::counting(&*a.law) == Counting::All).collect();
    let silent: Vec<AttrValue> = compare::rows(&store.report)
        .iter()
        .filter(|r| seats.contains(&r.meta.id) && r.answer.is_none())
        .map(|r| name(store, r.meta))
        .collect();
    let row = |title: String, answers: &[&LawAnswer]| {
        let factor = |of: &dyn Fn(&LawAnswer) -> f64| {
            compare::extent(answers, of).map_or_else(|| "–".to_owned(), |e| words::times(e.factor))
        };
        let ends = compare::extent(answers, |a| compare::size(a, alike)).map_or_else(String::new, |e| {
            words::between(show::short(compare::size(e.low, alike)), show::short(compare::size(e.high, alike)))
        });
        let tokens = compare::extent(answers, |a| a.tokens.value).map_or_else(String::new, |e| {
            words::between(show::short(e.low.tokens.value), show::short(e.high.tokens.value))
        });
        html! {
            <tr><th scope="row">{ title }</th><td class="n">{ ends }</td><td class="n"><b>{ factor(&|a| compare::size(a, alike)) }</b></td>
                <td class="n">{ tokens }</td><td class="n"><b>{ factor(&|a| a.tokens.value) }</b></td>
                <td class="n"><b>{ factor(&|a| compare::ratio(a, alike)) }</b></td></tr>
        }
    };
    html! {
        <section class="row g12" aria-labelledby="h-picked">
            <div class="c4"><h2 id="h-picked">{ "How far the drawn laws are apart" }</h2>
                <p class="sm mut">{ format!("At {}, the largest answer over the smallest. Losses have no row: they are measured on different text.", words::flop(store.report.answer.flops.value)) }</p>
                if !silent.is_empty() { <p class="sm mut">{ format!("No answer at this budget: {}.", silent.join(", ")) }</p> }
            </div>
            <div class="c8 tw" tabindex="0" role="region" aria-label="How far the drawn laws are apart, table"><table>
                <thead><tr><th scope="col">{ "laws" }</th><th scope="col" class="n">{ "size N*" }</th><th scope="col" class="n">{ "apart" }</th>
                    <th scope="col" class="n">{ "tokens D*" }</th><th scope="col" class="n">{ "apart" }</th><th scope="col" class="n">{ "D*/N* apart" }</th></tr></thead>
                <tbody>
                    { row(format!("all {} drawn", answers.len()), &answers) }
                    if total.len() != answers.len() && !total.is_empty() { { row(format!("the {} that count all parameters", total.len()), &total) } }
                </tbody>
            </table></div>
        </section>
    }
}
