//! The one table of inputs: what each is called in a link, in an object and in words.

/// Everything that can be said, in the order links write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Title,
    Flops,
    Time,
    Dollars,
    Loss,
    Params,
    Tokens,
    Law,
    Accelerator,
    Count,
    Utilisation,
    Price,
    Model,
    ModelParams,
    ModelTokens,
}

/// Names of one input: in a link, as a dotted path in an object, and in words.
pub struct Names {
    pub key: Key,
    pub link: &'static str,
    pub path: &'static str,
    pub words: &'static str,
}

const fn names(key: Key, link: &'static str, path: &'static str, words: &'static str) -> Names {
    Names { key, link, path, words }
}

/// The one table of inputs.
pub static KEYS: &[Names] = &[
    names(Key::Title, "title", "title", "title"),
    names(Key::Flops, "flops", "budget.flops", "compute budget"),
    names(Key::Time, "time", "budget.time", "training time"),
    names(Key::Dollars, "dollars", "budget.dollars", "amount of money"),
    names(Key::Loss, "loss", "budget.loss", "target loss"),
    names(Key::Params, "params", "budget.params", "model size"),
    names(Key::Tokens, "tokens", "budget.tokens", "number of tokens"),
    names(Key::Law, "law", "law", "law"),
    names(Key::Accelerator, "accelerator", "hardware.accelerator", "accelerator"),
    names(Key::Count, "count", "hardware.count", "number of accelerators"),
    names(Key::Utilisation, "mfu", "assumptions.mfu", "utilisation"),
    names(Key::Price, "price", "assumptions.pricePerHour", "price of an accelerator-hour"),
    names(Key::Model, "model", "model.preset", "published run"),
    names(Key::ModelParams, "modelParams", "model.params", "size of your run"),
    names(Key::ModelTokens, "modelTokens", "model.tokens", "tokens of your run"),
];

impl Key {
    pub fn names(self) -> &'static Names {
        // The table is in the order of the enum; a test says so.
        KEYS.get(self as usize).unwrap_or(&KEYS[0])
    }

    pub fn from_link(name: &str) -> Option<Key> {
        KEYS.iter().find(|n| n.link == name).map(|n| n.key)
    }

    pub const fn is_budget(self) -> bool {
        matches!(self, Key::Flops | Key::Time | Key::Dollars | Key::Loss | Key::Params | Key::Tokens)
    }
}
