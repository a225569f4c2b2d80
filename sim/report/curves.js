// Two statistics along an axis, each on a scale of its own: error and speedup over the threshold.
function curve(points, name, scale, i, numeric) {
  const data = points.map((p) => ({ x: numeric ? axisValue(p, state.along) : sliceLabel(p, state.along), y: shown(p, name) }));
  return {
    label: titleOf(name), data, yAxisID: scale, borderColor: colourAt(i), backgroundColor: colourAt(i),
    borderDash: i === 0 ? [] : [6, 3], pointStyle: i === 0 ? "circle" : "rectRot", pointRadius: 4.5, borderWidth: 2,
  };
}

function curvesTitle() {
  return `${measure(state.left).label} and ${lowerFirst(measure(state.right).label)} over ${state.along}`;
}

function lowerFirst(text) {
  return /^[A-Z][a-z]/.test(text) ? text[0].toLowerCase() + text.slice(1) : text;
}

function drawCurves() {
  const points = sliceOf(state.selected, state.along);
  const numeric = state.along !== allPoints && isNumericAxis(state.along);
  const options = baseOptions(heading("curves-title", curvesTitle()));
  options.interaction = { mode: "index", intersect: false };
  options.scales = {
    x: numeric
      ? valueScale(sliceTitle(state.along), { type: "linear" })
      : { type: "category", title: { display: true, text: sliceTitle(state.along) } },
    y: valueScale(titleOf(state.left), { beginAtZero: true }),
    right: valueScale(titleOf(state.right), { position: "right", beginAtZero: true, grid: { drawOnChartArea: false } }),
  };
  options.plugins.selectionLine = { at: numeric ? axisValue(state.selected, state.along) : points.indexOf(state.selected) };
  options.onClick = selectFromSlice(points);
  options.plugins.tooltip = { callbacks: { title: (items) => pointText(points[items[0].dataIndex]) } };
  const datasets = [curve(points, state.left, "y", 0, numeric), curve(points, state.right, "right", 1, numeric)];
  const labels = numeric ? undefined : points.map((p) => sliceLabel(p, state.along));
  draw("curves", { type: "line", data: { labels, datasets }, options });
}
