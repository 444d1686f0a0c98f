// The screen that measures this machine, with its own worker and the browser's own software adapter: what the fake worker of
// bench.test.mjs cannot show.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "./harness.mjs";

const START = "#v=1&view=bench";
const plain = (text) => text.replaceAll(/[\u202f\u00a0]/g, " ").replaceAll(/\s+/g, " ").trim();
const text = async (page, part) => plain(await page.locator(part).first().innerText());
const button = (page, name) => page.getByRole("button", { name, exact: true });
const measuring = (page) => page.locator(".probes tbody tr").filter({ hasText: "GFLOP/s" }).first().waitFor({ timeout: 30_000 });

/** The screen, once its worker has said what there is; `first` is run in the worker before anything else. */
async function opened(ctx, first = "") {
  ctx.allow(/Service Worker registration blocked/);
  const context = await ctx.newContext({ serviceWorkers: "block" });
  if (first) {
    const body = first + "\n" + readFileSync(`${ctx.dist}/bench.js`, "utf8");
    await context.route("**/bench.js*", (route) => route.fulfill({ contentType: "text/javascript", body }));
  }
  const page = await ctx.open(START, { context });
  await page.locator(".about").first().waitFor({ timeout: 20_000 });
  return page;
}

test("real bench: a whole run on the browser's own adapter", async (ctx) => {
  const page = await opened(ctx);
  await page.locator("#answer", { hasText: "plays a GPU" }).waitFor({ timeout: 20_000 });
  await page.evaluate(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((e) => { globalThis.longest = Math.max(globalThis.longest, e.duration); })).observe({ type: "longtask" });
  });
  const start = Date.now();
  await button(page, "Start").click();
  await button(page, "Start again").waitFor({ timeout: 55_000 });
  const took = (Date.now() - start) / 1000;
  console.log(`note: the whole run took ${took.toFixed(1)} s; the longest task of the page meanwhile ${(await page.evaluate(() => globalThis.longest)).toFixed(0)} ms (0: none over 50)`);
  assert.match(await text(page, "main"), /The run is complete/);
  const rows = (await page.locator(".probes tbody tr").allInnerTexts()).map(plain);
  for (const bad of ["wrong result", "failed", "waiting"]) assert.deepEqual(rows.filter((row) => row.includes(bad)), [], bad);
  for (const probe of [/multiply-add chains, FP32 .*GFLOP/, /product, FP32, 256³ .*GFLOP/, /weights in INT4.*[GM]B\/s/, /weights in FP8.*[GM]B\/s/, /read 4 MiB.*GB\/s/, /softmax.*[GM]B\/s/, /attention.*[GM]B\/s/, /starting a kernel.*s /, /product, SIMD.*GFLOP/]) {
    assert.ok(rows.some((row) => probe.test(row)), `${probe}: ${rows.join("\n")}`);
  }
  // A processor that plays a GPU calibrates nothing.
  assert.match(await text(page, "main"), /calibrates? nothing/);
});

test("real bench: the browser compiles every kernel that its adapter can run", async (ctx) => {
  const page = await opened(ctx);
  const { bad, compiled, lacking } = await page.evaluate(async () => {
    const { default: init, kernels } = await import(new URL("bench/isoflop.js", location.href).href);
    await init({ module_or_path: new URL("bench/isoflop_bg.wasm", location.href) });
    const adapter = await navigator.gpu.requestAdapter();
    const wanted = ["shader-f16", "subgroups"].filter((f) => adapter.features.has(f));
    const device = await adapter.requestDevice({ requiredFeatures: wanted });
    const has = (f) => device.features.has(f) || navigator.gpu.wgslLanguageFeatures.has(f);
    const all = JSON.parse(kernels());
    const able = all.filter((k) => k.features.every(has));
    const bad = [];
    for (const { name, text } of able) {
      const info = await device.createShaderModule({ code: text }).getCompilationInfo();
      if (info.messages.length > 0) bad.push(`${name}: ${info.messages.map((m) => m.message).join("; ")}`);
    }
    return { bad, compiled: able.length, lacking: all.length - able.length };
  });
  assert.deepEqual(bad, []);
  assert.ok(compiled >= 30, `${compiled} kernels`);
  console.log(`note: ${compiled} kernels compiled; ${lacking} need what this adapter lacks and are looked at natively alone`);
});

test("real bench: a device that is lost in the middle", async (ctx) => {
  const page = await opened(ctx, `
    const give = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (wish) { return (globalThis.device = await give.call(this, wish)); };`);
  await button(page, "Start").click();
  await measuring(page);
  await page.workers()[0].evaluate(() => globalThis.device.destroy());
  await button(page, "Start again").waitFor({ timeout: 20_000 });
  assert.match(await text(page, "main"), /device was lost/);
  assert.ok(await page.locator(".probes tbody tr").filter({ hasText: "GFLOP/s" }).count() > 0);
  // And once more, with a fresh worker and a fresh device.
  await button(page, "Start again").click();
  await page.locator(".probes tr.now").waitFor();
  await button(page, "Cancel").click();
  await button(page, "Start again").waitFor();
  assert.match(await text(page, "main"), /cancelled/);
});

test("real bench: an adapter that is refused leaves the processor", async (ctx) => {
  const page = await opened(ctx, "Object.defineProperty(navigator.gpu, 'requestAdapter', { value: async () => null });");
  await page.locator(".trouble", { hasText: /gives? no adapter|gave no adapter/ }).waitFor();
  await button(page, "Measure the processor").click();
  await button(page, "Start again").waitFor({ timeout: 40_000 });
  const rows = (await page.locator(".probes tbody tr").allInnerTexts()).map(plain);
  assert.ok(rows.some((row) => /product, SIMD.*GFLOP/.test(row)) && !rows.some((row) => /product, FP32/.test(row)), rows.join("\n"));
});

test("real bench: it opens without a network after a first visit", async (ctx) => {
  const context = await ctx.newContext();
  const page = await ctx.open("", { context });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(async () => {
    const [name] = (await caches.keys()).filter((n) => n.startsWith("isoflop-"));
    return name && (await (await caches.open(name)).keys()).some((r) => r.url.includes("bench/isoflop_bg.wasm"));
  });
  await page.reload();
  await context.setOffline(true);
  const other = await ctx.open(START, { context });
  await other.locator("#answer", { hasText: "plays a GPU" }).waitFor({ timeout: 20_000 });
});
