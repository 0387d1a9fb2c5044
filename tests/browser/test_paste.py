"""Pasting from Word into a text field, and its toolbar, in Chromium under the site's own policy."""

from __future__ import annotations

import http.server
import json
import shutil
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.prose.samples import DROPPED, Sample, read_samples

pytestmark = pytest.mark.browser

SCRIPTS = Path(__file__).parents[2] / "static" / "js"
SAID = {"lost": "Lost:", "bold": "Fed", "tools": "Formatering"} | {
    code: code
    for code in ("image", "table", "heading", "underline", "strike", "deletion", "comment", "link", "numbering")
}
PAGE = f"""<!doctype html><html lang="da"><title>Indsæt</title>
<script src="/paste.js" defer></script><script src="/toolbar.js" defer></script>
<label for="status">Status</label>
<textarea id="status" rows="9" data-paste="markdown" data-toolbar data-said='{json.dumps(SAID)}'></textarea>
<textarea id="other"></textarea><p id="announcer" role="status"></p>"""
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'"
PASTE = """([id, html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  const field = document.getElementById(id);
  field.focus();
  return field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


class _Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        script = SCRIPTS / self.path.lstrip("/")
        body = script.read_bytes() if script.suffix == ".js" else PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if script.suffix == ".js" else "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *parts: object) -> None:
        pass


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def page(browser, address):
    page = browser.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(address)
    yield page
    assert page.complaints == []
    page.close()


def paste(page: Page, html: str, *, field: str = "status", text: str = "") -> bool:
    """Pastes and says whether the browser was left to paste by itself."""
    return page.evaluate(PASTE, [field, html, text])


def value(page: Page) -> str:
    return page.input_value("#status")


@pytest.mark.parametrize("sample", read_samples(), ids=lambda sample: sample.name)
def test_the_browser_converts_a_clipboard_as_the_server_does(page, sample: Sample):
    paste(page, sample.html)
    assert value(page) == sample.markdown
    lost = f"Lost: {', '.join(sample.dropped)}." if sample.dropped else ""
    assert page.inner_text("#announcer") == lost


def test_every_sample_says_what_it_loses():
    assert sorted(DROPPED) == [sample.name for sample in read_samples()]


def test_text_is_inserted_at_the_caret_and_control_z_takes_it_away(page):
    page.fill("#status", "før efter")
    page.evaluate("document.getElementById('status').setSelectionRange(4, 4)")
    paste(page, "<p>et <b>fedt</b> ord</p>")
    assert value(page) == "før et **fedt** ordefter"
    page.keyboard.press("Control+Z")
    assert value(page) == "før efter"


def test_text_without_html_is_left_to_the_browser(page):
    assert paste(page, "", text="ren tekst") is True


def test_a_field_that_does_not_ask_for_it_is_left_alone(page):
    assert paste(page, "<b>x</b>", field="other") is True


def test_pasted_scripts_do_not_run(page):
    paste(page, "<p>a<img src=x onerror=\"document.title='ran'\"><script>document.title='ran'</script></p>")
    assert page.title() == "Indsæt"
    assert value(page) == "a"


def test_control_b_makes_the_chosen_words_bold_and_back(page):
    page.fill("#status", "et ord her")
    page.evaluate("document.getElementById('status').setSelectionRange(3, 6)")
    page.keyboard.press("Control+b")
    assert value(page) == "et **ord** her"
    page.evaluate("document.getElementById('status').setSelectionRange(3, 10)")
    page.keyboard.press("Control+b")
    assert value(page) == "et ord her"


def test_the_toolbar_makes_lists_of_the_chosen_lines(page):
    page.fill("#status", "et\nto")
    page.evaluate("document.getElementById('status').setSelectionRange(0, 5)")
    page.click("[data-act=number]")
    assert value(page) == "1. et\n2. to"
    page.evaluate("document.getElementById('status').setSelectionRange(0, 11)")
    page.click("[data-act=bullet]")
    assert value(page) == "- et\n- to"
    page.evaluate("document.getElementById('status').setSelectionRange(0, 9)")
    page.click("[data-act=bullet]")
    assert value(page) == "et\nto"


def test_the_toolbar_is_a_named_group_above_its_field(page):
    page.evaluate("document.dispatchEvent(new Event('htmx:load'))")
    assert page.locator("[role=group][aria-label=Formatering] + #status").count() == 1
    assert page.locator("[role=group] button").all_inner_texts() == ["Fed", "bullet", "number"]


def test_the_script_is_small():
    assert (SCRIPTS / "paste.js").stat().st_size <= 8192
