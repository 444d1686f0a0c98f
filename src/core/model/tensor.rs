//! One weight tensor: its shape, how many of it there are, how many one token uses, and how devices share it.

/// What a weight is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The table of input tokens.
    Embedding,
    /// Learned positions, token types and what else is looked up beside the tokens.
    Positions,
    Attention,
    /// State-space, linear-attention and other recurrent mixers.
    State,
    Mlp,
    /// Routed experts.
    Experts,
    /// Experts that every token uses.
    Shared,
    Router,
    Norm,
    /// The output head.
    Head,
    /// Whatever has no better name.
    Other,
}

impl Part {
    pub const ALL: [Part; 11] = [
        Part::Embedding,
        Part::Positions,
        Part::Attention,
        Part::State,
        Part::Mlp,
        Part::Experts,
        Part::Shared,
        Part::Router,
        Part::Norm,
        Part::Head,
        Part::Other,
    ];

    /// Its key in reports.
    pub const fn key(self) -> &'static str {
        match self {
            Part::Embedding => "inputEmbedding",
            Part::Positions => "positions",
            Part::Attention => "attention",
            Part::State => "mixers",
            Part::Mlp => "mlp",
            Part::Experts => "experts",
            Part::Shared => "sharedExperts",
            Part::Router => "router",
            Part::Norm => "norms",
            Part::Head => "head",
            Part::Other => "other",
        }
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Part::Embedding => "input embedding",
            Part::Positions => "positions",
            Part::Attention => "attention",
            Part::State => "recurrent mixers",
            Part::Mlp => "feed-forward",
            Part::Experts => "routed experts",
            Part::Shared => "shared experts",
            Part::Router => "router",
            Part::Norm => "norms",
            Part::Head => "output head",
            Part::Other => "other",
        }
    }
}

/// How devices share a tensor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// Every device of a tensor-parallel group holds all of it.
    Whole,
    /// Cut into equal parts over the tensor-parallel group.
    Tensor,
    /// Cut by heads of keys and values: no finer than there are such heads.
    KvHeads(u64),
    /// Whole experts spread over the expert-parallel group, each cut over the tensor-parallel group.
    Experts,
}

/// What a tensor does when a token passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Every token is multiplied by it.
    Matrix,
    /// Scales, shifts and other vectors: no matrix product.
    Vector,
    /// A row is looked up.
    Table,
    /// Stored with the weights but not trained.
    Buffer,
    /// A matrix product with a tensor that is stored and counted elsewhere.
    Tied,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tensor {
    pub name: &'static str,
    pub part: Part,
    /// Numbers that go in; one for a vector.
    pub rows: u64,
    /// Numbers that come out.
    pub cols: u64,
    /// How many of this shape there are.
    pub copies: u64,
    /// How many of them one token uses.
    pub used: u64,
    pub split: Split,
    pub role: Role,
}

impl Tensor {
    const fn new(name: &'static str, part: Part, rows: u64, cols: u64, role: Role) -> Tensor {
        Tensor { name, part, rows, cols, copies: 1, used: 1, split: Split::Whole, role }
    }

    /// A matrix from `rows` inputs to `cols` outputs.
    pub const fn matrix(name: &'static str, part: Part, rows: u64, cols: u64) -> Tensor {
        Tensor::new(name, part, rows, cols, Role::Matrix)
    }

    pub const fn vector(name: &'static str, part: Part, size: u64) -> Tensor {
        Tensor::new(name, part, 1, size, Role::Vector)
    }

    /// A table of `rows` entries of `cols` numbers.
    pub const fn table(name: &'static str, part: Part, rows: u64, cols: u64) -> Tensor {
        Tensor::new(name, part, rows, cols, Role::Table)
    }

    /// Numbers kept with the weights and not trained.
    pub const fn buffer(name: &'static str, part: Part, size: u64) -> Tensor {
        Tensor::new(name, part, 1, size, Role::Buffer)
    }

    /// The product with a tensor that is counted elsewhere.
    pub const fn tied(name: &'static str, part: Part, rows: u64, cols: u64) -> Tensor {
        Tensor::new(name, part, rows, cols, Role::Tied)
    }

    pub const fn split(self, split: Split) -> Tensor {
        Tensor { split, ..self }
    }

    /// So many of it, of which one token uses `used`.
    pub const fn copies(self, copies: u64, used: u64) -> Tensor {
        Tensor { copies, used, ..self }
    }

    /// Numbers in one of it.
    pub const fn size(&self) -> u128 {
        self.rows as u128 * self.cols as u128
    }

    /// Trained numbers, each counted where it is stored.
    pub const fn trained(&self) -> u128 {
        match self.role {
            Role::Matrix | Role::Vector | Role::Table => self.size() * self.copies as u128,
            Role::Buffer | Role::Tied => 0,
        }
    }

    /// Trained numbers that one token uses; a table counts in full.
    pub const fn active(&self) -> u128 {
        match self.role {
            Role::Matrix | Role::Vector | Role::Table => self.size() * self.used as u128,
            Role::Buffer | Role::Tied => 0,
        }
    }

    /// Numbers stored but not trained.
    pub const fn buffers(&self) -> u128 {
        match self.role {
            Role::Buffer => self.size() * self.copies as u128,
            _ => 0,
        }
    }

    /// FLOP of one token in the forward pass: two for every multiply-add.
    pub const fn flop(&self) -> u128 {
        match self.role {
            Role::Matrix | Role::Tied => 2 * self.size() * self.used as u128,
            _ => 0,
        }
    }
}
