// Matrix product for GPUs: a workgroup keeps a slice of A, turned, and of B in workgroup memory; every invocation has
// 8 × 8 results and adds one column of A times one row of B after the other. While a slice is used, the next one is on
// its way into registers, and then goes into the other half of the memory: one barrier for every slice.
// One workgroup of 1D has TILE_M × TILE_N results, 64 of each invocation; as many workgroups as there are tiles: x along
// the columns of C, y along its rows. TILE_M and TILE_N are 64 or 128, DEPTH (numbers of a slice along the inner side)
// a multiple of 8 with DEPTH·(TILE_M + TILE_N) at most TILE_M·TILE_N / 4: no invocation fetches more than one block.
// SHARED is the count of numbers in workgroup memory.
//
// variant blocked-128: TILE_M=128 TILE_N=128 DEPTH=16 INVOCATIONS=256 SHARED=8192
// variant blocked-64: TILE_M=64 TILE_N=64 DEPTH=8 INVOCATIONS=64 SHARED=2048

const ACROSS: u32 = TILE_N / 8u;
const_assert INVOCATIONS == ACROSS * (TILE_M / 8u);

// A slice in fours of numbers: along a column of A's, along a row of B's, and how many of them along the inner side.
const A_FOURS: u32 = TILE_M / 4u;
const B_FOURS: u32 = TILE_N / 4u;
const ALONG: u32 = DEPTH / 4u;

// Blocks of 4 × 4 numbers to fetch.
const A_BLOCKS: u32 = A_FOURS * ALONG;
const B_BLOCKS: u32 = B_FOURS * ALONG;

// Two halves, each of blocks of four along the inner side: most indices are constants, and what a compiler adds to check
// the others need not be done again in every step.
var<workgroup> a_slices: array<array<array<array<Num4, A_FOURS>, 4>, ALONG>, 2>;
var<workgroup> b_slices: array<array<array<array<Num4, B_FOURS>, 4>, ALONG>, 2>;

// The block that an invocation fetches of A: fours of rows, and fours along the inner side. Two neighbours read on in
// the same row; eight write to different banks, since every other four of the inner side lies four fours aside.
fn a_rows(local: u32) -> u32 { return (local / 2u) % A_FOURS; }
fn a_along(local: u32) -> u32 { return local % 2u + 2u * (local / (2u * A_FOURS)); }

// And of B: fours of columns, and fours along the inner side.
fn b_columns(local: u32) -> u32 { return (local - A_BLOCKS) % B_FOURS; }
fn b_along(local: u32) -> u32 { return (local - A_BLOCKS) / B_FOURS; }

fn fetched(local: u32, tile: vec2<u32>, slice: u32) -> Block {
  if (local < A_BLOCKS) {
    let row = tile.y * TILE_M + 4u * a_rows(local);
    let four = slice * ALONG + a_along(local);
    return Block(
      a_four(a_row(row), four), a_four(a_row(row + 1u), four),
      a_four(a_row(row + 2u), four), a_four(a_row(row + 3u), four));
  }
  if (local < A_BLOCKS + B_BLOCKS) {
    let row = slice * DEPTH + 4u * b_along(local);
    let four = tile.x * B_FOURS + b_columns(local);
    return Block(
      b_four(b_row(row), four), b_four(b_row(row + 1u), four),
      b_four(b_row(row + 2u), four), b_four(b_row(row + 3u), four));
  }
  return Block();
}

fn keep(local: u32, half: u32, block: Block) {
  if (local < A_BLOCKS) {
    let along = a_along(local);
    let at = a_rows(local) ^ (4u * (along & 1u));
    let turned = transpose(block);
    a_slices[half][along][0][at] = turned[0];
    a_slices[half][along][1][at] = turned[1];
    a_slices[half][along][2][at] = turned[2];
    a_slices[half][along][3][at] = turned[3];
  } else if (local < A_BLOCKS + B_BLOCKS) {
    let along = b_along(local);
    let at = b_columns(local);
    b_slices[half][along][0][at] = block[0];
    b_slices[half][along][1][at] = block[1];
    b_slices[half][along][2][at] = block[2];
    b_slices[half][along][3][at] = block[3];
  }
}

// One number further along the inner side.
fn further(s: Sums, above: Num4, below: Num4, left: Num4, right: Num4) -> Sums {
  return Sums(
    outer(s.above_left, above, left), outer(s.above_right, above, right),
    outer(s.below_left, below, left), outer(s.below_right, below, right));
}

@compute @workgroup_size(INVOCATIONS)
fn main(@builtin(workgroup_id) tile: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let x = local % ACROSS;
  let y = local / ACROSS;
  var sums = Sums();
  var totals = Totals();
  let slices = (shape.k + DEPTH - 1u) / DEPTH;
  keep(local, 0u, fetched(local, tile.xy, 0u));
  workgroupBarrier();
  for (var slice = 0u; slice < slices; slice++) {
    let half = slice & 1u;
    let more = slice + 1u < slices;
    var next = Block();
    if (more) { next = fetched(local, tile.xy, slice + 1u); }
    for (var four = 0u; four < ALONG; four++) {
      let up = y ^ (4u * (four & 1u));
      let down = up + A_FOURS / 2u;
      let a = &a_slices[half][four];
      let b = &b_slices[half][four];
      sums = further(sums, (*a)[0][up], (*a)[0][down], (*b)[0][x], (*b)[0][x + B_FOURS / 2u]);
      sums = further(sums, (*a)[1][up], (*a)[1][down], (*b)[1][x], (*b)[1][x + B_FOURS / 2u]);
      sums = further(sums, (*a)[2][up], (*a)[2][down], (*b)[2][x], (*b)[2][x + B_FOURS / 2u]);
      sums = further(sums, (*a)[3][up], (*a)[3][down], (*b)[3][x], (*b)[3][x + B_FOURS / 2u]);
    }
    if (NARROW) {
      totals = grown(totals, sums);
      sums = Sums();
    }
    if (more) { keep(local, 1u - half, next); }
    workgroupBarrier();
  }
  totals = grown(totals, sums);
  let row = tile.y * TILE_M + 4u * y;
  let column = tile.x * B_FOURS + x;
  set_block(row, 1u, column, totals.above_left);
  set_block(row, 1u, column + B_FOURS / 2u, totals.above_right);
  set_block(row + TILE_M / 2u, 1u, column, totals.below_left);
  set_block(row + TILE_M / 2u, 1u, column + B_FOURS / 2u, totals.below_right);
}
