// Matrix product for GPUs with few registers, and for small products that need many workgroups: as product_rows, with
// 4 × 4 results for every invocation.
// One workgroup of 1D has TILE_M × TILE_N results, 16 of each invocation; as many workgroups as there are tiles: x along
// the columns of C, y along its rows. TILE_M = TILE_N = 4·DEPTH: every invocation fetches one four of A and one of B.
// SHARED is the count of numbers in workgroup memory.
//
// variant small-64: TILE_M=64 TILE_N=64 DEPTH=16 INVOCATIONS=256 SHARED=4096
// variant small-32: TILE_M=32 TILE_N=32 DEPTH=8 INVOCATIONS=64 SHARED=1024

const ACROSS: u32 = TILE_N / 4u;
const DOWN: u32 = TILE_M / 4u;
const_assert INVOCATIONS == ACROSS * DOWN;

// A slice in fours of numbers along a row of A's; a row of B's has as many as there are invocations across.
const A_FOURS: u32 = DEPTH / 4u;

// Two halves. Of A four times as many rows as there are invocations down; of B blocks of four rows. Most indices are
// constants, and what a compiler adds to check the others need not be done again in every step.
var<workgroup> a_slices: array<array<array<array<Num4, A_FOURS>, DOWN>, 4>, 2>;
var<workgroup> b_slices: array<array<array<array<Num4, ACROSS>, 4>, A_FOURS>, 2>;

// The four of an invocation in a slice of A, of B.
fn a_fetched(local: u32, tile: u32, slice: u32) -> Num4 {
  return a_four(a_row(tile * TILE_M + local / A_FOURS), slice * A_FOURS + local % A_FOURS);
}

fn b_fetched(local: u32, tile: u32, slice: u32) -> Num4 {
  return b_four(b_row(slice * DEPTH + local / ACROSS), tile * ACROSS + local % ACROSS);
}

fn keep(local: u32, half: u32, of_a: Num4, of_b: Num4) {
  let a_row = local / A_FOURS;
  let b_row = local / ACROSS;
  a_slices[half][a_row / DOWN][a_row % DOWN][local % A_FOURS] = of_a;
  b_slices[half][b_row / 4u][b_row % 4u][local % ACROSS] = of_b;
}

@compute @workgroup_size(INVOCATIONS)
fn main(@builtin(workgroup_id) tile: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let x = local % ACROSS;
  let y = local / ACROSS;
  var sum = Block();
  var total = Wide();
  let slices = (shape.k + DEPTH - 1u) / DEPTH;
  keep(local, 0u, a_fetched(local, tile.y, 0u), b_fetched(local, tile.x, 0u));
  workgroupBarrier();
  for (var slice = 0u; slice < slices; slice++) {
    let half = slice & 1u;
    let more = slice + 1u < slices;
    var next_a = Num4();
    var next_b = Num4();
    if (more) {
      next_a = a_fetched(local, tile.y, slice + 1u);
      next_b = b_fetched(local, tile.x, slice + 1u);
    }
    for (var four = 0u; four < A_FOURS; four++) {
      // Rows of an invocation are at equal distances; neighbours have neighbouring rows.
      let a = &a_slices[half];
      let b = &b_slices[half][four];
      let rows = Block((*a)[0][y][four], (*a)[1][y][four], (*a)[2][y][four], (*a)[3][y][four]);
      sum = product(sum, rows, Block((*b)[0][x], (*b)[1][x], (*b)[2][x], (*b)[3][x]));
    }
    if (NARROW) {
      total += widened(sum);
      sum = Block();
    }
    if (more) { keep(local, 1u - half, next_a, next_b); }
    workgroupBarrier();
  }
  total += widened(sum);
  set_block(tile.y * TILE_M + y, DOWN, tile.x * ACROSS + x, total);
}
