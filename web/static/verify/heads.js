// The heads of each log that this browser has seen. It keeps them, and asks the log at the next visit to prove that
// its newest head extends them; what cannot be proved is kept as evidence.

import { compare, formatEvidence } from "./evidence.js";
import { openCheckpoint } from "./note.js";
import { Refused, find, fromAscii, fromUtf8, isSame, readHash, toUtf8 } from "./spelling.js";

const PLACE = "timebank/heads/v1 ";
const MOST_HEADS = 8;

const storage = storageOfBrowser();

// A browser may be told to keep nothing; then it remembers for as long as the page is open.
function storageOfBrowser() {
  try {
    return window.localStorage;
  } catch (error) {
    const kept = new Map();
    return { getItem: (place) => kept.get(place), setItem: (place, text) => kept.set(place, text) };
  }
}

// Answers {verdict, size} of the log at this address: "agree", "forked", "unproven", or "silent" where it did not answer.
export async function followLog(address, origin, keys) {
  const memory = recall(origin);
  if (memory.evidence !== null) return memory;
  const heads = await openAll(memory.notes, keys);
  let newest = null;
  for (const older of heads.length > 0 ? heads : [null]) {
    const answer = await askGrowth(address, older === null ? 0n : older.size);
    [newest] = answer === null ? [] : await openAll([answer.note], keys);
    if (newest === undefined) return { verdict: "silent" };
    if (older === null) break;
    const seen = await weigh(origin, answer.proof, [older.note, newest.note], keys);
    if (seen.verdict !== "agree") return seen;
  }
  keep(origin, { notes: [newest.note] });
  return { verdict: "agree", size: newest.size };
}

// Adds the head of a receipt to what is remembered. Two roots at one size are evidence at once, without any network.
export async function rememberHead(checkpoint, keys) {
  const { origin, size, note } = checkpoint;
  const memory = recall(origin);
  if (memory.evidence !== null) return memory;
  const twin = (await openAll(memory.notes, keys)).find((head) => head.size === size);
  if (twin !== undefined) return weigh(origin, [], [twin.note, note], keys);
  keep(origin, { notes: [note, ...memory.notes].slice(0, MOST_HEADS) });
  return { verdict: "agree", size };
}

// The heads that these keys open; what other keys have signed says nothing here.
async function openAll(notes, keys) {
  const heads = [];
  for (const note of notes) {
    try {
      heads.push(await openCheckpoint(note, keys));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  return heads;
}

async function weigh(origin, proof, notes, keys) {
  const isOne = isSame(notes[0], notes[1]);
  const { verdict } = isOne ? { verdict: "agree" } : await compare(proof, notes, keys);
  if (verdict === "agree") return { verdict };
  const evidence = formatEvidence({ proof, notes });
  keep(origin, { notes: recall(origin).notes, evidence, verdict });
  return { verdict, evidence };
}

// The proof that the log extends the one of so many entries, and its newest head; null where it gives neither.
async function askGrowth(address, size) {
  const answer = await ask(`${address}/consistency?from=${size}`);
  if (answer !== null && answer.ok) return readGrowth(new Uint8Array(await answer.arrayBuffer()), size);
  if (answer === null || answer.status !== 409) return null;
  const shorter = await ask(`${address}/checkpoint`); // it shows less than it once signed
  return shorter !== null && shorter.ok ? { proof: [], note: new Uint8Array(await shorter.arrayBuffer()) } : null;
}

async function ask(address) {
  try {
    return await fetch(address, { cache: "no-store", credentials: "omit" });
  } catch (error) {
    return null;
  }
}

function readGrowth(bytes, size) {
  const blank = find(bytes, [10, 10]);
  const head = blank < 0 ? null : fromAscii(bytes.slice(0, blank));
  const [first, ...lines] = head === null ? [""] : head.split("\n");
  const proof = lines.map(readHash);
  if (first !== `old ${size}` || proof.includes(null)) return null;
  return { proof, note: bytes.slice(blank + 2) };
}

function recall(origin) {
  const kept = JSON.parse(storage.getItem(PLACE + origin) || "{}");
  return { notes: (kept.notes || []).map(toUtf8), evidence: kept.evidence || null, verdict: kept.verdict };
}

function keep(origin, { notes, evidence, verdict }) {
  const kept = { notes: notes.map(fromUtf8), evidence, verdict };
  storage.setItem(PLACE + origin, JSON.stringify(kept));
}
