/* Adds where the device is to a check-in or check-out before it is sent; without this script it is sent without.
   Who has told the browser no is asked and kept waiting no more. */
"use strict";

let isRefused = false;
if (navigator.permissions) {
  navigator.permissions.query({ name: "geolocation" }).then(
    (permission) => (isRefused = permission.state === "denied"),
    () => {},
  );
}

for (const form of document.querySelectorAll("[data-where] form")) {
  const button = form.querySelector("button");
  form.addEventListener("submit", async (event) => {
    if (isRefused) return;
    event.preventDefault();
    button.disabled = true;
    form.elements.position.value = await whereNow();
    form.submit();
  });
  // Who comes back to the page may send the form again: its key lets it take effect once.
  window.addEventListener("pageshow", () => (button.disabled = false));
}
