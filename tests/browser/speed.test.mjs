// Speed: measured and printed, never judged; the machine decides. A test passes when it has its numbers.

import assert from "node:assert/strict";
import { test } from "./harness.mjs";

const at = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(share * list.length))];

const line = (what, list) => {
  console.log(`speed: ${what}: p50 ${at(list, 0.5).toFixed(1)} ms, p95 ${at(list, 0.95).toFixed(1)} ms (${list.length} times)`);
};

/** A scenario in which every question is asked. */
const ASKED = "#v=1&unique=2e11&serve=2e12&maxParams=8e9&bits=10&postBits=4&replicas=3&sequence=8192";

/** Types 220 numbers into a field; the times until the work is done, and until the next paint is. */
const keystrokes = (page, at, from) => page.evaluate(async ([at, from]) => {
  const task = () => new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(null);
  });
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const work = [];
  const paint = [];
  for (let i = 0; i < 220; i += 1) {
    const field = document.querySelector(at);
    field.value = `${(1 + i / 100).toFixed(2)}e${from + (i % 8)}`;
    await new Promise((done) => setTimeout(done, 3 + ((i * 7) % 13)));
    const start = performance.now();
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    // The page renders in microtasks after the event; a task of its own comes after all of them.
    await task();
    const worked = performance.now();
    await frame();
    await task();
    // The first ones warm the compiler up.
    if (i < 20) continue;
    work.push(worked - start);
    paint.push(performance.now() - start);
  }
  return { work, paint };
}, [at, from]);

for (const { where, fragment, at, from } of [
  { where: "the plan", fragment: "", at: "#f-flops", from: 19 },
  { where: "the plan, every question asked", fragment: ASKED, at: "#f-flops", from: 19 },
  { where: "a question, every question asked", fragment: ASKED, at: "#f-serve", from: 8 },
  { where: "the laws", fragment: "#v=1&view=laws", at: "#f-flops", from: 19 },
  { where: "the model", fragment: "#v=1&view=model&arch=deepseek-v3", at: "#f-context", from: 2 },
  { where: "the formulas", fragment: "#v=1&view=formulas&formula=li-2025-batch", at: "#x-0", from: 8 },
]) {
  test(`speed of a keystroke in ${where}`, async ({ open }) => {
    const page = await open(fragment, { width: 1440, height: 900 });
    const times = await keystrokes(page, at, from);
    assert.equal(times.work.length, 200);
    for (const time of [...times.work, ...times.paint]) assert.ok(time >= 0 && Number.isFinite(time));
    assert.equal(await page.locator('[aria-invalid="true"]').count(), 0, "every text was read");
    line(`keystroke in ${where} to the end of the work`, times.work);
    line(`keystroke in ${where} to after the next paint`, times.paint);
  });
}

test("speed of a pasted configuration", async ({ open }) => {
  const page = await open("#v=1&view=model");
  const times = await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const out = [];
    for (let i = 0; i < 25; i += 1) {
      const area = document.querySelector(".paste");
      area.value = JSON.stringify({ model_type: "qwen3_moe", hidden_size: 4096, num_hidden_layers: 90 + i, num_attention_heads: 64, num_key_value_heads: 4, num_experts: 128, num_experts_per_tok: 8, moe_intermediate_size: 1536, vocab_size: 151936 });
      const start = performance.now();
      area.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await frame();
      out.push(performance.now() - start);
      if (!document.querySelector("#paste-said").innerText.includes("Read: qwen3_moe")) throw new Error("not painted");
    }
    return out.slice(5);
  });
  line("pasted configuration to after the next paint", times);
});

test("speed of the laws", async ({ open, url }) => {
  const page = await open();
  const rows = await page.evaluate(async (address) => {
    const { default: init, laws, predictLoss, computeOptimal } = await import(address);
    await init();
    const CALLS = 2_000;
    const mean = (call) => {
      for (let i = 0; i < 200; i += 1) call(1 + i / CALLS);
      const start = performance.now();
      for (let i = 0; i < CALLS; i += 1) call(1 + i / CALLS);
      return (1000 * (performance.now() - start)) / CALLS;
    };
    const predicts = ["surface", "separate-fits", "fixed-ratio", "size-alone"];
    return laws().map(({ id, kind }) => ({
      id,
      predict: predicts.includes(kind) ? mean((x) => predictLoss({ law: id, params: 70e9 * x, tokens: 1.4e12 * x })) : null,
      optimal: ["size-alone", "leverage"].includes(kind) ? null : mean((x) => computeOptimal({ law: id, flops: 5.76e23 * x })),
    }));
  }, `${url}module/isoflop.js`);
  assert.ok(rows.length >= 5);
  for (const { id, predict, optimal } of rows) {
    assert.ok([predict, optimal].every((time) => time === null || time > 0), id);
    const said = (name, time) => (time === null ? `no ${name}` : `${name} ${time.toFixed(1)} µs`);
    console.log(`speed: ${id}: ${said("predictLoss", predict)}, ${said("computeOptimal", optimal)}`);
  }
});

test("speed of the start", async ({ open }) => {
  const page = await open("", { width: 1440, height: 900 });
  const { paint, ready } = await page.evaluate(() => ({
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    ready: performance.now(),
  }));
  assert.ok(paint > 0 && ready > 0);
  console.log(`speed: the served answer is painted after ${paint.toFixed(0)} ms, the page runs before ${ready.toFixed(0)} ms`);
});
