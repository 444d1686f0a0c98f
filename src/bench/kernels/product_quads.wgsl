// Matrix product without workgroup memory, by subgroups: every invocation has 8 × 8 results. Four neighbours have the
// same rows of A; each reads two of the eight and hears the others from its neighbours.
// One workgroup has TILE_M × TILE_N results, GROUP_N invocations along the columns of C; as many workgroups as there
// are tiles: x along the columns of C, y along its rows. Subgroups of any size of four and up.
//
// variant quads: TILE_M=32 TILE_N=128 DEPTH=4 GROUP_N=16 INVOCATIONS=64 SUBGROUPS=1

// Four rows of A: what each of four neighbours has read.
fn told(mine: Num4) -> Block {
  return Block(quadBroadcast(mine, 0u), quadBroadcast(mine, 1u), quadBroadcast(mine, 2u), quadBroadcast(mine, 3u));
}

@compute @workgroup_size(INVOCATIONS)
fn main(
  @builtin(workgroup_id) tile: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  let row = tile.y * TILE_M + 8u * (local / GROUP_N);
  let column = tile.x * (TILE_N / 4u) + 2u * (local % GROUP_N);
  let my_above = a_row(row + (lane & 3u));
  let my_below = a_row(row + 4u + (lane & 3u));
  var sums = Sums();
  var totals = Totals();
  let steps = (shape.k + 3u) / 4u;
  for (var step = 0u; step < steps; step++) {
    let b0 = b_row(4u * step);
    let b1 = b_row(4u * step + 1u);
    let b2 = b_row(4u * step + 2u);
    let b3 = b_row(4u * step + 3u);
    let above = told(a_four(my_above, step));
    let below = told(a_four(my_below, step));
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
