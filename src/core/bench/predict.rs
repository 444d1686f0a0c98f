//! What the readings say of models: how fast one would decode here, and how long one would train.

use super::probe::{Probe, Stored};
use super::record::Record;
use super::roofline::fastest_product;
use crate::core::error::{Code, Error};
use crate::core::model::cache;
use crate::core::model::count::Counts;
use crate::core::model::flops::{Causal, Forward};
use crate::core::model::{Architecture, Part};
use crate::core::quantity::{Bytes, Flop, FlopRate, Seconds, TokenRate, Tokens};

/// What is asked for where nothing else is said: tokens of context, of a sequence, and of a whole training.
pub const CONTEXT: u64 = 1024;
pub const SEQUENCE: u64 = 1024;
pub const TOKENS: f64 = 300e9;

/// One token after the other for one reader.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decoded {
    pub rate: TokenRate,
    /// Weights that one token reads, and the cache that it reads at this context, in 16 bits.
    pub weights: Bytes,
    pub cache: Bytes,
    /// Bytes/s at which the kernels of the benchmark read them.
    pub of_weights: f64,
    pub of_cache: f64,
}

/// Decoding with weights stored so: every active weight but the input table is read once a token by the kernel that was
/// measured, and the cache of so many tokens by the one of attention.
///
/// None where the weights in this form, or attention, were not measured.
///
/// # Errors
/// When the numbers leave the range of finite ones.
pub fn decode(record: &Record, model: &Architecture, stored: Stored, context: u64) -> Result<Option<Decoded>, Error> {
    let rate = |wanted: fn(&Probe, Stored) -> bool| {
        let rates = record.measured().filter(|r| wanted(&r.probe, stored)).filter_map(|r| r.byte_rate());
        rates.reduce(f64::max)
    };
    let weights = rate(|p, stored| matches!(p, Probe::Vector { stored: s, .. } if *s == stored));
    let attention = rate(|p, _| matches!(p, Probe::Attention { .. }));
    let (Some(of_weights), Some(of_cache)) = (weights, attention) else { return Ok(None) };
    if model.encoder.is_some() {
        let message = "A model with an encoder reads its encoder once and its decoder for every token; this is told for decoders alone.";
        return Err(Error::new(Code::Inconsistent, "model", message));
    }
    let counts = Counts::of(model);
    // A table that is the head as well is read as the head.
    let active = if model.is_tied() { counts.active } else { counts.active_without_input_embedding };
    // Of a table of positions one row is read.
    let active = (active - counts.active_part(Part::Positions)) as f64;
    let weights = Bytes::new(active * stored.bits() / 8.0)?;
    let cache = Bytes::new((2 * cache::elements(model, context, context)) as f64)?;
    let time = Seconds::new(weights.get() / of_weights + cache.get() / of_cache)?;
    Ok(Some(Decoded { rate: TokenRate::new(1.0 / time.get())?, weights, cache, of_weights, of_cache }))
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trained {
    pub time: Seconds,
    pub flop: Flop,
    /// FLOP/s of the fastest product that was measured.
    pub rate: FlopRate,
    pub from: Probe,
}

/// Training as if all of it were the fastest product that was measured: a bound, which a real run is slower than.
///
/// None where no product was measured.
///
/// # Errors
/// When the numbers leave the range of finite ones.
pub fn train(record: &Record, model: &Architecture, sequence: u64, tokens: Tokens) -> Result<Option<Trained>, Error> {
    let Some((rate, from)) = fastest_product(record) else { return Ok(None) };
    let flop = Flop::new(Forward::of(model, sequence, Causal::Half).training() * tokens.get())?;
    let rate = FlopRate::new(rate)?;
    Ok(Some(Trained { time: flop.at(rate)?, flop, rate, from }))
}

#[cfg(test)]
mod tests {
    use super::super::roofline::tests::made_up;
    use super::*;
    use crate::core::config::parse;
    use crate::core::model::presets::find;

    fn model(id: &str) -> Architecture {
        parse(find(id).unwrap().config).unwrap().model
    }

    /// By hand: Llama 3 8B without its input table (128,256 · 4,096) has 7,504,924,672 weights, 4.2215 GB at 4.5 bits;
    /// at 300 GB/s that is 14.072 ms. A cache of 1,024 tokens of 65,536 numbers in 16 bits is 134.2 MB, 0.3835 ms at
    /// 350 GB/s. Together 14.455 ms: 69.18 tokens/s.
    #[test]
    fn decoding_at_four_bits() {
        let d = decode(&made_up(), &model("llama-3-8b"), Stored::Int4, 1024).unwrap().unwrap();
        assert_eq!(d.weights.get(), 7_504_924_672.0 * 4.5 / 8.0);
        assert_eq!(d.cache.get(), 134_217_728.0);
        assert!((d.rate.get() - 69.18).abs() < 0.01, "{}", d.rate.get());
        assert_eq!(decode(&made_up(), &model("llama-3-8b"), Stored::Fp8, 1024).unwrap(), None);
        // The tied table of GPT-2 is read as its head.
        let tied = decode(&made_up(), &model("gpt-2"), Stored::F16, 1024).unwrap().unwrap();
        assert_eq!(tied.weights.get(), 2.0 * (124_439_808.0 - 1024.0 * 768.0));
        assert_eq!(decode(&made_up(), &model("t5-11b"), Stored::F16, 1024).unwrap_err().field, "model");
    }

    /// GPT-2 by hand: a token of 1,024 takes 2 · 123,651,840 FLOP in products of weights (all but the positions' table,
    /// norms and biases, which are under 0.1 %) and 2 · 12 · 768 · 1,025 in attention, half of the square; three times
    /// that for both ways: 0.798 GFLOP. 300 B tokens at 12 TFLOP/s are 231 days.
    #[test]
    fn training_gpt_2() {
        let t = train(&made_up(), &model("gpt-2"), 1024, Tokens::new(300e9).unwrap()).unwrap().unwrap();
        let days = t.time.get() / 86_400.0;
        assert!((days / 231.0 - 1.0).abs() < 0.01, "{days}");
        assert_eq!(train(&Record::default(), &model("gpt-2"), 1024, Tokens::new(1.0).unwrap()).unwrap(), None);
    }
}
