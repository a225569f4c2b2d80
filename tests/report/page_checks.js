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
  const same = ["x", "y"].every((axis) => shown(state.selected, state[axis]) === shown(target, state[axis]));
  check("a click selects the point under it", same);
  const text = document.getElementById("configuration").textContent;
  const heading = document.getElementById("configuration-title").textContent;
  check("the configuration is the selected point's", heading === `Configuration of point ${value(state.selected, "point")}`);
  for (const [key, held] of configuration(state.selected)) check(`the configuration shows ${key}`, text.includes(held));
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
  const all = ["tradeoff", "curves", "stalls", "energy", "tornado"];
  for (const id of all) check(`${id} is drawn`, isDrawn(id));
  await checkClick();
  checkFront();
  const report = { csv: csvText(), ini: iniText(state.selected), selected: value(state.selected, "point") };
  checkControls();
  for (const id of all) check(`${id} is drawn after all controls`, isDrawn(id));
  const result = document.createElement("pre");
  result.id = "findings";
  result.textContent = btoa(JSON.stringify({ ...report, found, errors: window.consoleErrors }));
  document.body.append(result);
}

checkAll();
