//! The runs that the model is furthest from.

use yew::prelude::*;

use super::{share, signed};
use crate::core::validation::summary::summary;

const MOST: usize = 10;

#[component]
pub fn Worst() -> Html {
    let rows = summary().worst(MOST);
    html! {
        <section class="row" aria-labelledby="h-worst">
            <h2 id="h-worst">{ "The ten runs it is furthest from" }</h2>
            <div class="tw" tabindex="0" role="region" aria-label="The ten worst runs"><table class="runs">
                <thead><tr><th scope="col">{ "run" }</th><th scope="col" class="n">{ "published MFU" }</th><th scope="col" class="n">{ "predicted" }</th>
                    <th scope="col" class="n">{ "error" }</th><th scope="col">{ "what the source leaves open, and what was assumed" }</th></tr></thead>
                <tbody>{ for rows.into_iter().filter_map(|c| {
                    let p = c.predicted.as_ref().ok()?;
                    Some(html! {
                        <tr><th scope="row">{ &c.model }<span class="all">{ format!("{}, {} × {}", c.row.framework, c.row.devices, c.device_name()) }</span><span class="all">{ c.row.source }</span></th>
                            <td class="n">{ share(p.said_mfu) }</td><td class="n">{ share(p.mfu) }</td><td class="n">{ signed(p.error()) }</td>
                            <td class="mut">{ if c.row.assumed.is_empty() { "Nothing is known to be open." } else { c.row.assumed } }</td></tr>
                    })
                }) }</tbody>
            </table></div>
        </section>
    }
}
