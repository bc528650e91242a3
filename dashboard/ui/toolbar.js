// Under each chart: PNG, SVG and CSV of itself. The image is drawn by the Plotly that drew the chart, with the title,
// legend and source line that the page shows as text put into it for the moment of saving.
export default function ({ parentElement, data }) {
  const bar = parentElement.querySelector(".bar");
  bar.replaceChildren();
  const button = (label, action) => {
    const node = document.createElement("button");
    node.type = "button";
    node.textContent = label;
    node.setAttribute("aria-label", `${data.labels.save} ${label}: ${data.title}`);
    node.dataset.format = label.toLowerCase();
    node.addEventListener("click", action);
    bar.append(node);
  };
  button(data.labels.png, () => image("png"));
  button(data.labels.svg, () => image("svg"));
  button(data.labels.csv, () => save(new Blob(["\ufeff" + data.csv], { type: "text/csv;charset=utf-8" }), `${data.name}.csv`));

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

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
