// What is chosen, and what follows from it.
const state = {};

function drawAll() {
  drawTradeoff();
  drawFigures();
  drawSlices();
  drawTornado();
  drawResources();
  drawConfiguration();
}

function drawSlices() {
  document.getElementById("along-note").textContent = sliceNote(state.selected, state.along);
  drawCurves();
  drawAccount();
  drawEnergy();
}

// Called from within a chart's handling of a click, which must end before the chart is replaced.
function select(point) {
  state.selected = point;
  queueMicrotask(drawAll);
}

function option(key, text) {
  const made = element("option", text);
  made.value = key;
  return made;
}

function group(label, names) {
  const made = element("optgroup");
  made.label = label;
  made.append(...names.map((name) => option(name, titleOf(name))));
  return made;
}

// A control and the state that it shows; `drawn` is what depends on it.
function control(id, key, initial, drawn) {
  const input = document.getElementById(id);
  const held = input.type === "checkbox" ? "checked" : "value";
  input[held] = state[key] = initial;
  input.addEventListener("input", () => {
    state[key] = input[held];
    drawn();
  });
}

function fill(id, options) {
  document.getElementById(id).replaceChildren(...options);
}

function statisticGroups() {
  const known = knownObjectives();
  const onAxes = movingAxes().map(axisColumn).filter(numericColumn);
  const others = sweep.columns.filter((name) => numericColumn(name) && name !== "point" && !known.includes(name) && !onAxes.includes(name));
  return [group("Objectives", known), group("Axes", onAxes), group("All that varies", others)];
}

function objectiveControl(id, initial) {
  fill(id, statisticGroups());
  fill(id + "-better", [option("lower", "lower is better"), option("higher", "higher is better")]);
  control(id + "-better", id + "Better", measure(initial).better, drawTradeoff);
  control(id, id, initial, () => {
    state[id + "Better"] = document.getElementById(id + "-better").value = measure(state[id]).better;
    drawTradeoff();
  });
  control(id + "-log", id + "Log", false, drawTradeoff);
}

function setUpTradeoff() {
  const x = firstVarying(["cycles.per_step_mean", "cycles.total"]);
  objectiveControl("x", x);
  objectiveControl("y", firstVarying([...errors, "energy.step_j", "resources.dsp"]) ?? "energy.step_j");
  const colours = movingAxes();
  fill("colour", [option("", "nothing"), ...colours.map((axis) => option(axisColumn(axis), axis)), ...statisticGroups().slice(0, 1)]);
  const colour = colours.find((axis) => !isThreshold(axis)) ?? colours[0];
  control("colour", "colour", colour === undefined ? "" : axisColumn(colour), drawTradeoff);
  control("fits", "fits", false, drawTradeoff);
  document.getElementById("fits-label").hidden = !columnIndex.has("resources.fits");
}

function setUpSlices() {
  fill("along", [...movingAxes(), allPoints].map((name) => option(name, name)));
  control("along", "along", defaultAlong(), drawSlices);
  fill("left", statisticGroups());
  fill("right", statisticGroups());
  control("left", "left", firstVarying([...errors, "energy.step_j"]), drawCurves);
  control("right", "right", firstVarying(["speedup.vs_theta0", "speedup.vs_dense", "throughput.effective_gops"]), drawCurves);
  fill("energy-by", [option("component", "component"), option("phase", "phase")]);
  control("energy-by", "energyBy", "component", drawEnergy);
  fill("energy-unit", [option("step", "energy a step"), option("power", "power")]);
  control("energy-unit", "energyUnit", "step", drawEnergy);
}

// The middle of the front, so that what is shown first is a compromise.
function firstSelection() {
  const front = paretoFront(sweep.points, (p) => shown(p, state.x), (p) => shown(p, state.y), state.xBetter, state.yBetter);
  return front[Math.floor(front.length / 2)] ?? sweep.points[0];
}

function setUpButtons() {
  control("filter", "filter", "", drawConfiguration);
  document.getElementById("csv").addEventListener("click", () => download("points.csv", "text/csv", csvText()));
  document.getElementById("ini").addEventListener("click", () =>
    download(`point-${value(state.selected, "point")}.ini`, "text/plain", iniText(state.selected)));
  document.getElementById("theme").addEventListener("click", () => {
    setTheme(isDark() ? "light" : "dark");
    drawAll();
  });
}

// Paper is white, whatever the screen is, and charts are as wide as it is.
const paperWidth = 670;
const paperHeight = 300;

function fitPaper(chart) {
  chart.resize(paperWidth, chart.canvas.id === "tradeoff" ? 1.2 * paperHeight : paperHeight);
}

function setUpPrint() {
  let before = "light";
  window.addEventListener("beforeprint", () => {
    before = document.documentElement.dataset.theme;
    setTheme("light");
    document.body.classList.add("paper");
    drawAll();
    charts.forEach(fitPaper);
  });
  window.addEventListener("afterprint", () => {
    setTheme(before);
    document.body.classList.remove("paper");
    drawAll();
  });
}

function gridText() {
  const moving = movingAxes();
  return moving.length > 0 ? moving.join(", ") : axes.join(", ");
}

function drawHead() {
  document.title = heading("title", `Sweep of ${gridText()}`);
  const spans = movingAxes().map((axis) => {
    const values = axisValues(axis);
    return `${counted(values.length, "value")} of ${axis}, ${number(values[0])} to ${number(values.at(-1))}`;
  });
  document.getElementById("summary").textContent = [`${counted(sweep.points.length, "point")} simulated`, ...spans].join("; ");
  const recorded = sweep.points.length + sweep.failed.length;
  const notices = [];
  if (recorded < sweep.expected)
    notices.push(`The sweep is not finished: ${recorded.toLocaleString("en")} of ${counted(sweep.expected, "point")} are in its database.`);
  if (sweep.failed.length > 0) notices.push(`${counted(sweep.failed.length, "point")} without a result; see the end of the page.`);
  if (sweep.meta.shard) notices.push(`This is part ${sweep.meta.shard} of a sweep.`);
  document.getElementById("notices").replaceChildren(...notices.map((text) => element("li", text)));
  const { version, workload, energy } = sweep.meta;
  document.getElementById("origin").textContent =
    `drnn ${version}; workload ${workload}; energy tables ${energy?.table ?? "?"}, ` +
    `${energy?.ddr_table ?? "?"}. Charts: Chart.js ${Chart.version} (MIT licence).`;
}

setTheme(window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
setUpTradeoff();
setUpSlices();
setUpAccount();
setUpButtons();
setUpPrint();
state.selected = firstSelection();
drawHead();
drawFailed();
drawAll();
if (location.hash === "#png") exportPictures();
