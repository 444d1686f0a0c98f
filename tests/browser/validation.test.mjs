// Predicted against published: the sentence, every run, measured products, and the constants behind them.

import assert from "node:assert/strict";
import { test as register } from "./harness.mjs";

const test = (name, run) => register(`validation: ${name}`, run);

const START = "#v=1&view=validation";

const plain = (text) => text.replaceAll(/[\u202f\u00a0]/g, " ").trim();
const percent = (text) => Number(plain(text).replaceAll(/[%+,\s]/g, "").replace("−", "-"));
const runs = (page) => page.getByRole("region", { name: "Every run, table" });
const rows = (page) => runs(page).locator("tbody tr:not(.more)");
const count = async (page) => Number(/^([\d,]+) of/.exec(plain(await page.locator(".every [role=status]").innerText()))[1].replaceAll(",", ""));

/** Cells of one column, by the words of its head. */
async function column(page, head) {
  const heads = (await runs(page).locator("thead th").allInnerTexts()).map((text) => plain(text).replace(/ [↑↓]$/, ""));
  const at = heads.indexOf(head) + 1;
  assert.ok(at > 0, head);
  return (await runs(page).locator(`tbody tr:not(.more) > :nth-child(${at})`).allInnerTexts()).map(plain);
}

test("the sentence says what the table has", async ({ open }) => {
  const page = await open(START);
  const lead = plain(await page.locator("#answer").innerText());
  const [, all, median, nine, checking] =
    /Over ([\d,]+) published runs the predicted MFU is off by a median of ([\d.]+) %, nine of ten within ([\d.]+) %; on the ([\d,]+) that no constant was fitted on, by [\d.]+ % and [\d.]+ %\./.exec(lead);
  const n = Number(all.replaceAll(",", ""));
  assert.equal(n, await count(page));
  assert.equal(n, await rows(page).count());
  // Worked out again from the table alone.
  const errors = (await column(page, "error")).map((text) => Math.abs(percent(text))).sort((a, b) => a - b);
  const near = (said, worked) => assert.ok(Math.abs(said - worked) <= 0.06 * worked, `${said} is not ${worked}`);
  near(Number(median), errors[Math.floor(n / 2)]);
  near(Number(nine), errors[Math.ceil(0.9 * n) - 1]);
  const halves = await column(page, "half");
  assert.equal(halves.filter((half) => half === "checks").length, Number(checking.replaceAll(",", "")));
});

test("errors are predicted over published", async ({ open }) => {
  const page = await open(START);
  const [published, predicted, error] = [await column(page, "published"), await column(page, "predicted"), await column(page, "error")];
  for (const i of published.keys()) {
    const worked = 100 * (percent(predicted[i]) / percent(published[i]) - 1);
    assert.ok(Math.abs(worked - percent(error[i])) < 0.7 + 0.02 * Math.abs(worked), `row ${i}: ${published[i]} ${predicted[i]} ${error[i]}`);
  }
});

test("runs are sorted, filtered and opened", async ({ open }) => {
  const page = await open(START);
  const all = await count(page);
  const head = runs(page).getByRole("button", { name: "error" });
  await head.click();
  await head.click();
  const errors = (await column(page, "error")).map(percent);
  assert.deepEqual(errors, [...errors].sort((a, b) => b - a));
  await page.selectOption("#v-device", "tpu-v5p");
  assert.ok((await column(page, "device")).every((name) => name === "TPU v5p"));
  await page.selectOption("#v-device", "");
  await page.getByRole("searchbox", { name: "Search runs" }).fill("megatron a100");
  const some = await count(page);
  assert.ok(some > 0 && some < all);
  await page.getByRole("searchbox", { name: "Search runs" }).fill("zzzz");
  await page.getByText("No run is like that.").waitFor();
  await page.getByRole("searchbox", { name: "Search runs" }).fill("");
  await rows(page).first().getByRole("button").click();
  assert.match(await runs(page).locator("tr.more").innerText(), /Source: .+Published .+ tokens\/s, predicted/s);
});

test("the worst runs say what their sources leave open", async ({ open }) => {
  const page = await open(START);
  const worst = page.getByRole("region", { name: "The ten worst runs" });
  assert.equal(await worst.locator("tbody tr").count(), 10);
  const errors = (await worst.locator("tbody td:nth-child(4)").allInnerTexts()).map((text) => Math.abs(percent(text)));
  const all = (await column(page, "error")).map((text) => Math.abs(percent(text))).sort((a, b) => b - a);
  assert.deepEqual(errors, all.slice(0, 10));
});

test("measured products and constants stand there whole", async ({ open }) => {
  const page = await open(START);
  await page.getByText("Every measured product").click();
  const products = page.getByRole("region", { name: "Every measured product" });
  const groups = page.getByRole("region", { name: "Errors of products by device and format" });
  const counted = (await groups.locator("tbody td:nth-child(2)").allInnerTexts()).map(Number).reduce((a, b) => a + b, 0);
  assert.equal(await products.locator("tbody tr").count(), counted);
  const constants = page.getByRole("region", { name: "Constants of the engine" });
  assert.ok((await constants.locator("tbody tr").count()) > 25);
  assert.ok((await constants.locator("tbody td:nth-child(4)").allInnerTexts()).every((text) => text.length > 3));
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
