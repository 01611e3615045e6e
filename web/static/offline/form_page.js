/* A page with a form: lists filled from what the phone knows of its place, errors beside their fields. */
"use strict";

(async () => {
  const form = document.querySelector("form[data-form]");
  const [device, town] = await Promise.all([store.get("device"), store.get("town")]);
  const isReady = Boolean(device && device.server && town);
  document.querySelector("#not-registered").hidden = isReady;
  form.hidden = !isReady;
  if (!isReady) return;

  function fillDays() {
    const select = form.elements.day;
    if (!select || select.options.length) return;
    const names = document.documentElement.lang;
    const show = new Intl.DateTimeFormat(names, { month: "short", day: "numeric", weekday: "short", timeZone: "UTC" });
    for (let back = 0; back <= 31; back += 1) {
      const day = new Date(`${wallClock().slice(0, 10)}T00:00:00Z`);
      day.setUTCDate(day.getUTCDate() - back);
      select.add(new Option(show.format(day), day.toISOString().slice(0, 10)));
    }
  }

  function fillServices() {
    const list = document.querySelector("#listed");
    if (!list) return;
    for (const service of town.services) {
      const option = document.querySelector("#one-service").content.cloneNode(true);
      option.querySelector("input").value = service.number;
      option.querySelector("strong").textContent = `${service.volunteer} → ${service.elder}`;
      option.querySelector("small").textContent = `${service.number} · ${service.at.replace("T", " ")}`;
      list.append(option);
    }
    document.querySelector("#listed-field").hidden = !town.services.length;
  }

  /* Whose number it is, beside it: the paper says the name, and a wrong number is seen at once. */
  function nameBeside(event) {
    const beside = document.querySelector(`#n-${event.target.name}`);
    if (!beside) return;
    const person = town.people.find((each) => each.number === plain(event.target.value).replace(/[\s-]/g, ""));
    beside.textContent = person ? person.name : "";
  }

  function forgetErrors() {
    form.querySelectorAll("p.error").forEach((each) => each.remove());
    form.querySelectorAll("[aria-invalid]").forEach((each) => each.removeAttribute("aria-invalid"));
    form.querySelectorAll(".field.wrong").forEach((each) => each.classList.remove("wrong"));
    document.querySelector("#saved").hidden = true;
  }

  function showError(wrong) {
    const name = wrong.nameOfField;
    const target = document.querySelector(`#f-${name}`) || form.elements[name];
    const error = document.querySelector("#one-error").content.cloneNode(true).firstElementChild;
    error.id = `e-${name}`;
    error.querySelector("span").textContent = wrong.message;
    target.setAttribute("aria-invalid", "true");
    const described = target.getAttribute("aria-describedby");
    target.setAttribute("aria-describedby", described ? `${described} ${error.id}` : error.id);
    const box = target.closest(".field");
    box.classList.add("wrong");
    box.append(error);
    target.focus();
  }

  function showSaved(count) {
    const saved = document.querySelector("#saved");
    saved.hidden = false;
    saved.querySelector("p").textContent = words("saved", { count });
    saved.scrollIntoView();
    saved.focus();
  }

  function start() {
    form.reset();
    fillDays();
    const sheet = new URLSearchParams(location.search).get("sheet");
    if (form.elements.sheet && sheet) form.elements.sheet.value = sheet;
    if (form.elements.time) form.elements.time.value = wallClock().slice(11);
    form.querySelectorAll("output").forEach((each) => (each.textContent = ""));
  }

  form.addEventListener("input", nameBeside);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector(".button.main");
    forgetErrors();
    button.disabled = true;
    try {
      const count = await record.save(form, device, town);
      start();
      showSaved(count);
      sync.run();
    } catch (error) {
      if (error instanceof record.WrongField) showError(error);
      else showError(new record.WrongField("save", words("not_saved", { why: error.message })));
    } finally {
      button.disabled = false;
    }
  });

  fillServices();
  start();
})();
