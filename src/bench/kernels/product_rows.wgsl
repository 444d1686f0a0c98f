// Matrix product for GPUs, as product_blocked, with A in workgroup memory as it lies in the buffer: every invocation has
// 8 × 8 results and reads four numbers of each of its rows at once. More registers, nothing to turn; some compilers
// do better with the one, some with the other.
// One workgroup of 1D has TILE_M × TILE_N results, 64 of each invocation; as many workgroups as there are tiles: x along
// the columns of C, y along its rows. TILE_M = TILE_N = 8·DEPTH: every invocation fetches two fours of A and two of B.
// SHARED is the count of numbers in workgroup memory.
//
// variant rows-128: TILE_M=128 TILE_N=128 DEPTH=16 INVOCATIONS=256 SHARED=8192

const ACROSS: u32 = TILE_N / 8u;
const DOWN: u32 = TILE_M / 8u;
const_assert INVOCATIONS == ACROSS * DOWN;

// A slice in fours of numbers: along a row of A's and of B's.
const A_FOURS: u32 = DEPTH / 4u;
const B_FOURS: u32 = TILE_N / 4u;

// Two halves. Of A eight times as many rows as there are invocations down; of B blocks of four rows. Most indices are
// constants, and what a compiler adds to check the others need not be done again in every step.
var<workgroup> a_slices: array<array<array<array<Num4, A_FOURS>, DOWN>, 8>, 2>;
var<workgroup> b_slices: array<array<array<array<Num4, B_FOURS>, 4>, A_FOURS>, 2>;

// The four at this place of a slice of A, of B.
fn a_fetched(at: u32, tile: u32, slice: u32) -> Num4 {
  return a_four(a_row(tile * TILE_M + at / A_FOURS), slice * A_FOURS + at % A_FOURS);
}

fn b_fetched(at: u32, tile: u32, slice: u32) -> Num4 {
  return b_four(b_row(slice * DEPTH + at / B_FOURS), tile * B_FOURS + at % B_FOURS);
}

// The two fours that an invocation fetches, half a slice apart.
fn a_keep(local: u32, half: u32, first: Num4, second: Num4) {
  let row = local / A_FOURS;
  a_slices[half][row / DOWN][row % DOWN][local % A_FOURS] = first;
  a_slices[half][row / DOWN + 4u][row % DOWN][local % A_FOURS] = second;
}

fn b_keep(local: u32, half: u32, first: Num4, second: Num4) {
  let row = local / B_FOURS;
  b_slices[half][row / 4u][row % 4u][local % B_FOURS] = first;
  b_slices[half][row / 4u + A_FOURS / 2u][row % 4u][local % B_FOURS] = second;
}

@compute @workgroup_size(INVOCATIONS)
fn main(@builtin(workgroup_id) tile: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let x = local % ACROSS;
  let y = local / ACROSS;
  var sums = Sums();
  var totals = Totals();
  let slices = (shape.k + DEPTH - 1u) / DEPTH;
  a_keep(local, 0u, a_fetched(local, tile.y, 0u), a_fetched(local + INVOCATIONS, tile.y, 0u));
  b_keep(local, 0u, b_fetched(local, tile.x, 0u), b_fetched(local + INVOCATIONS, tile.x, 0u));
  workgroupBarrier();
  for (var slice = 0u; slice < slices; slice++) {
    let half = slice & 1u;
    let more = slice + 1u < slices;
    var next = Block();
    if (more) {
      next = Block(
        a_fetched(local, tile.y, slice + 1u), a_fetched(local + INVOCATIONS, tile.y, slice + 1u),
        b_fetched(local, tile.x, slice + 1u), b_fetched(local + INVOCATIONS, tile.x, slice + 1u));
    }
    for (var four = 0u; four < A_FOURS; four++) {
      // Rows of an invocation are at equal distances; neighbours have neighbouring rows.
      let a = &a_slices[half];
      let b = &b_slices[half][four];
      let above = Block((*a)[0][y][four], (*a)[1][y][four], (*a)[2][y][four], (*a)[3][y][four]);
      let below = Block((*a)[4][y][four], (*a)[5][y][four], (*a)[6][y][four], (*a)[7][y][four]);
      let left = Block((*b)[0][x], (*b)[1][x], (*b)[2][x], (*b)[3][x]);
      sums.above_left = product(sums.above_left, above, left);
      sums.below_left = product(sums.below_left, below, left);
      let far = x + B_FOURS / 2u;
      let right = Block((*b)[0][far], (*b)[1][far], (*b)[2][far], (*b)[3][far]);
      sums.above_right = product(sums.above_right, above, right);
      sums.below_right = product(sums.below_right, below, right);
    }
    if (NARROW) {
      totals = grown(totals, sums);
      sums = Sums();
    }
    if (more) {
      a_keep(local, 1u - half, next[0], next[1]);
      b_keep(local, 1u - half, next[2], next[3]);
    }
    workgroupBarrier();
  }
  totals = grown(totals, sums);
  let row = tile.y * TILE_M + y;
  let column = tile.x * B_FOURS + x;
  set_block(row, DOWN, column, totals.above_left);
  set_block(row, DOWN, column + B_FOURS / 2u, totals.above_right);
  set_block(row + TILE_M / 2u, DOWN, column, totals.below_left);
  set_block(row + TILE_M / 2u, DOWN, column + B_FOURS / 2u, totals.below_right);
}
