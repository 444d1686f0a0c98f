// The screen of laws: the spread in a sentence, every law in one table, the drawn ones over each other, and constants
// of one's own.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "./harness.mjs";

const START = "#v=1&view=laws";

/** The names in the table, in order. */
const names = (page) => page.locator(".every tbody th.law .as-row").allInnerTexts();

const row = (page, name) =>
  page.locator(".every tbody tr").filter({ has: page.getByRole("button", { name, exact: true }) });

const hash = (page) => page.evaluate(() => location.hash);

/** Waits until the address holds a text. */
const said = (page, text) => page.waitForFunction((text) => decodeURIComponent(location.hash).includes(text), text);

/** The panels of a chart section, by their ids. */
const panels = (page, kind) => page.locator(`.panels figure[id^="${kind}-"]`).evaluateAll((list) => list.map((figure) => figure.id));

/** `72.2 B` as a number. */
function value(text) {
  const [, front, size] = /([\d.,]+)\s?([KMBT])?/.exec(text);
  return Number(front.replaceAll(",", "")) * ({ K: 1e3, M: 1e6, B: 1e9, T: 1e12 }[size] ?? 1);
}

test("the sentence says the spread, and the budget in it can be changed", async ({ open }) => {
  const page = await open(START);
  const lead = page.locator(".lead");
  assert.match(await lead.innerText(), /^At .* published laws put the best size between .* and 804\sB/s);
  assert.match(await lead.innerText(), /Without .* which counts non-embedding parameters, they differ by [\d.]+\s×\./s);
  assert.equal(await page.locator("#without").inputValue(), "kaplan-2020");
  await page.fill("#f-flops", "1e21");
  assert.match(await lead.innerText(), /7\.77\sB/);
  await page.selectOption("#without", "besiroglu-2024");
  await said(page, "without=besiroglu-2024");
  const again = await open(await hash(page));
  assert.equal(await again.locator("#without").inputValue(), "besiroglu-2024");
  // The ends open their derivation.
  await page.locator("#f-flops").press("Enter");
  await lead.locator(".num").first().click();
  assert.match(await page.getByRole("dialog").innerText(), /Best model size/);
});

test("a budget that is not compute leads to one that is", async ({ open }) => {
  const page = await open("#v=1&time=60d&view=laws");
  assert.equal(await page.locator("#f-flops").count(), 0);
  assert.match(await page.locator(".how").innerText(), /training time of the plan, 60\sd/);
  await page.getByRole("button", { name: "Say it as FLOP" }).click();
  assert.match(await page.locator("#f-flops").inputValue(), /FLOP$/);
});

test("every law is a row, and heads sort them", async ({ open }) => {
  const page = await open(START);
  const few = (await names(page)).length;
  await page.getByRole("button", { name: "second readings" }).click();
  const all = await names(page);
  assert.ok(few >= 6 && all.length > few);
  assert.equal(new Set(all).size, all.length);
  assert.equal(all[0], "Besiroglu 2024");
  const sizes = async () => {
    const cells = await page.locator(".every tbody tr > td:nth-of-type(3)").allInnerTexts();
    return cells.map((text) => (text.startsWith("–") ? null : value(text)));
  };
  const head = page.locator("th", { has: page.getByRole("button", { name: "size N*" }) });
  await head.getByRole("button").click();
  assert.equal(await head.getAttribute("aria-sort"), "ascending");
  const up = (await sizes()).filter((size) => size !== null);
  assert.deepEqual(up, [...up].sort((a, b) => a - b));
  await head.getByRole("button").click();
  assert.equal(await head.getAttribute("aria-sort"), "descending");
  const down = await sizes();
  assert.ok(down.indexOf(null) === -1 || down.slice(down.indexOf(null)).every((size) => size === null), "what has no answer is last");
  await head.getByRole("button").click();
  assert.equal(await head.getAttribute("aria-sort"), null);
  assert.deepEqual(await names(page), all);
});

test("filters and words leave out rows, and say when nothing is left", async ({ open }) => {
  const page = await open(START);
  const all = (await names(page)).length;
  await page.getByRole("button", { name: "same text" }).click();
  const same = await names(page);
  assert.ok(same.length < all && same.includes("Hoffmann 2022, approach 2") && !same.includes("Kaplan 2020"));
  await page.getByRole("button", { name: "with a loss" }).click();
  assert.ok(!(await names(page)).includes("Hoffmann 2022, approach 2"));
  await page.getByRole("button", { name: "same text" }).click();
  await page.getByRole("button", { name: "with a loss" }).click();
  await page.getByRole("searchbox").fill("webtext2 KAPLAN");
  assert.ok((await names(page)).includes("Kaplan 2020"));
  assert.ok((await names(page)).every((name) => name.includes("Kaplan")));
  for (const hostile of ["<img src=x onerror=alert(1)>", "\u202e", "x".repeat(5000), "[.*+?^${}()|"]) {
    await page.getByRole("searchbox").fill(hostile);
    if (hostile.length > 1) assert.ok((await page.getByText("No law is like that").count()) === 1, hostile.slice(0, 20));
  }
});

test("losses on other text are marked", async ({ open }) => {
  const page = await open(START);
  assert.match(await row(page, "Kaplan 2020").innerText(), /1\.71\s*‡/);
  assert.doesNotMatch(await row(page, "Besiroglu 2024").innerText(), /‡/);
  assert.match(await page.locator(".every").innerText(), /Loss on other text than Besiroglu 2024's \(MassiveText\)/);
});

test("slopes and their published intervals are those of the papers", async ({ open }) => {
  const page = await open(START);
  // β / (α + β) of the printed constants.
  assert.match(await row(page, "Besiroglu 2024").innerText(), /0\.513/);
  assert.match(await row(page, "Hoffmann 2022, approach 2").innerText(), /0\.490[\s\S]*0\.462–0\.534/);
  assert.match(await row(page, "Kaplan 2020").innerText(), /0\.730[\s\S]*none published/);
  await page.click("#t-lawslope-kaplan-2020-");
  assert.match(await page.getByRole("dialog").innerText(), /Growth of the best size with compute/);
});

test("a row opens to everything known of its law, and the law can be used", async ({ open }) => {
  const page = await open(START);
  const name = page.locator(".every").getByRole("button", { name: "Kaplan 2020", exact: true });
  assert.equal(await name.getAttribute("aria-expanded"), "false");
  await name.click();
  assert.equal(await name.getAttribute("aria-expanded"), "true");
  const known = page.locator("#more-kaplan-2020");
  assert.equal(await known.locator('a[href="https://arxiv.org/abs/2001.08361"]').count(), 1);
  assert.match(await known.innerText(), /Fitted on [\s\S]* parameters[\s\S]*This budget lies 2\.7 decades beyond/);
  assert.ok((await known.locator("tbody tr").count()) >= 4);
  await known.getByRole("button", { name: /^Use this law/ }).click();
  await said(page, "law=kaplan-2020");
  assert.equal((await names(page))[0], "Kaplan 2020");
  await page.getByRole("link", { name: "Plan" }).click();
  assert.match(await page.locator(".answer").innerText(), /804\sB/);
});

test("ticked laws are drawn, at most eight, at least one", async ({ open }) => {
  const page = await open(START + "&with=besiroglu-2024,kaplan-2020");
  assert.deepEqual(await panels(page, "size"), ["size-besiroglu-2024", "size-kaplan-2020"]);
  assert.deepEqual(await panels(page, "loss"), ["loss-massivetext", "loss-webtext2"]);
  assert.deepEqual(await panels(page, "isoflop"), ["isoflop-massivetext", "isoflop-webtext2"]);
  await page.getByRole("checkbox", { name: "draw Hoffmann 2022, approach 2" }).check();
  assert.equal((await panels(page, "size")).length, 3);
  await said(page, "with=besiroglu-2024,kaplan-2020,hoffmann-2022-approach-2");
  await page.goBack();
  await page.waitForFunction(() => document.querySelectorAll('.panels figure[id^="size-"]').length === 2);
  await page.getByRole("checkbox", { name: "draw Kaplan 2020" }).uncheck();
  assert.ok(await page.getByRole("checkbox", { name: "draw Besiroglu 2024" }).isDisabled(), "the last one stays");
  await page.getByRole("button", { name: "second readings" }).click();
  for (let drawn = 1; drawn < 8; drawn += 1) await page.locator(".every input[type=checkbox]:not(:checked)").first().check();
  assert.equal((await panels(page, "size")).length, 8);
  assert.equal(await page.locator(".every input[type=checkbox]:not(:checked):not(:disabled)").count(), 0);
  assert.match(await page.locator(".every [role=status]").innerText(), /8 of at most 8 are drawn below; untick one/);
});

test("the panels show relative size, size and tokens, and say their slopes", async ({ open }) => {
  const page = await open(START + "&with=besiroglu-2024,kaplan-2020");
  const panel = page.locator("#size-kaplan-2020");
  assert.match(await panel.locator(".sub").innerText(), /slope 0\.730\s+WebText2/);
  assert.match(await panel.locator("canvas").getAttribute("aria-label"), /^Kaplan 2020: 804\sB parameters at .*slope 0\.730/);
  await page.getByRole("button", { name: "tokens", exact: true }).click();
  assert.match(await panel.locator("canvas").getAttribute("aria-label"), /119\sB tokens/);
  await said(page, "show=tokens");
  const again = await open(await hash(page));
  assert.equal(await again.getByRole("button", { name: "tokens", exact: true }).getAttribute("aria-pressed"), "true");
  await panel.getByRole("button", { name: /^table/ }).click();
  assert.ok((await panel.locator("tbody tr").count()) > 8);
  await panel.locator("canvas").focus();
  await page.keyboard.press("ArrowRight");
  assert.match(await panel.locator("[aria-live]").innerText(), /Kaplan 2020/);
});

test("parameters are counted alike where they are known", async ({ open }) => {
  const page = await open(START);
  const size = async () => value(await page.locator(".every #t-lawparams-kaplan-2020-, .every #t-lawall-kaplan-2020-").innerText());
  const before = await size();
  await page.getByRole("button", { name: "all alike, where known" }).click();
  assert.ok((await size()) >= before);
  await said(page, "alike=1");
  assert.match(await page.locator(".lead").innerText(), /best size between .*, all parameters counted\./);
  await page.click("#t-lawall-kaplan-2020-");
  assert.match(await page.getByRole("dialog").innerText(), /all parameters[\s\S]*Pearce and Song 2024/);
});

test("the table is saved as CSV", async ({ open }) => {
  const page = await open(START + "&ownE=1.7&ownName=%3D1%2B1");
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  const download = await waiting;
  assert.equal(download.suggestedFilename(), "isoflop-laws.csv");
  const text = readFileSync(await download.path(), "utf8");
  const lines = text.trim().split("\n");
  assert.equal(lines.length, 1 + (await names(page)).length);
  assert.match(lines[0], /^id,law,authors,year,form,budget_flop,/);
  assert.match(text, /"'=1\+1"/);
  assert.doesNotMatch(text, /NaN|inf/i);
});

test("constants of one's own become a row, a line and part of the link", async ({ open }) => {
  const page = await open(START + "&with=besiroglu-2024");
  assert.equal(await page.locator("#f-ownE").count(), 0);
  await page.selectOption("#own-from", "hoffmann-2022-approach-3");
  await page.getByRole("button", { name: "Copy its constants" }).click();
  assert.equal(await page.inputValue("#f-ownA"), "406.4010175194737");
  await page.fill("#f-ownName", "<b>Mine</b>");
  await page.fill("#f-ownA", "482");
  await page.fill("#f-ownAError", "12");
  assert.ok((await names(page)).includes("<b>Mine</b>"));
  assert.deepEqual(await panels(page, "size"), ["size-besiroglu-2024", "size-own"]);
  assert.match(await row(page, "<b>Mine</b>").innerText(), /80\s% interval/);
  await page.getByRole("button", { name: "Use as the law of the plan" }).click();
  await said(page, "law=own");
  const link = await hash(page);
  const again = await open(link);
  assert.equal((await names(again))[0], "<b>Mine</b>");
  assert.equal(await again.inputValue("#f-ownA"), "482");
  assert.equal(await again.inputValue("#f-ownAError"), "12");
  assert.equal(await hash(again), link);
  await again.getByRole("button", { name: "Forget these constants" }).click();
  assert.equal(await again.locator("#f-ownA").count(), 0);
  assert.equal((await names(again))[0], "Besiroglu 2024");
  await again.goBack();
  await again.waitForSelector("#f-ownA");
});

test("the plan speaks of constants of one's own as of nobody's paper", async ({ open }) => {
  const page = await open("#v=1&law=own&ownE=1.7");
  const text = async (at) => (await page.locator(at).innerText()).replaceAll(/\s+/g, " ");
  // The list's own words are no text of the sentence.
  const sentence = async () => page.locator(".hero .answer").first().evaluate((at) => [...at.childNodes].map((n) => (n.nodeName === "SELECT" ? "[law]" : n.textContent)).join(""));
  assert.match(await sentence(), /, \[law\] suggests a model of/);
  assert.match(await text(".how"), /Your own law has no interval without standard errors of its constants\./);
  assert.match(await text(".dense"), /Your own constants/);
  await page.evaluate(() => { location.hash = "#v=1&law=own&ownE=1.7&ownAError=12"; });
  await page.waitForFunction(() => /80\s% interval, from your standard errors/.test(document.querySelector(".how").innerText), null, { timeout: 2_000 });
  await page.selectOption("#f-law", "besiroglu-2024");
  assert.match(await sentence(), /, the \[law\] law suggests a model of/);
  assert.match(await text(".how"), /from the scatter of the law's own runs/);
  assert.match(await text(".how"), /, all parameters counted where they are known, between/);
});

test("losses compare only where there are several on one text", async ({ open }) => {
  const page = await open();
  const heads = () => page.locator(".dense .grp").allInnerTexts();
  assert.match((await heads())[0], /^Fitted on MassiveText: losses compare$/);
  assert.match(await page.locator(".cap h3", { hasText: "answers" }).innerText(), /^\d+ of \d+ answers to this budget$/);
  await page.selectOption("#f-law", "muennighoff-2023");
  assert.match((await heads())[0], /^Fitted on C4[^:]*$/);
});

test("meaningless constants are refused at their field and nothing typed is lost", async ({ open }) => {
  const page = await open(START + "&ownE=1.7&with=own");
  const size = await page.locator("#t-lawparams-own-").innerText();
  for (const [field, text] of [["ownAlpha", "-1"], ["ownBeta", "0"], ["ownA", "many"], ["ownE", "1e999"], ["ownBError", "-2"], ["ownAlpha", "9".repeat(500)]]) {
    await page.fill(`#f-${field}`, text);
    await page.locator(`#f-${field}`).blur();
    const error = page.locator(`#e-${field}`);
    assert.equal(await error.getAttribute("role"), "alert", `${field}=${text}`);
    assert.equal(await page.getAttribute(`#f-${field}`, "aria-invalid"), "true");
    assert.equal(await page.inputValue(`#f-${field}`), text);
    assert.equal(await page.locator("#t-lawparams-own-").innerText(), size);
  }
  // Other fields still work.
  await page.fill("#f-ownName", "still here");
  assert.ok((await names(page)).includes("still here"));
  assert.equal(await page.inputValue("#f-ownBeta"), "0");
});

test("hostile links leave a screen that works", async ({ open }) => {
  for (const end of ["&with=x,,own,kaplan-2020,%00", "&with=" + "kaplan-2020,".repeat(500), "&show=<b>&alike=2&without=own", "&flops=1e60&with=su-2024", "&flops=1", "&ownE=x&ownAlpha=-3"]) {
    const page = await open(START + end);
    assert.ok((await names(page)).length > 5, end);
    assert.ok((await page.locator("h1").count()) === 1, end);
  }
});

for (const width of [1440, 320]) {
  test(`the rules for access hold on the laws at ${width} px`, async ({ open, axe }) => {
    const page = await open(START + "&ownE=1.7&with=own,besiroglu-2024,kaplan-2020&alike=1", { width });
    await page.locator(".every").getByRole("button", { name: "Kaplan 2020", exact: true }).click();
    await page.fill("#f-ownAlpha", "-1");
    await page.locator("#size-own").getByRole("button", { name: /^table/ }).click();
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(250);
      assert.deepEqual(await axe(page), [], colorScheme);
    }
    assert.ok((await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth)) <= 0);
    const twice = await page.evaluate(() => {
      const ids = [...document.querySelectorAll("[id]")].map((part) => part.id);
      return ids.filter((id, i) => ids.indexOf(id) !== i);
    });
    assert.deepEqual(twice, []);
    const levels = await page.locator("h1, h2, h3").evaluateAll((list) => list.map((head) => Number(head.tagName[1])));
    for (const [i, level] of levels.entries()) assert.ok(i === 0 || level <= levels[i - 1] + 1, levels.join());
    const small = await page.evaluate(() =>
      [...document.querySelectorAll(".laws button, .laws .tick, .laws select, .laws input:not([type=checkbox])")]
        .filter((part) => part.closest("p") === null && part.getBoundingClientRect().width > 0)
        .filter((part) => part.getBoundingClientRect().height < 23.99)
        .map((part) => part.innerText || part.id),
    );
    assert.deepEqual(small, []);
  });
}
