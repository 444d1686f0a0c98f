//! The registries as the README lists them, from the same rows as everything else.

use super::laws::{self, Confidence};
use super::quantity::show;
use super::{compare, formulas};

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Every law: id, form, what it was fitted on, what N counts, how sure its constants are, source.
pub fn laws() -> String {
    let mut out = String::from("| id | form | fitted on | N counts | constants | arXiv |\n|---|---|---|---|---|---|\n");
    for m in laws::ALL.iter().map(|l| l.meta()) {
        let sizes = laws::known_range(m.fitted.params);
        let sizes = sizes.map(|(lo, hi)| format!("{}–{}, ", show::short(lo), show::short(hi)));
        let range = sizes.unwrap_or_default() + m.data;
        out.push_str(&format!(
            "| `{}` | {} | {} | {} | {} | {} |\n",
            m.id,
            cell(m.form),
            cell(&range),
            m.params_count,
            compare::weakest(m.constants).map_or("no constants", Confidence::as_str),
            m.arxiv.unwrap_or("–")
        ));
    }
    out
}

/// Every formula: id, what it gives, form, source.
pub fn formulas() -> String {
    let mut out = String::from("| id | gives | form | arXiv |\n|---|---|---|---|\n");
    for f in formulas::ALL {
        out.push_str(&format!(
            "| `{}` | {} | {} | {} |\n",
            f.id,
            cell(f.meaning),
            cell(f.form),
            f.cite.arxiv.unwrap_or("–")
        ));
    }
    out
}

/// `text` with what stands between the markers of `name` replaced.
pub fn put(text: &str, name: &str, table: &str) -> Option<String> {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = text.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}\n{table}\n{end}{after}"))
}
