// Two statistics against each other, with the Pareto front.
const fewValues = 10;

function candidates() {
  const onlyFits = state.fits;
  return sweep.points.filter((p) => !onlyFits || value(p, "resources.fits") === 1);
}

function dots(points) {
  return points
    .map((point) => ({ x: shown(point, state.x), y: shown(point, state.y), point }))
    .filter((dot) => dot.x !== null && dot.y !== null);
}

function colourGroups(points) {
  const column = state.colour;
  if (column === "") return [{ label: "points", data: dots(points), backgroundColor: colourAt(0) }];
  const held = points.map((p) => shown(p, column));
  const values = [...new Set(held)].sort((a, b) => (typeof a === "number" && typeof b === "number" ? a - b : 0));
  if (values.length <= fewValues)
    return values.map((v, i) => ({
      label: `${measure(column).label} ${number(v)}`,
      data: dots(points.filter((p) => shown(p, column) === v)),
      backgroundColor: colourAt(i),
    }));
  return [rampGroup(points, column, held.filter((v) => typeof v === "number"))];
}

function rampGroup(points, column, held) {
  const least = held.reduce((a, b) => Math.min(a, b), Infinity);
  const most = held.reduce((a, b) => Math.max(a, b), -Infinity);
  const data = dots(points);
  const share = (p) => (shown(p, column) - least) / (most - least || 1);
  return {
    label: `${titleOf(column)}: ${number(least)} dark to ${number(most)} bright`,
    data,
    backgroundColor: data.map((dot) => rampColour(share(dot.point))),
  };
}

function frontLine(front) {
  const data = dots(front).sort((a, b) => a.x - b.x || a.y - b.y);
  // What the front reaches is a staircase, whose steps turn with the better side of the abscissa.
  const stepped = state.xBetter === "lower" ? "before" : "after";
  return {
    label: "Pareto front", type: "line", data, stepped, order: 1, clip: false,
    borderColor: cssColour("ink"), borderWidth: 1.5, pointRadius: 6.5, pointHoverRadius: 8, pointHitRadius: 0,
    pointBackgroundColor: "transparent", backgroundColor: "transparent",
  };
}

function selectedRing() {
  return {
    label: "selected", clip: false, data: dots([state.selected]), order: 0, pointStyle: "circle", radius: 10, hitRadius: 0,
    backgroundColor: "transparent", borderColor: cssColour("accent"), borderWidth: 3,
  };
}

function tradeoffScale(name, logarithmic) {
  return valueScale(titleOf(name), { type: logarithmic ? "logarithmic" : "linear" });
}

function tooltipLines(item) {
  const { point } = item.raw;
  return [pointText(point), `${measure(state.x).label} ${shownText(point, state.x)}`,
    `${measure(state.y).label} ${shownText(point, state.y)}`];
}

const mostInTooltip = 6;

// All charts' elements under the pointer are of one place, which is told once.
function tradeoffTooltip(places) {
  const title = (points) => `${counted(points.length, "point")} here; click for the next`;
  const listed = (points) => [...points.slice(0, mostInTooltip).map(pointText), ...(points.length > mostInTooltip ? ["…"] : [])];
  return {
    filter: (item, i) => i === 0,
    displayColors: false,
    callbacks: {
      title: ([item]) => (placeOf(places, item.raw.point).length > 1 ? title(placeOf(places, item.raw.point)) : ""),
      label: (item) => {
        const points = placeOf(places, item.raw.point);
        return points.length > 1 ? listed(points) : tooltipLines(item);
      },
    },
  };
}

function tradeoffTitle() {
  return `${measure(state.y).label} against ${lowerFirst(measure(state.x).label)}`;
}

function drawTradeoff() {
  const points = candidates();
  const front = paretoFront(points, (p) => shown(p, state.x), (p) => shown(p, state.y), state.xBetter, state.yBetter);
  const options = baseOptions(heading("tradeoff-title", tradeoffTitle()));
  options.scales = { x: tradeoffScale(state.x, state.xLog), y: tradeoffScale(state.y, state.yLog) };
  const places = placesOf(dots(points), state.xLog, state.yLog);
  options.plugins.tooltip = tradeoffTooltip(places);
  options.plugins.placeCounts = { places: sharedPlaces(places) };
  options.onClick = (event, elements, chart) => {
    const hit = elements[0];
    if (hit) select(nextOf(placeOf(places, chart.data.datasets[hit.datasetIndex].data[hit.index].point)));
  };
  const groups = colourGroups(points).map((g) => ({ ...g, pointRadius: 4.5, pointHoverRadius: 7, order: 2, clip: false }));
  const ring = document.body.classList.contains("pictures") ? [] : [selectedRing()];
  const rings = sharedPlaces(places).length > 0 ? [placeRings(places)] : [];
  draw("tradeoff", { type: "scatter", data: { datasets: [...ring, ...rings, frontLine(front), ...groups] }, options });
  document.getElementById("tradeoff-note").textContent =
    `${front.length} of ${counted(points.length, "point")} on the Pareto front ` +
    `(${state.xBetter} ${lowerFirst(measure(state.x).label)}, ` +
    `${state.yBetter} ${lowerFirst(measure(state.y).label)} is better).`;
  drawPlace(placeOf(places, state.selected));
}
