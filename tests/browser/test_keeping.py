"""Keeping a plan in a real browser: a point is added, moved and closed with and without JavaScript, at every width."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, axe_violations, overflow
from tests.web.keeping import at

pytestmark = pytest.mark.browser


@pytest.fixture
def refused(open_page):
    """Chromium calls a page that answers 422 a failure; here it is what is wanted."""
    yield
    assert {words.rpartition("status of ")[2] for words in open_page.complaints} == {"422 (Unprocessable Entity)"}
    open_page.complaints.clear()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_point_is_added_moved_and_closed(signed_in, refused, real_plan, cast, script):
    page = signed_in(cast.sara_secretary, at("item-add", real_plan.slug), script=script)
    above, other = (real_plan.items.get(number=number) for number in ("1.2.5", "1.1.2"))
    page.select_option("#id_parent", str(above.pk))
    if not script:
        page.get_by_role("button", name="Vis pladserne").click()
    expect(page.locator("#id_number")).to_have_value("1.2.5.8")
    page.fill("#id_title", "Ny kontrol")
    page.fill("#id_end", "ultimo 2014")
    page.get_by_role("button", name="Tilføj punktet").click()
    expect(page.locator("h1")).to_contain_text("Ny kontrol")

    item = real_plan.items.get(number="1.2.5.8")
    page.goto(at("item-place", item.pk))
    page.select_option("#id_parent", str(other.pk))
    if script:
        expect(page.locator(".keeping-neighbours .here")).to_contain_text("Ny kontrol")
    page.get_by_role("button", name="Se placeringen").click()
    expect(page.locator(".keeping-neighbours .here")).to_contain_text("Ny kontrol")
    page.get_by_role("button", name="Placér det her").click()
    expect(page.locator("h1")).to_contain_text("1.1.2.3")

    page.goto(at("item-close", item.pk))
    page.check("input[value=dropped]")
    page.get_by_role("button", name="Videre").click()
    expect(page.locator(".error-summary")).to_contain_text("Skriv begrundelsen.")
    page.fill("#id_why", "Overtaget af loven")
    page.get_by_role("button", name="Videre").click()
    page.get_by_role("button", name="Ja, afslut punktet").click()
    expect(page.locator(".messages")).to_contain_text("1.1.2.3")
    item.refresh_from_db()
    assert (item.state, item.number) == ("dropped", "1.1.2.3")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_are_accessible_and_fit(signed_in, real_plan, cast, width):
    page = signed_in(cast.sara_secretary, width=width)
    item, closed = (real_plan.items.get(number=number) for number in ("2.1.3.1.", "1.2.5"))
    addresses = [at("plan-add")]
    addresses += [at(name, real_plan.slug) for name in ("plan-edit", "plan-continue", "plan-references", "item-add")]
    addresses += [at(name, item.pk) for name in ("item-edit", "item-place", "item-close")]
    addresses += [at("item-reopen", closed.pk)]
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = (axe_violations(page), overflow(page))
    assert found == dict.fromkeys(addresses, ([], 0))


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_refused_and_what_is_to_be_confirmed_is_accessible_too(signed_in, refused, real_plan, cast, width):
    item = real_plan.items.get(number="1.2.5.6")
    page = signed_in(cast.sara_secretary, at("item-place", item.pk), width=width)
    page.select_option("#id_parent", "")
    expect(page.locator(".keeping-preview")).to_be_visible()
    moved = (axe_violations(page), overflow(page))
    page.goto(at("item-close", item.pk))
    page.get_by_role("button", name="Videre").click()
    confirming = (axe_violations(page), overflow(page))
    page.goto(at("plan-edit", real_plan.slug))
    page.fill("#id_word_1", "")
    page.fill("#id_word_2", "")
    page.get_by_role("button", name="Gem planen").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert [moved, confirming, (axe_violations(page), overflow(page))] == [([], 0)] * 3
