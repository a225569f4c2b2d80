// Put behind the report's own scripts by browser_test.py; what it finds is read from the page.
"use strict";

const found = [];

function check(what, holds) {
  if (!holds) found.push(what);
}

// Whether anything was drawn: some pixel is not transparent, and not all are alike.
function isDrawn(id) {
  const canvas = document.getElementById(id);
  const pixels = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  return new Set(pixels).size > 2;
}

function clickOn(canvas, x, y) {
  const box = canvas.getBoundingClientRect();
  canvas.dispatchEvent(new MouseEvent("click", { clientX: box.left + x, clientY: box.top + y, bubbles: true }));
}

// The library takes an event with the next frame.
function nextFrames() {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

async function checkClick() {
  const chart = charts.get("tradeoff");
  const target = sweep.points.find((p) => p !== state.selected && shown(p, state.x) !== shown(state.selected, state.x));
  const x = chart.scales.x.getPixelForValue(shown(target, state.x));
  const y = chart.scales.y.getPixelForValue(shown(target, state.y));
  clickOn(chart.canvas, x, y);
  await nextFrames();
  const same = placeOf(tradeoffPlaces(), target).includes(state.selected);
  check("a click selects a point where it was", same);
  const text = document.getElementById("configuration").textContent;
  const heading = document.getElementById("configuration-title").textContent;
  check("the configuration is the selected point's", heading === `Configuration of point ${value(state.selected, "point")}`);
  for (const [key, held] of configuration(state.selected)) check(`the configuration shows ${key}`, text.includes(held));
}

function tradeoffPlaces() {
  return placesOf(dots(candidates()), state.xLog, state.yLog);
}

// Every point is at one place, with those that have its very values; clicks go round the place.
async function checkPlaces() {
  // The same statistic twice: points that take the same cycles coincide.
  choose("y", state.x);
  const places = tradeoffPlaces();
  check("each point has a place", places.flatMap((place) => place.points).length === candidates().length);
  const at = (p) => `${shown(p, state.x)} ${shown(p, state.y)}`;
  for (const p of sweep.points)
    for (const q of sweep.points)
      if (at(p) === at(q)) check(`twins ${p[0]} and ${q[0]} share a place`, placeOf(places, p).includes(q));
  const shared = places.filter((place) => place.points.length > 1);
  for (const place of shared) await checkRound(place);
  return shared.map((place) => place.points.length);
}

async function checkRound(place) {
  const visited = new Set();
  for (let i = 0; i < place.points.length; ++i) {
    const { scales, canvas } = charts.get("tradeoff");
    clickOn(canvas, scales.x.getPixelForValue(place.x), scales.y.getPixelForValue(place.y));
    await nextFrames();
    visited.add(state.selected);
  }
  check("as many clicks as points go through all", place.points.every((p) => visited.has(p)));
  const listed = [...document.querySelectorAll("#tradeoff-place button")];
  check("the points of the place are listed", listed.length === place.points.length);
  listed.at(-1).click();
  await nextFrames();
  check("a listed point is selected by its button", state.selected === place.points.at(-1));
}

function choose(id, chosen) {
  const input = document.getElementById(id);
  input.value = chosen;
  input.dispatchEvent(new Event("input"));
}

function shownCycles(i) {
  return charts.get("account").data.datasets.reduce((sum, set) => sum + set.data[i], 0);
}

// Along every axis, and over all points, of the run and of each block.
function checkSums() {
  for (const of of document.getElementById("cycles-of").options) {
    choose("cycles-of", of.value);
    for (const along of [...movingAxes(), allPoints]) {
      choose("along", along);
      sliceOf(state.selected, along).forEach((p, i) =>
        check(`cycles of point ${value(p, "point")}, ${of.text}, along ${along}`, shownCycles(i) === value(p, "cycles.total")));
    }
  }
  choose("cycles-of", wholeRun);
}

async function checkAccount() {
  checkSums();
  const { data } = charts.get("account");
  const causes = accountCauses().filter((c) => sweep.points.some((p) => value(p, "account." + c.name) > 0));
  check("a segment a cause", data.datasets.map((set) => set.label).join() === causes.map((c) => words(c.name)).join());
  check("each in a colour of its own", new Set(data.datasets.map((set) => set.backgroundColor)).size === causes.length);
  for (const [i, p] of sweep.points.entries()) {
    const { scales, canvas } = charts.get("account");
    clickOn(canvas, scales.x.getPixelForValue(i), scales.y.getPixelForValue(value(p, "cycles.total") / 2));
    await nextFrames();
    check(`a click on bar ${i} selects its point`, state.selected === p);
    const together = document.querySelector("#account-table .sum").children[1].textContent;
    check(`the table of point ${i} adds up`, together === number(value(p, "cycles.total")));
  }
}

function checkFront() {
  const worse = (a, b) => (b.x < a.x && b.y <= a.y) || (b.x <= a.x && b.y < a.y);
  const points = Array.from({ length: 200 }, (_, i) => ({ x: (i * 7919) % 23, y: (i * 104729) % 29 }));
  const front = new Set(paretoFront(points, (p) => p.x, (p) => p.y, "lower", "lower"));
  const turned = new Set(paretoFront(points, (p) => -p.x, (p) => -p.y, "higher", "higher"));
  for (const p of points) {
    const best = !points.some((other) => worse(p, other));
    check(`front holds ${p.x} ${p.y}`, front.has(p) === best && turned.has(p) === best);
  }
}

function checkControls() {
  for (const input of document.querySelectorAll("select")) {
    for (const option of [...input.options]) {
      input.value = option.value;
      input.dispatchEvent(new Event("input"));
    }
  }
  for (const input of document.querySelectorAll("input[type=checkbox]")) input.click();
  document.getElementById("theme").click();
}

async function checkAll() {
  const account = accountCauses().length > 0;
  check("there is an account or a note", account === document.getElementById("account-note").textContent.startsWith("Every cycle"));
  check("without cycles there is no chart", document.getElementById("account-shown").hidden === (!account && blocks().length === 0));
  const all = ["tradeoff", "curves", ...(account ? ["account"] : []), "energy", "tornado"];
  for (const id of all) check(`${id} is drawn`, isDrawn(id));
  await checkClick();
  checkFront();
  const shared = await checkPlaces();
  if (account) await checkAccount();
  const report = { shared, account, csv: csvText(), ini: iniText(state.selected), selected: value(state.selected, "point") };
  checkControls();
  for (const id of all) check(`${id} is drawn after all controls`, isDrawn(id));
  return report;
}

function tell(report) {
  const result = document.createElement("pre");
  result.id = "findings";
  result.textContent = btoa(JSON.stringify({ ...report, found, errors: window.consoleErrors }));
  document.body.append(result);
}

checkAll().catch((error) => check(error.stack, false)).then(tell);
