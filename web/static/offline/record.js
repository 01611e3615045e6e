/* The forms: what was typed, checked as far as a phone can, sealed and put into the queue. */
"use strict";

const record = (() => {
  const LONGEST_EDGE = 1280;
  const MOST_PHOTO_BYTES = 600e3;
  const LINES = 10;
  const ON_THE_SPOT_MS = 15 * 60e3;

  class WrongField extends Error {
    constructor(name, sentence) {
      super(sentence);
      this.nameOfField = name;
    }
  }

  const field = (form, name) => form.elements[name];
  const typed = (form, name) => plain(field(form, name) ? field(form, name).value : "");

  function wanted(form, name) {
    const value = typed(form, name);
    if (!value) throw new WrongField(name, words("wanted"));
    return value;
  }

  function number(form, name) {
    const value = wanted(form, name).replace(/[\s-]/g, "");
    if (!isCheckedNumber(value)) throw new WrongField(name, words("wrong_number"));
    return value;
  }

  function time(form, name) {
    const found = /^(\d{1,2})[:.点时]?(\d{2})?分?$/.exec(wanted(form, name));
    const [hour, minute] = found ? [Number(found[1]), Number(found[2] || 0)] : [24, 0];
    if (hour > 23 || minute > 59) throw new WrongField(name, words("wrong_time"));
    return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  }

  function minutes(form, name) {
    const value = wanted(form, name);
    if (!/^\d{1,3}$/.test(value) || Number(value) < 1) throw new WrongField(name, words("wrong_minutes"));
    return Number(value);
  }

  function birthday(form) {
    const parts = ["year", "month", "day"].map((part) => wanted(form, `birth_date_${part}`).padStart(2, "0"));
    const day = new Date(`${parts.join("-")}T00:00:00Z`);
    if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== parts.join("-")) {
      throw new WrongField("birth_date", words("wrong_day"));
    }
    return parts.join("-");
  }

  /* Small enough for a slow line; the server makes it anew all the same. */
  async function photograph(form, name) {
    const file = field(form, name).files[0];
    if (!file) return "";
    const picture = await createImageBitmap(file).catch(() => {
      throw new WrongField(name, words("wrong_photo"));
    });
    for (let edge = LONGEST_EDGE; ; edge *= 0.75) {
      const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(picture.width * scale));
      canvas.height = Math.max(1, Math.round(picture.height * scale));
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const text = canvas.toDataURL("image/jpeg", 0.7).split(",")[1];
      if (text.length < MOST_PHOTO_BYTES) return text;
    }
  }

  async function elder(form, town) {
    if (!field(form, "consent").checked) throw new WrongField("consent", words("consent_wanted"));
    const phone = typed(form, "phone").replace(/[\s-]/g, "");
    if (phone && !/^1\d{10}$/.test(phone)) throw new WrongField("phone", words("wrong_phone"));
    if (!phone && !typed(form, "identity_number")) wanted(form, "no_papers_reason");
    const body = {
      kind: "elder",
      consent_way: "paper",
      consent: field(form, "consent_version").value,
      site: town.site.id,
      name: wanted(form, "name"),
      sex: wanted(form, "sex"),
      birth_date: birthday(form),
      phone,
    };
    for (const name of ["identity_number", "no_papers_reason", "hamlet", "address"]) body[name] = typed(form, name);
    return [{ type: "elder", label: masked(body.name), body }];
  }

  /* Where the phone is says something only of what is recorded on the spot. */
  async function step(form) {
    const service = typed(form, "listed") || number(form, "service");
    const at = `${wanted(form, "day")}T${time(form, "time")}`;
    const type = wanted(form, "step");
    const card = typed(form, "card") ? number(form, "card") : "";
    const isNow = Math.abs(new Date(`${at}:00+08:00`) - new Date()) <= ON_THE_SPOT_MS;
    const position = isNow ? await whereNow() : "";
    return [{ type, version: 2, label: service, body: { service, at, card, position } }];
  }

  function line(form, suffix, common) {
    const body = {
      volunteer: number(form, `volunteer${suffix}`),
      elder: number(form, `elder${suffix}`),
      kind: wanted(form, `kind${suffix}`),
      starts_at: `${common.day}T${time(form, `starts_time${suffix}`)}`,
      minutes: minutes(form, `minutes${suffix}`),
      ...common.paper,
    };
    return { type: "service", label: `${body.volunteer} → ${body.elder}`, body };
  }

  async function paper(form, isPhotoWanted) {
    const photo = await photograph(form, "photo");
    if (!photo && isPhotoWanted) throw new WrongField("photo", words("photo_wanted"));
    if (!photo) return { items: [], paper: {} };
    const way = wanted(form, "way");
    const witness = way === "slip_witness" ? wanted(form, "witness") : "";
    const key = envelope.newItemKey();
    return { items: [{ key, type: "photo", label: "", body: { photo } }], paper: { photo: key, way, witness } };
  }

  async function slip(form) {
    const day = wanted(form, "day");
    const common = await paper(form, true);
    return [...common.items, line(form, "", { day, paper: common.paper })];
  }

  async function sheet(form) {
    const common = await paper(form, false);
    const day = wanted(form, "day");
    const signs = { ...common.paper, sheet: typed(form, "sheet").replace(/\D/g, "") };
    const lines = [];
    for (let row = 1; row <= LINES; row += 1) {
      if (["volunteer", "elder", "starts_time", "minutes"].some((name) => typed(form, `${name}_${row}`))) {
        lines.push(line(form, `_${row}`, { day, paper: signs }));
      }
    }
    if (!lines.length) throw new WrongField("volunteer_1", words("wanted"));
    return [...common.items, ...lines];
  }

  const READERS = { elder, step, slip, sheet };

  /* Read a form and put what it says into the queue; return how many items that are. */
  async function save(form, device, town) {
    const made_at = new Date().toISOString();
    const items = [];
    for (const { key = envelope.newItemKey(), version = 1, type, label, body } of await READERS[form.dataset.form](
      form,
      town,
    )) {
      const item = { key, made_at, type, version };
      item.body = await envelope.seal(device.server, device.book, item, body);
      items.push({ ...item, label, state: "waiting" });
    }
    await store.add(items);
    return items.length;
  }

  return { save, WrongField };
})();
