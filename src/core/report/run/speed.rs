//! Time of a step, its parts, tokens a second, and utilisation.

use super::*;
use crate::core::quantity::FlopRate;

const PARTS: Section = Section::Step;
const S: Section = Section::Speed;

pub(super) fn speed(out: &mut Figures, job: &Job, timing: &Timing, per: &PerToken) -> Result<(), Error> {
    let time = |symbol, what, v: f64| given(symbol, what, v, Seconds::UNIT);
    let step = timing.step_time.get();
    if let Some(s) = &timing.step {
        let mut letters = Vec::new();
        for (row, part) in Part::ALL.into_iter().enumerate() {
            let v = s.part(part).get();
            out.name(PARTS, row, part.words());
            let number = by(part.words(), SYMBOLS[row], Seconds::UNIT, time(SYMBOLS[row], part.words(), v));
            out.put(PARTS, "time", row, noted(number, NOTES[row]));
            let share = quotient(time(SYMBOLS[row], part.words(), v), time("t", "time of a step", step));
            out.put(PARTS, "share", row, by("Share of the step", "x", "", share));
            if v > 0.0 {
                letters.push(time(SYMBOLS[row], part.words(), v));
            }
        }
        out.put(S, "step", 0, by("Time of a step", "t", Seconds::UNIT, sum(letters)));
    } else {
        let of = time("t", "time of a step, from the given utilisation", step);
        out.put(S, "step", 0, by("Time of a step", "t", Seconds::UNIT, of));
    }
    replicas(out, job);
    let sequences = given("B", "sequences of a step", job.batch as f64, "");
    let length = given("s", "tokens of a sequence", job.setup.sequence as f64, "tokens");
    let tokens = quotient(crate::core::expr::product([sequences, length]), time("t", "time of a step", step));
    out.put(S, "tokens", 0, finite(by("Tokens a second", "r", "tokens/s", tokens), "batch")?);
    let devices = job.setup.layout.devices() as f64;
    let each = |flop: f64, what: &'static str| {
        quotient(
            crate::core::expr::product([
                given("r", "tokens a second", timing.tokens.get(), "tokens/s"),
                given("F", what, flop, "FLOP"),
            ]),
            given("n", "accelerators", devices, ""),
        )
    };
    let peak =
        || given("P", "dense peak of one accelerator in the format of the products", timing.peak.get(), FlopRate::UNIT);
    let full = "FLOP of a token, attention as the whole square";
    let causal = "FLOP of a token, attention as half of the square";
    let hardware = "FLOP of a token with what is computed again";
    out.put(S, "rate", 0, by("Model FLOP/s of an accelerator", "R", FlopRate::UNIT, each(per.full, full)));
    let mfu = noted(by("Model FLOP utilisation", "MFU", "", quotient(each(per.full, full), peak())), MFU);
    out.put(S, "mfu", 0, mfu);
    out.put(S, "mfuCausal", 0, by("The same, counted causally", "MFU", "", quotient(each(per.causal, causal), peak())));
    let hfu = by("Hardware FLOP utilisation", "HFU", "", quotient(each(per.hardware, hardware), peak()));
    out.put(S, "hfu", 0, noted(hfu, HFU));
    Ok(())
}

/// Copies of the model that train together, and the tokens of one step.
fn replicas(out: &mut Figures, job: &Job) {
    use crate::core::expr::product;
    let l = &job.setup.layout;
    let number = |symbol, what, v: u64| given(symbol, what, v as f64, "");
    let copy = product([
        number("t", "tensor parallelism", l.tensor),
        number("p", "pipeline parallelism", l.pipeline),
        number("c", "context parallelism", l.context),
    ]);
    let n = given("n", "accelerators that work", l.devices() as f64, "");
    out.put(S, "replicas", 0, by("Copies of the model", "d", "copies", quotient(n, copy)));
    let of = product([
        number("B", "sequences of a step", job.batch),
        given("s", "tokens of a sequence", job.setup.sequence as f64, Tokens::UNIT),
    ]);
    out.put(S, "batch", 0, by("Tokens of a step", "b", Tokens::UNIT, of));
}

const MFU: &str = "All products of a forward and a backward pass, attention as the whole square of the sequence, as \
                   Megatron-LM 2021 and PaLM count; nothing for what is computed again. Against the dense peak of the \
                   format in which the layers' products run.";

const HFU: &str = "Selective recomputation is counted as its paper counts it, the core of attention once more both ways; \
                   fused attention computes its scores again in any case, so no time of its own stands for that.";

const SYMBOLS: [&str; Part::ALL.len()] = ["t₁", "t₂", "t₃", "t₄", "t₅", "t₆", "t₇", "t₈", "t₉"];

/// What each part is, and what hides it.
const NOTES: [&str; Part::ALL.len()] = [
    "Products by tiles and waves at what large products reach on this device, attention with its exponentials, and \
     everything else at the rate of memory.",
    "What is not kept is computed a second time.",
    "The input of every block is gathered and its output summed within the tensor-parallel group.",
    "Keys and values of the other parts of a sequence come by; attention hides what it can.",
    "Tokens go to the devices that have their experts, and come back.",
    "Activations and their gradients between stages; nothing where they travel while stages compute.",
    "Stages wait while the pipeline fills and empties, and for the slowest of them.",
    "Gradients are summed over replicas and weights gathered; passes hide what they can.",
    "Gradients, master weights and moments are read and written.",
];
