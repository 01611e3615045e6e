// Two signed heads of one log that do not go together, in a file that anybody can check offline:
//
//     timebank/evidence/v1
//     <base64 of a hash>            what the log gave as proof that the longer one extends the shorter, one a line
//
//     <the first signed checkpoint>
//
//     <the second signed checkpoint>

import { openCheckpoint } from "./note.js";
import { Refused, fromUtf8, isSame, readHash, toUtf8, writeBase64 } from "./spelling.js";
import { rootsOfGrowth } from "./tree.js";

export const VERSION = "timebank/evidence/v1";
const MAX_HASHES = 63;

export function formatEvidence({ proof, notes }) {
  const head = [VERSION, ...proof.map(writeBase64), ""].join("\n");
  return [head, ...notes.map(fromUtf8)].join("\n");
}

// Returns the two checkpoints, the shorter first, and what they show together.
export async function checkEvidence(bytes, keys) {
  const text = fromUtf8(bytes);
  const parts = text === null ? [] : text.split("\n\n");
  if (parts.length !== 5) throw new Refused("evidence", "want a head and two notes");
  const [version, ...lines] = parts[0].split("\n");
  const proof = lines.map(readHash);
  if (version !== VERSION || proof.includes(null) || proof.length > MAX_HASHES) throw new Refused("evidence", "head");
  const notes = [`${parts[1]}\n\n${parts[2]}\n`, `${parts[3]}\n\n${parts[4]}`].map(toUtf8);
  if (formatEvidence({ proof, notes }) !== text) throw new Refused("evidence", "it is written another way");
  return { ...(await compare(proof, notes, keys)), text };
}

// Opens both notes and says how they stand to each other: "agree", "forked" (the log has signed two histories), or
// "unproven" (it has not shown that the longer one extends the shorter).
export async function compare(proof, notes, keys) {
  const heads = [await openCheckpoint(notes[0], keys), await openCheckpoint(notes[1], keys)];
  if (heads[0].origin !== heads[1].origin) throw new Refused("evidence", "they are of two logs");
  if (heads[0].size > heads[1].size) heads.reverse();
  const [older, newer] = heads;
  return { older, newer, verdict: judge(older, newer, proof) };
}

function judge(older, newer, proof) {
  let roots;
  try {
    roots = rootsOfGrowth(older, newer, proof);
  } catch (error) {
    return "unproven";
  }
  // A way that leads to the newer root shows what the newer log has at the older size, whoever wrote it down.
  if (!isSame(roots.new, newer.root)) return "unproven";
  return isSame(roots.old, older.root) ? "agree" : "forked";
}
