// Matrices of a product whose sides are multiples of the kernel's tile: four numbers at once, nothing checked.
// C = A·B, all row by row: A m × k, B k × n, C m × n.
// Expects: Num, Num4 (f32 or f16, and four of them).

struct Shape { m: u32, k: u32, n: u32, unused: u32 }

@group(0) @binding(0) var<storage, read> a: array<Num4>;
@group(0) @binding(1) var<storage, read> b: array<Num4>;
@group(0) @binding(2) var<storage, read_write> c: array<Num4>;
@group(0) @binding(3) var<uniform> shape: Shape;

// Where a row begins.
fn a_row(row: u32) -> u32 { return row * (shape.k / 4u); }
fn b_row(row: u32) -> u32 { return row * (shape.n / 4u); }
fn c_row(row: u32) -> u32 { return row * (shape.n / 4u); }

// Four numbers of the row that begins there, from column 4·four on.
fn a_four(row: u32, four: u32) -> Num4 { return a[row + four]; }
fn b_four(row: u32, four: u32) -> Num4 { return b[row + four]; }
fn set_four(row: u32, four: u32, value: vec4<f32>) { c[row + four] = Num4(value); }
