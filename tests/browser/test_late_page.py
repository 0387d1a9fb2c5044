"""The late page in a real browser: found from the menu, filtered, followed to a point; accessible at every width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from handleplan import closing
from tests.attention.points import add_point
from tests.browser.conftest import WIDTHS, axe_violations, overflow
from tests.conftest import BECAUSE

pytestmark = pytest.mark.browser

LATE = "/late/?on=2013-11-30"


@pytest.fixture
def late_page(signed_in, real_plan, cast):
    """``late_page("?kind=overdue")`` as the secretary sees it."""

    def open_(address: str = LATE, **how) -> Page:
        return signed_in(cast.sara_secretary, address, **how)

    return open_


def test_S004_26_a_person_finds_what_is_late_from_the_menu(late_page):
    page = late_page("/plans/")
    page.locator(".site-nav a[href='/late/']").click()
    expect(page.locator("section[aria-labelledby=overdue] .late-title")).to_have_count(2)


def test_a_count_leads_to_its_list_and_a_title_to_its_point(late_page):
    page = late_page()
    page.locator(".tile[href='#text-later']").click()
    expect(page.locator("#text-later")).to_be_in_viewport()
    page.locator("section[aria-labelledby=text-later] .late-title").first.click()
    expect(page.locator("h1")).to_contain_text("1.2.5.6")


def test_the_day_and_the_list_can_be_chosen_without_a_script(late_page):
    page = late_page("/late/", script=False)
    page.fill("#late-on", "2013-08-31")
    page.select_option("#late-kind", "in-window")
    page.locator(".late-filter .button.primary").click()
    assert "on=2013-08-31" in page.url
    expect(page.locator("section[aria-labelledby=in-window] .late-number")).to_have_text("1.1.2.2.A")


def test_a_day_that_cannot_be_read_is_kept_and_can_be_mended(late_page, open_page):
    page = late_page("/late/?on=medio+2013")
    open_page.complaints.clear()  # Chromium itself logs every page that answers 422
    expect(page.locator("#late-on")).to_have_value("medio 2013")
    page.locator(".error-summary a").click()
    expect(page.locator("#late-on")).to_be_focused()
    page.fill("#late-on", "30.11.2013")
    page.keyboard.press("Enter")
    expect(page.locator("#late-on")).to_have_value("2013-11-30")


def test_a_status_is_opened_in_its_row_and_put_away_again(late_page):
    page = late_page("/late/?kind=overdue")
    page.locator("[data-status-link]").first.click()
    expect(page.locator(".late-acts .status-sheet")).to_be_visible()
    page.locator("[data-status-leave]").click()
    expect(page.locator(".late-acts .status-sheet")).to_have_count(0)
    expect(page.locator("[data-status-link]")).to_have_count(2)


def test_a_figure_of_a_unit_leads_to_its_points_without_a_script(late_page):
    page = late_page(script=False)
    page.locator(".late-summary a.overdue").first.click()
    assert "kind=overdue" in page.url
    expect(page.locator(".late-title")).to_have_count(1)


def test_the_sheet_is_fetched_from_the_page(late_page):
    page = late_page("/late/?on=2013-11-30&kind=overdue")
    with page.expect_download() as download:
        page.locator(".page-actions a[download]").click()
    assert download.value.suggested_filename == "handleplan-2013-11-30-overskredet.xlsx"


@pytest.mark.parametrize("layout", ["", "&view=list", "&view=closed"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_is_accessible_and_fits(late_page, small_plan, cast, width, layout):
    item = add_point(small_plan, "2.1", "1. nov. 2011", "1. feb. 2012", "ultimo 2012")
    closing.close_item(item, reported_in=None, user=cast.sara_secretary, reason=BECAUSE)
    page = late_page(LATE + layout, width=width)
    assert (axe_violations(page), overflow(page)) == ([], 0)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_with_an_error_is_accessible_and_fits(late_page, open_page, width):
    page = late_page("/late/?on=medio+2013&plan=x", width=width)
    open_page.complaints.clear()  # Chromium itself logs every page that answers 422
    assert (axe_violations(page), overflow(page)) == ([], 0)
