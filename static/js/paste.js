// Text fields marked data-paste="markdown": what is pasted from Word, Outlook or Google Docs becomes Markdown, and
// data-toolbar gives three buttons. The same rules as handleplan/prose/word.py; tests/prose/word holds both to them.
"use strict";
(() => {
  const SAID = {
    da: {
      lost: "Indsat. Det kom ikke med: ", image: "billeder", table: "tabellens ramme", heading: "overskriftens format", underline: "understregning",
      strike: "gennemstregning", deletion: "slettet tekst", comment: "kommentarer", link: "link til filer", numbering: "bogstaver foran punkter",
      cut: "teksten efter en million tegn", tools: "Formatering", bold: "Fed", bullet: "Punktliste", number: "Nummereret liste",
    },
    en: {
      lost: "Pasted. Left out: ", image: "images", table: "the table's frame", heading: "the heading's format", underline: "underlining",
      strike: "strikethrough", deletion: "deleted text", comment: "comments", link: "links to files", numbering: "letters before items",
      cut: "the text after a million characters", tools: "Formatting", bold: "Bold", bullet: "Bulleted list", number: "Numbered list",
    },
  };
  const said = () => SAID[document.documentElement.lang.slice(0, 2)] || SAID.da;
  const ORDER = "image table heading underline strike deletion comment link numbering cut".split(" ");
  const words = (text) => new Set(text.split(" "));
  const SKIPPED = words("script style title xml template noscript select textarea math");
  const IMAGES = words("img picture video audio object embed iframe canvas svg v:shape v:imagedata");
  const BLOCKS = words("address article aside blockquote body center dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul");
  const LONGEST = 1e6;
  const flat = (text) => text.replace(/[\s\u00a0]+/g, "");
  const isWord = (sign) => /^[\p{L}\p{N}]$/u.test(sign);

  function marker(written) {
    written = flat(written);
    const number = /^\(?(\d{1,3})[.)]$/.exec(written);
    if (number) return `${+number[1]}.`;
    return /^(?:\(?[0-9A-Za-zÆØÅæøå.]{1,12}[.)]|\d{1,3}(?:\.\d{1,3})*)$/.test(written) ? written : "-";
  }

  function escaped(text, styled, closed) {
    return text.replace(/\*/g, (_, at) => {
      const next = text[at + 1] || "";
      return !styled && at > 0 && text[at - 1] !== "*" && (/\s/.test(next) || (!next && closed)) ? "*" : "\\*";
    }).replace(/\[(?=[^[\]\n]*\]\()/g, "\\[");
  }

  function inline(runs) {
    const groups = [];
    for (const [text, style] of runs) {
      const last = groups[groups.length - 1];
      if (last && ((style.b === last[1].b && style.i === last[1].i && style.href === last[1].href) || !/[^ \n\u00a0]/.test(text))) last[0] += text;
      else if (text) groups.push([text, style]);
    }
    const merged = [];
    for (let [text, style] of groups) {
      text = text.replace(/ +/g, " ").replace(/[ \u00a0]*\n[ \u00a0]*/g, "\n");
      if (!merged.length || /[ \n]$/.test(merged[merged.length - 1][0])) text = text.replace(/^ +/, "");
      if (text) merged.push([text, style]);
    }
    let out = "";
    merged.forEach(([text, style], at) => {
      const core = text.replace(/^[ \u00a0\n]+|[ \u00a0\n]+$/g, "");
      if (!core) { out += text; return; }
      const start = text.indexOf(core), lead = text.slice(0, start), trail = text.slice(start + core.length);
      const before = lead ? "" : [...out.slice(-2)].pop() || "";
      const after = trail || at + 1 === merged.length ? "" : [...merged[at + 1][0].slice(0, 2)][0];
      if (style.href) {
        const label = core.replace(/\[/g, "(").replace(/\]/g, ")").replace(/\n/g, " ");
        const bare = label.length > 300 || style.href === label || style.href === `mailto:${label}`;
        out += lead + (bare ? label : `[${label}](${style.href})`) + trail;
        return;
      }
      let stars = before === "*" ? "" : (style.b ? "**" : "") + (style.i ? "*" : "");
      if (stars.length % 2 && (isWord(before) || isWord(after))) stars = stars.slice(1);
      out += lead + stars + escaped(core, !!stars, !after.trim()) + stars + trail;
    });
    return out.replace(/^[ \u00a0\n]+|[ \u00a0\n]+$/g, "");
  }

  function fromHtml(html) {
    const dropped = new Set(html.length > LONGEST ? ["cut"] : []), blocks = [];
    let runs = [], mark = "", cells = -1;

    function flush(item, kind = "paragraph") {
      let text = inline(runs), found = mark;
      runs = [];
      mark = "";
      if (!text) return;
      const typed = /^(?:[·•§][ \u00a0]+|(?:\(?\d{1,3}[.)]|o)\u00a0[ \u00a0]+)/.exec(text);
      if (kind === "paragraph" && typed && (!item || !(item.begun || item.marker || found))) {
        item = item || { level: 0 };
        found = typed[0];
        text = text.slice(found.length);
      }
      text = text.replace(/[ \u00a0]{2,}/g, " ");
      if (kind === "row" || !item) { blocks.push([kind, 0, text]); return; }
      blocks.push(item.begun ? ["more", item.level, text] : ["item", item.level, `${item.marker || marker(found)} ${text}`]);
      item.begun = true;
    }

    function address(href) {
      const match = /^(https?:\/\/|mailto:)([^\s<>"]{1,1900})$/i.exec(href);
      if (!match && href && href[0] !== "#") dropped.add("link");
      return match ? match[1].toLowerCase() + match[2].replace(/[()[\]]/g, (sign) => "%" + sign.charCodeAt(0).toString(16).toUpperCase()) : "";
    }

    function skips(tag, css, node, isLink) {
      const name = (node.getAttribute("class") || "").toLowerCase();
      const note = (code, lost) => lost && dropped.add(code);
      if (note("image", IMAGES.has(tag)) || note("comment", /mso-element:comment/.test(css) || /msocomanchor|msocommentreference/.test(name)) || note("deletion", tag === "del" || name.includes("msodel"))) return true;
      if (SKIPPED.has(tag) || /display:none|mso-hide:all/.test(css)) return true;
      note("heading", /^h[1-6]$/.test(tag));
      note("underline", !isLink && (tag === "u" || (tag !== "a" && css.includes("text-decoration:underline"))));
      note("strike", tag === "s" || tag === "strike" || css.includes("text-decoration:line-through"));
      note("numbering", (tag === "ol" && (node.getAttribute("type") || "1") !== "1") || /list-style-type:(lower|upper)-/.test(css));
      return false;
    }

    function walk(parent, place) {
      for (const node of parent.childNodes) {
        if (node.nodeType === 3) runs.push([node.data.replace(/[ \t\r\n\f]+/g, " "), place.style]);
        if (node.nodeType !== 1) continue;
        const tag = node.localName, css = flat(node.getAttribute("data-css") || "").toLowerCase();
        if (!skips(tag, css, node, !!place.style.href)) element(node, tag, css, place);
      }
    }

    function element(node, tag, css, place) {
      const style = { ...place.style }, inner = { ...place, style };
      if (/^(b|strong|h[1-6])$/.test(tag)) style.b = true;
      else if (tag === "i" || tag === "em") style.i = true;
      else if (tag === "a") style.href = address((node.getAttribute("href") || "").trim());
      const weight = /(?:^|;)font-weight:(?:(bold|[6-9]00)|normal|[1-5]00)/.exec(css), slant = /(?:^|;)font-style:(?:(italic|oblique)|normal)/.exec(css);
      if (weight) style.b = !!weight[1];
      if (slant) style.i = !!slant[1];
      const isCell = tag === "td" || tag === "th", plain = { b: false, i: false, href: "" };
      if (tag === "br") runs.push([cells < 0 ? "\n" : " ", place.style]);
      else if (css.includes("mso-list:ignore")) {
        if (cells < 0) mark += node.textContent;
        else runs.push([marker(node.textContent) + " ", plain]);
      } else if (tag === "tr" && cells < 0) {
        flush(place.item);
        cells = 0;
        walk(node, inner);
        if (cells > 1) dropped.add("table");
        cells = -1;
        flush(null, "row");
      } else if (cells >= 0 && (isCell || BLOCKS.has(tag))) {
        if (isCell) cells += 1;
        runs.push([isCell && cells > 1 ? " | " : " ", plain]);
        walk(node, inner);
        runs.push([" ", plain]);
      } else if (BLOCKS.has(tag)) {
        flush(place.item);
        listed(node, tag, css, inner);
        walk(node, inner);
        flush(inner.item);
      } else walk(node, inner);
    }

    function listed(node, tag, css, inner) {
      const level = /mso-list:l\d+level(\d{1,2})/.exec(css), item = (depth, text) => ({ level: Math.min(Math.max(depth - 1, 0), 7), marker: text });
      if (tag === "ul" || tag === "ol") {
        const start = node.getAttribute("start") || "";
        inner.list = { next: tag === "ul" ? 0 : /^\d{1,3}$/.test(start) ? +start : 1 };
        inner.depth += 1;
      } else if (tag === "li") {
        const depth = node.getAttribute("data-aria-level") || node.getAttribute("aria-level") || "";
        inner.item = item(/^[1-9]$/.test(depth) ? +depth : inner.depth, inner.list && inner.list.next ? `${inner.list.next++}.` : "-");
      } else if (level) inner.item = item(+level[1], "");
    }

    // The page's policy forbids style attributes, even in a document nobody sees.
    const page = new DOMParser().parseFromString(html.slice(0, LONGEST).replace(/\sstyle\s*=/gi, " data-css="), "text/html");
    walk(page.body, { style: { b: false, i: false, href: "" }, item: null, list: null, depth: 0 });
    flush(null);
    let text = "", previous = "";
    for (const [kind, level, words] of blocks) {
      const group = kind === "more" ? "item" : kind, deeper = group === "item" ? "  ".repeat(level + 1) : "";
      if (text) text += group === previous && group !== "paragraph" ? "\n" : "\n\n";
      text += (kind === "more" ? deeper : deeper.slice(2)) + words.replace(/\n/g, "\n" + deeper);
      previous = group;
    }
    text = text.replace(/[\v\u2028\u2029]/g, "\n").replace(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, "").replace(/[ \t]+$/gm, "");
    return { markdown: text.normalize("NFC").replace(/^\n+|\n+$/g, ""), dropped: ORDER.filter((code) => dropped.has(code)) };
  }

  function insert(field, text) {
    field.focus();
    if (document.execCommand("insertText", false, text)) return;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function bold(field) {
    const { value, selectionStart: start, selectionEnd: end } = field, chosen = value.slice(start, end), core = chosen.trim();
    const isBold = /^\*\*[^]+\*\*$/.test(core);
    const at = start + chosen.indexOf(core);
    insert(field, chosen.replace(core, () => (isBold ? core.slice(2, -2) : `**${core}**`)));
    if (!isBold) field.setSelectionRange(at + 2, at + 2 + core.length);
  }

  function list(field, numbered) {
    const { value, selectionStart, selectionEnd } = field;
    const start = value.lastIndexOf("\n", selectionStart - 1) + 1, found = value.indexOf("\n", Math.max(selectionEnd - 1, start)), end = found < 0 ? value.length : found;
    const own = numbered ? /^\d+\. / : /^[-*•] /, lines = value.slice(start, end).split("\n"), off = lines.every((line) => own.test(line));
    let count = 0;
    field.setSelectionRange(start, end);
    insert(field, lines.map((line) => {
      const bare = line.replace(/^(?:[-*•]|\d+\.) /, "");
      return off || (!bare && lines.length > 1) ? bare : (numbered ? `${(count += 1)}. ` : "- ") + bare;
    }).join("\n"));
  }

  const ACTS = { bold, bullet: (field) => list(field, false), number: (field) => list(field, true) };

  function dress(root) {
    for (const field of root.querySelectorAll("textarea[data-toolbar]:not([data-dressed])")) {
      const bar = document.createElement("div");
      field.dataset.dressed = "";
      bar.className = "prose-toolbar";
      bar.setAttribute("role", "group");
      bar.setAttribute("aria-label", said().tools);
      for (const name of Object.keys(ACTS)) {
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.act = name;
        button.textContent = said()[name];
        if (name === "bold") button.setAttribute("aria-keyshortcuts", "Control+B");
        button.addEventListener("click", () => ACTS[name](field));
        bar.append(button);
      }
      field.before(bar);
    }
  }

  document.addEventListener("paste", (event) => {
    const field = event.target, html = event.clipboardData && event.clipboardData.getData("text/html");
    if (!html || !field.matches || !field.matches('textarea[data-paste="markdown"]')) return;
    const { markdown, dropped } = fromHtml(html), announcer = document.getElementById("announcer");
    if (!markdown) return;
    event.preventDefault();
    insert(field, markdown);
    if (announcer && dropped.length) announcer.textContent = said().lost + dropped.map((code) => said()[code]).join(", ") + ".";
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "b" || !event.target.matches("textarea[data-toolbar]")) return;
    event.preventDefault();
    bold(event.target);
  });
  document.addEventListener("htmx:load", (event) => dress(event.target.parentNode || document));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => dress(document));
  else dress(document);
})();
