//! What is a chart, before anyone draws it?

/// Everything one picture shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub x: Axis,
    pub y: Axis,
    pub series: Vec<Series>,
    pub bands: Vec<Band>,
    pub marks: Vec<Mark>,
    pub rules: Vec<Rule>,
    /// Small grey lines that say how to read it: "dashed: outside the fitted range".
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Above the plot for the y axis; for the x axis a fallback for `unit`.
    pub title: String,
    /// Under the tick labels of the x axis, at the right.
    pub unit: String,
    pub scale: Scale,
    pub labels: Labels,
    pub range: (f64, f64),
}

impl Axis {
    pub fn log(title: &str, unit: &str, labels: Labels, range: (f64, f64)) -> Axis {
        Axis { title: title.into(), unit: unit.into(), scale: Scale::Log, labels, range }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    Linear,
    Log,
}

/// How an axis writes its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labels {
    /// 10²³
    Power,
    /// 100 B, 1 T, 20 M
    Words,
    /// 1.95
    Decimal,
    /// 2×
    Times,
    /// 8 Ki, 1 Mi: powers of two, for lengths of contexts
    Binary,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Written at the line; empty for none.
    pub label: String,
    /// 0 to 5: s1 to s6; more repeat.
    pub color: usize,
    pub points: Vec<(f64, f64)>,
    /// The x range drawn solid, the rest dashed; none: all of it solid.
    pub solid: Option<(f64, f64)>,
    pub weight: Weight,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The one the page is about: heavier, drawn last.
    Chosen,
    Normal,
    /// Context: a thin grey line.
    Ghost,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    pub color: usize,
    /// Said among the notes.
    pub label: String,
    /// (x, low, high)
    pub points: Vec<(f64, f64, f64)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub x: f64,
    pub y: f64,
    pub color: usize,
    pub shape: Shape,
    /// Filled: reported. Open: estimated or read off a figure.
    pub filled: bool,
    pub label: String,
    /// A dotted line down to the x axis.
    pub drop: bool,
    pub large: bool,
}

impl Mark {
    /// Something reported, without a word of its own.
    pub fn plain(x: f64, y: f64, color: usize, shape: Shape) -> Mark {
        Mark { x, y, color, shape, filled: true, label: String::new(), drop: false, large: false }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Circle,
    Square,
    Triangle,
    Diamond,
    Inverted,
    Hexagon,
    Cross,
    Plus,
}

/// A dotted vertical line with a word at its top.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub x: f64,
    pub label: String,
}

/// What pointing at one x says.
#[derive(Clone, Debug, PartialEq)]
pub struct Readout {
    pub x: f64,
    /// Where the open marker sits.
    pub y: Option<f64>,
    /// At most four, the first one bold.
    pub lines: Vec<String>,
}
