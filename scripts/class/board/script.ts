/**
 * Sorts, filters and renews the board. It changes no text but its own: rows are moved and hidden,
 * and a renewal takes over what the server drew. The state of the view survives a renewal.
 */
export const SCRIPT = `
"use strict";
const byId = (id) => document.getElementById(id);
const view = { find: "", state: "", column: -1, descending: false };
const headings = [...document.querySelectorAll("thead th")];
/** The rows in the order of the class. */
let rows = [...byId("rows").rows];

const keyOf = (row) => row.cells[view.column].dataset.sort;
const compare = (a, b) => {
  const [x, y] = [keyOf(a), keyOf(b)];
  // What is not known is last, whichever way.
  if (x === "" || y === "") return (x === "") - (y === "");
  const isText = headings[view.column].dataset.sorts === "text";
  const order = isText ? x.localeCompare(y, undefined, { numeric: true }) : x - y;
  return view.descending ? -order : order;
};

const draw = () => {
  byId("rows").append(...(view.column < 0 ? rows : [...rows].sort(compare)));
  let shown = 0;
  for (const row of rows) {
    row.hidden =
      (view.state !== "" && row.dataset.state !== view.state) ||
      !row.textContent.toLowerCase().includes(view.find);
    if (!row.hidden) shown += 1;
  }
  byId("shown").textContent = shown + " of " + rows.length + " seats shown";
  headings.forEach((heading, column) => {
    if (column !== view.column) heading.removeAttribute("aria-sort");
    else heading.ariaSort = view.descending ? "descending" : "ascending";
  });
};

headings.forEach((heading, column) => {
  if (!("sorts" in heading.dataset)) return;
  const button = document.createElement("button");
  button.type = "button";
  button.append(...heading.childNodes);
  heading.append(button);
  button.addEventListener("click", () => {
    view.descending = view.column === column && !view.descending;
    view.column = column;
    draw();
  });
});
byId("find").addEventListener("input", (event) => {
  view.find = event.target.value.trim().toLowerCase();
  draw();
});
byId("state").addEventListener("change", (event) => {
  view.state = event.target.value;
  draw();
});
// A link to a seat that is filtered out would lead nowhere.
window.addEventListener("hashchange", () => {
  const row = document.getElementById(location.hash.slice(1));
  if (!row || !row.hidden) return;
  view.find = view.state = byId("find").value = byId("state").value = "";
  draw();
  row.scrollIntoView();
});
byId("tools").hidden = false;
draw();

const renewal = byId("renewal");
const served = new Map();
/** Takes over the parts that are new, and gives the focus back. */
const take = (fresh) => {
  document.title = fresh.title;
  const focused = document.activeElement && document.activeElement.id;
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(part.id);
    if (!next || served.get(part.id) === next.innerHTML) continue;
    served.set(part.id, next.innerHTML);
    if (part.id === "rows") rows = [...next.rows];
    part.replaceChildren(...next.childNodes);
  }
  draw();
  if (focused && document.activeElement === document.body) {
    const again = byId(focused);
    if (again) again.focus({ preventScroll: true });
  }
};
const renew = async () => {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    take(new DOMParser().parseFromString(text, "text/html"));
    byId("renewed").textContent = "Renewed at " + new Date().toLocaleTimeString() + ".";
    byId("stale").textContent = "";
  } catch (error) {
    // A fetch that reaches no server is a TypeError.
    const why = error instanceof TypeError ? "the command has ended." : error.message.trim();
    byId("stale").textContent = "No longer renewed: " + why;
  }
};
if (renewal) {
  renewal.hidden = false;
  let paused = false;
  byId("pause").addEventListener("click", (event) => {
    paused = !paused;
    event.target.ariaPressed = String(paused);
  });
  const tick = () =>
    setTimeout(async () => {
      if (!paused && !document.hidden) await renew();
      tick();
    }, renewal.dataset.seconds * 1000);
  tick();
}
`;
