// What a receipt says in plain words: what happened, what is proved, and what is not.

import { en } from "./words_en.js";
import { zh } from "./words_zh.js";

const BEIJING_AHEAD_MS = 8 * 3600 * 1000;
const PENDING = ["reserve", "export"];

export function wordsOf(language) {
  return language.startsWith("en") ? en : zh;
}

// Returns three lists of sentences.
export function say(checked, words) {
  return { what: [...saysWhat(checked, words)], proved: [...saysProved(checked, words)], not: [...saysNot(checked, words)] };
}

function* saysWhat({ entry, states, memo }, words) {
  yield words.happened(entry.kind, entry.service);
  yield words.written(entry.book, entry.seq, moment(Date.parse(entry.recorded)));
  for (const posting of entry.postings) yield words.account(posting.handle, moves(entry, posting, words));
  for (const state of states) yield words.held(state.handle, holding(state, words));
  if (memo !== null) yield words.memo(memo.text);
}

function* saysProved({ entry, checkpoint, states, memo }, words) {
  yield words.signed(checkpoint.origin, entry.seq, checkpoint.size);
  for (const { name, time } of checkpoint.witnesses) yield words.witnessed(name, moment(Number(time) * 1000));
  if (states.length > 0) yield words.stoodSo;
  if (memo !== null) yield words.theseWords;
}

function* saysNot({ entry, checkpoint, states, names }, words) {
  yield words.tookPlace;
  yield words.today;
  if (entry.postings.length > states.length) yield words.others;
  if (checkpoint.witnesses.length === 0) yield words.noWitness;
  for (const { handle, name } of names) yield words.name(handle, name);
}

function moves(entry, { side, unit, amount, held }, words) {
  const much = words.amount(amount, unit);
  const isDebit = side === "debit";
  if (entry.kind === "release") return isDebit ? words.freed(much) : words.noLonger(much);
  if (PENDING.includes(entry.kind)) return isDebit ? words.setAside(much) : words.toCome(much);
  const of = held === null ? "" : words.ofHeld(words.amount(held, unit));
  return isDebit ? words.taken(much, of) : words.given(much, of);
}

function holding({ unit, debits, credits, pendingDebits, pendingCredits }, words) {
  const parts = [words.amount(credits - debits, unit)];
  if (pendingDebits > 0) parts.push(words.ofWhich(words.amount(pendingDebits, unit)));
  if (pendingCredits > 0) parts.push(words.andComing(words.amount(pendingCredits, unit)));
  return parts.join("");
}

// In Beijing's time, which knows no summer time.
function moment(milliseconds) {
  const there = new Date(milliseconds + BEIJING_AHEAD_MS);
  return Number.isNaN(there.getTime()) ? "?" : there.toISOString().slice(0, 16).replace("T", " ");
}
