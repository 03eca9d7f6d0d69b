// A chosen or dropped file is hashed here and compared with the hashes of the signed files; it never leaves the browser.
"use strict";

const MOST_BYTES = 100 * 1024 * 1024;
const place = document.querySelector("[data-hashes]");

function show(id) {
  ["same", "other", "cannot"].forEach((each) => { document.getElementById(each).hidden = each !== id; });
}

async function compare(file) {
  if (!file) return;
  if (!globalThis.crypto?.subtle || file.size > MOST_BYTES) {
    show("cannot");
    return;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const written = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  show(place.dataset.hashes.split(" ").includes(written) ? "same" : "other");
}

if (place) {
  document.getElementById("file").addEventListener("change", (event) => compare(event.target.files[0]));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    compare(event.dataTransfer.files[0]);
  });
}
