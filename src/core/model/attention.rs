//! Attention of one layer: its weights, what a query costs, and what a token leaves in the cache.

use super::tensor::{Part, Split, Tensor};

const A: Part = Part::Attention;

/// What a layer keeps of the tokens before, for one sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cache {
    /// So many numbers for every token.
    Tokens {
        elements: u64,
        /// Into how many parts tensor parallelism can cut them; beyond that they are copied.
        heads: u64,
        /// No more than so many tokens are kept.
        window: Option<u64>,
    },
    /// A state of so many numbers, whatever the length.
    State { elements: u64, heads: u64 },
    /// So many numbers for every token of the encoder.
    Source { elements: u64, heads: u64 },
}

/// How queries, keys and values come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One head of keys and values for a group of queries: all heads, one head, or between.
    Grouped,
    /// Keys and values are made from one latent vector per token (MLA).
    Latent {
        query_rank: Option<u64>,
        rank: u64,
        /// Of each key, this many numbers carry the position and are shared by all heads.
        rope: u64,
    },
    /// Low-rank queries on few wide shared keys and values (MFA).
    Factored { query_rank: u64 },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Attention {
    pub kind: Kind,
    /// Model width.
    pub width: u64,
    /// Query heads.
    pub heads: u64,
    pub kv_heads: u64,
    /// Width of a query and of a key.
    pub key: u64,
    /// Width of a value.
    pub value: u64,
    /// Queries see no more than so many tokens, themselves included.
    pub window: Option<u64>,
    /// Attention inside pieces of this length, instead of a window that slides.
    pub chunked: bool,
    /// FLOP of one query for one token that is only scanned, to choose which tokens are seen.
    pub scan: u64,
    pub weights: Vec<Tensor>,
    pub cache: Vec<Cache>,
}

impl Attention {
    /// MHA, GQA and MQA: four matrices.
    pub fn grouped(width: u64, heads: u64, kv_heads: u64, key: u64, value: u64) -> Attention {
        let kv = Split::KvHeads(kv_heads);
        Attention {
            kind: Kind::Grouped,
            width,
            heads,
            kv_heads,
            key,
            value,
            window: None,
            chunked: false,
            scan: 0,
            weights: vec![
                Tensor::matrix("query", A, width, heads * key).split(Split::Tensor),
                Tensor::matrix("key", A, width, kv_heads * key).split(kv),
                Tensor::matrix("value", A, width, kv_heads * value).split(kv),
                Tensor::matrix("output", A, heads * value, width).split(Split::Tensor),
            ],
            cache: vec![Cache::Tokens { elements: kv_heads * (key + value), heads: kv_heads, window: None }],
        }
    }

    /// MLA: `rank` and `rope` numbers per token make the keys and values of every head.
    pub fn latent(
        width: u64,
        heads: u64,
        query_rank: Option<u64>,
        rank: u64,
        nope: u64,
        rope: u64,
        value: u64,
    ) -> Attention {
        let key = nope + rope;
        let mut weights = Vec::with_capacity(8);
        match query_rank {
            Some(q) => weights.extend([
                Tensor::matrix("query down", A, width, q),
                Tensor::vector("query norm", A, q),
                Tensor::matrix("query up", A, q, heads * key).split(Split::Tensor),
            ]),
            None => weights.push(Tensor::matrix("query", A, width, heads * key).split(Split::Tensor)),
        }
        weights.extend([
            Tensor::matrix("latent down", A, width, rank + rope),
            Tensor::vector("latent norm", A, rank),
            Tensor::matrix("latent up", A, rank, heads * (nope + value)).split(Split::Tensor),
            Tensor::matrix("output", A, heads * value, width).split(Split::Tensor),
        ]);
        Attention {
            kind: Kind::Latent { query_rank, rank, rope },
            width,
            heads,
            kv_heads: 1,
            key,
            value,
            window: None,
            chunked: false,
            scan: 0,
            weights,
            cache: vec![Cache::Tokens { elements: rank + rope, heads: 1, window: None }],
        }
    }

    /// MFA: queries through a low rank, `kv_heads` shared wide heads of keys and values.
    pub fn factored(width: u64, heads: u64, kv_heads: u64, head: u64, query_rank: u64) -> Attention {
        let kv = Split::KvHeads(kv_heads);
        let mut a = Attention::grouped(width, heads, kv_heads, head, head);
        a.kind = Kind::Factored { query_rank };
        a.weights = vec![
            Tensor::matrix("query down", A, width, query_rank),
            Tensor::vector("query norm", A, query_rank),
            Tensor::matrix("query up", A, query_rank, heads * head).split(Split::Tensor),
            Tensor::matrix("key", A, width, kv_heads * head).split(kv),
            Tensor::matrix("value", A, width, kv_heads * head).split(kv),
            Tensor::matrix("output", A, heads * head, width).split(Split::Tensor),
        ];
        a
    }

    /// Biases of query, key and value.
    pub fn qkv_bias(mut self) -> Attention {
        let kv = Split::KvHeads(self.kv_heads);
        self.weights.extend([
            Tensor::vector("query bias", A, self.heads * self.key).split(Split::Tensor),
            Tensor::vector("key bias", A, self.kv_heads * self.key).split(kv),
            Tensor::vector("value bias", A, self.kv_heads * self.value).split(kv),
        ]);
        self
    }

    pub fn output_bias(self) -> Attention {
        let width = self.width;
        self.with(Tensor::vector("output bias", A, width))
    }

    /// Norms of queries and keys, of one head's width each.
    pub fn head_norms(mut self) -> Attention {
        let key = self.key;
        self.weights.extend([Tensor::vector("query norm", A, key), Tensor::vector("key norm", A, key)]);
        self
    }

    /// Norms over all queries and over all keys.
    pub fn full_norms(mut self) -> Attention {
        let kv = Split::KvHeads(self.kv_heads);
        self.weights.extend([
            Tensor::vector("query norm", A, self.heads * self.key).split(Split::Tensor),
            Tensor::vector("key norm", A, self.kv_heads * self.key).split(kv),
        ]);
        self
    }

    pub fn with(mut self, tensor: Tensor) -> Attention {
        self.weights.push(tensor);
        self
    }

    /// Sees and keeps no more than `window` tokens.
    pub fn windowed(mut self, limit: u64) -> Attention {
        self.window = Some(limit);
        for cache in &mut self.cache {
            if let Cache::Tokens { window, .. } = cache {
                *window = Some(limit);
            }
        }
        self
    }

    /// Uses the cache of another layer.
    pub fn borrowed(mut self) -> Attention {
        self.cache.clear();
        self
    }

    /// Attends to what an encoder made: keys and values are of the encoder's tokens and kept for each of them.
    pub fn cross(mut self) -> Attention {
        for cache in &mut self.cache {
            if let Cache::Tokens { elements, heads, .. } = *cache {
                *cache = Cache::Source { elements, heads };
            }
        }
        self
    }

    /// FLOP of one query for one token that it sees: scores and values, two for every multiply-add.
    pub const fn flop_per_pair(&self) -> u128 {
        2 * self.heads as u128 * (self.key as u128 + self.value as u128)
    }
}
