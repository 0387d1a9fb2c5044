// What is pasted into textarea[data-paste="markdown"] turns to Markdown as in handleplan/prose/word.py.
"use strict";
(() => {
const SKIPPED = /^(script|style|title|xml|noscript|select|textarea)$/;
const IMAGE = /^(img|picture|video|audio|object|embed|iframe|svg|v:shape|v:imagedata)$/;
const BLOCK = /^(p|div|[uo]l|li|d[dlt]|h[1-6r]|t(able|body|head|foot|r)|pre|blockquote|section|article|aside|center|header|footer|main|nav|form|body)$/;
const PLAIN = { bold: false, italic: false, href: "" };
const flat = (text) => text.replace(/\s+/g, "");
const trimmed = (text) => text.replace(/^[ \xa0\n]+|[ \xa0\n]+$/g, "");
const isWord = (sign) => /[\p{L}\p{N}]/u.test(sign);

function marker(written) {
  written = flat(written);
  const number = /^\(?(\d{1,3})[.)]$/.exec(written);
  if (number) return +number[1] + ".";
  return /^(\(?[0-9A-Za-zÆØÅæøå.]{1,12}[.)]|\d{1,3}(\.\d{1,3})*)$/.test(written) ? written : "-";
}

function escaped(text, styled, closed) {
  return text
    .replace(/\*/g, (_, at) => {
      const last = text[at - 1], next = text[at + 1];
      const harmless = next ? /\s/.test(next) || (isWord(last) && isWord(next)) : closed;
      return !styled && at && last != "*" && harmless ? "*" : "\\*";
    })
    .replace(/\[(?=[^[\]\n]*\]\()/g, "\\[");
}

function inline(runs) {
  const merged = [], same = (a, b) => JSON.stringify(a) == JSON.stringify(b);
  for (const [text, style] of runs) {
    const last = merged.at(-1);
    if (last && (same(style, last[1]) || !trimmed(text))) last[0] += text;
    else if (text) merged.push([text, style]);
  }
  let end = "\n", out = "";
  for (const run of merged) {
    run[0] = run[0].replace(/ +/g, " ").replace(/[ \xa0]*\n[ \xa0]*/g, "\n");
    if (/[ \n]/.test(end)) run[0] = run[0].replace(/^ /, "");
    end = run[0].slice(-1) || end;
  }
  merged.filter((run) => run[0]).forEach(([text, style], at, all) => {
    const [, lead, core, trail] = /^([ \xa0\n]*)([^]*?)([ \xa0\n]*)$/.exec(text);
    const before = lead ? "" : out.slice(-1), after = trail || !all[at + 1] ? "" : all[at + 1][0][0];
    let stars = before == "*" || !core || style.href ? "" : (style.bold ? "**" : "") + (style.italic ? "*" : "");
    if (stars.length % 2 && (isWord(before) || isWord(after))) stars = stars.slice(1);
    let words = stars + escaped(core, stars, !after.trim()) + stars;
    if (core && style.href) {
      words = core.replace(/\[/g, "(").replace(/\]/g, ")").replace(/\n/g, " ");
      if (words.length < 301 && ![words, "mailto:" + words].includes(style.href)) words = `[${words}](${style.href})`;
    }
    out += lead + words + trail;
  });
  return trimmed(out);
}

function convert(html) {
  const dropped = new Set(html.length > 1e6 ? ["cut"] : []), blocks = [];
  const lose = (code, lost) => lost && dropped.add(code);
  let runs = [], mark = "", cells = -1;

  function flush(item, kind = "paragraph") {
    let text = inline(runs), found = mark;
    runs = [];
    mark = "";
    if (!text) return;
    const typed = /^([·•§][ \xa0]+|(\(?\d{1,3}[.)]|o)\xa0[ \xa0]+)/.exec(text);
    if (typed && kind != "row" && !(item && (item.begun || item.marker || found))) {
      item = item || { level: 1 };
      found = typed[0];
      text = text.slice(found.length);
    }
    if (item && !item.begun) text = `${item.marker || marker(found)} ${text}`;
    blocks.push([item ? "item" : kind, item ? item.level : 0, text.replace(/[ \xa0]{2,}/g, " "), item && item.begun]);
    if (item) item.begun = true;
  }

  function address(href) {
    const match = /^(https?:\/\/|mailto:)([^\s<>"]{1,1900})$/i.exec(href);
    lose("link", !match && href && href[0] != "#");
    return match ? match[1].toLowerCase() + match[2].replace(/[()[\]]/g, escape) : "";
  }

  function walk(node, place) {
    for (const child of node.childNodes) {
      if (child.nodeType == 3) runs.push([child.data.replace(/[ \t\r\n\f]+/g, " "), place.style]);
      if (child.nodeType == 1) element(child, place);
    }
  }

  function element(node, place) {
    const tag = node.localName, get = (name) => node.getAttribute(name) || "";
    const css = flat(get("data-style")).toLowerCase(), name = get("class").toLowerCase();
    if (lose("image", IMAGE.test(tag)) || SKIPPED.test(tag) || /display:none|mso-hide:all/.test(css)) return;
    if (lose("comment", /mso-element:comment/.test(css) || /msocom/.test(name))) return;
    if (lose("deletion", tag == "del" || /msodel/.test(name))) return;
    const heading = /^h[1-6]$/.test(tag), isCell = /^t[dh]$/.test(tag);
    lose("heading", heading);
    lose("underline", !place.style.href && (tag == "u" || (tag != "a" && /text-decoration:underline/.test(css))));
    lose("strike", /^s(trike)?$/.test(tag) || /text-decoration:line-through/.test(css));
    lose("numbering", (tag == "ol" && (get("type") || "1") != "1") || /list-style-type:(lower|upper)-/.test(css));

    const style = { ...place.style }, inner = { ...place, style };
    const weight = /(^|;)font-weight:((bold|[6-9]00)|normal|[1-5]00)/.exec(css), slant = /(^|;)font-style:((italic|oblique)|normal)/.exec(css);
    if (tag == "a") style.href = address(get("href").trim());
    if (weight || heading || /^(b|strong)$/.test(tag)) style.bold = !weight || !!weight[3];
    if (slant || /^(i|em)$/.test(tag)) style.italic = !slant || !!slant[3];

    if (tag == "br") runs.push([cells < 0 ? "\n" : " ", place.style]);
    else if (/mso-list:ignore/.test(css)) {
      if (cells < 0) mark += node.textContent;
      else runs.push([marker(node.textContent) + " ", PLAIN]);
    } else if (cells < 0 && tag == "tr") {
      flush(place.item);
      cells = 0;
      walk(node, inner);
      lose("table", cells > 1);
      cells = -1;
      flush(null, "row");
    } else if (cells >= 0 && (isCell || BLOCK.test(tag))) {
      cells += isCell;
      runs.push([isCell && cells > 1 ? " | " : " ", PLAIN]);
      walk(node, inner);
      runs.push([" ", PLAIN]);
    } else if (BLOCK.test(tag)) {
      flush(place.item);
      const level = /mso-list:l\d+level(\d{1,2})/.exec(css), start = get("start"), said = get("data-aria-level") || get("aria-level");
      const item = (depth, marker) => (inner.item = { level: Math.min(+depth || 1, 8), marker });
      if (/^[uo]l$/.test(tag)) {
        inner.list = { next: tag == "ul" ? 0 : /^\d{1,3}$/.test(start) ? +start : 1 };
        inner.depth += 1;
      } else if (tag == "li") item(/^[1-9]$/.test(said) ? said : inner.depth, inner.list && inner.list.next ? inner.list.next++ + "." : "-");
      else if (level) item(level[1], "");
      walk(node, inner);
      flush(inner.item);
    } else walk(node, inner);
  }

  // The page's policy complains of styles and handlers anywhere.
  html = html.slice(0, 1e6).replace(/<style[^]*?<\/style>/gi, "").replace(/<[a-z][^<>]*/gi, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1="));
  walk(new DOMParser().parseFromString(html, "text/html").body, { style: PLAIN, depth: 0 });
  flush();
  let text = "", previous;
  for (const [kind, deep, words, more] of blocks) {
    if (text) text += kind == previous && kind != "paragraph" ? "\n" : "\n\n";
    text += "  ".repeat(more || !deep ? deep : deep - 1) + words.replace(/\n/g, "\n" + "  ".repeat(deep));
    previous = kind;
  }
  return [text.replace(/[\xad\u200b\u2060\ufeff]/g, "").normalize("NFC"), dropped];
}

function insert(field, text) {
  field.focus();
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("paste", (event) => {
  const field = event.target.closest('textarea[data-paste="markdown"]'), html = event.clipboardData.getData("text/html");
  const [text, dropped] = field && html ? convert(html) : [];
  if (!text) return;
  event.preventDefault();
  insert(field, text);
  const said = JSON.parse(field.dataset.said || "{}"), lost = Object.keys(said).filter((code) => dropped.has(code));
  const announcer = document.querySelector("#announcer");
  if (announcer && lost.length) announcer.textContent = `${said.lost} ${lost.map((code) => said[code]).join(", ")}.`;
});
})();
