// Weights of four bits, 32 to the four words, with one 16-bit scale for these 32; a weight is (its four bits − 8) times
// the scale. Four bits are put into the mantissa of a number between 1 and 2, which is 1 + bits / 16 and costs no
// conversion: bits − 8 = 16·that − 24, and the 24 is multiplied with the sum of the vector's 32 numbers instead.

@group(0) @binding(2) var<storage, read> scales: array<u32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;
@group(0) @binding(4) var<uniform> shape: vec4<u32>;

const PER = 32u;
const AFTER = 1.0;

// Four numbers of four bits, the lowest first, from bit 0 of the word on.
fn low(w: u32) -> vec4<f32> {
    let bits = vec4<u32>(w << 19u, w << 15u, w << 11u, w << 7u) & vec4<u32>(0x00780000u);
    return bitcast<vec4<f32>>(bits | vec4<u32>(0x3f800000u));
}

fn word(w: u32, x: vec4<f32>, y: vec4<f32>) -> f32 {
    return dot(low(w), x) + dot(low(w >> 16u), y);
}

fn scale(block: u32) -> f32 {
    let pair = unpack2x16float(scales[block / 2u]);
    return select(pair.x, pair.y, (block & 1u) == 1u);
}

fn four(r0: u32, r1: u32, r2: u32, r3: u32, i: u32) -> vec4<f32> {
    let w0 = weights[r0];
    let w1 = weights[r1];
    let w2 = weights[r2];
    let w3 = weights[r3];
    var sum = vec4<f32>();
    var all = vec4<f32>();
    for (var j = 0u; j < 4u; j++) {
        let x = vector[8u * i + 2u * j];
        let y = vector[8u * i + 2u * j + 1u];
        sum += vec4<f32>(word(w0[j], x, y), word(w1[j], x, y), word(w2[j], x, y), word(w3[j], x, y));
        all += x + y;
    }
    let offset = 24.0 * ((all.x + all.y) + (all.z + all.w));
    return vec4<f32>(scale(r0), scale(r1), scale(r2), scale(r3)) * (16.0 * sum - offset);
}
