// A receipt: the proof that an entry stands in a signed log (C2SP tlog-proof), and what opens the entry for its holder.

import { parseEntry } from "./entry.js";
import { openCheckpoint } from "./note.js";
import { VERSION as OPENING_VERSION, formatOpening, parseOpening, requireOpens } from "./opening.js";
import { Refused, find, fromAscii, isSame, join, readBase64, readDecimal, readHash, toUtf8, writeBase64 } from "./spelling.js";
import { checkInclusion, leafHash } from "./tree.js";

const VERSION = "c2sp.org/tlog-proof@v1";
const MAX_HASHES = 63;
const MAX_PROOF_BYTES = 1500000;
const OPENING_FOLLOWS = toUtf8(`\n\n${OPENING_VERSION}\n`);

// Returns what a receipt proves to somebody who trusts these keys, of the log and of witnesses; refuses anything else.
export async function checkReceipt(bytes, keys) {
  const receipt = parseReceipt(bytes);
  const entry = parseEntry(receipt.entry);
  if (BigInt(entry.seq) !== receipt.index) throw new Refused("claim", "it is filed as another entry");
  const checkpoint = await openCheckpoint(receipt.checkpoint, keys);
  checkInclusion(leafHash(receipt.entry), receipt.index, checkpoint.size, receipt.hashes, checkpoint.root);
  const opening = receipt.opening === null ? { states: [], memo: null, names: [] } : receipt.opening;
  requireOpens(opening, entry);
  return { entry, checkpoint, ...opening };
}

export function parseReceipt(bytes) {
  const receipt = readReceipt(bytes);
  if (!isSame(formatReceipt(receipt), bytes)) throw new Refused("receipt", "it is written another way");
  return receipt;
}

export function formatReceipt({ entry, index, hashes, checkpoint, opening }) {
  const lines = [VERSION, `extra ${writeBase64(entry)}`, `index ${index}`, ...hashes.map(writeBase64), "", ""];
  const proof = join(toUtf8(lines.join("\n")), checkpoint);
  return opening === null ? proof : join(proof, toUtf8(`\n${formatOpening(opening)}`));
}

function readReceipt(bytes) {
  const follows = find(bytes, OPENING_FOLLOWS);
  const proof = follows < 0 ? bytes : bytes.slice(0, follows + 1);
  const opening = follows < 0 ? null : parseOpening(bytes.slice(follows + 2));
  if (proof.length > MAX_PROOF_BYTES) throw new Refused("receipt", "too long");
  const blank = find(proof, [10, 10]);
  const head = blank < 0 ? null : fromAscii(proof.slice(0, blank));
  const checkpoint = proof.slice(blank + 2);
  if (head === null || checkpoint.length === 0) throw new Refused("receipt", "no blank line before a checkpoint");
  const [version, extra, index, ...hashes] = head.split("\n");
  if (version !== VERSION) throw new Refused("receipt", "the first line");
  if (hashes.length > MAX_HASHES) throw new Refused("receipt", "too many hashes");
  return {
    entry: want(readBase64, extra, "extra "),
    index: want(readDecimal, index, "index "),
    hashes: hashes.map((line) => want(readHash, line, "")),
    checkpoint,
    opening,
  };
}

function want(read, line, key) {
  const value = line !== undefined && line.startsWith(key) ? read(line.slice(key.length)) : null;
  if (value === null) throw new Refused("receipt", `a line ${key}cannot be read`);
  return value;
}
