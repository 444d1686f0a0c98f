// Measures this machine beside the page, which ends it to stop it. First it says what there is to measure; on "start"
// it measures and says how it goes, each time as one JSON text. The ending ?v=<version> of its address goes to the
// files of the program.
const version = new URL(import.meta.url).search;
const failed = (error) => postMessage(JSON.stringify({ event: "ended", how: "failed", reason: error?.message || String(error) }));

// Devices get subgroups where their adapter offers them: the program's library does not ask for them in browsers.
const request = globalThis.GPUAdapter?.prototype.requestDevice;
if (request) {
  GPUAdapter.prototype.requestDevice = async function (wish = {}) {
    const more = this.features.has("subgroups") ? ["subgroups"] : [];
    const device = await request.call(this, { ...wish, requiredFeatures: [...(wish.requiredFeatures ?? []), ...more] });
    globalThis.subgroups = device.features.has("subgroups");
    return device;
  };
}

try {
  const { default: init, look, run } = await import("./bench/isoflop.js" + version);
  await init({ module_or_path: new URL("bench/isoflop_bg.wasm" + version, import.meta.url) });
  onmessage = () => run((text) => postMessage(text)).catch(failed);
  postMessage(await look());
} catch (error) {
  failed(error);
}
