// The formulas: found, tried with numbers of one's own, seen as a curve, set against their like, shared as a link.

import assert from "node:assert/strict";
import { test } from "./harness.mjs";

const ZHANG = "#v=1&view=formulas&formula=zhang-2024-critical-batch";

const hash = (page) => decodeURIComponent(new URL(page.url()).hash);

const words = async (at) => (await at.innerText()).replaceAll(/\s+/g, " ").trim();

const value = (page) => words(page.locator("#f-value"));

/** The field of an input or a constant, by its letter. */
const field = (page, letter) =>
  page.locator(".fin").filter({ has: page.locator("label b", { hasText: new RegExp(`^${letter}$`) }) });

const fill = (page, letter, text) => field(page, letter).locator("input").fill(text);

/** Waits until the address has this at its end. */
const ends = (page, text) =>
  page.waitForFunction((text) => decodeURIComponent(location.hash).endsWith(text), text, { timeout: 2_000 });

test("a formula starts from the plan", async ({ open }) => {
  const page = await open(ZHANG);
  // 512 · 93.20 (72,248.7)^0.47, worked out elsewhere: 9.17 M tokens.
  assert.match(await value(page), /^B\* = 9\.1[67] M tokens$/);
  assert.match(await words(field(page, "N")), /from your plan; fitted on 85 M–1\.2 B parameters: 1\.8 decades beyond it/);
  assert.match(await words(page.locator("#formula")), /N lies outside what this was fitted on/);
  assert.match(await words(page.locator("#formula")), /sequences of 4,096 tokens/);
  await page.getByRole("link", { name: "Plan", exact: true }).click();
  await page.fill("#f-flops", "1e21");
  await page.getByRole("link", { name: "Formulas", exact: true }).click();
  assert.match(await words(field(page, "N")), /from your plan/);
  assert.doesNotMatch(await value(page), /9\.1[67] M/);
});

test("a plan beyond what a formula takes is marked in the list until something is typed", async ({ open }) => {
  const page = await open("#v=1&view=formulas&flops=1e35&formula=kaplan-2020-learning-rate");
  const mark = page.locator('.flist li:has([aria-current="true"]) .out');
  assert.match(await words(field(page, "N")), /your plan lies beyond what this formula takes/);
  await mark.waitFor({ timeout: 2_000 });
  await fill(page, "N", "1B");
  await mark.waitFor({ state: "detached", timeout: 2_000 });
});

test("a unit is written once", async ({ open }) => {
  const page = await open("#v=1&view=formulas&formula=charles-2025-bandwidth");
  assert.match(await value(page), /^W = [\d.]+ Gbit\/s$/);
});

test("every formula is listed under its topic with a value", async ({ open }) => {
  const page = await open("#v=1&view=formulas");
  const rows = await page.locator(".flist li").evaluateAll((list) => list.map((row) => row.innerText));
  assert.ok(rows.length >= 30, `${rows.length}`);
  for (const row of rows) assert.match(row, /\d/, row);
  const wrong = rows.filter((row) => /NaN|undefined|∞|\binf\b/.test(row));
  assert.deepEqual(wrong, []);
  const topics = await page.locator(".flist h2").allInnerTexts();
  for (const topic of ["Batch size", "Learning rate", "Data", "Theory"]) assert.ok(topics.includes(topic), topic);
});

test("every formula opens with its formula, its source and a picture", async ({ open }) => {
  const page = await open("#v=1&view=formulas");
  const found = await page.evaluate(async () => {
    const settled = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const wrong = [];
    const links = document.querySelectorAll(".flist li a");
    for (const link of links) {
      link.click();
      await settled();
      const text = document.querySelector("#formula").innerText;
      const bad = /NaN|undefined|∞|\binf\b/.test(text);
      const whole = text.includes("Source") && document.querySelector("#formula .fx") && document.querySelector("#curve canvas");
      if (bad || !whole || !link.getAttribute("aria-current")) wrong.push(`${link.innerText}: ${text.slice(0, 200)}`);
    }
    return { links: links.length, wrong };
  });
  assert.ok(found.links >= 30);
  assert.deepEqual(found.wrong, []);
});

test("the search finds by any words and says when there is nothing", async ({ open }) => {
  const page = await open("#v=1&view=formulas");
  const all = await page.locator(".flist li").count();
  await page.fill("#search", "zhang critical");
  assert.ok((await page.locator(".flist li").count()) < all);
  assert.match(await words(page.locator(".flist [role=status]")), /^\d+ of \d+ formulas\.$/);
  await page.fill("#search", "<b>");
  assert.equal(await page.locator(".flist li").count(), 0);
  assert.match(await words(page.locator(".flist [role=status]")), /Try one word/);
  await page.fill("#search", "");
  assert.equal(await page.locator(".flist li").count(), all);
});

test("numbers are read as elsewhere, and the link holds them", async ({ open }) => {
  const page = await open(ZHANG);
  await fill(page, "N", "85M");
  // 752 sequences of 512 by the paper's constants.
  assert.match(await value(page), /^B\* = 385 K tokens$/);
  assert.match(await words(field(page, "N")), /yours; your plan has 72\.2 B parameters/);
  await fill(page, "a", "0.5");
  await ends(page, "zhang-2024-critical-batch;params:85M;a:0.5");
  assert.match(await words(field(page, "a")), /yours; published 0\.47/);
  const shown = await value(page);
  const again = await open(new URL(page.url()).hash);
  assert.equal(await value(again), shown);
  assert.equal(await field(again, "N").locator("input").inputValue(), "85M");
  await field(page, "a").getByRole("button", { name: "Reset" }).click();
  await ends(page, "zhang-2024-critical-batch;params:85M");
  await page.goBack();
  assert.equal(await value(page), shown);
});

test("a wrong number is refused at its field and the last good value stands", async ({ open }) => {
  const page = await open(ZHANG);
  await fill(page, "N", "1B");
  const good = await value(page);
  await ends(page, "params:1B");
  for (const text of ["70Q", "-5", "0", "NaN", "Infinity", "1e400", "1e20", "six", "<b>", ";a:9", "9".repeat(10_000), "💥"]) {
    await fill(page, "N", text);
    const note = field(page, "N").locator('[role="alert"]');
    await note.waitFor({ timeout: 2_000 });
    assert.match(await words(note), /\d/, "what would be right");
    assert.ok((await words(note)).length < 400);
    const input = field(page, "N").locator("input");
    assert.equal(await input.getAttribute("aria-invalid"), "true");
    assert.equal(await input.getAttribute("aria-describedby"), await note.getAttribute("id"));
    await input.blur();
    assert.equal(await input.inputValue(), text);
    assert.equal(await value(page), good, text);
  }
  await page.waitForTimeout(400);
  assert.ok(hash(page).endsWith("params:1B"));
  // Another formula and back: nothing typed is lost.
  await page.locator(".flist li a").nth(5).click();
  await page.goBack();
  await fill(page, "a", "x");
  assert.match(await words(field(page, "a")), /write it like 0\.47/);
  await page.keyboard.press("Escape");
  assert.equal(await field(page, "a").locator('[role="alert"]').count(), 0);
});

test("an offered reading can be taken", async ({ open }) => {
  const page = await open(ZHANG);
  await fill(page, "N", "7X");
  await field(page, "N").getByRole("button", { name: "Use 7 B" }).click();
  assert.equal(await field(page, "N").locator('[role="alert"]').count(), 0);
  assert.equal(await field(page, "N").locator("input").inputValue(), "7 B");
});

test("an emptied field goes back to the plan", async ({ open }) => {
  const page = await open(`${ZHANG}%3Bparams%3A1B`);
  assert.match(await words(field(page, "N")), /yours/);
  await fill(page, "N", "");
  await field(page, "N").locator("input").blur();
  assert.match(await words(field(page, "N")), /from your plan/);
  assert.equal(await field(page, "N").locator("input").inputValue(), "72.2\u202fB");
  await ends(page, "formula=zhang-2024-critical-batch");
});

for (const fragment of [
  "#v=1&view=formulas&formula=nobody-1999",
  "#v=1&view=formulas&formula=zhang-2024-critical-batch%3Bparams%3A%3Cscript%3E%3Bb%3A1%3B%3A%3B",
  "#v=1&view=formulas&formula=zhang-2024-critical-batch%3Ba%3A1e300",
  "#v=1&view=formulas&flops=1e40",
  "#v=1&view=formulas&flops=1e6&law=kaplan-2020",
  "#v=1&view=formulas&law=hoffmann-2022-approach-2",
]) {
  test(`the screen stands at ${fragment.slice(17)}`, async ({ open, axe }) => {
    const page = await open(fragment);
    const text = await page.locator("main").innerText();
    assert.doesNotMatch(text, /NaN|undefined|∞|\binf\b/);
    assert.match(text, /Source/);
    assert.deepEqual(await axe(page), []);
  });
}

test("where there is no number the screen says so and stays usable", async ({ open }) => {
  const page = await open(ZHANG);
  await fill(page, "a", "1e300");
  assert.match(await words(page.locator("#formula")), /no finite value with these constants; go back to/);
  await fill(page, "a", "0.47");
  assert.match(await value(page), /^B\* = 9\.1[67] M/);
});

test("the picture reads its values by keys and has a table", async ({ open }) => {
  const page = await open(ZHANG);
  await page.locator("#curve canvas").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.locator('#curve [aria-live]', { hasText: /B\* = \d.* tokens, at N = \d.* parameters/ }).waitFor({ timeout: 2_000, state: "attached" });
  await page.locator("#curve").getByRole("button", { name: /^table/ }).click();
  const cells = await page.locator("#curve td.n").allInnerTexts();
  assert.ok(cells.length > 8 && cells.every((cell) => /^\d/.test(cell)), cells.join());
});

test("formulas of a topic stand side by side at the plan", async ({ open }) => {
  const page = await open(ZHANG);
  const section = page.locator('section[aria-labelledby="h-batch"]');
  assert.ok((await section.locator("tbody tr").count()) >= 2);
  const chosen = section.locator("tr.sel").first();
  assert.match(await words(chosen), /Zhang 2024.* 9\.1[67] M /);
  const other = section.locator("tbody tr:not(.sel) a").first();
  const name = await words(other);
  await other.click();
  await page.waitForFunction((name) => document.querySelector("tr.sel a")?.innerText.includes(name), name, { timeout: 2_000 });
});

for (const width of [1280, 320]) {
  test(`the rules hold on the formulas at ${width} px`, async ({ open, axe }) => {
    const page = await open(ZHANG, { width });
    await fill(page, "N", "70Q");
    for (const button of await page.getByRole("button", { name: /^table/ }).all()) await button.click();
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(250);
      assert.deepEqual(await axe(page), [], colorScheme);
    }
    const wide = await page.evaluate(() => document.querySelector("main").scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${wide} px wider than the window`);
  });
}
