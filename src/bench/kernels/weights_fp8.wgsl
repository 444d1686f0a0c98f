// Weights in FP8 E4M3, 16 to the four words. Sign, four bits of exponent and three of mantissa are moved to where a
// 16-bit number has them, two at a time; its exponent counts from 15 instead of 7, which makes the number 256 times too
// small, and that is put right once for a whole row. The codes below the normal ones come out right too; NaN does not.

@group(0) @binding(2) var<storage, read_write> result: array<f32>;
@group(0) @binding(3) var<uniform> shape: vec4<u32>;

const PER = 16u;
const AFTER = 256.0;

// Bytes 0 and 2 of a word.
fn even(w: u32) -> vec2<f32> {
    return unpack2x16float(((w & 0x00800080u) << 8u) | ((w & 0x007f007fu) << 7u));
}

fn word(w: u32, x: vec4<f32>) -> f32 {
    return dot(even(w), x.xz) + dot(even(w >> 8u), x.yw);
}

fn sixteen(w: vec4<u32>, x: vec4<f32>, y: vec4<f32>, z: vec4<f32>, u: vec4<f32>) -> f32 {
    return (word(w.x, x) + word(w.y, y)) + (word(w.z, z) + word(w.w, u));
}

fn four(r0: u32, r1: u32, r2: u32, r3: u32, i: u32) -> vec4<f32> {
    let x = vector[4u * i];
    let y = vector[4u * i + 1u];
    let z = vector[4u * i + 2u];
    let u = vector[4u * i + 3u];
    return vec4<f32>(
        sixteen(weights[r0], x, y, z, u),
        sixteen(weights[r1], x, y, z, u),
        sixteen(weights[r2], x, y, z, u),
        sixteen(weights[r3], x, y, z, u),
    );
}
