/* How an item is sealed and signed: the bytes of timebank/devices/envelope.py, made by WebCrypto. */
"use strict";

const envelope = (() => {
  const TEXT = new TextEncoder();
  const DH = { name: "ECDH", namedCurve: "P-256" };
  const DSA = { name: "ECDSA", namedCurve: "P-256" };
  const INFO = TEXT.encode("timebank/sync-body/1");
  const FORMAT = 1;

  function join(...parts) {
    const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  function toBase64url(bytes) {
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function fromBase64url(text) {
    return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  }

  function toHex(bytes) {
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function head(book, item) {
    return `timebank/sync-item/1\n${book}\n${item.key}\n${item.made_at}\n${item.type}\n${item.version}\n`;
  }

  /* The device's key: the private half never leaves the browser, not even to this script. */
  async function newDeviceKey() {
    const pair = await crypto.subtle.generateKey(DSA, false, ["sign", "verify"]);
    const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    return { privateKey: pair.privateKey, publicKey: toBase64url(point) };
  }

  function newItemKey() {
    return toHex(crypto.getRandomValues(new Uint8Array(16)));
  }

  async function seal(server, book, item, body) {
    const serverPoint = fromBase64url(server.public_key);
    const serverKey = await crypto.subtle.importKey("raw", serverPoint, DH, false, []);
    const ephemeral = await crypto.subtle.generateKey(DH, false, ["deriveBits"]);
    const point = new Uint8Array(await crypto.subtle.exportKey("raw", ephemeral.publicKey));
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: serverKey }, ephemeral.privateKey, 256);
    const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const derivation = { name: "HKDF", hash: "SHA-256", salt: join(point, serverPoint), info: INFO };
    const key = await crypto.subtle.deriveKey(derivation, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const bound = { name: "AES-GCM", iv: nonce, additionalData: TEXT.encode(head(book, item)) };
    const sealed = await crypto.subtle.encrypt(bound, key, TEXT.encode(JSON.stringify(body)));
    return toBase64url(join([FORMAT, server.number], point, nonce, new Uint8Array(sealed)));
  }

  async function sign(privateKey, book, device, item) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", fromBase64url(item.body)));
    const bytes = TEXT.encode(`${head(book, item)}${device}\n${toHex(digest)}\n`);
    const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, bytes);
    return toBase64url(new Uint8Array(signature));
  }

  return { newDeviceKey, newItemKey, seal, sign };
})();
