// A matrix of stored weights times one vector, as in decoding: every weight is read once, so that the bandwidth of
// memory decides. 32 invocations share four rows: each takes four words of every row at a time, and a part of the
// vector is read once for all four.
// Before it: one of the `weights_*.wgsl`, with `PER`, `SCALED` and how four words of weights are multiplied.

// shape: rows, columns; columns are a multiple of 32.
@group(0) @binding(0) var<storage, read> weights: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read> vector: array<vec4<f32>>;

var<workgroup> sums: array<vec4<f32>, 128>;

@compute @workgroup_size(32, 4)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
    let words = shape.y / PER;
    let last = shape.x - 1u;
    let first = (group.x * 4u + local.y) * 4u;
    // A row that is not there is read as the last one, and not written.
    let row0 = min(first, last) * words;
    let row1 = min(first + 1u, last) * words;
    let row2 = min(first + 2u, last) * words;
    let row3 = min(first + 3u, last) * words;
    var sum = vec4<f32>();
    for (var i = local.x; i < words; i += 32u) {
        sum += four(row0 + i, row1 + i, row2 + i, row3 + i, i);
    }
    let lane = local.y * 32u + local.x;
    sums[lane] = sum;
    for (var half = 16u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if (local.x < half) {
            sums[lane] += sums[lane + half];
        }
    }
    if (local.x < 4u && first + local.x < shape.x) {
        result[first + local.x] = sums[local.y * 32u][local.x] * AFTER;
    }
}
