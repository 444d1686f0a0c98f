// A page that was kept for offline use is replaced: a new version appears on the second visit.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { test } from "./harness.mjs";

const TYPES = {
  ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm",
  ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json",
};

/** Serves a copy of the files that a test may change. The long HTTP lifetime is the hard case. */
async function copyServed(dist) {
  const folder = mkdtempSync(join(tmpdir(), "isoflop-"));
  cpSync(dist, folder, { recursive: true });
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://127.0.0.1").pathname;
    const name = path === "/" ? "index.html" : path.slice(1);
    response.setHeader("Content-Type", TYPES[extname(name)] ?? "text/plain");
    response.setHeader("Cache-Control", name === "index.html" ? "no-cache" : "max-age=3600");
    try {
      response.end(readFileSync(join(folder, name)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const close = () => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, close, url: `http://127.0.0.1:${server.address().port}/` };
}

test("a new version replaces the kept one on the second visit", async ({ dist, newContext, started, allow }) => {
  const copy = await copyServed(dist);
  allow(new RegExp(`^foreign request: ${copy.url}`));
  try {
    const page = await (await newContext()).newPage();
    const visit = async () => {
      await page.goto("about:blank");
      await page.goto(copy.url);
      await started(page);
      return page.title();
    };
    const caches = () => page.evaluate(async () => (await globalThis.caches.keys()).join());
    const first = await visit();
    await page.waitForFunction(() => navigator.serviceWorker.controller);
    const [, version] = /const VERSION = "(\w+)"/.exec(readFileSync(join(copy.folder, "sw.js"), "utf8"));
    assert.equal(await caches(), `isoflop-${version}`);

    const next = version === "00000000" ? "11111111" : "00000000";
    for (const name of ["index.html", "sw.js"]) {
      const text = readFileSync(join(copy.folder, name), "utf8").replaceAll(version, next);
      writeFileSync(join(copy.folder, name), text.replace(`<title>${first}`, "<title>New"));
    }
    assert.equal(await visit(), first);
    while ((await caches()) !== `isoflop-${next}`) await page.waitForTimeout(50);
    assert.equal(await visit(), "New");
  } finally {
    copy.close();
  }
});
