//! The answer: how far predictions are off, over all rows and over those that no constant was fitted on.

use yew::prelude::*;

use super::off;
use crate::core::quantity::show;
use crate::core::validation::summary::{Group, Summary, summary};
use crate::page::words;

#[component]
pub fn Lead() -> Html {
    let s = summary();
    let (Some(all), Some(checking)) = (s.all, s.checking) else {
        return html! { <p class="note err">{ "No published run could be timed." }</p> };
    };
    let b = |text: String| html! { <b class="nb">{ text }</b> };
    let tends = if all.middle > 0.0 { "too fast" } else { "too slow" };
    html! {
        <>
            <p class="answer lead" id="answer">
                { "Over " }{ b(show::full(all.rows as f64)) }{ " published runs the predicted MFU is off by a median of " }{ b(off(all.median)) }
                { ", nine of ten within " }{ b(off(all.nine)) }{ "; on the " }{ b(show::full(checking.rows as f64)) }
                { " that no constant was fitted on, by " }{ b(off(checking.median)) }{ " and " }{ b(off(checking.nine)) }{ "." }
            </p>
            <p class="how">{ format!("Every run that was found stands below, also those that fit badly. The model tends to be {tends}: the middle error is {}. The halves are told apart by the ids of the runs, once and for all, so both have runs of the same papers; every constant is the same for every device, model and framework.", super::signed(all.middle)) }</p>
            <p class="how">{ kinds(s) }</p>
            if s.failed > 0 {
                <p class="note warn">{ format!("{} more cannot be timed; they stand in the table without a prediction.", s.failed) }</p>
            }
        </>
    }
}

/// Dense models and mixtures apart: they are not predicted equally well.
fn kinds(s: &Summary) -> String {
    let of = |g: &Group| {
        format!(
            "{}: {} in the median, nine of ten within {} ({} runs)",
            g.name,
            off(g.errors.median),
            off(g.errors.nine),
            g.errors.rows
        )
    };
    let all: Vec<String> = s.groups.iter().filter(|g| g.by == "kind of model").map(of).collect();
    words::capital(&format!("{}. By device, framework and format below.", all.join("; ")))
}
