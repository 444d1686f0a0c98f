// Weights of 32 bits, four to the four words.

@group(0) @binding(2) var<storage, read_write> result: array<f32>;
@group(0) @binding(3) var<uniform> shape: vec4<u32>;

const PER = 4u;
const AFTER = 1.0;

fn four(r0: u32, r1: u32, r2: u32, r3: u32, i: u32) -> vec4<f32> {
    let x = vector[i];
    return vec4<f32>(
        dot(bitcast<vec4<f32>>(weights[r0]), x),
        dot(bitcast<vec4<f32>>(weights[r1]), x),
        dot(bitcast<vec4<f32>>(weights[r2]), x),
        dot(bitcast<vec4<f32>>(weights[r3]), x),
    );
}
