// Measures this machine beside the page, which ends it to stop it. First it says what there is to measure; on "start"
// it measures and says how it goes, each time as one JSON text. The ending ?v=<version> of its address goes to the
// files of the program.
const version = new URL(import.meta.url).search;
const failed = (error) => postMessage(JSON.stringify({ event: "ended", how: "failed", reason: error?.message ?? String(error) }));

try {
  const { default: init, look, run } = await import("./bench/isoflop.js" + version);
  await init({ module_or_path: new URL("bench/isoflop_bg.wasm" + version, import.meta.url) });
  onmessage = () => run((text) => postMessage(text)).catch(failed);
  postMessage(await look());
} catch (error) {
  failed(error);
}
