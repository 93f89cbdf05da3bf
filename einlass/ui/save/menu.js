// The menu "Save": a button that opens a list of files. What the server makes is fetched on a click; a chart hands in
// `drawn`, which makes its pictures (kind, note → Blob) and the drawing that goes into its PDF (→ SVG).

const ENDINGS = { pdf: ".pdf", xlsx: ".xlsx", table: ".csv", data: "_data.csv", svg: ".svg", page: "_page.png", wide: "_wide.png", square: "_square.png" };
const DRAWN_HERE = ["svg", "page", "wide", "square"];

function part(tag, kind, ...children) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  made.append(...children);
  return made;
}

function saveMenu(drawn) {
  const summary = part("summary");
  const list = part("div");
  const details = part("details", "", summary, list);
  const told = part("p", "em-save-told");
  told.setAttribute("role", "status");
  const menu = { root: part("div", "em-save", details, told), details, summary, list, told, drawn };
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    event.stopPropagation();
    close(menu);
    summary.focus();
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) close(menu);
  });
  summary.addEventListener("click", (event) => {
    event.preventDefault(); // the browser tells of "toggle" later, when the list may have been seen at the wrong side
    details.open = !details.open;
    if (!details.open) return;
    keepInside(menu);
    list.scrollIntoView({ block: "nearest" });
  });
  return menu;
}

if (!window.einlassSave) {
  window.einlassSave = true;
  document.addEventListener("pointerdown", (event) => {
    for (const one of document.querySelectorAll(".em-save details[open]")) if (!one.contains(event.target)) one.open = false;
  });
}

function close(menu) {
  menu.details.open = false;
}

// Opens to the side on which there is room.
function keepInside({ list, summary }) {
  const room = document.documentElement.clientWidth;
  const box = summary.getBoundingClientRect();
  list.classList.toggle("em-save-right", box.left + list.offsetWidth > room - 8 && box.right - list.offsetWidth > 8);
}

function offer(menu, save) {
  const isOther = JSON.stringify(menu.save?.kinds) !== JSON.stringify(save.kinds);
  menu.save = save;
  menu.summary.textContent = save.texts.menu;
  menu.summary.setAttribute("aria-label", save.label);
  if (!isOther) return;
  menu.list.replaceChildren(
    ...save.kinds.map(([kind, label]) => {
      const button = part("button", kind === "svg" ? "em-save-next" : "", label);
      button.type = "button";
      button.dataset.kind = kind;
      button.addEventListener("click", () => take(menu, kind));
      return button;
    }),
  );
}

async function take(menu, kind) {
  const save = menu.save;
  close(menu);
  menu.summary.focus();
  tell(menu, save.texts.busy);
  try {
    const { blob, name } = await fileOf(menu, save, kind);
    download(blob, name + ENDINGS[kind]);
    tell(menu, save.texts.done, true);
  } catch (error) {
    console.warn(error);
    tell(menu, save.texts.failed);
  }
}

async function fileOf(menu, save, kind) {
  const isDrawnHere = DRAWN_HERE.includes(kind);
  const drawing = kind === "pdf" ? await menu.drawn?.drawing() : "";
  const answer = await made(save, isDrawnHere ? "note" : kind, drawing);
  const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition"))[1];
  return { name, blob: isDrawnHere ? await menu.drawn.picture(kind, await answer.json()) : await answer.blob() };
}

async function made(save, kind, drawing) {
  const answer = await fetch(`${save.address}/${kind}`, drawing ? { method: "POST", body: drawing } : {});
  if (!answer.ok) throw new Error(`${kind}: ${answer.status}`);
  return answer;
}

// What is done is said, and seen only while it lasts or where it failed.
function tell(menu, text, isOver = false) {
  menu.told.textContent = text;
  menu.told.classList.toggle("em-hidden", isOver);
}

function download(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
