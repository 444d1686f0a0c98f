// Runs the browser tests: node run.mjs [part of a name]
// Needs BROWSER (a Chromium), ISOFLOP_URL (where the page is served) and ISOFLOP_DIST (its files).
// `cargo xtask test browser` sets all three.

import { readdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { contextFor, registered } from "./harness.mjs";

const LIMIT_MS = Number(process.env.ISOFLOP_TEST_LIMIT_MS ?? 60_000);
const FLAGS = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
  // The software adapter that every Chromium brings.
  "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader",
];

const { BROWSER, ISOFLOP_URL, ISOFLOP_DIST } = process.env;
if (!BROWSER || !ISOFLOP_URL || !ISOFLOP_DIST) {
  console.error("BROWSER, ISOFLOP_URL and ISOFLOP_DIST must be set; `cargo xtask test browser` does that.");
  process.exit(2);
}

const here = new URL(".", import.meta.url);
for (const file of readdirSync(here).filter((name) => name.endsWith(".test.mjs")).sort()) {
  await import(new URL(file, here));
}
const wanted = registered().filter(({ name }) => name.includes(process.argv[2] ?? ""));

const browser = await chromium.launch({ executablePath: BROWSER, args: FLAGS });
let failed = 0;
for (const { name, run } of wanted) {
  const reason = await outcome(run);
  console.log(reason ? `FAIL ${name}: ${reason}` : `ok ${name}`);
  if (reason) failed += 1;
}
await browser.close();
console.log(`${wanted.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 || wanted.length === 0 ? 1 : 0);

/** Runs one test; returns why it failed, or nothing. */
async function outcome(run) {
  const ctx = contextFor(browser, { url: ISOFLOP_URL, dist: ISOFLOP_DIST });
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${LIMIT_MS / 1000} s`)), LIMIT_MS);
  });
  const reasons = [];
  try {
    await Promise.race([run(ctx), limit]);
  } catch (error) {
    reasons.push(String(error?.message ?? error));
  } finally {
    clearTimeout(timer);
    await ctx.close().catch(() => {});
  }
  return [...reasons, ...ctx.unexpected()].join("; ").replaceAll(/\s*\n\s*/g, " | ");
}
