// A worker that measures nothing and says what it is told to, in place of the real one: machines, readings with known
// rates, and everything that can go wrong.

/** FLOP of one run, or bytes; seconds stand for themselves. Counted here anew, by hand. */
function amount(probe) {
  const [kind, ...rest] = probe.split("/");
  const size = (text) => text.split("x").map(Number);
  const product = (list) => list.reduce((a, b) => a * b, 1);
  switch (kind) {
    case "chains": return 2 * (rest[0] === "int8" ? 4 : 1) * product(size(rest[1]));
    case "tiled": case "product": return 2 * product(size(rest[1]));
    case "vector": {
      const [rows, columns] = size(rest[1]);
      return (rows * columns * { f32: 32, f16: 16, fp8: 8, int4: 4.5 }[rest[0]]) / 8 + 4 * (rows + columns);
    }
    case "stream": return Number(rest[1]);
    case "memcpy": return Number(rest[0]);
    case "softmax": return 8 * product(size(rest[0]));
    case "attention": {
      const [heads, width, context] = size(rest[0]);
      return 4 * heads * width * (2 * context + 2);
    }
    case "processor": return 2 * Number(rest[1]) ** 3;
    default: return null;
  }
}

/** A reading whose samples spread by 2 % around a rate (FLOP/s, bytes/s) or a time in seconds. */
export function reading(probe, rate, kernel = "") {
  const whole = amount(probe);
  const time = whole === null ? rate : whole / rate;
  return { probe, outcome: "measured", seconds: [0.99, 1, 1.01, 0.995, 1.005].map((s) => s * time), kernel, note: "" };
}

/** A reading without times. */
export const without = (probe, outcome, note = "") => ({ probe, outcome, kernel: "", note });

const MIB = 2 ** 20;

/** Rates of a made-up card: 10 TFLOP/s in FP32, 20 in FP16, 400 GB/s. */
export const RATES = [
  ["chains/f32/65536x1024", 10e12], ["chains/f16/65536x1024", 20e12], ["chains/int8/65536x1024", 36e12],
  ["tiled/1/1024x1024x1024", 0.11e12], ["tiled/4/1024x1024x1024", 0.9e12], ["tiled/8/1024x1024x1024", 1.9e12],
  ["tiled/16/1024x1024x1024", 2.6e12], ["tiled/32/1024x1024x1024", 2.2e12],
  ["product/f32/512x512x512", 3.1e12, "64 × 64"], ["product/f32/4096x4096x4096", 7e12, "128 × 128"],
  ["product/f16/4096x4096x4096", 12e12, "128 × 128"], ["product/f32/512x4096x14336", 6.4e12, "64 × 128"],
  ["vector/f32/14336x4096", 380e9], ["vector/f16/14336x4096", 360e9], ["vector/fp8/14336x4096", 340e9], ["vector/int4/14336x4096", 300e9],
  ...["read", "write", "copy"].flatMap((way, i) => [
    [`stream/${way}/8192`, (210 - 60 * i) * 1e9], [`stream/${way}/262144`, (1900 - 400 * i) * 1e9], [`stream/${way}/${4 * MIB}`, (1500 - 300 * i) * 1e9],
    [`stream/${way}/${64 * MIB}`, (420 - 10 * i) * 1e9], [`stream/${way}/${256 * MIB}`, (400 - 10 * i) * 1e9],
  ]),
  ["softmax/4096x8192", 310e9], ["attention/32x128x8192", 350e9],
  ["dispatch", 5e-6], ["submission", 80e-6],
  ["processor/scalar/256", 5e9], ["processor/simd/256", 20e9], ["memcpy/32768", 60e9], [`memcpy/${32 * MIB}`, 10e9],
];

export const READINGS = RATES.map(([probe, rate, kernel]) => reading(probe, rate, kernel));
const onProcessor = ({ probe }) => /^(processor|memcpy)/.test(probe);
export const OF_PROCESSOR = READINGS.filter(onProcessor);

const BLANK = {
  vendor: "", architecture: "", device: "", description: "", software: false, backend: "", host: "a browser that is made up", threads: 8,
  features: [], limits: { buffer: 0, binding: 0, shared: 0, invocations: 0, workgroups: 0 }, tick: 1e-4, timestamps: false, missing: "",
};
const LIMITS = { buffer: 4 * 1024 * MIB, binding: 2 * 1024 * MIB, shared: 32768, invocations: 1024, workgroups: 65535 };

/** A card that says only its maker; by its figures it is an M1 Max (10.6 TFLOP/s and 400 GB/s). */
export const CARD = {
  ...BLANK, vendor: "apple", architecture: "metal-3", backend: "WebGPU", limits: LIMITS, timestamps: true,
  features: ["shader-f16", "subgroups", "timestamp-query"],
};
export const SOFTWARE = {
  ...BLANK, vendor: "google", architecture: "swiftshader", description: "SwiftShader Device (Subzero)", software: true, backend: "WebGPU", limits: LIMITS,
};
export const NO_GPU = { ...BLANK, missing: "requestAdapter gave nothing." };

/** What a whole run says, in order. */
export function run(readings, { seconds = 12, slowed = 0.01, ended = { how: "complete", reason: "" }, until = readings.length } = {}) {
  const events = [{ event: "plan", plan: readings.map((r) => r.probe), seconds }];
  for (const r of readings.slice(0, until)) events.push({ event: "start", probe: r.probe }, { event: "reading", reading: r });
  if (until < readings.length) events.push({ event: "start", probe: readings[until].probe });
  if (slowed !== null && until === readings.length) events.push({ event: "slowed", part: slowed });
  if (ended) events.push({ event: "ended", ...ended });
  return events;
}

/** A record as it is exported. */
export const record = (machine, readings, more = {}) => ({
  kind: "isoflop benchmark", version: 1, day: "2026-11-29", machine, plan: readings.map((r) => r.probe), readings, ended: "complete", reason: "", slowed: 0.01, ...more,
});

/**
 * Puts the worker in the place of bench.js for all pages of a context. It says `machine`, or `first` instead, and after
 * a start `events`, one every `pause` ms. Counts how often it was loaded.
 */
export async function fake(context, { machine = CARD, first, events = run(READINGS), pause = 0, status = 200 } = {}) {
  const told = JSON.stringify({ first: first ?? { event: "machine", machine }, events: events.map((e) => (typeof e === "string" ? e : JSON.stringify(e))), pause });
  const body = `
    const told = ${told};
    postMessage(JSON.stringify(told.first));
    onmessage = async ({ data }) => {
      if (data !== "start") throw new Error("not start: " + data);
      for (const event of told.events) {
        if (told.pause > 0) await new Promise((done) => setTimeout(done, told.pause));
        postMessage(event);
      }
    };`;
  const seen = { loads: 0 };
  await context.route("**/bench.js*", (route) => {
    seen.loads += 1;
    return route.fulfill({ status, contentType: "text/javascript", body });
  });
  return seen;
}
