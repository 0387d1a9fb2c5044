"""A design is made with its preview beside it: live where there is JavaScript, with a button where there is none."""

from __future__ import annotations

import pytest

from reports.choosing import design_named
from tests.browser.conftest import axe_violations, overflow

pytestmark = pytest.mark.browser

COPY = "/designs/new/?copy=som-skemaet"
FIRST_CLOSED = "#preview .report-table--closed tbody tr:first-child td:first-child"


def test_the_preview_follows_a_choice_at_once(signed_in, real_plan, cast):
    page = signed_in(cast.sara_secretary, COPY)
    before = page.inner_text(FIRST_CLOSED)
    page.check("input[name=order][value=by_number]")
    page.wait_for_function("s => document.querySelector(s).innerText === '1.1.1.1.A'", arg=FIRST_CLOSED)
    assert (before, page.input_value("#id_label")) == ("1.1.2.1", "Kopi af Som skemaet")


def test_own_columns_come_into_sight_when_they_are_chosen(signed_in, real_plan, cast):
    page = signed_in(cast.sara_secretary, COPY)
    hidden = page.is_visible("#id_active_number_title")
    page.check("input[name=active_columns][value=own]")
    page.fill("#id_active_number_title", "Nr.")
    page.wait_for_selector("#preview .report-table--active th:text-is('Nr.')")
    assert (hidden, page.is_visible("#id_active_number_title")) == (False, True)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_editor_with_its_columns_open_passes_and_fits(signed_in, real_plan, cast, width):
    page = signed_in(cast.sara_secretary, "/designs/new/?copy=standard", width=width)
    assert (axe_violations(page), overflow(page)) == ([], 0)


def test_a_design_is_made_without_javascript(signed_in, real_plan, cast):
    page = signed_in(cast.sara_secretary, COPY, script=False)
    page.check("input[name=closed][value=none]")
    page.click("button[name=step][value=show]")
    shown = page.locator("#preview table").count()
    page.fill("#id_label", "Kun åbne")
    page.click(".design-buttons button")
    page.wait_for_url("**/designs/")
    assert (shown, design_named("kun-aabne").closed) == (1, "none")
