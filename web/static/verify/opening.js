// What opens the commitments of an entry for its holder: states of accounts, the words, and names that nothing proves.

import { sha256 } from "../vendor/hashes/sha2.js";
import { hexToBytes } from "../vendor/hashes/utils.js";
import { HANDLE, Lines, NUMBER, UNIT, readNumber } from "./lines.js";
import { requireSorted } from "./own_lines.js";
import { Refused, fromAscii, fromUtf8, join, readBase64, toHex, toUtf8, writeBase64 } from "./spelling.js";

export const VERSION = "timebank/opening/v1";
const MAX_TEXT_BYTES = 20000;
const MAX_LINES = 100;
const SALT = "[0-9a-f]{32}";
const TEXT = "[A-Za-z0-9+/]+={0,2}";
const STATE = new RegExp(`^state (${HANDLE}) (${UNIT})${` (${NUMBER})`.repeat(5)} (-|${NUMBER}) (${SALT})$`);
const MEMO = new RegExp(`^memo (${SALT}) (${TEXT})$`);
const NAME = new RegExp(`^name (${HANDLE}) (${TEXT})$`);

export function parseOpening(bytes) {
  try {
    return readOpening(bytes);
  } catch (error) {
    throw error instanceof Refused ? new Refused("receipt", `opening: ${error.message}`) : error;
  }
}

function readOpening(bytes) {
  const text = fromAscii(bytes);
  if (text === null) throw new Refused("receipt", "the opening is not ASCII");
  const lines = new Lines(text);
  lines.require(VERSION);
  const states = takeAll(lines, STATE).map(readState);
  const memo = takeAll(lines, MEMO, 1).map(([, salt, words]) => ({ salt: hexToBytes(salt), text: readText(words) }));
  const names = takeAll(lines, NAME).map(([, handle, name]) => ({ handle, name: readText(name) }));
  lines.requireEnd();
  requireSorted(states.map(({ handle, unit }) => `${handle} ${unit}`));
  requireSorted(names.map(({ handle }) => handle));
  const opening = { states, memo: memo.length > 0 ? memo[0] : null, names };
  if (formatOpening(opening) !== text) throw new Refused("receipt", "the opening is written another way");
  return opening;
}

export function formatOpening({ states, memo, names }) {
  const lines = [
    VERSION,
    ...states.map((state) => `state ${stateWords(state)} ${toHex(state.salt)}`),
    ...(memo === null ? [] : [`memo ${toHex(memo.salt)} ${writeBase64(toUtf8(memo.text))}`]),
    ...names.map(({ handle, name }) => `name ${handle} ${writeBase64(toUtf8(name))}`),
  ];
  return `${lines.join("\n")}\n`;
}

// Holds each opening against what the entry commits to.
export function requireOpens(opening, entry) {
  for (const state of opening.states) {
    const posting = entry.postings.find(({ handle, unit }) => handle === state.handle && unit === state.unit);
    if (posting === undefined || posting.state !== commitState(state)) throw new Refused("claim", state.handle);
  }
  if (opening.memo !== null && entry.memo !== commitMemo(opening.memo)) throw new Refused("claim", "memo");
  for (const { handle } of opening.names) {
    if (!entry.postings.some((posting) => posting.handle === handle)) throw new Refused("claim", handle);
  }
}

// SHA-256(the state's text || salt)
function commitState(state) {
  return toHex(sha256(join(toUtf8(`timebank/state/v1\n${stateWords(state)}\n`), state.salt)));
}

// SHA-256(salt || text)
function commitMemo(memo) {
  return `sha256 ${toHex(sha256(join(memo.salt, toUtf8(memo.text))))}`;
}

function stateWords({ handle, unit, debits, credits, pendingDebits, pendingCredits, version, last }) {
  return `${handle} ${unit} ${debits} ${credits} ${pendingDebits} ${pendingCredits} ${version} ${last}`;
}

function takeAll(lines, pattern, most = MAX_LINES) {
  const found = [];
  for (let match = lines.match(pattern); match !== null; match = lines.match(pattern)) found.push(match);
  if (found.length > most) throw new Refused("receipt", `${found.length} lines of one sort`);
  return found;
}

function readState([, handle, unit, ...rest]) {
  const [debits, credits, pendingDebits, pendingCredits, version] = rest.slice(0, 5).map(readNumber);
  const last = rest[5] === "-" ? "-" : readNumber(rest[5]);
  return { handle, unit, debits, credits, pendingDebits, pendingCredits, version, last, salt: hexToBytes(rest[6]) };
}

function readText(encoded) {
  const bytes = readBase64(encoded);
  const text = bytes === null ? null : fromUtf8(bytes);
  if (text === null || bytes.length > MAX_TEXT_BYTES) throw new Refused("receipt", "a text cannot be read");
  return text;
}
