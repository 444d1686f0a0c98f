//! The fast matrix products: kernels that differ in how they use a GPU, each in a few sizes. Which one is the fastest
//! only the adapter knows. The numbers of a variant stand at the head of its file, `// variant NAME: KEY=NUMBER …`:
//! what the text is compiled with is what the host dispatches.

const WHOLE: &str = include_str!("product_whole.wgsl");
const RAGGED: &str = include_str!("product_ragged.wgsl");
const BLOCKS: &str = include_str!("product_blocks.wgsl");

/// The first ones do without workgroup memory.
const KERNELS: [&str; 5] = [
    include_str!("product_direct.wgsl"),
    include_str!("product_quads.wgsl"),
    include_str!("product_blocked.wgsl"),
    include_str!("product_rows.wgsl"),
    include_str!("product_small.wgsl"),
];

const MARK: &str = "// variant ";

/// One kernel in one size. C = A·B, A m × k, B k × n, of any sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    pub name: &'static str,
    /// Rows and columns of C that a workgroup computes.
    pub tile: (u32, u32),
    /// Numbers along the inner side that are summed at once; in 16 bits where numbers have so many.
    pub depth: u32,
    /// Of one workgroup.
    pub invocations: u32,
    /// Numbers in the memory of a workgroup. Where there are none, there is no barrier either: of these a processor
    /// that plays a GPU is done soonest, also with compiling.
    pub shared: u32,
    pub subgroups: bool,
    /// All that the text is compiled with.
    numbers: Vec<(&'static str, u32)>,
    kernel: &'static str,
}

/// What the text of a variant is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// Numbers of 16 bits; sums of more than one slice in 32.
    pub half: bool,
    /// Sides are multiples of the tile: see `Variant::is_whole`.
    pub whole: bool,
    /// Say `enable subgroups;`, as WebGPU wants it; naga has the functions and refuses the word.
    pub enable_subgroups: bool,
}

/// All variants.
pub fn variants() -> Vec<Variant> {
    KERNELS.iter().flat_map(|kernel| kernel.lines().filter_map(|line| Variant::of(line, kernel))).collect()
}

impl Variant {
    /// What a line says, if it is about a variant.
    fn of(line: &'static str, kernel: &'static str) -> Option<Variant> {
        let (name, rest) = line.strip_prefix(MARK)?.split_once(':')?;
        let number = |word: &'static str| {
            let (key, value) = word.split_once('=')?;
            Some((key, value.parse::<u32>().ok()?))
        };
        let numbers: Vec<(&str, u32)> = rest.split_whitespace().map(number).collect::<Option<_>>()?;
        let of = |key: &str| numbers.iter().find(|(k, _)| *k == key).map(|(_, v)| *v);
        Some(Variant {
            name,
            tile: (of("TILE_M")?, of("TILE_N")?),
            depth: of("DEPTH")?,
            invocations: of("INVOCATIONS")?,
            shared: of("SHARED").unwrap_or(0),
            subgroups: of("SUBGROUPS").is_some_and(|v| v > 0),
            numbers,
            kernel,
        })
    }

    /// Nothing has to be checked at the edges.
    pub fn is_whole(&self, m: u32, k: u32, n: u32) -> bool {
        m.is_multiple_of(self.tile.0) && n.is_multiple_of(self.tile.1) && k.is_multiple_of(self.depth)
    }

    /// Workgroups along x and y.
    pub fn grid(&self, m: u32, n: u32) -> (u32, u32) {
        (n.div_ceil(self.tile.1), m.div_ceil(self.tile.0))
    }

    /// Bytes in the memory of a workgroup.
    pub fn shared_bytes(&self, half: bool) -> u32 {
        self.shared * if half { 2 } else { 4 }
    }

    /// The whole text: constants, how matrices are reached and what all share, then the kernel.
    pub fn text(&self, form: Form) -> String {
        let mut text = String::new();
        if form.half {
            text.push_str("enable f16;\n");
        }
        if self.subgroups && form.enable_subgroups {
            text.push_str("enable subgroups;\n");
        }
        let number = if form.half { "f16" } else { "f32" };
        text.push_str(&format!("alias Num = {number};\nalias Num4 = vec4<{number}>;\n"));
        text.push_str(&format!("const NARROW: bool = {};\n", form.half));
        for (key, value) in &self.numbers {
            text.push_str(&format!("const {key}: u32 = {value}u;\n"));
        }
        for part in [if form.whole { WHOLE } else { RAGGED }, BLOCKS, self.kernel] {
            text.push_str(part);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Variant {
        variants().into_iter().find(|v| v.name == name).unwrap()
    }

    #[test]
    fn every_line_about_a_variant_is_understood() {
        let lines = KERNELS.iter().flat_map(|k| k.lines()).filter(|l| l.starts_with("// variant")).count();
        let all = variants();
        assert_eq!(all.len(), lines);
        for kernel in KERNELS {
            assert!(all.iter().any(|v| v.kernel == kernel));
        }
        for (at, v) in all.iter().enumerate() {
            assert!(all.iter().skip(at + 1).all(|w| w.name != v.name), "{} twice", v.name);
        }
    }

    #[test]
    fn lines_that_say_nothing_are_no_variants() {
        let good = "// variant x: TILE_M=8 TILE_N=16 DEPTH=4 INVOCATIONS=2";
        let v = Variant::of(good, "").unwrap();
        assert_eq!((v.name, v.tile, v.depth, v.invocations, v.shared, v.subgroups), ("x", (8, 16), 4, 2, 0, false));
        for bad in [
            "// variant x TILE_M=8",
            "// variant x: TILE_M=8 TILE_N=16 DEPTH=4",
            "// variant x: TILE_M=8 TILE_N=16 DEPTH=4 INVOCATIONS=two",
            "// variant x: TILE_M=8 TILE_N=16 DEPTH=4 INVOCATIONS",
            "variant x: TILE_M=8 TILE_N=16 DEPTH=4 INVOCATIONS=2",
        ] {
            assert_eq!(Variant::of(bad, ""), None, "{bad}");
        }
    }

    /// By hand: 128 · 128 results, 64 each, are 256 invocations; two halves of slices of 16 · 128 numbers of A and as
    /// many of B are 8192 numbers.
    #[test]
    fn the_blocked_one_by_hand() {
        let v = named("blocked-128");
        assert_eq!((v.invocations, v.shared, v.shared_bytes(false), v.shared_bytes(true)), (256, 8192, 32768, 16384));
        assert_eq!((v.grid(128, 128), v.grid(129, 1), v.grid(1, 4096)), ((1, 1), (1, 2), (32, 1)));
        assert!(v.is_whole(128, 16, 256) && !v.is_whole(128, 8, 256) && !v.is_whole(64, 16, 256));
    }

    /// What WebGPU promises everywhere: 256 invocations; the bytes beyond 16384 are asked for.
    #[test]
    fn workgroups_are_of_a_size_that_is_common() {
        for v in variants() {
            assert!(v.invocations <= 256 && v.shared_bytes(false) <= 32768, "{}", v.name);
            let each = v.tile.0 * v.tile.1 / v.invocations;
            assert!(each == 64 || each == 16, "{}: {each} results for an invocation", v.name);
        }
    }

    #[test]
    fn texts_say_what_they_are_compiled_with() {
        let form = Form { half: false, whole: true, enable_subgroups: true };
        let text = named("quads").text(form);
        assert!(
            text.starts_with("enable subgroups;\nalias Num = f32;\n") && text.contains("const TILE_N: u32 = 128u;")
        );
        assert!(text.contains("const NARROW: bool = false;") && text.contains("array<Num4>"));
        let half = named("quads").text(Form { half: true, whole: false, enable_subgroups: false });
        assert!(half.starts_with("enable f16;\nalias Num = f16;\n") && !half.contains("enable subgroups;"));
        assert!(half.contains("const NARROW: bool = true;") && half.contains("var<storage, read> a: array<Num>;"));
        assert!(!named("direct").text(form).contains("enable"));
    }
}
