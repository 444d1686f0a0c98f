// What the test files import: `test` to register, and the watched pages that a test works with.
// Anything unexpected that a page does (console output, errors, failed or foreign requests, breaches
// of its content policy) fails the test, whatever the test itself looks at.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const tests = [];

/** Registers a test: `run` gets a context as made by `contextFor`. */
export function test(name, run) {
  tests.push({ name, run });
}

/** The tests registered so far. */
export const registered = () => tests;

const axeSource = () => readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What a test gets. `url` is the page's address, `dist` the folder of the built files.
 * `problems` collects what went wrong; `allow(pattern)` says which of it is expected.
 */
export function contextFor(browser, { url, dist }) {
  const problems = [];
  const allowed = [];
  const contexts = [];

  async function newContext({ width = 1280, height = 800, dark = false, touch = false, js = true, ...more } = {}) {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: dark ? "dark" : "light",
      hasTouch: touch,
      javaScriptEnabled: js,
      locale: "en-GB",
      timezoneId: "UTC",
      ...more,
    });
    contexts.push(context);
    await watch(context, url, problems, js);
    return context;
  }

  /**
   * Opens the page with a fragment ("" or "#…") in a new browser context, or in `context` when one
   * is given, and waits until it has started.
   */
  async function open(fragment = "", options = {}) {
    const context = options.context ?? (await newContext(options));
    const page = await context.newPage();
    await page.goto(url + fragment);
    if (options.js !== false) await started(page);
    return page;
  }

  return {
    browser, url, dist, problems, newContext, open, started, axe,
    allow: (pattern) => allowed.push(pattern),
    unexpected: () => problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem))),
    close: () => Promise.all(contexts.map((context) => context.close())),
  };
}

/** Waits until the page says that it has started, and fails at once when it says that it cannot. */
async function started(page) {
  await page.waitForSelector("html[data-app]", { state: "attached" });
  const state = await page.locator("html").getAttribute("data-app");
  if (state !== "ready") throw new Error("the page did not start: " + (await page.locator("#crash").textContent()));
}

/** Breaches of the accessibility rules, as [{ id, impact, help, nodes: [selector] }]. */
async function axe(page, options = {}) {
  await page.evaluate(axeSource());
  const { violations } = await page.evaluate((given) => globalThis.axe.run(document, given), options);
  return violations.map(({ id, impact, help, nodes }) => ({
    id, impact, help, nodes: nodes.map((node) => node.target.join(" ")),
  }));
}

async function watch(context, url, problems, js) {
  const { origin } = new URL(url);
  const note = (text) => problems.push(text);
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) note(`console ${message.type()}: ${message.text()}`);
  });
  context.on("weberror", (error) => note(`page error: ${error.error().message}`));
  context.on("request", (request) => {
    const to = request.url();
    if (!/^(data|blob):/.test(to) && new URL(to).origin !== origin) note(`foreign request: ${to}`);
  });
  context.on("requestfailed", (request) => {
    // Scripts switched off altogether are reported as scripts that were stopped.
    if (!js && request.resourceType() === "script") return;
    note(`failed request: ${request.url()} ${request.failure()?.errorText}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) note(`failed request: ${response.url()} ${response.status()}`);
  });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`content policy: ${event.violatedDirective} stopped ${event.blockedURI}`);
    });
  });
}
