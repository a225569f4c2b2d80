// What each energy constant does to the power of the selected point when it alone goes from one end
// of its range to the other.
const mostConstants = 12;

function swings(point) {
  const prefix = "energy.power_at.";
  const keys = new Set(columnsUnder(prefix).map((name) => name.slice(prefix.length).replace(/\.(low|high)_w$/, "")));
  return [...keys]
    .map((key) => ({ key, low: value(point, `${prefix}${key}.low_w`), high: value(point, `${prefix}${key}.high_w`) }))
    .filter((s) => s.low !== null && s.high !== null)
    .sort((a, b) => Math.abs(b.high - b.low) - Math.abs(a.high - a.low));
}

function constantLabel(key) {
  const c = sweep.energy_constants[key];
  if (c === undefined) return key;
  const range = `${number(c.low)} to ${number(c.high)} ${c.unit}`;
  return `${key}, ${range}${c.tag === "unconfirmed" ? "" : " [" + c.tag + "]"}`;
}

function tornadoTitle(point) {
  return `How far the energy constants move the power of ${number(value(point, "energy.power_w"))} W`;
}

const baseLine = {
  id: "baseLine",
  afterDatasetsDraw(chart, _, options) {
    if (options.at === undefined) return;
    const x = chart.scales.x.getPixelForValue(options.at);
    const { ctx, chartArea } = chart;
    ctx.save();
    ctx.strokeStyle = cssColour("ink");
    ctx.beginPath();
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
    ctx.restore();
  },
};
Chart.register(baseLine);

function tornadoOptions(point, listed) {
  const base = value(point, "energy.power_w");
  const options = baseOptions(heading("tornado-title", tornadoTitle(point)));
  options.indexAxis = "y";
  options.scales = {
    x: valueScale("Power (W)", { beginAtZero: false, grace: "3%" }),
    y: { ticks: { autoSkip: false, font: { size: 11 } }, grid: { display: false }, stacked: true },
  };
  options.plugins.baseLine = { at: base };
  options.plugins.tooltip = {
    callbacks: {
      label: (item) => `${item.dataset.label}: ${number(item.raw[1])} W`,
      footer: (items) => wrapped(sweep.energy_constants[listed[items[0].dataIndex].key]?.source ?? ""),
    },
  };
  return options;
}

function wrapped(text) {
  return text.match(/.{1,60}(\s|$)/g)?.map((line) => line.trim()) ?? [];
}

function drawTornado() {
  const point = state.selected;
  const all = swings(point);
  const listed = all.slice(0, mostConstants);
  const base = value(point, "energy.power_w");
  const bar = (label, end, i) => ({ label, data: listed.map((s) => [base, s[end]]), backgroundColor: colourAt(i), barPercentage: 0.75, grouped: false });
  draw("tornado", {
    type: "bar",
    data: {
      labels: listed.map((s) => constantLabel(s.key)),
      datasets: [bar("constant at its low end", "low", 0), bar("constant at its high end", "high", 1)],
    },
    options: tornadoOptions(point, listed),
  });
  document.getElementById("tornado-note").textContent = tornadoNote(point, all);
}

function tornadoNote(point, all) {
  if (all.length === 0)
    return "This database has no powers at the ends of the constants' ranges: its energy was scaled, or " +
      "an older drnn wrote it.";
  const range = `With all constants at the ends that give the least and the most: ${number(value(point, "energy.power_low_w"))} to ${number(value(point, "energy.power_high_w"))} W. `;
  const tags = "Constants without a tag are unconfirmed. ";
  const rest = all.slice(mostConstants);
  if (rest.length === 0) return range + tags;
  const largest = Math.abs(rest[0].high - rest[0].low);
  return `${range}${tags}${counted(rest.length, "other constant")} move it by ${number(largest)} W at most.`;
}
