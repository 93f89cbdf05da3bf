// The pages work without this file. With it the list can be searched and the citation copied.
"use strict";

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

for (const field of document.querySelectorAll("input[data-list]")) {
  const entries = [...document.getElementById(field.dataset.list).children].map((entry) => [
    entry,
    plain(entry.dataset.words),
  ]);
  const found = document.getElementById("found");
  const form = field.closest("form");
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => {
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [entry, words] of entries) {
      entry.hidden = !wanted.every((word) => words.includes(word));
      count += entry.hidden ? 0 : 1;
    }
    if (!wanted.length) found.textContent = "";
    else if (!count) found.textContent = field.dataset.none;
    else found.textContent = field.dataset.some.replace("{count}", count);
  });
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
  });
}
