// Bandwidth of reading a working set: every invocation loads four words at a time, round and round the set.

// shape: steps of each invocation, places from one step to the next, places of the set less one.
@group(0) @binding(0) var<storage, read> set: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read_write> result: array<u32>;
@group(0) @binding(2) var<uniform> shape: vec4<u32>;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    var place = id.x;
    var sum = vec4<u32>();
    // Eight loads that do not wait for each other.
    for (var i = 0u; i < shape.x; i += 8u) {
        let a = set[place & shape.z];
        let b = set[(place + shape.y) & shape.z];
        let c = set[(place + 2u * shape.y) & shape.z];
        let d = set[(place + 3u * shape.y) & shape.z];
        let e = set[(place + 4u * shape.y) & shape.z];
        let f = set[(place + 5u * shape.y) & shape.z];
        let g = set[(place + 6u * shape.y) & shape.z];
        let h = set[(place + 7u * shape.y) & shape.z];
        sum += ((a + b) + (c + d)) + ((e + f) + (g + h));
        place += 8u * shape.y;
    }
    result[id.x] = sum.x + sum.y + sum.z + sum.w;
}
