//! Published training runs to start from: total parameters and tokens as their papers state them.

use super::error::{Code, Error};
use super::quantity::{Params, Tokens};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Published {
    pub id: &'static str,
    pub name: &'static str,
    pub year: u16,
    pub params: f64,
    pub tokens: f64,
    pub source: &'static str,
}

const fn row(
    id: &'static str,
    name: &'static str,
    year: u16,
    params: f64,
    tokens: f64,
    source: &'static str,
) -> Published {
    Published { id, name, year, params, tokens, source }
}

#[rustfmt::skip]
pub static ALL: &[Published] = &[
    row("chinchilla-70b",  "Chinchilla 70B",  2022,  70e9,  1.4e12, "Hoffmann et al. 2022, arXiv 2203.15556"),
    row("gpt-3-175b",      "GPT-3 175B",      2020, 175e9,  300e9,  "Brown et al. 2020, arXiv 2005.14165; tokens as in Hoffmann et al. 2022"),
    row("llama-3-1-405b",  "Llama 3.1 405B",  2024, 405e9, 15.6e12, "The Llama 3 Herd of Models, arXiv 2407.21783"),
    row("gopher-280b",     "Gopher 280B",     2021, 280e9,  300e9,  "Rae et al. 2021, arXiv 2112.11446; tokens as in Hoffmann et al. 2022, who count its compute as 5.76e23 FLOP"),
    row("palm-540b",       "PaLM 540B",       2022, 540e9,  780e9,  "Chowdhery et al. 2022, arXiv 2204.02311"),
];

/// # Errors
/// `unknown-id`, naming what there is.
pub fn find(id: &str) -> Result<&'static Published, Error> {
    ALL.iter().find(|r| r.id == id).ok_or_else(|| {
        let known: Vec<&str> = ALL.iter().map(|r| r.id).collect();
        let shown: String = id.chars().take(40).collect();
        Error::new(
            Code::UnknownId,
            "model.preset",
            format!("There is no published run \"{shown}\"; the ones here are {}.", known.join(", ")),
        )
    })
}

/// A run to set against the optimum: a published one, or any size and token count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    pub published: Option<&'static Published>,
    pub params: Params,
    pub tokens: Tokens,
}

impl Run {
    /// # Errors
    /// As [`find`].
    pub fn published(id: &str) -> Result<Run, Error> {
        let row = find(id)?;
        Ok(Run { published: Some(row), params: Params::new(row.params)?, tokens: Tokens::new(row.tokens)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sound() {
        for r in ALL {
            assert!(Run::published(r.id).is_ok(), "{}", r.id);
        }
        assert_eq!(find("gpt-9").unwrap_err().code, Code::UnknownId);
        // The Gopher budget of Hoffmann et al. (5.76e23 FLOP, counted more finely) against 6 N D.
        let g = find("gopher-280b").unwrap();
        assert!((6.0 * g.params * g.tokens / 5.76e23 - 1.0).abs() < 0.13);
        // The Llama 3 report states 3.8e25 FLOP for its largest run.
        let l = find("llama-3-1-405b").unwrap();
        assert!((6.0 * l.params * l.tokens / 3.8e25 - 1.0).abs() < 0.005);
        // PaLM: 2.5e24 FLOP.
        let p = find("palm-540b").unwrap();
        assert!((6.0 * p.params * p.tokens - 2.5e24).abs() <= 0.05e24);
    }
}
