//! Where a formula comes from and what must be said with it.

use yew::prelude::*;

use crate::core::formulas::Formula;
use crate::core::laws::Confidence;

pub(super) fn about(f: &Formula) -> Html {
    let cite = f.cite;
    html! {
        <dl class="about">
            <dt>{ "As published" }</dt><dd>{ f.form }</dd>
            <dt>{ "Fitted on" }</dt><dd>{ f.what }{ "." }</dd>
            if !f.notes.is_empty() {
                <dt>{ "Notes" }</dt><dd>{ for f.notes.iter().map(|n| html! { <p>{ *n }</p> }) }</dd>
            }
            <dt>{ "The form is" }</dt><dd>{ f.confidence.as_str() }{ ": " }{ meaning(f.confidence) }{ "." }</dd>
            <dt>{ "Source" }</dt>
            <dd>
                { format!("{} {}: {}. ", cite.authors, cite.year, cite.locator) }
                { cite.arxiv.map(|id| html! {
                    <a class="ext" href={format!("https://arxiv.org/abs/{id}")} target="_blank" rel="noopener noreferrer">{ format!("arxiv.org/abs/{id}") }</a>
                }) }
            </dd>
        </dl>
    }
}

/// What the word for it means.
const fn meaning(c: Confidence) -> &'static str {
    match c {
        Confidence::Verified => "seen in the paper, its source files or the authors’ code",
        Confidence::Transcribed => "seen in transcriptions that cite the paper, and compared between them",
        Confidence::Derived => "computed from published numbers, as the notes say",
        Confidence::RecalledHigh => "remembered from the paper and strongly supported, not seen again",
        Confidence::RecalledMedium => "remembered from the paper, not seen again",
        Confidence::Own => "given by you",
        Confidence::Convention => "a convention, not a measurement",
    }
}
