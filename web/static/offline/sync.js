/* Bringing the items to the server: in order, a few at a time, one tab at a time, until an answer is there for each. */
"use strict";

const sync = (() => {
  const MOST_ITEMS = 20;
  const MOST_CHARACTERS = 1.5e6;
  const AGAIN_MS = 30e3;
  const listeners = [];
  let trouble = "";

  function tell(sentence) {
    trouble = sentence;
    for (const listener of listeners) listener(trouble);
  }

  /* As many of the first items as fit; the first one always does. */
  function firstOf(items) {
    const batch = [];
    let characters = 0;
    for (const item of items) {
      characters += item.body.length;
      if (batch.length && (batch.length === MOST_ITEMS || characters > MOST_CHARACTERS)) break;
      batch.push(item);
    }
    return batch;
  }

  async function signed(device, { key, made_at, type, version, body }) {
    const item = { key, made_at, type, version, body };
    return { ...item, signature: await envelope.sign(device.privateKey, device.book, device.id, item) };
  }

  async function post(device, batch) {
    const items = await Promise.all(batch.map((item) => signed(device, item)));
    const answer = await fetch("/api/v1/sync", {
      method: "POST",
      credentials: "omit",
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      body: JSON.stringify({ book: device.book, device: device.id, items }),
    });
    return { isTaken: answer.ok, answer: await answer.json() };
  }

  /* Send what waits; `isAsking` also asks again after what somebody had to look at. */
  async function send(isAsking) {
    const device = await store.get("device");
    if (!device || !device.id) return tell("");
    const asked = isAsking ? (await store.items()).filter((item) => item.state === "look") : [];
    while (asked.length) {
      const batch = asked.splice(0, firstOf(asked).length);
      if (!(await exchange(device, batch))) return undefined;
    }
    for (;;) {
      const batch = firstOf(await store.waiting());
      if (!batch.length) return tell("");
      if (!(await exchange(device, batch))) return undefined;
    }
  }

  /* Tell whether every item of the batch has its answer. */
  async function exchange(device, batch) {
    const { isTaken, answer } = await post(device, batch);
    if (!isTaken) {
      await store.putDevice({ ...device, state: answer.code === "device_revoked" ? "revoked" : answer.code });
      tell(answer.detail);
      return false;
    }
    if (device.state !== "enrolled") await store.putDevice({ ...device, state: "enrolled" });
    for (const [index, item] of batch.entries()) {
      const came = answer.items[index];
      // A wrong signature is never the item's own fault: it is sent again when the phone is registered anew.
      if (came.state === "later" || came.code === "signature_wrong") {
        tell(came.words);
        return false;
      }
      await store.answer(item, came);
    }
    tell("");
    return true;
  }

  async function run(isAsking = false) {
    await navigator.locks.request("timebank-sync", { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      try {
        await send(isAsking);
      } catch (error) {
        tell(words("no_network")); // the line broke, or what answered was not the server: nothing is lost
      }
    });
  }

  function start(listener) {
    listeners.push(listener);
    window.addEventListener("online", () => run());
    document.addEventListener("visibilitychange", () => document.hidden || run());
    setInterval(() => document.hidden || run(), AGAIN_MS);
    return run(true);
  }

  return { start, run };
})();
