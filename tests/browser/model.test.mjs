// The screen of the model at hand: what it weighs, trains and serves with, its cache, and a pasted configuration.

import assert from "node:assert/strict";
import { test as register } from "./harness.mjs";

const test = (name, run) => register(`model: ${name}`, run);

const START = "#v=1&view=model";
const GIB = 2 ** 30;

const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));
const said = (page, text) => page.waitForFunction((text) => decodeURIComponent(location.hash).includes(text), text);

/** A row of a table, by the name of the table and of the row: its cells as text. */
const cells = (page, table, row) =>
  page.getByRole("region", { name: table, exact: true }).locator("tbody tr").filter({ has: page.getByRole("rowheader", { name: row, exact: true }) }).locator("td").allInnerTexts();

/** `39.4 GiB` in bytes. */
function bytes(text) {
  const [, number, unit] = /([\d.,]+)\s?(TiB|GiB|MiB|KiB|B)?/.exec(text);
  return Number(number.replaceAll(",", "")) * { TiB: 1024 * GIB, GiB: GIB, MiB: 2 ** 20, KiB: 1024 }[unit ?? "B"] || Number(number);
}

test("the sentence says what Llama 3 70B weighs and that it fits", async ({ open }) => {
  const page = await open(START);
  const lead = await page.locator("#answer").innerText();
  assert.match(lead, /has 70\.6\sB parameters/);
  assert.match(lead, /its fullest device holds [\d.]+\sGiB\. It fits, with [\d.]+\sGiB to spare\./s);
});

test("the parts of every stage add up", async ({ open }) => {
  const page = await open(START);
  for (const stage of ["stage 1", "stage 4"]) {
    const row = (await cells(page, "Training memory by stage and part", stage)).map(bytes);
    const [, sum, ...parts] = row;
    const added = parts.reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(added / sum - 1) < 0.01, `${stage}: ${added} is not ${sum}`);
  }
});

test("parameters are exact, and of DeepSeek-V3 too", async ({ open }) => {
  const page = await open(START);
  assert.deepEqual(await cells(page, "Parameters by part", "total"), ["70,553,706,496"]);
  await page.selectOption("#f-arch", "deepseek-v3");
  await said(page, "arch=deepseek-v3");
  assert.deepEqual(await cells(page, "Parameters by part", "total"), ["671,026,404,352"]);
  assert.deepEqual(await cells(page, "Parameters by part", "buffers, not counted"), ["14,848"]);
  assert.match(await page.locator("#answer").innerText(), /671\sB parameters, 37\.6\sB of them used by a token/);
  assert.match((await cells(page, "Bytes of a token, by model", "DeepSeek-V3 and R1")).join(), /70,272/);
});

test("two models stand side by side", async ({ open }) => {
  const page = await open(START);
  await page.selectOption("#f-against", "gemma-2-27b");
  await said(page, "against=gemma-2-27b");
  assert.deepEqual(await cells(page, "Parameters by part", "total"), ["70,553,706,496", "27,227,128,320"]);
  assert.match((await cells(page, "Bytes of a token, by model", "Gemma 2 27B")).join(), /376,832 → 188,416/);
  assert.equal((await cells(page, "Memory of a device when serving", "weights")).length, 2);
});

test("another split changes the answer; one that cannot be keeps the last", async ({ open }) => {
  const page = await open(START);
  const before = await page.locator("#answer").innerText();
  await page.fill("#f-tp", "4");
  await said(page, "tp=4");
  const after = await page.locator("#answer").innerText();
  assert.notEqual(before, after);
  await page.fill("#f-tp", "7");
  const message = page.locator("#e-tp");
  await message.waitFor();
  assert.match(await message.innerText(), /7.*64/s);
  assert.equal(await page.locator("#f-tp").inputValue(), "7");
  assert.match(await hash(page), /tp=4/);
  await page.fill("#f-pp", "81");
  await page.locator("#e-pp").waitFor();
  assert.match(await page.locator("#e-pp").innerText(), /80 layers/);
});

test("what does not fit says by how much, and what would help", async ({ open }) => {
  const page = await open("#v=1&view=model&tp=2&pp=4&sequence=8192&recompute=none");
  assert.match(await page.locator("#answer").innerText(), /It does not fit: [\d.]+\sGiB too much\./);
  const advice = page.getByRole("region", { name: "What would make it fit" });
  await advice.getByRole("button", { name: "Use it" }).first().click();
  await page.waitForFunction(() => document.querySelector("#answer").innerText.includes("It fits"));
});

test("a number opens its derivation", async ({ open }) => {
  const page = await open(START);
  await page.getByRole("region", { name: "Training memory by stage and part" }).locator("tbody tr").first().locator(".num").nth(5).click();
  const dialog = page.getByRole("dialog");
  assert.match(await dialog.innerText(), /Activations/);
  assert.match(await dialog.innerText(), /2205\.05198/);
});

test("the shape is changed by hand, and taken back", async ({ open }) => {
  const page = await open(START);
  await page.fill("#s-num_hidden_layers", "40");
  await said(page, "shape=num_hidden_layers:40");
  // Forty layers of 855,654,400 fewer.
  assert.deepEqual(await cells(page, "Parameters by part", "total"), ["36,327,530,496"]);
  await page.fill("#s-num_key_value_heads", "7");
  assert.match(await page.locator(".kv .note.err").innerText(), /num_attention_heads.*64.*7/s);
  const again = await open(await hash(page));
  assert.deepEqual(await cells(again, "Parameters by part", "total"), ["36,327,530,496"]);
  await again.getByRole("button", { name: "as released" }).click();
  await again.waitForFunction(() => !location.hash.includes("shape"));
});

const QWEN = `{"architectures": ["Qwen3MoeForCausalLM"], "model_type": "qwen3_moe", "hidden_size": 4096, "num_hidden_layers": 94, "num_attention_heads": 64, "num_key_value_heads": 4, "head_dim": 128, "num_experts": 128, "num_experts_per_tok": 8, "moe_intermediate_size": 1536, "intermediate_size": 12288, "vocab_size": 151936, "tie_word_embeddings": false, "torch_dtype": "bfloat16", "my_own_field": 3}`;

test("a pasted configuration becomes the model, and travels in the link", async ({ open }) => {
  const page = await open(START);
  await page.fill(".paste", QWEN);
  await said(page, "config=");
  assert.match(await page.locator("#paste-said").innerText(), /Read: qwen3_moe of 235\sB parameters/);
  assert.deepEqual(await cells(page, "Parameters by part", "total"), ["235,093,634,560"]);
  assert.match(await page.locator(".model").innerText(), /Not known here, so not counted: my_own_field\./);
  const again = await open(await hash(page));
  assert.deepEqual(await cells(again, "Parameters by part", "total"), ["235,093,634,560"]);
});

test("a dropped file is read", async ({ open }) => {
  const page = await open(START);
  await page.setInputFiles(".file input", { name: "config.json", mimeType: "application/json", buffer: Buffer.from('{"model_type":"mamba","hidden_size":64,"num_hidden_layers":3,"vocab_size":100}') });
  await said(page, "config=");
  assert.match(await page.locator("#paste-said").innerText(), /Read: mamba/);
  assert.match((await cells(page, "Bytes of a token, by model", "your mamba")).join(), /fixed size/);
});

for (const [what, text, message] of [
  ["a web page", "<!doctype html><html></html>", /web page/],
  ["a cut file", QWEN.slice(0, 200), /cut off/],
  ["a diffusion model's", '{"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.6.0"}', /diffusion/],
  ["an unknown type", '{"model_type": "nobody", "hidden_size": 3}', /nobody/],
  ["more experts than there are", QWEN.replace('"num_experts_per_tok": 8', '"num_experts_per_tok": 800'), /num_experts_per_tok/],
  ["much too long", "x".repeat(2_000_000), /bytes long/],
  ["no text", "", null],
]) {
  test(`pasting ${what} says so and keeps the answer`, async ({ open }) => {
    const page = await open(START);
    await page.fill(".paste", text);
    if (message) {
      await page.locator("#paste-said .err").waitFor();
      assert.match(await page.locator("#paste-said").innerText(), message);
    }
    assert.deepEqual(await cells(page, "Parameters by part", "total"), ["70,553,706,496"]);
    assert.doesNotMatch(await hash(page), /config=/);
  });
}

test("adapters train few parameters; offload moves what it says", async ({ open }) => {
  const page = await open("#v=1&view=model&arch=llama-2-7b&tp=1&pp=1&count=8&adapter=lora&rank=8&target=query-value&base=nf4-double");
  assert.match(await page.locator(".model").innerText(), /Only 4\.19\sM parameters are trained\./);
  const moved = await open("#v=1&view=model&tp=8&pp=1&zero=3&offload=optimizer");
  assert.match(await moved.locator(".model").innerText(), /The host keeps [\d.]+\s[GM]iB for every device\./);
});

test("too few accelerators for a copy: a way on", async ({ open }) => {
  const page = await open("#v=1&view=model&count=8&tp=8&pp=4");
  await page.getByRole("button", { name: "Use the nearest split that can be" }).click();
  await page.waitForFunction(() => document.querySelector("#answer").innerText.includes("GiB"));
});

for (const look of [{ width: 1440 }, { width: 390, touch: true }, { width: 1440, dark: true }, { width: 390, dark: true, touch: true }]) {
  test(`no barriers and no sideways scroll at ${look.width} px${look.dark ? ", dark" : ""}`, async ({ open, axe }) => {
    const page = await open(`${START}&arch=gpt-oss-120b&against=deepseek-v3&pp=4&tp=8`, look);
    assert.deepEqual(await axe(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways");
  });
}
