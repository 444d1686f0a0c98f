// Matrix product without workgroup memory: every invocation keeps 8 × 8 results in registers and reads its rows of A
// and columns of B straight from the buffers, four by four.
//
// variant direct: TILE_M=32 TILE_N=128 DEPTH=4 GROUP_M=4 GROUP_N=16

alias Block = mat4x4<Num>;
alias Sum = mat4x4<f32>;

// The last value is added where the numbers are f32.
fn wide(x: Block) -> Sum {
  return Sum(vec4<f32>(x[0]), vec4<f32>(x[1]), vec4<f32>(x[2]), vec4<f32>(x[3]));
}

@compute @workgroup_size(GROUP_N, GROUP_M)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let row = id.y * 8u;
  let column = id.x * 2u;
  let a0 = a_row(row);
  let a1 = a_row(row + 1u);
  let a2 = a_row(row + 2u);
  let a3 = a_row(row + 3u);
  let a4 = a_row(row + 4u);
  let a5 = a_row(row + 5u);
  let a6 = a_row(row + 6u);
  let a7 = a_row(row + 7u);
  var c00 = Sum();
  var c01 = Sum();
  var c10 = Sum();
  var c11 = Sum();
  let steps = (shape.k + 3u) / 4u;
  for (var step = 0u; step < steps; step++) {
    let b0 = b_row(4u * step);
    let b1 = b_row(4u * step + 1u);
    let b2 = b_row(4u * step + 2u);
    let b3 = b_row(4u * step + 3u);
    let left = Block(b_four(b0, column), b_four(b1, column), b_four(b2, column), b_four(b3, column));
    let right = Block(b_four(b0, column + 1u), b_four(b1, column + 1u), b_four(b2, column + 1u), b_four(b3, column + 1u));
    let top = Block(a_four(a0, step), a_four(a1, step), a_four(a2, step), a_four(a3, step));
    let bottom = Block(a_four(a4, step), a_four(a5, step), a_four(a6, step), a_four(a7, step));
    c00 += wide(left * top);
    c01 += wide(right * top);
    c10 += wide(left * bottom);
    c11 += wide(right * bottom);
  }
  set_four(c_row(row), column, c00[0]);
  set_four(c_row(row), column + 1u, c01[0]);
  set_four(c_row(row + 1u), column, c00[1]);
  set_four(c_row(row + 1u), column + 1u, c01[1]);
  set_four(c_row(row + 2u), column, c00[2]);
  set_four(c_row(row + 2u), column + 1u, c01[2]);
  set_four(c_row(row + 3u), column, c00[3]);
  set_four(c_row(row + 3u), column + 1u, c01[3]);
  set_four(c_row(row + 4u), column, c10[0]);
  set_four(c_row(row + 4u), column + 1u, c11[0]);
  set_four(c_row(row + 5u), column, c10[1]);
  set_four(c_row(row + 5u), column + 1u, c11[1]);
  set_four(c_row(row + 6u), column, c10[2]);
  set_four(c_row(row + 6u), column + 1u, c11[2]);
  set_four(c_row(row + 7u), column, c10[3]);
  set_four(c_row(row + 7u), column + 1u, c11[3]);
}
