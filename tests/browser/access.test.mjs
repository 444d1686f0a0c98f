// Access: the rules for accessible pages hold in both themes and at both widths, the keyboard reaches
// everything in reading order with a visible focus, and targets are large enough.

import assert from "node:assert/strict";
import { test } from "./harness.mjs";

const sideways = (page) => page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);

/** States of the page in which the rules are checked: a fragment, and what is done on the page. */
const STATES = {
  "at first": ["", async () => {}],
  "on the model": ["#v=1&view=model", async () => {}],
  "on dense or sparse": ["#v=1&view=sparsity&maxMemory=80%20GB", async (page) => {
    for (const button of await page.getByRole("button", { name: /^table/ }).all()) await button.click();
  }],
  "on the machine": ["#v=1&view=machine&device=power:800", async (page) => {
    await page.getByRole("button", { name: "H100 SXM", exact: true }).click();
    await page.fill("#d-memory", "lots");
  }],
  "on my machine": ["#v=1&view=machine&accelerator=my-machine&device=fp32:1e13;fp16:2e13;memory:16;bandwidth:4e11;product:1.2e13", async () => {}],
  "with an explanation open": ["", (page) => page.click(".answer #n-params")],
  "with a wrong entry": ["", async (page) => {
    await page.fill("#f-flops", "70B");
    await page.fill("#words", "lots");
    await page.keyboard.press("Enter");
  }],
  "with a broken link": ["#v=99&flops=1e24&law=nobody-1999&colour=red", async () => {}],
  "with the tables of the charts": ["#v=1&modelParams=7e10&modelTokens=1.4e12", async (page) => {
    for (const button of await page.getByRole("button", { name: /^table/ }).all()) await button.click();
  }],
  "with a law that has no loss": ["#v=1&time=60d&law=hoffmann-2022-approach-1", async () => {}],
};

for (const [state, [fragment, act]] of Object.entries(STATES)) {
  for (const width of [1280, 320]) {
    test(`the rules hold ${state} at ${width} px`, async ({ open, axe }) => {
      const page = await open(fragment, { width });
      await act(page);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        // Colours change over 0.12 s.
        await page.waitForTimeout(250);
        assert.deepEqual(await axe(page), [], colorScheme);
      }
      assert.ok((await sideways(page)) <= 0, `${await sideways(page)} px wider than the window`);
    });
  }
}

test("no id stands twice", async ({ open }) => {
  const page = await open("#v=1&modelParams=7e10&modelTokens=1.4e12");
  const twice = await page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map((part) => part.id);
    return ids.filter((id, i) => ids.indexOf(id) !== i);
  });
  assert.deepEqual(twice, []);
});

test("headings go down one level at a time, under one first heading", async ({ open }) => {
  const page = await open();
  const levels = await page.locator("h1, h2, h3, h4, h5, h6").evaluateAll((list) => list.map((head) => Number(head.tagName[1])));
  assert.equal(levels[0], 1);
  assert.equal(levels.filter((level) => level === 1).length, 1);
  for (const [i, level] of levels.entries()) if (i > 0) assert.ok(level <= levels[i - 1] + 1, levels.join());
});

/** Presses Tab from the top until the focus leaves the page; returns the stops in order. */
async function tour(page) {
  await page.evaluate(() => {
    globalThis.looks = new Map();
    const look = (part) => {
      const { outlineStyle, outlineWidth, outlineColor, borderBottomWidth, boxShadow } = getComputedStyle(part);
      return [outlineStyle, outlineStyle === "none" ? "" : outlineWidth + outlineColor, borderBottomWidth, boxShadow].join(" ");
    };
    document.addEventListener("focusin", ({ target }) => looks.set(target, [look(target)]));
    document.addEventListener("focusout", ({ target }) => setTimeout(() => looks.get(target)?.push(look(target)), 50));
  });
  const stops = [];
  for (let i = 0; i < 400; i += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const part = document.activeElement;
      if (part === document.body) return null;
      const box = part.getBoundingClientRect();
      const name = part.id || part.getAttribute("aria-label") || part.closest("figure")?.id || part.innerText;
      const inside = part.closest("figure")?.id;
      // Something of it must be in the window and not under another part.
      const across = [0.1, 0.5, 0.9].map((share) => box.left + share * box.width);
      const down = [0.1, 0.5, 0.9].map((share) => box.top + share * box.height);
      const seen = across.some((x) => down.some((y) => part.contains(document.elementFromPoint(x, y))));
      return { name: part.tagName === "CANVAS" ? `chart ${inside}` : name.trim(), seen };
    });
    if (stop === null || (stops.length > 0 && stop.name === stops[0].name)) break;
    stops.push(stop);
  }
  await page.waitForTimeout(100);
  const unmarked = await page.evaluate(() =>
    [...looks].filter(([, [focused, left]]) => left !== undefined && focused === left).map(([part]) => part.outerHTML.slice(0, 120)),
  );
  return { stops, unmarked };
}

for (const width of [1280, 320]) {
  test(`the keyboard reaches everything in reading order at ${width} px`, async ({ open }) => {
    const page = await open("", { width });
    const { stops, unmarked } = await tour(page);
    const names = stops.map((stop) => stop.name);
    const order = [
      "Skip to the answer", "Copy link", "FLOP", "Chinchilla 70B", "words", "f-flops", "f-law", "n-params", "n-tokens",
      "n-loss", "f-count", "f-mfu", "chart sizes", "chart loss", "t-lawparams-besiroglu-2024-", "t-sizeloss-0-", "chart frontier",
      "t-runoversize-0-", "t-rate",
    ];
    const places = order.map((name) => names.indexOf(name));
    assert.deepEqual(order.filter((_, i) => places[i] < 0), [], "not reached");
    assert.deepEqual(places, [...places].sort((a, b) => a - b), "not in reading order");
    // Whatever can be pressed is reached.
    const all = await page.locator("a:visible, button:visible, input:visible, select:visible, canvas:visible").count();
    const regions = await page.locator('.tw[tabindex="0"]:visible').count();
    assert.equal(stops.length, all + regions);
    assert.deepEqual(stops.filter((stop) => !stop.seen).map((stop) => stop.name), [], "out of sight");
    assert.deepEqual(unmarked, [], "no visible focus");
  });
}

test("the page can be worked by keys alone", async ({ open }) => {
  const page = await open();
  const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
  const focused = () => page.evaluate(() => document.activeElement.id);
  await press("Tab", "Enter");
  assert.equal(await focused(), "main", "the first stop skips to the answer");
  while ((await focused()) !== "f-flops") await press("Tab");
  await press("Control+a");
  await page.keyboard.type("1e24");
  await press("Tab");
  assert.equal(await focused(), "f-law");
  await page.keyboard.type("Hoffmann 2022, approach 3");
  assert.equal(await page.locator("#f-law").inputValue(), "hoffmann-2022-approach-3");
  await press("Tab");
  assert.equal(await focused(), "n-params");
  await page.locator(".answer #n-params", { hasText: /^51\.9\sB/ }).waitFor({ timeout: 5_000 });
  await press("Enter");
  assert.ok(await page.evaluate(() => document.activeElement.matches('[role="dialog"]')));
  await press("Tab", "Escape");
  assert.equal(await focused(), "n-params");
  await press("Shift+Tab", "Shift+Tab");
  assert.equal(await focused(), "f-flops");
});

for (const width of [1280, 320]) {
  // The standard's least size: 24 px a side, or as much room to the next target; words in a sentence are exempt.
  test(`targets are large enough or far enough apart at ${width} px`, async ({ open }) => {
    const page = await open("#v=99&flops=1e24", { width });
    const small = await page.evaluate(() => {
      const inLine = (part) => part.closest("p, li") !== null;
      const parts = [...document.querySelectorAll("a[href], button, input, select, canvas")];
      const targets = parts.map((part) => ({ part, box: part.getBoundingClientRect() })).filter(({ box }) => box.width > 0 && box.right > 0);
      const undersized = ({ box }) => box.width < 23.99 || box.height < 23.99;
      const middle = ({ left, top, width, height }) => [left + width / 2, top + height / 2];
      const close = (a, b) => {
        const [x, y] = middle(a.box);
        const [u, v] = middle(b.box);
        if (undersized(b) && Math.hypot(x - u, y - v) < 24) return true;
        const dx = Math.max(b.box.left - x, 0, x - b.box.right);
        const dy = Math.max(b.box.top - y, 0, y - b.box.bottom);
        return Math.hypot(dx, dy) < 12;
      };
      return targets
        .filter((a) => undersized(a) && !inLine(a.part) && targets.some((b) => b !== a && close(a, b)))
        .map(({ part, box }) => `${part.id || part.innerText}: ${box.width.toFixed(1)} × ${box.height.toFixed(1)}`);
    });
    assert.deepEqual(small, []);
  });
}

test("what opens over the page while a field is edited does not stop a click", async ({ open }) => {
  const page = await open("#v=99&flops=1e24");
  await page.focus("#f-flops");
  await page.getByRole("button", { name: "Dismiss" }).click({ timeout: 5_000 });
  assert.equal(await page.locator("#notices").count(), 0);
});

test("what changes is said aloud", async ({ open }) => {
  const page = await open();
  const spoken = page.locator(".hero > [aria-live]").first();
  assert.match(await spoken.textContent(), /Besiroglu 2024: 72\.2\sB parameters on 1\.33\sT tokens, loss 1\.97/);
  await page.selectOption("#f-law", "hoffmann-2022-approach-3");
  assert.match(await spoken.textContent(), /40\.4\sB parameters on 2\.38\sT tokens, loss 1\.92/);
});

test("nothing moves for those who asked for less motion", async ({ open }) => {
  const page = await open("", { reducedMotion: "reduce" });
  await page.click(".answer #n-params");
  // What follows the scroll position moves only when its reader does.
  const moving = await page.evaluate(() => {
    const timed = document.getAnimations().filter(({ timeline }) => timeline instanceof DocumentTimeline);
    return timed.map(({ effect }) => effect.target.outerHTML.slice(0, 120));
  });
  assert.deepEqual(moving, []);
});
