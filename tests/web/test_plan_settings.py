"""A plan's rhythm, approval and reminders, and the versions of its scale (issue 5)."""

from __future__ import annotations

import pytest

from handleplan import planning, scaling, updating
from tests.attention.points import STATUS_MONTH, add_point
from tests.conftest import BECAUSE
from tests.web.keeping import at, carried, send
from tests.web.moving import item_address, signed_in
from tests.web.test_keeping_plans import USUAL

SETTINGS = {"rhythm": "quarterly", "approval": "everything", "reminder_days": "2, 5"}


@pytest.fixture
def secretary(cast):
    return signed_in(cast.sara_secretary)


def test_the_settings_are_kept(secretary, small_plan):
    send(secretary, at("plan-settings", small_plan.slug), **SETTINGS)
    small_plan.refresh_from_db()
    assert (small_plan.rhythm, small_plan.approval, small_plan.reminder_days) == ("quarterly", "everything", [5, 2])


@pytest.mark.parametrize("typed", ["snart", "0", "21", "-1", "²"])
def test_a_reminder_is_a_number_of_working_days(secretary, small_plan, typed):
    page = send(secretary, at("plan-settings", small_plan.slug), **SETTINGS | {"reminder_days": typed})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["reminder_days"])


def test_the_second_of_two_who_change_the_settings_is_told(secretary, small_plan, cast):
    mine = carried(secretary, at("plan-settings", small_plan.slug))
    planning.edit_plan(small_plan, approval="none", user=cast.anna_administrator, reason=BECAUSE)
    page = secretary.post(at("plan-settings", small_plan.slug), mine | SETTINGS)
    small_plan.refresh_from_db()
    assert (page.status_code, small_plan.approval) == (409, "none")


def test_another_scale_says_why(secretary, small_plan):
    levels = USUAL | {"word_0": "Grøn", "scale_why": "", "title": small_plan.title}
    page = send(secretary, at("plan-edit", small_plan.slug), **levels)
    assert (page.status_code, page.context["form"].errors) == (
        422,
        {"scale_why": ["Skriv, hvorfor skalaen er ændret."]},
    )


def test_the_versions_of_the_scale_are_listed_with_their_reasons(secretary, small_plan):
    send(secretary, at("plan-edit", small_plan.slug), **USUAL | {"word_0": "Grøn", "title": small_plan.title})
    (version,) = secretary.get(at("plan-edit", small_plan.slug)).context["versions"]
    assert (version["name"], version["why"]) == ("skalaens version 1", "Besluttet i oktober")


def test_a_status_keeps_the_words_of_the_scale_it_was_written_in(secretary, small_plan, cast):
    item = add_point(small_plan, "1.1", "2015", text="")
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    updating.record_status(item, period=STATUS_MONTH, text="I gang", assessment="on_track", **by)
    scaling.set_scale(small_plan, levels=[{**scaling.levels_of(None)[0], "word": "Grøn"}], **by)
    row = secretary.get(at("plan-detail", small_plan.slug)).content.decode()
    assert ("Efter planen</b>" in row, "i den sædvanlige skala; skalaen er ændret siden" in row) == (True, True)


def test_the_timeline_says_where_the_scale_changed(secretary, small_plan, cast):
    item = add_point(small_plan, "1.1", "2015", text="")
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    updating.record_status(item, period=STATUS_MONTH, text="I gang", assessment="on_track", **by)
    scale = scaling.set_scale(small_plan, levels=scaling.levels_of(None), **by)
    december = STATUS_MONTH.replace(month=12)
    updating.record_status(item, period=december, text="I gang", assessment="on_track", scale=scale, **by)
    newest = secretary.get(item_address(item)).context["timeline"].dated[0]
    assert [(fact.label, fact.value) for fact in newest.facts] == [("Skalaen er ændret", "skalaens version 1")]


def test_a_good_assessment_of_an_overdue_point_is_a_contradiction_on_its_page_and_the_plans(
    secretary, small_plan, cast, demo_day
):
    item = add_point(small_plan, "1.1", "1. okt. 2013", text="")
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    updating.record_status(item, period=STATUS_MONTH, text="I gang", assessment="on_track", **by)
    pages = [secretary.get(at("plan-detail", small_plan.slug)), secretary.get(item_address(item))]
    assert ["Modsiger fristen" in page.content.decode() for page in pages] == [True, True]
