"""The page of one point in a real browser: the way up and down the tree, the drawing, and every width."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS, axe_violations, overflow

pytestmark = pytest.mark.browser


@pytest.fixture
def item_page(signed_in, real_plan, cast):
    """``item_page("1.1.2.2.A")`` as the reader sees it."""

    def open_(number: str, **how) -> Page:
        item = real_plan.items.get(number=number)
        return signed_in(cast.rita_reader, reverse("handleplan:item-detail", args=[item.pk]), **how)

    return open_


def test_S004_8_the_path_leads_up_and_the_list_beside_leads_on(item_page):
    page = item_page("1.1.2.2.A")
    page.locator(".breadcrumbs a").last.click()
    expect(page.locator("h1")).to_contain_text("1.1.2 ")
    page.locator(".item-children a").first.click()
    expect(page.locator("h1")).to_contain_text("1.1.2.1")


def test_the_drawing_keeps_inside_its_panel_and_its_text_keeps_its_size(item_page):
    page = item_page("1.1.2.2.A", width=320)
    sizes = page.evaluate(
        """() => {
          const box = document.querySelector(".item-deadlines").getBoundingClientRect();
          const texts = [...document.querySelectorAll(".chain-chart text")];
          return {
            outside: texts.filter(text => {
              const at = text.getBoundingClientRect();
              return at.left < box.left || at.right > box.right;
            }).map(text => text.textContent),
            smallest: Math.min(...texts.map(text => parseFloat(getComputedStyle(text).fontSize))),
          };
        }"""
    )
    assert (sizes["outside"], sizes["smallest"] >= 12) == ([], True)


def test_a_folded_status_opens_without_a_script(item_page, real_plan, cast):
    page = item_page("1.2.5.6", script=False)
    page.locator(".item-status summary").first.click()
    expect(page.locator(".item-status .item-text").first).to_be_hidden()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("number", ["1.1.2.2.A", "2.1.3.1.", "1.2.5", "2.4.1.1"])
def test_the_page_is_accessible_and_fits(item_page, number, width):
    page = item_page(number, width=width)
    assert (axe_violations(page), overflow(page)) == ([], 0)
