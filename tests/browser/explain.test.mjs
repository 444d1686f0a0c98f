// The explanations: every number opens one, and it names formula, constants, source, range and interval.

import assert from "node:assert/strict";
import { test } from "./harness.mjs";

const pop = (page) => page.locator('.pop[role="dialog"]');

const words = async (page) => (await pop(page).innerText()).replaceAll(/\s+/g, " ");

test("the best size explains itself", async ({ open }) => {
  const page = await open();
  const number = page.locator(".answer #n-params");
  assert.equal(await number.getAttribute("aria-haspopup"), "dialog");
  await number.click();
  await pop(page).waitFor();
  assert.equal(await number.getAttribute("aria-expanded"), "true");
  assert.match(await pop(page).getAttribute("aria-label"), /\S/);
  const text = await words(page);
  // The printed constants of Besiroglu et al. 2024, and 72.2487 B worked out from them elsewhere.
  for (const part of ["482.01", "0.3478", "2085.43", "0.3658", "2404.10102", "72,248,702,500", "5.76 × 10²³"]) {
    assert.ok(text.includes(part), part);
  }
  assert.match(text, /N\* = /, "a formula");
  assert.match(text, /The size lies .* the fitted range/);
  assert.match(text, /\d[\d.]*( B)?–\d[\d.]* B: 80 % interval/);
  assert.match(text, /± 0\.0154/, "the standard error of α");
});

test("the loss explains itself with its floor", async ({ open }) => {
  const page = await open();
  await page.click(".answer #n-loss");
  const text = await words(page);
  assert.match(text, /1\.8172/);
  assert.match(text, /1\.9744/);
  assert.match(text, /The compute lies 1\.6 decades beyond the fitted range/);
});

test("a law without a published interval says so", async ({ open }) => {
  const page = await open("#v=1&law=hoffmann-2022-approach-3");
  await page.click(".answer #n-params");
  const text = await words(page);
  assert.match(text, /No interval published/);
  assert.match(text, /2203\.15556/);
});

for (const [how, close] of [
  ["Escape", (page) => page.keyboard.press("Escape")],
  ["its button", (page) => pop(page).getByRole("button", { name: "Close" }).click()],
]) {
  test(`an explanation closes by ${how} and gives the focus back`, async ({ open }) => {
    const page = await open();
    const inTable = 'section[aria-labelledby="h-training"] tr:has-text("money") .num';
    for (const number of [".answer #n-params", ".then .num", "#t-sizeloss-1-", inTable]) {
      const at = page.locator(number).first();
      await at.focus();
      await page.keyboard.press("Enter");
      await pop(page).waitFor();
      assert.ok(await page.evaluate(() => document.activeElement.closest(".pop") !== null), "the focus is inside");
      await close(page);
      await pop(page).waitFor({ state: "detached" });
      assert.ok(await at.evaluate((button) => button === document.activeElement), `the focus is back at ${number}`);
    }
  });
}

test("a second press on the number closes its explanation", async ({ open }) => {
  const page = await open();
  await page.click(".answer #n-tokens");
  await pop(page).waitFor();
  await page.click(".answer #n-tokens");
  assert.equal(await pop(page).count(), 0);
});

for (const fragment of [
  "",
  "#v=1&time=30d&law=kaplan-2020",
  "#v=1&dollars=1e6&law=hoffmann-2022-approach-2&model=palm-540b",
  "#v=1&law=rule-of-thumb-20&modelParams=7e10&modelTokens=1.4e12",
  "#v=1&loss=1.95",
  "#v=1&params=7e10&law=hoffmann-2022-approach-1",
  "#v=1&tokens=1.4e12&law=hoffmann-2022-approach-3-printed",
  "#v=1&flops=1e40",
  "#v=1&flops=1",
]) {
  test(`every number explains itself: ${fragment || "the first answer"}`, async ({ open }) => {
    const page = await open(fragment);
    const found = await page.evaluate(async () => {
      const settled = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const bad = /NaN|undefined|null|Infinity|∞|\binf\b/;
      const wrong = [];
      const numbers = [...document.querySelectorAll(".num")];
      for (const number of numbers) {
        number.click();
        await settled();
        const text = document.querySelector('.pop[role="dialog"]')?.innerText ?? "";
        if (text.length < 40 || bad.test(text) || bad.test(number.innerText)) {
          wrong.push(`${number.id} (${number.innerText}): ${text.slice(0, 300)}`);
        }
        number.click();
        await settled();
      }
      return { numbers: numbers.length, wrong };
    });
    assert.ok(found.numbers >= 30, `${found.numbers} numbers`);
    assert.deepEqual(found.wrong, []);
  });
}

test("an explanation lies inside the window", async ({ open }) => {
  for (const [width, height] of [[1280, 800], [320, 640]]) {
    const page = await open("", { width, height });
    for (const id of ["params", "loss", "dollars"]) {
      await page.locator(`.hero #n-${id}`).click();
      const box = await pop(page).boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= width, `${id} at ${width}: ${JSON.stringify(box)}`);
      await page.keyboard.press("Escape");
    }
  }
});

test("Copy as text gives the explanation to other programs", async ({ open, newContext }) => {
  const context = await newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const page = await open("", { context });
  await page.click(".answer #n-params");
  await pop(page).getByRole("button", { name: "Copy as text" }).click();
  await pop(page).getByRole("button", { name: "Copied" }).waitFor({ timeout: 2_000 });
  const text = await page.evaluate(() => navigator.clipboard.readText());
  for (const part of ["72,248,702,500", "482.01", "0.3478", "2404.10102", "N* = "]) assert.ok(text.includes(part), part);
  assert.ok(text.split("\n").length > 5);
});

test("an explanation names its law and stays with it", async ({ open }) => {
  const page = await open();
  await page.click("#t-lawparams-kaplan-2020-");
  const head = async () => (await pop(page).locator("h3").innerText()).replaceAll(/\s+/g, " ");
  assert.equal(await head(), "Best model size, N* by Kaplan 2020");
  const before = await pop(page).locator(".full").innerText();
  await page.selectOption("#f-law", "hoffmann-2022-approach-3");
  assert.equal(await head(), "Best model size, N* by Kaplan 2020");
  assert.equal(await pop(page).locator(".full").innerText(), before);
});

test("the ratio and other sizes say where they lie", async ({ open }) => {
  const page = await open();
  for (const [number, axis] of [[".answer #n-tokensperparam", "compute"], ["#t-sizeparams-0-", "size"], ["#t-sizetokens-0-", "token count"], ["#t-sizeloss-1-", "compute"]]) {
    await page.click(number);
    assert.match(await words(page), new RegExp(`The ${axis} lies .* the fitted range`), number);
    await page.keyboard.press("Escape");
  }
});

test("an explanation follows an edit", async ({ open }) => {
  const page = await open();
  await page.click(".answer #n-params");
  await page.selectOption("#f-law", "hoffmann-2022-approach-3");
  assert.match(await words(page), /2203\.15556/);
});
