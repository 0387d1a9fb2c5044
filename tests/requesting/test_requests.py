"""Asking for a new deadline, and what becomes of it (issue 5)."""

from __future__ import annotations

import datetime as dt

import pytest

from handleplan import attention, history, planning, requesting
from handleplan.dates import parse
from handleplan.models import EndDateRequest, Milestone
from tests.attention.points import CONTEXT, add_point

WHY = {"reason": "Anmodet i november"}
TODAY = dt.date(2013, 11, 29)


@pytest.fixture
def milestone(small_plan) -> Milestone:
    """A deadline that has moved once and is overdue."""
    return add_point(small_plan, "1.1", "1. jan. 2012", "medio 2013").milestones.select_related("item__plan").get()


@pytest.fixture
def ask(milestone, cast):
    def ask(end: str = "ultimo 2014", **how) -> EndDateRequest:
        facts = {"reason_text": "686 yderligere sager", "category": "more_cases", "user": cast.olga_owner, **WHY}
        return requesting.request_end(milestone, end=parse(end, CONTEXT), **facts | how)

    return ask


def grant(asked, cast, **how) -> EndDateRequest:
    decision = {"decided_by": "direktionen", "decided_on": TODAY, "user": cast.mads_manager, **WHY}
    return requesting.grant(asked, **decision | how)


def ends(milestone) -> tuple[str, int]:
    milestone.refresh_from_db()
    return milestone.end_as_written, milestone.moves


def test_a_request_moves_nothing(ask, milestone):
    ask()
    assert ends(milestone) == ("medio 2013", 1)


def test_until_it_is_granted_overdue_is_counted_from_the_old_date(ask, milestone, cast):
    ask()
    (facts,) = attention.facts_for(cast.mads_manager)
    overdue = [each for each in attention.judge(facts, TODAY) if each.why == attention.Why.OVERDUE]
    assert [each.days for each in overdue] == [90]


def test_a_request_says_which_move_it_would_be(ask):
    assert ask().would_be_move == 2


def test_a_granted_request_is_a_move_with_who_decided_it_and_when(ask, milestone, cast):
    revision = grant(ask(), cast).revision
    assert (revision.end_as_written, revision.reason, revision.decided_by, revision.decided_on, revision.kind) == (
        "ultimo 2014",
        "686 yderligere sager",
        "direktionen",
        TODAY,
        "move",
    )


def test_a_granted_request_moves_the_deadline_once(ask, milestone, cast):
    grant(ask(), cast)
    assert ends(milestone) == ("ultimo 2014", 2)


def test_two_managers_grant_it_once(ask, milestone, cast):
    asked = ask()
    grant(EndDateRequest.objects.get(pk=asked.pk), cast, seen=asked.version)
    with pytest.raises(history.Outdated):
        grant(EndDateRequest.objects.get(pk=asked.pk), cast, seen=asked.version)
    assert ends(milestone) == ("ultimo 2014", 2)


def test_a_declined_request_leaves_the_deadline_and_says_why(ask, milestone, cast):
    asked = requesting.decline(ask(), answer="Sagerne er få", user=cast.mads_manager, **WHY)
    assert (ends(milestone), asked.state, asked.answer, asked.answered_by) == (
        ("medio 2013", 1),
        "declined",
        "Sagerne er få",
        cast.mads_manager,
    )


def test_who_declines_says_why(ask, cast):
    with pytest.raises(ValueError):
        requesting.decline(ask(), answer=" ", user=cast.mads_manager, **WHY)


def test_what_needs_the_committee_stays_open(ask, milestone, cast):
    asked = requesting.mark_needs_committee(ask(), user=cast.mads_manager, **WHY)
    assert (asked.state, requesting.open_request(milestone)) == ("committee", asked)


def test_the_committee_can_grant_it(ask, milestone, cast):
    asked = requesting.mark_needs_committee(ask(), user=cast.mads_manager, **WHY)
    grant(asked, cast, decided_by="Socialudvalget", decided_on=dt.date(2013, 12, 4))
    assert milestone.revisions.last().decided_by == "Socialudvalget"


def test_a_milestone_has_one_open_request(ask):
    ask()
    with pytest.raises(requesting.AlreadyAsked):
        ask("medio 2015")


def test_after_an_answer_one_can_ask_again(ask, cast):
    requesting.decline(ask(), answer="Nej", user=cast.mads_manager, **WHY)
    assert ask("medio 2014").state == "open"


def test_a_request_taken_back_is_answered_no_more(ask, cast):
    asked = requesting.withdraw_request(ask(), user=cast.olga_owner, **WHY)
    with pytest.raises(history.Outdated):
        grant(asked, cast)


def test_where_nobody_approves_the_owner_moves_at_once(ask, milestone, cast):
    planning.edit_plan(milestone.item.plan, approval="none", user=cast.sara_secretary, **WHY)
    asked = ask()
    assert (asked.state, asked.revision.recorded_by, ends(milestone)) == (
        "granted",
        cast.olga_owner,
        ("ultimo 2014", 2),
    )


def test_a_request_for_a_first_end_date_becomes_the_original(small_plan, cast, ask):
    item = add_point(small_plan, "1.2")
    bare = planning.schedule_item(item, start=parse("2013"), user=cast.sara_secretary, **WHY)
    asked = requesting.request_end(
        bare, end=parse("medio 2014"), reason_text="Aftalt", category="other", user=cast.olga_owner, **WHY
    )
    revision = grant(asked, cast).revision
    assert (asked.would_be_move, revision.kind, bare.revisions.count()) == (0, "original", 1)


def test_who_asks_on_behalf_of_the_owner_is_kept(ask, cast):
    asked = ask(user=cast.ove_owner_of_nothing, on_behalf_of=cast.olga_owner)
    assert (asked.asked_by, asked.asked_for) == (cast.ove_owner_of_nothing, cast.olga_owner)


def test_asking_about_a_deadline_that_moved_meanwhile_is_told(ask, milestone, cast):
    seen = milestone.version
    planning.move_end(milestone, end=parse("primo 2014"), user=cast.mads_manager, **WHY)
    with pytest.raises(history.Outdated):
        ask(seen=seen)
