// A form on a tablet that a family signs with a finger: nothing is lost while there is no connection, a draft is kept as
// one types where the form says at which address, and a text that the hub has changed since is shown in the stead of the
// one that was. Without scripts the form works too, but for the signature.
"use strict";

const form = document.querySelector("form.tablet");
const canvas = form.querySelector("canvas");
const drawn = form.elements.signature;
const status = form.querySelector(".kept");
const pen = canvas.getContext("2d");
const MOST = 3500;
let strokes = drawn.value ? drawn.value.split(";").map((stroke) => stroke.split(" ")) : [];
let drawing = null; // the one pointer that draws: the palm beside it does not
let points = strokes.flat().length;

function place(event) {
  const box = canvas.getBoundingClientRect();
  const x = Math.round(((event.clientX - box.left) / box.width) * canvas.width);
  const y = Math.round(((event.clientY - box.top) / box.height) * canvas.height);
  return `${Math.min(Math.max(x, 0), canvas.width)},${Math.min(Math.max(y, 0), canvas.height)}`;
}

function draw() {
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.strokeStyle = "#1f3a6e";
  pen.lineWidth = 5;
  pen.lineCap = pen.lineJoin = "round";
  for (const stroke of strokes) {
    pen.beginPath();
    stroke.forEach((point, index) => {
      const [x, y] = point.split(",").map(Number);
      if (index) pen.lineTo(x, y);
      else pen.moveTo(x, y);
    });
    pen.stroke();
  }
  drawn.value = strokes.map((stroke) => stroke.join(" ")).join(";");
}

function unsign() {
  drawing = null;
  strokes = [];
  points = 0;
  closing = false;
  draw();
}

// What the hub shows now of what is signed; another text than the family has seen takes away its signature.
function showAnew(page) {
  const now = page.querySelector("form.tablet [data-shown]");
  const before = form.querySelector("[data-shown]");
  if (!now || !before || now.dataset.shown === before.dataset.shown) return;
  before.replaceWith(document.importNode(now, true));
  unsign();
}

canvas.addEventListener("pointerdown", (event) => {
  if (drawing !== null || points >= MOST || strokes.length >= 200) return;
  drawing = event.pointerId;
  closing = false;
  canvas.setPointerCapture(event.pointerId);
  strokes.push([place(event)]);
  points += 1;
  event.preventDefault();
});
canvas.addEventListener("pointermove", (event) => {
  if (event.pointerId !== drawing || points >= MOST) return;
  const stroke = strokes.at(-1);
  const point = place(event);
  if (point === stroke.at(-1)) return;
  stroke.push(point);
  points += 1;
  draw();
});
for (const end of ["pointerup", "pointercancel"]) {
  canvas.addEventListener(end, (event) => {
    if (event.pointerId !== drawing) return;
    drawing = null;
    draw();
  });
}
form.querySelector("[data-clear]").addEventListener("click", unsign);

const SIGNING = new Set(["signature", "signed_by", "signed_as", "refusal", "witness"]);
const AGAIN_MS = 15_000;
let changed = false;
let closing = false;
let busy = false;
let refused = false;
let waiting = 0;

function say(word) {
  refused = word === "refused";
  status.textContent = status.dataset[word];
}

// Only the answer of the hub itself is one: a page to log in, or a gateway's, is a refusal.
async function post(address, fields) {
  try {
    return await fetch(address, { method: "POST", body: fields });
  } catch {
    say("away");
    return null;
  }
}

async function keep() {
  if (!changed || !form.dataset.draft) return true;
  const fields = new URLSearchParams(new FormData(form));
  fields.delete("signature");
  changed = false;
  const answer = await post(form.dataset.draft, fields);
  const kept = answer && answer.ok && (answer.headers.get("content-type") || "").startsWith("application/json");
  if (kept) {
    form.elements.saves.value = (await answer.json()).saves;
    if (!changed) say("saved");
    return true;
  }
  changed = true;
  if (answer) say(answer.status === 409 ? "newer" : "refused");
  return false;
}

// The page is left only once the act is closed; what the hub refuses is said here, with all that was filled in.
async function close() {
  const answer = await post(form.action, new URLSearchParams(new FormData(form)));
  if (!answer) return;
  const place = form.action.replace(/\/act$/, "");
  const still = closing;
  closing = false;
  if (answer.ok && answer.redirected && answer.url === place) {
    location.assign(place);
    return;
  }
  if (!still) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.status === 409 && page.querySelector("main .banner.ok")) { // an act already, whose answer never came here
    location.assign(place);
    return;
  }
  say(answer.status === 409 ? "newer" : "refused");
  const said = page.querySelector("main .banner.need");
  form.querySelector(".refused").replaceChildren(...(said ? [document.importNode(said, true)] : []));
  showAnew(page);
}

async function send() {
  if (busy) return;
  busy = true;
  clearTimeout(waiting);
  if (refused) await renewed(); // whoever has logged in beside this page goes on with it
  if (closing) await close();
  else await keep();
  busy = false;
}

// Whatever is changed is not what was signed, nor what was to be closed.
form.addEventListener("input", (event) => {
  changed = true;
  closing = false;
  if (strokes.length && !SIGNING.has(event.target.name)) {
    unsign();
    say("unsigned");
  }
  clearTimeout(waiting);
  waiting = setTimeout(send, 1500);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation(); // console.js would leave the page to log in
  closing = true;
  draw();
  send();
});
addEventListener("online", send);
setInterval(() => { if (closing || changed) send(); }, AGAIN_MS);
draw();
