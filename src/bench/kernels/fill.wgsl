// Makes the numbers that other kernels are fed, each from its place alone. `core::bench::input` makes the same.

// shape: what to make, seed, words, invocations.
@group(0) @binding(0) var<storage, read_write> result: array<u32>;
@group(0) @binding(1) var<uniform> shape: vec4<u32>;

const STEP = 0x9e3779b1u;

fn mixed(place: u32) -> u32 {
    var h = place ^ (shape.y * STEP);
    h = (h ^ (h >> 16u)) * 0x85ebca6bu;
    h = (h ^ (h >> 13u)) * 0xc2b2ae35u;
    return h ^ (h >> 16u);
}

// Two 16-bit numbers from the halves of the bits.
fn pair(h: u32, count: u32, offset: f32, part: f32) -> u32 {
    let halves = vec2<f32>(f32((h & 0xffffu) % count), f32((h >> 16u) % count));
    return pack2x16float((halves - offset) * part);
}

// 0, 1, 0, -1 of two bits.
fn sparse(bits: u32) -> f32 {
    return select(0.0, select(-1.0, 1.0, bits == 1u), (bits & 1u) == 1u);
}

// The two codes of E4M3 that are no number lose their last bit.
fn codes(h: u32) -> u32 {
    var word = h;
    for (var shift = 0u; shift < 32u; shift += 8u) {
        if (((h >> shift) & 0x7fu) == 0x7fu) {
            word &= ~(1u << shift);
        }
    }
    return word;
}

fn word(place: u32) -> u32 {
    let h = mixed(place);
    switch shape.x {
        case 0u: { return bitcast<u32>((f32(h % 17u) - 8.0) / 8.0); }
        case 1u: { return pair(h, 17u, 8.0, 0.125); }
        case 2u: { return pair(h, 9u, 4.0, 0.5); }
        case 3u: { return pack2x16float(vec2<f32>(sparse(h & 3u), sparse((h >> 16u) & 3u))); }
        case 4u: { return bitcast<u32>(1.0 - 2.0 * f32(h % 2u)); }
        case 5u: { return pair(h, 2u, 0.5, -2.0); }
        case 6u: { return bitcast<u32>(f32(h % 5u) - 2.0); }
        case 7u: { return bitcast<u32>(select(0.0, select(1.0, -1.0, h % 16u == 8u), h % 8u == 0u)); }
        case 8u: { return codes(h); }
        case 9u: { return h & 0xbfbfbfbfu; }
        case 10u: { return h; }
        case 11u: { return pack2x16float(0.125 * vec2<f32>(f32(1u << (h & 3u)), f32(1u << ((h >> 16u) & 3u)))); }
        case 12u: { return bitcast<u32>((f32(h % 16383u) - 8191.0) * 0.0001220703125); }
        default: { return place * STEP + shape.y; }
    }
}

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    for (var place = id.x; place < shape.z; place += shape.w) {
        result[place] = word(place);
    }
}
