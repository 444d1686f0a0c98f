// What the product kernels share: blocks of 4 × 4 results that stay in registers, four of them for 8 × 8.
// A block is four rows of C. Every name of a row or column is written out, so that no register is chosen by a number.
// Expects: Num, Num4, and NARROW: whether Num is narrower than f32. Then sums in Num go on for one slice of the inner
// side only and are added up in f32; otherwise the only sums are those in Num.

alias Block = mat4x4<Num>;
alias Wide = mat4x4<f32>;

// 8 × 8 results: rows above and below, columns at the left and at the right.
struct Sums { above_left: Block, above_right: Block, below_left: Block, below_right: Block }
struct Totals { above_left: Wide, above_right: Wide, below_left: Wide, below_right: Wide }

fn widened(x: Block) -> Wide {
  return Wide(vec4<f32>(x[0]), vec4<f32>(x[1]), vec4<f32>(x[2]), vec4<f32>(x[3]));
}

// What a slice has added.
fn grown(t: Totals, s: Sums) -> Totals {
  return Totals(
    t.above_left + widened(s.above_left), t.above_right + widened(s.above_right),
    t.below_left + widened(s.below_left), t.below_right + widened(s.below_right));
}

// c + four rows of A times four rows of B: each row of A has four numbers along the inner side.
fn product(c: Block, a: Block, b: Block) -> Block {
  return Block(
    c[0] + a[0].x * b[0] + a[0].y * b[1] + a[0].z * b[2] + a[0].w * b[3],
    c[1] + a[1].x * b[0] + a[1].y * b[1] + a[1].z * b[2] + a[1].w * b[3],
    c[2] + a[2].x * b[0] + a[2].y * b[1] + a[2].z * b[2] + a[2].w * b[3],
    c[3] + a[3].x * b[0] + a[3].y * b[1] + a[3].z * b[2] + a[3].w * b[3]);
}

// c + a column of four numbers of A times a row of four numbers of B.
fn outer(c: Block, a: Num4, b: Num4) -> Block {
  return Block(c[0] + a.x * b, c[1] + a.y * b, c[2] + a.z * b, c[3] + a.w * b);
}

// Writes four rows, so many apart, from column 4·four on.
fn set_block(row: u32, apart: u32, four: u32, value: Wide) {
  set_four(c_row(row), four, value[0]);
  set_four(c_row(row + apart), four, value[1]);
  set_four(c_row(row + 2u * apart), four, value[2]);
  set_four(c_row(row + 3u * apart), four, value[3]);
}
