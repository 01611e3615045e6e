/* Where this device is, asked of the browser at the moment of a check-in: "23.43210,108.61234", "" where it is not
   told. Nobody waits long for it, and nothing hangs on it. */
"use strict";

const whereNow = () =>
  new Promise((resolve) => {
    if (!("geolocation" in navigator)) {
      resolve("");
      return;
    }
    setTimeout(() => resolve(""), 6000);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve(`${coords.latitude.toFixed(5)},${coords.longitude.toFixed(5)}`),
      () => resolve(""),
      { enableHighAccuracy: true, timeout: 5000, maximumAge: 60000 },
    );
  });
