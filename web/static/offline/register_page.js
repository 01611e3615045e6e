/* Registering this phone: its key is made here and never leaves it; the form carries the public half to the county. */
"use strict";

(async () => {
  const about = document.querySelector("#this-phone");
  if (!about) return;
  const { book, member, serverKey, serverNumber } = about.dataset;
  const canSeal = window.crypto && crypto.subtle && window.indexedDB;
  if (!canSeal || !("serviceWorker" in navigator) || !navigator.locks) {
    document.querySelector("#cannot").hidden = false;
    return;
  }
  let device = await store.get("device");
  if (device && device.member && device.member !== member) {
    // What another coordinator recorded must never be signed by this one's key.
    if ((await store.waiting()).length) {
      document.querySelector("#others").hidden = false;
      return;
    }
    await store.clear();
    device = undefined;
  }
  const row = device && document.querySelector(`[data-public-key="${device.publicKey}"]`);
  if (row) {
    const server = { public_key: serverKey, number: Number(serverNumber) };
    await store.putDevice({ ...device, id: row.dataset.device, state: row.dataset.state, book, member, server });
    await keep.refreshTown();
    row.querySelector(".is-this").hidden = false;
    if (row.dataset.state !== "revoked") return;
    device = undefined;
  }
  const box = document.querySelector("#register");
  const form = box.querySelector("form");
  box.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.public_key.value) return;
    event.preventDefault();
    if (!device) {
      device = { ...(await envelope.newDeviceKey()), member };
      await store.putDevice(device);
    }
    form.elements.public_key.value = device.publicKey;
    form.submit();
  });
})();
