//! The size budget in `tests/budget.json`. A build may shrink freely; growing by more than five per
//! cent needs a reason, which is kept in the file.

use crate::run::{Project, Result};
use crate::sizes::{self, Bytes, Sizes};
use crate::{build, files};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Bytes by which a single small file may grow beyond its five per cent.
const SLACK: u64 = 128;
const RAISE: &str = "run `cargo xtask budget --raise \"reason\"` if that is wanted";

/// Compares the present build with the budget.
pub fn check(project: &Project) -> Result<()> {
    let sizes = sizes::measure(&project.dist())?;
    let path = file(project);
    if !path.is_file() {
        return Err(format!("There is no size budget yet; {RAISE}."));
    }
    let budget: Value =
        serde_json::from_str(&files::read_text(&path)?).map_err(|e| format!("tests/budget.json is not JSON: {e}."))?;
    let complaints = compare(&budget, &sizes);
    if complaints.is_empty() {
        println!("Within the budget of {} bytes (brotli).", budget["first_visit_total"]["brotli"]);
        return Ok(());
    }
    Err(format!("{}; {RAISE}.", complaints.join("; ")))
}

/// Takes the sizes of the present build as the new budget.
pub fn raise(project: &Project, reason: &str) -> Result<()> {
    if reason.trim().is_empty() {
        return Err("A budget is raised for a reason: give one after --raise.".into());
    }
    build::build(project)?;
    let sizes = sizes::measure(&project.dist())?;
    let path = file(project);
    let old: Value = match files::read_text(&path) {
        Ok(text) => serde_json::from_str(&text).map_err(|e| format!("tests/budget.json is not JSON: {e}."))?,
        Err(_) => Value::Null,
    };
    let mut history = old["history"].as_array().cloned().unwrap_or_default();
    history.push(json!({ "reason": reason.trim(), "total": value(&sizes.total()) }));
    let each = |list: &[(String, Bytes)]| -> Value {
        list.iter().map(|(name, bytes)| (name.clone(), value(bytes))).collect::<serde_json::Map<_, _>>().into()
    };
    let new = json!({
        "first_visit": each(&sizes.visit),
        "first_visit_total": value(&sizes.total()),
        "module": each(&sizes.module),
        "bench": each(&sizes.bench),
        "history": history,
    });
    let text = serde_json::to_string_pretty(&new).map_err(|e| format!("The budget cannot be written: {e}."))?;
    files::write(&path, text + "\n")?;
    println!("These sizes are the budget now.");
    Ok(())
}

fn file(project: &Project) -> PathBuf {
    project.root.join("tests").join("budget.json")
}

fn value(bytes: &Bytes) -> Value {
    json!({ "raw": bytes.raw, "gzip": bytes.gzip, "brotli": bytes.brotli })
}

/// One clause for each file, and one for the total, that has grown too much.
fn compare(budget: &Value, sizes: &Sizes) -> Vec<String> {
    let grown = |name: &str, old: &Value, new: &Bytes, slack: u64| match old["brotli"].as_u64() {
        None => Some(format!("{name} is not in the budget")),
        // Five per cent of a tiny file is a few bytes: a file alone may also grow by SLACK; the total may not.
        Some(old) if new.brotli * 100 > old * 105 && new.brotli > old + slack => {
            Some(format!("{name} has grown from {old} to {} bytes (brotli), more than 5 %", new.brotli))
        }
        Some(_) => None,
    };
    let visit = sizes.visit.iter().map(|(name, bytes)| grown(name, &budget["first_visit"][name], bytes, SLACK));
    let module = sizes.module.iter().map(|(name, bytes)| grown(name, &budget["module"][name], bytes, SLACK));
    let total = grown("the first visit", &budget["first_visit_total"], &sizes.total(), 0);
    let bench = sizes.bench.iter().map(|(name, bytes)| grown(name, &budget["bench"][name], bytes, SLACK));
    visit.chain(module).chain(bench).chain([total]).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(brotli: u64) -> Sizes {
        Sizes {
            visit: vec![("page.js".into(), Bytes { raw: 0, gzip: 0, brotli })],
            module: Vec::new(),
            bench: Vec::new(),
        }
    }

    #[test]
    fn growth_over_five_per_cent_is_a_complaint_and_shrinking_is_not() {
        let old = json!({ "brotli": 10_000 });
        let budget = json!({ "first_visit": { "page.js": old }, "first_visit_total": old });
        assert!(compare(&budget, &sizes(10_500)).is_empty());
        assert!(compare(&budget, &sizes(10)).is_empty());
        assert_eq!(compare(&budget, &sizes(10_501)).len(), 2);
        let small = json!({ "brotli": 100 });
        let budget = json!({ "first_visit": { "page.js": small }, "first_visit_total": small });
        assert_eq!(compare(&budget, &sizes(200)).len(), 1);
        assert_eq!(compare(&Value::Null, &sizes(1)).len(), 2);
    }
}
