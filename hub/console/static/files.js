// A chosen file is sent at once and kept; the form then names it by its id. So what is typed stays small, and both survive
// a session that ends. Without this script, and where a file cannot be sent now, it goes with the form.
"use strict";

(() => {
  const LONGEST_MS = 120_000;
  const ADDRESS = "/console/kept-files";
  let last = Promise.resolve(); // one file at a time
  let open = 0;

  const boxes = (input) => [...input.form.querySelectorAll(`input[name="${CSS.escape(input.dataset.keeps)}"]`)];

  function place(input) {
    const before = input.parentElement.querySelector(":scope > [data-files]");
    if (before) return before;
    const made = document.createElement("div");
    made.dataset.files = "";
    made.setAttribute("role", "status");
    input.after(made);
    return made;
  }

  function say(input, words, isError = true) {
    const line = document.createElement("p");
    line.className = isError ? "error" : "hint";
    line.textContent = words;
    place(input).append(line);
    return line;
  }

  // Whoever sends the form without a file that was refused is told once more, and then may.
  function refuse(input, words) {
    say(input, words);
    input.setCustomValidity(words);
    input.addEventListener("invalid", () => setTimeout(() => input.setCustomValidity("")), { once: true });
    return true;
  }

  const taken = (input, file) => !input.accept || input.accept.split(",").some((each) => {
    const kind = each.trim().toLowerCase();
    if (kind.startsWith(".")) return file.name.toLowerCase().endsWith(kind);
    return kind.endsWith("/*") ? file.type.startsWith(kind.slice(0, -1)) : file.type === kind;
  });

  function sent(input, file, bar) {
    const fields = new FormData();
    fields.append("csrf", input.form.elements.csrf.value);
    fields.append("mark", input.dataset.keeps);
    input.form.querySelectorAll("[data-kept] input:checked").forEach((each) => fields.append("beside", each.value));
    fields.append("file", file);
    return new Promise((resolve) => {
      const call = new XMLHttpRequest();
      call.timeout = LONGEST_MS;
      call.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
      call.addEventListener("loadend", () => resolve(call));
      call.open("POST", ADDRESS);
      call.send(fields);
    });
  }

  const isOver = (call) => [401, 403].includes(call.status) || (call.status === 200 && !call.responseURL.endsWith(ADDRESS));

  // The session may have ended, or begun anew beside the page: the login opens beside it, and the file is sent again.
  async function answered(input, file, bar) {
    let call = await sent(input, file, bar);
    if (isOver(call) && await renewed()) call = await sent(input, file, bar);
    while (isOver(call) && await askForLogin()) call = await sent(input, file, bar);
    return call;
  }

  function show(input, box) {
    if (!input.multiple) boxes(input).forEach((each) => each.closest("[data-kept]").remove());
    place(input).insertAdjacentHTML("beforeend", box);
    input.required = false;
    return true;
  }

  /** Whether the file is dealt with: kept, or refused with words beside the field; false where the form has to take it. */
  async function keep(input, file) {
    if (file.size > Number(input.dataset.most)) return refuse(input, `${file.name} ${input.dataset.large}`);
    if (!taken(input, file)) return refuse(input, `${file.name} ${input.dataset.other}`);
    const line = say(input, `${file.name} ${input.dataset.sending}`, false);
    const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0, ariaLabel: file.name });
    line.append(" ", bar);
    const call = await answered(input, file, bar);
    line.remove();
    if (isOver(call)) {
      checked = 0; // the form asks for the login before it goes
      say(input, `${file.name} ${input.dataset.over}`);
      return false;
    }
    if (call.status === 200) return show(input, call.responseText);
    const told = call.getResponseHeader("content-type")?.startsWith("application/problem+json");
    if (told) return refuse(input, `${file.name}: ${JSON.parse(call.responseText).detail}`);
    if (call.status === 413) return refuse(input, `${file.name} ${input.dataset.large}`);
    say(input, `${file.name} ${input.dataset.away}`);
    return false;
  }

  async function keepAll(input) {
    const left = new DataTransfer();
    for (const file of [...input.files]) {
      if (!await keep(input, file)) left.items.add(file);
    }
    input.files = left.files;
  }

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches("input[type=file][data-keeps]") || !input.form?.elements.csrf || !input.files.length) return;
    place(input).querySelectorAll(":scope > p").forEach((each) => each.remove());
    input.setCustomValidity("");
    open += 1;
    last = last.then(() => keepAll(input)).catch(() => {}).finally(() => { open -= 1; });
  });

  // A form whose files are on their way goes after them.
  document.addEventListener("submit", async (event) => {
    if (!open) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    while (open) await last;
    event.target.requestSubmit(event.submitter);
  }, true);
})();
