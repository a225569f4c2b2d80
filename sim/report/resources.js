// What each hardware of the sweep takes; thresholds and the like change none.
const resourceKinds = [
  { name: "bram36", label: "BRAM36" },
  { name: "dsp", label: "DSP48E1" },
  { name: "lut_estimate", label: "LUT, about" },
  { name: "ff_estimate", label: "FF, about" },
];

function hardwareKey(point) {
  return [...resourceKinds.map((kind) => value(point, "resources." + kind.name)), value(point, "resources.device.name")].join(" ");
}

function hardwares() {
  const groups = new Map();
  for (const point of sweep.points) {
    const key = hardwareKey(point);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(point);
  }
  return [...groups.values()];
}

// "64", or "0 to 0.5" where the resources do not depend on it.
function axisRange(points, axis) {
  const values = [...new Set(points.map((p) => axisValue(p, axis)))];
  if (values.length === 1) return number(values[0]);
  if (values.length === axisValues(axis).length) return "any";
  return values.length > 4 ? `${values.length} values` : values.map(number).join(", ");
}

function useCell(point, kind) {
  const share = value(point, "resources.utilisation." + kind.name);
  const cell = element("td", number(value(point, "resources." + kind.name)), ...(share > 1 ? ["over"] : []));
  cell.append(element("span", share === null ? "" : ` ${number(Math.round(share * 1000) / 10)}%`, "share"));
  return cell;
}

function hardwareRow(points) {
  const [first] = points;
  const fits = value(first, "resources.fits") === 1;
  const made = row([
    ...movingAxes().map((axis) => element("td", axisRange(points, axis))),
    ...resourceKinds.map((kind) => useCell(first, kind)),
    element("td", value(first, "resources.device.name"), "text"),
    element("td", fits ? "fits" : "does not fit", "text", ...(fits ? [] : ["over"])),
    element("td", words(value(first, "resources.limiting") ?? "–").replace(" estimate", "").toUpperCase(), "text"),
  ]);
  if (points.includes(state.selected)) made.classList.add("chosen");
  return made;
}

function drawResources() {
  const all = hardwares();
  const head = [...movingAxes(), ...resourceKinds.map((kind) => kind.label)].map((name) => element("th", name));
  head.push(...["device", "", "limit"].map((name) => element("th", name, "text")));
  fillTable("resources", head, all.slice(0, mostRows).map(hardwareRow));
  const cut = all.length > mostRows ? `The first ${mostRows} of ${all.length}. ` : "";
  document.getElementById("resources-note").textContent =
    cut + "Percentages are of the device. BRAM and DSP follow from shapes and widths; LUT and FF are " +
    "estimates. The selected point's row is marked.";
}
