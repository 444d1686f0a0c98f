// The page as files: it starts under a sub-path, asks nobody else for anything, contains no inline
// code or style, opens without a network after the first visit, and says something without JavaScript.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "./harness.mjs";

/** Waits until the service worker answers for the page. */
async function kept(page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  });
}

test("the page starts under a sub-path", async ({ open, url }) => {
  assert.match(new URL(url).pathname, /^\/.+\/$/);
  const page = await open();
  assert.equal(await page.title(), "isoflop: what to train with the compute you have");
  assert.notEqual((await page.locator("#app").textContent()).trim(), "");
  assert.equal(await page.locator("#crash").isVisible(), false);
});

test("the served page has no inline code and no inline style", async ({ open }) => {
  const page = await open("", { js: false });
  const html = await (await page.request.get(page.url())).text();
  // Checked on the text, with the tags and attributes found by hand: nothing of it may have run.
  const tags = html.match(/<[a-z][^>]*>/gi);
  assert.deepEqual(tags.filter((tag) => /^<style/i.test(tag)), []);
  assert.deepEqual(tags.filter((tag) => /^<script/i.test(tag) && !/\ssrc=/.test(tag)), []);
  assert.deepEqual(tags.filter((tag) => /\s(style|on[a-z]+)=/i.test(tag.replace(/"[^"]*"/g, '""'))), []);
  assert.match(html, /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; /);
  assert.doesNotMatch(html, /<!-- shell -->/);
});

test("every address in the page is relative", async ({ dist }) => {
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const head = html.slice(0, html.indexOf("<body"));
  const addresses = [...head.matchAll(/\s(?:src|href)="([^"]*)"/g)].map((match) => match[1]);
  assert.ok(addresses.length >= 6);
  assert.deepEqual(addresses.filter((address) => /^(\/|[a-z]+:)/i.test(address)), []);
});

test("after the first visit the page opens without a network", async ({ open, started }) => {
  const page = await open();
  await kept(page);
  await page.context().setOffline(true);
  await page.reload();
  await started(page);
  assert.notEqual((await page.locator("#app").textContent()).trim(), "");
});

test("a page that cannot start keeps the worked example and says so", async ({ newContext, url, allow }) => {
  allow(/page_bg\.wasm|TypeError|CompileError|Failed to load resource|ERR_FAILED|WebAssembly/);
  const context = await newContext({ serviceWorkers: "block" });
  await context.route("**/page_bg.wasm*", (route) => route.abort());
  const page = await context.newPage();
  await page.goto(url);
  const note = page.locator("#crash");
  await note.waitFor();
  assert.match(await note.textContent(), /could not start/);
  assert.notEqual((await page.locator("#app").textContent()).trim(), "");
});

test("without JavaScript the worked example is shown", async ({ open }) => {
  const page = await open("", { js: false });
  assert.notEqual((await page.locator("#app").innerText()).trim(), "");
  assert.match(await page.locator("noscript").innerText(), /worked example/);
});

test("the chosen theme is set before the first paint", async ({ open, started }) => {
  const page = await open();
  await page.evaluate(() => localStorage.setItem("isoflop-theme", "dark"));
  await page.reload();
  await started(page);
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
});
