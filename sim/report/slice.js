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

const longestLabel = 14;

function allValues(point) {
  return movingAxes().map((axis) => number(axisValue(point, axis))).join(" / ");
}

// Long labels would leave the bars no room; tooltips tell the values all the same.
const areNumbered = memo((along) => along === allPoints && sliceOf(sweep.points[0], along).some((p) => allValues(p).length > longestLabel));

function sliceLabel(point, along) {
  if (areNumbered(along)) return String(value(point, "point"));
  return along === allPoints ? allValues(point) : number(axisValue(point, along));
}

function sliceTitle(along) {
  if (areNumbered(along)) return "Number of the point";
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
