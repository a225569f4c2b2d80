// Four significant digits, thousands apart, no exponents where digits do.
function number(v) {
  if (typeof v !== "number") return v === null || v === undefined ? "–" : String(v);
  if (v === 0) return "0";
  const size = Math.abs(v);
  if (size < 1e-4 || size >= 1e12) return v.toExponential(3);
  const digits = size >= 1000 ? 0 : Math.max(0, 3 - Math.floor(Math.log10(size)));
  return v.toLocaleString("en", { maximumFractionDigits: digits });
}

// For columns of a table, whose points stand below each other.
function hundredths(v) {
  return v.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function withUnit(v, unit) {
  if (v === null || v === undefined) return "–";
  const gap = unit === "" || unit === "%" || unit === "x" ? "" : " ";
  return number(v) + gap + (unit === "x" ? "×" : unit);
}

// "Cycles a step 43.0".
function shownText(point, name) {
  return withUnit(shown(point, name), measure(name).unit);
}

function axisText(point, axis) {
  return `${axis} ${number(axisValue(point, axis))}`;
}

function pointText(point) {
  const moving = movingAxes();
  return (moving.length > 0 ? moving : axes).map((axis) => axisText(point, axis)).join(", ");
}

function counted(n, one, many = one + "s") {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

// "activation_wait" reads better in words.
function words(name) {
  return name.replaceAll("_", " ");
}
