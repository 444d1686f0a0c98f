//! The report's own way of naming its numbers.

use super::{Compared, LawAnswer, Number, Place, Report, Section};

/// The report's own way of naming its numbers, so that a face can ask for one again after a change. A law's numbers go
/// by the law's id: the order of the laws changes with the chosen one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    Flops,
    Params,
    Tokens,
    TokensPerParam,
    Loss,
    Seconds,
    Hours,
    Dollars,
    Rate,
    Utilisation,
    LawParams(&'static str),
    LawTokens(&'static str),
    LawRatio(&'static str),
    LawLoss(&'static str),
    LawSlope(&'static str),
    /// All parameters, for a law that counts fewer.
    LawAll(&'static str),
    LawAllRatio(&'static str),
    SizeParams(usize),
    SizeTokens(usize),
    SizeRatio(usize),
    SizeLoss(usize),
    SizeMore(usize),
    SizeWorth(usize),
    SizeLost(usize),
    /// A number of a question beyond the plain optimum.
    Figure(Place),
    RunFlops(usize),
    RunOversize(usize),
    RunLoss(usize),
    RunMore(usize),
    RunNeeded(usize),
    RunOverspent(usize),
}

impl Report {
    /// The number asked for, if this report has it.
    pub fn number(&self, ask: Ask) -> Option<&Number> {
        let (a, t) = (&self.answer, &self.training);
        match ask {
            Ask::Flops => Some(&a.flops),
            Ask::Params => Some(&a.params),
            Ask::Tokens => Some(&a.tokens),
            Ask::TokensPerParam => Some(&a.tokens_per_param),
            Ask::Loss => a.loss.as_ref(),
            Ask::Seconds => Some(&t.seconds),
            Ask::Hours => Some(&t.hours),
            Ask::Dollars => Some(&t.dollars),
            Ask::Rate => Some(&t.rate),
            Ask::Utilisation => Some(&t.utilisation),
            Ask::LawParams(id) => self.law(id).map(|l| &l.params),
            Ask::LawTokens(id) => self.law(id).map(|l| &l.tokens),
            Ask::LawRatio(id) => self.law(id).map(|l| &l.tokens_per_param),
            Ask::LawLoss(id) => self.law(id)?.loss.as_ref(),
            Ask::LawSlope(id) => self.law(id)?.slope.as_ref(),
            Ask::LawAll(id) => self.law(id)?.alike.as_ref().map(|a| &a.params),
            Ask::LawAllRatio(id) => self.law(id)?.alike.as_ref().map(|a| &a.tokens_per_param),
            Ask::SizeParams(i) => self.sizes.get(i).map(|s| &s.params),
            Ask::SizeTokens(i) => self.sizes.get(i).map(|s| &s.tokens),
            Ask::SizeRatio(i) => self.sizes.get(i).map(|s| &s.tokens_per_param),
            Ask::SizeLoss(i) => self.sizes.get(i).map(|s| &s.loss),
            Ask::SizeMore(i) => self.sizes.get(i).map(|s| &s.more),
            Ask::SizeWorth(i) => self.sizes.get(i).map(|s| &s.worth),
            Ask::SizeLost(i) => self.sizes.get(i).map(|s| &s.lost),
            Ask::Figure(place) if place.section.is_model() => self.model().ok()?.figures.get(place),
            Ask::Figure(place) if place.section == Section::Real => self.real().ok()?.figures.get(place),
            Ask::Figure(place) if place.section == Section::Clock => self.clock().ok()?.figures.get(place),
            Ask::Figure(place) if place.section.is_mixture() => self.mixture().ok()?.figures.get(place),
            Ask::Figure(place) if place.section.is_run() => self.timing().ok()?.figures.get(place),
            Ask::Figure(place) => self.figures.get(place),
            Ask::RunFlops(i) => self.run(i).map(|r| &r.flops),
            Ask::RunOversize(i) => self.run(i).map(|r| &r.oversize),
            Ask::RunLoss(i) => self.run(i)?.loss.as_ref().map(|s| &s.loss),
            Ask::RunMore(i) => self.run(i)?.loss.as_ref().map(|s| &s.more),
            Ask::RunNeeded(i) => self.run(i)?.loss.as_ref().map(|s| &s.needed),
            Ask::RunOverspent(i) => self.run(i)?.loss.as_ref().map(|s| &s.overspent),
        }
    }

    /// What the law of this id answers.
    pub fn law(&self, id: &str) -> Option<&LawAnswer> {
        self.laws.iter().find(|l| l.meta.id == id)
    }

    /// Published runs in their order, and after them the scenario's own.
    pub fn run(&self, i: usize) -> Option<&Compared> {
        self.published.get(i).or_else(|| self.compared.as_ref().filter(|_| i == self.published.len()))
    }
}
