//! The one bordered block: how far the run is, what can be done, and every probe.

use yew::prelude::*;

use super::PartProps;
use super::files::Files;
use super::probes::Probes;
use super::stand::{Act, Phase};
use crate::core::bench::plan::Plan;
use crate::core::bench::progress::Progress;
use crate::core::bench::record::Ended;
use crate::core::quantity::show;
use crate::page::top::jump;

#[component]
pub fn Block(props: &PartProps) -> Html {
    let bench = &props.bench;
    let act = |make: fn() -> Act| {
        let bench = bench.clone();
        Callback::from(move |_: MouseEvent| bench.dispatch(make()))
    };
    let busy = bench.is_busy();
    let press = if busy { act(|| Act::Stop(Ended::Cancelled)) } else { act(|| Act::Start) };
    let progress = bench.progress();
    let gpu = bench.machine.as_ref().is_some_and(|m| m.has_gpu());
    let start = match (&bench.phase, bench.has_own()) {
        (Phase::Broken(_), _) => "Try again",
        (_, true) => "Start again",
        _ if gpu || bench.machine.is_none() => "Start",
        _ => "Measure the processor",
    };
    let said = match (bench.phase == Phase::Running, busy, bench.shown().filter(|_| bench.is_here())) {
        (true, _, _) => progress.words(),
        (_, true, _) => "getting ready".to_owned(),
        (_, _, Some(r)) => {
            let Progress { done, of, .. } = progress;
            format!("{done} of {of}, {}", if r.ended == Ended::Complete { "complete" } else { "stopped" })
        }
        _ => bench.machine.as_ref().map_or_else(String::new, |m| {
            let plan = Plan::of(m);
            format!("{} probes · about {} s", plan.steps.len(), show::full(plan.seconds.ceil()))
        }),
    };
    html! {
        <section class="bench" aria-labelledby="h-bench">
            <div class="head">
                <div class="cap"><h2 id="h-bench">{ "Bench" }</h2><span class="xs dim" aria-hidden="true">{ said }</span></div>
                <p class="vh" role="status">{ spoken(props) }</p>
                <p class="sm mut">{ "Measures this machine’s own GPU and one thread of its processor. Nothing leaves the page. Leaving this screen, or the page going out of sight, ends a run; what was measured is kept until the page is closed; export it to keep it." }</p>
            </div>
            <progress max="1" value={format!("{:.4}", if bench.is_here() { progress.share() } else { 0.0 })} aria-label="Part of the probes that has an outcome" />
            <div class="body">
                <p class="acts2">
                    // One button, so that the focus stays on it.
                    <button type="button" class={classes!("btn", if busy { "line" } else { "main" })} onclick={press} disabled={bench.phase == Phase::Loading}>{ if busy { "Cancel" } else { start } }</button>
                    if bench.is_usable() && !busy {
                        <a class="btn line" href="#h-mine" onclick={jump("h-mine")}>{ "Plan with it" }</a>
                    }
                    if !bench.is_here() && bench.has_own() {
                        <button type="button" class="btn line" onclick={act(|| Act::Own)}>{ "Back to this machine’s record" }</button>
                    }
                </p>
                <Files ..props.clone() />
                <Probes ..props.clone() />
            </div>
        </section>
    }
}

/// What is said aloud: the kind of probe, and how it ended; not every step.
fn spoken(props: &PartProps) -> String {
    let bench = &props.bench;
    match (&bench.phase, bench.now) {
        (Phase::Running, Some(probe)) => format!("Measuring: {}.", probe.group().words()),
        (Phase::Running | Phase::Wanted, _) => "Getting ready.".to_owned(),
        _ => match bench.shown().filter(|_| bench.is_here()) {
            Some(r) => format!("The run is {}.", r.ended.words()),
            None => String::new(),
        },
    }
}
