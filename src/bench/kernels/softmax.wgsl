// Softmax of every row: one workgroup a row, which is read once, kept in registers, and written once.
// Before it: `const HELD`, groups of four numbers that an invocation keeps.

// shape: rows, groups of four in a row.
@group(0) @binding(0) var<storage, read> input: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(2) var<uniform> shape: vec4<u32>;

const LANES = 256u;
const LOWEST = -3.0e38;

var<workgroup> row_wide: array<f32, LANES>;

fn largest_of_all(lane: u32, value: f32) -> f32 {
    row_wide[lane] = value;
    for (var half = LANES / 2u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if (lane < half) {
            row_wide[lane] = max(row_wide[lane], row_wide[lane + half]);
        }
    }
    workgroupBarrier();
    let all = row_wide[0];
    workgroupBarrier();
    return all;
}

fn sum_of_all(lane: u32, value: f32) -> f32 {
    row_wide[lane] = value;
    for (var half = LANES / 2u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if (lane < half) {
            row_wide[lane] += row_wide[lane + half];
        }
    }
    workgroupBarrier();
    return row_wide[0];
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let row = group.x * shape.y;
    var held: array<vec4<f32>, HELD>;
    var largest = LOWEST;
    for (var i = 0u; i < HELD; i++) {
        let at = i * LANES + lane;
        held[i] = vec4<f32>(LOWEST);
        if (at < shape.y) {
            held[i] = input[row + at];
        }
        largest = max(largest, max(max(held[i].x, held[i].y), max(held[i].z, held[i].w)));
    }
    largest = largest_of_all(lane, largest);
    var sum = 0.0;
    for (var i = 0u; i < HELD; i++) {
        held[i] = exp(held[i] - largest);
        sum += (held[i].x + held[i].y) + (held[i].z + held[i].w);
    }
    let part = 1.0 / sum_of_all(lane, sum);
    for (var i = 0u; i < HELD; i++) {
        let at = i * LANES + lane;
        if (at < shape.y) {
            result[row + at] = held[i] * part;
        }
    }
}
