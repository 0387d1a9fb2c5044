// form[data-draft]: what is typed is kept on the server as a draft, a moment after the last key. Every page works without this file.
"use strict";
(() => {
const WAIT = 1200;
const waiting = new WeakMap(), sending = new WeakMap();
const formOf = (target) => target.form?.closest?.("form[data-draft]") || target.closest?.("form[data-draft]");
const said = (form) => form.querySelector("[data-draft-said]");

async function save(form, last) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  sending.get(form)?.abort();
  const stop = new AbortController(), line = said(form);
  sending.set(form, stop);
  try {
    const answer = await fetch(form.dataset.draft, {
      method: "POST", body: new URLSearchParams(new FormData(form)), signal: stop.signal, keepalive: Boolean(last), headers: { "HX-Request": "true", "X-Draft": "1" },
    });
    if (!answer.ok) throw new Error(answer.status);
    if (line) line.textContent = await answer.text();
    form.dataset.drafted = "";
  } catch (why) {
    if (why.name != "AbortError" && line) line.textContent = line.dataset.draftFailed;
  }
}

document.addEventListener("input", (event) => {
  const form = formOf(event.target);
  if (!form) return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(save, WAIT, form));
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-draft-save]");
  if (!button) return;
  event.preventDefault();
  event.stopPropagation(); // htmx would submit the status
  save(button.form);
}, true);
const leave = (form) => { clearTimeout(waiting.get(form)); waiting.delete(form); sending.get(form)?.abort(); };
document.addEventListener("submit", (event) => { const form = formOf(event.target); if (form) leave(form); }, true);
addEventListener("pagehide", () => {
  for (const form of document.querySelectorAll("form[data-draft]")) if (waiting.has(form)) save(form, true);
});
})();
