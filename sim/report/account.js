// Where the cycles go: those of the run, each of which has one cause, or those of one block.
const wholeRun = "";

const cycleUnits = {
  cycles: { title: "Cycles", unit: "cycles", per: () => 1 },
  step: { title: "Cycles a step with resets", unit: "cycles", per: (p) => value(p, "steps") },
  share: { title: "Cycles (% of all)", unit: "%", per: (p) => value(p, "cycles.total") / 100, most: 100 },
};

// In the order of the account, in which causes of a group stand together.
function accountCauses() {
  return sweep.causes.filter((cause) => hasColumn("account." + cause.name));
}

function blocks() {
  return [...new Set(columnsUnder("stalls.").map((name) => name.split(".")[1]))];
}

// Every cause has its colour wherever it stands: that of its group, the later ones paler.
function causeColour(cause) {
  const groups = [...new Set(sweep.causes.map((c) => c.group))];
  const among = sweep.causes.filter((c) => c.group === cause.group).indexOf(cause);
  return paler(colourAt(groups.indexOf(cause.group)), [0, 0.4, 0.68][among] ?? 0.8);
}

// The parts of the chart, each of them { label, cycles: point -> number } and what else is known.
function accountParts() {
  return accountCauses().map((cause) => ({
    ...cause, label: words(cause.name), cycles: (p) => value(p, "account." + cause.name), colour: causeColour(cause),
  }));
}

// Work first.
function blockStates(block) {
  const names = columnsUnder(`stalls.${block}.`).map((name) => name.split(".")[2]).sort();
  return [...names.filter((name) => name === "busy"), ...names.filter((name) => name !== "busy")];
}

function blockParts(block) {
  return blockStates(block).map((state, i) => ({
    label: words(state), cycles: (p) => value(p, `stalls.${block}.${state}`), colour: colourAt(i),
  }));
}

function cycleParts() {
  return state.cyclesOf === wholeRun ? accountParts() : blockParts(state.cyclesOf);
}

function cyclesTitle() {
  return state.cyclesOf === wholeRun ? "Where the cycles of the run go" : `Where the cycles of the ${words(state.cyclesOf)} go`;
}

function drawAccount() {
  const known = state.cyclesOf !== undefined;
  document.getElementById("account-shown").hidden = !known;
  heading("account-title", known ? cyclesTitle() : "Where the cycles go");
  document.getElementById("account-note").textContent = accountNote();
  if (!known) return;
  const { title, unit, per, most } = cycleUnits[state.cycleUnit];
  const parts = cycleParts().map((part) => ({ ...part, of: (p) => (part.cycles(p) === null ? null : part.cycles(p) / per(p)) }));
  drawBreakdown({ id: "account", title: cyclesTitle(), pick: presentParts, parts, valueTitle: title, unit, most });
  drawAccountTable();
}

function causeCell(part) {
  const cell = element("td", undefined, "text");
  const swatch = element("span", undefined, "swatch");
  swatch.style.background = part.colour;
  cell.append(swatch, part.label);
  return cell;
}

function cyclesRow(first, cycles, point, ...more) {
  const share = (100 * cycles) / value(point, "cycles.total");
  return row([first, element("td", number(cycles)), element("td", hundredths(cycles / value(point, "steps"))),
    element("td", share.toFixed(1) + "%"), ...more]);
}

// The selected point in numbers; of the account, with what each cause means.
function drawAccountTable() {
  const point = state.selected;
  const meanings = state.cyclesOf === wholeRun;
  const parts = cycleParts().filter((part) => part.cycles(point) > 0);
  const head = [element("th", `point ${value(point, "point")}`, "text"), ...["cycles", "a step with resets", "of all"].map((name) => element("th", name)),
    ...(meanings ? [element("th", "what they are", "text")] : [])];
  const rows = parts.map((part) => cyclesRow(causeCell(part), part.cycles(point), point,
    ...(meanings ? [element("td", part.meaning, "text", "wrap")] : [])));
  const sum = parts.reduce((total, part) => total + part.cycles(point), 0);
  const together = cyclesRow(element("td", "together", "text"), sum, point, ...(meanings ? [element("td")] : []));
  together.classList.add("sum");
  fillTable("account-table", head, [...rows, together]);
}

function withoutAccount() {
  const sum = (p) => accountCauses().reduce((total, cause) => total + (value(p, "account." + cause.name) ?? 0), 0);
  return sweep.points.filter((p) => sum(p) !== value(p, "cycles.total"));
}

function accountNote() {
  if (accountCauses().length === 0)
    return "This database holds no account of the cycles: an older drnn wrote it.";
  if (state.cyclesOf !== wholeRun) return "";
  const without = withoutAccount().length;
  if (without > 0) return `Of ${counted(without, "point")} the account does not add up to all cycles.`;
  return "Every cycle has one cause: work of the MAC channels, or what they wait for, followed to its root. " +
    "Those of a point add up to all its cycles, resets among them. Causes that took none are left out.";
}

function setUpAccount() {
  const all = accountCauses().length > 0 ? [option(wholeRun, "the run, by root cause")] : [];
  const each = element("optgroup");
  each.label = "One block, by its state";
  each.append(...blocks().map((name) => option(name, words(name))));
  fill("cycles-of", [...all, each]);
  // The block whose work is the point of the design comes first.
  const block = ["mxv_unit", "pe_array"].find((name) => blocks().includes(name)) ?? blocks()[0];
  control("cycles-of", "cyclesOf", all.length > 0 ? wholeRun : block, drawAccount);
  fill("cycle-unit", [option("cycles", "cycles"), option("step", "cycles a step with resets"), option("share", "share of all cycles")]);
  control("cycle-unit", "cycleUnit", "cycles", drawAccount);
}
