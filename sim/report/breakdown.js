// Stacked bars along an axis: parts of a whole. A part is { label, of: point -> number }, with a colour
// if it has one of its own.
const mostParts = 9;

function sumOver(points, part) {
  return points.reduce((sum, p) => sum + (part.of(p) ?? 0), 0);
}

function presentParts(points, parts) {
  return parts.filter((part) => sumOver(points, part) > 0);
}

// The largest by themselves, the rest as one; nothing for parts that are 0 everywhere.
function mainParts(points, parts) {
  const sized = presentParts(points, parts)
    .map((part) => ({ part, size: sumOver(points, part) }))
    .sort((a, b) => b.size - a.size)
    .map((p) => p.part);
  if (sized.length <= mostParts + 1) return sized;
  const rest = sized.slice(mostParts);
  const other = { label: `${rest.length} others`, of: (point) => rest.reduce((sum, r) => sum + (r.of(point) ?? 0), 0) };
  return [...sized.slice(0, mostParts), other];
}

function tooltipOf(points, unit) {
  return {
    mode: "index",
    intersect: false,
    filter: (item) => item.raw > 0,
    callbacks: {
      title: (items) => (items.length > 0 ? pointText(points[items[0].dataIndex]) : ""),
      label: (item) => `${item.dataset.label} ${withUnit(item.raw, unit)}`,
      footer: (items) => "together " + withUnit(items.reduce((sum, item) => sum + item.raw, 0), unit),
    },
  };
}

// `pick` chooses the parts that are drawn, as the two functions above do.
function drawBreakdown({ id, title, pick, parts, valueTitle, unit, most }) {
  const points = sliceOf(state.selected, state.along);
  const options = baseOptions(heading(id + "-title", title));
  options.scales = {
    x: { stacked: true, title: { display: true, text: sliceTitle(state.along) }, ticks: { autoSkipPadding: 8 }, grid: { display: false } },
    y: valueScale(valueTitle, { stacked: true, beginAtZero: true, max: most }),
  };
  options.onClick = selectFromSlice(points);
  options.interaction = { mode: "index", intersect: false };
  options.plugins.tooltip = tooltipOf(points, unit);
  options.plugins.selectionLine = { at: points.indexOf(state.selected) };
  const datasets = pick(points, parts).map((part, i) => ({
    label: part.label, data: points.map((p) => part.of(p) ?? 0), backgroundColor: part.colour ?? colourAt(i), maxBarThickness: 46,
  }));
  draw(id, { type: "bar", data: { labels: points.map((p) => sliceLabel(p, state.along)), datasets }, options });
}
