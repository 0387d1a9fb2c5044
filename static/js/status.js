// Writing a status: what is typed is kept in this browser until the server has it. Every page works without this file.
"use strict";
(() => {
const FORM = "form[data-status-form]", DAYS = 30, CARRIED = /^(csrfmiddlewaretoken|once|seen|known|shown|next|in_place|choice)$/;
const keep = {
  get: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* nothing to keep it in */ } },
  drop: (key) => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
};
const key = (form) => form.dataset.statusForm;
const part = (form, name) => form.querySelector(`[data-status-${name}]`);
const typed = (form) => [...form.elements].filter((field) => field.name && !CARRIED.test(field.name) && field.tagName != "BUTTON");
const moved = (field) => (field.type == "radio" ? field.checked != field.defaultChecked : field.value != field.defaultValue);
const unsaved = (form) => "unsaved" in form.dataset || typed(form).some((field) => field.type != "hidden" && moved(field));
let leaving = false, waiting = 0;

function copy(form) {
  clearTimeout(waiting);
  const fields = {};
  for (const field of typed(form)) if (field.type != "radio" || field.checked) fields[field.name] = field.value;
  if (fields.text?.trim()) keep.set(key(form), { at: Date.now(), fields });
  else keep.drop(key(form));
}

function offer(form) {
  const box = part(form, "offer"), kept = keep.get(key(form)), text = kept?.fields?.text;
  if (!box || !text || "unsaved" in form.dataset) return;
  if (Date.now() - kept.at > DAYS * 864e5 || [form.dataset.last, form.elements.text.value].includes(text)) return keep.drop(key(form));
  part(form, "offer-when").textContent = new Date(kept.at).toLocaleString(document.documentElement.lang, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
  part(form, "offer-text").textContent = text.length > 300 ? text.slice(0, 299) + "…" : text;
  box.hidden = false;
  part(form, "offer-drop").onclick = () => { keep.drop(key(form)); box.hidden = true; form.elements.text.focus(); };
  part(form, "offer-take").onclick = () => {
    for (const field of typed(form)) {
      const value = kept.fields[field.name];
      if (value === undefined) continue;
      if (field.type == "radio") field.checked = field.value == value;
      else if (field.name == "text" && field.value.trim()) field.value += "\n\n" + value;
      else field.value = value;
      if (value && field.type != "radio" && moved(field)) field.closest("details")?.setAttribute("open", "");
    }
    box.hidden = true;
    form.elements.text.focus();
  };
}

function dress() {
  for (const form of document.querySelectorAll(FORM + ":not([data-status-dressed])")) {
    form.dataset.statusDressed = "";
    if ("unsaved" in form.dataset && !("statusMerge" in form.dataset)) copy(form);
    offer(form);
  }
  for (const saved of document.querySelectorAll("[data-status-saved]")) {
    keep.drop(saved.dataset.statusSaved);
    document.querySelectorAll(`[data-status-old="${saved.dataset.statusItem}"]`).forEach((old) => { old.hidden = true; });
  }
}

function fail(form, why) {
  const box = part(form, "failed");
  if (!box) return;
  copy(form);
  box.querySelector("p").textContent = box.querySelector("p").dataset[why];
  part(form, "again").hidden = why == "refused";
  box.hidden = false;
}

const formOf = ({ target }) => {
  const form = target.form || target.closest?.(FORM);
  return form?.matches?.(FORM) ? form : null;
};
document.addEventListener("input", (event) => {
  const form = formOf(event);
  if (!form) return;
  clearTimeout(waiting);
  waiting = setTimeout(copy, 400, form);
});
document.addEventListener("submit", (event) => {
  const form = formOf(event);
  if (form) { copy(form); if (!window.htmx) leaving = true; }
}, true);
document.addEventListener("click", (event) => {
  const leave = event.target.closest("[data-status-leave]");
  if (!leave) return;
  const form = leave.closest(FORM);
  if ("statusDiscard" in leave.dataset) { keep.drop(key(form)); leaving = true; }
}, true);
document.addEventListener("keydown", (event) => {
  const form = formOf(event);
  if (!form || event.key != "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button:not([hidden], [type=button], [data-status-again])"));
});
addEventListener("pagehide", () => { leaving = false; });
addEventListener("beforeunload", (event) => {
  if (leaving || ![...document.querySelectorAll(FORM)].some(unsaved)) return;
  event.preventDefault();
});

/* htmx: an expired session signs in and comes back to the form; what fails leaves the text where it is. */
document.addEventListener("htmx:configRequest", (event) => {
  const form = formOf(event);
  if (form) event.detail.headers["HX-Current-URL"] = new URL(form.getAttribute("action"), location.href).href;
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = formOf(event);
  if (form && part(form, "failed")) part(form, "failed").hidden = true;
});
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const form = formOf(event), answer = event.detail.xhr;
  if (!form || !answer.getResponseHeader("HX-Redirect")) return;
  leaving = true;
  if (answer.status < 400) keep.drop(key(form));
});
for (const [name, why] of [["htmx:sendError", "offline"], ["htmx:timeout", "offline"], ["htmx:responseError", ""]]) {
  document.addEventListener(name, (event) => {
    const form = formOf(event);
    if (!form) return;
    event.stopPropagation(); // the page's own words would say to reload it
    fail(form, why || (event.detail.xhr.status < 500 ? "refused" : "broken"));
  }, true);
}

/* The shortcut s, with the switch of site.js. */
document.addEventListener("keydown", (event) => {
  if (event.key != "s" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const on = document.querySelector("#shortcuts-on"), busy = document.querySelector("dialog[open]");
  if (!on?.checked || busy || event.target.isContentEditable || /^(input|select|textarea)$/i.test(event.target.tagName)) return;
  const row = document.activeElement.closest?.("[data-status-row], tr, article"), links = document.querySelectorAll("[data-status-link]");
  const link = row?.querySelector("[data-status-link]") || (links.length == 1 ? links[0] : null);
  if (!link) return;
  event.preventDefault();
  link.click();
});

document.addEventListener("htmx:load", dress);
document.addEventListener("DOMContentLoaded", dress);
if (document.readyState != "loading") dress();
})();
