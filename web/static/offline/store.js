/* What stays on the phone: its key, the place it works for, and the items in the order they were recorded. */
"use strict";

const store = (() => {
  const DONE = ["accepted", "refused"];
  const KEPT_AFTER_MS = 31 * 24 * 3600e3;

  const opened = idb.openDB("timebank", 1, {
    upgrade(database) {
      database.createObjectStore("this");
      database.createObjectStore("items", { keyPath: "order", autoIncrement: true });
    },
  });

  const get = async (name) => (await opened).get("this", name);

  /* What this phone is registered as. A revoked one forgets at the same moment who lives at the place. */
  async function putDevice(device) {
    const writing = (await opened).transaction("this", "readwrite");
    writing.store.put(device, "device");
    if (device.state === "revoked") writing.store.delete("town");
    await writing.done;
  }

  /* Who lives at the place, unless the phone was revoked, cleared or handed on while this was on its way. */
  async function putTown(town) {
    const writing = (await opened).transaction("this", "readwrite");
    const device = await writing.store.get("device");
    if (device && device.state !== "revoked" && device.member === town.member) writing.store.put(town, "town");
    await writing.done;
  }

  /* All or none, and on the disk before anybody is told that it is saved. */
  async function add(items) {
    const writing = (await opened).transaction("items", "readwrite", { durability: "strict" });
    for (const item of items) writing.store.add(item);
    await writing.done;
  }

  const items = async () => (await opened).getAll("items");
  const waiting = async () => (await items()).filter((item) => item.state === "waiting");

  /* What came of an item. Its sealed body goes once it is decided; until then it may have to be sent again. */
  async function answer(item, { state, words: sentence, number, ref }) {
    const kept = { ...item, state, sentence, number, ref, answered_at: Date.now() };
    if (DONE.includes(state)) delete kept.body;
    await (await opened).put("items", kept);
  }

  async function forgetDone(isOldOnly) {
    const database = await opened;
    for (const item of await items()) {
      const isOld = Date.now() - item.answered_at > KEPT_AFTER_MS;
      if (DONE.includes(item.state) && (!isOldOnly || isOld)) await database.delete("items", item.order);
    }
  }

  /* The key, the place and all items. */
  async function clear() {
    const database = await opened;
    await Promise.all([database.clear("this"), database.clear("items")]);
  }

  return { get, putDevice, putTown, add, items, waiting, answer, forgetDone, clear };
})();
