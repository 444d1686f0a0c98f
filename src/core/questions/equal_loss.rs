//! Runs of equal loss: the tokens that a size needs for it, the size that a token count needs for it.

use crate::core::error::{Code, Error};
use crate::core::laws::Law;
use crate::core::num;
use crate::core::quantity::{Nats, Params, Tokens, show};

/// How far out in ln the search looks on each side.
const REACH: f64 = 161.0;

/// The other side of a run that has loss `target` by `loss`, a falling function of its logarithm.
fn solve(near: f64, target: Nats, loss: impl Fn(f64) -> f64) -> Option<f64> {
    // The loss may leave the range of numbers at the far ends; what is too high counts as high.
    let above = |x: f64| {
        let l = loss(x);
        if l.is_nan() { 1e3 } else { (l - target.get()).clamp(-1e3, 1e3) }
    };
    if above(near + REACH) > 0.0 {
        return None;
    }
    num::root(near - REACH, near + REACH, above)
}

fn never(law: &dyn Law, field: &str, what: &str, target: Nats) -> Error {
    Error::new(
        Code::NoSolution,
        field,
        format!("By {}, {what} never reaches a loss of {:.4}.", law.meta().short, target.get()),
    )
}

/// Tokens on which a model of `params` reaches `target`.
///
/// # Errors
/// `no-solution` when no amount of data gets it there.
pub fn tokens_for(law: &dyn Law, params: Params, target: Nats) -> Result<Tokens, Error> {
    let at = |ln_d: f64| {
        let tokens = Tokens::new(ln_d.exp()).ok();
        tokens.and_then(|t| law.loss(params, Some(t)).ok()).map_or(f64::NAN, |p| p.loss.get())
    };
    let found = law.tokens_closed(params, target).or_else(|| solve(params.get().ln(), target, at).map(f64::exp));
    found
        .and_then(|d| Tokens::new(d).ok())
        .ok_or_else(|| never(law, "params", &format!("a model of {} parameters", show::given(params.get())), target))
}

/// The model that reaches `target` on `tokens`.
///
/// # Errors
/// `no-solution` when no size gets there.
pub fn params_for(law: &dyn Law, tokens: Tokens, target: Nats) -> Result<Params, Error> {
    let at = |ln_n: f64| {
        let params = Params::new(ln_n.exp()).ok();
        params.and_then(|n| law.loss(n, Some(tokens)).ok()).map_or(f64::NAN, |p| p.loss.get())
    };
    let found = law.params_closed(tokens, target).or_else(|| solve(tokens.get().ln(), target, at).map(f64::exp));
    found.and_then(|n| Params::new(n).ok()).ok_or_else(|| {
        never(law, "tokens", &format!("a model trained on {} tokens", show::given(tokens.get())), target)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::find;

    /// D = (B / (L − E − A N^−α))^(1/β): the closed form of the additive laws.
    #[test]
    fn agrees_with_the_search() {
        let law = find("besiroglu-2024").unwrap();
        for (n, l) in [(1e9, 2.6), (70e9, 1.98), (1e12, 1.9)] {
            let (n, l) = (Params::new(n).unwrap(), Nats::new(l).unwrap());
            let at = |ln_d: f64| law.loss(n, Tokens::new(ln_d.exp()).ok()).unwrap().loss.get();
            let searched = solve(n.get().ln(), l, at).unwrap().exp();
            assert!((tokens_for(&*law, n, l).unwrap().get() / searched - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn agrees_with_the_closed_form() {
        let law = find("besiroglu-2024").unwrap();
        let (e, a, b, alpha, beta) = (1.8172, 482.01, 2085.43, 0.3478, 0.3658);
        for (n, l) in [(1e9, 2.6), (7e9, 2.1), (70e9, 1.98), (1e12, 1.9)] {
            let (n, l) = (Params::new(n).unwrap(), Nats::new(l).unwrap());
            let closed = (b / (l.get() - e - a * n.get().powf(-alpha))).powf(1.0 / beta);
            let d = tokens_for(&*law, n, l).unwrap();
            assert!((d.get() / closed - 1.0).abs() < 1e-9);
            assert!((params_for(&*law, d, l).unwrap().get() / n.get() - 1.0).abs() < 1e-9);
        }
        let never = tokens_for(&*law, Params::new(1e9).unwrap(), Nats::new(1.9).unwrap()).unwrap_err();
        assert_eq!(never.code, Code::NoSolution);
    }
}
