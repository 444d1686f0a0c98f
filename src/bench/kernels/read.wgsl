// Bandwidth of reading a working set: every invocation loads four words at a time, round and round the set.

// shape: steps of each invocation, places from one step to the next, places of the set less one.
@group(0) @binding(0) var<storage, read> source: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read_write> result: array<u32>;
@group(0) @binding(2) var<uniform> shape: vec4<u32>;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    var place = id.x;
    var sum = vec4<u32>();
    // Eight loads that do not wait for each other.
    for (var i = 0u; i < shape.x; i += 8u) {
        let a = source[place & shape.z];
        let b = source[(place + shape.y) & shape.z];
        let c = source[(place + 2u * shape.y) & shape.z];
        let d = source[(place + 3u * shape.y) & shape.z];
        let e = source[(place + 4u * shape.y) & shape.z];
        let f = source[(place + 5u * shape.y) & shape.z];
        let g = source[(place + 6u * shape.y) & shape.z];
        let h = source[(place + 7u * shape.y) & shape.z];
        sum += ((a + b) + (c + d)) + ((e + f) + (g + h));
        place += 8u * shape.y;
    }
    result[id.x] = sum.x + sum.y + sum.z + sum.w;
}
