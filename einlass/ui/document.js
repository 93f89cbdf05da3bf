// The server is where this document came from. Without this Streamlit tries the address of the page first: two 404s.
window.__streamlit = { BACKEND_BASE_URL: new URL("./", location.href).href };

// Streamlit's calendars speak the language of the browser otherwise, not that of the page; weeks begin on Monday.
Object.defineProperty(navigator, "language", { get: () => document.documentElement.lang.replace(/^en$/, "en-GB") });

const app = () => document.querySelector('[data-testid="stApp"]');
const main = () => document.querySelector('[data-testid="stMain"]');
const connection = () => app()?.dataset.testConnectionState;
const isDrawn = () => app()?.dataset.testScriptState === "notRunning" && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');

// Waits until a page is drawn, then does something again and again while parts above still grow (charts); a reader who moves ends it.
let following = 0;
const whenDrawn = (settle) => {
  const mine = ++following;
  const until = Date.now() + 20000;
  let rounds = 0;
  const look = () => {
    if (mine !== following || Date.now() > until) return;
    if (isDrawn() && settle(rounds)) rounds += 1;
    if (rounds < 8) setTimeout(look, 120);
  };
  setTimeout(look, 120);
};
for (const move of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(move, () => { following += 1; }, { passive: true, capture: true });

// The place that the address names behind its #: it is there only once the page has been drawn.
const land = () => {
  const name = decodeURIComponent(location.hash.slice(1));
  if (!name) return;
  whenDrawn((round) => {
    const target = document.getElementById(name);
    target?.scrollIntoView();
    if (!round) target?.focus({ preventScroll: true });
    return target;
  });
};
addEventListener("load", land);

// Links between our own pages change the view without loading the document again.
// Streamlit already does this for the browser's Back and Forward, so a click is handed on as such a step.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const plain = !event.defaultPrevented && !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!plain || !link || link.target || link.hreflang || link.download) return;
  const here = new URL("./", location.href).href;
  const page = link.href.startsWith(here) ? link.href.slice(here.length).split(/[?#]/)[0] : "/";
  const isSamePage = link.href.split("#")[0] === location.href.split("#")[0];
  if (/[/.]/.test(page) || (link.hash && isSamePage) || connection() !== "CONNECTED") return;
  event.preventDefault();
  history.replaceState({ ...history.state, place: main()?.scrollTop }, "");
  history.pushState({}, "", link.href);
  dispatchEvent(new PopStateEvent("popstate"));
  main()?.scrollTo(0, 0);
  land();
});

// Back and Forward lead to the place the reader left, or to the one in the address.
addEventListener("popstate", (event) => {
  const place = event.isTrusted && event.state?.place;
  if (place) whenDrawn(() => { main().scrollTop = place; return Math.abs(main().scrollTop - place) < 2; });
  else if (event.isTrusted) land();
});

// While the server cannot be reached a line says so, in the language of the page (Streamlit's own dialog is switched off).
// Afterwards the page is drawn anew, so that no part of it is older than another.
let wasConnected = false, isLost = false;
new MutationObserver(() => {
  const state = connection();
  if (state === "CONNECTED" && isLost) {
    const address = location.href;
    history.replaceState(history.state, "", address.split("#")[0]);
    dispatchEvent(new PopStateEvent("popstate"));
    history.replaceState(history.state, "", address);
  }
  isLost = state === "CONNECTED" ? false : wasConnected;
  wasConnected ||= state === "CONNECTED";
  const line = document.getElementById("em-connection");
  if (line) line.hidden = !isLost;
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-test-connection-state"] });

// A run that takes long is seen: the stylesheet fades what it has not reached yet.
let late;
new MutationObserver(() => {
  const isRunning = app()?.dataset.testScriptState === "running";
  const fade = (is) => document.documentElement.classList.toggle("em-late", is);
  if (isRunning) return (late ??= setTimeout(fade, 500, true));
  clearTimeout(late);
  late = undefined;
  fade(false);
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] });

// Streamlit names the small buttons of its field for files in English only; the page brings our names for them.
new MutationObserver(() => {
  const names = document.getElementById("em-upload-names")?.dataset;
  if (!names) return;
  for (const button of document.querySelectorAll('[data-testid="stFileUploaderDropzone"] > span button')) {
    if (!button.hasAttribute("aria-label")) button.setAttribute("aria-label", names.button);
  }
  for (const part of document.querySelectorAll('[data-testid="stFileUploader"] [aria-label]')) {
    const name = part.getAttribute("aria-label");
    if (name === "Add files") part.setAttribute("aria-label", names.add);
    if (name === "file upload") part.setAttribute("aria-label", names.field);
    if (name.startsWith("Remove ")) part.setAttribute("aria-label", names.remove + name.slice(6));
    part.setAttribute("aria-label", withSize(part.getAttribute("aria-label"), names.decimal));
  }
  refuse(names);
}).observe(document, { subtree: true, childList: true });

// "1.3MB" as the page writes it.
function withSize(text, decimal) {
  return text.replace(/(\d)\.(\d)([KMGT]?B)$/, `$1${decimal}$2 $3`);
}

// Of a file that the server did not take Streamlit shows a red sign, and the reason in English to who points at it.
function refuse(names) {
  const note = document.getElementById("em-upload-refused");
  if (note) note.hidden = !document.querySelector('[data-testid="stFileChipIconError"]');
  for (const part of document.querySelectorAll('[data-testid="stFileChip"], [data-testid="stTooltipErrorContent"]')) {
    const words = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      const one = words.currentNode;
      if (one.parentElement.dataset.testid === "stFileChipName") continue; // what the reader called it
      if (/AxiosError|Network Error/.test(one.nodeValue)) one.nodeValue = names.refused;
      else if (one.nodeValue === "Error: ") one.nodeValue = "";
      else if (withSize(one.nodeValue, names.decimal) !== one.nodeValue) one.nodeValue = withSize(one.nodeValue, names.decimal);
    }
  }
}

// Lists, days and code speak English, too, to the eye and to the ear; the document brings our words for them.
const words = document.getElementById("em-names").dataset;
const longDay = (text) => new Date(text).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
const SAID = [
  [/^Open$/, () => words.open],
  [/^Dismiss$/, () => words.close],
  [/^Clear (all|value)$/, () => words.clear],
  [/^Selected values$/, () => words.chosen],
  [/^Remove (.*)$/s, (name) => `${words.remove} ${name}`],
  [/^No results$/, () => words.none],
  [/^(\d+) options? available\.$/, (count) => (count === "1" ? words.one : words.several.replace("#", count))],
  [/^You can only select up to (\d+) options?\. Remove an option first\.$/, (most) => words.most.replace("#", most)],
  [/^(.*), selected$/s, (name) => `${name}, ${words.selected}`],
  [/^day, (.*)$/s, (field) => `${words.day}, ${field}`],
  [/^month, (.*)$/s, (field) => `${words.month}, ${field}`],
  [/^year, (.*)$/s, (field) => `${words.year}, ${field}`],
  [/^Choose date(.*)$/s, (month) => words.date + month],
  [/^Selected Date: (.*)$/, (day) => `${words.chosen}: ${longDay(day)}`],
  [/^Previous month$/, () => words.before],
  [/^Next month$/, () => words.after],
  [/^Copy to clipboard$/, () => words.copy],
];
// Only what Streamlit itself puts there: options, what a field is called and headings are names.
const CALENDAR = '[data-testid="stDateInputCalendar"]';
const LABELLED = ["stSelectbox", "stMultiSelect", "stDateInput", "stDateInputCalendar", "stCode"]
  .map((id) => `[data-testid="${id}"] [aria-label]:not(input)`).concat(CALENDAR, 'button[aria-label="Dismiss"]').join();
const TOLD = `[data-live-announcer] div, [role=listbox][data-empty] *, [id^="react-aria-description"], ${CALENDAR} h2`;

function inOurWords(text) {
  for (const [pattern, ours] of SAID) {
    const found = text.match(pattern);
    if (found) return ours(found[1]);
  }
  return text;
}

new MutationObserver(() => {
  for (const part of document.querySelectorAll(LABELLED)) {
    const name = part.getAttribute("aria-label");
    if (name && inOurWords(name) !== name) part.setAttribute("aria-label", inOurWords(name));
  }
  for (const field of document.querySelectorAll('[placeholder="Choose an option"]')) field.placeholder = words.choose;
  for (const part of document.querySelectorAll(TOLD)) {
    const said = part.childNodes.length === 1 && part.firstChild.nodeType === Node.TEXT_NODE && part.firstChild;
    if (said && inOurWords(said.nodeValue) !== said.nodeValue) said.nodeValue = inOurWords(said.nodeValue);
  }
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["aria-label"] });
