// A steady start: the answer stands in the page before any program runs, nothing moves when it does,
// and the page asks nobody else for anything, whatever is done with it.

import assert from "node:assert/strict";
import { test } from "./harness.mjs";

const text = async (page, part) => (await page.locator(part).innerText()).replaceAll(/\s+/g, " ").trim();

test("the served text is already the answer", async ({ newContext, url }) => {
  const context = await newContext({ js: false });
  const html = await (await context.request.get(url)).text();
  const app = html.slice(html.indexOf('<div id="app">')).replaceAll(/<[^>]*>/g, " ");
  for (const part of [/72\.2\sB parameters/, /1\.33\sT tokens/, /\s18\.4\s/, /\s1\.97\s/, /40\.4\sB/]) assert.match(app, part);
});

test("without JavaScript the sentence is there, with its inputs", async ({ open }) => {
  const page = await open("", { js: false });
  const sentence = await text(page, ".answer");
  assert.match(sentence, /72\.2 B parameters trained on 1\.33 T tokens, 18\.4 for each parameter, and expects a loss of 1\.97 nats per token\.$/);
  assert.match(await page.locator("#f-flops").inputValue(), /^5\.76\s×\s10²³\sFLOP$/);
  assert.match(await page.locator("#f-law option:checked").innerText(), /Besiroglu 2024/);
});

test("the running page says what the served page said", async ({ open }) => {
  const [before, after] = [await open("", { js: false }), await open()];
  assert.equal(await text(after, "#app"), await text(before, "#app"));
});

for (const [width, height] of [[1440, 900], [390, 844]]) {
  test(`nothing moves when the page starts at ${width} px`, async ({ newContext, url, started }) => {
    const context = await newContext({ width, height });
    await context.addInitScript(() => {
      globalThis.shifts = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const parts = entry.sources.map(({ node }) => node?.parentElement?.outerHTML.slice(0, 80) ?? node?.nodeName);
          globalThis.shifts.push({ value: entry.value, parts });
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    const page = await context.newPage();
    // Slow enough that the served page is painted before the program arrives.
    await context.route("**/page_bg.wasm*", async (route) => {
      await new Promise((done) => setTimeout(done, 700));
      await route.continue();
    });
    await page.goto(url);
    await page.locator(".answer").waitFor();
    await started(page);
    await page.waitForTimeout(700);
    const shifts = await page.evaluate(() => globalThis.shifts);
    const total = shifts.reduce((sum, { value }) => sum + value, 0);
    assert.ok(total < 0.01, `${total}: ${JSON.stringify(shifts)}`);
  });
}

test("a tour of the whole page is quiet and asks nobody else for anything", async ({ open }) => {
  const page = await open();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const press = (name) => page.getByRole("button", { name, exact: true }).first().click();
  for (const way of ["Devices and time", "Money", "Target loss", "Model size", "Tokens", "FLOP"]) await press(way);
  for (const run of ["GPT-3 175B", "Llama 3.1 405B", "Gopher 280B", "PaLM 540B", "Chinchilla 70B"]) await press(run);
  for (const law of await page.locator("#f-law option").evaluateAll((list) => list.map((option) => option.value))) {
    await page.selectOption("#f-law", law);
  }
  await press("Add a run of your own");
  await page.selectOption("#f-law", "besiroglu-2024");
  for (const device of await page.locator("#f-accelerator option").evaluateAll((list) => list.map((option) => option.value))) {
    await page.selectOption("#f-accelerator", device);
  }
  for (const view of ["size", "tokens", "relative size"]) await press(view);
  await page.click(".answer #n-params");
  await page.keyboard.press("Escape");
  await page.waitForTimeout(500);
  assert.match(await text(page, ".answer"), /nats per token\.$/);
  // The service worker may still be fetching what it keeps; the page itself has all it needs.
  assert.deepEqual(asked.filter((address) => new URL(address).origin !== new URL(page.url()).origin), []);
});
