// Keeps the page's own files, so that it opens without a network. The build fills in the version
// and the list of files; without them (a page built by Trunk alone) nothing is stored.
const VERSION = "";
const FILES = [];
const CACHE = "isoflop-" + VERSION;
const PAGE = new URL("./", self.location.href);

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    // Past the HTTP cache: what is stored belongs to this version.
    await cache.addAll(FILES.map((file) => new Request(new URL(file, PAGE), { cache: "reload" })));
    // Every file but the page itself has its version in its address, so the next visit may be new.
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("isoflop-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== PAGE.origin) return;
  event.respondWith(answer(request, url));
});

async function answer(request, url) {
  const cache = await caches.open(CACHE);
  const isPage = url.pathname === PAGE.pathname || url.pathname === PAGE.pathname + "index.html";
  const wanted = request.mode === "navigate" && isPage ? PAGE.href : request;
  const stored = await cache.match(wanted);
  return stored ?? fetch(request);
}
