// One device on the screen of machines: its roofline, matrix products by hand, training in FP8, formats of numbers.

import assert from "node:assert/strict";
import { test as register } from "./harness.mjs";

const test = (name, run) => register(`roofline: ${name}`, run);

const START = "#v=1&view=machine";

const plain = (text) => text.replaceAll(/[\u202f\u00a0]/g, " ").replaceAll(/\s+/g, " ").trim();
const answer = async (page) => plain(await page.locator("#answer").innerText());
const number = (text) => Number(plain(text).replaceAll(/[^\d.]/g, ""));

/** Cells of a row of a table, by the name of the table and of the row. */
const cells = async (page, table, row) => {
  const line = page.getByRole("region", { name: table, exact: true }).locator("tbody tr").filter({ has: page.getByRole("rowheader", { name: row }) });
  return (await line.first().locator("td").allInnerTexts()).map(plain);
};

test("the sentence says what the device reaches, and from where on", async ({ open }) => {
  const page = await open(START);
  assert.match(await answer(page), /^One .*reaches 989 TFLOP\/s in .*once every byte read feeds 295 FLOP\. Training Llama 3 70B, .*norms.* wait for memory and take \d+(\.\d+)? % of a step; the rest computes\.$/);
  await page.selectOption("#r-format", "fp8");
  // 1,979 / 3.35
  assert.match(await answer(page), /reaches 1,979 TFLOP\/s in .*feeds 591 FLOP/);
  await page.selectOption("#r-device", "a100-80-sxm");
  // No FP8 there: 312 TFLOP/s of BF16 at 2,039 GB/s.
  assert.match(await answer(page), /reaches 312 TFLOP\/s in .*feeds 153 FLOP/);
  assert.equal(await page.locator("#r-format option[value=fp8]").count(), 0);
});

test("every format of the device has its peak, ridge and what was measured", async ({ open }) => {
  const page = await open(START);
  const [peak, ridge, measured, share] = await cells(page, "What each format reaches", /BF16/);
  assert.deepEqual([peak, ridge, measured, share], ["989", "295", "794", "80 %"]);
  assert.deepEqual((await cells(page, "What each format reaches", /FP8/)).slice(0, 3), ["1,979", "591", "1,403"]);
});

test("every operator lies under its roof and says what binds it", async ({ open }) => {
  const page = await open(START);
  const lines = await page.getByRole("region", { name: "What binds each operator" }).locator("tbody tr").all();
  assert.ok(lines.length >= 7);
  for (const line of lines) {
    const [, , , roof, rate] = (await line.locator("td").allInnerTexts()).map(plain);
    // What does no operations that count has no roof.
    if (roof !== "–") assert.ok(number(rate) <= number(roof), await line.innerText());
  }
  const bound = async (row) => (await cells(page, "What binds each operator", row))[6];
  assert.equal(await bound("feed-forward, up"), "computing");
  assert.equal(await bound("norms, activations, residuals"), "memory");
});

test("a product asked for by hand", async ({ open }) => {
  const page = await open(START);
  const sentence = async () => plain(await page.locator("#h-gemm + p").innerText());
  for (const [side, text] of [["m", "8192"], ["k", "8192"], ["n", "128"]]) await page.fill(`#g-${side}`, text);
  // m·n·k/(m·n + m·k + n·k) = 124.1, below the ridge.
  assert.deepEqual(await cells(page, "What bounds the product", "FLOP for a byte"), ["124.1"]);
  assert.equal(plain(await page.getByRole("region", { name: "What bounds the product" }).locator("thead th").last().innerText()), "memory");
  for (const side of ["m", "k", "n"]) await page.fill(`#g-${side}`, "4096");
  assert.deepEqual(await cells(page, "What bounds the product", "FLOP for a byte"), ["1365"]);
  // 512 tiles over 132 units: 3.88 rounds, 97 % busy.
  assert.deepEqual((await cells(page, "How the product is cut", "rounds of all units"))[1], "3.88 → 4");
  assert.deepEqual((await cells(page, "How the product is cut", "units busy"))[1], "97 %");
  assert.match(await sentence(), /FP8 would be 1\.\d+ × as fast/);
  await page.selectOption("#g-format", "fp8");
  assert.match(await sentence(), /1\.\d+ × as fast as in 16 bits/);
  const before = await sentence();
  await page.fill("#g-k", "x");
  await page.locator("#g-k[aria-invalid=true]").waitFor();
  assert.match(await page.getByRole("alert").innerText(), /last good answer/);
  assert.equal(await sentence(), before);
});

test("recipes of FP8, and what they are worth here", async ({ open }) => {
  const page = await open(START);
  const table = page.getByRole("region", { name: "Recipes of training in FP8" });
  assert.ok((await table.locator("tbody tr").count()) >= 10);
  const worth = (await table.locator("tbody td:last-child").allInnerTexts()).map(plain).filter((text) => text !== "–");
  assert.equal(worth.length, 4);
  for (const text of worth) assert.ok(number(text) > 1 && number(text) < 2, text);
  assert.match((await cells(page, "Recipes of training in FP8", /Delayed scaling/))[5], /\+27 % over BF16/);
  const products = page.getByRole("region", { name: "Products in BF16 and FP8" });
  const lines = (await products.locator("tbody tr").allInnerTexts()).map(plain);
  // Up and down of Llama 3 70B over eight devices: 8,192 × 57,344 / 8 and 28,672 / 8 × 8,192.
  assert.ok(lines.some((line) => /feed-forward, up .* 8,192 7,168 /.test(line)), lines.join(" | "));
  await page.selectOption("#e-recipe", "fp8-block");
  await page.selectOption("#r-device", "a100-80-sxm");
  await page.getByText(/has no FP8: products are done in BF16/).waitFor();
});

test("what formats make of a number", async ({ open }) => {
  const page = await open(START);
  await page.fill("#n-number", "300");
  const kept = async (row) => (await cells(page, "Every format, table", row)).slice(-2);
  assert.deepEqual(await kept("FP8 E4M3"), ["288", "4.0 %"]);
  assert.deepEqual((await kept("FP8 E4M3 of Gaudi 2"))[0], "∞");
  assert.deepEqual(await kept("FP4 E2M1"), ["6", "98 %"]);
  await page.selectOption("#n-octave", "8");
  const ticks = page.locator('svg[aria-label^="FP8 E4M3: "]');
  assert.equal(await ticks.locator("line.tick-of").count(), 7);
  await page.fill("#n-number", "many");
  assert.match(await page.getByRole("alert").innerText(), /last good answer/);
  await page.selectOption("#n-spread", "3");
  await page.selectOption("#n-format", "e2m1");
  await page.locator("#noise canvas[aria-label*='FP4 E2M1']").waitFor();
});

test("no id stands twice", async ({ open }) => {
  const page = await open(START);
  const ids = await page.locator("[id]").evaluateAll((parts) => parts.map((part) => part.id));
  assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), []);
});

for (const width of [1280, 320]) {
  test(`the rules for accessible pages hold at ${width} px`, async ({ open, axe }) => {
    const page = await open(START, { width });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(250);
      assert.deepEqual(await axe(page), [], colorScheme);
    }
    assert.ok((await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth)) <= 0);
  });
}
