// Bandwidth of writing a working set: every invocation stores four words at a time, round and round the set. What is
// stored at a place depends on the place alone, so that it does not matter who comes last.

// shape: steps of each invocation, places from one step to the next, places of the set less one, first word.
@group(0) @binding(0) var<storage, read_write> result: array<vec4<u32>>;
@group(0) @binding(1) var<uniform> shape: vec4<u32>;

const STEP = 0x9e3779b1u;

fn put(at: u32) {
    let place = at & shape.z;
    result[place] = (vec4<u32>(0u, 1u, 2u, 3u) + 4u * place) * STEP + shape.w;
}

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    var place = id.x;
    for (var i = 0u; i < shape.x; i += 4u) {
        put(place);
        put(place + shape.y);
        put(place + 2u * shape.y);
        put(place + 3u * shape.y);
        place += 4u * shape.y;
    }
}
