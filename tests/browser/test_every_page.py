"""Every page there is, at three widths: no violation that axe finds, and nothing wider than its window."""

from __future__ import annotations

import pytest

from tests.browser.conftest import WIDTHS, axe_violations, overflow
from tests.web.test_permissions import MATRIX, addresses

pytestmark = pytest.mark.browser
__all__ = ["addresses"]  # the fixture: every address with its arguments

NO_PAGE = {
    "handleplan:live",
    "handleplan:ready",
    "handleplan:sign-in",
    "handleplan:late-export",
    "handleplan:series-csv",
    "handleplan:series-xlsx",
    "handleplan:calendar-feed",
    "handleplan:date-reading",
    "handleplan:file-detail",
    "reports:status-report-docx",
    "reports:status-report-pdf",
    "reports:status-report-xlsx",
    "meetings:item-docx",
    "meetings:item-pdf",
    "meetings:item-text",
    "meetings:meeting-docx",
    "meetings:meeting-pdf",
    "reports:budget-note-pdf",
    "reports:edition-file",
    "reports:edition-zip",
    "reports:reading-file",
    "reports:public-file",
}


def pages() -> list[str]:
    """The addresses that answer the secretary with a page of their own."""
    return sorted(
        name
        for (name, method), row in MATRIX.items()
        if method == "GET" and row["secretary"] == "200" and name not in NO_PAGE
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_has_a_violation_or_overflows(signed_in, addresses, cast, width):
    page = signed_in(cast.sara_secretary, width=width)
    found = {}
    for name in pages():
        page.goto(addresses[name])
        found[name] = (axe_violations(page), overflow(page))
    assert {name: faults for name, faults in found.items() if faults != ([], 0)} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_not_found_or_not_allowed_passes_too(open_page, signed_in, addresses, cast, width):
    page = signed_in(cast.rita_reader, width=width)
    found = {}
    for address in ("/plans/findes-ikke/", addresses["handleplan:plan-import"]):
        page.goto(address)
        found[address] = (axe_violations(page), overflow(page))
    open_page.complaints[:] = [said for said in open_page.complaints if "404" not in said and "403" not in said]
    assert set(map(str, found.values())) == {"([], 0)"}
