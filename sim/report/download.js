// All that the page holds, as files.
function csvField(v) {
  const text = v === null ? "" : String(v);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// Points that are done with every column, then the others with what is known of them.
function csvText() {
  const names = ["point", ...columnNames().filter((name) => name !== "point")];
  const lines = [[...names.slice(0, 1), "status", "message", ...names.slice(1)]];
  for (const p of sweep.points) lines.push([value(p, "point"), "done", "", ...names.slice(1).map((name) => value(p, name))]);
  for (const [point, status, message, ...values] of sweep.failed) {
    const known = new Map(axes.map((axis, i) => [axisColumn(axis), values[i]]));
    lines.push([point, status, message, ...names.slice(1).map((name) => known.get(name) ?? null)]);
  }
  return lines.map((line) => line.map(csvField).join(",")).join("\n") + "\n";
}

// For drnn run --config.
function iniText(point) {
  let text = `# point ${value(point, "point")} of a sweep: ${pointText(point)}\n`;
  for (const [name, entries] of sections(configuration(point))) {
    text += `\n[${name}]\n`;
    for (const { short, text: v } of entries) text += `${short} = ${v}\n`;
  }
  return text;
}

function download(name, type, text) {
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
