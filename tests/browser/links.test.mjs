// Links: they open to what they say, follow the edits, work with Back and Forward, and survive damage.

import assert from "node:assert/strict";
import { test } from "./harness.mjs";

const hash = (page) => new URL(page.url()).hash;

const size = async (page) => (await page.locator(".answer #n-params").innerText()).replaceAll(/\s+/g, " ");

/** Waits until the address has this fragment. */
const becomes = (page, fragment, timeout = 1_000) =>
  page.waitForFunction((fragment) => location.hash === fragment, fragment, { timeout });

/** Waits until the best size reads so. */
const reads = (page, text) =>
  page.waitForFunction(
    (text) => document.querySelector(".answer #n-params")?.innerText.replaceAll(/\s+/g, " ") === text,
    text,
    { timeout: 2_000 },
  );

/** Every number on the page as it is written. */
const numbers = (page) => page.locator(".num").evaluateAll((list) => list.map((number) => number.innerText));

test("a link opens to what it says", async ({ open }) => {
  const page = await open("#v=1&flops=1e24&law=hoffmann-2022-approach-3");
  assert.equal(await page.locator("#f-law").inputValue(), "hoffmann-2022-approach-3");
  assert.match(await page.locator("#f-flops").inputValue(), /^1\s×\s10²⁴\sFLOP$/);
  // A 406.4, B 410.7, α 0.3392, β 0.2849 (the unrounded fit of Hoffmann et al.): 51.9 B at 1e24 FLOP.
  assert.equal(await size(page), "51.9 B parameters");
  assert.equal(await page.locator("#notices").count(), 0);
});

test("a link holds every input", async ({ open }) => {
  const link = "#v=1&title=My%20plan%20%26%20more&time=30d&law=kaplan-2020&accelerator=a100-80-sxm&count=512&mfu=0.5&price=1.5&modelParams=7e10&modelTokens=1.4e12&unique=2e11&serve=1e13&maxParams=8e9&bits=8&postBits=4&replicas=4&sequence=8192&maxMemory=8e10&maxInference=1e11";
  const page = await open(link);
  const fields = await page.locator("input.edit, select.edit").evaluateAll((list) =>
    Object.fromEntries(list.map((field) => [field.id.slice(2), field.value.replaceAll(/\s+/g, " ")])),
  );
  assert.deepEqual(fields, {
    title: "My plan & more", time: "30 d", law: "kaplan-2020", accelerator: "a100-80-sxm", count: "512", mfu: "50 %", price: "$1.50",
    modelParams: "70 B", modelTokens: "1.4 T", unique: "200 B", serve: "10 T", maxParams: "8 B", maxMemory: "80 GB", maxInference: "1 × 10¹¹ FLOP", bits: "8", postBits: "4",
    replicas: "4", sequence: "8,192",
  });
  assert.equal(hash(page), link);
});

test("the address follows an edit within a second", async ({ open }) => {
  const page = await open();
  await page.fill("#f-flops", "1e24");
  await becomes(page, "#v=1&flops=1e24");
  await page.selectOption("#f-law", "kaplan-2020");
  await becomes(page, "#v=1&flops=1e24&law=kaplan-2020");
  await page.fill("#f-flops", "1e24 apples");
  await page.waitForTimeout(500);
  assert.equal(hash(page), "#v=1&flops=1e24&law=kaplan-2020", "a wrong entry does not reach the address");
});

test("typing in one go is one step of the history", async ({ open }) => {
  const page = await open();
  const before = await page.evaluate(() => history.length);
  for (const text of ["1e22", "1e23", "1e24"]) {
    await page.fill("#f-flops", text);
    await page.waitForTimeout(400);
  }
  assert.equal(hash(page), "#v=1&flops=1e24");
  assert.equal(await page.evaluate(() => history.length), before + 1);
  // What is typed after a pause elsewhere is another step, and the first answer is never lost.
  await page.locator("#f-flops").blur();
  await page.fill("#f-flops", "1e25");
  await page.waitForTimeout(400);
  await page.goBack();
  await page.waitForTimeout(400);
  assert.equal(hash(page), "#v=1&flops=1e24");
  await page.goBack();
  await reads(page, "72.2 B parameters");
});

test("Back undoes the choice of a published run, Forward does it again", async ({ open }) => {
  const page = await open("#v=1&flops=1e24");
  assert.equal(await size(page), "95.9 B parameters");
  await page.getByRole("group", { name: "Start from a real run" }).getByRole("button", { name: "Chinchilla 70B" }).click();
  await page.waitForFunction(() => location.hash.includes("model=chinchilla-70b"), null, { timeout: 1_000 });
  // 6 · 70e9 · 1.4e12 FLOP: 73.0 B by the printed constants of Besiroglu 2024.
  const chosen = await size(page);
  assert.equal(chosen, "73.0 B parameters");
  await page.goBack();
  await reads(page, "95.9 B parameters");
  await page.waitForTimeout(500);
  assert.equal(hash(page), "#v=1&flops=1e24");
  await page.goForward();
  await reads(page, chosen);
  await page.waitForTimeout(500);
  assert.match(hash(page), /model=chinchilla-70b/);
});

test("Back undoes a law chosen from the table, and reaches the first answer", async ({ open }) => {
  const page = await open();
  await page.locator('button.as-row:text-is("Hoffmann 2022, approach 3")').click();
  await becomes(page, "#v=1&law=hoffmann-2022-approach-3");
  await page.goBack();
  await reads(page, "72.2 B parameters");
  await page.goForward();
  await reads(page, "40.4 B parameters");
});

test("an address changed by hand changes the page", async ({ open }) => {
  const page = await open();
  await page.evaluate(() => { location.hash = "#v=1&flops=1e21&law=kaplan-2020"; });
  await reads(page, "7.77 B parameters");
  await page.evaluate(() => { location.hash = ""; });
  await reads(page, "72.2 B parameters");
});

test("an edit just before a change of the address does not overwrite it", async ({ open }) => {
  const page = await open();
  await page.fill("#f-flops", "1e22");
  await page.evaluate(() => { location.hash = "#v=1&flops=1e24"; });
  await reads(page, "95.9 B parameters");
  await page.waitForTimeout(500);
  assert.equal(hash(page), "#v=1&flops=1e24");
});

test("a quick change and back leaves the address as it stands", async ({ open }) => {
  const page = await open();
  await page.fill("#f-flops", "1e24");
  await becomes(page, "#v=1&flops=1e24");
  await page.fill("#f-flops", "2e24");
  await page.fill("#f-flops", "1e24");
  await page.waitForTimeout(600);
  assert.equal(hash(page), "#v=1&flops=1e24");
});

test("what was typed is in the address as soon as it is settled or another step begins", async ({ open }) => {
  const page = await open();
  await page.fill("#f-flops", "1e22");
  await page.fill("#f-flops", "1e23");
  await page.keyboard.press("Enter");
  await becomes(page, "#v=1&flops=1e23", 150);
  await page.fill("#f-flops", "1e24");
  await page.fill("#f-flops", "1e25");
  await page.locator("#f-flops").evaluate((field) => {
    // Another step at once, before typing rests.
    const list = document.querySelector("#f-law");
    list.value = "kaplan-2020";
    list.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await becomes(page, "#v=1&flops=1e25&law=kaplan-2020");
  await page.goBack();
  await page.waitForTimeout(400);
  assert.equal(hash(page), "#v=1&flops=1e25", "the text before it was not lost");
});

test("the link of what already stands takes away what was said of the last", async ({ open }) => {
  const page = await open("#v=1&flops=1e24&law=nobody-1999");
  await page.locator("#notices").waitFor({ timeout: 5_000 });
  await page.evaluate(() => { location.hash = "#v=1&flops=1e24"; });
  await page.locator("#notices").waitFor({ state: "detached", timeout: 2_000 });
  assert.equal(await size(page), "95.9 B parameters");
});

const BROKEN = [
  {
    what: "cut in the middle", link: "#v=1&flops=1e24&law=hoffmann-2022-appr",
    read: ["compute budget"], unread: [/hoffmann-2022-appr/], size: "95.9 B parameters",
  },
  {
    what: "cut inside a name", link: "#v=1&flops=1e24&la",
    read: ["compute budget"], unread: [/"la"/], size: "95.9 B parameters",
  },
  {
    what: "cut inside a percent sign", link: "#v=1&flops=1e24&title=a%2",
    read: ["compute budget"], unread: [/title/], size: "95.9 B parameters",
  },
  {
    what: "with an unknown law", link: "#v=1&law=nobody-1999&flops=1e24",
    read: ["compute budget"], unread: [/nobody-1999/], size: "95.9 B parameters",
  },
  {
    what: "of version 99", link: "#v=99&flops=1e24",
    read: ["compute budget"], unread: [/99/], size: "95.9 B parameters",
  },
  {
    what: "with an unknown key", link: "#v=1&flops=1e24&colour=red",
    read: ["compute budget"], unread: [/colour/], size: "95.9 B parameters",
  },
  {
    what: "to a screen that is not there", link: "#v=1&flops=1e24&view=lawns",
    read: ["compute budget"], unread: [/lawns.*plan, laws, model, run, machine, bench, validation and formulas/], size: "95.9 B parameters",
  },
  {
    what: "with two budgets", link: "#v=1&flops=1e24&loss=1.95",
    read: ["compute budget"], unread: [/target loss/], size: "95.9 B parameters",
  },
  {
    what: "with a value that is no number", link: "#v=1&flops=lots&law=kaplan-2020",
    read: ["law"], unread: [/lots/], size: "804 B parameters",
  },
  {
    what: "that asks for what has no answer", link: "#v=1&loss=1.7",
    read: [], unread: [/1\.8172/], size: "72.2 B parameters",
  },
  {
    what: "whose law has no loss to aim at", link: "#v=1&loss=1.95&law=hoffmann-2022-approach-2&title=mine&price=3",
    read: ["title", "law", "price"], unread: [/no loss.*So the budget of this link was left out/], size: "63.7 B parameters",
  },
  { what: "of noise", link: "#%%%&&&==<b>", read: [], unread: [/./], size: "72.2 B parameters" },
  { what: "of 20,000 characters", link: `#v=1&title=${"x".repeat(20_000)}`, read: [], unread: [/long/], size: "72.2 B parameters" },
];

for (const { what, link, read, unread, size: expected } of BROKEN) {
  test(`a link ${what} opens with what could be read`, async ({ open }) => {
    const page = await open(link);
    const address = page.url();
    const notices = page.locator("#notices");
    await notices.waitFor({ timeout: 5_000 });
    const text = await notices.innerText();
    for (const part of read) assert.match(text, new RegExp(`Read: .*${part}`));
    if (read.length === 0) assert.doesNotMatch(text, /Read: /);
    const list = (await notices.locator("li").allInnerTexts()).join("\n");
    for (const part of unread) assert.match(list, part);
    assert.equal(await size(page), expected);
    await page.waitForTimeout(600);
    assert.equal(page.url(), address, "the link stays as it was");
    await page.fill("#f-count", "2048");
    await page.waitForFunction(() => location.hash.includes("count=2048"), null, { timeout: 1_000 });
    await page.locator("#f-count").blur();
    await page.getByRole("button", { name: "Dismiss" }).click({ timeout: 5_000 });
    assert.equal(await notices.count(), 0);
  });
}

for (const [end, screen, read, unread] of [
  ["&view=laws&with=nobody-1999,kaplan-2020&show=tokens", "Laws", /Read: screen, what the panels show\./, /There is no law "nobody-1999"/],
  ["&view=laws&show=colours&alike=2&without=x", "Laws", /Read: screen\./, /colours[^]*alike[^]*"x"/],
  ["&view=formulas&formula=nobody-1999", "Formulas", /Read: screen\./, /There is no formula "nobody-1999"/],
  ["&view=formulas&formula=li-2025-batch%3Bsize%3A1B", "Formulas", /Read: screen\./, /size:1B" fills no field of .*tokens/],
]) {
  test(`what a link gets wrong of its screen is said there: ${end}`, async ({ open, axe }) => {
    const page = await open("#v=1" + end);
    assert.equal(await page.locator('nav [aria-current="page"]').innerText(), screen);
    const text = await page.locator("#notices").innerText();
    assert.match(text, read);
    assert.match(text, unread);
    assert.deepEqual(await axe(page), []);
    await page.getByRole("button", { name: "Dismiss" }).click();
    assert.equal(await page.locator("#notices").count(), 0);
  });
}

test("a broken link pasted into an open page stays until an edit", async ({ open }) => {
  const page = await open();
  const link = "#v=1&flops=1e24&law=nobody-1999";
  await page.evaluate((link) => { location.hash = link; }, link);
  await page.locator("#notices").waitFor({ timeout: 5_000 });
  await page.waitForTimeout(600);
  assert.equal(hash(page), link);
});

for (const fragment of ["", "#v=1&dollars=2000000&law=kaplan-2020&price=2.5", "#v=1&params=7e10&model=palm-540b"]) {
  test(`Copy link gives a link to the same numbers: ${fragment || "the first answer"}`, async ({ open, newContext }) => {
    const context = await newContext({ permissions: ["clipboard-read", "clipboard-write"] });
    const page = await open(fragment, { context });
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor({ timeout: 2_000 });
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(link.length < 200, link);
    assert.ok(link.startsWith(page.url().split("#")[0]), link);
    const again = await open(new URL(link).hash, {});
    assert.equal(await again.locator("#notices").count(), 0);
    assert.deepEqual(await numbers(again), await numbers(page));
  });
}

test("lists follow the address after a choice by hand", async ({ open }) => {
  const page = await open();
  await page.selectOption("#f-law", "kaplan-2020");
  await page.selectOption("#f-accelerator", "mi300x");
  await page.evaluate(() => { location.hash = "#v=1&flops=1e24"; });
  await reads(page, "95.9 B parameters");
  assert.equal(await page.locator("#f-law").inputValue(), "besiroglu-2024");
  assert.equal(await page.locator("#f-accelerator").inputValue(), "h100-sxm");
});
