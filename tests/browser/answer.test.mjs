// The answer: what the published laws say, however the budget is put.

import assert from "node:assert/strict";
import { test } from "./harness.mjs";

/** What a number of the sentence says, with plain spaces. */
const said = async (page, id) => (await page.locator(`.hero #n-${id}`).first().innerText()).replaceAll(/\s+/g, " ");

/** What a field holds, with plain spaces. */
const held = async (page, id) => (await page.locator(`#f-${id}`).inputValue()).replaceAll(/\s+/g, " ");

/** The best size in the table of all laws, as one law has it. */
async function inTable(page, law) {
  const row = page.locator("tr", { has: page.locator(`button.as-row:text-is("${law}")`) }).first();
  return (await row.locator(".num").first().innerText()).replaceAll(/\s+/g, " ");
}

async function answer(page) {
  const [params, tokens, loss] = await Promise.all(["params", "tokens", "loss"].map((id) => said(page, id)));
  return [params, tokens, loss];
}

test("the first answer is that of Besiroglu 2024 at the budget of Chinchilla", async ({ open }) => {
  const page = await open();
  assert.equal(await held(page, "flops"), "5.76 × 10²³ FLOP");
  assert.equal(await held(page, "law"), "besiroglu-2024");
  assert.deepEqual(await answer(page), ["72.2 B parameters", "1.33 T tokens", "1.97"]);
  assert.equal(await said(page, "tokensperparam"), "18.4");
  assert.equal(await inTable(page, "Hoffmann 2022, approach 3"), "40.4 B");
});

test("another law gives its own answer", async ({ open }) => {
  const page = await open();
  await page.selectOption("#f-law", "hoffmann-2022-approach-3");
  assert.deepEqual(await answer(page), ["40.4 B parameters", "2.38 T tokens", "1.92"]);
  assert.equal(await inTable(page, "Besiroglu 2024"), "72.2 B");
});

test("a law is chosen by its name in the table", async ({ open }) => {
  const page = await open();
  await page.locator('button.as-row:text-is("Hoffmann 2022, approach 3")').click();
  assert.equal(await held(page, "law"), "hoffmann-2022-approach-3");
  assert.equal(await said(page, "params"), "40.4 B parameters");
});

test("both readings of Kaplan 2020 are there", async ({ open }) => {
  const page = await open("#v=1&law=kaplan-2020&flops=1e21");
  assert.equal(await said(page, "params"), "7.77 B parameters");
  assert.equal(await inTable(page, "Kaplan 2020 at critical batch"), "4.68 B");
});

// The laws of Besiroglu 2024 worked out from the printed constants, E 1.8172, A 482.01, B 2085.43,
// α 0.3478, β 0.3658, outside this program.
for (const [text, echo, params, tokens, loss] of [
  ["1e24", "1 × 10²⁴ FLOP", "95.9 B", "1.74 T", "1.96"],
  ["5.76e23 FLOP", "5.76 × 10²³ FLOP", "72.2 B", "1.33 T", "1.97"],
  ["2.5 ZFLOP", "2.5 × 10²¹ FLOP", "4.44 B", "93.8 B", "2.23"],
]) {
  test(`compute may be written ${text}`, async ({ open }) => {
    const page = await open();
    await page.fill("#f-flops", text);
    assert.equal(await held(page, "flops"), text, "the text stays while it is being written");
    assert.deepEqual(await answer(page), [`${params} parameters`, `${tokens} tokens`, loss]);
    await page.locator("#f-flops").blur();
    assert.equal(await held(page, "flops"), echo);
  });
}

for (const { words, flops, params, tokens, loss, fields } of [
  {
    // 1024 · 989.4e12 FLOP/s · 0.4 · 60 · 86,400 s
    words: "1024 × H100 for 60 days at 40 % MFU", flops: "2.10 × 10²⁴ FLOP",
    params: "140 B parameters", tokens: "2.50 T tokens", loss: "1.94",
    fields: { time: "60 d", count: "1,024", accelerator: "h100-sxm", mfu: "40 %" },
  },
  {
    // 10⁶ h · 3,600 s · 989.4e12 FLOP/s · 0.4
    words: "$2M at $2/h", flops: "1.42 × 10²⁴ FLOP",
    params: "115 B parameters", tokens: "2.07 T tokens", loss: "1.95",
    fields: { dollars: "$2 M", price: "$2.00" },
  },
  {
    words: "loss 1.95", flops: "1.49 × 10²⁴ FLOP",
    params: "117 B parameters", tokens: "2.11 T tokens", fields: { loss: "1.95" },
  },
  {
    words: "70B parameters", flops: "5.42 × 10²³ FLOP",
    tokens: "1.29 T tokens", loss: "1.98", fields: { params: "70 B" },
  },
  {
    words: "1.4T tokens", flops: "6.41 × 10²³ FLOP",
    params: "76.3 B parameters", loss: "1.97", fields: { tokens: "1.4 T" },
  },
  {
    // 10,000 h · 3,600 s · 989.4e12 FLOP/s · 0.4
    words: "10,000 H100-hours", flops: "1.42 × 10²² FLOP",
    fields: { count: "1,024", accelerator: "h100-sxm", time: "9.765625 h" },
  },
  {
    // 8 · 835.5e12 FLOP/s · 0.4 · 7 · 86,400 s
    words: "8 H100 94GB for a week", flops: "1.62 × 10²¹ FLOP",
    fields: { count: "8", accelerator: "h100-nvl", time: "7 d" },
  },
  {
    words: "64 H100 for 2 months", flops: "1.31 × 10²³ FLOP", fields: { count: "64", time: "60 d" },
  },
]) {
  test(`a budget in words: ${words}`, async ({ open }) => {
    const page = await open("#v=1&mfu=0.4&price=2");
    await page.fill("#words", words);
    for (const [id, text] of Object.entries({ flops, params, tokens, loss }).filter(([, text]) => text)) {
      assert.equal(await said(page, id), text, id);
    }
    for (const [id, text] of Object.entries(fields)) assert.equal(await held(page, id), text, id);
    await page.locator("#words").blur();
    assert.equal(await page.locator("#words").inputValue(), words, "nothing typed is lost");
    assert.match(await page.locator(".words .read").innerText(), /^Read as /);
    assert.equal(await said(page, "flops"), flops);
  });
}

for (const { way, field, text, echo, flops } of [
  { way: "Devices and time", field: "time", text: "60 days", echo: "60 d", flops: "2.10 × 10²⁴ FLOP" },
  { way: "Money", field: "dollars", text: "2M", echo: "$2 M", flops: "1.42 × 10²⁴ FLOP" },
  { way: "Target loss", field: "loss", text: "1.95", echo: "1.95", flops: "1.49 × 10²⁴ FLOP" },
  { way: "Model size", field: "params", text: "70B", echo: "70 B", flops: "5.42 × 10²³ FLOP" },
  { way: "Tokens", field: "tokens", text: "1.4 trillion", echo: "1.4 T", flops: "6.41 × 10²³ FLOP" },
]) {
  test(`the budget said as ${way.toLowerCase()}`, async ({ open }) => {
    const page = await open("#v=1&mfu=0.4&price=2");
    const button = page.getByRole("button", { name: way, exact: true });
    await button.click();
    assert.equal(await button.getAttribute("aria-pressed"), "true");
    // The same answer said in another way, to the three digits that become the input.
    const size = field === "params" ? await held(page, "params") : await said(page, "params");
    assert.ok(Math.abs(parseFloat(size) / 72.25 - 1) < 0.1, size);
    await page.fill(`#f-${field}`, text);
    assert.equal(await said(page, "flops"), flops);
    await page.locator(`#f-${field}`).blur();
    assert.equal(await held(page, field), echo);
  });
}

test("a budget said as money keeps the answer that is shown", async ({ open }) => {
  const page = await open();
  const before = await answer(page);
  for (const way of ["Money", "Devices and time", "Target loss", "FLOP"]) {
    await page.getByRole("button", { name: way, exact: true }).click();
    assert.equal(await said(page, "params"), before[0], way);
    assert.equal(await said(page, "tokens"), before[1], way);
  }
});

test("words typed letter by letter leave nothing of the letters before behind", async ({ open }) => {
  const page = await open();
  await page.locator("#words").pressSequentially("64 H100 for 3 d at 4 %");
  await page.fill("#words", "$2M");
  assert.equal(await held(page, "dollars"), "$2 M");
  assert.notEqual(await held(page, "mfu"), "4 %");
  await page.waitForFunction(() => location.hash === "#v=1&dollars=2e6", null, { timeout: 2_000 });
});

test("a number outside the fitted range bears a mark that says how far", async ({ open }) => {
  const page = await open();
  const marks = page.locator(".answer .out");
  assert.equal(await marks.count(), 4);
  for (const mark of await marks.all()) {
    assert.equal(await mark.getAttribute("role"), "img");
    assert.match(await mark.getAttribute("aria-label"), /^\d\.\d decades beyond the fitted range$/);
    assert.equal(await mark.getAttribute("title"), await mark.getAttribute("aria-label"));
  }
  assert.match(await page.locator(".how").innerText(), /† outside the fitted range/);
  await page.fill("#f-flops", "1e20");
  assert.equal(await marks.count(), 0);
  assert.doesNotMatch(await page.locator(".how").innerText(), /†/);
});

test("one accelerator-hour is one", async ({ open }) => {
  const page = await open("#v=1&time=1h&count=1");
  assert.match((await page.locator(".then").first().innerText()).replaceAll(/\s+/g, " "), /^That is 1 accelerator-hour, about/);
});

test("a run that cannot be compared leaves the answer and its own fields", async ({ open }) => {
  const page = await open("#v=1&modelParams=1&modelTokens=1");
  assert.equal(await page.locator("#notices").count(), 0);
  assert.equal(await said(page, "params"), "72.2 B parameters");
  assert.equal(await held(page, "modelParams"), "1");
  assert.match(await page.locator('section[aria-labelledby="h-runs"] .note').innerText(), /cannot be compared/);
  await page.fill("#f-modelParams", "7B");
  await page.fill("#f-modelTokens", "2T");
  assert.equal(await page.locator('section[aria-labelledby="h-runs"] .note').count(), 0);
});

test("time and money follow from the accelerators", async ({ open }) => {
  const page = await open("#v=1&mfu=0.4&price=2");
  // 5.76e23 / (1024 · 989.4e12 · 0.4) s is 16.45 days; 1024 devices for that long, at $2, cost $808,571.
  assert.equal(await said(page, "seconds"), "16.5 days");
  assert.equal(await said(page, "dollars"), "$809 k");
  await page.fill("#f-count", "2048");
  assert.equal(await said(page, "seconds"), "8.23 days");
  assert.equal(await said(page, "dollars"), "$809 k");
  await page.fill("#f-price", "$4");
  assert.equal(await said(page, "dollars"), "$1.62 M");
  assert.equal(await said(page, "params"), "72.2 B parameters");
});

test("arrow keys walk a field along 1, 2, 5", async ({ open }) => {
  const page = await open();
  await page.focus("#f-flops");
  await page.keyboard.press("ArrowUp");
  await page.waitForFunction(() => document.querySelector("#f-flops").value.replaceAll(/\s+/g, " ") === "1 × 10²⁴ FLOP", null, { timeout: 5_000 });
  assert.equal(await said(page, "params"), "95.9 B parameters");
  await page.keyboard.press("PageDown");
  await page.waitForFunction(() => document.querySelector("#f-flops").value.replaceAll(/\s+/g, " ") === "1 × 10²³ FLOP", null, { timeout: 2_000 });
});
