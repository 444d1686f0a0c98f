// Searches layouts beside the page, which ends it to stop it. It gets a query or a link, and posts how far it is, then
// what it found or why there is nothing. The ending ?v=<version> of its address goes to the module's files.
const version = new URL(import.meta.url).search;
const STEP = 400;

onmessage = async ({ data }) => {
  try {
    const { default: init, ParallelismSearch } = await import("./module/isoflop.js" + version);
    await init({ module_or_path: new URL("module/isoflop_bg.wasm" + version, import.meta.url) });
    const search = new ParallelismSearch(data);
    for (let done = 0; done < 1; postMessage({ done })) done = search.advance(STEP);
    postMessage({ found: JSON.stringify(search.result()) });
  } catch (error) {
    postMessage({ error: error?.message ?? String(error) });
  }
};
