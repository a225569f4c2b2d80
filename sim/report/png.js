// With #png behind its address the page draws its charts for print, and holds them as text.
const pictureWidth = 1000;
const pictureHeight = 620;

function frame(id) {
  const box = document.getElementById(id).parentElement;
  box.style.width = pictureWidth + "px";
  box.style.height = pictureHeight + "px";
}

// A canvas is transparent; paper is white.
function onWhite(canvas) {
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  return copy.toDataURL("image/png").split(",")[1];
}

function exportPictures() {
  const known = accountCauses().length > 0 ? ["account"] : [];
  const ids = ["tradeoff", "curves", ...known, "energy", "tornado"];
  setTheme("light");
  document.body.classList.add("pictures");
  ids.forEach(frame);
  drawAll();
  const lines = ids.map((id) => `${id} ${onWhite(document.getElementById(id))}`);
  const text = element("pre", lines.join("\n"));
  text.id = "png-export";
  document.body.replaceChildren(text);
}
