/* What the offline pages say, in the language they were rendered in, and small things that all of them use.

   These are classic scripts with one constant each, not modules: a module's address inside another script would lack
   the hash by which the phone tells an old file from a new one. */
"use strict";

const words = (name, facts = {}) => {
  const text = document.querySelector(`#words [data-name="${name}"]`).textContent;
  return text.replace(/%\((\w+)\)s/g, (_, fact) => facts[fact]);
};

/* The clock on the wall in China, whatever the phone is set to: "2026-11-16T09:00". */
const wallClock = (moment = new Date()) => new Date(moment.getTime() + 8 * 3600e3).toISOString().slice(0, 16);

/* As people type: full-width digits and signs become plain ones, blanks at the ends go. */
const plain = (text) => text.normalize("NFKC").trim();

const masked = (name) => (name.length < 3 ? `${name.slice(0, 1)}*` : name[0] + "*".repeat(name.length - 2) + name.slice(-1));

/* The last digit of a number finds any wrong one (ISO 7064 MOD 11,10), before anything is sent. */
const isCheckedNumber = (text) => {
  if (!/^\d{2,16}$/.test(text)) return false;
  let product = 10;
  for (const digit of text.slice(0, -1)) product = (((product + Number(digit)) % 10 || 10) * 2) % 11;
  return (11 - product) % 10 === Number(text.slice(-1));
};
