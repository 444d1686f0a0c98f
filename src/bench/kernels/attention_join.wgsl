// Puts the shares of every head together that `attention.wgsl` has written: each counts by the exponential of its
// largest score, less the largest of all.
// Workgroups: x of heads.

// shape: groups of four in a value (at most 32), unused, shares.
@group(0) @binding(0) var<storage, read> shares: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(2) var<uniform> shape: vec4<u32>;

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let width = shape.x;
    let step = width + 1u;
    let first = group.x * shape.z * step;
    var largest = -3.0e38;
    for (var i = 0u; i < shape.z; i++) {
        largest = max(largest, shares[first + i * step + width].x);
    }
    if (lane < width) {
        var sum = vec4<f32>();
        var all = 0.0;
        for (var i = 0u; i < shape.z; i++) {
            let share = first + i * step;
            let weight = exp(shares[share + width].x - largest);
            sum += weight * shares[share + lane];
            all += weight * shares[share + width].y;
        }
        result[group.x * width + lane] = sum / all;
    }
}
