//! Thousands of random decoders, counted from their tensors and by a closed form written apart from them.

use isoflop::core::config::read;
use isoflop::core::model::{Counts, cache};
use serde_json::{Value, json};

/// Numbers that look random and are the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    fn coin(&mut self) -> bool {
        self.next() & 1 == 1
    }
}

/// A family as arithmetic. Per layer: `mats` matrices in the feed-forward part; `norms` vectors of the width.
struct Family {
    kind: &'static str,
    mats: u64,
    norms: u64,
    /// Vectors of the width outside the layers.
    ends: u64,
    /// Vectors of one head's width for queries and keys, and whether all heads have their own.
    head_norms: u64,
    full_norms: bool,
    /// Biases always there.
    qkv: bool,
    out: bool,
    mlp: bool,
    /// Fields that switch biases on: of queries, keys and values; output; feed-forward.
    flags: [&'static str; 3],
    /// Rows of learned positions beyond the context; none without a table.
    rows: Option<u64>,
    /// As many heads of keys and values as of queries.
    mha: bool,
    /// A vector of the vocabulary at the head.
    head_bias: bool,
}

const LLAMA: Family = Family {
    kind: "llama",
    mats: 3,
    norms: 2,
    ends: 1,
    head_norms: 0,
    full_norms: false,
    qkv: false,
    out: false,
    mlp: false,
    flags: ["attention_bias", "attention_bias", "mlp_bias"],
    rows: None,
    mha: false,
    head_bias: false,
};
const NONE: [&str; 3] = ["", "", ""];
const ATTENTION: [&str; 3] = ["attention_bias", "attention_bias", ""];
const GPT: Family = Family {
    kind: "gpt2",
    mats: 2,
    norms: 4,
    ends: 2,
    qkv: true,
    out: true,
    mlp: true,
    flags: NONE,
    rows: Some(0),
    mha: true,
    ..LLAMA
};

const FAMILIES: &[Family] = &[
    LLAMA,
    GPT,
    Family { kind: "mistral", flags: NONE, ..LLAMA },
    Family { kind: "phi3", flags: NONE, ..LLAMA },
    Family { kind: "qwen2", qkv: true, flags: NONE, ..LLAMA },
    Family { kind: "qwen3", head_norms: 2, flags: ATTENTION, ..LLAMA },
    Family { kind: "gemma", flags: ATTENTION, ..LLAMA },
    Family { kind: "gemma2", norms: 4, flags: ATTENTION, ..LLAMA },
    Family { kind: "gemma3_text", norms: 4, head_norms: 2, flags: ATTENTION, ..LLAMA },
    Family { kind: "olmo", norms: 0, ends: 0, flags: ATTENTION, ..LLAMA },
    Family { kind: "olmo2", full_norms: true, flags: ATTENTION, ..LLAMA },
    Family { kind: "cohere", norms: 1, flags: ATTENTION, ..LLAMA },
    Family { kind: "glm4", norms: 4, flags: ["attention_bias", "", ""], ..LLAMA },
    Family { kind: "nemotron", mats: 2, norms: 4, ends: 2, ..LLAMA },
    Family { kind: "seed_oss", flags: ["attention_bias", "attention_out_bias", "mlp_bias"], ..LLAMA },
    Family { kind: "starcoder2", mats: 2, norms: 4, ends: 2, flags: ["use_bias", "use_bias", "use_bias"], ..LLAMA },
    Family { kind: "opt", rows: Some(2), ..GPT },
    Family { kind: "gpt_neox", qkv: false, out: false, flags: ATTENTION, rows: None, ..GPT },
    Family { kind: "gptj", norms: 2, qkv: false, out: false, rows: None, head_bias: true, ..GPT },
    Family { kind: "phi", norms: 2, rows: None, mha: false, head_bias: true, ..GPT },
];

/// A random file of the family, with its parameters and the numbers that one token leaves in the cache.
fn throw(dice: &mut Dice, family: &Family) -> (Value, u128, u128) {
    let layers = dice.between(1, 90);
    let groups = dice.between(1, 12);
    let kv = if family.mha { groups } else { dice.between(1, 9) };
    let heads = if family.mha { groups } else { kv * groups };
    let share = dice.between(1, 130);
    let width = heads * share;
    let free = !family.mha && dice.coin();
    let head = if free { dice.between(1, 300) } else { share };
    let inner = dice.between(1, 40_000);
    let vocabulary = dice.between(1, 300_000);
    let context = dice.between(1, 200_000);
    let tied = dice.coin();
    let mut file = json!({
        "model_type": family.kind, "num_hidden_layers": layers, "num_attention_heads": heads,
        "hidden_size": width, "vocab_size": vocabulary, "tie_word_embeddings": tied,
        "max_position_embeddings": context,
    });
    let inner_name = match family.kind {
        "gpt2" | "gptj" => "n_inner",
        "opt" => "ffn_dim",
        _ => "intermediate_size",
    };
    file[inner_name] = inner.into();
    if !family.mha {
        file["num_key_value_heads"] = kv.into();
        file["head_dim"] = head.into();
    }
    let mut on = [family.qkv, family.out, family.mlp];
    for (i, flag) in family.flags.iter().enumerate().filter(|f| !f.1.is_empty()) {
        let set = file.get(*flag).and_then(Value::as_bool).unwrap_or_else(|| dice.coin());
        file[*flag] = set.into();
        on[i] = set;
    }
    let [l, d, h, g, e, f, v] = [layers, width, heads, kv, head, inner, vocabulary].map(u128::from);
    let when = |yes: bool, n: u128| if yes { n } else { 0 };
    let attention = 2 * d * e * (h + g) + when(on[0], e * (h + 2 * g)) + when(on[1], d);
    let feed = u128::from(family.mats) * d * f + when(on[2], f * u128::from(family.mats - 1) + d);
    let norms = u128::from(family.norms) * d + u128::from(family.head_norms) * e + when(family.full_norms, e * (h + g));
    let ends = u128::from(family.ends) * d + family.rows.map_or(0, |more| d * u128::from(context + more));
    let tables = v * d * if tied { 1 } else { 2 } + when(family.head_bias, v);
    (file, l * (attention + feed + norms) + ends + tables, 2 * l * g * e)
}

#[test]
fn random_decoders_by_a_closed_form() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..200 {
        for family in FAMILIES {
            let (file, total, per_token) = throw(&mut dice, family);
            let r = read(&file).unwrap_or_else(|e| panic!("{file}: {e:?}"));
            let counts = Counts::of(&r.model);
            assert_eq!(counts.total, total, "{file}");
            assert_eq!(counts.active, total, "a dense model uses all of it: {file}");
            assert_eq!(cache::per_token(&r.model), per_token, "{file}");
        }
    }
}
