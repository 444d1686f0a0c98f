// The screen of machines: the device of the plan with every number to be changed, others beside it, and all of them in
// one table.

import assert from "node:assert/strict";
import { test } from "./harness.mjs";

const START = "#v=1&view=machine";

const hash = (page) => page.evaluate(() => location.hash);

/** Waits until the address holds a text. */
const said = (page, text) => page.waitForFunction((text) => decodeURIComponent(location.hash).includes(text), text);

const devices = (page) => page.getByRole("region", { name: "All devices, table" });

const names = (page) => devices(page).locator("tbody th .as-row").allInnerTexts();

const row = (page, name) =>
  devices(page).locator("tbody tr").filter({ has: page.getByRole("button", { name, exact: true }) });

const cells = async (rows) => (await rows.locator("td").allInnerTexts()).map((text) => text.replaceAll(/[\u202f\u00a0]/g, " ").trim());

/** Cells of a row of the table side by side; fields as what stands in them. */
const pair = async (page, words) => {
  const line = page.locator(".pair tbody tr").filter({ has: page.getByRole("rowheader", { name: words, exact: true }) });
  const input = line.locator("input");
  const own = (await input.count()) > 0 ? [await input.inputValue()] : [];
  const rest = (await cells(line)).slice(own.length);
  return [...own, ...rest.map((text) => text.replaceAll(/\s+/g, " "))];
};

test("every device is a row with what its maker prints, dense", async ({ open }) => {
  const page = await open(START);
  assert.match(await page.locator(".every [role=status]").innerText(), /^(\d+) of \1 devices/);
  assert.ok((await names(page)).length > 70);
  const [, maker, year, half, fp8, memory, bandwidth, ridge, link, power, reached] = ["", ...(await cells(row(page, "H100 SXM"))).slice(1)];
  assert.deepEqual(
    { maker, year, half, fp8, memory, bandwidth, ridge, link, power, reached },
    {
      maker: "NVIDIA", year: "2022", half: "989.4 TFLOP/s", fp8: "1,979 TFLOP/s", memory: "80 GiB", bandwidth: "3,350 GB/s",
      ridge: "295.3 FLOP/B", link: "450 GB/s", power: "700 W", reached: "80 %",
    },
  );
  assert.equal((await cells(row(page, "A100 80 GB SXM")))[4], "–");
  assert.equal((await cells(row(page, "MI250X (both dies)")))[3], "383 TFLOP/s");
});

test("heads sort, makers, formats and words filter", async ({ open }) => {
  const page = await open(START);
  const listed = await names(page);
  const power = devices(page).getByRole("button", { name: "power" });
  await power.click();
  const column = async () => (await devices(page).locator("tbody tr td:nth-child(11)").allInnerTexts()).map((text) => Number(text.replaceAll(/[^\d.]/g, "")));
  const down = (await column()).filter((watts) => watts > 0);
  assert.deepEqual(down, [...down].sort((a, b) => b - a));
  await power.click();
  await power.click();
  assert.deepEqual(await names(page), listed);
  await page.selectOption("#d-maker", "Google");
  assert.ok((await names(page)).every((name) => name.startsWith("TPU")));
  await page.selectOption("#d-maker", "any");
  await page.selectOption("#d-format", "fp4");
  const fp4 = await names(page);
  assert.ok(fp4.includes("B200 SXM") && !fp4.includes("H100 SXM"));
  assert.equal((await cells(row(page, "B200 SXM")))[4], "9,000 TFLOP/s");
  assert.ok(fp4.some((name) => name.includes("announced")));
  await page.getByRole("button", { name: "without announced" }).click();
  assert.ok(!(await names(page)).some((name) => name.includes("announced")));
  await page.selectOption("#d-format", "any");
  await page.getByRole("searchbox", { name: "Search devices" }).fill("geforce zzz");
  await page.getByText("No device is like that.").waitFor();
});

test("a row opens what is known: formats, what takes their place, source", async ({ open }) => {
  const page = await open(START);
  await page.getByRole("button", { name: "A100 80 GB SXM", exact: true }).click();
  const known = page.locator(".known");
  const text = (await known.innerText()).replaceAll("\u202f", " ");
  assert.match(text, /FP8\s+–\s+BF16: .*widened/);
  assert.match(text, /271\.2 TFLOP\/s, 87 % of the peak/);
  assert.match(text, /Source: .*2026-11-23\. Verified\./);
  await known.getByRole("button", { name: "Use this device: A100 80 GB SXM" }).click();
  await said(page, "accelerator=a100-80-sxm");
  await known.getByText("This is the device of the plan.").waitFor();
});

test("numbers of the device are changed, travel in the link, and are taken back", async ({ open }) => {
  const page = await open(`${START}&beside=h100-sxm,rtx-4090`);
  assert.deepEqual(await pair(page, "BF16 rate"), ["989.4", "989.4 TFLOP/s 1.00 ×", "165.2 TFLOP/s 0.167 ×"]);
  assert.deepEqual(await pair(page, "FP16 rate, sums in FP16"), ["–", "–", "330.3 TFLOP/s"]);
  await page.fill("#d-bf16", "1200");
  await said(page, "device=bf16:1.2e15");
  assert.deepEqual(await pair(page, "BF16 rate"), ["1200", "989.4 TFLOP/s 0.825 ×", "165.2 TFLOP/s 0.138 ×"]);
  await page.fill("#d-memory", "-3");
  const message = page.locator("#e-d-memory");
  await message.waitFor();
  assert.match(await message.innerText(), /memory must be .* 1,000,000\sGiB, for example 80/s);
  await page.fill("#d-memory", "120 GiB");
  await said(page, "memory:120");
  const again = await open(await hash(page));
  assert.equal(await again.locator("#d-memory").inputValue(), "120");
  assert.match(await again.locator("#f-accelerator option:checked").innerText(), /H100 SXM, changed/);
  await again.getByRole("button", { name: "H100 SXM as printed" }).click();
  await again.waitForFunction(() => !location.hash.includes("device="));
  assert.equal(await again.locator("#d-bf16").inputValue(), "989.4");
  // Another row takes the changes back.
  await page.selectOption("#f-accelerator", "mi300x");
  await page.waitForFunction(() => !location.hash.includes("device="));
  assert.equal(await page.locator("#d-bf16").inputValue(), "1307.4");
});

test("up to three devices stand beside, and the link says which", async ({ open }) => {
  const page = await open(START);
  const heads = () => page.locator(".pair thead th").allInnerTexts();
  assert.deepEqual((await heads()).slice(2), ["H200 SXM", "MI300X"]);
  await page.getByRole("checkbox", { name: "compare B200 SXM" }).check();
  await said(page, "beside=h200-sxm,mi300x,b200-sxm");
  assert.deepEqual((await heads()).slice(2), ["H200 SXM", "MI300X", "B200 SXM"]);
  assert.ok(await page.getByRole("checkbox", { name: "compare TPU v5p" }).isDisabled());
  await page.getByRole("checkbox", { name: "compare MI300X" }).uncheck();
  await said(page, "beside=h200-sxm,b200-sxm");
  assert.ok(await page.getByRole("checkbox", { name: "compare TPU v5p" }).isEnabled());
});

test("a device of one's own is priced in the plan", async ({ open }) => {
  const days = async (fragment) => {
    const page = await open(fragment);
    return (await page.locator("#t-seconds").innerText()).replaceAll(/[^\d.]/g, "");
  };
  const plain = Number(await days("#v=1&flops=1e25&mfu=0.4"));
  const twice = Number(await days("#v=1&flops=1e25&mfu=0.4&device=bf16:1.9788e15"));
  assert.ok(Math.abs(plain / twice - 2) < 0.02, `${plain} ${twice}`);
});
