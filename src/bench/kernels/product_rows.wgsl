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
const HALF: u32 = 2u * INVOCATIONS;

var<workgroup> a_slices: array<Num4, 2u * HALF>;
var<workgroup> b_slices: array<Num4, 2u * HALF>;

// The four at this place of a slice of A, of B.
fn a_fetched(at: u32, tile: u32, slice: u32) -> Num4 {
  return a_four(a_row(tile * TILE_M + at / A_FOURS), slice * A_FOURS + at % A_FOURS);
}

fn b_fetched(at: u32, tile: u32, slice: u32) -> Num4 {
  return b_four(b_row(slice * DEPTH + at / B_FOURS), tile * B_FOURS + at % B_FOURS);
}

// Four rows of an invocation, at equal distances; neighbours have neighbouring rows.
fn a_block(at: u32) -> Block {
  let apart = DOWN * A_FOURS;
  return Block(a_slices[at], a_slices[at + apart], a_slices[at + 2u * apart], a_slices[at + 3u * apart]);
}

fn b_block(at: u32) -> Block {
  return Block(b_slices[at], b_slices[at + B_FOURS], b_slices[at + 2u * B_FOURS], b_slices[at + 3u * B_FOURS]);
}

@compute @workgroup_size(INVOCATIONS)
fn main(@builtin(workgroup_id) tile: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let x = local % ACROSS;
  let y = local / ACROSS;
  var sums = Sums();
  var totals = Totals();
  let slices = (shape.k + DEPTH - 1u) / DEPTH;
  a_slices[local] = a_fetched(local, tile.y, 0u);
  a_slices[local + INVOCATIONS] = a_fetched(local + INVOCATIONS, tile.y, 0u);
  b_slices[local] = b_fetched(local, tile.x, 0u);
  b_slices[local + INVOCATIONS] = b_fetched(local + INVOCATIONS, tile.x, 0u);
  workgroupBarrier();
  for (var slice = 0u; slice < slices; slice++) {
    let half = (slice & 1u) * HALF;
    let more = slice + 1u < slices;
    var next = Block();
    if (more) {
      next = Block(
        a_fetched(local, tile.y, slice + 1u), a_fetched(local + INVOCATIONS, tile.y, slice + 1u),
        b_fetched(local, tile.x, slice + 1u), b_fetched(local + INVOCATIONS, tile.x, slice + 1u));
    }
    for (var four = 0u; four < A_FOURS; four++) {
      let a_at = half + y * A_FOURS + four;
      let b_at = half + 4u * four * B_FOURS + x;
      let above = a_block(a_at);
      let below = a_block(a_at + 4u * DOWN * A_FOURS);
      let left = b_block(b_at);
      sums.above_left = product(sums.above_left, above, left);
      sums.below_left = product(sums.below_left, below, left);
      let right = b_block(b_at + B_FOURS / 2u);
      sums.above_right = product(sums.above_right, above, right);
      sums.below_right = product(sums.below_right, below, right);
    }
    if (NARROW) {
      totals = grown(totals, sums);
      sums = Sums();
    }
    if (more) {
      let other = HALF - half + local;
      a_slices[other] = next[0];
      a_slices[other + INVOCATIONS] = next[1];
      b_slices[other] = next[2];
      b_slices[other + INVOCATIONS] = next[3];
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
