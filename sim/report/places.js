// Points that lie so near each other in the chart of two statistics that one hides the other share
// a place. Near is told in pixels of a chart of the usual size.
const nearPixels = 5;
const usualSize = { x: 1100, y: 340 };
const mostMarked = 100;

// value -> pixels from the least of them; with logarithms, values that have none are nowhere.
function pixelsAlong(values, size, logarithmic) {
  const at = logarithmic ? Math.log : Number;
  const held = values.map(at).filter(Number.isFinite);
  const least = held.reduce((a, b) => Math.min(a, b), Infinity);
  const most = held.reduce((a, b) => Math.max(a, b), -Infinity);
  return (v) => (size * (at(v) - least)) / (most - least || 1);
}

function cellAt({ x, y }, dx = 0, dy = 0) {
  return `${Math.floor(x / nearPixels) + dx} ${Math.floor(y / nearPixels) + dy}`;
}

// The place within reach, if there is one. A reach is as wide as a cell.
function placeNear(cells, at) {
  for (const dx of [0, -1, 1])
    for (const dy of [0, -1, 1])
      for (const place of cells.get(cellAt(at, dx, dy)) ?? [])
        if (Math.hypot(place.at.x - at.x, place.at.y - at.y) < nearPixels) return place;
  return undefined;
}

// Each with where it is drawn and its points, in the order of the sweep.
function placesOf(dots, xLog, yLog) {
  const x = pixelsAlong(dots.map((dot) => dot.x), usualSize.x, xLog);
  const y = pixelsAlong(dots.map((dot) => dot.y), usualSize.y, yLog);
  const cells = new Map();
  const places = [];
  for (const dot of dots) {
    const at = { x: x(dot.x), y: y(dot.y) };
    if (!Number.isFinite(at.x) || !Number.isFinite(at.y)) continue;
    const near = placeNear(cells, at);
    if (near) {
      near.points.push(dot.point);
      continue;
    }
    const place = { ...dot, at, points: [dot.point] };
    places.push(place);
    cells.set(cellAt(at), [...(cells.get(cellAt(at)) ?? []), place]);
  }
  return places;
}

function placeOf(places, point) {
  return places.find((place) => place.points.includes(point))?.points ?? [point];
}

// Clicks on a place go round its points.
function nextOf(points) {
  return points[(points.indexOf(state.selected) + 1) % points.length];
}

function sharedPlaces(places) {
  const shared = places.filter((place) => place.points.length > 1);
  return shared.length > mostMarked ? [] : shared;
}

function placeRings(places) {
  return {
    label: "several points", clip: false, order: 1, data: sharedPlaces(places), pointStyle: "circle", radius: 9.5, hoverRadius: 9.5,
    hitRadius: 0, backgroundColor: "transparent", borderColor: cssColour("soft"), borderWidth: 1.5, borderDash: [2, 2],
  };
}

// Whether a number written at one of them would run into a number at the other.
function collide(a, b) {
  return Math.abs(a.x - b.x) < 18 && Math.abs(a.y - b.y) < 13;
}

// How many points there are, beside the ring, as long as the numbers can be read.
const placeCounts = {
  id: "placeCounts",
  afterDatasetsDraw(chart, _, options) {
    const { ctx, scales } = chart;
    ctx.save();
    ctx.fillStyle = cssColour("ink");
    ctx.font = `600 11px ${Chart.defaults.font.family}`;
    const written = [];
    for (const place of options.places ?? []) {
      const at = { x: scales.x.getPixelForValue(place.x) + 9, y: scales.y.getPixelForValue(place.y) - 7 };
      if (written.some((other) => collide(at, other))) continue;
      written.push(at);
      ctx.fillText(place.points.length, at.x, at.y);
    }
    ctx.restore();
  },
};
Chart.register(placeCounts);

function pointButton(point) {
  const made = element("button", `${value(point, "point")}: ${pointText(point)}`, ...(point === state.selected ? ["chosen"] : []));
  made.type = "button";
  made.addEventListener("click", () => select(point));
  return made;
}

const mostListed = 30;

// Below the chart: the points that share the selected one's place.
function drawPlace(points) {
  const box = document.getElementById("tradeoff-place");
  if (points.length < 2) {
    box.replaceChildren("Click a point to see what it is.");
    return;
  }
  const listed = points.slice(0, mostListed).map(pointButton);
  const rest = points.length > mostListed ? ` and ${counted(points.length - mostListed, "other")}` : "";
  box.replaceChildren(`${counted(points.length, "point")} lie where the selected one does; a click there goes on to the next: `, ...listed, rest);
}
