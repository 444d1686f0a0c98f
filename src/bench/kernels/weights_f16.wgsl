// Weights of 16 bits, eight to the four words; multiplied in 32 bits, so that no 16-bit arithmetic is needed.

@group(0) @binding(2) var<storage, read_write> result: array<f32>;
@group(0) @binding(3) var<uniform> shape: vec4<u32>;

const PER = 8u;
const AFTER = 1.0;

fn eight(w: vec4<u32>, x: vec4<f32>, y: vec4<f32>) -> f32 {
    let a = vec4<f32>(unpack2x16float(w.x), unpack2x16float(w.y));
    let b = vec4<f32>(unpack2x16float(w.z), unpack2x16float(w.w));
    return dot(a, x) + dot(b, y);
}

fn four(r0: u32, r1: u32, r2: u32, r3: u32, i: u32) -> vec4<f32> {
    let x = vector[2u * i];
    let y = vector[2u * i + 1u];
    return vec4<f32>(
        eight(weights[r0], x, y),
        eight(weights[r1], x, y),
        eight(weights[r2], x, y),
        eight(weights[r3], x, y),
    );
}
