// The screen that asks whether to train dense or sparse: the map of experts, and the pictures beneath it.

import assert from "node:assert/strict";
import { test as register } from "./harness.mjs";

const test = (name, run) => register(`sparsity: ${name}`, run);

const START = "#v=1&view=sparsity";
/** 16,384 tokens in the cache, as in the paper's table. */
const PAPER = "#v=1&view=sparsity&flops=1e22&context=16384&maxMemory=80%20GB";

const plain = (text) => text.replaceAll(/[\u202f\u00a0]/g, " ").replaceAll(/\s+/g, " ").trim();

const map = (page) => page.getByRole("region", { name: "Best number of experts by budget and memory" });

const own = (page) => map(page).locator("button[aria-current=true]");

const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));

/** Waits until the address holds a text. */
const said = (page, text) => page.waitForFunction((text) => decodeURIComponent(location.hash).includes(text), text);

/** The map as { memory: { budget: number of experts } }. */
async function cells(page) {
  const rows = await map(page).locator("tr").evaluateAll((list) => list.map((row) => [...row.cells].map((cell) => cell.innerText)));
  const [[, ...budgets], ...lines] = rows.map((row) => row.map(plain));
  return Object.fromEntries(lines.map(([memory, ...line]) => [memory, Object.fromEntries(line.map((experts, i) => [budgets[i], experts]))]));
}

const CHARTS = ["isoloss", "effective", "grains", "leverage", "inactive"];

/** The table of a chart as rows of texts; opens it. */
async function table(page, id) {
  await page.locator(`#${id}`).getByRole("button", { name: /^table/ }).click();
  const rows = await page.locator(`#${id} table tr`).evaluateAll((list) => list.map((row) => [...row.cells].map((cell) => cell.innerText)));
  return rows.map((row) => row.map(plain));
}

/** Whether a text is a number to the digits that it is written with. */
const is = (text, wanted) => {
  const [, front, size] = /^([\d.,]+) ?([KMBT])?/.exec(text);
  const value = Number(front.replaceAll(",", "")) * { K: 1e3, M: 1e6, B: 1e9, T: 1e12, undefined: 1 }[size];
  assert.ok(Math.abs(value / wanted - 1) < 6e-3, `${text} is not ${wanted}`);
};

test("the map has the paper's numbers, and the plan's cell is marked", async ({ open }) => {
  const page = await open(PAPER);
  const all = await cells(page);
  const at = (memory) => ["10²¹", "10²²", "10²³", "10²⁴"].map((budget) => all[memory][budget]);
  // Table 2 has 16 in the first cell, 8 in the third of 80 GB, 32 and 16 in the last two of 640 GB.
  assert.deepEqual(at("24 GB"), ["32", "4", "1", "1"]);
  assert.deepEqual(at("80 GB"), ["32", "16", "2", "1"]);
  assert.deepEqual(at("640 GB"), ["32", "32", "16", "8"]);
  assert.equal(await own(page).count(), 1);
  assert.match(await own(page).getAttribute("aria-label"), /^16 experts at 10²².FLOP in 80.GB: loss 2\.\d{4}/);
  assert.match(plain(await page.locator("#answer").innerText()), /a mixture of 16 experts is best/);
  assert.ok((await map(page).locator("button").count()) <= 90);
  assert.match(plain(await page.locator("#map-said").innerText()), /^16 experts at 10²² FLOP in 80 GB: loss 2\.\d{4}, 0\.0\d{3} below the best dense model; /);
});

test("without a limit of memory the plan's row is the last, and agrees with the sentence", async ({ open }) => {
  for (const fragment of [START, `${START}&flops=3e19`, `${START}&flops=7.3e25&maxExperts=512`]) {
    const page = await open(fragment);
    assert.match(await own(page).getAttribute("aria-label"), /without a limit of memory/);
    assert.match(plain(await map(page).locator("tbody tr").last().innerText()), /^no limit/);
    const experts = await own(page).innerText();
    assert.match(plain(await page.locator("#answer").innerText()), experts === "1" ? /a dense model is best/ : new RegExp(`a mixture of ${experts} experts is best`));
  }
});

test("a cell that is pressed sets budget and memory, in one step", async ({ open }) => {
  const page = await open(START);
  const before = await hash(page);
  const cell = map(page).getByRole("button", { name: /at 10²¹.FLOP in 24.GB:/ });
  await cell.click();
  await said(page, "flops=1e21");
  assert.match(await hash(page), /flops=1e21.*maxMemory=2\.4e10/);
  assert.match(await own(page).getAttribute("aria-label"), /10²¹.FLOP in 24.GB/);
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /10²¹.FLOP in 24.GB/);
  assert.equal(plain(await page.locator("#f-maxMemory").inputValue()), "24 GB");
  await page.goBack();
  await page.waitForFunction((before) => decodeURIComponent(location.hash) === before, before);
  assert.match(await own(page).getAttribute("aria-label"), /without a limit of memory/);
});

test("the map is worked by keys", async ({ open }) => {
  const page = await open(PAPER);
  await own(page).focus();
  assert.equal(await map(page).locator('button[tabindex="0"]').count(), 1);
  await page.keyboard.press("ArrowUp");
  const label = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  assert.match(await label(), /^4 experts at 10²².FLOP in 24.GB/);
  assert.match(plain(await page.locator("#map-said").innerText()), /^4 experts .* in 24 GB/);
  assert.equal(await map(page).locator('button[tabindex="0"]').count(), 1);
  await page.keyboard.press("Enter");
  await said(page, "maxMemory=2.4e10");
  assert.match(await own(page).getAttribute("aria-label"), /10²².FLOP in 24.GB/);
});

test("every picture is drawn and has its numbers as a table", async ({ open }) => {
  const page = await open(PAPER);
  for (const id of CHARTS) {
    const canvas = page.locator(`#${id} canvas`);
    assert.ok(await canvas.isVisible(), id);
    assert.match(await canvas.getAttribute("aria-label"), /\d/, id);
    assert.ok((await table(page, id)).length >= 4, id);
    await canvas.focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((id) => document.querySelector(`#${id} [aria-live]`).textContent !== "", id);
  }
  assert.doesNotMatch(await page.locator("main").innerText(), /NaN|undefined|∞|\binf\b/);
});

test("the pictures have the laws' numbers", async ({ open }) => {
  const page = await open(PAPER);
  // Clark 2022, S-BASE: 10 M with 128 experts by the printed constants.
  const size = (n, e) => {
    const [a, b, c, start, most] = [-0.082, -0.108, 0.009, 1.847, 314.478];
    const counted = 1 / (1 / (e - 1 + 1 / (1 / start - 1 / most)) + 1 / most);
    const slope = (x) => a + c * Math.log10(x);
    return n ** (slope(counted) / slope(start)) * (counted / start) ** (b / slope(start));
  };
  const effective = await table(page, "effective");
  assert.equal(effective[1][0], "10.0 M");
  for (const [i, e] of [8, 32, 128, 512].entries()) is(effective[1][1 + i], size(1e7, e));
  // Krajewski 2024 at 1e22: least losses by a minimiser.
  const grains = Object.fromEntries((await table(page, "grains")).map((row) => [row[0], row.at(-1)]));
  assert.deepEqual([grains["1"], grains["32"]], ["2.0879", "2.0147"]);
  // Tian 2025 at 1e22, eight times finer, one in eight.
  const leverage = Object.fromEntries((await table(page, "leverage")).map((row) => [row[0], row.at(-1)]));
  is(leverage["8"], 3.5324);
  // Abnar 2025 at 1e22: dense 10.4 B, 2.0559; 98 % inactive 417 B, 1.8200.
  const inactive = await table(page, "inactive");
  assert.deepEqual([inactive[1][0], inactive[1].at(-1)], ["0 %", "2.0559"]);
  assert.deepEqual([inactive.at(-1)[0], inactive.at(-1)[2], inactive.at(-1).at(-1)], ["98 %", "417 B", "1.8200"]);
  // The design lies on its own line of equal loss.
  const isoloss = await table(page, "isoloss");
  const sixteen = isoloss.find((row) => row[0] === "16");
  const active = plain(await page.locator("#answer").innerText()).match(/is best: ([\d.]+ B) .*of ([\d.]+ B)/);
  assert.equal(sixteen[1], `${active[1]} of ${active[2]}`);
});

test("another router has another size of no return", async ({ open }) => {
  const page = await open(START);
  const words = async () => plain(await page.locator("section[aria-labelledby=h-effective]").innerText());
  assert.match(await words(), /stop helping beyond 937 B/);
  await page.selectOption("#router", "HASH");
  assert.match(await words(), /stop helping beyond 83 B/);
  assert.match(await words(), /meet the diagonal at 215 B/);
});

for (const width of [390, 320]) {
  test(`nothing is wider than the window at ${width} px`, async ({ open }) => {
    const page = await open(START, { width });
    for (const button of await page.getByRole("button", { name: /^table/ }).all()) await button.click();
    assert.ok((await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth)) <= 0);
  });
}
