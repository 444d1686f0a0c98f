//! A formula that is both computed and shown: one tree gives the value, the symbols and the numbers put in.

use super::quantity::show;

/// A letter of a formula: what it stands for, its value and, where published, its standard error.
#[derive(Clone, Debug, PartialEq)]
pub struct Symbol {
    pub symbol: &'static str,
    pub meaning: &'static str,
    pub value: f64,
    pub unit: &'static str,
    pub standard_error: Option<f64>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    Given(Symbol),
    /// A part with a name of its own, such as G in the compute-optimal closed form.
    Named(&'static str, &'static str, Box<Expr>),
    Number(f64),
    Sum(Vec<Expr>),
    Difference(Box<Expr>, Box<Expr>),
    Product(Vec<Expr>),
    Quotient(Box<Expr>, Box<Expr>),
    Power(Box<Expr>, Box<Expr>),
    Of(Function, Vec<Expr>),
}

/// A named function in a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    Exp,
    Ln,
    Log10,
    Sqrt,
    Min,
    Max,
    Floor,
}

impl Function {
    const fn name(self) -> &'static str {
        match self {
            Function::Exp => "exp",
            Function::Ln => "ln",
            Function::Log10 => "log₁₀",
            Function::Sqrt => "√",
            Function::Min => "min",
            Function::Max => "max",
            Function::Floor => "floor",
        }
    }

    fn eval(self, at: &[Expr]) -> f64 {
        let mut values = at.iter().map(Expr::eval);
        match self {
            Function::Min => values.fold(f64::INFINITY, f64::min),
            Function::Max => values.fold(f64::NEG_INFINITY, f64::max),
            one => {
                let x = values.next().unwrap_or(f64::NAN);
                match one {
                    Function::Exp => x.exp(),
                    Function::Ln => x.ln(),
                    Function::Log10 => x.log10(),
                    Function::Floor => x.floor(),
                    _ => x.sqrt(),
                }
            }
        }
    }
}

/// A run of text, or a part that is set higher.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    Text(String),
    Raised(Vec<Piece>),
}

#[derive(Clone, Copy, PartialEq)]
enum Show {
    Symbols,
    Values,
}

pub fn given(symbol: &'static str, meaning: &'static str, value: f64, unit: &'static str) -> Expr {
    Expr::Given(Symbol { symbol, meaning, value, unit, standard_error: None })
}

pub fn named(symbol: &'static str, meaning: &'static str, expr: Expr) -> Expr {
    Expr::Named(symbol, meaning, Box::new(expr))
}

pub fn quotient(a: Expr, b: Expr) -> Expr {
    Expr::Quotient(Box::new(a), Box::new(b))
}

pub fn difference(a: Expr, b: Expr) -> Expr {
    Expr::Difference(Box::new(a), Box::new(b))
}

pub fn power(a: Expr, b: Expr) -> Expr {
    Expr::Power(Box::new(a), Box::new(b))
}

pub fn product(parts: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::Product(parts.into_iter().collect())
}

pub fn sum(parts: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::Sum(parts.into_iter().collect())
}

pub fn exp(x: Expr) -> Expr {
    Expr::Of(Function::Exp, vec![x])
}

pub fn ln(x: Expr) -> Expr {
    Expr::Of(Function::Ln, vec![x])
}

impl Expr {
    pub fn eval(&self) -> f64 {
        match self {
            Expr::Given(s) => s.value,
            Expr::Named(_, _, e) => e.eval(),
            Expr::Number(v) => *v,
            Expr::Sum(v) => v.iter().map(Expr::eval).sum(),
            Expr::Difference(a, b) => a.eval() - b.eval(),
            Expr::Product(v) => v.iter().map(Expr::eval).product(),
            Expr::Quotient(a, b) => a.eval() / b.eval(),
            Expr::Power(a, b) => a.eval().powf(b.eval()),
            Expr::Of(function, at) => function.eval(at),
        }
    }

    /// The formula in symbols, `G · (C / k)^a`.
    pub fn symbols(&self) -> Vec<Piece> {
        self.pieces(Show::Symbols)
    }

    /// The same with numbers put in.
    pub fn values(&self) -> Vec<Piece> {
        self.pieces(Show::Values)
    }

    /// Every letter used, named parts before what they are made of, each once.
    pub fn letters(&self) -> Vec<Letter<'_>> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect<'a>(&'a self, found: &mut Vec<Letter<'a>>) {
        let mut push = |letter: Letter<'a>| {
            if !found.iter().any(|f| f.symbol() == letter.symbol()) {
                found.push(letter);
            }
        };
        match self {
            Expr::Given(s) => push(Letter::Given(s)),
            Expr::Named(symbol, meaning, e) => {
                push(Letter::Named(symbol, meaning, e));
                e.collect(found);
            }
            Expr::Number(_) => {}
            Expr::Sum(v) | Expr::Product(v) | Expr::Of(_, v) => v.iter().for_each(|e| e.collect(found)),
            Expr::Difference(a, b) | Expr::Quotient(a, b) | Expr::Power(a, b) => {
                a.collect(found);
                b.collect(found);
            }
        }
    }

    fn pieces(&self, show: Show) -> Vec<Piece> {
        let mut out = Vec::new();
        self.write(show, 0, &mut out);
        merge(out)
    }

    /// `binding`: how tightly the surroundings bind, to know where parentheses are needed.
    fn write(&self, show: Show, binding: u8, out: &mut Vec<Piece>) {
        let text = |out: &mut Vec<Piece>, s: &str| out.push(Piece::Text(s.to_owned()));
        let own = match self {
            Expr::Sum(_) | Expr::Difference(..) => 1,
            Expr::Product(_) | Expr::Quotient(..) => 2,
            Expr::Power(..) => 3,
            Expr::Of(..) => 5,
            _ => 4,
        };
        // A number in powers of ten is a product and needs parentheses where a product does.
        let wide = own == 4 && show == Show::Values && binding >= 3 && number(self.eval()).contains('×');
        let parentheses = own < binding || wide;
        if parentheses {
            text(out, "(");
        }
        match self {
            Expr::Given(s) if show == Show::Symbols => text(out, s.symbol),
            Expr::Named(s, ..) if show == Show::Symbols => text(out, s),
            Expr::Given(_) | Expr::Named(..) | Expr::Number(_) => text(out, &number(self.eval())),
            Expr::Sum(v) => join(v, " + ", show, 1, out),
            Expr::Difference(a, b) => {
                a.write(show, 1, out);
                text(out, " − ");
                b.write(show, 2, out);
            }
            Expr::Product(v) => join(v, if show == Show::Symbols { " · " } else { " × " }, show, 2, out),
            Expr::Quotient(a, b) => {
                a.write(show, 2, out);
                text(out, " / ");
                b.write(show, 3, out);
            }
            Expr::Power(a, b) => {
                a.write(show, 4, out);
                let mut up = Vec::new();
                b.write(show, 0, &mut up);
                out.push(Piece::Raised(merge(up)));
            }
            Expr::Of(function, at) => {
                text(out, function.name());
                text(out, "(");
                join(at, ", ", show, 0, out);
                text(out, ")");
            }
        }
        if parentheses {
            text(out, ")");
        }
    }
}

fn join(parts: &[Expr], between: &str, show: Show, binding: u8, out: &mut Vec<Piece>) {
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            out.push(Piece::Text(between.to_owned()));
        }
        part.write(show, binding, out);
    }
}

fn merge(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (out.last_mut(), piece) {
            (Some(Piece::Text(a)), Piece::Text(b)) => a.push_str(&b),
            (_, piece) => out.push(piece),
        }
    }
    out
}

/// A number in a formula: as it was given when it is short (0.3478, 2085.43), else six digits.
pub fn number(value: f64) -> String {
    let digits =
        format!("{value:e}").split('e').next().unwrap_or_default().chars().filter(char::is_ascii_digit).count();
    match value.abs() {
        size if value.fract() == 0.0 && size < 1e6 => format!("{value}"),
        // What is counted stays whole: a formula with its numbers gives the very number.
        size if value.fract() == 0.0 && size < 1e15 && digits > 6 => show::full(value),
        _ => show::sig(value, digits.clamp(1, 6)),
    }
}

/// Pieces as one line of text, raised parts after `^`.
pub fn plain(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(t) => out.push_str(t),
            Piece::Raised(up) => {
                let inner = plain(up);
                let simple = inner.chars().all(|c| c.is_alphanumeric() || c == '.');
                if simple {
                    out.push('^');
                    out.push_str(&inner);
                } else {
                    out.push_str("^(");
                    out.push_str(&inner);
                    out.push(')');
                }
            }
        }
    }
    out
}

/// One line of the legend under a formula.
#[derive(Clone, Copy, Debug)]
pub enum Letter<'a> {
    Given(&'a Symbol),
    Named(&'static str, &'static str, &'a Expr),
}

impl Letter<'_> {
    pub fn symbol(&self) -> &'static str {
        match self {
            Letter::Given(s) => s.symbol,
            Letter::Named(s, ..) => s,
        }
    }

    pub fn meaning(&self) -> &'static str {
        match self {
            Letter::Given(s) => s.meaning,
            Letter::Named(_, m, _) => m,
        }
    }

    pub fn value(&self) -> f64 {
        match self {
            Letter::Given(s) => s.value,
            Letter::Named(_, _, e) => e.eval(),
        }
    }

    /// What a named part is made of.
    pub fn formula(&self) -> Option<Vec<Piece>> {
        match self {
            Letter::Given(_) => None,
            Letter::Named(_, _, e) => Some(e.symbols()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(s: &'static str, v: f64) -> Expr {
        given(s, "", v, "")
    }

    #[test]
    fn shows_what_it_computes() {
        let e = Expr::Product(vec![
            letter("G", 2.0),
            power(quotient(letter("C", 12.0), letter("k", 6.0)), letter("a", 3.0)),
        ]);
        assert_eq!(e.eval(), 16.0);
        assert_eq!(plain(&e.symbols()), "G · (C / k)^a");
        assert_eq!(plain(&e.values()), "2 × (12 / 6)^3");
    }

    #[test]
    fn parentheses_only_where_needed() {
        let sum = Expr::Sum(vec![letter("a", 1.0), letter("b", 2.0)]);
        let e = quotient(letter("x", 6.0), Expr::Product(vec![letter("y", 2.0), sum.clone()]));
        assert_eq!(plain(&e.symbols()), "x / (y · (a + b))");
        assert_eq!(e.eval(), 1.0);
        let e = power(letter("N", 8.0), quotient(letter("p", 1.0), letter("q", 3.0)));
        assert_eq!(plain(&e.symbols()), "N^(p / q)");
        let e = quotient(letter("A", 8.0), power(letter("N", 2.0), letter("p", 3.0)));
        assert_eq!(plain(&e.symbols()), "A / N^p");
        let e = power(power(letter("x", 2.0), letter("y", 3.0)), letter("z", 2.0));
        assert_eq!(plain(&e.symbols()), "(x^y)^z");
        let e = difference(letter("L", 3.0), sum);
        assert_eq!(plain(&e.symbols()), "L − (a + b)");
    }

    #[test]
    fn numbers_keep_the_digits_they_were_given() {
        assert_eq!(number(0.3478), "0.3478");
        assert_eq!(number(2085.43), "2085.43");
        assert_eq!(number(6.0), "6");
        assert_eq!(number(1.0 / 3.0), "0.333333");
    }
}
