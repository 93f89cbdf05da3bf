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
