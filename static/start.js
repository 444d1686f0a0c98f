// Starts the page. The address of this file may end in ?v=<version>; the same ending goes to
// page.js and page_bg.wasm, so that a cache never mixes two versions.
const version = new URL(import.meta.url).search;
const root = document.documentElement;

// For what the page loads later.
root.dataset.version = version;

try {
  const { default: init } = await import("./page.js" + version);
  await init({ module_or_path: new URL("page_bg.wasm" + version, import.meta.url) });
  root.dataset.app = "ready";
} catch (error) {
  root.dataset.app = "failed";
  const note = document.getElementById("crash");
  note.textContent = "The page could not start in this browser, so what is shown is a fixed example. "
    + "Reloading may help; a current browser with WebAssembly is needed. (" + error + ")";
  note.hidden = false;
  console.error(error);
}

if (root.dataset.app === "ready") whenIdle(keepForOffline);

// After the load event and when nothing else is to be done.
function whenIdle(task) {
  const later = () => ("requestIdleCallback" in window ? requestIdleCallback(task) : setTimeout(task, 1000));
  if (document.readyState === "complete") later();
  else addEventListener("load", later, { once: true });
}

// The service worker stores the page's own files, so that it opens without a network.
function keepForOffline() {
  const here = ["localhost", "127.0.0.1"].includes(location.hostname);
  if (!("serviceWorker" in navigator) || !(location.protocol === "https:" || here)) return;
  navigator.serviceWorker.register("sw.js", { updateViaCache: "none" }).catch(() => {});
}
