// The screen of the run: how long, how much, where a step's time goes, the search for a layout, and what a long run meets.

import assert from "node:assert/strict";
import { test as register } from "./harness.mjs";

const test = (name, run) => register(`run: ${name}`, run);

const START = "#v=1&view=run";
const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));
const said = (page, text) => page.waitForFunction((text) => decodeURIComponent(location.hash).includes(text), text);
const lead = (page) => page.locator("#answer").innerText();
const region = (page, name) => page.getByRole("region", { name, exact: true });

/** The cells of a row of a table, as text. */
const cells = (page, table, row) =>
  region(page, table).locator("tbody tr").filter({ has: page.getByRole("rowheader", { name: row, exact: true }) }).locator("td").allInnerTexts();

/** `3.2 s`, `410 ms`, `1.5 days` in seconds. */
function seconds(text) {
  const [, number, unit] = /([\d.,]+)\s?(µs|ms|s|min|hours|days|years)?/.exec(text);
  const units = { µs: 1e-6, ms: 1e-3, s: 1, min: 60, hours: 3600, days: 86400, years: 365 * 86400 };
  return Number(number.replaceAll(",", "")) * (units[unit] ?? 1);
}

test("the sentence says how long, how fast and how much", async ({ open }) => {
  const page = await open(START);
  const text = (await lead(page)).replaceAll(/\s+/g, " ");
  assert.match(text, /takes [\d.]+ \w+ at [\d.]+ [KM] tokens a second \([\d.]+ % MFU\), costs \$[\d.]+ [kM], draws [\d.,k ]+ MWh and stands for [\d.,k ]+ t CO₂e\./);
  assert.match(await page.locator(".run .then").innerText(), /most of what is not plain computing goes to .+, [\d.]+\s% of it\. It (fits|does not fit)/s);
});

test("the parts of a step add up, and their shares to the whole", async ({ open }) => {
  const page = await open(START);
  const rows = await region(page, "Parts of a step").locator("tbody tr").allInnerTexts();
  const split = rows.map((r) => r.split("\t"));
  const step = seconds(split.at(-1)[1]);
  const sum = split.slice(0, -1).reduce((all, [, time]) => all + seconds(time), 0);
  assert.equal(split.length, 10);
  assert.ok(Math.abs(sum / step - 1) < 0.01, `${sum} is not ${step}`);
  const shares = split.slice(0, -1).reduce((all, [, , share]) => all + Number.parseFloat(share.replace("< ", "")), 0);
  assert.ok(Math.abs(shares - 100) < 1.5, `${shares} %`);
});

test("utilisation by three conventions; a number opens its derivation", async ({ open }) => {
  const page = await open(START);
  const share = async (row) => Number.parseFloat((await cells(page, "Utilisation", row))[0]);
  const [mfu, causal, hfu] = [await share("MFU"), await share("MFU, causal"), await share("HFU")];
  assert.ok(causal < mfu && mfu <= hfu, `${causal} ${mfu} ${hfu}`);
  await region(page, "Utilisation").locator(".num").first().click();
  const dialog = page.getByRole("dialog");
  assert.match(await dialog.innerText(), /Model FLOP utilisation.*Megatron-LM 2021/s);
});

test("an input changes the answer and travels in the link; an empty one goes back", async ({ open }) => {
  const page = await open(START);
  const before = await lead(page);
  await page.fill("#f-nic", "10 Gbit/s");
  await said(page, "nic=1.25e9");
  await page.press("#f-nic", "Enter");
  assert.equal(await page.locator("#f-nic").inputValue(), "10 Gbit/s");
  assert.notEqual(await lead(page), before);
  const again = await open(await hash(page));
  assert.equal(await lead(again), await lead(page));
  await page.fill("#f-nic", "");
  await page.press("#f-nic", "Enter");
  await page.waitForFunction(() => !location.hash.includes("nic"));
  assert.equal(await lead(page), before);
  assert.equal(await page.locator("#f-nic").inputValue(), "400 Gbit/s");
});

test("what is hidden is ticked, kind by kind", async ({ open }) => {
  const page = await open(START);
  const ticks = page.getByRole("group", { name: "Communication that is hidden" });
  const time = async () => seconds((await cells(page, "Parts of a step", "tensor-parallel communication"))[0]);
  const before = await time();
  await ticks.getByLabel("tensor").check();
  await said(page, "overlap=tensor+data+pipeline+context");
  assert.ok((await time()) < before);
  for (const kind of ["tensor", "data", "pipeline", "context"]) await ticks.getByLabel(kind).uncheck();
  await said(page, "overlap=none");
});

test("a utilisation of one's own is said to be one, and taken back", async ({ open }) => {
  const page = await open(`${START}&mfu=0.4`);
  assert.match(await page.locator(".run .then").innerText(), /The utilisation is yours/);
  assert.match((await lead(page)).replaceAll(/\s+/g, " "), /\(40 % MFU\)/);
  await page.fill("#f-mfu", "");
  await page.press("#f-mfu", "Enter");
  await page.waitForFunction(() => !location.hash.includes("mfu"));
  await region(page, "Parts of a step").waitFor();
});

test("the price follows the accelerator until it is given", async ({ open }) => {
  const page = await open(START);
  assert.equal(await page.locator("#f-price").inputValue(), "$2.95");
  await page.selectOption("#f-accelerator", "h200-sxm");
  await said(page, "accelerator=h200-sxm");
  assert.equal(await page.locator("#f-price").inputValue(), "$4.00");
  assert.match(await page.locator(".run .c4").first().innerText(), /public one of 2026-05.*Set yours\./s);
  await page.fill("#f-price", "$3");
  await said(page, "price=3");
  await page.press("#f-price", "Enter");
  await page.selectOption("#f-accelerator", "h100-sxm");
  assert.equal(await page.locator("#f-price").inputValue(), "$3.00");
});

test("a split that cannot be says why and offers the nearest", async ({ open }) => {
  const page = await open(`${START}&count=8&tp=8&pp=4`);
  await page.getByRole("button", { name: "Use the nearest split that can be" }).click();
  await region(page, "Parts of a step").waitFor();
  await page.fill("#f-tp", "7");
  await page.locator("#e-tp").waitFor();
});

test("the search shows how far it is, and what it finds is used", async ({ open }) => {
  const page = await open(`${START}&arch=llama-3-8b&count=64&tp=8&pp=1`);
  const before = seconds((await cells(page, "Parts of a step", "a step"))[0]);
  await page.getByRole("button", { name: "Search all layouts" }).click();
  await page.getByRole("progressbar").or(region(page, "Fastest layouts")).first().waitFor();
  await region(page, "Fastest layouts").waitFor();
  const rows = region(page, "Fastest layouts").locator("tbody tr");
  const first = (await rows.first().innerText()).split("\t");
  const best = seconds(first[1]);
  assert.ok(best <= before, `${best} ${before}`);
  assert.match(await rows.nth(1).innerText(), /more/);
  await rows.first().getByRole("button", { name: /^Use/ }).click();
  await rows.first().getByText("in use").waitFor();
  const after = seconds((await cells(page, "Parts of a step", "a step"))[0]);
  assert.ok(Math.abs(after / best - 1) < 0.01, `${after} is not ${best}`);
  // The list stays: the question was not about the layout.
  assert.ok((await rows.count()) > 3);
  await page.fill("#f-count", "128");
  await page.getByText("The scenario has changed since the last search.").waitFor();
});

test("a search is stopped", async ({ open }) => {
  const page = await open(`${START}&arch=deepseek-v3&count=2048&tp=1&pp=16`);
  await page.getByRole("button", { name: "Search all layouts" }).click();
  // At once: a search may end while a pointer gets ready.
  await page.getByRole("button", { name: "Stop" }).dispatchEvent("click");
  await page.getByRole("button", { name: "Search all layouts" }).waitFor();
  await page.waitForTimeout(300);
  assert.equal(await region(page, "Fastest layouts").count(), 0);
});

test("after the first visit the search needs no network", async ({ open, started }) => {
  const page = await open(`${START}&arch=llama-3-8b&count=8&tp=8&pp=1`);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  });
  await page.context().setOffline(true);
  await page.reload();
  await started(page);
  await page.getByRole("button", { name: "Search all layouts" }).click();
  await region(page, "Fastest layouts").waitFor();
});

test("what fits nowhere says which cluster would hold it", async ({ open }) => {
  const page = await open(`${START}&count=8&tp=8&pp=1`);
  await page.getByRole("button", { name: "Search all layouts" }).click();
  await page.getByText(/No layout of this model fits 8 .*\d+ of them would hold it\./).waitFor();
});

test("fewer and more accelerators, with a table", async ({ open }) => {
  const page = await open(START);
  const section = page.locator('section[aria-labelledby="h-scaling"]');
  await section.getByRole("button", { name: "table" }).first().click();
  const rows = await section.locator("tbody tr").allInnerTexts();
  const read = rows.map((r) => r.split("\t"));
  assert.ok(read.length > 5);
  const days = read.map((r) => r[1]).filter((t) => t !== "–").map(seconds);
  assert.ok(days.every((d, i) => i === 0 || d < days[i - 1]), `${days}`);
});

test("interruptions take time and money", async ({ open }) => {
  const page = await open(START);
  const value = async (row) => (await cells(page, "Interruptions in numbers", row))[0];
  const clock = seconds(await value("training by the clock"));
  const goodput = Number.parseFloat(await value("time that brings training forward"));
  assert.ok(goodput > 50 && goodput < 100);
  await page.getByRole("button", { name: "Use it: Meta's research clusters, A100" }).click();
  await said(page, "mtbf=8090");
  assert.ok(seconds(await value("training by the clock")) > clock);
  await page.fill("#f-mtbf", "10");
  await page.getByText(/fails faster than it gets on/).waitFor();
});

test("energy by a grid of choice", async ({ open }) => {
  const page = await open(START);
  await page.selectOption("#known-grid", "france");
  await said(page, "carbon=45");
  await page.selectOption("#known-pue", "industry");
  await said(page, "pue=1.57");
  await page.fill("#f-carbon", "100");
  assert.equal(await page.locator("#known-grid").inputValue(), "");
});

test("networks between sites", async ({ open }) => {
  const page = await open(START);
  const row = async (name) => (await cells(page, "Network between sites", name));
  const before = await row("DiLoCo, H = 100");
  assert.match(before[0], /bit\/s/);
  await page.fill("#sites-every", "500");
  await page.waitForFunction(() => document.querySelector('section[aria-labelledby="h-sites"] table').innerText.includes("H = 500"));
  await page.fill("#sites-share", "97 %");
  await region(page, "Network between sites").getByText("97 %").waitFor();
  await page.fill("#sites-count", "1");
  await page.locator('section[aria-labelledby="h-sites"] .note.err').waitFor();
});

for (const look of [{ width: 1440 }, { width: 390, touch: true }, { width: 1440, dark: true }, { width: 390, dark: true, touch: true }]) {
  test(`no barriers and no sideways scroll at ${look.width} px${look.dark ? ", dark" : ""}`, async ({ open, axe }) => {
    const page = await open(`${START}&arch=gpt-oss-120b&pp=4&tp=8`, look);
    assert.deepEqual(await axe(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways");
  });
}
