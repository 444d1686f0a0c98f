// The plain product C = A·B with square tiles in workgroup memory: one number of C per invocation. How it gains from
// larger tiles, and where it stops, is what is measured; it is not meant to be fast.
// Before it: `const TILE`, the side of a tile.

struct Shape { m: u32, k: u32, n: u32, unused: u32 }

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> c: array<f32>;
@group(0) @binding(3) var<uniform> shape: Shape;

var<workgroup> tile_a: array<array<f32, TILE>, TILE>;
var<workgroup> tile_b: array<array<f32, TILE>, TILE>;

@compute @workgroup_size(TILE, TILE)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
    let row = group.y * TILE + local.y;
    let column = group.x * TILE + local.x;
    var sum = 0.0;
    for (var start = 0u; start < shape.k; start += TILE) {
        // Outside of the matrices there are zeros.
        let along = start + local.x;
        let down = start + local.y;
        var left = 0.0;
        if (row < shape.m && along < shape.k) {
            left = a[row * shape.k + along];
        }
        var right = 0.0;
        if (down < shape.k && column < shape.n) {
            right = b[down * shape.n + column];
        }
        tile_a[local.y][local.x] = left;
        tile_b[local.y][local.x] = right;
        workgroupBarrier();
        for (var i = 0u; i < TILE; i++) {
            sum += tile_a[local.y][i] * tile_b[i][local.x];
        }
        workgroupBarrier();
    }
    if (row < shape.m && column < shape.n) {
        c[row * shape.n + column] = sum;
    }
}
