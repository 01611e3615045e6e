/* The elder's card before the camera: its digits go into the field. Without a reader of codes the digits are typed. */
"use strict";

(() => {
  const button = document.querySelector("#scan");
  const video = document.querySelector("#camera");
  if (!button || !navigator.mediaDevices) return;
  const places = { script: button.dataset.script, code: button.dataset.code };
  const CARD = /\/c\/(\d{10})$/;

  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const { lookThroughCamera } = await import(button.dataset.camera);
      video.hidden = false;
      await lookThroughCamera(video, places, (text) => {
        const found = CARD.exec(text);
        if (!found) return false;
        document.querySelector("#f-card").value = found[1];
        video.hidden = true;
        button.disabled = false;
        return true;
      });
    } catch (error) {
      video.hidden = true;
      button.hidden = true;
      document.querySelector("#no-camera").hidden = false;
    }
  });
})();
