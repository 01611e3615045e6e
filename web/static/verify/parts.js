// A receipt read from paper: a few QR codes, each `TBR1/<part>/<of>/<check>/<base45>`, put together again.
// How they are written stands in ledger/receipt_parts.py.

import { sha256 } from "../vendor/hashes/sha2.js";
import { formatReceipt } from "./receipt.js";
import { parseOpening } from "./opening.js";
import { Refused, join, toHex } from "./spelling.js";

const PART = /^TBR1\/([1-4])\/([1-4])\/([0-9A-F]{8})\/([0-9A-Z $%*+./:-]+)$/;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const MAX_BYTES = 1500000;

export function isPart(text) {
  return PART.test(text);
}

// The parts read so far of one receipt; a part of another one begins anew.
export class Parts {
  constructor() {
    this.check = null;
    this.read = new Map();
    this.of = 0;
  }

  has(text) {
    const [, part, of, check] = PART.exec(text);
    return check === this.check && Number(of) === this.of && this.read.has(Number(part));
  }

  add(text) {
    const [, part, of, check, encoded] = PART.exec(text);
    if (check !== this.check || Number(of) !== this.of) {
      [this.check, this.of] = [check, Number(of)];
      this.read.clear();
    }
    this.read.set(Number(part), decodeBase45(encoded));
  }

  get missing() {
    return Array.from({ length: this.of }, (_, index) => index + 1).filter((part) => !this.read.has(part));
  }

  // The bytes of the receipt's file, when no part is missing.
  async receipt() {
    const packed = join(...Array.from({ length: this.of }, (_, index) => this.read.get(index + 1)));
    const check = toHex(sha256(packed)).slice(0, 8).toUpperCase();
    if (check !== this.check) throw new Refused("parts", "the checksum is another");
    return unpack(await inflate(packed));
  }
}

// RFC 9285 §4: three characters hold two bytes, two hold one.
function decodeBase45(text) {
  const digits = Array.from(text, (character) => ALPHABET.indexOf(character));
  const bytes = [];
  for (let at = 0; at < digits.length; at += 3) {
    const [low, middle, high] = digits.slice(at, at + 3);
    const value = low + 45 * middle + (high === undefined ? 0 : 2025 * high);
    if (!(value <= (high === undefined ? 255 : 65535))) throw new Refused("parts", "not base45");
    bytes.push(...(high === undefined ? [value] : [value >> 8, value & 255]));
  }
  return Uint8Array.from(bytes);
}

async function inflate(packed) {
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    const reader = stream.getReader();
    let whole = new Uint8Array();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      whole = join(whole, piece.value);
      if (whole.length > MAX_BYTES) throw new Refused("parts", "too long");
    }
    return whole;
  } catch (error) {
    throw new Refused("parts", error.message);
  }
}

function unpack(bytes) {
  let at = 0;
  const take = (length) => {
    if (at + length > bytes.length) throw new Refused("parts", "it ends too early");
    at += length;
    return bytes.slice(at - length, at);
  };
  const number = (length) => Array.from(take(length)).reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  const entry = take(Number(number(2)));
  const index = number(8);
  const hashes = Array.from({ length: Number(number(1)) }, () => take(32));
  const checkpoint = take(Number(number(4)));
  const opening = at === bytes.length ? null : parseOpening(take(bytes.length - at));
  return formatReceipt({ entry, index, hashes, checkpoint, opening });
}
