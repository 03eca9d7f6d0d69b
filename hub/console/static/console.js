// Keys, selection, live figures and copying. Pages work without any of it.
"use strict";

const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]");

// Keys ----------------------------------------------------------------------------------------------------------------

const help = document.getElementById("help");
document.querySelectorAll("[data-help]").forEach((button) => button.addEventListener("click", () => help.showModal()));
document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));

const rows = () => [...document.querySelectorAll("tr[data-row]")];
let here = -1;

function moveTo(index) {
  const all = rows();
  if (!all.length) return;
  all.forEach((row) => row.classList.remove("here"));
  here = Math.max(0, Math.min(all.length - 1, index));
  all[here].classList.add("here");
  all[here].scrollIntoView({ block: "nearest" });
  (all[here].querySelector("a[href]") || all[here]).focus({ preventScroll: true });
}

const KEYS = {
  "/": () => document.getElementById("search")?.focus(),
  "?": () => help?.showModal(),
  j: () => moveTo(here + 1),
  k: () => moveTo(here - 1),
  x: (event) => choose(rows()[here]?.querySelector("input[type=checkbox]"), event.shiftKey),
  X: () => choose(rows()[here]?.querySelector("input[type=checkbox]"), true),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || help?.open) return;
  const keyed = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]:not(:disabled)`)];
  const isChosen = Boolean(document.querySelector("tr.chosen"));
  const own = keyed.find((each) => each.matches("[data-needs-choice]") === isChosen) || keyed[0];
  const act = KEYS[event.key];
  if (!act && !own) return;
  event.preventDefault();
  act ? act(event) : own.click();
});

// Selection: a tick, a range with Shift, all ------------------------------------------------------------------------------

let lastTicked = null;

function choose(box, ranged) {
  if (!box) return;
  box.checked = !box.checked;
  ticked(box, ranged);
}

function ticked(box, ranged) {
  const boxes = [...document.querySelectorAll("tr[data-row] input[type=checkbox]")];
  if (ranged && lastTicked) {
    const [from, to] = [boxes.indexOf(lastTicked), boxes.indexOf(box)].sort((a, b) => a - b);
    boxes.slice(from, to + 1).forEach((each) => { each.checked = box.checked; });
  }
  lastTicked = box;
  show(boxes);
}

function show(boxes) {
  const chosen = boxes.filter((each) => each.checked);
  boxes.forEach((each) => each.closest("tr").classList.toggle("chosen", each.checked));
  document.querySelectorAll("[data-chosen]").forEach((place) => { place.textContent = chosen.length; });
  document.querySelectorAll("[data-needs-choice]").forEach((button) => { button.disabled = !chosen.length; });
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("tr[data-row] input[type=checkbox]");
  if (box) ticked(box, event.shiftKey);
  const all = event.target.closest("[data-choose-all]");
  if (all) {
    const boxes = [...document.querySelectorAll("tr[data-row] input[type=checkbox]")];
    boxes.forEach((each) => { each.checked = all.checked; });
    show(boxes);
  }
  const copies = event.target.closest("[data-copy]");
  if (copies) {
    navigator.clipboard.writeText(document.getElementById(copies.dataset.copy).textContent).then(() => {
      copies.textContent = copies.dataset.copied;
    });
  }
});

// Live figures: counts change where they stand; lists only say that there is more ---------------------------------------

const spaced = (value) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");

// A page whose sentences rest on the figures is read anew as a whole, so that no part of it is ahead of another.
let told = "";
async function moved(counts) {
  const news = JSON.stringify({ ...counts, accepted: 0 });
  const isFirst = told === "";
  if (news === told) return;
  told = news;
  if (isFirst && Object.entries(counts).every(([name, value]) => known(name) === value)) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const moves = (from) => [...from.querySelectorAll("[data-moves], .side [data-count], main > header")];
  const fresh = moves(page);
  moves(document).forEach((place, index) => { if (fresh[index] && !place.contains(document.activeElement)) place.replaceWith(fresh[index]); });
}

const known = (name) => {
  const place = document.querySelector(`[data-count="${name}"]`);
  return place ? Number(place.textContent.replace(/\D/g, "")) : undefined;
};

function figures(event) {
  const counts = JSON.parse(event.data);
  if (document.querySelector("[data-moves]")) return moved(counts);
  document.querySelectorAll("[data-count]").forEach((place) => {
    const value = counts[place.dataset.count];
    if (value === undefined) return;
    place.textContent = spaced(value);
    if (place.closest(".side")) place.hidden = !value;
  });
  document.querySelectorAll("[data-news]").forEach((place) => {
    const more = counts[place.dataset.news] - Number(place.dataset.known);
    if (!(more > 0)) return;
    place.hidden = false;
    place.querySelector("[data-many]").textContent = spaced(more);
  });
  document.dispatchEvent(new CustomEvent("figures", { detail: counts }));
}

if (document.body.dataset.live && "EventSource" in window) {
  const source = new EventSource(document.body.dataset.live);
  source.addEventListener("figures", figures);
  addEventListener("pagehide", () => source.close());
}

// A session that is over: the login opens beside the page, and the form is sent with what is typed ----------------------

const CHECKED_MS = 300_000;
let checked = Date.now();

async function renewed() {
  const answer = await fetch("/console/session").catch(() => null);
  if (!answer?.ok || answer.redirected) return false;
  const { csrf } = await answer.json();
  document.querySelectorAll("input[name=csrf]").forEach((each) => { each.value = csrf; });
  checked = Date.now();
  return true;
}

/** Resolves to whether somebody is logged in again; false where the dialog was only closed. */
async function askForLogin() {
  const dialog = document.createElement("dialog");
  dialog.innerHTML = await (await fetch("/console/session/over")).text();
  document.body.append(dialog);
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.querySelector("[data-again]").addEventListener("click", async () => {
    if (await renewed()) dialog.close("again");
  });
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "again");
    });
  });
}

// Days ----------------------------------------------------------------------------------------------------------------

const TYPED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s+(\d{1,2}:\d{2}))?$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}))?/;

/** A field for days is typed as 24.11.2026; the browser's own calendar, which writes as the browser likes, fills it. */
function addCalendar(field) {
  const picker = Object.assign(document.createElement("input"), { type: field.dataset.day, tabIndex: -1, className: "picker" });
  picker.setAttribute("aria-hidden", "true");
  picker.min = field.dataset.min || "";
  const button = Object.assign(document.createElement("button"), { type: "button", className: "pick", textContent: "▦" });
  button.title = field.dataset.pick;
  button.setAttribute("aria-label", field.dataset.pick);
  button.addEventListener("click", () => {
    const [, day, month, year, time] = TYPED.exec(field.value.trim()) || [];
    const at = field.dataset.day === "date" ? "" : `T${(time || "10:00").padStart(5, "0")}`;
    picker.value = day ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}${at}` : "";
    picker.showPicker();
  });
  picker.addEventListener("change", () => {
    const [, year, month, day, time] = ISO.exec(picker.value) || [];
    if (day) field.value = `${day}.${month}.${year}${time ? ` ${time}` : ""}`;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  const beside = Object.assign(document.createElement("span"), { className: "day" });
  const whole = field.closest("label") || field;
  whole.replaceWith(beside);
  beside.append(whole, button, picker);
}

document.querySelectorAll("input[data-day]").forEach(addCalendar);

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post" || !form.elements.csrf || Date.now() - checked < CHECKED_MS) return;
  event.preventDefault();
  if (await renewed() || await askForLogin()) form.requestSubmit(event.submitter);
});
