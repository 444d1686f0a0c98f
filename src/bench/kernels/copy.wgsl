// Bandwidth of copying one half of a working set to the other: every invocation moves four words at a time, round and
// round.

// shape: steps of each invocation, places from one step to the next, places of a half less one.
@group(0) @binding(0) var<storage, read> source: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4<u32>>;
@group(0) @binding(2) var<uniform> shape: vec4<u32>;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    var place = id.x;
    // Four loads before the first store.
    for (var i = 0u; i < shape.x; i += 4u) {
        let p = place & shape.z;
        let q = (place + shape.y) & shape.z;
        let r = (place + 2u * shape.y) & shape.z;
        let s = (place + 3u * shape.y) & shape.z;
        let a = source[p];
        let b = source[q];
        let c = source[r];
        let d = source[s];
        result[p] = a;
        result[q] = b;
        result[r] = c;
        result[s] = d;
        place += 4u * shape.y;
    }
}
