// The module as files: it loads in Node and in a page, and its package description fits.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "./harness.mjs";

test("the module folder has exactly its four files", async ({ dist }) => {
  const files = readdirSync(join(dist, "module")).sort();
  assert.deepEqual(files, ["isoflop.d.ts", "isoflop.js", "isoflop_bg.wasm", "package.json"]);
  const described = JSON.parse(readFileSync(join(dist, "module", "package.json"), "utf8"));
  for (const name of [described.main, described.types]) assert.ok(files.includes(name.slice(2)), name);
});

test("the module loads in Node", async ({ dist }) => {
  const module = await import(pathToFileURL(join(dist, "module", "isoflop.js")));
  module.initSync({ module: readFileSync(join(dist, "module", "isoflop_bg.wasm")) });
});

test("the module loads in a page", async ({ open, url }) => {
  const page = await open();
  await page.evaluate(async (address) => (await import(address)).default(), url + "module/isoflop.js");
});
