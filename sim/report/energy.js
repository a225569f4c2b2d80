// Where the energy goes: by component of the hardware or by phase of a step.
const energyUnits = {
  step: { title: "Energy a step (µJ)", unit: "µJ", of: (p) => 1e6 / value(p, "steps") },
  power: { title: "Power (W)", unit: "W", of: (p) => 1 / value(p, "time_s") },
};

function energyParts(by, scale) {
  const prefix = `energy.by_${by}.`;
  return columnsUnder(prefix).map((name) => ({
    label: words(name.slice(prefix.length)),
    of: (p) => (value(p, name) === null ? null : value(p, name) * scale(p)),
  }));
}

function drawEnergy() {
  const { title, unit, of } = energyUnits[state.energyUnit];
  const what = state.energyUnit === "power" ? "power" : "energy of a step";
  drawBreakdown({
    id: "energy", title: `Where the ${what} goes, by ${state.energyBy}`, pick: mainParts, parts: energyParts(state.energyBy, of),
    valueTitle: title, unit,
  });
}
