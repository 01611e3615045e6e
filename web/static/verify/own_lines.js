// The lines that some kinds of entries have of their own: each reader returns them as they are written again.

import { BOOK, DAY, HANDLE, HASH, NUMBER, SITE, TIME, UNIT, readDay, readNumber, readTime } from "./lines.js";
import { Refused } from "./spelling.js";

const MAX_ACCOUNT_LINES = 100;
const ORIGIN = "[!-*,-~]{1,255}";
const VKEY = `${ORIGIN}\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{4,4000}={0,2}`;
const REASON = "cancelled|declined|timeout|upheld|replaced|no_show";
const CLASS =
  "issue|grant|pool|member|household|shop|donor|consumed|spoiled|difference|deducted|expired|loss|clearing";
const OF = `-|${BOOK}|${SITE}|${HANDLE}`;
const ACCOUNT = new RegExp(
  `^account (${HANDLE}) (${UNIT}) (?:${CLASS}) (?:${OF}) (none|${NUMBER}) (?:open|frozen|closed)$`,
);
const TOTAL = new RegExp(`^total (${UNIT}) (${NUMBER}) (${NUMBER})$`);

const READERS = {
  genesis: (lines) => [
    ...take(lines, ["origin", ORIGIN], ["key", VKEY]),
    ...takeIf(lines, "continues", HASH),
  ],
  account: readAccounts,
  policy: (lines) => take(lines, ["version", NUMBER], ["sha256", HASH], ["from", DAY]),
  release: (lines) => take(lines, ["reason", REASON]),
  seal: (lines) => [...take(lines, ["at", NUMBER], ["root", HASH]), ...readTotals(lines)],
  key: (lines) => {
    const vkey = take(lines, ["vkey", VKEY]);
    const revoked = takeIf(lines, "revoked-from", NUMBER);
    return [...vkey, ...(revoked.length > 0 ? revoked : take(lines, ["from", NUMBER]))];
  },
  export: (lines) => take(lines, ["origin", ORIGIN], ["handle", HANDLE], ["deadline", TIME]),
  import: (lines) => take(lines, ["origin", ORIGIN], ["index", NUMBER], ["leaf", HASH], ["deadline", TIME]),
  refuse: (lines) => take(lines, ["origin", ORIGIN], ["index", NUMBER], ["leaf", HASH]),
};

export function readOwnLines(kind, lines) {
  return READERS[kind](lines);
}

const RANGES = new Map([
  [NUMBER, readNumber],
  [DAY, readDay],
  [TIME, readTime],
]);

function take(lines, ...wanted) {
  return wanted.map(([key, pattern]) => written(key, pattern, lines.take(key, pattern)));
}

function takeIf(lines, key, pattern) {
  const value = lines.takeIf(key, pattern);
  return value === null ? [] : [written(key, pattern, value)];
}

function written(key, pattern, value) {
  const read = RANGES.get(pattern);
  return `${key} ${read === undefined ? value : read(value)}`;
}

function readAccounts(lines) {
  const read = [];
  for (let match = lines.match(ACCOUNT); match !== null; match = lines.match(ACCOUNT)) {
    if (match[3] !== "none") readNumber(match[3]);
    read.push({ line: match[0], place: `${match[1]} ${match[2]}` });
  }
  if (read.length < 1 || read.length > MAX_ACCOUNT_LINES) throw new Refused("entry", `${read.length} account lines`);
  requireSorted(read.map(({ place }) => place));
  return read.map(({ line }) => line);
}

function readTotals(lines) {
  const read = [];
  for (let match = lines.match(TOTAL); match !== null; match = lines.match(TOTAL)) {
    readNumber(match[2]);
    readNumber(match[3]);
    read.push({ line: match[0], place: match[1] });
  }
  requireSorted(read.map(({ place }) => place));
  return read.map(({ line }) => line);
}

// Strictly ascending. A handle has always 20 characters, so "handle unit" sorts as the pair does.
export function requireSorted(places) {
  if (places.some((place, index) => index > 0 && places[index - 1] >= place)) throw new Refused("entry", "order");
}
