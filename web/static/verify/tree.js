// The Merkle tree of RFC 6962 §2.1, and the two checks of RFC 9162. Sizes and indexes are BigInts.

import { sha256 } from "../vendor/hashes/sha2.js";
import { Refused, isSame, join } from "./spelling.js";

export const EMPTY_ROOT = sha256(new Uint8Array());

// SHA-256(0x00 || data)
export function leafHash(data) {
  return sha256(join([0], data));
}

// SHA-256(0x01 || left || right)
function nodeHash(left, right) {
  return sha256(join([1], left, right));
}

// RFC 9162 §2.1.3.2: returns if the leaf stands at `index` of the tree with this size and root.
export function checkInclusion(leaf, index, size, proof, root) {
  if (index >= size) throw new Refused("proof", `no leaf ${index} in a tree of ${size}`);
  let [fn, sn, r] = [index, size - 1n, leaf];
  for (const p of proof) {
    if (sn === 0n) throw new Refused("proof", "longer than the way to the root");
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(p, r);
      while (!isOdd(fn) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      r = nodeHash(r, p);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  if (sn !== 0n) throw new Refused("proof", "shorter than the way to the root");
  if (!isSame(r, root)) throw new Refused("proof", "it leads to another root");
}

// RFC 9162 §2.1.4.2: returns the roots that a proof of growth leads to, where `older` and `newer` are checkpoints:
// `old` is the root that the first entries of the newer tree have, `new` that of all. A proof of the wrong length is
// refused; whether the roots are the signed ones is for the caller to see.
export function rootsOfGrowth(older, newer, proof) {
  if (older.size > newer.size) throw new Refused("proof", `${newer.size} cannot extend ${older.size}`);
  if (older.size === 0n || older.size === newer.size) {
    if (proof.length > 0) throw new Refused("proof", "there is nothing to prove");
    return { old: older.size === 0n ? EMPTY_ROOT : newer.root, new: newer.root };
  }
  if (proof.length === 0) throw new Refused("proof", "it is empty");
  const path = isPowerOfTwo(older.size) ? [older.root, ...proof] : proof;
  let [fn, sn] = [older.size - 1n, newer.size - 1n];
  while (isOdd(fn)) [fn, sn] = [fn >> 1n, sn >> 1n];
  let [fr, sr] = [path[0], path[0]];
  for (const c of path.slice(1)) {
    if (sn === 0n) throw new Refused("proof", "longer than the way to the root");
    if (isOdd(fn) || fn === sn) {
      [fr, sr] = [nodeHash(c, fr), nodeHash(c, sr)];
      while (!isOdd(fn) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      sr = nodeHash(sr, c);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  if (sn !== 0n) throw new Refused("proof", "shorter than the way to the root");
  return { old: fr, new: sr };
}

function isOdd(number) {
  return (number & 1n) === 1n;
}

function isPowerOfTwo(number) {
  return (number & (number - 1n)) === 0n;
}
