//! Reads licence expressions such as `(MIT OR Apache-2.0) AND Unicode-3.0`.

/// Licences that ask for no more than their own text to be kept.
const ALLOWED: [&str; 12] = [
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "CC0-1.0",
    "Unlicense",
    "BSL-1.0",
    "0BSD",
    "MIT-0",
];
/// Licences that ask for a little more; named in the report.
const FLAGGED: [&str; 1] = ["MPL-2.0"];

/// What an expression permits; the worse of two is the smaller.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verdict {
    Denied,
    Flagged,
    Allowed,
}

/// Of alternatives the best counts, of demands together the worst.
pub fn verdict(expression: &str) -> Verdict {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, at: 0, broken: false };
    let verdict = reader.either();
    if reader.at == words.len() && !reader.broken { verdict } else { Verdict::Denied }
}

struct Reader<'a> {
    words: &'a [&'a str],
    at: usize,
    /// A bracket is not closed, so nothing that was read counts.
    broken: bool,
}

impl Reader<'_> {
    fn take(&mut self, word: &str) -> bool {
        let found = self.words.get(self.at) == Some(&word);
        self.at += usize::from(found);
        found
    }

    fn either(&mut self) -> Verdict {
        let mut best = self.both();
        while self.take("OR") {
            best = best.max(self.both());
        }
        best
    }

    fn both(&mut self) -> Verdict {
        let mut worst = self.single();
        while self.take("AND") {
            worst = worst.min(self.single());
        }
        worst
    }

    fn single(&mut self) -> Verdict {
        if self.take("(") {
            let inner = self.either();
            self.broken |= !self.take(")");
            return inner;
        }
        let name = self.words.get(self.at).copied().unwrap_or_default();
        self.at += 1;
        // An exception only permits more.
        if self.take("WITH") {
            self.at += 1;
        }
        match name {
            name if ALLOWED.contains(&name) => Verdict::Allowed,
            name if FLAGGED.contains(&name) => Verdict::Flagged,
            _ => Verdict::Denied,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{Allowed, Denied, Flagged};
    use super::*;

    #[test]
    fn expressions_are_judged() {
        for (expression, expected) in [
            ("MIT OR Apache-2.0", Allowed),
            ("MIT/Apache-2.0", Allowed),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", Allowed),
            ("Apache-2.0 WITH LLVM-exception OR GPL-3.0", Allowed),
            ("MIT AND GPL-3.0", Denied),
            ("MPL-2.0", Flagged),
            ("MIT OR (GPL-3.0", Denied),
            ("", Denied),
        ] {
            assert_eq!(verdict(expression), expected, "{expression}");
        }
    }
}
