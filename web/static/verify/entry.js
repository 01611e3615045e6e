// An entry of the ledger: strict ASCII text, `key SP value LF` in a fixed order. What is read is written again, and
// both must be the same bytes.

import { readOwnLines } from "./own_lines.js";
import { DAY, HANDLE, HASH, ID, Lines, MAX_NUMBER, NUMBER, SITE, TIME, UNIT, readDay, readNumber, readTime } from "./lines.js";
import { Refused, fromAscii } from "./spelling.js";

const VERSION = "timebank/entry/v1";
const MAX_BYTES = 65535;
const MAX_POSTINGS = 100;

// What entries of each kind may carry: `own` lines; `moves` has postings, `held` in each what was reserved, at `least`
// so much; `closes` an earlier entry; `dated` with a service day; `placed` at a site; `said` with a memo.
const KINDS = {
  genesis: { own: true },
  account: { own: true, placed: true },
  policy: { own: true },
  transfer: { moves: true, least: 1, dated: true, placed: true },
  reserve: { moves: true, least: 1, dated: true, placed: true },
  settle: { moves: true, held: true, least: 0, closes: true, dated: true, placed: true },
  release: { own: true, moves: true, least: 1, closes: true, dated: true, placed: true },
  reverse: { moves: true, least: 0, closes: true, dated: true, placed: true },
  expire: { moves: true, least: 1, dated: true, placed: true },
  seal: { own: true },
  key: { own: true },
  erase: { placed: true, said: true },
  export: { own: true, moves: true, least: 1, dated: true, placed: true },
  import: { own: true, moves: true, least: 1, dated: true, placed: true },
  refuse: { own: true, placed: true },
  remark: { placed: true, said: true },
};

const POSTING = new RegExp(`^(debit|credit) (${HANDLE}) (${UNIT}) (${NUMBER})(?: held (${NUMBER}))? state (${HASH})$`);

export function parseEntry(bytes) {
  const text = fromAscii(bytes);
  if (text === null || bytes.length > MAX_BYTES) throw new Refused("entry", "not ASCII, or too long");
  const lines = new Lines(text);
  lines.require(VERSION);
  const entry = {
    book: lines.take("book", "[0-9]{6}"),
    seq: readNumber(lines.take("seq", NUMBER)),
    prev: lines.take("prev", HASH),
    id: lines.take("id", ID),
    kind: lines.take("kind", "[a-z]+"),
    recorded: readTime(lines.take("recorded", TIME)),
    service: lines.takeIf("service", DAY, readDay),
    site: lines.takeIf("site", SITE),
    policy: readNumber(lines.take("policy", NUMBER)),
    ref: lines.takeIf("ref", ID),
    withId: lines.takeIf("with", ID),
  };
  const kind = Object.prototype.hasOwnProperty.call(KINDS, entry.kind) ? KINDS[entry.kind] : null;
  if (kind === null) throw new Refused("entry", `no kind ${entry.kind}`);
  entry.own = kind.own ? readOwnLines(entry.kind, lines) : [];
  entry.postings = readPostings(lines);
  entry.memo = lines.takeIf("memo", `sha256 ${HASH}`);
  entry.acts = lines.takeIf("acts", `sha256 ${HASH}`);
  lines.requireEnd();
  requireShape(entry, kind);
  if (formatEntry(entry) !== text) throw new Refused("entry", "it is written another way");
  return entry;
}

function formatEntry(entry) {
  const optional = (key, value) => (value === null ? [] : [`${key} ${value}`]);
  const lines = [
    VERSION,
    `book ${entry.book}`,
    `seq ${entry.seq}`,
    `prev ${entry.prev}`,
    `id ${entry.id}`,
    `kind ${entry.kind}`,
    `recorded ${entry.recorded}`,
    ...optional("service", entry.service),
    ...optional("site", entry.site),
    `policy ${entry.policy}`,
    ...optional("ref", entry.ref),
    ...optional("with", entry.withId),
    ...entry.own,
    ...entry.postings.map(formatPosting),
    ...optional("memo", entry.memo),
    ...optional("acts", entry.acts),
  ];
  return `${lines.join("\n")}\n`;
}

function readPostings(lines) {
  const postings = [];
  for (let match = lines.match(POSTING); match !== null; match = lines.match(POSTING)) {
    const [, side, handle, unit, amount, held, state] = match;
    postings.push({
      side,
      handle,
      unit,
      amount: readNumber(amount),
      held: held === undefined ? null : readNumber(held),
      state,
    });
  }
  return postings;
}

function formatPosting({ side, handle, unit, amount, held, state }) {
  return `${side} ${handle} ${unit} ${amount}${held === null ? "" : ` held ${held}`} state ${state}`;
}

function requireShape(entry, kind) {
  const faults = [
    [(entry.ref !== null) !== Boolean(kind.closes), "ref"],
    [entry.service !== null && !kind.dated, "service"],
    [entry.site !== null && !kind.placed, "site"],
    [entry.memo === null && kind.said, "memo"],
    [!kind.moves && entry.postings.length > 0, "postings"],
  ];
  const fault = faults.find(([isThere]) => isThere);
  if (fault !== undefined) throw new Refused("entry", `${entry.kind}: ${fault[1]}`);
  if (kind.moves) requirePostings(entry.postings, kind);
}

function requirePostings(postings, kind) {
  if (postings.length < 2 || postings.length > MAX_POSTINGS) throw new Refused("entry", `${postings.length} postings`);
  const places = postings.map(({ side, handle, unit }) => `${side === "debit" ? "a" : "b"} ${handle} ${unit}`);
  if (places.some((place, index) => index > 0 && places[index - 1] >= place)) throw new Refused("entry", "order");
  if (new Set(places.map((place) => place.slice(2))).size !== places.length) throw new Refused("entry", "twice");
  for (const { amount, held } of postings) {
    if (amount < kind.least) throw new Refused("entry", `amount ${amount}`);
    if ((held !== null) !== Boolean(kind.held)) throw new Refused("entry", "held");
    if (held !== null && (held < amount || held < 1 || held > MAX_NUMBER)) throw new Refused("entry", `held ${held}`);
  }
}
