// Where the cycles of one block go.
function blocks() {
  return [...new Set(columnsUnder("stalls.").map((name) => name.split(".")[1]))];
}

// The block whose work is the point of the design comes first.
function defaultBlock() {
  const known = blocks();
  return ["mxv_unit", "pe_array"].find((name) => known.includes(name)) ?? known[0];
}

function causeParts(block, share) {
  const prefix = `stalls.${block}.`;
  const whole = (p) => (share ? value(p, "cycles.total") / 100 : value(p, "steps"));
  return columnsUnder(prefix).map((name) => ({
    label: words(name.slice(prefix.length)),
    of: (p) => (value(p, name) === null ? null : value(p, name) / whole(p)),
  }));
}

function drawStalls() {
  const share = state.stallUnit === "share";
  drawBreakdown("stalls", `Where the cycles of the ${words(state.block)} go`, causeParts(state.block, share),
    share ? "Cycles (% of all)" : "Cycles a step", share ? "%" : "", share ? 100 : undefined);
}
