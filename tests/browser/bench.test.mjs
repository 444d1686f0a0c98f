// The screen that measures this machine, with a worker that says what it is told: before, during and after a run, what
// the record says, files, the machine in every plan, and everything that may stand in the way.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "./harness.mjs";
import { CARD, NO_GPU, OF_PROCESSOR, READINGS, SOFTWARE, fake, record, run, without } from "./bench-fake.mjs";

const START = "#v=1&view=bench";
const plain = (text) => text.replaceAll(/[\u202f\u00a0]/g, " ").replaceAll(/\s+/g, " ").trim();
const text = async (page, part) => plain(await page.locator(part).first().innerText());
const button = (page, name) => page.getByRole("button", { name, exact: true });
const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));

/** A context in which nothing kept for offline use comes before the fake worker. */
function fresh(ctx, options = {}) {
  ctx.allow(/Service Worker registration blocked/);
  return ctx.newContext({ serviceWorkers: "block", ...options });
}

/** The screen with a fake worker. */
async function bench(ctx, told = {}, fragment = START, options = {}) {
  const context = await fresh(ctx, options);
  const seen = await fake(context, told);
  const page = await ctx.open(fragment, { context });
  return { page, seen, context };
}

/** Runs to the end. */
async function measured(page, name = "Start") {
  await button(page, name).click();
  await button(page, "Start again").waitFor();
}

const row = (page, name) => page.locator(".probes tbody tr").filter({ has: page.getByRole("rowheader", { name }) }).first();
const cells = async (line) => (await line.locator("td").allInnerTexts()).map(plain);

/** Gives the file input a record. */
const give = (page, name, content) =>
  page.setInputFiles("#b-file", { name, mimeType: "application/json", buffer: Buffer.from(typeof content === "string" ? content : JSON.stringify(content)) });

test("bench: nothing of it is loaded on other screens, and nothing runs without a press", async (ctx) => {
  const { page, seen } = await bench(ctx, {}, "#v=1&view=machine");
  await page.waitForTimeout(300);
  assert.equal(seen.loads, 0);
  await page.getByRole("link", { name: "Measure this machine" }).click();
  await page.getByText("Its GPU is").waitFor();
  assert.match(await text(page, "#answer"), /^Measure this machine: about \d+ seconds, nothing leaves this page\. Its GPU is apple metal-3\.$/);
  assert.equal(seen.loads, 1);
  const about = await text(page, ".stack .about");
  for (const part of ["4 GiB, 2 GiB of it bound", "1,024 invocations, 32 KiB shared", "shader-f16, subgroups, timestamp-query", "a tick of 100 µs"]) assert.ok(about.includes(part), `${part}: ${about}`);
  assert.equal(await page.locator(".probes").count(), 0);
  await page.waitForFunction(() => document.title === "Measure this machine · isoflop");
  await page.getByRole("link", { name: "Back to the machine" }).click();
  await page.locator("#roofline").waitFor();
});

test("bench: a run says how far it is, and ends in an answer", async (ctx) => {
  const { page } = await bench(ctx, { pause: 15 });
  await button(page, "Start").click();
  await page.locator(".bench .cap", { hasText: /\d+ of 39 · about \d+ s left/ }).waitFor();
  await page.locator(".probes tr.now", { hasText: "measuring" }).waitFor();
  assert.ok((await page.getByText("waiting", { exact: true }).count()) > 0);
  await button(page, "Start again").waitFor();
  // 7 of 10 TFLOP/s, and 400 GB/s of the largest set; best samples are 1 % faster than the median.
  const said = await text(page, "#answer");
  assert.match(said, /^This GPU multiplies matrices at 7\.00 TFLOP\/s in FP32, 69 % of what multiply-adds alone reach, and reads memory at 404 GB\/s; /);
  assert.match(said, /; the nearest data sheet, .*, has 10\.\d TFLOP\/s and 400 GB\/s\.$/);
  assert.equal(await page.locator("#b-paper").inputValue(), "m1-max");
  assert.deepEqual(await cells(row(page, "product, FP32, 4,096³")), ["7.00 TFLOP/s", "7.07 TFLOP/s", "1.0 %"]);
  assert.match(await row(page, "product, FP32, 4,096³").innerText(), /kernel: 128 × 128/);
  assert.deepEqual(await cells(row(page, "starting a kernel")), ["5.00 µs", "4.95 µs", "1.0 %"]);
  // By hand: 4.2215 GB of weights at 300 GB/s and 134.2 MB of cache at 350 GB/s are 14.455 ms: 69.2 tokens/s.
  assert.match(await text(page, ".then"), /would decode at about 69\.2 tokens\/s here, if 4\.36 GB fit; .* would train on 300 B tokens in 231 days at the rate of this kernel\.$/);
  const how = await text(page, ".then + .xs");
  for (const part of ["4.22 GB of weights at 300 GB/s (the median of the kernel for INT4)", "134 MB of cache at 350 GB/s", "12.0 TFLOP/s, the median of the fastest product"]) assert.ok(how.includes(part), `${part}: ${how}`);
  assert.equal(await page.locator(".note.warn").count(), 0);
});

test("bench: another model, another format and another sheet", async (ctx) => {
  const { page } = await bench(ctx);
  await measured(page);
  await page.selectOption("#b-stored", "f16");
  // 15.0098 GB at 360 GB/s and the same cache: 42.08 ms.
  assert.match(await text(page, ".then"), /decode at about 23\.8 tokens\/s here/);
  await page.selectOption("#b-decoded", "at-hand");
  assert.match(await text(page, ".then"), /decode at about 2\.\d\d tokens\/s here/);
  await page.selectOption("#b-paper", "rtx-4090");
  assert.match(await text(page, "#answer"), /on paper has 82\.6 TFLOP\/s and 1\.01 TB\/s\.$/);
  assert.match(await text(page, ".how"), /RTX 4090 was chosen; 12 % of its FP32 rate and 40 % of its bandwidth were reached/);
  assert.match(await text(page, "#b-roofline h3"), /RTX 4090 on paper/);
});

test("bench: pictures can be read by keys and as tables", async (ctx) => {
  const { page } = await bench(ctx);
  await measured(page);
  for (const [id, rows] of [["b-roofline", /FP32, measured 10\.1 TFLOP\/s 404 GB\/s 25\.0/], ["b-memory-curve", /256 MiB 400 GB\/s 390 GB\/s 380 GB\/s/], ["b-tiles", /16 2\.60 TFLOP\/s 1\.69 TFLOP\/s/]]) {
    await page.locator(`#${id} canvas`).focus();
    await page.keyboard.press("ArrowRight");
    await page.locator(`#${id} [aria-live]`, { hasText: /\S/ }).waitFor({ state: "attached" });
    await page.locator(`#${id}`).getByRole("button", { name: /^table/ }).click();
    assert.match(await text(page, `#${id} .tw`), rows);
  }
});

test("bench: the machine in every plan, and back", async (ctx) => {
  const { page, context } = await bench(ctx, {}, "#v=1&flops=1e21&view=bench");
  await measured(page);
  assert.equal(await page.locator("#b-memory").inputValue(), "4");
  await page.fill("#b-memory", "lots");
  assert.ok(await button(page, "Use as my machine").isDisabled());
  assert.match(await text(page, "#e-b-memory"), /"lots" does not begin with a number/);
  await page.fill("#b-memory", "64");
  await button(page, "Use as my machine").click();
  await page.getByText("All screens now plan with my machine").waitFor();
  await page.waitForFunction(() => location.hash.includes("my-machine"));
  const link = await hash(page);
  // Best samples: 1 % above 10 and 20 TFLOP/s and 400 GB/s; the product is a median.
  for (const part of ["accelerator=my-machine", "fp32:1.01e13", "fp16:2.02e13", "memory:64", "bandwidth:4.04e11", "product:1.2e13", "count=1&"]) assert.ok(link.includes(part), `${part}: ${link}`);
  await page.getByText("as measured here, as one of it").waitFor();
  await page.fill("#b-memory", "32");
  await page.getByText("Press “Use as my machine” to plan with this memory.").waitFor();
  await page.fill("#b-memory", "lots");
  await page.locator("#e-b-memory").waitFor();
  assert.equal(await page.getByText("to plan with this memory.").count(), 0);
  await page.fill("#b-memory", "64");
  await page.getByRole("link", { name: "the machine", exact: true }).click();
  assert.equal(await page.locator("#f-accelerator option:checked").innerText(), "my machine");
  assert.equal(await page.locator("#r-device option:checked").innerText(), "my machine");
  assert.match(await text(page, "#answer"), /^As measured, my machine/);
  // The record is still there.
  await page.getByRole("link", { name: "Bench", exact: true }).click();
  await page.getByText("All screens now plan with my machine").waitFor();
  await button(page, "Back to H100 SXM").click();
  await page.waitForFunction(() => !location.hash.includes("my-machine"));
  assert.doesNotMatch(await hash(page), /count=/);
  assert.ok(await button(page, "Use as my machine").isEnabled());
  // The link opens elsewhere, without a record.
  const again = await ctx.open(link.replace("view=bench", "view=machine"), { context });
  assert.equal(await again.locator("#d-memory").inputValue(), "64");
  assert.equal(await again.locator("#notices").count(), 0);
  await again.getByRole("link", { name: "Bench", exact: true }).click();
  await again.getByText("All screens plan with my machine, as this link has it").waitFor();
  await button(again, "Plan with H100 SXM instead").click();
  await again.waitForFunction(() => !location.hash.includes("my-machine"));
  assert.equal(await again.locator("#h-mine").count(), 0);
});

test("bench: a processor that plays a GPU runs and calibrates nothing", async (ctx) => {
  const { page } = await bench(ctx, { machine: SOFTWARE, events: run(READINGS, { slowed: 0.3 }) });
  await page.getByText("is a processor that plays a GPU: the run is a demonstration and calibrates nothing").waitFor();
  await measured(page);
  assert.match(await text(page, "#answer"), /^SwiftShader Device \(Subzero\), a processor that plays a GPU, multiplies/);
  assert.equal(await page.locator("#b-paper").count(), 0);
  const notes = (await page.locator(".note.warn").allInnerTexts()).map(plain);
  assert.ok(notes.some((n) => n.includes("a demonstration and calibrates nothing")));
  assert.ok(notes.some((n) => n === "The first probe took 30 % longer at the end of the run: other work may have come between."), notes.join("\n"));
  assert.equal(await page.locator("#b-part").inputValue(), "processor");
  await page.selectOption("#b-part", "gpu");
  assert.ok(await button(page, "Use as my machine").isDisabled());
  assert.match(await text(page, "#b-why"), /plays a GPU.*calibrate nothing\. One thread of the processor can be used\.$/);
  await page.selectOption("#b-part", "processor");
  await button(page, "Use as my machine").click();
  await page.waitForFunction(() => decodeURIComponent(location.hash).includes("fp32:2.02e10"));
});

test("bench: what is wrong, not offered, left out or failed stands there in words", async (ctx) => {
  const readings = [
    without("chains/f32/65536x1024", "wrong", "0.5 where the core says 0.25"),
    without("chains/f16/65536x1024", "unsupported", "shader-f16 is not offered"),
    without("product/f32/8192x8192x8192", "skipped", "it would take 40 s"),
    without("softmax/4096x8192", "failed", "could not be compiled"),
    ...READINGS.filter((r) => /product\/f32\/4096|stream/.test(r.probe)),
  ];
  const { page } = await bench(ctx, { events: run(readings) });
  await measured(page);
  for (const [name, word, note] of [
    ["multiply-add chains, FP32", "wrong result", "0.5 where the core says 0.25"], ["multiply-add chains, FP16", "not offered", "shader-f16 is not offered"],
    ["product, FP32, 8,192³", "left out", "it would take 40 s"], ["softmax of 4,096 rows of 8,192", "failed", "could not be compiled"],
  ]) {
    assert.equal((await cells(row(page, name)))[0], word);
    assert.equal(plain(await row(page, name).locator("xpath=following-sibling::tr[1]").innerText()), note);
  }
  assert.match(await text(page, ".note.warn"), /^1 probe gave a wrong result on this adapter; it does not count\.$/);
  // The product is all that is known of the peak, so it is no part of it.
  assert.match(await text(page, "#answer"), /7\.00 TFLOP\/s in FP32 and reads memory/);
});

test("bench: a cancelled run keeps its part, and another begins with a fresh worker", async (ctx) => {
  const { page, seen } = await bench(ctx, { pause: 100 });
  await button(page, "Start").click();
  await page.locator(".bench .cap", { hasText: /\D[5-9] of 39/ }).waitFor();
  await button(page, "Cancel").click();
  await page.getByText("The run is cancelled, so only a part was measured.").first().waitFor();
  assert.ok((await page.getByText("not reached", { exact: true }).count()) > 0);
  const count = await page.locator(".probes tbody tr", { hasText: "TFLOP/s" }).count();
  await page.waitForTimeout(200);
  assert.equal(await page.locator(".probes tbody tr", { hasText: "TFLOP/s" }).count(), count, "the worker went on");
  assert.equal(seen.loads, 1);
  await button(page, "Start again").click();
  await page.locator(".probes tr.now").waitFor();
  assert.equal(seen.loads, 2);
});

test("bench: a complete record outlives a run that is not", async (ctx) => {
  const { page } = await bench(ctx, { pause: 100 });
  await measured(page);
  const before = await text(page, "#answer");
  await button(page, "Start again").click();
  await page.locator(".bench .cap", { hasText: /\D[5-9] of 39/ }).waitFor();
  assert.equal(await button(page, "Back to the earlier record").count(), 0);
  await button(page, "Cancel").click();
  await button(page, "Back to the earlier record").waitFor();
  await page.getByRole("link", { name: "Plan", exact: true }).click();
  await page.locator(".answer").waitFor();
  await page.getByRole("link", { name: "Bench", exact: true }).click();
  await button(page, "Back to the earlier record").click();
  await page.waitForFunction(() => document.activeElement.id === "answer");
  assert.equal(await text(page, "#answer"), before);
  assert.equal(await button(page, "Back to the earlier record").count(), 0);
});

test("bench: leaving the screen ends a run and keeps what there is", async (ctx) => {
  const { page, seen } = await bench(ctx, { pause: 100 });
  await button(page, "Start").click();
  await page.locator(".bench .cap", { hasText: /\D[5-9] of 39/ }).waitFor();
  await page.getByRole("link", { name: "Plan", exact: true }).click();
  await page.locator(".answer").waitFor();
  await page.getByRole("link", { name: "Bench", exact: true }).click();
  await page.getByText("cancelled, so only a part was measured: The screen was left.").first().waitFor();
  assert.equal(seen.loads, 1);
});

test("bench: a page out of sight stops", async (ctx) => {
  const { page } = await bench(ctx, { pause: 100 });
  await button(page, "Start").click();
  await page.locator(".bench .cap", { hasText: /\D[3-9] of 39/ }).waitFor();
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await page.getByText("The run is stopped when the page went out of sight, so only a part was measured.").first().waitFor();
});

test("bench: a lost device keeps what was measured and says how to go on", async (ctx) => {
  const { page } = await bench(ctx, { events: run(READINGS, { until: 11, ended: { how: "lost", reason: "destroyed" } }) });
  await measured(page);
  await page.getByText("The browser lost the device during the run.").waitFor();
  await page.getByText("so only a part was measured: destroyed.").first().waitFor();
  assert.equal(await page.locator(".bench .cap .xs").innerText(), "11 of 39, stopped");
  assert.equal(await page.locator("#b-roofline").count(), 0);
  assert.match(await text(page, "#answer"), /multiplies matrices at 7\.00 TFLOP\/s in FP32; how fast its memory is was not measured/);
  await button(page, "RTX 4070, published study").click();
  await page.getByText("A recorded sample, not measured here.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "answer");
  await button(page, "Back to this machine’s record").click();
  await page.getByText("The browser lost the device during the run.").waitFor();
});

for (const [what, missing, init, words] of [
  ["a browser without WebGPU", "This browser does not offer WebGPU here.", () => Object.defineProperty(navigator, "gpu", { get: () => undefined, configurable: true }), /^This browser does not offer WebGPU here\. Current versions of/],
  ["an adapter that is refused", "", () => Object.defineProperty(navigator, "gpu", { get: () => ({}), configurable: true }), /^The browser knows WebGPU but gave no adapter\. Switching hardware acceleration on/],
  ["an adapter without a device", "The adapter gives no device: out of luck", () => Object.defineProperty(navigator, "gpu", { get: () => ({}), configurable: true }), /^The adapter gives no device: out of luck\. Switching/],
  ["an address that is not secure", "", () => Object.defineProperty(globalThis, "isSecureContext", { get: () => false, configurable: true }), /^Browsers offer WebGPU only to pages of a secure address\. Open this page with https/],
]) {
  test(`bench: ${what} still has a processor, samples and ways on`, async (ctx) => {
    const context = await fresh(ctx);
    await context.addInitScript(init);
    await fake(context, { machine: { ...NO_GPU, missing }, events: run(OF_PROCESSOR) });
    const page = await ctx.open(START, { context });
    await page.locator(".trouble", { hasText: words }).waitFor();
    await measured(page, "Measure the processor");
    assert.match(await text(page, "#answer"), /^One thread of this processor computes at 20\.2 GFLOP\/s in FP32 and moves 10\.1 GB\/s of memory\.$/);
    assert.equal(await page.locator("#b-part").inputValue(), "processor");
    await button(page, "Use as my machine").click();
    await page.waitForFunction(() => location.hash.includes("my-machine"));
    await button(page, "RTX 4070, published study").click();
    await page.getByText("A recorded sample, not measured here.").waitFor();
    assert.match(await text(page, "#answer"), /^The recorded RTX 4070, published study multiplies matrices at 1\.69 TFLOP\/s/);
    await page.locator(".trouble").getByRole("link", { name: "Machine" }).click();
    await page.locator("#d-memory").waitFor();
  });
}

test("bench: a program that cannot be loaded, or stops, or speaks nonsense", async (ctx) => {
  ctx.allow(/bench\.js|Failed to load resource|404/);
  const gone = await bench(ctx, { status: 404 });
  await gone.page.locator(".trouble", { hasText: "could not be loaded" }).waitFor();
  assert.match(await text(gone.page, "#answer"), /^Nothing can be measured here/);
  const failed = await bench(ctx, { first: { event: "ended", how: "failed", reason: "no WebAssembly" } });
  await failed.page.locator(".trouble", { hasText: "could not be loaded: no WebAssembly" }).waitFor();
  await button(failed.page, "try again").click();
  await failed.page.locator(".trouble", { hasText: "could not be loaded: no WebAssembly" }).waitFor();
  const stopped = await bench(ctx, { events: [...run(READINGS, { until: 3, ended: null }), "nonsense", { event: "cake" }, { event: "ended", how: "failed", reason: "a panic" }] });
  await measured(stopped.page);
  await stopped.page.locator(".trouble", { hasText: "stopped before its end" }).waitFor();
  await stopped.page.getByText("2 messages of the program could not be read.").waitFor();
});

test("bench: a browser without workers says so", async (ctx) => {
  const context = await fresh(ctx);
  await context.addInitScript(() => { globalThis.Worker = function () { throw new Error("no workers"); }; });
  const page = await ctx.open(START, { context });
  await page.locator(".trouble", { hasText: "runs no programs in the background" }).waitFor();
});

test("bench: a record goes out and comes back", async (ctx) => {
  const { page } = await bench(ctx);
  await measured(page);
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Export JSON").click()]);
  assert.match(download.suggestedFilename(), /^isoflop-bench-\d{4}-\d\d-\d\d\.json$/);
  const content = readFileSync(await download.path(), "utf8");
  const said = JSON.parse(content);
  assert.deepEqual([said.kind, said.version, said.ended, said.readings.length, said.machine.vendor], ["isoflop benchmark", 1, "complete", 39, "apple"]);
  await page.reload();
  await page.getByText("Its GPU is").waitFor();
  await give(page, "mine.json", content);
  await page.getByText("Imported from mine.json, not measured here.").waitFor();
  assert.match(await text(page, "#answer"), /^Apple metal-3 multiplies matrices at 7\.00 TFLOP\/s/);
});

test("bench: what is no record changes nothing and says why", async (ctx) => {
  const { page } = await bench(ctx);
  await measured(page);
  const before = await text(page, "#answer");
  for (const [name, content, words] of [
    ["a.json", "{", /This is no JSON/], ["b.json", "[1, 2]", /begins with \{/], ["c.json", { a: 1 }, /not a record of the benchmark/],
    ["d.json", record(CARD, READINGS, { version: 7 }), /of version 7/], ["e.json", " ".repeat(5_000_000), /has 5\.00\sM bytes/],
  ]) {
    await give(page, name, content);
    await page.locator("#e-b-file", { hasText: words }).waitFor();
    assert.equal(await text(page, "#answer"), before);
  }
  const edited = record(CARD, READINGS.map((r, i) => (i === 0 ? { ...r, seconds: [-1] } : r)));
  await give(page, "edited.json", edited);
  await page.locator(".note.warn", { hasText: "Parts of this record could not be read." }).waitFor();
  await page.locator(".note.warn", { hasText: "above zero" }).waitFor();
  assert.equal(await page.locator("#e-b-file").count(), 0);
  const hostile = record({ ...CARD, description: "<img src=x onerror=alert(1)>", host: "x".repeat(5000) }, READINGS);
  await give(page, "hostile.json", hostile);
  await page.locator("#answer", { hasText: "<img src=x onerror=alert(1)>" }).waitFor();
  assert.equal(await page.locator("#answer img").count(), 0);
  await give(page, "a.json", "{");
  await page.locator("#e-b-file").waitFor();
  await button(page, "Back to this machine’s record").click();
  assert.equal(await text(page, "#answer"), before);
  assert.equal(await page.locator("#e-b-file").count(), 0);
});

test("bench: a text for an issue", async (ctx) => {
  const { page, context } = await bench(ctx);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await measured(page);
  await button(page, "Copy text for an issue").click();
  await button(page, "Copied").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^isoflop benchmark, \d{4}-\d\d-\d\d/);
  assert.match(copied, /\| product, FP32, 4,096³ \| 7\.00 TFLOP\/s \| 7\.07 TFLOP\/s \|/);
});

test("bench: a clipboard that refuses leaves the text to be copied by hand", async (ctx) => {
  const context = await fresh(ctx);
  await context.addInitScript(() => { if (navigator.clipboard) navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed")); });
  await fake(context);
  const page = await ctx.open(START, { context });
  await measured(page);
  await button(page, "Copy text for an issue").click();
  assert.match(await page.locator("textarea.paste").inputValue(), /^isoflop benchmark/);
  await button(page, "Copy link").click();
  await page.waitForTimeout(100);
  assert.equal(await page.getByRole("button", { name: "Copied" }).count(), 0);
});

test("bench: side by side with a recorded machine and a data sheet", async (ctx) => {
  const { page } = await bench(ctx);
  await measured(page);
  const line = (words) => page.locator(".pair tbody tr").filter({ has: page.getByRole("rowheader", { name: words, exact: true }) });
  await page.selectOption("#b-sample", "rtx-4070-study");
  // The study has plain products alone: 2 · 8192³ in 651.3 ms are 1.69, 2.60 here.
  assert.deepEqual(await cells(line("product in FP32")), ["7.00 TFLOP/s", "–", "–"]);
  assert.deepEqual(await cells(line("plain product, its best tile")), ["2.60 TFLOP/s", "1.69 TFLOP/s 0.649 ×", "–"]);
  assert.deepEqual(await cells(line("memory")), ["404 GB/s", "–", "400 GB/s"]);
  assert.deepEqual(await cells(line("starting a kernel")), ["5.00 µs", "–", "–"]);
});

for (const [width, dark] of [[1280, false], [390, true], [320, false]]) {
  test(`bench: accessible in every state at ${width} px${dark ? ", dark" : ""}`, async (ctx) => {
    const look = async (page, state) => {
      for (const button of await page.getByRole("button", { name: /^table/ }).all()) await button.click();
      await page.waitForTimeout(200);
      assert.deepEqual(await ctx.axe(page), [], state);
      const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${state}: ${wide} px wider than the window`);
      const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((part) => part.id));
      assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), [], state);
      const levels = await page.locator("h1, h2, h3, h4").evaluateAll((list) => list.map((head) => Number(head.tagName[1])));
      for (const [i, level] of levels.entries()) if (i > 0) assert.ok(level <= levels[i - 1] + 1, `${state}: ${levels.join()}`);
    };
    const options = { width, dark };
    const before = await bench(ctx, {}, START, options);
    await before.page.getByText("Its GPU is").waitFor();
    await look(before.page, "before");
    await measured(before.page);
    await before.page.fill("#b-memory", "x");
    await look(before.page, "complete");
    const running = await bench(ctx, { pause: 400 }, START, options);
    await button(running.page, "Start").click();
    await running.page.locator(".probes tr.now").waitFor();
    await look(running.page, "running");
    const none = await bench(ctx, { machine: NO_GPU }, START, options);
    await none.page.locator(".trouble").waitFor();
    await look(none.page, "without a GPU");
    const lost = await bench(ctx, { events: run(READINGS, { until: 20, ended: { how: "lost", reason: "gone" } }) }, START, options);
    await measured(lost.page);
    await give(lost.page, "a.json", "{");
    await lost.page.locator("#e-b-file").waitFor();
    await look(lost.page, "lost");
  });
}

test("bench: the page can be worked by keys", async (ctx) => {
  const { page } = await bench(ctx);
  await page.getByText("Its GPU is").waitFor();
  await button(page, "Start").focus();
  await page.keyboard.press("Enter");
  await button(page, "Start again").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Start again", "the focus stays");
  const status = page.locator(".bench [role=status]").first();
  assert.equal(await status.textContent(), "The run is complete.");
  await page.focus("#b-memory");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("32 GiB");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => decodeURIComponent(location.hash).includes("memory:32"));
});

test("bench: a program that never answers is given up, with ways on", async (ctx) => {
  const context = await fresh(ctx);
  await fake(context, { first: { event: "cake" } });
  await context.clock.install();
  const page = await ctx.open(START, { context });
  await page.getByText("Looking at what this machine offers.").waitFor();
  await page.clock.fastForward(31_000);
  await page.locator(".trouble", { hasText: "It does not answer." }).waitFor();
  await page.locator(".trouble").getByRole("button", { name: "try again" }).waitFor();
});

test("bench: a file that is dropped during a run changes nothing", async (ctx) => {
  const { page } = await bench(ctx, { pause: 100 });
  await button(page, "Start").click();
  await page.locator(".bench .cap", { hasText: /\d of 39/ }).waitFor();
  const kept = await page.locator(".files").evaluate((files) => {
    const data = new DataTransfer();
    data.items.add(new File(["{}"], "a.json"));
    return !files.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  assert.ok(kept, "the browser would open the file");
  await page.waitForTimeout(200);
  assert.equal(await page.locator("#e-b-file").count(), 0);
  await button(page, "Cancel").waitFor();
});
