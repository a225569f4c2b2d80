// What the sweep found. A point is the list of its values; what is the same in all points stands
// apart.
const sweep = JSON.parse(document.getElementById("sweep-data").textContent);
const columnIndex = new Map(sweep.columns.map((name, i) => [name, i]));

function value(point, name) {
  const at = columnIndex.get(name);
  if (at !== undefined) return point[at];
  return Object.hasOwn(sweep.constants, name) ? sweep.constants[name] : null;
}

function hasColumn(name) {
  return columnIndex.has(name) || Object.hasOwn(sweep.constants, name);
}

function columnNames() {
  return [...Object.keys(sweep.constants), ...sweep.columns];
}

function columnsUnder(prefix) {
  return columnNames().filter((name) => name.startsWith(prefix));
}

// Numbers in some points, and nothing but numbers in the others.
const numericColumn = memo((name) => {
  const held = sweep.points.map((p) => value(p, name)).filter((v) => v !== null);
  return held.length > 0 && held.every((v) => typeof v === "number");
});

const axes = sweep.meta.grid.axes.map((axis) => axis.key);

function axisColumn(axis) {
  return "axis." + axis;
}

function axisValue(point, axis) {
  return value(point, axisColumn(axis));
}

// In the order of their size if they are numbers, or else of the grid.
const axisValues = memo((axis) => {
  const values = [...new Set(sweep.points.map((p) => axisValue(p, axis)))];
  return values.every((v) => typeof v === "number") ? values.sort((a, b) => a - b) : values;
});

function isNumericAxis(axis) {
  return axisValues(axis).every((v) => typeof v === "number");
}

function isThreshold(axis) {
  return /(^|\.)theta(_[xh])?$/.test(axis);
}

function movingAxes() {
  return axes.filter((axis) => axisValues(axis).length > 1);
}

function memo(compute) {
  const known = new Map();
  return (key) => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key);
  };
}
