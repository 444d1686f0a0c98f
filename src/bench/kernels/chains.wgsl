// The peak of the arithmetic units: chains of multiply-adds that touch no memory. Each invocation has four chains of
// four numbers, enough to hide how long one multiply-add takes.
// Before it: `alias Num4`, four numbers of 32 or 16 bits.

// shape: passes, each with four multiply-adds of every chain.
@group(0) @binding(0) var<storage, read> start: array<Num4>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
@group(0) @binding(2) var<uniform> shape: vec4<u32>;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    // One of 64 sets: two factors of the chains, then where they start. It is read, so that nothing is known before.
    let first = (id.x % 64u) * 8u;
    let x = start[first];
    let y0 = start[first + 1u];
    let y1 = y0.yzwx;
    let y2 = y0.zwxy;
    let y3 = y0.wxyz;
    var a0 = start[first + 2u];
    var a1 = start[first + 3u];
    var a2 = start[first + 4u];
    var a3 = start[first + 5u];
    for (var i = 0u; i < shape.x; i++) {
        a0 = fma(a0, x, y0);
        a1 = fma(a1, x, y1);
        a2 = fma(a2, x, y2);
        a3 = fma(a3, x, y3);
        a0 = fma(a0, x, y0);
        a1 = fma(a1, x, y1);
        a2 = fma(a2, x, y2);
        a3 = fma(a3, x, y3);
        a0 = fma(a0, x, y0);
        a1 = fma(a1, x, y1);
        a2 = fma(a2, x, y2);
        a3 = fma(a3, x, y3);
        a0 = fma(a0, x, y0);
        a1 = fma(a1, x, y1);
        a2 = fma(a2, x, y2);
        a3 = fma(a3, x, y3);
    }
    // Every chain reaches the result, so that none is dropped.
    let sum = (vec4<f32>(a0) + vec4<f32>(a1)) + (vec4<f32>(a2) + vec4<f32>(a3));
    result[id.x] = (sum.x + sum.y) + (sum.z + sum.w);
}
