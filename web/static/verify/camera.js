// QR codes from the camera or from a picture: by the browser's own reader where it has one, else by the one that came
// with the page.

const BETWEEN_LOOKS_MS = 150;

let reader = null;

// `places` says where the reader and its WebAssembly lie; a page on a stick carries both in itself.
export function qrReader(places) {
  if (reader === null) reader = makeReader(places);
  return reader;
}

async function makeReader(places) {
  if ("BarcodeDetector" in window && (await window.BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    return new window.BarcodeDetector({ formats: ["qr_code"] });
  }
  if (!("BarcodeDetectionAPI" in window)) await loadScript(places.script);
  const api = window.BarcodeDetectionAPI;
  api.prepareZXingModule({ overrides: { wasmBinary: await readerCode(places) } });
  return new api.BarcodeDetector({ formats: ["qr_code"] });
}

async function readerCode(places) {
  const carried = document.getElementById("qr-reader-code");
  if (carried === null) return (await fetch(places.code)).arrayBuffer();
  return Uint8Array.from(atob(carried.textContent.trim()), (character) => character.charCodeAt(0)).buffer;
}

function loadScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: address, onload: resolve, onerror: reject });
    document.head.append(script);
  });
}

export async function textsInPicture(file, places) {
  const codes = await qrReader(places);
  try {
    return (await codes.detect(await createImageBitmap(file))).map((code) => code.rawValue);
  } catch (error) {
    return []; // no picture, or one that this browser cannot open
  }
}

// Looks through the camera until `onText` answers true; returns a function that ends it.
export async function lookThroughCamera(video, places, onText) {
  const [codes, stream] = await Promise.all([
    qrReader(places),
    navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }),
  ]);
  let isOver = false;
  const end = () => {
    isOver = true;
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
  video.srcObject = stream;
  await video.play();
  (async () => {
    while (!isOver) {
      const found = video.readyState >= 2 ? await codes.detect(video) : [];
      for (const { rawValue } of found) if (!isOver && (await onText(rawValue))) end();
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
    }
  })();
  return end;
}
