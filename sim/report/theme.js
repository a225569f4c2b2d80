// Colours of charts; those of the page stand in the style sheet. Tableau's ten, which stay apart
// for most eyes, a little lighter on dark.
const palettes = {
  light: ["#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#76b7b2", "#b07aa1", "#9c755f", "#edc948", "#ff9da7", "#8a8f94"],
  dark: ["#7aa6d6", "#f6a655", "#7cc472", "#f07f80", "#8fd0cb", "#cb9bbd", "#bd9781", "#f2d675", "#ffb9c0", "#a6acb2"],
};
const ramp = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]];

function isDark() {
  return document.documentElement.dataset.theme === "dark";
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  document.getElementById("theme").textContent = name === "dark" ? "Light" : "Dark";
}

function cssColour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
}

function colourAt(i) {
  const colours = palettes[isDark() ? "dark" : "light"];
  return colours[i % colours.length];
}

// A colour of the palettes with that much of white.
function paler(colour, share) {
  const channels = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
  const mixed = channels.map((c) => Math.round(c + share * (255 - c)));
  return `rgb(${mixed.join(",")})`;
}

// From 0 to 1 along viridis, for values that have an order.
function rampColour(share) {
  const at = Math.min(Math.max(share, 0), 1) * (ramp.length - 1);
  const i = Math.min(Math.floor(at), ramp.length - 2);
  const mixed = ramp[i].map((c, k) => Math.round(c + (at - i) * (ramp[i + 1][k] - c)));
  return `rgb(${mixed.join(",")})`;
}
