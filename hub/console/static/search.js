// Completes the search box: qualifiers, and the values of those that have a list. The box works without it.
"use strict";

(() => {
  const box = document.getElementById("search");
  if (!box) return;
  const list = document.createElement("ul");
  list.id = "search-words";
  list.className = "words";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  box.closest("form").append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-autocomplete", "list"]]) box.setAttribute(name, value);
  let known = { qualifiers: [], values: {} };
  let loading = null;
  let at = -1;

  const load = () => (loading ??= fetch("/console/search/words").then(async (answer) => {
    if (answer.ok) known = await answer.json();
  }));

  const word = () => {
    const before = box.value.slice(0, box.selectionStart);
    return before.slice(before.search(/\S*$/));
  };

  const fitting = (typed) => {
    const [name, value] = typed.split(/:(.*)/s);
    if (value === undefined) {
      return typed ? known.qualifiers.filter((each) => each.name.startsWith(name)).map((each) => ({ text: `${each.name}:`, hint: each.hint })) : [];
    }
    return (known.values[name] || []).filter((each) => each.startsWith(value) && each !== value).slice(0, 12).map((each) => ({ text: `${name}:${each} `, hint: "" }));
  };

  const show = () => {
    const found = fitting(word());
    list.replaceChildren(...found.map((each, index) => {
      const item = document.createElement("li");
      item.id = `search-word-${index}`;
      item.setAttribute("role", "option");
      item.dataset.text = each.text;
      item.append(each.text.trim());
      if (each.hint) item.append(Object.assign(document.createElement("small"), { textContent: each.hint }));
      return item;
    }));
    mark(-1);
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
  };

  const mark = (index) => {
    at = index;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === index)));
    if (index >= 0) box.setAttribute("aria-activedescendant", list.children[index].id);
    else box.removeAttribute("aria-activedescendant");
  };

  const take = (item) => {
    const end = box.selectionStart;
    const start = end - word().length;
    box.setRangeText(item.dataset.text, start, end, "end");
    show();
    box.focus();
  };

  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
  };

  box.addEventListener("focus", load);
  box.addEventListener("input", async () => { await load(); show(); });
  box.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("li");
    if (item) { event.preventDefault(); take(item); }
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); return; }
    if (list.hidden) return;
    const count = list.children.length;
    if (event.key === "ArrowDown") { event.preventDefault(); mark((at + 1) % count); }
    if (event.key === "ArrowUp") { event.preventDefault(); mark((at - 1 + count) % count); }
    if ((event.key === "Enter" || event.key === "Tab") && at >= 0) { event.preventDefault(); take(list.children[at]); }
  });
})();
