// Links between pages go through the open session instead of a reload, and a phone is told from a desk.
// Plain links keep working without this: it only answers an ordinary left click on <a data-go>.
const state = (window.__yanguo ??= {});

export default function ({ setTriggerValue, setStateValue, data }) {
  state.go = (value) => setTriggerValue("go", value);
  const narrow = window.innerWidth < 700;
  if (narrow !== Boolean(data?.narrow)) setStateValue("narrow", narrow);
  document.documentElement.lang = data?.language ?? "zh";
  const own = document.querySelector("script[type=module][src]");
  if (data?.chart_code && own && !state.fetched) {
    state.fetched = true;
    import(new URL(data.chart_code, own.src).href).catch(() => {});
  }
  state.words = data?.words ?? {};
  state.hints = data?.hints ?? {};
  translate();
  if (state.bound) return;
  state.bound = true;
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  oneEntryPerGesture();
  noTalkToOneself();
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement && node.dataset.go);
    if (!link) return;
    event.preventDefault();
    const address = new URL(link.getAttribute("href"), document.baseURI);
    state.go({ page: link.dataset.go, query: [...address.searchParams.entries()], at: Date.now() });
  });
}

// Streamlit pushes a history entry for each step of a page change (query, path, defaults taken out again). One click is one
// step for the reader: what follows the first entry of a gesture replaces it, so that Back leads where they came from.
function oneEntryPerGesture() {
  let pushed = true; // nothing was clicked yet, or Back was pressed: no new entries
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => (pushed = false), true);
  window.addEventListener("popstate", () => (pushed = true), true);
  const push = history.pushState.bind(history);
  history.pushState = (entry, title, address) => {
    if (pushed) return history.replaceState(entry, title, address);
    pushed = true;
    return push(entry, title, address);
  };
}

// Streamlit tells the page that frames it what it does, several times a run. Where there is none the messages come back to
// Streamlit itself, which checks each against its list of origins (some ms) and then has no use for it.
function noTalkToOneself() {
  if (window.parent !== window) return;
  const own = (event) => event.source === window && event.data?.stCommVersion === 1 && event.stopImmediatePropagation();
  window.addEventListener("message", own, true);
}

// The few words that Streamlit prints by itself (upload, fullscreen, placeholders), in the language of the page.
// It waits for a moment without work: what was asked for is drawn first.
const idle = window.requestIdleCallback ?? ((run) => setTimeout(run, 0)); // Safari has none
let waiting = 0;
function soon() {
  if (!waiting) waiting = setTimeout(() => idle(() => { waiting = 0; translate(); }, { timeout: 400 }), 120);
}

function translate() {
  const words = state.words ?? {}, hints = state.hints ?? {};
  for (const link of document.querySelectorAll("[data-testid=stTopNavLink], [data-testid=stSidebarNavLink]")) {
    const name = new URL(link.href, document.baseURI).pathname.split("/").pop() || Object.keys(hints)[0];
    if (hints[name] && link.title !== hints[name]) link.title = hints[name];
  }
  for (const node of document.querySelectorAll(".stApp [aria-label], .stApp [placeholder], .stApp [title]")) {
    for (const name of ["aria-label", "placeholder", "title"]) {
      const text = node.getAttribute(name);
      if (text && text in words && words[text] !== text) node.setAttribute(name, words[text]);
      else if (name === "aria-label" && text?.startsWith("Help for ") && words["Help for "] !== "Help for ")
        node.setAttribute(name, words["Help for "] + text.slice(9));
    }
  }
  const texts = "[data-testid=stFileUploader] button p, [data-testid=stFileUploaderDropzoneInstructions] span, " +
    "[data-testid=stSkipLink], a[href^='#'], [data-testid=InputInstructions], [role=listbox] li, [data-testid=stMainMenuList] span";
  for (const node of document.querySelectorAll(texts)) {
    if (node.childElementCount) continue;
    const text = node.textContent;
    const limit = text.match(/(\d+ ?MB)[^•]*( • .*)?$/), each = words["per file"];
    if (text in words && words[text] !== text) node.textContent = words[text];
    else if (limit && each) {
      const told = (each === "per file" ? `${limit[1]} ${each}` : `${each} ${limit[1]}`) + (limit[2] ?? "");
      if (told !== text) node.textContent = told;
    }
  }
}
