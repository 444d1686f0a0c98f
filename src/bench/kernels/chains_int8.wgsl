// The peak of products of packed bytes: eight chains per invocation, each step the product of two words of four signed
// bytes, summed in 32 bits.

// shape: passes, each with eight steps of every chain.
@group(0) @binding(0) var<storage, read> start: array<u32>;
@group(0) @binding(1) var<storage, read_write> result: array<u32>;
@group(0) @binding(2) var<uniform> shape: vec4<u32>;

fn step(a: u32, x: u32, y: i32) -> u32 {
    return bitcast<u32>(dot4I8Packed(a, x) + y);
}

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let first = (id.x % 64u) * 32u;
    let x = start[first];
    let y = bitcast<i32>(start[first + 1u]);
    var a0 = start[first + 2u];
    var a1 = start[first + 3u];
    var a2 = start[first + 4u];
    var a3 = start[first + 5u];
    var a4 = start[first + 6u];
    var a5 = start[first + 7u];
    var a6 = start[first + 8u];
    var a7 = start[first + 9u];
    for (var i = 0u; i < shape.x; i++) {
        a0 = step(a0, x, y);
        a1 = step(a1, x, y);
        a2 = step(a2, x, y);
        a3 = step(a3, x, y);
        a4 = step(a4, x, y);
        a5 = step(a5, x, y);
        a6 = step(a6, x, y);
        a7 = step(a7, x, y);
        a0 = step(a0, x, y);
        a1 = step(a1, x, y);
        a2 = step(a2, x, y);
        a3 = step(a3, x, y);
        a4 = step(a4, x, y);
        a5 = step(a5, x, y);
        a6 = step(a6, x, y);
        a7 = step(a7, x, y);
        a0 = step(a0, x, y);
        a1 = step(a1, x, y);
        a2 = step(a2, x, y);
        a3 = step(a3, x, y);
        a4 = step(a4, x, y);
        a5 = step(a5, x, y);
        a6 = step(a6, x, y);
        a7 = step(a7, x, y);
        a0 = step(a0, x, y);
        a1 = step(a1, x, y);
        a2 = step(a2, x, y);
        a3 = step(a3, x, y);
        a4 = step(a4, x, y);
        a5 = step(a5, x, y);
        a6 = step(a6, x, y);
        a7 = step(a7, x, y);
        a0 = step(a0, x, y);
        a1 = step(a1, x, y);
        a2 = step(a2, x, y);
        a3 = step(a3, x, y);
        a4 = step(a4, x, y);
        a5 = step(a5, x, y);
        a6 = step(a6, x, y);
        a7 = step(a7, x, y);
        a0 = step(a0, x, y);
        a1 = step(a1, x, y);
        a2 = step(a2, x, y);
        a3 = step(a3, x, y);
        a4 = step(a4, x, y);
        a5 = step(a5, x, y);
        a6 = step(a6, x, y);
        a7 = step(a7, x, y);
        a0 = step(a0, x, y);
        a1 = step(a1, x, y);
        a2 = step(a2, x, y);
        a3 = step(a3, x, y);
        a4 = step(a4, x, y);
        a5 = step(a5, x, y);
        a6 = step(a6, x, y);
        a7 = step(a7, x, y);
        a0 = step(a0, x, y);
        a1 = step(a1, x, y);
        a2 = step(a2, x, y);
        a3 = step(a3, x, y);
        a4 = step(a4, x, y);
        a5 = step(a5, x, y);
        a6 = step(a6, x, y);
        a7 = step(a7, x, y);
    }
    result[id.x] = a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7;
}
