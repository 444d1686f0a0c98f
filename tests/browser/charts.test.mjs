// The charts: painted, sharp, in the colours of the page, readable by pointer, keys, table and file.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "./harness.mjs";

const CHARTS = ["sizes", "frontier", "loss"];

/** The size of a canvas, its share of pixels with ink in each third, and a fingerprint of its pixels. */
const look = (page, id) =>
  page.locator(`#${id} canvas`).evaluate((canvas) => {
    // Read from a copy: a canvas that is read again and again is drawn in another way.
    const { width, height } = canvas;
    const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, width, height);
    const ink = [0, 0, 0];
    let print = 0;
    for (let i = 0; i < data.length; i += 4) {
      print = (Math.imul(print, 31) + data[i] + 3 * data[i + 1] + 7 * data[i + 2] + 11 * data[i + 3]) | 0;
      if (data[i + 3] > 0) ink[Math.floor((3 * ((i / 4) % width)) / width)] += 1;
    }
    const { clientWidth, clientHeight } = canvas;
    return { width, height, clientWidth, clientHeight, ink: ink.map((n) => n / ((width * height) / 3)), print };
  });

/** Looks until the pixels differ from these. */
async function changed(page, id, print) {
  for (let tries = 0; tries < 40; tries += 1) {
    const now = await look(page, id);
    if (now.print !== print) return now;
    await page.waitForTimeout(50);
  }
  throw new Error(`#${id} was not drawn anew`);
}

/** What a chart says aloud. */
const spoken = async (page, id) => (await page.locator(`#${id} [aria-live]`).textContent()).replaceAll(/\s+/g, " ");

/** The law of Besiroglu et al. 2024 from its printed constants. */
const [E, A, B, ALPHA, BETA] = [1.8172, 482.01, 2085.43, 0.3478, 0.3658];
const lossOf = (params, flops) => E + A / params ** ALPHA + B / (flops / 6 / params) ** BETA;
const bestOf = (flops) => ((ALPHA * A) / (BETA * B)) ** (1 / (ALPHA + BETA)) * (flops / 6) ** (BETA / (ALPHA + BETA));

/** `72.2 B`, `5.76 × 10²³ FLOP` or `0.93 ×` as a number. */
function value(text) {
  const [, front, power, size] = /^([\d.,]+)\s?(?:×\s?10([⁰¹²³⁴-⁹]+)|([KMBT])\b)?/.exec(text.trim());
  const digits = [...(power ?? "")].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c)).join("");
  return Number(front.replaceAll(",", "")) * 10 ** Number(digits || { K: 3, M: 6, B: 9, T: 12 }[size] || 0);
}

/** The table of a chart as rows of texts; opens it. */
async function table(page, id) {
  await page.locator(`#${id}`).getByRole("button", { name: /^table/ }).click();
  const rows = page.locator(`#${id} table tr`);
  return rows.evaluateAll((list) => list.map((row) => [...row.cells].map((cell) => cell.innerText)));
}

for (const ratio of [1, 2]) {
  test(`the charts are painted and sharp at ${ratio} device pixels a pixel`, async ({ open, newContext }) => {
    const page = await open("", { context: await newContext({ deviceScaleFactor: ratio }) });
    for (const id of CHARTS) {
      const seen = await look(page, id);
      assert.ok(seen.clientWidth > 300 && seen.clientHeight > 200, id);
      assert.equal(seen.width, Math.round(seen.clientWidth * ratio), id);
      assert.equal(seen.height, Math.round(seen.clientHeight * ratio), id);
      for (const share of seen.ink) assert.ok(share > 0.005, `${id}: ${seen.ink}`);
    }
  });
}

test("the charts follow the theme of the page and of the system", async ({ open }) => {
  const page = await open();
  const before = {};
  for (const id of CHARTS) before[id] = (await look(page, id)).print;
  await page.getByRole("button", { name: /^Theme/ }).click();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  const dark = {};
  for (const id of CHARTS) dark[id] = (await changed(page, id, before[id])).print;
  await page.getByRole("button", { name: /^Theme/ }).click();
  for (const id of CHARTS) assert.equal((await changed(page, id, dark[id])).print, before[id], `${id} in light again`);
  await page.getByRole("button", { name: /^Theme/ }).click();
  await page.emulateMedia({ colorScheme: "dark" });
  for (const id of CHARTS) assert.equal((await changed(page, id, before[id])).print, dark[id], `${id} as the system`);
});

test("the charts follow the width of the window", async ({ open }) => {
  const page = await open();
  for (const width of [700, 360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.waitForTimeout(200);
    for (const id of CHARTS) {
      const seen = await look(page, id);
      assert.equal(seen.width, seen.clientWidth, `${id} at ${width}`);
      for (const share of seen.ink) assert.ok(share > 0.005, `${id} at ${width}: ${seen.ink}`);
    }
  }
});

test("the charts follow the numbers", async ({ open }) => {
  const page = await open();
  const before = {};
  for (const id of CHARTS) before[id] = (await look(page, id)).print;
  await page.fill("#f-flops", "1e22");
  for (const id of CHARTS) {
    // A chart out of view is drawn when it comes near.
    await page.locator(`#${id} canvas`).scrollIntoViewIfNeeded();
    await changed(page, id, before[id]);
  }
});

test("the pointer shows values, and they go when it leaves", async ({ open }) => {
  const page = await open();
  for (const id of CHARTS) {
    const canvas = page.locator(`#${id} canvas`);
    await canvas.scrollIntoViewIfNeeded();
    const before = (await look(page, id)).print;
    const box = await canvas.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    const there = (await changed(page, id, before)).print;
    await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2);
    await changed(page, id, there);
    await page.mouse.move(0, 0);
    await page.waitForTimeout(100);
    assert.equal((await look(page, id)).print, before, id);
  }
});

test("a tap shows values", async ({ open }) => {
  const page = await open("", { width: 390, height: 844, touch: true });
  const canvas = page.locator("#sizes canvas");
  await canvas.scrollIntoViewIfNeeded();
  const before = (await look(page, "sizes")).print;
  await canvas.tap();
  await changed(page, "sizes", before);
});

test("arrow keys read the values aloud", async ({ open }) => {
  const page = await open();
  const canvas = page.locator("#sizes canvas");
  await canvas.focus();
  assert.equal(await spoken(page, "sizes"), "");
  await page.keyboard.press("ArrowRight");
  // The first step is the optimum: 72.2 B, loss 1.9744.
  const optimum = await spoken(page, "sizes");
  assert.match(optimum, /^72\.2 B/);
  assert.match(optimum, /loss 1\.9744/);
  for (const key of ["ArrowRight", "Shift+ArrowRight", "Home", "End"]) {
    const before = await spoken(page, "sizes");
    await page.keyboard.press(key);
    const now = await spoken(page, "sizes");
    assert.notEqual(now, before, key);
    const loss = Number(/loss (\d\.\d+)/.exec(now)[1]);
    assert.ok(Math.abs(loss - lossOf(value(now), 5.76e23)) < 0.001, now);
  }
  await page.keyboard.press("Escape");
  assert.equal(await spoken(page, "sizes"), "");
  for (const id of ["frontier", "loss"]) {
    await page.locator(`#${id} canvas`).focus();
    await page.keyboard.press("ArrowLeft");
    assert.match(await spoken(page, id), /72\.2 B parameters/, id);
  }
});

test("every chart has a name and a sentence for those who do not see it", async ({ open }) => {
  const page = await open();
  for (const id of CHARTS) {
    const canvas = page.locator(`#${id} canvas`);
    assert.equal(await canvas.getAttribute("role"), "img");
    assert.ok((await canvas.getAttribute("aria-label")).length > 40, id);
    const heading = await page.locator(`#${id}`).getAttribute("aria-labelledby");
    assert.notEqual((await page.locator(`#${heading}`).innerText()).trim(), "");
  }
  assert.match(await page.locator("#sizes canvas").getAttribute("aria-label"), /lowest at 72\.2\sB parameters/);
});

test("the table beside the curve of sizes has the numbers of the law", async ({ open }) => {
  const page = await open();
  const [head, ...rows] = await table(page, "sizes");
  const column = head.findIndex((text) => /Besiroglu/.test(text));
  assert.ok(rows.length >= 8 && column > 0);
  for (const row of rows) {
    const [params, loss] = [value(row[0]), Number(row[column])];
    // Sizes are written with three digits, so losses can be off by what half a digit of size makes.
    assert.ok(Math.abs(loss - lossOf(params, 5.76e23)) < 0.002, row.join(" | "));
    assert.ok(Math.abs((6 * params * value(row[1])) / 5.76e23 - 1) < 0.011, row.join(" | "));
  }
  const least = Math.min(...rows.map((row) => Number(row[column])));
  assert.ok(least >= 1.9744 && least < 1.976, `${least}`);
  assert.equal(await page.locator("#sizes").getByRole("button", { name: /^table/ }).getAttribute("aria-expanded"), "true");
});

test("the table beside loss against compute has the numbers of the law", async ({ open }) => {
  const page = await open();
  const [head, ...rows] = await table(page, "loss");
  const column = head.findIndex((text) => /Besiroglu/.test(text));
  assert.ok(rows.length >= 8 && column > 0);
  for (const row of rows) {
    const flops = value(row[0]);
    assert.ok(Math.abs(Number(row[column]) - lossOf(bestOf(flops), flops)) < 0.002, row.join(" | "));
  }
});

test("the table beside the frontier follows its views", async ({ open }) => {
  const page = await open();
  const [head, ...rows] = await table(page, "frontier");
  const mine = (list) => list.find((row) => /Besiroglu/.test(row[0])).slice(1);
  const flops = head.slice(1).map(value);
  const even = (flops) => Math.sqrt(flops / 120);
  // The heads have two digits of compute.
  for (const [i, text] of mine(rows).entries()) {
    assert.ok(Math.abs(value(text) / (bestOf(flops[i]) / even(flops[i])) - 1) < 0.02, `${head[i + 1]}: ${text}`);
  }
  await page.getByRole("button", { name: "size", exact: true }).click();
  const sizes = await page.locator("#frontier table tr").evaluateAll((list) => list.map((row) => [...row.cells].map((cell) => cell.innerText)));
  for (const [i, text] of mine(sizes).entries()) assert.ok(Math.abs(value(text) / bestOf(flops[i]) - 1) < 0.05, text);
  await page.getByRole("button", { name: "tokens", exact: true }).click();
  const tokens = await page.locator("#frontier table tr").evaluateAll((list) => list.map((row) => [...row.cells].map((cell) => cell.innerText)));
  for (const [i, text] of mine(tokens).entries()) {
    assert.ok(Math.abs(value(text) / (flops[i] / 6 / bestOf(flops[i])) - 1) < 0.05, text);
  }
});

test("the frontier counts all parameters, whatever the law counts", async ({ open }) => {
  const page = await open("#v=1&law=kaplan-2020&flops=1e21");
  await page.getByRole("button", { name: "size", exact: true }).click();
  const row = (await page.locator("tr.sel .all").first().innerText()).replaceAll(/\s+/g, " ");
  const all = /^([\d.]+ [KMB]) with embeddings$/.exec(row)[1];
  const waiting = page.waitForEvent("download");
  await page.locator("#frontier").getByRole("button", { name: /^SVG/ }).click();
  const text = readFileSync(await (await waiting).path(), "utf8").replaceAll(/\s+/g, " ");
  assert.ok(new RegExp(`> ?${all} ?<`).test(text), `${all} is the label of the own mark`);
});

test("every chart is saved as SVG", async ({ open }) => {
  const page = await open();
  for (const id of CHARTS) {
    const waiting = page.waitForEvent("download");
    await page.locator(`#${id}`).getByRole("button", { name: /^SVG/ }).click();
    const download = await waiting;
    assert.equal(download.suggestedFilename(), `isoflop-${id}.svg`);
    const text = readFileSync(await download.path(), "utf8");
    assert.match(text, /^<svg/);
    assert.doesNotMatch(text, /NaN|undefined|Infinity/);
    const read = await page.evaluate((text) => {
      const file = new DOMParser().parseFromString(text, "image/svg+xml");
      return { broken: file.querySelector("parsererror") !== null, texts: file.querySelectorAll("text").length, text: file.documentElement.textContent };
    }, text);
    assert.equal(read.broken, false, id);
    assert.ok(read.texts > 8, `${id}: ${read.texts} texts`);
    assert.match(read.text, /Besiroglu/);
  }
});

test("a law without a loss leaves a word in place of its curves", async ({ open }) => {
  const page = await open("#v=1&law=hoffmann-2022-approach-1");
  assert.equal(await page.locator("#sizes canvas").count(), 0);
  assert.equal(await page.locator("#frontier canvas").count(), 1);
  assert.ok((await page.getByText("Choose a law with a loss").count()) > 0);
  await page.selectOption("#f-law", "besiroglu-2024");
  for (const id of CHARTS) assert.ok((await look(page, id)).ink[1] > 0.005, id);
});
