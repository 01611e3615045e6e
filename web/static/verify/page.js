// The page of the checker: takes a receipt from a file, a picture, the camera or the clipboard, and says what it proves.

import { lookThroughCamera, textsInPicture } from "./camera.js";
import { VERSION as EVIDENCE_VERSION, checkEvidence } from "./evidence.js";
import { followLog, rememberHead } from "./heads.js";
import { parseVkey } from "./keys.js";
import { Parts, isPart } from "./parts.js";
import { checkReceipt } from "./receipt.js";
import { say, wordsOf } from "./say.js";
import { Refused, find, toUtf8 } from "./spelling.js";

const page = document.getElementById("checker");
const answer = document.getElementById("answer");
const video = document.getElementById("video");
const words = wordsOf(document.documentElement.lang);
const books = JSON.parse(page.dataset.books);
const places = { script: page.dataset.readerScript, code: page.dataset.readerCode };
let parts = new Parts();
let endCamera = null;

const byId = (id) => document.getElementById(id);

start();

function start() {
  byId("f-receipt").addEventListener("change", ({ target }) => withAnswer(() => readFiles([...target.files])));
  byId("check-pasted").addEventListener("click", () => withAnswer(() => readText(byId("f-pasted").value)));
  const camera = byId("camera");
  camera.hidden = !(navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
  camera.addEventListener("click", () => withAnswer(useCamera));
  if (page.dataset.worker && "serviceWorker" in navigator) keepForLater();
  if (navigator.onLine) followLogs();
}

// Shows what comes of it, or why it was refused.
async function withAnswer(act) {
  answer.textContent = "";
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    show("bad", words.bad, words.refused[error.kind]);
    answer.append(details(error.message));
  }
  if (endCamera === null) answer.scrollIntoView({ block: "start" });
}

async function readFiles(files) {
  parts = new Parts();
  for (const file of files) {
    if (file.type.startsWith("image/")) await readPicture(file);
    else await check(new Uint8Array(await file.arrayBuffer()));
  }
}

async function readPicture(file) {
  const texts = (await textsInPicture(file, places)).filter(isPart);
  if (texts.length === 0) throw new Refused("picture", file.name);
  for (const text of texts) await readPart(text);
}

async function readText(text) {
  const lines = text.trim().split(/\r?\n/);
  if (!lines.every(isPart)) return check(toUtf8(text.replace(/\r\n/g, "\n").replace(/\n*$/, "\n")));
  parts = new Parts();
  for (const line of lines) await readPart(line);
  return undefined;
}

// Takes one QR code of a receipt; answers true when the receipt was whole.
async function readPart(text) {
  parts.add(text);
  answer.textContent = "";
  if (parts.missing.length > 0) {
    show("info", words.gathered(parts.missing, parts.of));
    return false;
  }
  const receipt = parts.receipt();
  parts = new Parts();
  await check(await receipt);
  return true;
}

async function useCamera() {
  if (endCamera !== null) return closeCamera();
  parts = new Parts();
  try {
    endCamera = await lookThroughCamera(video, places, seePart);
  } catch (error) {
    throw new Refused("camera", error.message);
  }
  video.hidden = false;
  return undefined;
}

async function seePart(text) {
  if (!isPart(text) || parts.has(text)) return false;
  let isWhole = false;
  await withAnswer(async () => {
    isWhole = await readPart(text);
  });
  if (isWhole) closeCamera();
  return isWhole;
}

function closeCamera() {
  endCamera();
  endCamera = null;
  video.hidden = true;
}

// The number under which a receipt is found: its log, whose name the origin ends with, and the entry.
function numberOf({ checkpoint, entry }) {
  const continued = checkpoint.origin.match(/\/[0-9]{6}(\/[1-9][0-9]*)$/);
  return `${entry.book}${continued ? continued[1] : ""}-${entry.seq}`;
}

async function check(bytes) {
  const keys = trustedKeys();
  if (find(bytes, toUtf8(EVIDENCE_VERSION)) === 0) return showEvidence(await checkEvidence(bytes, keys.map(atAnySize)));
  const checked = await checkReceipt(bytes, keys);
  show("good", words.good);
  const { number } = page.dataset;
  if (number && number !== numberOf(checked)) show("warn", words.otherNumber(number));
  for (const [section, sentences] of Object.entries(say(checked, words))) {
    answer.append(element("h2", words.sections[section]), list(sentences));
  }
  const seen = await rememberHead(checked.checkpoint, keys.map(atAnySize));
  if (seen.verdict !== "agree") showFinding(seen);
  return undefined;
}

// The keys of this page's books and those typed in; of the former it is known which checkpoints are theirs to sign.
function trustedKeys() {
  const typed = byId("f-keys").value.split("\n").map((line) => line.trim());
  const own = books.map(withTerm);
  const keys = [...own, ...typed.filter((line) => line !== "").map(parseVkey)];
  if (keys.length === 0) throw new Refused("noKeys", "");
  return keys;
}

function withTerm({ vkey, first_size, last_size, revoked_from }) {
  const orNone = (size) => (size === null ? null : BigInt(size));
  const term = { firstSize: BigInt(first_size), lastSize: orNone(last_size), revokedFrom: orNone(revoked_from) };
  return { ...parseVkey(vkey), term };
}

// A log goes on from what it signed, whatever became of the key: only receipts stop counting with it. Otherwise a change
// of keys would hide a second history.
function atAnySize({ term, ...key }) {
  return key;
}

async function followLogs() {
  for (const path of new Set(books.map((book) => book.path).filter((each) => each !== ""))) {
    const keys = books.filter((book) => book.path === path).map(withTerm).map(atAnySize);
    const seen = await followLog(path, keys[0].name, keys);
    if (seen.verdict === "agree") byId("log-state").append(element("p", words.logAgrees(seen.size)));
    else if (seen.verdict !== "silent") showFinding(seen);
  }
}

function showEvidence({ verdict, text }) {
  if (verdict === "agree") show("good", words.evidence.agree);
  else showFinding({ verdict, evidence: text });
}

// A log that does not hold together, with the file that shows it.
function showFinding({ verdict, evidence }) {
  show("bad", words.evidence[verdict]);
  const link = element("a", words.saveEvidence);
  link.href = URL.createObjectURL(new Blob([evidence], { type: "text/plain" }));
  link.download = "evidence.txt";
  link.className = "button";
  answer.append(link);
}

async function keepForLater() {
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener("message", () => {
    byId("kept").textContent = words.kept;
  });
  await serviceWorker.register(page.dataset.worker, { scope: "/verify" });
  const { active } = await serviceWorker.ready;
  const loaded = [...document.querySelectorAll("link[href], script[src]")].map((each) => each.href || each.src);
  active.postMessage({ keep: ["/verify", ...new Set([...loaded, places.script, places.code])] });
}

function show(tone, ...sentences) {
  const notice = byId(`notice-${tone}`).content.cloneNode(true);
  const [first, ...others] = sentences;
  notice.querySelector("strong").textContent = first;
  for (const sentence of others) notice.querySelector("strong").parentElement.after(element("p", sentence));
  answer.append(notice);
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function list(sentences) {
  const made = document.createElement("ul");
  made.append(...sentences.map((sentence) => element("li", sentence)));
  return made;
}

function details(text) {
  const made = document.createElement("details");
  made.append(element("summary", words.details), element("p", text));
  return made;
}
