//! Dense decoders against another implementation, line by line.

use serde_json::Value;

use super::read;
use crate::core::model::{Counts, cache};

/// Every line of the fixture: totals, buffers and caches exactly.
#[test]
fn as_the_library_counts() {
    let lines = include_str!("../../../tests/models/dense.jsonl").lines().skip(1);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for line in lines {
        let v: Value = serde_json::from_str(line).unwrap();
        let r = match read(&v["config"]) {
            Ok(r) => r,
            Err(e) => {
                wrong.push(format!("{}: {e:?}", v["config"]));
                continue;
            }
        };
        let counts = Counts::of(&r.model);
        let mut got = vec![("total", counts.total), ("buffers", counts.buffers)];
        if let Some(tokens) = v["tokens"].as_u64() {
            got.push(("cache", cache::elements(&r.model, tokens, tokens)));
        }
        for (what, n) in got {
            if n != u128::from(v[what].as_u64().unwrap()) {
                wrong.push(format!("{what} {n} is not {}: {}", v[what], v["config"]));
            }
        }
        if !r.unknown.is_empty() {
            wrong.push(format!("unknown {:?}: {}", r.unknown, v["config"]));
        }
        seen += 1;
    }
    assert!(wrong.is_empty(), "{} of {seen}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(seen > 250);
}
