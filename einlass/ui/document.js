// The server is where this document came from. Without this Streamlit tries the address of the page first: two 404s.
window.__streamlit = { BACKEND_BASE_URL: new URL("./", location.href).href };

// Links between our own pages change the view without loading the document again.
// Streamlit already does this for the browser's Back and Forward, so a click is handed on as such a step.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const plain = !event.defaultPrevented && !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!plain || !link || link.target || link.hreflang || link.download) return;
  const here = new URL("./", location.href).href;
  const page = link.href.startsWith(here) ? link.href.slice(here.length).split(/[?#]/)[0] : "/";
  const connected = document.querySelector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]');
  if (/[/.]/.test(page) || link.href.includes("#") || !connected) return;
  event.preventDefault();
  history.pushState({}, "", link.href);
  dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
});

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
  }
}).observe(document, { subtree: true, childList: true });
