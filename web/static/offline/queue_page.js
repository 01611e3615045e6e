/* The queue: every item in its order, with its state in words. */
"use strict";

(() => {
  const LINKS = { elder: "/members/", check_in: "/services/", check_out: "/services/", service: "/services/" };
  const list = document.querySelector("#items");
  const one = document.querySelector("#one-item");

  function shown(item) {
    const row = one.content.cloneNode(true);
    row.querySelector("strong").textContent = words(`type_${item.type}`);
    row.querySelector(".label").textContent = item.label;
    row.querySelector(".when").textContent = wallClock(new Date(item.made_at)).replace("T", " ");
    row.querySelector(".badge-place").append(
      document.querySelector(`template[data-state="${item.state}"]`).content.cloneNode(true),
    );
    row.querySelector(".sentence").textContent = item.sentence || words("in_phone");
    const link = row.querySelector("a");
    if (item.state === "accepted" && LINKS[item.type]) link.href = LINKS[item.type] + item.ref;
    else link.remove();
    return row;
  }

  async function show() {
    const items = await store.items();
    const device = await store.get("device");
    list.textContent = "";
    for (const item of [...items].reverse()) list.append(shown(item));
    const waiting = items.filter((item) => item.state === "waiting").length;
    document.querySelector("#waiting").textContent = words(waiting ? "some_wait" : "none_waits", { count: waiting });
    document.querySelector("#nothing").hidden = items.length > 0;
    document.querySelector("#not-registered").hidden = Boolean(device && device.id);
    document.querySelector("#forget").hidden = !items.some((item) => ["accepted", "refused"].includes(item.state));
  }

  function showTrouble(sentence) {
    const box = document.querySelector("#trouble");
    box.hidden = !sentence;
    box.querySelector("p").textContent = sentence;
    return show();
  }

  document.querySelector("#send").addEventListener("click", async () => {
    await sync.run(true);
    await show();
  });
  document.querySelector("#forget").addEventListener("click", async () => {
    await store.forgetDone(false);
    await show();
  });
  document.querySelector("#clear").addEventListener("click", async () => {
    const waiting = (await store.waiting()).length;
    if (!window.confirm(words(waiting ? "clear_with_items" : "clear", { count: waiting }))) return;
    await store.clear();
    await show();
  });

  store.forgetDone(true).then(show).then(() => sync.start(showTrouble)).then(show);
})();
