//! Released models, as the fields of their `config.json` that shape weights and caches.
//!
//! One row is one model; `published` is its size as its makers print it, `source` says where the fields
//! stand: a repository of the Hugging Face Hub, whose `config.json` has them, or a paper.

mod dense;
mod mixtures;

use crate::core::error::{Code, Error};

/// How well the fields are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// They give a number of parameters that is known to the last digit from elsewhere.
    Exact,
    /// They give the printed size, which is rounded.
    Rounded,
}

impl Confidence {
    pub const fn words(self) -> &'static str {
        match self {
            Confidence::Exact => "the fields give a count known to the last digit",
            Confidence::Rounded => {
                "counted within 4 % of the printed size; its fields were not seen at their source again"
            }
        }
    }
}

/// A released model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Stable, in small letters with dashes.
    pub id: &'static str,
    pub name: &'static str,
    pub organisation: &'static str,
    pub year: u16,
    /// What [`crate::core::config::parse`] reads.
    pub config: &'static str,
    pub source: &'static str,
    /// Billions of parameters in all, and where they differ those that one token uses.
    pub published: &'static str,
    pub confidence: Confidence,
}

/// The model of an untouched page.
pub const DEFAULT: &str = "llama-3-70b";

/// Every row: dense models first.
pub fn all() -> impl Iterator<Item = &'static Preset> {
    dense::ROWS.iter().chain(mixtures::ROWS)
}

/// The model of this id; capitals and dots are read as the id has them, `Llama-3.1-8B` as `llama-3-1-8b`.
///
/// # Errors
/// `unknown-id`, with the nearest id where there is one.
pub fn find(id: &str) -> Result<&'static Preset, Error> {
    let asked = id.trim().to_ascii_lowercase().replace(['.', '_', ' '], "-");
    all().find(|p| p.id == asked).ok_or_else(|| {
        let shown: String = id.chars().take(40).collect();
        let alike = |p: &&Preset| p.id.bytes().zip(asked.bytes()).take_while(|(a, b)| a == b).count();
        let near = all().max_by_key(alike).filter(|p| alike(p) >= 3);
        let hint = near.map_or_else(String::new, |p| format!(" The nearest is \"{}\".", p.id));
        let e = Error::new(
            Code::UnknownId,
            "model",
            format!("\"{shown}\" is not among the {} models of the table.{hint}", all().count()),
        );
        match near {
            Some(p) => e.suggest(p.id),
            None => e,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Confidence, Preset, all, find as row};
    use crate::core::config::parse;
    use crate::core::model::{Counts, cache};

    /// Numbers before a "B", in order.
    fn billions(text: &str) -> Vec<f64> {
        let words: Vec<&str> = text.split([' ', ',']).filter(|w| !w.is_empty()).collect();
        words.windows(2).filter(|w| w[1] == "B").map(|w| w[0].parse().unwrap()).collect()
    }

    fn near(counted: u128, printed: f64, tolerance: f64) -> bool {
        (counted as f64 / 1e9 / printed - 1.0).abs() < tolerance
    }

    #[test]
    fn rows_are_read_and_give_the_printed_size() {
        for p in all() {
            let r = parse(p.config).unwrap_or_else(|e| panic!("{}: {e}", p.id));
            assert!(r.unknown.is_empty(), "{}: {:?}", p.id, r.unknown);
            let c = Counts::of(&r.model);
            let printed = billions(p.published);
            assert!(near(c.total, printed[0], 0.04), "{}: {} is not {}", p.id, c.total, p.published);
            if let Some(active) = printed.get(1) {
                let either = [c.active, c.active_without_input_embedding].map(|a| near(a, *active, 0.1));
                assert!(either.contains(&true), "{}: {} is not {active} B", p.id, c.active);
            }
        }
    }

    #[test]
    fn ids_are_plain_and_stand_once() {
        for (i, p) in all().enumerate() {
            assert!(p.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", p.id);
            assert!((2017..=2026).contains(&p.year), "{}", p.id);
            assert!(all().skip(i + 1).all(|q| q.id != p.id && q.name != p.name), "{}", p.id);
        }
    }

    fn find(id: &str) -> &'static Preset {
        row(id).unwrap()
    }

    #[test]
    fn known_to_the_last_digit() {
        let rows = [
            ("llama-2-7b", 6_738_415_616, 262_144),
            ("llama-2-13b", 13_015_864_320, 409_600),
            ("llama-2-70b", 68_976_648_192, 163_840),
            ("llama-3-8b", 8_030_261_248, 65_536),
            ("llama-3-70b", 70_553_706_496, 163_840),
            ("llama-3-1-405b", 405_853_388_800, 258_048),
            ("mixtral-8x7b", 46_702_792_704, 65_536),
            ("mixtral-8x22b", 140_620_634_112, 114_688),
            ("deepseek-v2", 235_741_434_880, 34_560),
            ("deepseek-v3", 671_026_404_352, 35_136),
            ("kimi-k2", 1_026_408_209_408, 35_136),
            ("qwen3-235b-a22b", 235_093_634_560, 96_256),
            ("olmoe-1b-7b", 6_919_161_856, 65_536),
            ("gpt-oss-120b", 116_829_156_672, 36_864),
            ("gpt-oss-20b", 20_914_757_184, 24_576),
            ("gpt-2", 124_439_808, 18_432),
            ("gpt-3-175b", 174_604_259_328, 2_359_296),
            ("opt-175b", 174_604_468_224, 2_359_296),
            ("qwen2-5-72b", 72_706_203_648, 163_840),
            ("gemma-2-27b", 27_227_128_320, 188_416),
            ("phi-3-mini", 3_821_079_552, 196_608),
            ("mistral-7b", 7_241_732_096, 65_536),
            ("llama-3-1-8b", 8_030_261_248, 65_536),
            ("llama-3-1-70b", 70_553_706_496, 163_840),
        ];
        for (id, total, kept) in rows {
            let p = find(id);
            let model = parse(p.config).unwrap().model;
            assert_eq!(Counts::of(&model).total, total, "{id}");
            assert_eq!(cache::per_token(&model), kept, "{id}");
            assert_eq!(p.confidence, Confidence::Exact, "{id}");
        }
        let exact = all().filter(|p| p.confidence == Confidence::Exact).count();
        assert_eq!(exact, rows.len());
        let step = parse(find("step-3").config).unwrap().model;
        assert_eq!(2 * cache::per_token(&step), 62_464);
        let yi = parse(find("yi-34b").config).unwrap().model;
        assert_eq!(2 * cache::per_token(&yi), 245_760);
    }
}
