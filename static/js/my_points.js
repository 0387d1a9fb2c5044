// My points: what has been saved is counted, and the next empty field gets the focus. The page works without this file.
"use strict";
(() => {
const find = (selector) => document.querySelector(selector);
let settled = 0;

function goOn(point) {
  const points = [...document.querySelectorAll(".my-point")];
  point.dataset.told = "";
  const left = points.filter((each) => !("told" in each.dataset)), number = find("[data-points-left]");
  if (number) number.textContent = left.length;
  const done = find("[data-points-done]");
  if (done) done.hidden = left.length > 0;
  const at = points.indexOf(point), next = left.find((each) => points.indexOf(each) > at) || left[0];
  const field = next?.querySelector("textarea");
  if (!field) return;
  field.focus({ preventScroll: true });
  next.scrollIntoView({ block: "start" });
}

document.addEventListener("htmx:afterSettle", (event) => {
  const point = event.target.closest?.(".my-point");
  if (!point?.querySelector("[data-status-saved]")) return;
  clearTimeout(settled); // it settles once for each element, and site.js moves the focus each time
  settled = setTimeout(goOn, 0, point);
});
})();
