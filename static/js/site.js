/* Conveniences only: every page works without this file. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const find = (selector) => document.querySelector(selector);
  const announce = (text) => {
    const announcer = find("#announcer");
    announcer.textContent = "";
    setTimeout(() => { announcer.textContent = text; }, 50);
  };

  /* Shortcuts: off inside fields, with a modifier, in a dialog, and wherever a person has switched them off. */
  const list = find("#shortcuts");
  const box = find("#shortcuts-on");
  const remembered = {
    get: () => { try { return localStorage.getItem("shortcuts") !== "off"; } catch { return true; } },
    set: (on) => { try { localStorage.setItem("shortcuts", on ? "on" : "off"); } catch { /* nothing to keep it in */ } },
  };
  box.checked = remembered.get();
  box.addEventListener("change", () => remembered.set(box.checked));
  document.querySelectorAll("[data-shortcuts-open]").forEach((button) => button.addEventListener("click", () => list.showModal()));

  const step = (by) => {
    const points = [...document.querySelectorAll("[data-point]")];
    if (!points.length) return;
    const here = points.indexOf(document.activeElement.closest?.("[data-point]"));
    const next = points[Math.min(Math.max(here < 0 && by < 0 ? points.length - 1 : here + by, 0), points.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "center" });
  };
  const shortcuts = {
    "/": () => { const search = find("[data-search]"); if (search) { search.focus(); search.select(); } },
    j: () => step(1),
    k: () => step(-1),
    o: () => { document.activeElement.closest?.("[data-point]")?.click(); },
    "?": () => list.showModal(),
  };
  const takesText = (element) => element.isContentEditable || /^(input|select|textarea)$/i.test(element.tagName);
  document.addEventListener("keydown", (event) => {
    const known = Object.hasOwn(shortcuts, event.key);
    if (!known || !box.checked || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (takesText(event.target) || list.open) return;
    event.preventDefault();
    shortcuts[event.key]();
  });

  /* Copy link, print, the focus of an error summary */
  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy-link]");
    if (copy) {
      try {
        await navigator.clipboard.writeText(location.href);
        announce(copy.dataset.done);
        copy.classList.add("done");
        const words = copy.lastChild;
        const before = words.textContent;
        words.textContent = copy.dataset.done;
        setTimeout(() => { words.textContent = before; copy.classList.remove("done"); }, 2500);
      } catch {
        announce(copy.dataset.failed);
        copy.lastChild.textContent = copy.dataset.failed;
      }
    }
    if (event.target.closest("[data-print]")) window.print();
  });
  find("[data-focus]")?.focus();

  /* After a swap: say what is shown. Focus stays where it was; if that is gone, it goes to the result. */
  document.addEventListener("htmx:afterSettle", (event) => {
    const said = event.target.querySelector?.("[data-announce]");
    if (said) announce(said.textContent);
    const first = event.target.querySelector?.("[data-focus]");
    if (first) first.focus();
    else if (document.activeElement === document.body && said) {
      said.tabIndex = -1;
      said.focus();
    }
  });
  /* What htmx could not fetch is said where it is seen; the page, and what was typed in it, stays as it is. */
  const failure = find("#failure");
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      failure.textContent = event.detail.xhr.status === 503 ? failure.dataset.unavailable : failure.dataset.failed;
    });
  }
  document.addEventListener("htmx:beforeRequest", () => { failure.textContent = ""; });
})();
