// The points that no other beats in one objective without losing in the other. `better` is "lower"
// or "higher" for each; points that lack a value are left out; of equals, all stay.
function paretoFront(points, x, y, xBetter, yBetter) {
  const along = xBetter === "lower" ? 1 : -1;
  const up = yBetter === "lower" ? 1 : -1;
  const sorted = points
    .map((point) => ({ point, a: along * x(point), b: up * y(point) }))
    .filter((p) => Number.isFinite(p.a) && Number.isFinite(p.b))
    .sort((p, q) => p.a - q.a || p.b - q.b);
  const front = [];
  let least = Infinity;
  let last = null;
  for (const p of sorted) {
    const twin = last !== null && p.a === last.a && p.b === last.b;
    if (!twin && p.b >= least) continue;
    least = p.b;
    last = p;
    front.push(p.point);
  }
  return front;
}
