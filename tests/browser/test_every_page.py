"""Every page there is, at three widths: no violation that axe finds, and nothing wider than its window."""

from __future__ import annotations

import pytest

from tests.browser.conftest import WIDTHS, axe_violations, overflow
from tests.web.test_permissions import MATRIX, addresses

pytestmark = pytest.mark.browser
__all__ = ["addresses"]  # the fixture: every address with its arguments
SHARES = 8  # the walk is dealt out, so that no test takes minutes and two workers have equal loads

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
    "handleplan:audit-file-detail",
    "reports:audit-account-docx",
    "reports:audit-account-pdf",
    "reports:status-report-docx",
    "reports:status-report-pdf",
    "reports:status-report-xlsx",
    "meetings:item-docx",
    "meetings:item-pdf",
    "meetings:item-text",
    "meetings:item-zip",
    "meetings:meeting-docx",
    "meetings:meeting-pdf",
    "reports:budget-note-pdf",
    "reports:edition-file",
    "reports:edition-zip",
    "reports:reading-file",
    "reports:public-file",
}


def pages(role: str = "secretary") -> list[str]:
    """The addresses that answer a role with a page of their own."""
    return sorted(
        name for (name, method), row in MATRIX.items() if method == "GET" and row[role] == "200" and name not in NO_PAGE
    )


@pytest.mark.parametrize("share", range(SHARES))
def test_no_page_has_a_violation_or_overflows(signed_in, addresses, cast, share):
    names = pages()[share::SHARES]
    assert faults_on(signed_in(cast.sara_secretary), [addresses[name] for name in names]) == {}


def test_nor_has_a_page_that_the_manager_alone_may_see(signed_in, addresses, cast):
    only_his = [name for name in pages("manager") if name not in pages()]
    faults = faults_on(signed_in(cast.mads_manager), [addresses[name] for name in only_his])
    assert ("handleplan:approval-list" in only_his, faults) == (True, {})


def test_what_is_not_found_or_not_allowed_passes_too(open_page, signed_in, addresses, cast):
    refused = ["/plans/findes-ikke/", addresses["handleplan:plan-import"]]
    faults = faults_on(signed_in(cast.rita_reader), refused)
    open_page.complaints[:] = [said for said in open_page.complaints if "404" not in said and "403" not in said]
    assert faults == {}


def faults_on(page, there: list[str]) -> dict[tuple[str, int], tuple]:
    """What axe finds and how far a page overflows, of those where it is anything at all.

    A page is fetched once and its window made wider: none of our scripts asks for the width, so the style sheets alone
    decide how it looks. axe looks at each width, as contrast, sizes of targets and what is hidden differ.
    """
    found = {}
    for address in there:
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found[address, width] = (axe_violations(page), overflow(page))
    return {where: faults for where, faults in found.items() if faults != ([], 0)}
