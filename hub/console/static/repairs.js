// A running repair: the part of the page that moves is fetched anew. When it has ended the page is loaded once more.
"use strict";

const place = document.querySelector("[data-progress][data-runs]");
const EVERY_MS = 1500;

async function look() {
  const answer = await fetch(place.dataset.progress, { headers: { accept: "text/html" } }).catch(() => null);
  if (answer?.redirected || answer?.status === 401) return;
  if (answer?.ok) {
    place.innerHTML = await answer.text();
    if (place.querySelector("[data-ended]")) {
      location.reload();
      return;
    }
  }
  setTimeout(look, EVERY_MS);
}

if (place) setTimeout(look, EVERY_MS);
