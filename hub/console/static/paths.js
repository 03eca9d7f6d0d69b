// The form of a path draws while it is typed; without this script the Preview button does.
"use strict";

const form = document.querySelector("form[data-preview]");
const place = document.getElementById("preview");
const WAIT_MS = 400;
let timer = 0;
let asked = 0;

function mark(found) {
  form.querySelectorAll("[data-live]").forEach((each) => each.remove());
  form.querySelectorAll("[aria-invalid]").forEach((each) => {
    each.removeAttribute("aria-invalid");
    each.closest(".field")?.classList.remove("wrong");
  });
  form.querySelectorAll("p.error").forEach((each) => each.remove());
  found.forEach((words, name) => {
    const field = document.getElementById(name);
    if (!field) return;
    const told = document.createElement("p");
    told.className = "error";
    told.dataset.live = "";
    told.id = `${name}-error`;
    told.textContent = words;
    const around = field.closest(".field") || field;
    around.classList.add("wrong");
    around.append(told);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", told.id);
  });
}

async function look() {
  const mine = ++asked;
  const answer = await fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (!answer.ok || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const open = place.querySelector("details")?.open;
  const left = place.querySelector(".picture")?.scrollLeft || 0;
  place.replaceChildren(...page.body.childNodes);
  const [picture, told] = [place.querySelector(".picture"), place.querySelector("details")];
  if (told) told.open = Boolean(open);
  if (picture) picture.scrollLeft = left;
  mark(new Map([...place.querySelectorAll(".found li")].map((each) => [each.dataset.field, each.textContent])));
}

// The fields of a meeting come with the next page.
form.addEventListener("change", (event) => {
  const isMeeting = event.target.name.endsWith(".meets") && event.target.checked;
  if (isMeeting && !event.target.closest(".stage").querySelector(".for-meeting")) form.requestSubmit();
});

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, WAIT_MS);
});
