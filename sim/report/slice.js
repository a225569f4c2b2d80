// The points that differ from the chosen one along one axis only, or all of them.
const allPoints = "all points";
const mostBars = 60;

function sliceOf(point, along) {
  if (along === allPoints) return sweep.points.slice(0, mostBars);
  const others = axes.filter((axis) => axis !== along);
  const order = axisValues(along);
  return sweep.points
    .filter((p) => others.every((axis) => axisValue(p, axis) === axisValue(point, axis)))
    .sort((p, q) => order.indexOf(axisValue(p, along)) - order.indexOf(axisValue(q, along)));
}

function sliceLabel(point, along) {
  return along === allPoints ? movingAxes().map((a) => number(axisValue(point, a))).join(" / ") : number(axisValue(point, along));
}

function sliceTitle(along) {
  if (along === allPoints) return movingAxes().join(" / ") || "point";
  const unit = sweep.parameters[along]?.unit;
  return unit ? `${along} (${unit})` : along;
}

// What stays the same along the slice.
function sliceNote(point, along) {
  if (along === allPoints)
    return sweep.points.length > mostBars ? `the first ${mostBars} of ${sweep.points.length} points` : "";
  const fixed = movingAxes().filter((axis) => axis !== along);
  return fixed.length === 0 ? "" : "with " + fixed.map((axis) => axisText(point, axis)).join(", ") + ", as in the selected point";
}

// Thresholds first, which is what a delta network is swept over.
function defaultAlong() {
  const moving = movingAxes();
  const first = moving.find(isThreshold) ?? moving.find(isNumericAxis) ?? moving[0];
  const listed = sweep.meta.grid.list !== null;
  if (first === undefined || (listed && sliceOf(sweep.points[0], first).length < 2)) return allPoints;
  return first;
}
