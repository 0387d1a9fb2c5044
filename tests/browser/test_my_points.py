"""My points in a real browser: keyboard from point to point, drafts, and the same without JavaScript."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from handleplan import planning, rounding, updating
from handleplan.models import Draft, PlanItem, StatusEntry
from tests.browser.conftest import WIDTHS, axe_violations, overflow
from tests.conftest import BECAUSE

pytestmark = pytest.mark.browser
DECEMBER = dt.date(2013, 12, 1)


@pytest.fixture
def asked(real_plan, cast, demo_day):
    """Olga is asked for the three active points; of two of them she may say that nothing is new."""
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    for item in real_plan.items.initiatives().active():
        planning.assign_item(item, owner=cast.olga_owner, unit=None, **by)
    quiet = planning.add_item(real_plan, kind="initiative", number="3.1", title="Et roligt punkt", **by)
    planning.assign_item(quiet, owner=cast.olga_owner, unit=None, **by)
    updating.record_status(quiet, period=dt.date(2013, 11, 1), text="Det går efter planen.", **by)
    return rounding.open_round(real_plan, period=DECEMBER, due_on=demo_day, today=demo_day, **by)


def entries() -> list[tuple[str, str, bool]]:
    found = StatusEntry.objects.filter(period=DECEMBER).select_related("item").order_by("pk")
    return [(entry.item.number, entry.text, entry.nothing_new) for entry in found]


@pytest.mark.parametrize("width", WIDTHS)
def test_my_points_have_no_violation_and_fit(signed_in, asked, cast, width):
    page = signed_in(cast.olga_owner, "/my-points/", width=width)
    assert (axe_violations(page), overflow(page)) == ([], 0)


def test_ctrl_enter_saves_and_goes_on_to_the_next_point(signed_in, asked, cast):
    page = signed_in(cast.olga_owner, "/my-points/")
    first, second = page.locator("textarea[name=text]").nth(0), page.locator("textarea[name=text]").nth(1)
    following = second.get_attribute("id")
    first.fill("Første status")
    first.press("Control+Enter")
    page.wait_for_function("id => document.activeElement.id == id", arg=following)
    left = page.locator("[data-points-left]").inner_text()
    assert (left, entries()) == ("3", [("1.1.2.2.A", "Første status", False)])


def test_nothing_new_is_one_press_and_stays_on_the_page(signed_in, asked, cast):
    page = signed_in(cast.olga_owner, "/my-points/")
    page.get_by_role("button", name="Intet nyt").last.click()
    page.locator("[data-points-left]", has_text="3").wait_for()
    assert (page.url.endswith("/my-points/"), entries()) == (True, [("3.1", "", True)])


def test_what_is_typed_is_a_draft_a_moment_later_and_stands_there_again(signed_in, asked, cast):
    page = signed_in(cast.olga_owner, "/my-points/")
    page.locator("textarea[name=text]").nth(0).fill("Halvt færdig")
    page.locator("[data-draft-said]", has_text="Kladde gemt").first.wait_for()
    draft = Draft.objects.get()
    again = signed_in(cast.olga_owner, "/my-points/")
    shown = again.locator("textarea[name=text]").nth(0).input_value()
    assert (draft.fields["text"], draft.saved_at <= timezone.now(), shown) == ("Halvt færdig", True, "Halvt færdig")


def test_the_whole_page_works_without_javascript(signed_in, asked, cast):
    page = signed_in(cast.olga_owner, "/my-points/", script=False)
    first = PlanItem.objects.get(number="1.1.2.2.A")
    card = page.locator(f"#point-{first.pk}")
    card.locator("textarea[name=text]").fill("Kladden")
    card.get_by_role("button", name="Gem som kladde").click()
    expect(card).to_contain_text("Kladde gemt")
    card.locator("textarea[name=text]").fill("Uden JavaScript")
    card.get_by_role("button", name="Gem status").click()
    expect(card).to_contain_text("Besvaret")
    quiet = page.locator(f"#point-{PlanItem.objects.get(number='3.1').pk}")
    quiet.get_by_role("button", name="Intet nyt").click()
    expect(quiet).to_contain_text("Besvaret")
    assert (entries(), Draft.objects.count()) == ([("1.1.2.2.A", "Uden JavaScript", False), ("3.1", "", True)], 0)
