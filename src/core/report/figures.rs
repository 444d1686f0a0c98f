//! Numbers of the questions beyond the plain optimum, found by the section, the name and the row they stand in.

use super::Number;

/// Where a number stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub section: Section,
    pub key: &'static str,
    pub row: usize,
}

/// A question of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Serving,
    Smaller,
    Capped,
    Repeated,
    Precision,
    Quantised,
    Apart,
    Hyper,
    /// Weights that are zero; a row is a share of them.
    Zeros,
    /// Activations that are zero; a row is a published size.
    Activations,
    /// A mixture of experts from a dense model; a row is a size.
    Upcycled,
    /// Parameters of the model at hand, by part; a row is a model.
    Anatomy,
    /// FLOP of a token.
    Compute,
    /// Training memory of a device; a row is a pipeline stage.
    Stages,
    /// The fullest stage against the device.
    Fit,
    /// Memory of serving; a row is a model.
    Served,
    /// Keys and values; a row is a model.
    Cache,
    /// What a step's time goes to; a row is a part.
    Step,
    /// Time of a step, tokens a second, utilisation.
    Speed,
    /// Compute of a step; a row is an operator.
    Operators,
    /// The whole run without interruptions.
    Run,
    /// Interruptions and what they cost.
    Failures,
    /// Designs of a mixture; a row is a number of experts.
    Mixtures,
    /// Dense models that are the mixture's equals; a row is in what.
    Equals,
    /// What each law of mixtures would build; a row is a law.
    Verdicts,
    /// The mixture and the dense model of equal loss in time.
    Clock,
    /// The mixture at hand under the laws and on the devices.
    Real,
}

impl Section {
    pub const ALL: [Section; 11] = [
        Section::Serving,
        Section::Smaller,
        Section::Capped,
        Section::Repeated,
        Section::Precision,
        Section::Quantised,
        Section::Apart,
        Section::Hyper,
        Section::Zeros,
        Section::Activations,
        Section::Upcycled,
    ];

    /// Sections about the model at hand.
    pub const MODEL: [Section; 6] =
        [Section::Anatomy, Section::Compute, Section::Stages, Section::Fit, Section::Served, Section::Cache];

    /// Sections about its training.
    pub const RUN: [Section; 5] = [Section::Step, Section::Speed, Section::Operators, Section::Run, Section::Failures];

    /// Sections about mixtures of experts.
    pub const MIXTURE: [Section; 3] = [Section::Mixtures, Section::Equals, Section::Verdicts];

    pub const fn is_mixture(self) -> bool {
        matches!(self, Section::Mixtures | Section::Equals | Section::Verdicts)
    }

    /// About the training of the model at hand.
    pub const fn is_run(self) -> bool {
        matches!(self, Section::Step | Section::Speed | Section::Operators | Section::Run | Section::Failures)
    }

    /// About the model at hand, not about the law's answer.
    pub const fn is_model(self) -> bool {
        matches!(
            self,
            Section::Anatomy | Section::Compute | Section::Stages | Section::Fit | Section::Served | Section::Cache
        )
    }

    pub const fn name(self) -> &'static str {
        match self {
            Section::Serving => "serving",
            Section::Smaller => "smaller",
            Section::Capped => "capped",
            Section::Repeated => "repeated",
            Section::Precision => "precision",
            Section::Quantised => "quantised",
            Section::Apart => "apart",
            Section::Hyper => "hyperparameters",
            Section::Zeros => "zeros",
            Section::Activations => "activations",
            Section::Upcycled => "upcycled",
            Section::Anatomy => "anatomy",
            Section::Compute => "compute",
            Section::Stages => "stages",
            Section::Fit => "fit",
            Section::Served => "served",
            Section::Cache => "cache",
            Section::Step => "step",
            Section::Speed => "speed",
            Section::Operators => "operators",
            Section::Run => "run",
            Section::Failures => "failures",
            Section::Mixtures => "designs",
            Section::Equals => "equals",
            Section::Verdicts => "verdicts",
            Section::Clock => "clock",
            Section::Real => "real",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Figure {
    pub place: Place,
    pub number: Number,
}

/// What a question came to: its numbers, the names of its rows, or why it has no answer.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    pub list: Vec<Figure>,
    /// (section, row, name): what a row is about.
    pub rows: Vec<(Section, usize, String)>,
    /// (section, sentence): a question that was asked and has no answer, or what must be said with it.
    pub remarks: Vec<(Section, String)>,
}

impl Figures {
    pub fn get(&self, place: Place) -> Option<&Number> {
        self.list.iter().find(|f| f.place == place).map(|f| &f.number)
    }

    pub(super) fn put(&mut self, section: Section, key: &'static str, row: usize, number: Number) {
        self.list.push(Figure { place: Place { section, key, row }, number });
    }

    pub(super) fn name(&mut self, section: Section, row: usize, name: impl Into<String>) {
        self.rows.push((section, row, name.into()));
    }

    pub(super) fn remark(&mut self, section: Section, text: impl Into<String>) {
        self.remarks.push((section, text.into()));
    }

    /// The rows of a section, in order.
    pub fn rows_of(&self, section: Section) -> impl Iterator<Item = (usize, &str)> {
        self.rows.iter().filter(move |r| r.0 == section).map(|r| (r.1, r.2.as_str()))
    }

    pub fn remarks_of(&self, section: Section) -> impl Iterator<Item = &str> {
        self.remarks.iter().filter(move |r| r.0 == section).map(|r| r.1.as_str())
    }
}
