// Matrix product without workgroup memory: every invocation has 8 × 8 results and reads its rows of A and columns of B
// from the buffers, four numbers at once. For adapters whose barriers are dear, and whose caches are near.
// One workgroup has TILE_M × TILE_N results of GROUP_M × GROUP_N invocations; as many workgroups as there are tiles:
// x along the columns of C, y along its rows.
//
// variant direct: TILE_M=32 TILE_N=128 DEPTH=4 GROUP_M=4 GROUP_N=16 INVOCATIONS=64

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
  var sums = Sums();
  var totals = Totals();
  let steps = (shape.k + 3u) / 4u;
  for (var step = 0u; step < steps; step++) {
    let b0 = b_row(4u * step);
    let b1 = b_row(4u * step + 1u);
    let b2 = b_row(4u * step + 2u);
    let b3 = b_row(4u * step + 3u);
    let above = Block(a_four(a0, step), a_four(a1, step), a_four(a2, step), a_four(a3, step));
    let below = Block(a_four(a4, step), a_four(a5, step), a_four(a6, step), a_four(a7, step));
    let left = Block(b_four(b0, column), b_four(b1, column), b_four(b2, column), b_four(b3, column));
    sums.above_left = product(sums.above_left, above, left);
    sums.below_left = product(sums.below_left, below, left);
    let next = column + 1u;
    let right = Block(b_four(b0, next), b_four(b1, next), b_four(b2, next), b_four(b3, next));
    sums.above_right = product(sums.above_right, above, right);
    sums.below_right = product(sums.below_right, below, right);
    if (NARROW && (step & 3u) == 3u) {
      totals = grown(totals, sums);
      sums = Sums();
    }
  }
  totals = grown(totals, sums);
  set_block(row, 1u, column, totals.above_left);
  set_block(row, 1u, column + 1u, totals.above_right);
  set_block(row + 4u, 1u, column, totals.below_left);
  set_block(row + 4u, 1u, column + 1u, totals.below_right);
}
