// Compares our matrix products with TensorFlow.js' on WebGPU: same page, same adapter, in turn.
//
// npm ci && BROWSER=/path/to/chromium npm run compare -- [options]
//   --variant NAME   only this one; may be given more than once
//   --shape MxKxN    only this product; may be given more than once
//   --samples 5      of every kernel and product
//   --seconds 0.1    that a sample lasts at least
//   --ours           without TensorFlow.js
//   --check          compares every variant with a plain product at odd sizes instead, and times nothing
//   --gpu            on the GPU that the browser offers; otherwise on the browser's own software adapter

import { createServer } from "node:http";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { variantsOf } from "./variants.mjs";

if (!process.env.BROWSER) {
  console.error("BROWSER must be set: the path of a Chromium.");
  process.exit(2);
}

const HERE = dirname(fileURLToPath(import.meta.url));
const KERNELS = process.env.KERNELS ?? join(HERE, "../../../src/bench/kernels");
const SHAPES = ["512x512x512", "1024x1024x1024", "512x768x3072", "512x1024x4096", "128x4096x4096"];
const ODD = ["67x45x83", "1x1x1", "130x257x65", "64x64x64", "128x128x128", "256x64x384"];

const args = process.argv.slice(2);
const every = (flag) => args.flatMap((arg, at) => (arg === flag ? [args[at + 1]] : []));
const shapeOf = (text) => Object.fromEntries(text.split("x").map((side, at) => ["mkn"[at], Number(side)]));

const read = (name) => readFileSync(join(KERNELS, name), "utf8");
const shared = read("product_blocks.wgsl");
const access = { whole: read("product_whole.wgsl") + shared, ragged: read("product_ragged.wgsl") + shared };
const wanted = every("--variant");
const variants = readdirSync(KERNELS)
  .filter((name) => /^product_.*\.wgsl$/.test(name))
  .flatMap((name) => variantsOf(name, read(name)))
  .filter(({ name }) => wanted.length === 0 || wanted.includes(name));

const library = (name) => readFileSync(createRequire(import.meta.url).resolve(name), "utf8");
const PAGE = `<!doctype html><meta charset="utf-8"><title>products</title>
<script src="/core.js"></script><script src="/webgpu.js"></script>`;
const FILES = {
  "/": ["text/html", () => PAGE],
  "/favicon.ico": ["image/x-icon", () => ""],
  "/core.js": ["text/javascript", () => library("@tensorflow/tfjs-core/dist/tf-core.min.js")],
  "/webgpu.js": ["text/javascript", () => library("@tensorflow/tfjs-backend-webgpu/dist/tf-backend-webgpu.min.js")],
  "/inside.mjs": ["text/javascript", () => readFileSync(join(HERE, "inside.mjs"), "utf8")],
  "/halves.mjs": ["text/javascript", () => readFileSync(join(HERE, "halves.mjs"), "utf8")],
  "/variants.mjs": ["text/javascript", () => readFileSync(join(HERE, "variants.mjs"), "utf8")],
};

const server = createServer((request, response) => {
  const [type, text] = FILES[request.url] ?? [];
  response.writeHead(type ? 200 : 404, { "content-type": type ?? "text/plain" }).end(text?.() ?? "");
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));

const flags = ["--no-sandbox", "--enable-unsafe-webgpu"];
if (!args.includes("--gpu")) flags.push("--use-webgpu-adapter=swiftshader");
const browser = await chromium.launch({ executablePath: process.env.BROWSER, args: flags });
let failed = false;
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(error.message));
  page.on("console", (message) => message.type() === "error" && console.error(message.text()));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const adapter = await page.evaluate(async () => (window.inside = await import("/inside.mjs")).open());
  console.log(JSON.stringify(adapter));
  const offered = variants.filter(({ numbers }) => !numbers.SUBGROUPS || adapter.features.includes("subgroups"));
  if (args.includes("--check")) failed = await check(page, offered);
  else await compare(page, offered);
} finally {
  await browser.close();
  server.close();
}
process.exitCode = failed ? 1 : 0;

async function check(page, offered) {
  let wrong = 0;
  for (const variant of offered) {
    for (const text of ODD) {
      const how = await page
        .evaluate(([v, a, s]) => window.inside.check(v, a, s), [variant, access, shapeOf(text)])
        .catch((error) => error.message);
      if (how) wrong += 1;
      console.log(`${variant.name.padEnd(16)} ${text.padEnd(14)} ${how ? JSON.stringify(how) : "right"}`);
    }
  }
  return wrong > 0;
}

async function compare(page, offered) {
  const shapes = every("--shape").length > 0 ? every("--shape") : SHAPES;
  const options = {
    samples: Number(every("--samples")[0] ?? 5),
    seconds: Number(every("--seconds")[0] ?? 0.1),
    tensorflow: !args.includes("--ours"),
  };
  for (const text of shapes) {
    const shape = shapeOf(text);
    const give = [offered, access, shape, options];
    const results = await page.evaluate(([v, a, s, o]) => window.inside.compare(v, a, s, o), give);
    const theirs = results.find(({ name }) => name === "tfjs");
    for (const result of results) console.log(`${text.padEnd(14)} ${line(result, shape, theirs)}`);
  }
}

/** Rates of one kernel, and how many times as fast as theirs it is. */
function line({ name, ready, samples }, { m, k, n }, theirs) {
  const rate = (seconds) => ((2 * m * k * n) / seconds / 1e9).toFixed(1).padStart(8);
  const parts = [`${name.padEnd(16)}${rate(Math.min(...samples))} GFLOP/s best ${rate(median(samples))} median`];
  if (ready) parts.push(`compiled in ${ready.toFixed(2)} s`);
  if (theirs) {
    const best = Math.min(...theirs.samples) / Math.min(...samples);
    const pairs = median(samples.map((seconds, at) => theirs.samples[at] / seconds));
    parts.push(`${best.toFixed(2)} × by the best, ${pairs.toFixed(2)} × by the median of pairs`);
  }
  return parts.join(", ");
}

function median(values) {
  const sorted = [...values].sort((x, y) => x - y);
  return sorted[Math.floor(sorted.length / 2)];
}
