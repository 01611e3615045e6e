// The lines of a text record taken one by one, and the values that stand in them.

import { Refused } from "./spelling.js";

export const MAX_NUMBER = Number.MAX_SAFE_INTEGER; // 2^53 - 1, for this very reason the largest in the ledger
export const BOOK = "[0-9]{6}";
export const SITE = "[0-9]{14}";
export const ID = "[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"; // UUID version 8
export const HANDLE = "[a-z2-7]{20}";
export const UNIT = "min|pt|g\\.[a-z0-9]{1,24}";
export const NUMBER = "0|[1-9][0-9]{0,15}";
export const HASH = "[0-9a-f]{64}";
export const TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z";
export const DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

export class Lines {
  constructor(text) {
    this.lines = text.split("\n");
    this.at = 0;
  }

  // The value of the next line, which must have this key and a value of this pattern.
  take(key, pattern) {
    const value = this.takeIf(key, pattern);
    if (value === null) throw new Refused("entry", `no line ${key}`);
    return value;
  }

  // The same, or null and the line stays, where the next one is another.
  takeIf(key, pattern, read = (value) => value) {
    const match = this.match(new RegExp(`^${key} (${pattern})$`));
    return match === null ? null : read(match[1]);
  }

  match(pattern) {
    const match = pattern.exec(this.lines[this.at]);
    if (match !== null) this.at += 1;
    return match;
  }

  require(line) {
    if (this.lines[this.at] !== line) throw new Refused("entry", `no line ${line}`);
    this.at += 1;
  }

  requireEnd() {
    if (this.at !== this.lines.length - 1 || this.lines[this.at] !== "") throw new Refused("entry", "a line too many");
  }
}

export function readNumber(text) {
  const number = Number(text);
  if (!(number <= MAX_NUMBER)) throw new Refused("entry", `${text} is too large`);
  return number;
}

// A day of the Gregorian calendar, years 1 to 9999.
export function readDay(text) {
  const day = new Date(`${text}T00:00:00Z`);
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) && !text.startsWith("0000");
  if (!isDay) throw new Refused("entry", `${text} is no day`);
  return text;
}

export function readTime(text) {
  const [day, time] = text.split("T");
  readDay(day);
  const [hour, minute, second] = time.slice(0, 8).split(":").map(Number);
  if (hour > 23 || minute > 59 || second > 59) throw new Refused("entry", `${text} is no time`);
  return text;
}
