//! Recurrent mixers: their weights, their state, and what one token costs in the recurrence.
//!
//! The FLOP are those of the recurrence as its paper writes it, two for a multiply-add, and of the short
//! convolution before it; exponentials, roots and activations are not counted. The forms in chunks that
//! accelerators run do more: for Mamba-2 in chunks of Q, 4 D N + 2 Q (D + G N) a token instead of 5 D N
//! (Dao & Gu 2024, arXiv 2405.21060, section 6).
//!
//! A state is counted as the Transformers library keeps it: the last inputs of the convolution, as many as
//! its kernel is long, and the recurrent state.
//!
//! `saved` is what a fused kernel's backward pass reads: outputs of projections, outputs of the convolution
//! where no matrix takes them, and outputs of the recurrence. The states in between are computed again.

use super::tensor::{Part, Split, Tensor};
use super::{Cache, Mixer};

const S: Part = Part::State;

/// A product that stops at the largest number instead of running over.
fn times(factors: &[u64]) -> u64 {
    factors.iter().fold(1, |p, f| p.saturating_mul(*f))
}

/// A sum that stops at the largest number instead of running over.
fn plus(terms: &[u64]) -> u64 {
    terms.iter().fold(0, |s, t| s.saturating_add(*t))
}

fn matrix(name: &'static str, rows: u64, cols: u64) -> Tensor {
    Tensor::matrix(name, S, rows, cols).split(Split::Tensor)
}

fn vector(name: &'static str, size: u64) -> Tensor {
    Tensor::vector(name, S, size).split(Split::Tensor)
}

fn whole(name: &'static str, size: u64) -> Tensor {
    Tensor::vector(name, S, size)
}

fn state(heads: u64, elements: &[u64]) -> Cache {
    Cache::State { elements: times(elements), heads }
}

/// The short convolution over the last tokens, a channel for itself.
#[derive(Clone, Copy)]
pub struct Conv {
    pub kernel: u64,
    pub bias: bool,
}

impl Conv {
    fn weights(self, channels: u64) -> Vec<Tensor> {
        let mut out = vec![vector("convolution", times(&[channels, self.kernel]))];
        if self.bias {
            out.push(vector("convolution bias", channels));
        }
        out
    }

    fn flop(self, channels: u64) -> u64 {
        times(&[2, self.kernel, channels])
    }
}

/// The sizes of a Mamba-1 mixer.
pub struct Scan {
    pub width: u64,
    /// Channels inside.
    pub inner: u64,
    /// Numbers of state a channel.
    pub state: u64,
    /// Rank of the step size.
    pub rank: u64,
    pub conv: Conv,
    /// Of the projections in and out.
    pub bias: bool,
    /// Channels in groups with projections of their own; one but for Zamba.
    pub heads: u64,
    /// Norms of step size, B and C, with weights.
    pub norms: bool,
}

/// The sizes of a Mamba-2 mixer.
pub struct Ssd {
    pub width: u64,
    pub heads: u64,
    pub head: u64,
    /// Numbers of state a channel.
    pub state: u64,
    /// Groups of heads that share B and C.
    pub groups: u64,
    pub conv: Conv,
    pub bias_in: bool,
    pub bias_out: bool,
    /// The gated norm before the projection out.
    pub norm: bool,
}

/// How the gated delta rule gets its gates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Gates {
    /// One decay a head; everything from one or a few matrices (Gated DeltaNet).
    Head,
    /// A decay a channel through a low rank, so the output gate (Kimi Delta Attention).
    LowRank,
    /// A decay a channel from a full matrix, so the output gate (Ling).
    Full,
}

/// The sizes of a layer with the gated delta rule.
pub struct Delta {
    pub width: u64,
    pub key_heads: u64,
    pub value_heads: u64,
    pub key: u64,
    pub value: u64,
    pub kernel: u64,
    pub gates: Gates,
}

impl Mixer {
    fn bias(mut self, name: &'static str, size: u64, split: Split) -> Mixer {
        self.weights.push(Tensor::vector(name, S, size).split(split));
        self
    }

    /// The selective scan. Each channel and number of state: h = exp(dA) h + B (dx) and y = C h take six,
    /// one of them for dA; each channel three more for dx and the skip D x
    /// (Gu & Dao 2023, arXiv 2312.00752, section 2).
    pub fn mamba(s: &Scan) -> Mixer {
        let (d, n, r) = (s.inner, s.state, s.rank);
        let part = d.checked_div(s.heads).unwrap_or(0);
        let mut weights = s.conv.weights(d);
        weights.extend([
            matrix("in", s.width, times(&[2, d])),
            matrix("step, B and C", part, plus(&[r, n, n])).copies(s.heads, s.heads),
            matrix("step up", r, part).copies(s.heads, s.heads),
            vector("step bias", d),
            vector("A", times(&[d, n])),
            vector("D", d),
            matrix("out", d, s.width),
        ]);
        if s.norms {
            weights.extend([whole("step norm", r), whole("B norm", n), whole("C norm", n)]);
        }
        let mixer = Mixer {
            name: "Mamba",
            weights,
            cache: vec![state(d, &[d, s.conv.kernel]), state(d, &[d, n])],
            flop: plus(&[times(&[6, d, n]), times(&[3, d]), s.conv.flop(d)]),
            // The projection in (2 D), step (D), B and C, output of the scan (D).
            saved: plus(&[times(&[4, d]), times(&[2, n, s.heads])]),
        };
        if s.bias {
            mixer.bias("in bias", times(&[2, d]), Split::Tensor).bias("out bias", s.width, Split::Whole)
        } else {
            mixer
        }
    }

    /// The recurrence of state-space duality. Each channel and number of state: h = a h + B (dx) and y = C h
    /// take five; each channel three more for dx and the skip D x (Dao & Gu 2024, arXiv 2405.21060, section 2).
    pub fn mamba2(s: &Ssd) -> Mixer {
        let d = times(&[s.heads, s.head]);
        let bc = times(&[2, s.groups, s.state]);
        let channels = plus(&[d, bc]);
        let into = plus(&[d, channels, s.heads]);
        let mut weights = s.conv.weights(channels);
        weights.extend([
            matrix("in", s.width, into),
            vector("step bias", s.heads),
            vector("A", s.heads),
            vector("D", s.heads),
            matrix("out", d, s.width),
        ]);
        if s.norm {
            weights.push(vector("gated norm", d));
        }
        let mut mixer = Mixer {
            name: "Mamba-2",
            weights,
            cache: vec![state(s.heads, &[channels, s.conv.kernel]), state(s.heads, &[d, s.state])],
            flop: plus(&[times(&[5, d, s.state]), times(&[3, d]), s.conv.flop(channels)]),
            // The projection in, the convolution's output, the scan's output.
            saved: plus(&[into, channels, d]),
        };
        if s.bias_in {
            mixer = mixer.bias("in bias", into, Split::Tensor);
        }
        if s.bias_out {
            mixer = mixer.bias("out bias", s.width, Split::Whole);
        }
        mixer
    }

    /// The gated delta rule. Each number of the state: the decay takes one, what it holds for the key two,
    /// writing the difference two, reading for the query two; the difference itself two a value
    /// (Yang, Kautz & Hatamizadeh 2024, arXiv 2412.06464, section 3.1; with a decay a channel
    /// Kimi Linear 2025, arXiv 2510.26692).
    pub fn delta(s: &Delta) -> Mixer {
        let (k, v) = (times(&[s.key_heads, s.key]), times(&[s.value_heads, s.value]));
        let channels = plus(&[k, k, v]);
        let conv = Conv { kernel: s.kernel, bias: false };
        let mut weights = conv.weights(channels);
        weights.extend([
            matrix("query", s.width, k),
            matrix("key", s.width, k),
            matrix("value", s.width, v),
            matrix("beta", s.width, s.value_heads),
            vector("A", s.value_heads),
            whole("gated norm", s.value),
            matrix("out", v, s.width),
        ]);
        match s.gates {
            Gates::Head => weights.extend([
                matrix("decay", s.width, s.value_heads),
                vector("step bias", s.value_heads),
                matrix("gate", s.width, v),
            ]),
            Gates::LowRank => weights.extend([
                Tensor::matrix("decay down", S, s.width, s.value),
                matrix("decay up", s.value, k),
                vector("step bias", k),
                Tensor::matrix("gate down", S, s.width, s.value),
                matrix("gate up", s.value, v),
            ]),
            Gates::Full => {
                weights.extend([matrix("decay", s.width, k), vector("step bias", k), matrix("gate", s.width, v)]);
            }
        }
        let decays = if s.gates == Gates::Head { s.value_heads } else { k };
        let states = times(&[s.value_heads, s.key, s.value]);
        Mixer {
            name: if s.gates == Gates::Head { "Gated DeltaNet" } else { "Kimi Delta Attention" },
            weights,
            cache: vec![
                state(s.key_heads, &[channels, s.kernel]),
                Cache::State { elements: states, heads: s.value_heads },
            ],
            flop: plus(&[times(&[7, states]), times(&[2, v]), conv.flop(channels)]),
            // Queries, keys and values before and after the convolution, gates, the rule's output.
            saved: plus(&[times(&[2, channels]), v, v, decays, s.value_heads]),
        }
    }

    /// Lightning attention: each number of the state S = decay S + k v takes three, o = q S two
    /// (Qin et al. 2024, arXiv 2401.04658). No convolution.
    pub fn lightning(width: u64, heads: u64, head: u64, block: u64) -> Mixer {
        let d = times(&[heads, head]);
        let decays = plus(&[heads, times(&[2, heads, block]), times(&[heads, block, block])]);
        Mixer {
            name: "lightning attention",
            weights: vec![
                matrix("query, key and value", width, times(&[3, d])),
                matrix("gate", width, d),
                matrix("out", d, width),
                vector("norm", d),
                Tensor::buffer("decays", S, decays),
            ],
            cache: vec![state(heads, &[d, head])],
            flop: times(&[5, d, head]),
            // Query, key and value before and after the activation, the output before and after the norm, the gate.
            saved: times(&[9, d]),
        }
    }

    /// The gated short convolution of LFM2 (Liquid AI 2025): two products a channel and the convolution.
    /// Its state is the convolution's alone.
    pub fn short_conv(width: u64, conv: Conv) -> Mixer {
        let mut weights = conv.weights(width);
        weights.extend([matrix("in", width, times(&[3, width])), matrix("out", width, width)]);
        let mixer = Mixer {
            name: "gated short convolution",
            weights,
            cache: vec![state(width, &[width, conv.kernel])],
            flop: plus(&[times(&[2, width]), conv.flop(width)]),
            // The projection in and the convolution's output.
            saved: times(&[4, width]),
        };
        if conv.bias {
            mixer.bias("in bias", times(&[3, width]), Split::Tensor).bias("out bias", width, Split::Whole)
        } else {
            mixer
        }
    }

    /// The RG-LRU block of Griffin: seven a channel for log a, h = a h + sqrt(1 - a a) (i x)
    /// (De et al. 2024, arXiv 2402.19427, section 2.4). Its convolution keeps one input less than its kernel.
    pub fn rg_lru(width: u64, lru: u64, blocks: u64, kernel: u64) -> Mixer {
        let conv = Conv { kernel, bias: true };
        let block = lru.checked_div(blocks).unwrap_or(0);
        let gate = |name| matrix(name, block, block).copies(blocks, blocks);
        let mut weights = conv.weights(lru);
        weights.extend([
            matrix("branch", width, lru),
            vector("branch bias", lru),
            matrix("in", width, lru),
            vector("in bias", lru),
            gate("input gate"),
            vector("input gate bias", times(&[blocks, block])),
            gate("recurrence gate"),
            vector("recurrence gate bias", times(&[blocks, block])),
            vector("recurrence", lru),
            matrix("out", lru, width),
            whole("out bias", width),
        ]);
        Mixer {
            name: "RG-LRU",
            weights,
            cache: vec![state(blocks, &[lru, kernel.saturating_sub(1)]), state(blocks, &[lru])],
            flop: plus(&[times(&[7, lru]), conv.flop(lru)]),
            // Both branches, both gates, the state.
            saved: times(&[5, lru]),
        }
    }

    /// The time mixing of RWKV-4: ten a channel for the weighted sums and their update, one for the gate
    /// (Peng et al. 2023, arXiv 2305.13048, section 3.1). Kept are the last input here and the last
    /// input of the channel mixing, and three numbers a channel: both sums and the largest exponent.
    pub fn rwkv(width: u64, inner: u64) -> Mixer {
        Mixer {
            name: "RWKV-4",
            weights: vec![
                matrix("key", width, inner),
                matrix("value", width, inner),
                matrix("receptance", width, inner),
                matrix("out", inner, width),
                vector("decay", inner),
                vector("first", inner),
                whole("shifts", times(&[3, width])),
            ],
            cache: vec![state(1, &[2, width]), state(inner, &[3, inner])],
            flop: times(&[11, inner]),
            // Key, value, receptance and the weighted sum.
            saved: times(&[4, inner]),
        }
    }

    /// The matrix memory of xLSTM, `keys` and `values` over all heads: each number of C = f C + (i k) v takes
    /// three and h = C q two; each key five for i k, n = f n + i k and n q; each value one for the division
    /// (Beck et al. 2024, arXiv 2405.04517, section 2.3). Kept are C, n and the largest exponent m of each head.
    pub fn mlstm(width: u64, heads: u64, keys: u64, values: u64, bias: bool) -> Mixer {
        let head = values.checked_div(heads).unwrap_or(0);
        let weights = vec![
            matrix("query", width, keys),
            matrix("key", width, keys),
            matrix("value", width, values),
            matrix("output gate", width, values),
            matrix("input and forget gates", width, times(&[2, heads])),
            vector("input and forget bias", times(&[2, heads])),
            vector("head norm", values),
            matrix("out", values, width),
        ];
        let mixer = Mixer {
            name: "mLSTM",
            weights,
            cache: vec![state(heads, &[keys, head]), state(heads, &[keys]), state(heads, &[heads])],
            flop: plus(&[times(&[5, keys, head]), times(&[5, keys]), values]),
            // Projections, gates, and the output before and after its norm.
            saved: plus(&[times(&[2, keys]), times(&[4, values]), times(&[2, heads])]),
        };
        if !bias {
            return mixer;
        }
        mixer
            .bias("projection biases", plus(&[times(&[2, keys]), times(&[2, values])]), Split::Tensor)
            .bias("head norm bias", values, Split::Tensor)
            .bias("out bias", width, Split::Whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONV: Conv = Conv { kernel: 0, bias: false };

    /// The recurrences written out as loops that count their products and sums.
    #[test]
    fn flop_are_those_of_the_loops() {
        let (heads, head, n) = (3, 5, 7);
        let d = heads * head;
        let scan = Scan { width: 4, inner: d, state: n, rank: 1, conv: CONV, bias: false, heads: 1, norms: false };
        let ssd =
            Ssd { width: 4, heads, head, state: n, groups: 1, conv: CONV, bias_in: false, bias_out: false, norm: true };
        let (mut mamba, mut mamba2) = (0, 0);
        for _ in 0..d {
            let input = 1; // d x
            let skip = 2; // y + D x
            mamba += input + skip;
            mamba2 += input + skip;
            for _ in 0..n {
                let (decay, update, read) = (1, 1 + 1 + 1, 2); // d A; a h + B (d x); y + C h
                mamba += decay + update + read;
                mamba2 += update + read;
            }
        }
        assert_eq!(Mixer::mamba(&scan).flop, mamba);
        assert_eq!(Mixer::mamba2(&ssd).flop, mamba2);

        let (key, value) = (n, head);
        let (mut delta, mut lightning) = (0, 0);
        for _ in 0..heads {
            for _ in 0..value {
                for _ in 0..key {
                    delta += 1 + 2; // a S; what S holds for k
                    delta += 2 + 2; // S + k u; o + q S
                }
                delta += 2; // u = b (v - held)
            }
            for _ in 0..head * head {
                lightning += 1 + 1 + 1 + 2; // a S; k v; their sum; o + q S
            }
        }
        let gates = Gates::Head;
        let sizes = Delta { width: 4, key_heads: 1, value_heads: heads, key, value, kernel: 0, gates };
        assert_eq!(Mixer::delta(&sizes).flop, delta);
        assert_eq!(Mixer::lightning(4, heads, head, 1).flop, lightning);
    }

    /// Mamba 2.8B keeps 64 layers of 5120 channels, each with 16 numbers of state and 4 inputs
    /// (Gu & Dao 2023, table 12 and section 3.4).
    #[test]
    fn state_of_mamba() {
        let conv = Conv { kernel: 4, bias: true };
        let m = Mixer::mamba(&Scan {
            width: 2560,
            inner: 5120,
            state: 16,
            rank: 160,
            conv,
            bias: false,
            heads: 1,
            norms: false,
        });
        let kept: u128 = m.cache.iter().map(|c| c.elements(1, 0)).sum();
        assert_eq!(64 * kept, 64 * 5120 * (16 + 4));
    }

    #[test]
    fn larger_than_any_stops_at_the_largest() {
        let big = 1 << 32;
        let s = Ssd {
            width: big,
            heads: big,
            head: big,
            state: big,
            groups: big,
            conv: Conv { kernel: big, bias: true },
            bias_in: true,
            bias_out: true,
            norm: true,
        };
        assert_eq!(Mixer::mamba2(&s).flop, u64::MAX);
    }
}
