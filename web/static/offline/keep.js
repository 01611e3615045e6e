/* On every page that may be needed without a network: keep the offline pages, and what is known of the place. */
"use strict";

const keep = (() => {
  async function refreshTown() {
    const device = await store.get("device");
    if (!device || !device.id || device.state === "revoked") return;
    try {
      const answer = await fetch("/offline/town.json", { redirect: "error" });
      if (answer.ok) await store.putTown(await answer.json());
    } catch (error) {
      return; // no network, or nobody is logged in: what was known stays
    }
  }

  async function start() {
    if (!("serviceWorker" in navigator)) return;
    const worker = await navigator.serviceWorker.register("/offline/worker.js", { scope: "/" });
    worker.update().catch(() => undefined); // left to itself, a browser may put it off for a day
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  }

  return { refreshTown, start };
})();

keep.start();
keep.refreshTown();
