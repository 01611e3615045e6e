// Bytes, numbers and texts as the log's files spell them: each value in exactly one way. A reader answers null for any
// other spelling, or refuses.

import { bytesToHex } from "../vendor/hashes/utils.js";

export const MAX_SIZE = 2n ** 63n - 1n;

// Something cannot be read, or does not hold. `kind` says which sentence tells it, `reason` is for the curious.
export class Refused extends Error {
  constructor(kind, reason) {
    super(reason);
    this.kind = kind;
  }
}

export function isSame(a, b) {
  return a.length === b.length && a.every((byte, place) => byte === b[place]);
}

export function join(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function toUtf8(text) {
  return new TextEncoder().encode(text);
}

export function toHex(bytes) {
  return bytesToHex(bytes);
}

// Returns null for bytes that are not UTF-8; a byte order mark is kept, since it was signed too.
export function fromUtf8(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    return null;
  }
}

export function fromAscii(bytes) {
  return bytes.every((byte) => byte < 128) ? fromUtf8(bytes) : null;
}

export function writeBase64(bytes) {
  let characters = "";
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return btoa(characters);
}

// Standard base64 with padding (RFC 4648 §4). atob passes over spaces and stray bits; writing it again does not.
export function readBase64(text) {
  let characters;
  try {
    characters = atob(text);
  } catch (error) {
    return null;
  }
  const bytes = Uint8Array.from(characters, (character) => character.charCodeAt(0));
  return writeBase64(bytes) === text ? bytes : null;
}

export function readHash(text) {
  const bytes = readBase64(text);
  return bytes !== null && bytes.length === 32 ? bytes : null;
}

// A number from 0 to MAX_SIZE as a BigInt, without sign or leading zeros.
export function readDecimal(text) {
  if (!/^(0|[1-9][0-9]{0,18})$/.test(text)) return null;
  const value = BigInt(text);
  return value > MAX_SIZE ? null : value;
}

// Like Python's partition: what stands before and after the first separator, and whether it is there.
export function partition(text, separator) {
  const at = text.indexOf(separator);
  return at < 0 ? [text, false, ""] : [text.slice(0, at), true, text.slice(at + separator.length)];
}

// The place of a sequence of bytes from a place on, or -1.
export function find(bytes, wanted, from = 0) {
  for (let at = from; at + wanted.length <= bytes.length; at += 1) {
    if (wanted.every((byte, offset) => bytes[at + offset] === byte)) return at;
  }
  return -1;
}
