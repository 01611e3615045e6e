// Reads the page aloud with the browser's own voice; a second press stops it. Where there is no voice, no button.
const button = document.querySelector("[data-speak]");

if (button && "speechSynthesis" in window) {
  const voice = window.speechSynthesis;
  const words = button.querySelector("[data-words]");
  const idle = words.textContent;

  const show = (isSpeaking) => {
    button.setAttribute("aria-pressed", String(isSpeaking));
    words.textContent = isSpeaking ? button.dataset.stop : idle;
  };

  // Sentence by sentence: some voices fall silent in the middle of a long text.
  const sentences = () => {
    const text = document.querySelector("main").innerText;
    return text.split(/[\n。！？!?]+/).map((each) => each.trim()).filter((each) => each !== "");
  };

  const speak = () => {
    const parts = sentences().map((each) => new SpeechSynthesisUtterance(each));
    for (const part of parts) {
      part.lang = document.documentElement.lang.startsWith("zh") ? "zh-CN" : "en";
      part.rate = 0.85;
      voice.speak(part);
    }
    if (parts.length > 0) parts[parts.length - 1].onend = () => show(false);
    show(parts.length > 0);
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    const isSpeaking = button.getAttribute("aria-pressed") === "true";
    voice.cancel();
    if (isSpeaking) show(false);
    else speak();
  });
  window.addEventListener("pagehide", () => voice.cancel());
}
