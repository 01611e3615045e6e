// Keeps the page of the checker and its files, so that it opens without a network. It serves nothing else.

const KEPT = "timebank-verify-1";
const PATIENCE_MS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page says which files it stands on; what an earlier version stood on is dropped.
self.addEventListener("message", (event) => {
  event.waitUntil(keep(event.data.keep).then(() => event.source.postMessage({ isKept: true })));
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  const isOurs = event.request.method === "GET" && address.origin === self.location.origin;
  if (!isOurs || address.pathname.startsWith("/log/")) return;
  event.respondWith(fresh(event.request).catch(() => kept(event.request)));
});

async function keep(addresses) {
  const cache = await caches.open(KEPT);
  await cache.addAll(addresses);
  const wanted = new Set(addresses.map((address) => new URL(address, self.location.href).href));
  const stale = (await cache.keys()).filter((request) => !wanted.has(request.url));
  await Promise.all(stale.map((request) => cache.delete(request)));
}

// A network that swallows what is sent is as good as none.
function fresh(request) {
  const tooLate = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS));
  return Promise.race([fetch(request), tooLate]);
}

async function kept(request) {
  const isPage = request.mode === "navigate";
  const found = await caches.match(isPage ? "/verify" : request);
  return found === undefined ? Response.error() : found;
}
