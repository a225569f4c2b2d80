// What the charts share. A chart is made anew for every change: its data are few.
const charts = new Map();

function draw(id, config) {
  charts.get(id)?.destroy();
  charts.set(id, new Chart(document.getElementById(id), config));
}

function baseOptions(title) {
  Chart.defaults.color = cssColour("ink");
  Chart.defaults.borderColor = cssColour("line");
  Chart.defaults.font.family = 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif';
  return {
    animation: false,
    // On paper the size is given: the layout is not there yet when the charts are drawn.
    responsive: !document.body.classList.contains("paper"),
    maintainAspectRatio: false,
    devicePixelRatio: Math.max(document.body.classList.contains("paper") ? 3 : 2, window.devicePixelRatio),
    plugins: {
      title: { display: document.body.classList.contains("pictures"), text: title, font: { size: 15 } },
      legend: { position: "bottom", labels: { boxWidth: 12, boxHeight: 12 } },
    },
  };
}

function valueScale(title, more = {}) {
  const { ticks = {}, ...rest } = more;
  return {
    title: { display: true, text: title },
    ticks: { callback: (v) => number(v), maxRotation: 0, autoSkipPadding: 12, ...ticks },
    ...rest,
  };
}

// Charts are told what they show by their heading; in pictures, which have none, by a title.
function heading(id, text) {
  document.getElementById(id).textContent = text;
  return text;
}

// For a line or a bar chart along a slice.
function selectFromSlice(points) {
  return (event, elements) => {
    if (elements.length > 0) select(points[elements[0].index]);
  };
}

// Where the selected point stands in a chart along a slice: a dashed line behind the data.
const selectionLine = {
  id: "selectionLine",
  beforeDatasetsDraw(chart, _, options) {
    if (options.at === undefined || options.at < 0 || document.body.classList.contains("pictures")) return;
    const x = chart.scales.x.getPixelForValue(options.at);
    const { ctx, chartArea } = chart;
    ctx.save();
    ctx.strokeStyle = cssColour("soft");
    ctx.setLineDash([4, 4]);
    ctx.beginPath();
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
    ctx.restore();
  },
};
// Registered for all charts, drawn where a chart gives it a place.
Chart.register(selectionLine);
