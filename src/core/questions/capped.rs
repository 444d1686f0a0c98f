//! The best run when the model may not be larger than a given size.

use super::equal_loss::tokens_for;
use super::needs_surface;
use crate::core::error::{Code, Error};
use crate::core::laws::{Intervals, Law, Optimum, Pin, bought};
use crate::core::quantity::Params;

/// The optimum with no model above `most`; `true` where the cap changes the answer.
///
/// # Errors
/// `inconsistent` for a size asked for above the cap, or a law without a loss for every run where the cap binds;
/// `no-solution` when a model of that size never reaches the loss asked for.
pub fn best(law: &dyn Law, pin: Pin, most: Params) -> Result<(Optimum, bool), Error> {
    let free = law.optimum(pin);
    if let Ok(free) = &free
        && free.params <= most
    {
        return Ok((*free, false));
    }
    if let Pin::Params(n) = pin
        && n > most
    {
        return Err(Error::new(
            Code::Inconsistent,
            "maxParams",
            "The size asked for is above \"maxParams\"; raise the one or lower the other.",
        ));
    }
    needs_surface(law, "maxParams")?;
    let (flops, tokens) = match pin {
        Pin::Flops(c) => (c, bought(law, c, most)?),
        Pin::Tokens(d) => (most.compute(d, law.flop_per_param_token(most))?, d),
        Pin::Loss(l) => {
            // Below the law's own floor nothing helps; say that first.
            free?;
            let tokens = tokens_for(law, most, l).map_err(|e| e.at("maxParams"))?;
            (most.compute(tokens, law.flop_per_param_token(most))?, tokens)
        }
        Pin::Params(_) => return free.map(|o| (o, false)),
    };
    let p = law.loss(most, Some(tokens))?;
    let intervals = Intervals { loss: p.interval, ..Intervals::default() };
    Ok((Optimum { flops, params: most, tokens, loss: Some(p.loss), intervals }, true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::find;
    use crate::core::quantity::{Flop, Nats, Tokens};

    #[test]
    fn a_cap_binds_only_below_the_best_size() {
        let law = find("besiroglu-2024").unwrap();
        let pin = Pin::Flops(Flop::new(5.76e23).unwrap());
        let free = law.optimum(pin).unwrap();
        let (wide, changed) = best(&*law, pin, Params::new(1e12).unwrap()).unwrap();
        assert_eq!((wide, changed), (free, false));
        // 8e9 parameters at 5.76e23 FLOP: 1.2e13 tokens; E + 482.01 / 8e9^0.3478 + 2085.43 / 1.2e13^0.3658.
        let (held, changed) = best(&*law, pin, Params::new(8e9).unwrap()).unwrap();
        assert!(changed && (held.tokens.get() / 1.2e13 - 1.0).abs() < 1e-12);
        let loss = 1.8172 + 482.01 / 8e9f64.powf(0.3478) + 2085.43 / 1.2e13f64.powf(0.3658);
        assert!((held.loss.unwrap().get() - loss).abs() < 1e-12);
        let tokens = Tokens::new(1e13).unwrap();
        assert_eq!(best(&*law, Pin::Tokens(tokens), Params::new(8e9).unwrap()).unwrap().0.tokens, tokens);
    }

    #[test]
    fn what_cannot_be_is_said() {
        let law = find("besiroglu-2024").unwrap();
        let n = |v: f64| Params::new(v).unwrap();
        assert_eq!(best(&*law, Pin::Params(n(1e10)), n(1e9)).unwrap_err().code, Code::Inconsistent);
        let l = |v: f64| Pin::Loss(Nats::new(v).unwrap());
        assert_eq!(best(&*law, l(1.9), n(1e9)).unwrap_err().field, "maxParams");
        assert_eq!(best(&*law, l(1.8), n(1e9)).unwrap_err().code, Code::NoSolution);
        let frontier = find("hoffmann-2022-approach-2").unwrap();
        let pin = Pin::Flops(Flop::new(1e24).unwrap());
        assert_eq!(best(&*frontier, pin, n(1e9)).unwrap_err().code, Code::Inconsistent);
    }
}
