"""Moving a deadline in a real browser: read as it is typed, previewed and confirmed, with and without JavaScript."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from handleplan.models import Milestone
from tests.browser.conftest import WIDTHS, axe_violations, overflow

pytestmark = pytest.mark.browser


@pytest.fixture
def sofus(real_plan) -> Milestone:
    return Milestone.objects.get(item__plan=real_plan, item__number="2.1.3.1.")


@pytest.fixture
def move_page(signed_in, sofus, cast):
    """The form that moves the deadline of 2.1.3.1., as the manager sees it."""

    def open_(query: str = "", **how) -> Page:
        return signed_in(cast.mads_manager, reverse("handleplan:milestone-move", args=[sofus.pk]) + query, **how)

    return open_


@pytest.fixture
def refused(open_page):
    """A form is refused on purpose: what Chromium reports of the 422 is no complaint."""
    yield
    open_page.complaints[:] = [said for said in open_page.complaints if "422" not in said]


def fill(page: Page, end: str) -> None:
    page.fill("#id_end", end)
    page.check("input[value=it_system]")
    page.fill("#id_why", "Den fjerde release mangler.")


def ends(milestone: Milestone) -> list[str]:
    return list(milestone.revisions.values_list("end_as_written", flat=True))


def test_UX_13_the_date_is_read_while_it_is_typed(move_page):
    page = move_page()
    page.locator("#id_end").press_sequentially("medio 2014", delay=20)
    expect(page.locator("#id_end_reading[role=status]")).to_have_text("læses som 1.5.–31.8.2014")


def test_what_could_not_be_read_is_said_at_once_and_goes_when_it_is_mended(move_page):
    page = move_page()
    page.fill("#id_end", "31. juni 2014")
    expect(page.locator("#id_end_reading .flagged")).to_have_text("findes ikke i kalenderen")
    page.fill("#id_end", "30. juni 2014")
    expect(page.locator("#id_end_reading")).to_have_text("læses som 30.6.2014")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_UX_11_a_deadline_is_moved_after_it_was_previewed(move_page, sofus, script):
    page = move_page(script=script)
    fill(page, "medio 2014")
    page.click("button[value=preview]")
    expect(page.locator("#preview")).to_have_text("Flytning nr. 4, +34 mdr. fra oprindelig (+912 til +1034 dage)")
    expect(page.locator(".preview-cell")).to_have_text("(1. feb. 2012) (1. juli 2012) (ultimo 2013) medio 2014")
    page.click("button[value=confirm]")
    expect(page.locator(".messages")).to_contain_text("medio 2014")
    assert ends(sofus)[-1] == "medio 2014"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_going_back_from_the_preview_keeps_every_field(move_page, script):
    page = move_page(script=script)
    fill(page, "medio 2014")
    page.fill("#id_decided_by", "Socialudvalget")
    page.click("button[value=preview]")
    page.click("button[value=change]")
    fields = [page.input_value(f"#id_{name}") for name in ("end", "why", "decided_by")]
    assert (fields, page.is_checked("input[value=it_system]")) == (
        ["medio 2014", "Den fjerde release mangler.", "Socialudvalget"],
        True,
    )


def test_the_days_a_date_means_unfold_without_a_script(move_page, sofus):
    page = move_page(script=False)
    fill(page, "når systemet er klar")
    page.click(".means summary")
    page.fill("#id_latest", "31.3.2014")
    page.click("button[value=preview]")
    page.click("button[value=confirm]")
    sofus.refresh_from_db()
    assert (sofus.end_as_written, f"{sofus.end_latest:%d.%m.%Y}") == ("når systemet er klar", "31.03.2014")


def test_UX_29_focus_goes_to_the_summary_and_its_links_to_the_fields(move_page, refused):
    page = move_page()
    page.fill("#id_end", "medio 2014")
    page.click("button[value=preview]")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.click('.error-summary a[href="#id_why"]')
    assert page.evaluate("document.activeElement.id") == "id_why"


def test_a_typing_mistake_is_corrected_from_the_chain(move_page, sofus):
    page = move_page(script=False)
    page.locator(".deadline-chain a").nth(1).click()
    page.fill("#id_end", "1. august 2012")
    page.fill("#id_why", "Tastefejl")
    page.click("button[value=preview]")
    expect(page.locator(".preview-cell")).to_have_text("(1. feb. 2012) (1. august 2012) ultimo 2013")
    page.click("button[value=confirm]")
    assert ends(sofus)[-1] == "1. august 2012"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_S004_18_both_milestones_of_1_4_3_1_are_confirmed_from_its_text(signed_in, real_plan, cast, script):
    item = real_plan.items.get(number="1.4.3.1")
    page = signed_in(cast.mads_manager, reverse("handleplan:milestone-add", args=[item.pk]), script=script)
    page.click("button[value=p0]")
    expect(page.locator(".proposal")).to_have_count(1)
    page.click("button[value=p0]")
    page.wait_for_url("**/items/**")
    assert list(item.milestones.filter(is_own=False).values_list("name", flat=True)) == ["1. gang", "2. gang"]


def test_enter_in_a_proposal_adds_none_by_accident(signed_in, real_plan, cast):
    item = real_plan.items.get(number="1.4.3.1")
    page = signed_in(cast.mads_manager, reverse("handleplan:milestone-add", args=[item.pk]))
    page.press("#id_p1-name", "Enter")
    assert item.milestones.filter(is_own=False).count() == 0


# -- every width ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_the_form_and_its_preview_are_accessible_and_fit(move_page, width):
    page = move_page("?to=ultimo%202013%20primo%202014", width=width)
    page.click(".means summary")
    found = [axe_violations(page), overflow(page)]
    fill(page, "1. maj 2012")
    page.click("button[value=preview]")
    assert [*found, axe_violations(page), overflow(page)] == [[], 0, [], 0]


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_missing_is_said_accessibly(move_page, refused, width):
    page = move_page(width=width)
    page.click("button[value=preview]")
    assert (axe_violations(page), overflow(page)) == ([], 0)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_a_milestone_are_accessible_and_fit(signed_in, real_plan, sofus, cast, width):
    faulty = sofus.revisions.get(sequence=2)
    addresses = [
        reverse("handleplan:milestone-detail", args=[sofus.pk]),
        reverse("handleplan:revision-correct", args=[faulty.pk]),
        reverse("handleplan:milestone-add", args=[real_plan.items.get(number="1.4.3.1").pk]),
    ]
    page = signed_in(cast.mads_manager, addresses[0], width=width)
    found = {}
    for address in addresses:
        page.goto(address)
        page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
        found[address] = axe_violations(page), overflow(page)
    assert found == dict.fromkeys(addresses, ([], 0))
