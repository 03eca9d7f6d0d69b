// The page that waits for a phone: it asks how far the session is, and shows itself anew once that has changed.
"use strict";

const signing = document.querySelector("[data-signing]");

async function look() {
  try {
    const answer = await fetch(signing.dataset.signing, { headers: { accept: "application/json" } });
    if (answer.ok && (await answer.json()).state !== signing.dataset.state) {
      location.reload();
      return;
    }
  } catch {
    // The hub is away for a moment: ask again.
  }
  setTimeout(look, 2000);
}

if (signing) setTimeout(look, 2000);
