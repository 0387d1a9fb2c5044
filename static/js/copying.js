/* Copies a section, or the whole item, as clean HTML and as text. Without it the text is marked and copied by hand. */
(() => {
  "use strict";
  const announcer = document.querySelector("#announcer");

  const source = (name) => ({
    html: document.querySelector(`[data-copy-html="${name}"]`).innerHTML,
    text: document.querySelector(`[data-copy-text="${name}"]`).content.textContent,
  });

  /* Where the page is not served over https there is no clipboard to write to: the copy event is the old door. */
  const byEvent = ({ html, text }) => {
    let done = false;
    const put = (event) => {
      event.clipboardData.setData("text/html", html);
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
      done = true;
    };
    document.addEventListener("copy", put, { once: true });
    document.execCommand("copy");
    document.removeEventListener("copy", put);
    return done;
  };

  const put = async ({ html, text }) => {
    if (!navigator.clipboard?.write) return byEvent({ html, text });
    const blob = (content, type) => new Blob([content], { type });
    await navigator.clipboard.write([
      new ClipboardItem({ "text/html": blob(html, "text/html"), "text/plain": blob(text, "text/plain") }),
    ]);
    return true;
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    let done;
    try { done = await put(source(button.dataset.copy)); } catch { done = byEvent(source(button.dataset.copy)); }
    const said = done ? button.dataset.done : button.dataset.failed;
    const words = button.querySelector("span");
    const before = words.textContent;
    words.textContent = said;
    announcer.textContent = said;
    setTimeout(() => { words.textContent = before; }, 2500);
  });
})();
