"""People: stand-ins and handover (issue 5)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import planning, staffing, updating
from handleplan.models import EndDateRequest, PlanItem, StandIn
from tests.conftest import BECAUSE
from tests.web.moving import own, send, signed_in

TODAY = dt.date(2013, 11, 29)
LEAVE = {"first_day": "25.11.2013", "last_day": "8.12.2013"}


def person(user) -> str:
    return reverse("handleplan:person-detail", args=[user.pk])


def hand_over(user) -> str:
    return reverse("handleplan:hand-over", args=[user.pk])


@pytest.fixture
def item(real_plan) -> PlanItem:
    return PlanItem.objects.get(plan=real_plan, number="1.1.2.2.A")


@pytest.fixture
def leave(item, cast) -> StandIn:
    """Ove stands in for Olga on the demo's day."""
    days = {"first_day": dt.date(2013, 11, 25), "last_day": dt.date(2013, 12, 8)}
    who = {"stand_in": cast.ove_owner_of_nothing, "user": cast.olga_owner, "reason": BECAUSE}
    return staffing.add_stand_in(cast.olga_owner, **days, **who)


@pytest.mark.parametrize("who", ["olga_owner", "mads_manager", "anna_administrator"])
def test_the_owner_her_manager_and_the_administrator_name_a_stand_in(who, item, cast):
    client = signed_in(getattr(cast, who))
    client.post(person(cast.olga_owner), {"stand_in": cast.ove_owner_of_nothing.pk, **LEAVE})
    assert [str(row) for row in StandIn.objects.all()] == ["Olga Owner → Ove Owner Of Nothing"]


def test_two_do_not_stand_in_on_the_same_day(leave, cast):
    page = signed_in(cast.olga_owner).post(person(cast.olga_owner), {"stand_in": cast.sara_secretary.pk, **LEAVE})
    assert page.context["form"].errors == {"first_day": ["Nogen er allerede stedfortræder på nogle af de dage."]}


def test_the_last_day_comes_after_the_first(item, cast):
    fields = {"stand_in": cast.ove_owner_of_nothing.pk, "first_day": "8.12.2013", "last_day": "25.11.2013"}
    page = signed_in(cast.olga_owner).post(person(cast.olga_owner), fields)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["last_day"])


def test_a_stand_in_sees_the_plan_while_he_stands_in(leave, real_plan, cast):
    assert signed_in(cast.ove_owner_of_nothing).get(f"/plans/{real_plan.slug}/").status_code == 200


def test_a_stand_in_who_was_taken_back_does_not(leave, real_plan, cast):
    signed_in(cast.olga_owner).post(person(cast.olga_owner), {"act": f"withdraw-{leave.pk}"})
    assert signed_in(cast.ove_owner_of_nothing).get(f"/plans/{real_plan.slug}/").status_code == 404


@pytest.mark.parametrize(
    ("day", "answer"), [(dt.date(2013, 11, 24), 404), (dt.date(2013, 12, 8), 200), (dt.date(2013, 12, 9), 404)]
)
def test_a_stand_in_acts_from_the_first_day_to_the_last(day, answer, leave, item, cast, settings):
    settings.HANDLEPLAN_TODAY = day
    address = reverse("handleplan:item-status", args=[item.pk])
    assert signed_in(cast.ove_owner_of_nothing).get(address).status_code == answer


def test_a_stand_in_asks_for_the_owner(leave, real_plan, cast):
    milestone = own(real_plan, "1.1.2.2.A")
    address = reverse("handleplan:request-add", args=[milestone.pk])
    fields = {"end": "ultimo 2014", "category": "other", "why": "Flere sager"}
    send(signed_in(cast.ove_owner_of_nothing), address, "confirm", **fields)
    asked = EndDateRequest.objects.get()
    assert (asked.asked_by, asked.asked_for) == (cast.ove_owner_of_nothing, cast.olga_owner)


def test_the_timeline_says_who_wrote_for_whom(leave, item, cast):
    who = {"user": cast.ove_owner_of_nothing, "on_behalf_of": cast.olga_owner, "reason": BECAUSE}
    updating.record_status(item, period=dt.date(2013, 12, 1), text="I gang", source="typed", **who)
    page = signed_in(cast.ove_owner_of_nothing).get(reverse("handleplan:item-detail", args=[item.pk]))
    told = next(entry.by for entry in page.context["timeline"].dated if entry.kind == "status")
    assert told == "Ove Owner Of Nothing for Olga Owner"


def test_a_handover_is_previewed(item, cast):
    fields = {"to": cast.ove_owner_of_nothing.pk, "points": [item.pk], "why": "Fratræder", "step": "preview"}
    page = signed_in(cast.sara_secretary).post(hand_over(cast.olga_owner), fields)
    item.refresh_from_db()
    assert ([each["number"] for each in page.context["preview"]], item.owner) == (["1.1.2.2.A"], cast.olga_owner)


def test_a_handover_gives_all_points_at_once_and_says_why(item, cast):
    other = PlanItem.objects.get(plan=item.plan, number="2.1.3.1.")
    planning.assign_item(other, owner=cast.olga_owner, unit=None, user=cast.sara_secretary, reason=BECAUSE)
    fields = {"to": cast.ove_owner_of_nothing.pk, "points": [item.pk, other.pk], "why": "Fratræder", "step": "confirm"}
    signed_in(cast.sara_secretary).post(hand_over(cast.olga_owner), fields)
    owned = PlanItem.objects.filter(owner=cast.ove_owner_of_nothing)
    assert {(each.number, each.history.first().history_change_reason) for each in owned} == {
        ("1.1.2.2.A", "Fratræder"),
        ("2.1.3.1.", "Fratræder"),
    }


def test_a_point_that_has_another_owner_by_now_is_not_handed_over(item, cast):
    fields = {"to": cast.sara_secretary.pk, "points": [item.pk], "why": "Fratræder", "step": "confirm"}
    planning.edit_item(item, owner=cast.ove_owner_of_nothing, user=cast.sara_secretary, reason=BECAUSE)
    page = signed_in(cast.sara_secretary).post(hand_over(cast.olga_owner), fields)
    item.refresh_from_db()
    assert (page.status_code, item.owner) == (422, cast.ove_owner_of_nothing)


def test_a_manager_of_another_unit_hands_nothing_over(item, cast, unit):
    elsewhere = staffing.add_person(
        username="else", full_name="Else", role="manager", unit=unit, user=cast.anna_administrator, reason=BECAUSE
    )
    assert signed_in(elsewhere).get(hand_over(cast.ove_owner_of_nothing)).status_code == 403


def test_the_number_of_queries_is_the_same_for_few_and_many_people(cast, django_user_model):
    client = signed_in(cast.sara_secretary)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/people/")
        counts.append(len(queries))
        for number in range(3):
            staffing.add_person(username=f"p{number}", full_name="", role="owner", user=None, reason=BECAUSE)
    assert counts[0] == counts[1]
