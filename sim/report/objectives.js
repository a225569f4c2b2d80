// The statistics that a designer weighs, with the unit they are shown in: value times `times`.
const objectives = [
  { name: "cycles.per_step_mean", label: "Cycles a step without resets", unit: "cycles", better: "lower" },
  { name: "cycles.per_step_max", label: "Longest step", unit: "cycles", better: "lower" },
  { name: "cycles.total", label: "Cycles", unit: "cycles", better: "lower" },
  { name: "time_s", label: "Time of the run", unit: "ms", times: 1e3, better: "lower" },
  { name: "throughput.effective_gops", label: "Effective throughput", unit: "GOp/s", better: "higher" },
  { name: "speedup.vs_dense", label: "Speedup against dense", unit: "x", better: "higher" },
  { name: "speedup.vs_theta0", label: "Speedup against theta 0", unit: "x", better: "higher" },
  { name: "accuracy.label_error", label: "Label error", unit: "%", times: 100, better: "lower" },
  { name: "accuracy.class_error", label: "Class error", unit: "%", times: 100, better: "lower" },
  { name: "accuracy.mse", label: "Mean squared error", unit: "", better: "lower" },
  { name: "fidelity.h_error_vs_theta0.rms_activation_units", label: "h error to theta 0", unit: "rms", better: "lower" },
  { name: "fidelity.h_error_vs_float.rms_activation_units", label: "h error to float", unit: "rms", better: "lower" },
  { name: "energy.step_j", label: "Energy a step", unit: "µJ", times: 1e6, better: "lower" },
  { name: "energy.operation_j", label: "Energy an operation", unit: "pJ", times: 1e12, better: "lower" },
  { name: "energy.power_w", label: "Power", unit: "W", better: "lower" },
  { name: "energy.gops_per_w", label: "Power efficiency", unit: "GOp/s/W", better: "higher" },
  { name: "resources.bram36", label: "Block RAM", unit: "BRAM36", better: "lower" },
  { name: "resources.dsp", label: "DSP", unit: "DSP48E1", better: "lower" },
  { name: "resources.lut_estimate", label: "LUTs, estimated", unit: "LUT", better: "lower" },
  { name: "resources.ff_estimate", label: "Flip-flops, estimated", unit: "FF", better: "lower" },
  { name: "sparsity.pooled", label: "Deltas not sent", unit: "%", times: 100, better: "higher" },
  { name: "memory.weight_reads_bits", label: "Weights read", unit: "Mbit", times: 1e-6, better: "lower" },
  { name: "memory.ddr_read_bytes", label: "DDR read", unit: "MB", times: 1e-6, better: "lower" },
  { name: "memory.ddr_write_bytes", label: "DDR written", unit: "MB", times: 1e-6, better: "lower" },
];

const errors = ["accuracy.label_error", "accuracy.class_error", "accuracy.mse",
  "fidelity.h_error_vs_theta0.rms_activation_units", "fidelity.h_error_vs_float.rms_activation_units"];

// Anything else is shown as it is, with the unit that its name ends in.
const measure = memo((name) => {
  const known = objectives.find((o) => o.name === name);
  if (known) return { times: 1, ...known };
  const unit = parameterOf(name)?.unit ?? suffixUnit(name);
  return { name, label: name.replace(/^(axis|config)\./, ""), unit, times: 1, better: "lower" };
});

function parameterOf(column) {
  const key = column.replace(/^(axis|config)\./, "");
  return key === column ? undefined : sweep.parameters[key];
}

function suffixUnit(name) {
  const units = { j: "J", w: "W", s: "s", bits: "bit", bytes: "B", cycles: "cycles", clocks: "clocks", gops: "GOp/s" };
  return units[name.slice(name.lastIndexOf("_") + 1)] ?? "";
}

function shown(point, name) {
  const raw = value(point, name);
  return typeof raw === "number" ? raw * measure(name).times : raw;
}

// "Energy a step (µJ)".
function titleOf(name) {
  const { label, unit } = measure(name);
  return unit === "" ? label : unit === "x" ? `${label} (×)` : unit === "cycles" && /[Cc]ycles/.test(label) ? label : `${label} (${unit})`;
}

function knownObjectives() {
  return objectives.map((o) => o.name).filter(numericColumn);
}

// The first of them that differs between points; or the first that there is.
function firstVarying(names) {
  const there = names.filter(numericColumn);
  return there.find((name) => columnIndex.has(name)) ?? there[0];
}
