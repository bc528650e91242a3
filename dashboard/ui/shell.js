// Links between pages go through the open session instead of a reload, and a phone is told from a desk.
// Plain links keep working without this: it only answers an ordinary left click on <a data-go>.
const state = (window.__yanguo ??= {});

export default function ({ setTriggerValue, setStateValue, data }) {
  state.go = (value) => setTriggerValue("go", value);
  const narrow = window.innerWidth < 700;
  if (narrow !== Boolean(data?.narrow)) setStateValue("narrow", narrow);
  document.documentElement.lang = data?.language ?? "zh";
  if (state.bound) return;
  state.bound = true;
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement && node.dataset.go);
    if (!link) return;
    event.preventDefault();
    const address = new URL(link.getAttribute("href"), document.baseURI);
    state.go({ page: link.dataset.go, query: [...address.searchParams.entries()], at: Date.now() });
  });
}
