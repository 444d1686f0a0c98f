// C = A·B in blocks of 64 × 64: slices of A and B go through workgroup memory, and each invocation keeps 4 × 4 numbers
// of C. Any size; what lies outside of the matrices is zero.
// Before it: `alias Num`, `alias Num4`. Of 16-bit numbers a slice is summed in 16 bits, the slices in 32.
// Workgroups: x of columns, y of rows.

struct Shape { m: u32, k: u32, n: u32, unused: u32 }

@group(0) @binding(0) var<storage, read> a: array<Num>;
@group(0) @binding(1) var<storage, read> b: array<Num>;
@group(0) @binding(2) var<storage, read_write> c: array<Num>;
@group(0) @binding(3) var<uniform> shape: Shape;

const TILE = 64u;
const DEPTH = 16u;

// A slice of A, turned so that four rows lie together, and one of B.
var<workgroup> slice_a: array<array<Num4, 16>, DEPTH>;
var<workgroup> slice_b: array<array<Num4, 16>, DEPTH>;

fn of_a(row: u32, column: u32) -> Num {
    if (row < shape.m && column < shape.k) {
        return a[row * shape.k + column];
    }
    return Num(0.0);
}

fn of_b(row: u32, column: u32) -> Num {
    if (row < shape.k && column < shape.n) {
        return b[row * shape.n + column];
    }
    return Num(0.0);
}

fn put(row: u32, column: u32, value: f32) {
    if (row < shape.m && column < shape.n) {
        c[row * shape.n + column] = Num(value);
    }
}

fn put4(row: u32, column: u32, values: vec4<f32>) {
    put(row, column, values.x);
    put(row, column + 1u, values.y);
    put(row, column + 2u, values.z);
    put(row, column + 3u, values.w);
}

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
    let top = group.y * TILE;
    let left = group.x * TILE;
    var sum0 = vec4<f32>();
    var sum1 = vec4<f32>();
    var sum2 = vec4<f32>();
    var sum3 = vec4<f32>();
    for (var start = 0u; start < shape.k; start += DEPTH) {
        // Each invocation brings four numbers of either slice.
        let row = top + 4u * local.y;
        let along = start + local.x;
        slice_a[local.x][local.y] =
            Num4(of_a(row, along), of_a(row + 1u, along), of_a(row + 2u, along), of_a(row + 3u, along));
        let down = start + local.y;
        let column = left + 4u * local.x;
        slice_b[local.y][local.x] =
            Num4(of_b(down, column), of_b(down, column + 1u), of_b(down, column + 2u), of_b(down, column + 3u));
        workgroupBarrier();
        var part0 = Num4();
        var part1 = Num4();
        var part2 = Num4();
        var part3 = Num4();
        for (var i = 0u; i < DEPTH; i++) {
            let down4 = slice_a[i][local.y];
            let across4 = slice_b[i][local.x];
            part0 = fma(Num4(down4.x), across4, part0);
            part1 = fma(Num4(down4.y), across4, part1);
            part2 = fma(Num4(down4.z), across4, part2);
            part3 = fma(Num4(down4.w), across4, part3);
        }
        sum0 += vec4<f32>(part0);
        sum1 += vec4<f32>(part1);
        sum2 += vec4<f32>(part2);
        sum3 += vec4<f32>(part3);
        workgroupBarrier();
    }
    let row = top + 4u * local.y;
    let column = left + 4u * local.x;
    put4(row, column, sum0);
    put4(row + 1u, column, sum1);
    put4(row + 2u, column, sum2);
    put4(row + 3u, column, sum3);
}
