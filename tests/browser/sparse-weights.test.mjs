// Zero weights, zero activations and mixtures from a dense model: asked, answered with the module's numbers, kept by
// the link, refused where they are wrong, drawn, and open to everyone.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "./harness.mjs";

const START = "#v=1&view=sparsity";
const ASKED = "#v=1&zeros=0.6&denseTokens=2e12&view=sparsity";

const plain = (text) => text.replaceAll(/\s+/g, " ").trim();

const words = async (at) => plain(await at.innerText());

const section = (page, name) => page.locator(`section[aria-labelledby="h-${name}"]`);

const holds = (page, part) => page.waitForFunction((part) => location.hash.includes(part), part, { timeout: 2_000 });

let instances = 0;

async function report(dist, fragment) {
  instances += 1;
  const loaded = await import(`${pathToFileURL(join(dist, "module", "isoflop.js"))}?sparseWeights${instances}`);
  loaded.initSync({ module: readFileSync(join(dist, "module", "isoflop_bg.wasm")) });
  return loaded.estimate(loaded.decodeScenario(fragment)).questions;
}

/** A written number and half of its last digit: `72.2 B`, `6.9 %`, `1.59 ×`, `−0.0041`. */
function value(text) {
  const found = /^([+−]?)([\d.,]+)(?: ([KMBT])\b| (%))?/.exec(plain(text));
  assert.ok(found, text);
  const [, sign, digits, size, share] = found;
  const scale = 10 ** (({ K: 3, M: 6, B: 9, T: 12 }[size] ?? 0) - (share ? 2 : 0));
  const number = Number(digits.replaceAll(",", "")) * scale;
  const half = 0.500001 * 10 ** -(digits.split(".")[1] ?? "").length * scale;
  return { number: sign === "−" ? -number : number, half };
}

const near = (text, wanted, what) => {
  const { number, half } = value(text);
  assert.ok(Math.abs(number - wanted) <= half + 1e-9 * Math.abs(wanted), `${what}: ${text} is not ${wanted}`);
};

/** Every number of a section is the module's, in the same rows. */
async function same(page, question, name) {
  const id = new RegExp(`^[nt]-${name}-(\\w+)-(\\d+)$`);
  const shown = await page.locator(".num").evaluateAll((list) => list.map(({ id, innerText }) => [id, innerText]));
  const mine = shown.filter(([at]) => id.test(at)).map(([at, text]) => [...id.exec(at).slice(1), text]);
  assert.ok(mine.length > 5, `${name}: ${mine.length}`);
  const rows = [...new Set(mine.map(([, row]) => Number(row)))].sort((a, b) => a - b);
  assert.equal(rows.length, question.rows.length, name);
  for (const [key, row, text] of mine) {
    const at = question.rows[rows.indexOf(Number(row))];
    near(text, at[Object.keys(at).find((other) => other.toLowerCase() === key)].value, `${name} ${key} ${row}`);
  }
}

test("sparse weights: every number is the module's", async ({ open, dist }) => {
  const questions = await report(dist, ASKED);
  const page = await open(ASKED);
  for (const name of ["zeros", "activations", "upcycled"]) await same(page, questions[name], name);
});

// Frantar et al. 2023: 1.6, 2.2 and 2.6 at 50, 75 and 87.5 % zeros.
test("sparse weights: zeros are asked, answered and taken back", async ({ open }) => {
  const page = await open(START);
  const place = section(page, "zeros");
  const worth = async () => (await place.locator('tbody [id^="t-zeros-worth-"]').allInnerTexts()).map(plain);
  assert.deepEqual(await worth(), ["1.00 ×", "1.59 ×", "2.16 ×", "2.63 ×"]);
  assert.match(await words(place), /its compute \d+ % zeros are best: −0\.\d{4} nats per token against none\./);
  assert.match(await words(place), /2:4, the row of 50 %/);
  await place.getByRole("button", { name: "75 %", exact: true }).click();
  await holds(page, "zeros=0.75");
  assert.match(await words(place), /weights that are not zero\. They do as well as a dense model of \S+ \S on the same data, 2\.16 × as large; a step costs 2\.1[23] ×/);
  await page.fill("#f-zeros", "60 %");
  await holds(page, "zeros=0.6");
  assert.equal((await worth()).length, 5);
  assert.match(await words(place.locator("tr.sel")), /^60 %/);
  await page.press("#f-zeros", "Enter");
  await place.getByRole("button", { name: /^clear/ }).click();
  await page.waitForFunction(() => !location.hash.includes("zeros"), null, { timeout: 2_000 });
  assert.equal((await worth()).length, 4);
});

test("sparse weights: what cannot be is refused at its field", async ({ open }) => {
  const page = await open(START);
  for (const [key, text, says] of [
    ["zeros", "1", /must be 0 or more and below 1, for example 0\.75; at 1 no weight would be left/],
    ["zeros", "120 %", /must be 0 or more and below 1/],
    ["zeros", "half", /75 %|0\.75/],
    ["denseTokens", "-1", /tokens/],
    ["denseTokens", "1e30", /from 1 to 1e24/],
  ]) {
    await page.fill(`#f-${key}`, text);
    assert.match(await words(page.locator(`#e-${key}`)), says, `${key} ${text}`);
    assert.equal(await page.locator(`#f-${key}`).getAttribute("aria-invalid"), "true");
    assert.ok(!page.url().includes(`${key}=`), "the link keeps the last good answer");
    await page.fill(`#f-${key}`, "");
  }
});

// Published limits of Luo et al. 2025, Table 2.
test("sparse weights: active neurons have the paper's limits, and bits follow on the plan", async ({ open }) => {
  const page = await open("#v=1&tokens=1e11&law=rule-of-thumb-20&view=sparsity");
  const place = section(page, "activations");
  const limits = (await place.locator('[id^="t-activations-relulimit-"]').allInnerTexts()).map(plain);
  assert.deepEqual(limits, ["6.1 %", "6.7 %", "6.9 %", "7.2 %", "7.8 %", "6.5 %"]);
  assert.match(await words(place), /After the 100 B tokens of the plan .* 2\.4 B, would use 9\.1 % of its neurons with ReLU and 38 % with SiLU \(that of 1\.2 B\)\./);
  assert.match(await words(place), /hardly depends on the size/);
  assert.match(await words(place), /by Kumar 2024, 7\.0 bits of training are best/);
  await place.getByRole("link", { name: "If bits are few" }).click();
  const bits = section(page, "bits");
  await bits.waitFor({ timeout: 2_000 });
  await page.waitForFunction(() => Math.abs(document.querySelector("#h-bits").getBoundingClientRect().top) < innerHeight, null, { timeout: 2_000 });
  await page.goBack();
  await place.waitFor({ timeout: 2_000 });
});

// Liew et al. 2025: a mixture from scratch catches up after 38 B tokens where 1 B parameters had 74 B.
test("sparse weights: a dense model is upcycled, or not", async ({ open }) => {
  const page = await open("#v=1&params=1e9&law=rule-of-thumb-20&view=sparsity");
  const place = section(page, "upcycled");
  assert.equal(await place.locator("table").count(), 0);
  for (const [tokens, says] of [
    ["74B", /catches up after 37\.6 B tokens of its own\. The plan has 20 B, so upcycle: a loss of 2\.1908 from the dense model, 2\.2109 from scratch, 2\.2322/],
    ["10B", /catches up after 7\.07 B tokens of its own\. The plan has 20 B, so start again/],
    ["1T", /never catches up\. The plan has 20 B, so train it on/],
  ]) {
    await page.fill("#f-denseTokens", tokens);
    assert.match((await words(place)).replaceAll("20.0 B", "20 B"), says, tokens);
  }
  assert.match(await words(place), /recalled/);
  await holds(page, "denseTokens=1e12");
  await page.locator("#n-upcycled-upcycled-0").click();
  assert.match(await words(page.locator(".pop")), /2502\.03009/);
});

test("sparse weights: the pictures are painted, read by keys, and saved", async ({ open }) => {
  const page = await open(ASKED);
  for (const [id, reads] of [
    ["gains", /% zero.*text: \d.*images: \d/],
    ["active", /tokens.*ReLU, \S+ B: [\d.]+ %/],
    ["further", /further tokens.*upcycled \d\.\d{4}.*from scratch \d\.\d{4}.*dense \d\.\d{4}/],
  ]) {
    const canvas = page.locator(`#${id} canvas`);
    await canvas.scrollIntoViewIfNeeded();
    await page.waitForTimeout(200);
    assert.ok((await canvas.getAttribute("aria-label")).length > 40, id);
    await canvas.focus();
    await page.keyboard.press("ArrowRight");
    assert.match(plain(await page.locator(`#${id} [aria-live]`).textContent()), reads, id);
    const waiting = page.waitForEvent("download");
    await page.locator(`#${id}`).getByRole("button", { name: /^SVG/ }).click();
    const svg = readFileSync(await (await waiting).path(), "utf8");
    assert.match(svg, /^<svg/);
    assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
    await page.locator(`#${id}`).getByRole("button", { name: /^table/ }).click();
    const rows = await page.locator(`#${id} table tbody tr`).count();
    assert.ok(rows >= 5, `${id}: ${rows}`);
  }
});

for (const width of [1440, 320]) {
  test(`sparse weights: the rules hold at ${width} px`, async ({ open, axe }) => {
    const page = await open(ASKED, { width, height: 900 });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      // Colours change over 0.12 s.
      await page.waitForTimeout(250);
      assert.deepEqual(await axe(page), [], colorScheme);
    }
    assert.ok((await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth)) <= 0, "wider than the window");
    const ids = await page.locator("[id]").evaluateAll((list) => list.map((part) => part.id));
    assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), [], "no id stands twice");
  });
}

test("sparse weights: they are there where no mixture fits", async ({ open }) => {
  const page = await open("#v=1&maxMemory=2e3&denseTokens=1e12&view=sparsity");
  assert.equal(await section(page, "designs").count(), 0);
  for (const name of ["zeros", "activations", "upcycled"]) assert.equal(await section(page, name).count(), 1, name);
});
