// Matrices of a product with sides of any length, one number at a time. A place outside is the nearest one inside:
// what is computed for it is the same number as there, and is written there once more. Only beyond the inner side, where
// products would be summed twice, A is zero.
// C = A·B, all row by row: A m × k, B k × n, C m × n.
// Expects: Num, Num4 (f32 or f16, and four of them).

struct Shape { m: u32, k: u32, n: u32, unused: u32 }

@group(0) @binding(0) var<storage, read> a: array<Num>;
@group(0) @binding(1) var<storage, read> b: array<Num>;
@group(0) @binding(2) var<storage, read_write> c: array<Num>;
@group(0) @binding(3) var<uniform> shape: Shape;

// Where a row begins.
fn a_row(row: u32) -> u32 { return min(row, shape.m - 1u) * shape.k; }
fn b_row(row: u32) -> u32 { return min(row, shape.k - 1u) * shape.n; }
fn c_row(row: u32) -> u32 { return min(row, shape.m - 1u) * shape.n; }

// Four columns from 4·four on, each inside a matrix of so many.
fn columns(four: u32, count: u32) -> vec4<u32> {
  return min(vec4<u32>(4u * four) + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(count - 1u));
}

// Four numbers of the row that begins there, from column 4·four on.
fn a_four(row: u32, four: u32) -> Num4 {
  let at = row + columns(four, shape.k);
  let inside = vec4<u32>(4u * four) + vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(shape.k);
  return select(Num4(), Num4(a[at.x], a[at.y], a[at.z], a[at.w]), inside);
}

fn b_four(row: u32, four: u32) -> Num4 {
  let at = row + columns(four, shape.n);
  return Num4(b[at.x], b[at.y], b[at.z], b[at.w]);
}

fn set_four(row: u32, four: u32, value: vec4<f32>) {
  let at = row + columns(four, shape.n);
  c[at.x] = Num(value.x);
  c[at.y] = Num(value.y);
  c[at.z] = Num(value.z);
  c[at.w] = Num(value.w);
}
