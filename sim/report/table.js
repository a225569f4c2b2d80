// Tables are built of elements, never of text that could be taken for markup.
function element(tag, text, ...classes) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  made.classList.add(...classes);
  return made;
}

function row(cells) {
  const made = element("tr");
  made.append(...cells);
  return made;
}

function fillTable(id, head, rows) {
  const thead = element("thead");
  thead.append(row(head));
  const tbody = element("tbody");
  tbody.append(...rows);
  document.getElementById(id).replaceChildren(thead, tbody);
}

const mostRows = 500;

function drawFailed() {
  const all = sweep.failed;
  document.getElementById("failed-section").hidden = all.length === 0;
  heading("failed-title", `${counted(all.length, "point")} without a result`);
  const head = ["point", "outcome", ...axes, "message"].map((name) => element("th", name, "text"));
  const rows = all.slice(0, mostRows).map(([point, status, message, ...values]) =>
    row([...[point, status, ...values].map((v) => element("td", number(v), "text")), element("td", message, "text", "wrap")]));
  fillTable("failed", head, rows);
  if (all.length > mostRows)
    document.getElementById("failed").append(element("caption", `the first ${mostRows}; the database has all`));
}
