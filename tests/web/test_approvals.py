"""The page on which a manager approves statuses or sends them back (issue 5)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import planning, rounding, scaling, staffing, updating
from handleplan.models import Message, Round, StatusEntry
from tests.attention.points import add_point
from tests.conftest import BECAUSE
from tests.web.moving import item_address, signed_in

OCTOBER, NOVEMBER = dt.date(2013, 10, 1), dt.date(2013, 11, 1)
LIST = "/approvals/"


@pytest.fixture
def manager(cast):
    return signed_in(cast.mads_manager)


@pytest.fixture
def plan(small_plan, cast, demo_day):
    """A plan whose statuses are approved, with two points; the first one is overdue since October 2013."""
    planning.edit_plan(small_plan, approval="everything", user=cast.sara_secretary, reason=BECAUSE)
    add_point(small_plan, "1.1", "1. okt. 2013", text="")
    add_point(small_plan, "1.2", "2015", text="")
    for item in small_plan.items.initiatives():
        planning.edit_item(item, owner=cast.olga_owner, user=cast.sara_secretary, reason=BECAUSE)
        write(item, cast, period=OCTOBER, text="Vi har behandlet 12 sager.")
    return small_plan


@pytest.fixture
def round(plan, cast) -> Round:
    days = {"due_on": dt.date(2013, 11, 30), "today": dt.date(2013, 11, 20)}
    return rounding.open_round(plan, period=NOVEMBER, user=cast.sara_secretary, reason=BECAUSE, **days)


def write(item, cast, *, period=NOVEMBER, text="Vi har behandlet 30 sager.", **facts) -> StatusEntry:
    item.refresh_from_db()
    how = {"user": cast.olga_owner, "reason": BECAUSE, "source": "typed"}
    return updating.record_status(item, period=period, text=text, **how | facts)


def point(plan, number: str):
    return plan.items.get(number=number)


def rows(client) -> list[dict]:
    return [row for plan in client.get(LIST).context["page"]["plans"] for row in plan["rows"]]


def verdict(entry) -> str:
    entry = StatusEntry.objects.select_related("verdict").get(pk=entry.pk)
    return entry.verdict.kind if hasattr(entry, "verdict") else ""


def test_a_status_stands_beside_the_month_before_with_its_changes(manager, plan, round, cast):
    write(point(plan, "1.1"), cast)
    (row,) = rows(manager)
    changed = [(piece.kind, piece.text.strip()) for piece in row["pieces"] if piece.kind != "same"]
    assert (row["last"], changed) == ("Vi har behandlet 12 sager.", [("removed", "12"), ("added", "30")])


def test_a_good_assessment_of_an_overdue_point_is_shown_as_a_contradiction(manager, plan, round, cast):
    write(point(plan, "1.1"), cast, assessment="on_track")
    write(point(plan, "1.2"), cast, assessment="on_track")
    assert [row["contradicts"] for row in rows(manager)] == [True, False]


def test_a_scale_that_changed_is_told(manager, plan, round, cast):
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    scale = scaling.set_scale(plan, levels=scaling.levels_of(None), **by)
    item = point(plan, "1.1")
    write(item, cast, period=OCTOBER, assessment="on_track")
    write(item, cast, assessment="on_track", scale=scale)
    assert rows(manager)[0]["scale_changed"] == "den sædvanlige skala"


def test_one_is_approved(manager, plan, round, cast):
    first, second = write(point(plan, "1.1"), cast), write(point(plan, "1.2"), cast)
    manager.post(LIST, {"act": f"approve-{first.pk}"})
    assert (verdict(first), verdict(second)) == ("approved", "")


def test_those_that_are_chosen_are_approved(manager, plan, round, cast):
    first, second = write(point(plan, "1.1"), cast), write(point(plan, "1.2"), cast)
    manager.post(LIST, {"act": "approve-chosen", "chosen": [second.pk], "shown": [first.pk, second.pk]})
    assert (verdict(first), verdict(second)) == ("", "approved")


def test_all_that_the_page_showed_are_approved(manager, plan, round, cast):
    first, second = write(point(plan, "1.1"), cast), write(point(plan, "1.2"), cast)
    manager.post(LIST, {"act": "approve-all", "shown": [first.pk, second.pk]})
    assert (verdict(first), verdict(second)) == ("approved", "approved")


def test_what_came_after_the_page_was_shown_is_not_approved_unseen(manager, plan, round, cast):
    item = point(plan, "1.1")
    first = write(item, cast)
    newer = write(item, cast, text="Helt andre ord.")
    page = manager.post(LIST, {"act": "approve-all", "shown": [first.pk]})
    assert (page.status_code, verdict(first), verdict(newer)) == (409, "", "")


def test_nothing_chosen_is_told(manager, plan, round, cast):
    write(point(plan, "1.1"), cast)
    assert manager.post(LIST, {"act": "approve-chosen"}).status_code == 422


def test_one_is_sent_back_with_a_comment_that_the_point_shows(manager, plan, round, cast):
    item = point(plan, "1.1")
    entry = write(item, cast)
    manager.post(LIST, {"act": f"return-{entry.pk}", f"{entry.pk}-comment": "Skriv, hvornår I er færdige"})
    timeline = manager.get(item_address(item)).context["timeline"]
    told = next(each for each in timeline.dated if each.anchor == f"entry-status-{entry.pk}")
    assert ([badge.word for badge in told.badges], told.facts[-1].value) == (
        ["Sendt tilbage"],
        "Skriv, hvornår I er færdige",
    )


def test_the_author_is_told_by_mail_what_is_missing(manager, plan, round, cast):
    entry = write(point(plan, "1.1"), cast)
    manager.post(LIST, {"act": f"return-{entry.pk}", f"{entry.pk}-comment": "Skriv, hvornår I er færdige"})
    mail = Message.objects.get(kind="sent_back")
    assert (mail.recipient, mail.subject, "Skriv, hvornår I er færdige" in mail.body) == (
        cast.olga_owner,
        "Sendt tilbage: status for 1.1 Punkt 1.1 for november 2013",
        True,
    )


def test_who_sends_back_says_what_is_missing(manager, plan, round, cast):
    entry = write(point(plan, "1.1"), cast)
    page = manager.post(LIST, {"act": f"return-{entry.pk}"})
    assert (page.status_code, verdict(entry)) == (422, "")


def test_until_it_is_approved_the_plan_and_the_timeline_say_so(manager, plan, round, cast):
    item = point(plan, "1.1")
    write(item, cast)
    timeline = manager.get(item_address(item)).context["timeline"]
    badges = [badge.word for entry in timeline.dated if entry.when == "november 2013" for badge in entry.badges]
    row = manager.get(f"/plans/{plan.slug}/").content.decode()
    assert (badges, row.count("Afventer godkendelse")) == (["Afventer godkendelse"], 1)


def test_a_manager_of_another_unit_sees_nothing(plan, round, cast, unit):
    other = staffing.add_unit(name="Børn", user=cast.anna_administrator, reason=BECAUSE)
    planning.edit_item(point(plan, "1.1"), unit=other, user=cast.sara_secretary, reason=BECAUSE)
    entry = write(point(plan, "1.1"), cast)
    elsewhere = staffing.add_person(
        username="else", full_name="Else", role="manager", unit=unit, user=cast.anna_administrator, reason=BECAUSE
    )
    client = signed_in(elsewhere)
    assert (rows(client), client.post(LIST, {"act": f"approve-{entry.pk}"}).status_code) == ([], 409)


def test_a_plan_that_approves_deadlines_only_has_nothing_to_approve(manager, plan, round, cast):
    planning.edit_plan(plan, approval="deadlines", user=cast.sara_secretary, reason=BECAUSE)
    write(point(plan, "1.1"), cast)
    assert rows(manager) == []


def test_a_closed_round_has_nothing_to_approve(manager, plan, round, cast):
    write(point(plan, "1.1"), cast)
    rounding.close_round(round, note="", user=cast.sara_secretary, reason=BECAUSE, seen=round.version)
    assert rows(manager) == []


def test_who_closes_the_round_is_warned_of_what_nobody_approved(plan, round, cast):
    write(point(plan, "1.1"), cast)
    page = signed_in(cast.sara_secretary).get(reverse("handleplan:round-close", args=[round.pk]))
    assert (page.context["unapproved"], "1 status er ikke godkendt endnu." in page.content.decode()) == (1, True)


def test_the_number_of_queries_is_the_same_for_1_and_2_statuses(manager, plan, round, cast):
    counts = []
    for number in ("1.1", "1.2"):
        write(point(plan, number), cast)
        with CaptureQueriesContext(connection) as queries:
            manager.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
