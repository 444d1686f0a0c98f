// Runs in the page: our products and TensorFlow.js' on the same adapter, one after the other.

import { fromHalves, toHalves } from "./halves.mjs";
import { isWhole, textOf } from "./variants.mjs";

let device;

/** The adapter's words and features. */
export async function open(gpu = navigator.gpu) {
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new Error("no WebGPU adapter");
  const wanted = ["subgroups", "shader-f16"].filter((feature) => adapter.features.has(feature));
  const limits = ["maxBufferSize", "maxStorageBufferBindingSize", "maxComputeWorkgroupStorageSize"];
  const requiredLimits = Object.fromEntries(limits.map((limit) => [limit, adapter.limits[limit]]));
  device = await adapter.requestDevice({ requiredFeatures: wanted, requiredLimits });
  const { vendor, architecture, description, subgroupMinSize, subgroupMaxSize } = adapter.info;
  return { vendor, architecture, description, subgroupMinSize, subgroupMaxSize, features: [...device.features] };
}

/** Small whole numbers, so that every sum is exact in f32 whatever its order. */
export function numbers(count, seed) {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state >>> 24) % 9) - 4;
  });
}

function buffer(data, usage) {
  const made = device.createBuffer({ size: data.byteLength, usage: usage | GPUBufferUsage.COPY_DST });
  device.queue.writeBuffer(made, 0, data);
  return made;
}

/** One variant made ready for one shape. */
export async function ours(variant, access, shape, a, b, { f16 = false } = {}) {
  const whole = isWhole(variant, shape);
  const opened = performance.now();
  const code = textOf(variant, whole ? access.whole : access.ragged, { f16 });
  const module = device.createShaderModule({ code });
  const { messages } = await module.getCompilationInfo();
  const bad = messages.filter((message) => message.type === "error");
  if (bad.length > 0) throw new Error(`${variant.name}: line ${bad[0].lineNum}: ${bad[0].message}`);
  const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute: { module, entryPoint: "main" } });
  const ready = (performance.now() - opened) / 1000;
  const { m, k, n } = shape;
  const size = f16 ? 4 * Math.ceil((m * n) / 2) : 4 * m * n;
  const stored = (values) => buffer(f16 ? toHalves(values) : values, GPUBufferUsage.STORAGE);
  const out = device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  const buffers = [
    stored(a),
    stored(b),
    out,
    buffer(new Uint32Array([m, k, n, 0]), GPUBufferUsage.UNIFORM),
  ];
  const entries = buffers.map((one, binding) => ({ binding, resource: { buffer: one } }));
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  const { TILE_M, TILE_N } = variant.numbers;
  async function run(times) {
    const encoder = device.createCommandEncoder();
    for (let i = 0; i < times; i++) {
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(Math.ceil(n / TILE_N), Math.ceil(m / TILE_M));
      pass.end();
    }
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
  }
  async function read() {
    const copy = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(out, 0, copy, 0, size);
    device.queue.submit([encoder.finish()]);
    await copy.mapAsync(GPUMapMode.READ);
    const mapped = copy.getMappedRange();
    const got = f16 ? fromHalves(new Uint16Array(mapped)).subarray(0, m * n) : new Float32Array(mapped).slice();
    copy.destroy();
    return got;
  }
  return { name: variant.name, ready, run, read, free: () => buffers.forEach((one) => one.destroy()) };
}

/** The same of TensorFlow.js. */
export async function theirs({ m, k, n }, a, b) {
  await tf.setBackend("webgpu");
  await tf.ready();
  const [left, right] = [tf.tensor2d(a, [m, k]), tf.tensor2d(b, [k, n])];
  const backend = tf.backend();
  async function run(times) {
    for (let i = 0; i < times; i++) tf.matMul(left, right).dispose();
    // What it has not yet handed in, as it does itself before it reads a result.
    if (backend.commandEncoder) {
      backend.endComputePassEncoder();
      backend.submitQueue();
    }
    await backend.queue.onSubmittedWorkDone();
  }
  async function read() {
    const made = tf.matMul(left, right);
    const got = await made.data();
    made.dispose();
    return got;
  }
  return { name: "tfjs", run, read, free: () => [left, right].forEach((one) => one.dispose()) };
}

/** The product by the plainest loop. */
function plain({ m, k, n }, a, b) {
  const c = new Float32Array(m * n);
  for (let i = 0; i < m; i++)
    for (let l = 0; l < k; l++) {
      const factor = a[i * k + l];
      for (let j = 0; j < n; j++) c[i * n + j] += factor * b[l * n + j];
    }
  return c;
}

function firstDifference(got, want) {
  for (let i = 0; i < want.length; i++) if (got[i] !== want[i]) return { at: i, got: got[i], want: want[i] };
  return null;
}

/** Checks one variant at one shape; null when all is right. */
export async function check(variant, access, shape, options = {}) {
  const { m, k, n } = shape;
  const [a, b] = [numbers(m * k, 1), numbers(k * n, 2)];
  const kernel = await ours(variant, access, shape, a, b, options);
  await kernel.run(1);
  const difference = firstDifference(await kernel.read(), plain(shape, a, b));
  kernel.free();
  return difference;
}

/** Seconds of one product in every sample, of every variant and of TensorFlow.js, in turn. */
export async function compare(variants, access, shape, { samples, seconds, tensorflow = true }) {
  const { m, k, n } = shape;
  const [a, b] = [numbers(m * k, 1), numbers(k * n, 2)];
  const all = [];
  for (const variant of variants) all.push(await ours(variant, access, shape, a, b));
  if (tensorflow) all.push(await theirs(shape, a, b));
  const results = [];
  let first = null;
  for (const one of all) {
    await one.run(1);
    const got = await one.read();
    first ??= got;
    const differs = firstDifference(got, first);
    if (differs) throw new Error(`${one.name} differs from ${all[0].name} at ${JSON.stringify(differs)}`);
    const start = performance.now();
    await one.run(1);
    const once = (performance.now() - start) / 1000;
    results.push({ name: one.name, ready: one.ready, runs: Math.max(1, Math.ceil(seconds / once)), samples: [] });
  }
  for (let i = 0; i < samples; i++) {
    for (const [at, one] of all.entries()) {
      const result = results[at];
      const start = performance.now();
      await one.run(result.runs);
      result.samples.push((performance.now() - start) / 1000 / result.runs);
    }
  }
  all.forEach((one) => one.free());
  return results.map(({ name, ready, samples }) => ({ name, ready, samples }));
}
