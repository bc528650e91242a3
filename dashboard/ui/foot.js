// Under each chart: the legend, the source line, PNG, SVG and CSV of itself, and the numbers as a table.
// One element instead of six: the table is made when it is opened. Whatever comes from data is set as text, never as markup.
// It also lets the keyboard into the chart above: Tab reaches it, arrows go through its rows, Enter opens the sentences.
export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".yg-foot");
  const table = make("details"), told = make("p", "", "yg-told");
  told.setAttribute("role", "status");
  told.id = `told-${data.target}`;
  root.replaceChildren(told, legend(), line(), table, make("div", data.hint, "yg-note"));
  keyboard();
  table.append(make("summary", data.summary));
  table.addEventListener("toggle", () => table.open && !table.querySelector("table") && table.append(numbers()));

  function make(tag, text = "", kind = "") {
    const node = document.createElement(tag);
    if (text !== "") node.textContent = text;
    if (kind) node.className = kind;
    return node;
  }

  function legend() {
    const box = make("div", "", "yg-legend");
    for (const [status, glyph, label, help] of data.legend) {
      const entry = make("span");
      const sign = make("b", glyph);
      sign.style.color = `var(--status-${status})`;
      entry.title = help;
      entry.append(sign, ` ${label}`);
      box.append(entry);
    }
    return box;
  }

  function line() {
    const box = make("div", "", "yg-foot-line");
    const bar = make("div", "", "yg-bar");
    bar.setAttribute("role", "group");
    for (const [format, action] of [["png", () => image("png")], ["svg", () => image("svg")], ["csv", csv]]) {
      const button = make("button", data.labels[format]);
      button.type = "button";
      button.dataset.format = format;
      button.setAttribute("aria-label", `${data.labels.save} ${data.labels[format]}: ${data.title}`);
      button.addEventListener("click", action);
      bar.append(button);
    }
    box.append(make("span", data.source, "yg-note"), bar);
    return box;
  }

  function numbers() {
    const box = make("div", "", "yg-scroll");
    box.tabIndex = 0;
    const grid = make("table", "", "yg-table");
    const head = make("tr");
    for (const name of [...data.columns, ...(data.links.length ? [data.link_head] : [])]) {
      const cell = make("th", name);
      cell.scope = "col";
      head.append(cell);
    }
    grid.append(make("thead"), make("tbody"));
    grid.tHead.append(head);
    data.rows.slice(0, 500).forEach((row, i) => {
      const entry = make("tr");
      for (const value of row) entry.append(make("td", value === null ? "" : String(value)));
      if (data.links.length) {
        const link = evidence(i);
        link.setAttribute("aria-label", `${data.link_text}: ${words(i)}`);
        const cell = make("td");
        cell.append(link);
        entry.append(cell);
      }
      grid.tBodies[0].append(entry);
    });
    box.append(grid);
    return box;
  }

  function evidence(i) {
    const link = make("a", data.link_text);
    link.href = data.links[i];
    link.dataset.go = "evidence";
    return link;
  }

  // A row in words: each value after the name of its column.
  function words(i) {
    const cells = data.rows[i].map((value, n) => (value === null || value === "" ? "" : `${data.columns[n]} ${value}`));
    return cells.filter(Boolean).join(data.keys.join);
  }

  // The chart is drawn after this has run, and drawn anew at times: the block around both stays, so it is what listens.
  function keyboard() {
    const block = document.querySelector(`.st-key-${CSS.escape(data.target)}`);
    if (!block) return;
    block.yanguo?.leave();
    const find = () => block.querySelector("[data-testid=stPlotlyChart]");
    let at = -1;
    const ready = () => {
      const chart = find();
      if (!chart || chart.tabIndex === 0) return;
      chart.tabIndex = 0;
      chart.setAttribute("aria-describedby", told.id);
    };
    const point = () => {
      block.querySelector(".yg-ring")?.remove();
      const target = at < 0 || !data.links.length ? null : new URL(data.links[at], document.baseURI).searchParams.get("target");
      const mark = target && [...block.querySelectorAll("path.point")].find((path) => path.__data__?.data === target);
      const frame = block.querySelector(".svg-container");
      if (!mark || !frame) return;
      const [spot, within] = [mark.getBoundingClientRect(), frame.getBoundingClientRect()];
      const ring = make("i", "", "yg-ring");
      ring.style.left = `${spot.left + spot.width / 2 - within.left}px`;
      ring.style.top = `${spot.top + spot.height / 2 - within.top}px`;
      frame.append(ring);
    };
    const go = (step) => {
      const last = data.rows.length - 1;
      at = step === null ? -1 : Math.max(0, Math.min(last, at + step));
      told.textContent = at < 0 ? data.keys.hint : `${at + 1} / ${last + 1} · ${words(at)}`;
      point();
    };
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity, Escape: null };
    const pressed = (event) => {
      if (event.target !== find() || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Enter" && at >= 0 && data.links.length) {
        const link = evidence(at);
        root.append(link);
        link.click();
        link.remove();
      } else if (event.key in steps && data.rows.length) go(steps[event.key]);
      else return;
      event.preventDefault();
    };
    const entered = (event) => event.target === find() && at < 0 && (told.textContent = data.keys.hint);
    const left = (event) => {
      if (event.target !== find()) return;
      at = -1;
      told.textContent = "";
      point();
    };
    const watch = new MutationObserver(ready);
    watch.observe(block, { childList: true, subtree: true });
    const heard = { keydown: pressed, focusin: entered, focusout: left };
    for (const kind in heard) block.addEventListener(kind, heard[kind]);
    block.yanguo = {
      leave() {
        watch.disconnect();
        for (const kind in heard) block.removeEventListener(kind, heard[kind]);
        block.querySelector(".yg-ring")?.remove();
      },
    };
    ready();
  }

  function csv() {
    // a text that a spreadsheet would run as a formula gets a leading quote
    const quoted = (value) => {
      const told = value === null ? "" : String(value);
      const text = typeof value === "string" && /^[=+\-@\t\r]/.test(told) ? `'${told}` : told;
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const lines = [data.columns, ...data.rows].map((row) => row.map(quoted).join(","));
    save(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" }), `${data.name}.csv`);
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // The image is drawn by the Plotly that drew the chart, with the title, legend and source line that the page shows as
  // text put into it for the moment of saving.
  function image(format) {
    const plot = document.querySelector(`.st-key-${CSS.escape(data.target)} .js-plotly-plot`);
    const trigger = plot?.querySelector(".modebar-btn");
    if (!trigger) return;
    const kept = { title: plot.layout.title, margin: plot.layout.margin, annotations: plot.layout.annotations };
    const context = plot._context.toImageButtonOptions;
    plot.layout.title = data.patch.title;
    plot.layout.margin = data.patch.margin;
    plot.layout.annotations = [...(plot.layout.annotations ?? []), ...data.patch.annotations];
    plot._context.toImageButtonOptions = {
      format, filename: data.name, width: data.patch.width, height: data.patch.height, scale: format === "png" ? 2 : 1,
    };
    try {
      trigger.click();
    } finally {
      Object.assign(plot.layout, kept);
      plot._context.toImageButtonOptions = context;
    }
  }
}
