//! Recurrent models, hybrids and encoder-decoders against the numbers of the Transformers library.

use serde_json::Value;

use super::{parse, read};
use crate::core::model::{Counts, cache};

#[test]
fn as_the_library_counts() {
    let mut wrong = Vec::new();
    let mut lines = 0;
    for line in include_str!("../../../tests/models/mixers.jsonl").lines().skip(1) {
        let v: Value = serde_json::from_str(line).unwrap();
        let (config, number) = (&v["config"], |name: &str| v[name].as_u64());
        lines += 1;
        let model = match read(config) {
            Ok(r) => r.model,
            Err(e) => {
                wrong.push(format!("{config}\n  {e:?}"));
                continue;
            }
        };
        let counts = Counts::of(&model);
        let mut same = |name: &str, ours: u128, theirs: Option<u64>| {
            if theirs.is_some_and(|t| u128::from(t) != ours) {
                wrong.push(format!("{config}\n  {name}: {ours} instead of {}", theirs.unwrap()));
            }
        };
        same("total", counts.total, number("total"));
        same("buffers", counts.buffers, number("buffers"));
        if let Some(tokens) = number("tokens") {
            same("cache", cache::elements(&model, tokens, tokens), number("cache"));
        }
    }
    assert!(wrong.is_empty(), "{} of {lines}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(lines > 140);
}

#[test]
fn no_file_is_no_model() {
    assert!(parse(r#"{"model_type": "mamba", "hidden_size": 0}"#).is_err());
}
