"""The database fails while somebody writes: seen in a real browser, with and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.test_outage_page import failing_writes

from .conftest import WIDTHS, axe_violations, overflow
from .test_status import field, forgiven, form, in_place, item, texts

pytestmark = pytest.mark.browser
__all__ = ["failing_writes", "forgiven", "form", "in_place", "item"]  # fixtures
WORDS = "Sagerne gennemgås uge for uge.\n\nResten når vi i december."


@pytest.mark.parametrize("width", WIDTHS)
def test_without_script_the_words_come_back_on_a_page_and_are_sent_from_there(
    form, item, failing_writes, forgiven, width
):
    page = form(script=False, width=width)
    field(page).fill(WORDS)
    page.click("[data-status-save]")
    expect(page.locator("h1")).to_have_text("Handleplan er ude af drift et øjeblik")
    expect(field(page)).to_have_value(WORDS)
    assert overflow(page) == 0
    failing_writes.error = None
    page.click("button.primary")
    page.wait_for_url("**/plans/")
    assert texts(item)[-1] == WORDS


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_of_an_outage_passes_axe(form, failing_writes, forgiven, width):
    page = form(width=width)
    page.evaluate("document.querySelector('form.status-form').removeAttribute('hx-post'); window.htmx = undefined")
    page.evaluate("document.querySelector('form.status-form textarea[name=text]').value = 'To ord'")
    page.evaluate("HTMLFormElement.prototype.submit.call(document.querySelector('form.status-form'))")
    expect(page.locator("h1")).to_have_text("Handleplan er ude af drift et øjeblik")
    assert axe_violations(page) == []


def test_in_place_the_words_stay_in_the_field_and_one_click_saves_them(in_place, item, failing_writes, forgiven):
    page = in_place()
    page.click("[data-status-link]")
    field(page).fill(WORDS)
    page.click("[data-status-save]")
    expect(page.locator("[data-status-failed]")).to_be_visible()
    expect(field(page)).to_have_value(WORDS)
    failing_writes.error = None
    page.click("[data-status-again]")
    expect(page.locator("[data-status-saved]")).to_be_attached()
    assert texts(item)[-1] == WORDS


def test_a_filter_that_could_not_be_fetched_is_said_where_it_is_seen(real_page, forgiven):
    page = real_page()
    page.route("**/plans/**", lambda route: route.fulfill(status=503, body=""))
    page.click("#tile-closed")
    expect(page.locator("#failure")).to_have_text(
        "Databasen svarer ikke lige nu. Det, du skrev, står stadig her. Prøv igen om et øjeblik."
    )
    expect(page.locator("#failure")).to_be_in_viewport()
    page.unroute("**/plans/**")
    page.click("#tile-closed")
    expect(page.locator("#failure")).to_be_hidden()
