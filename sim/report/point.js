// The selected point: its figures and its configuration.
const figureNames = ["cycles.per_step_mean", "throughput.effective_gops", "speedup.vs_dense", "speedup.vs_theta0",
  ...errors, "sparsity.pooled", "energy.step_j", "energy.power_w", "energy.gops_per_w", "resources.bram36", "resources.dsp"];

function figure(label, text, ...classes) {
  const made = element("div", undefined, ...classes);
  made.append(element("span", label), element("b", text));
  return made;
}

function drawFigures() {
  const point = state.selected;
  heading("point-title", `Selected: point ${value(point, "point")}, ${pointText(point)}`);
  const shownAxes = axes.map((axis) => figure(axis, withUnit(axisValue(point, axis), sweep.parameters[axis]?.unit ?? ""), "axis"));
  const known = figureNames.filter((name) => value(point, name) !== null);
  const figures = known.map((name) => figure(measure(name).label, shownText(point, name)));
  document.getElementById("key-figures").replaceChildren(...shownAxes, ...figures);
}

// Pairs of a parameter and its text as a configuration file takes it.
function configuration(point) {
  return Object.keys(sweep.parameters)
    .map((key) => [key, value(point, "config." + key)])
    .filter(([, v]) => v !== null)
    .map(([key, v]) => [key, sweep.parameters[key].truth ? String(v === 1) : String(v)]);
}

function sections(pairs) {
  const found = new Map();
  for (const [key, text] of pairs) {
    const dot = key.indexOf(".");
    const name = key.slice(0, dot);
    if (!found.has(name)) found.set(name, []);
    found.get(name).push({ key, short: key.slice(dot + 1), text });
  }
  return found;
}

// theta stands for both thresholds.
function isSwept(key) {
  return axes.some((axis) => axis === key || (isThreshold(axis) && isThreshold(key) && (key.endsWith(axis) || axis === "theta")));
}

function parameterRow({ key, short, text }) {
  const { unit, help } = sweep.parameters[key];
  const classes = isSwept(key) ? ["axis"] : [];
  const name = element("dt", short, ...classes);
  name.title = help;
  return [name, element("dd", unit === "" ? text : `${text} ${unit}`, ...classes)];
}

function drawConfiguration() {
  heading("configuration-title", `Configuration of point ${value(state.selected, "point")}`);
  const pairs = configuration(state.selected).filter(([key]) => key.includes(state.filter));
  const made = [...sections(pairs)].map(([name, entries]) => {
    const list = element("dl");
    list.append(...entries.flatMap(parameterRow));
    const box = element("div");
    box.append(element("h3", name), list);
    return box;
  });
  document.getElementById("configuration").replaceChildren(...made);
}
