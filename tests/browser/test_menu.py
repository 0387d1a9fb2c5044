"""The main menu: a row on a wide window, folded behind "Menu" on a narrow one; no script is needed for either."""

from __future__ import annotations

import pytest

from tests.browser.conftest import axe_violations, overflow

pytestmark = pytest.mark.browser
LATE = ".site-nav a[href='/late/']"


@pytest.mark.parametrize(("width", "tall"), [(390, 110), (1000, 70)])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_on_a_narrow_window_the_menu_is_folded_and_opens_with_a_key(signed_in, cast, script, width, tall):
    page = signed_in(cast.mads_manager, "/", width=width, script=script)
    header, menu = page.locator(".site-header"), page.locator(".nav-fold > summary")
    assert (page.locator(LATE).is_visible(), header.bounding_box()["height"] < tall) == (False, True)
    menu.press("Enter")
    assert page.locator(LATE).is_visible()
    page.locator(LATE).click()
    assert (page.url.endswith("/late/"), page.locator(LATE).is_visible()) == (True, False)


def test_the_open_menu_passes_axe_and_fits(signed_in, cast):
    page = signed_in(cast.anna_administrator, "/", width=320)
    page.locator(".nav-fold > summary").click()
    page.locator(".nav-more > summary").click()
    assert page.locator(".nav-more a").first.is_visible()
    assert (axe_violations(page), overflow(page)) == ([], 0)


@pytest.mark.parametrize(("width", "tall"), [(1024, 170), (1440, 70)])
def test_on_a_wide_window_it_stands_open_without_a_button(signed_in, cast, width, tall):
    page = signed_in(cast.anna_administrator, "/", width=width, script=False)
    assert page.locator(".nav-fold > summary").is_hidden()
    assert page.locator(".site-header").bounding_box()["height"] < tall
    links = page.locator(".nav-fold > ul > li > a")
    assert links.count() > 5
    assert all(links.nth(place).is_visible() for place in range(links.count()))
