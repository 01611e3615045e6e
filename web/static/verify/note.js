// Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint): a text, a blank line, lines of signatures over it.

import { COSIGNATURE, ED25519, fits, isKeyName, signedTime } from "./keys.js";
import { Refused, fromUtf8, isSame, partition, readBase64, readDecimal, readHash, toHex, toUtf8 } from "./spelling.js";
import { EMPTY_ROOT } from "./tree.js";

const MAX_SIGNATURES = 100;
const MAX_NOTE_BYTES = 1000000;
const DASH = "\u2014 ";
const NOT_IN_TEXT = /[\u0000-\u0009\u000b-\u001f]/;

// Returns text and signatures, none of them verified.
export function splitNote(note) {
  if (note.length > MAX_NOTE_BYTES) throw new Refused("note", "too long");
  const whole = fromUtf8(note);
  if (whole === null) throw new Refused("note", "not UTF-8");
  const blank = whole.lastIndexOf("\n\n");
  if (blank < 0) throw new Refused("note", "no blank line");
  const text = whole.slice(0, blank + 1);
  if (NOT_IN_TEXT.test(text)) throw new Refused("note", "a control character in the text");
  return { text, signatures: parseSignatures(whole.slice(blank + 2)) };
}

function parseSignatures(lines) {
  const whole = lines.split("\n");
  if (whole.pop() !== "") throw new Refused("note", "the last line does not end");
  if (whole.length < 1 || whole.length > MAX_SIGNATURES) throw new Refused("note", `${whole.length} signatures`);
  return whole.map(parseSignature);
}

function parseSignature(line) {
  const [name, , encoded] = partition(line.slice(DASH.length), " ");
  const data = readBase64(encoded);
  if (!line.startsWith(DASH) || !isKeyName(name) || data === null || data.length <= 4) {
    throw new Refused("note", "a line is no signature");
  }
  return { name, keyId: data.slice(0, 4), signature: data.slice(4) };
}

// Returns text and the signatures of those among `keys` that have signed. Unknown ones say nothing; one of a known
// key that does not fit refuses the whole note.
export async function openNote(note, keys) {
  const { text, signatures } = splitNote(note);
  const verified = [];
  for (const { name, keyId, signature } of signatures) {
    const key = keys.find((known) => known.name === name && isSame(known.id, keyId));
    if (key === undefined) continue;
    if (!(await fits(key, toUtf8(text), signature))) throw new Refused("signature", name);
    verified.push({ key, time: key.kind === COSIGNATURE ? signedTime(signature) : null });
  }
  if (verified.length === 0) throw new Refused("unsigned", signatures.map((each) => each.name).join(", "));
  return { text, verified };
}

export function parseCheckpoint(text) {
  const lines = text.split("\n");
  if (lines.length !== 4 || lines[3] !== "") throw new Refused("checkpoint", "want origin, size and root");
  const [origin, size, root] = [lines[0], readDecimal(lines[1]), readHash(lines[2])];
  if (!isKeyName(origin) || size === null || root === null) throw new Refused("checkpoint", "origin, size or root");
  if (size === 0n && !isSame(root, EMPTY_ROOT)) throw new Refused("checkpoint", "the empty tree has another root");
  return { origin, size, root };
}

// Returns the checkpoint that its log has signed with one of `keys`, which may name witnesses too.
export async function openCheckpoint(note, keys) {
  const { text, verified } = await openNote(note, keys);
  const checkpoint = parseCheckpoint(text);
  const own = verified.filter(({ key }) => key.kind === ED25519 && key.name === checkpoint.origin);
  if (own.length === 0) throw new Refused("unsigned", checkpoint.origin);
  const refusals = own.map(({ key }) => whyNotInForce(key, checkpoint.size));
  if (refusals.every((kind) => kind !== null)) throw new Refused(refusals[0], `${toHex(own[0].key.id)}, ${checkpoint.size}`);
  const witnesses = verified.filter(({ key }) => key.kind === COSIGNATURE);
  return { ...checkpoint, note, witnesses: witnesses.map(({ key, time }) => ({ name: key.name, time })) };
}

// Why a key does not sign checkpoints of this size, null where it does; a key of which no term is known signs all.
function whyNotInForce({ term }, size) {
  if (term === undefined) return null;
  if (term.revokedFrom !== null && size >= term.revokedFrom) return "revoked";
  return size < term.firstSize || (term.lastSize !== null && size > term.lastSize) ? "replaced" : null;
}
