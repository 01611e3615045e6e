// The keys that sign notes (C2SP signed-note and tlog-cosignature): name+hex8+base64(type || public key).

import { Point } from "../vendor/ed25519/index.js";
import { sha256, sha512 } from "../vendor/hashes/sha2.js";
import { MAX_SIZE, Refused, isSame, join, partition, readBase64, toHex, toUtf8 } from "./spelling.js";

export const ED25519 = 1;
export const COSIGNATURE = 4;
const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;
const ORDER = Point.CURVE().n;

// No space of any alphabet, no "+", no control character.
const NAME = /^[^\u0000-\u0020+\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/;

export function isKeyName(name) {
  return NAME.test(name);
}

// SHA-256(name || 0x0A || type || key)[:4]
export function keyId(name, kind, publicKey) {
  return sha256(join(toUtf8(`${name}\n`), [kind], publicKey)).slice(0, 4);
}

export function parseVkey(text) {
  const [name, , rest] = partition(text, "+");
  const [id, isWhole, encoded] = partition(rest, "+"); // the base64 may hold more of them
  const data = readBase64(encoded);
  if (!isWhole || !isKeyName(name) || data === null) throw new Refused("key", "want <name>+<8 hex digits>+<base64>");
  const key = { name, kind: data[0], publicKey: data.slice(1), text };
  if (key.kind !== ED25519 && key.kind !== COSIGNATURE) throw new Refused("key", `type ${key.kind}`);
  key.id = keyId(name, key.kind, key.publicKey);
  if (toHex(key.id) !== id) throw new Refused("key", "the key ID belongs to another name or key");
  requireSound(key.publicKey);
  return key;
}

// Refuses what is no point of the curve in its one spelling, and points of small order, under which one signature
// fits many texts.
function requireSound(publicKey) {
  let point;
  try {
    point = Point.fromBytes(publicKey);
  } catch (error) {
    throw new Refused("key", error.message);
  }
  if (point.multiplyUnsafe(8n).is0()) throw new Refused("key", "the point has small order");
}

// Tells whether this is the key's signature of the text; what a witness says is the time is in `signedTime`.
export async function fits(key, text, signature) {
  if (key.kind !== COSIGNATURE) return fitsBytes(key.publicKey, text, signature);
  const time = signedTime(signature);
  if (time === null) return false;
  const timed = join(toUtf8(`cosignature/v1\ntime ${time}\n`), text);
  return fitsBytes(key.publicKey, timed, signature.slice(TIME_BYTES));
}

// Seconds since 1970 as a BigInt; null where a cosignature holds none.
export function signedTime(signature) {
  if (signature.length !== TIME_BYTES + SIGNATURE_BYTES) return null;
  const time = BigInt(`0x${toHex(signature.slice(0, TIME_BYTES))}`);
  return time > MAX_SIZE ? null : time;
}

async function fitsBytes(publicKey, text, signature) {
  if (signature.length !== SIGNATURE_BYTES) return false;
  const answer = await askBrowser(publicKey, text, signature);
  return answer === null ? fitsByHand(publicKey, text, signature) : answer;
}

// The browser's own Ed25519; null where it has none, or none on a page without https.
async function askBrowser(publicKey, text, signature) {
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, text);
  } catch (error) {
    return null;
  }
}

// RFC 8032 §5.1.7 without the cofactor, R compared as bytes: so do OpenSSL and the browsers. The library's own `verify`
// multiplies by the cofactor, and two checkers could then differ about one signature.
export function fitsByHand(publicKey, text, signature) {
  const r = signature.slice(0, 32);
  const s = littleEndian(signature.slice(32));
  if (s >= ORDER) return false;
  const k = littleEndian(sha512(join(r, publicKey, text))) % ORDER;
  const difference = Point.BASE.multiplyUnsafe(s).subtract(Point.fromBytes(publicKey).multiplyUnsafe(k));
  return isSame(difference.toBytes(), r);
}

function littleEndian(bytes) {
  return BigInt(`0x${toHex(Uint8Array.from(bytes).reverse())}`);
}
