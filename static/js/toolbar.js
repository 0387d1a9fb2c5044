// textarea[data-toolbar]: buttons for bold and lists above the field, and Ctrl+B; data-said holds their words.
"use strict";
(() => {
function insert(field, text) {
  field.focus();
  if (document.execCommand("insertText", false, text)) return; // keeps Ctrl+Z
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function bold(field) {
  const { value, selectionStart: start, selectionEnd: end } = field, core = value.slice(start, end).trim();
  const at = value.indexOf(core, start), marks = /^\*\*[^]+\*\*$/.test(core) ? core.slice(2, -2) : `**${core}**`;
  field.setSelectionRange(at, at + core.length);
  insert(field, marks);
  if (marks.length > core.length) field.setSelectionRange(at + 2, at + 2 + core.length);
}

function list(field, numbered) {
  const { value, selectionStart: from, selectionEnd: to } = field, start = value.lastIndexOf("\n", from - 1) + 1;
  const lines = value.slice(start, (value.indexOf("\n", to) + 1 || value.length + 1) - 1).split("\n");
  const own = numbered ? /^\d+\. / : /^[-*•] /, on = !lines.every((line) => own.test(line));
  field.setSelectionRange(start, start + lines.join("\n").length);
  insert(field, lines.map((line, at) => (on ? (numbered ? at + 1 + ". " : "- ") : "") + line.replace(/^([-*•]|\d+\.) /, "")).join("\n"));
}

const ACTS = { bold, bullet: (field) => list(field), number: (field) => list(field, true) };
const words = (field) => JSON.parse(field.dataset.said || "{}");

function dress() {
  for (const field of document.querySelectorAll("textarea[data-toolbar]:not([data-dressed])")) {
    const bar = document.createElement("div"), said = words(field);
    field.dataset.dressed = "";
    bar.className = "prose-toolbar";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", said.tools || "");
    for (const name in ACTS) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.act = name;
      button.textContent = said[name] || name;
      if (name == "bold") button.setAttribute("aria-keyshortcuts", "Control+B");
      button.onclick = () => ACTS[name](field);
      bar.append(button);
    }
    field.before(bar);
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key != "b" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || !event.target.matches("textarea[data-toolbar]")) return;
  event.preventDefault();
  bold(event.target);
});
document.addEventListener("htmx:load", dress);
document.addEventListener("DOMContentLoaded", dress);
if (document.readyState != "loading") dress();
})();
