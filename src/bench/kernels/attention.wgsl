// Attention of one query per head against a cache, as in decoding: every key and value is read once. A workgroup takes
// 128 places of one head's cache: first all scores, then their exponentials, then the sum of the values; the shares of
// a head are put together by `attention_join.wgsl`.
// Workgroups: x of shares, y of heads. A share is written as its sum of values (not yet divided), then its largest
// score, then its sum of exponentials, in groups of four.

// shape: groups of four in a key (at most 32), places of the cache, shares.
@group(0) @binding(0) var<storage, read> query: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> keys: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> values: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(4) var<uniform> shape: vec4<u32>;

const PLACES = 128u;
const LOWEST = -3.0e38;

var<workgroup> asked: array<vec4<f32>, 32>;
// Eight parts of every score, then the scores themselves.
var<workgroup> parts: array<array<f32, 8>, PLACES>;
var<workgroup> weights: array<f32, PLACES>;
var<workgroup> reduced: array<f32, PLACES>;
var<workgroup> sums: array<vec4<f32>, PLACES>;

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let width = shape.x;
    let head = group.y;
    let first = group.x * PLACES;
    let count = min(PLACES, shape.y - first);
    let cache = (head * shape.y + first) * width;
    if (lane < width) {
        // Scores are divided by the root of the numbers of a key.
        asked[lane] = query[head * width + lane] * inverseSqrt(4.0 * f32(width));
    }
    workgroupBarrier();

    // Eight invocations share a key.
    let eighth = lane % 8u;
    for (var j = lane / 8u; j < PLACES; j += 16u) {
        var score = 0.0;
        if (j < count) {
            for (var d = eighth; d < width; d += 8u) {
                score += dot(asked[d], keys[cache + j * width + d]);
            }
        }
        parts[j][eighth] = score;
    }
    workgroupBarrier();
    var score = LOWEST;
    if (lane < count) {
        score = 0.0;
        for (var i = 0u; i < 8u; i++) {
            score += parts[lane][i];
        }
    }

    reduced[lane] = score;
    for (var half = PLACES / 2u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if (lane < half) {
            reduced[lane] = max(reduced[lane], reduced[lane + half]);
        }
    }
    workgroupBarrier();
    let largest = reduced[0];
    workgroupBarrier();
    let weight = select(0.0, exp(score - largest), lane < count);
    weights[lane] = weight;
    reduced[lane] = weight;
    for (var half = PLACES / 2u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if (lane < half) {
            reduced[lane] += reduced[lane + half];
        }
    }
    workgroupBarrier();

    // A quarter of the invocations takes every fourth value; each has four numbers of it.
    let column = lane % 32u;
    var sum = vec4<f32>();
    if (column < width) {
        for (var j = lane / 32u; j < count; j += 4u) {
            sum += weights[j] * values[cache + j * width + column];
        }
    }
    sums[lane] = sum;
    workgroupBarrier();
    let share = (head * shape.z + group.x) * (width + 1u);
    if (lane < width) {
        result[share + lane] = (sums[lane] + sums[lane + 32u]) + (sums[lane + 64u] + sums[lane + 96u]);
    }
    if (lane == 0u) {
        result[share + width] = vec4<f32>(largest, reduced[0], 0.0, 0.0);
    }
}
