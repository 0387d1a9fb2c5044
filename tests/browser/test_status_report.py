"""The status report's page in a real browser."""

import pytest
from django.urls import reverse

from tests.browser.conftest import WIDTHS, axe_violations, overflow

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", WIDTHS)
def test_the_report_passes_axe_and_fits_its_window(signed_in, real_plan, cast, width):
    page = signed_in(cast.rita_reader, reverse("reports:status-report", args=[real_plan.slug]), width=width)
    assert (axe_violations(page), overflow(page)) == ([], 0)
