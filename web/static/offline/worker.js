/* The service worker: keeps the offline pages on the phone, and leads there when no other page can be reached.

   The server writes two constants before this text: VERSION, which changes with any page or file, and SHELL, what is
   kept. Nothing else is ever kept or answered from here: no page with a person on it, no answer of the API. */
"use strict";

const CACHE = `timebank-offline-${VERSION}`;
const HOME = "/offline/";

self.addEventListener("install", (event) => {
  const requests = SHELL.map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith("timebank-offline-") && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(SHELL.includes(url.pathname) ? kept(request, url.pathname) : reached(request));
  } else if (SHELL.includes(url.pathname + url.search)) {
    event.respondWith(kept(request, url.pathname + url.search));
  }
});

/* A kept page is the same whoever asks and whatever stands behind its question mark. */
async function kept(request, path) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) || fetch(request);
}

async function reached(request) {
  try {
    return await fetch(request);
  } catch (error) {
    return Response.redirect(HOME, 302);
  }
}
