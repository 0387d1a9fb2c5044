"""The pages on which a new deadline is asked for and answered (issue 5)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import planning, requesting, staffing
from handleplan.dates import parse
from handleplan.models import EndDateRequest, Message, Milestone
from tests.attention.points import CONTEXT, add_point
from tests.conftest import BECAUSE
from tests.web.moving import item_address, marks, own, send, signed_in

LIST = "/requests/"
WHY = {"category": "more_cases", "why": "686 yderligere sager"}


@pytest.fixture
def owner(cast):
    return signed_in(cast.olga_owner)


@pytest.fixture
def manager(cast):
    return signed_in(cast.mads_manager)


@pytest.fixture
def milestone(real_plan) -> Milestone:
    """The schedule of 1.1.2.2.A: Olga's, moved once, overdue since 31 August 2013."""
    return own(real_plan, "1.1.2.2.A")


@pytest.fixture
def asked(milestone, cast) -> EndDateRequest:
    return ask(milestone, cast.olga_owner)


def ask(milestone, user, end: str = "ultimo 2014") -> EndDateRequest:
    facts = {"reason_text": WHY["why"], "category": WHY["category"], "user": user, "reason": BECAUSE}
    return requesting.request_end(Milestone.objects.get(pk=milestone.pk), end=parse(end, CONTEXT), **facts)


def address(milestone) -> str:
    return reverse("handleplan:request-add", args=[milestone.pk])


def answer(client, asked, act: str, which: str = "", **fields):
    which = which or str(asked.pk)
    named = {f"{which}-{name}": value for name, value in fields.items()}
    return client.post(LIST, {"act": f"{act}-{which}", f"seen-{asked.pk}": asked.version, **named})


def now(asked) -> tuple[str, str]:
    asked.refresh_from_db()
    return asked.state, Milestone.objects.get(pk=asked.milestone_id).end_as_written


def test_the_preview_says_which_move_it_would_be(owner, milestone):
    page = send(owner, address(milestone), "preview", end="ultimo 2014", **WHY)
    assert page.context["preview"]["headline"] == "Flytning nr. 2, +24 mdr. fra oprindelig (+609 til +730 dage)"


def test_nothing_is_asked_by_the_preview(owner, milestone):
    send(owner, address(milestone), "preview", end="ultimo 2014", **WHY)
    assert EndDateRequest.objects.count() == 0


def test_a_confirmed_request_is_asked_once(owner, milestone):
    fields = marks(owner, address(milestone)) | {"step": "confirm", "end": "ultimo 2014", **WHY}
    answers = [owner.post(address(milestone), fields).status_code for _time in range(2)]
    assert (answers, EndDateRequest.objects.count()) == ([302, 302], 1)


def test_a_request_needs_its_reason(owner, milestone):
    page = send(owner, address(milestone), "preview", end="ultimo 2014", category="other", why="")
    assert (page.status_code, page.context["form"].errors["why"]) == (422, ["Skriv hvorfor."])


def test_who_asked_already_is_told_so(owner, milestone, asked):
    assert owner.get(address(milestone)).context["settled"] == (
        "Der er allerede en anmodning, anmodet: ultimo 2014 (afventer svar)."
    )


@pytest.mark.parametrize("person", ["olga_owner", "mads_manager", "rita_reader"])
def test_the_points_page_says_what_is_asked_for(person, milestone, asked, cast):
    page = signed_in(getattr(cast, person)).get(item_address(milestone.item))
    assert page.context["milestones"]["own"]["waiting"]["request"]["words"] == "anmodet: ultimo 2014 (afventer svar)"


def test_the_plan_page_says_what_is_asked_for(manager, milestone, asked):
    page = manager.get(f"/plans/{milestone.item.plan.slug}/")
    assert "<dt>Anmodet</dt><dd><b>ultimo 2014</b> (afventer svar)</dd>" in page.content.decode()


def test_the_review_says_what_is_asked_for_and_still_counts_from_the_old_date(manager, asked):
    html = manager.get("/late/").content.decode()
    assert ("anmodet: ultimo 2014 (afventer svar)" in html, "90 dage over fristen" in html) == (True, True)


def test_the_timeline_says_who_asked(manager, milestone, asked):
    timeline = manager.get(item_address(milestone.item)).context["timeline"]
    entry = next(each for each in timeline.dated if each.kind == "request")
    assert (entry.lead, entry.by, [badge.word for badge in entry.badges]) == (
        "ultimo 2014",
        "Olga Owner",
        ["Afventer svar"],
    )


def test_the_manager_approves_one(manager, asked):
    answer(manager, asked, "grant")
    assert now(asked) == ("granted", "ultimo 2014")


def test_an_approval_without_further_words_is_the_managers_of_today(manager, asked, demo_day):
    answer(manager, asked, "grant")
    revision = asked.milestone.revisions.last()
    assert (revision.decided_by, revision.decided_on) == ("Mads Manager", demo_day)


def test_a_no_needs_a_reason(manager, asked):
    page = answer(manager, asked, "decline", answer="")
    assert (page.status_code, now(asked)[0]) == (422, "open")


def test_a_no_with_a_reason_leaves_the_date(manager, asked):
    answer(manager, asked, "decline", answer="Sagerne kan nås")
    assert now(asked) == ("declined", "medio 2013")


def test_the_owner_is_told_the_answer_by_mail(manager, asked, cast):
    answer(manager, asked, "decline", answer="Sagerne kan nås")
    mail = Message.objects.get(kind="answered")
    assert (mail.recipient, mail.subject.rpartition(": ")[2], "Sagerne kan nås" in mail.body) == (
        cast.olga_owner,
        "afslået",
        True,
    )


def test_several_are_approved_at_once(manager, real_plan, asked, cast):
    other = ask(own(real_plan, "1.2.5.6"), cast.sara_secretary)
    fields = {"act": "grant-all", "chosen": [asked.pk, other.pk], f"seen-{asked.pk}": asked.version}
    manager.post(LIST, fields | {f"seen-{other.pk}": other.version})
    assert (now(asked)[0], now(other)[0]) == ("granted", "granted")


def test_nothing_chosen_is_told(manager, asked):
    assert manager.post(LIST, {"act": "grant-all"}).status_code == 422


def test_what_somebody_else_answered_meanwhile_is_told(manager, asked, cast):
    requesting.decline(
        EndDateRequest.objects.get(pk=asked.pk), answer="Nej", user=cast.anna_administrator, reason=BECAUSE
    )
    assert (answer(manager, asked, "grant").status_code, now(asked)) == (409, ("declined", "medio 2013"))


def test_the_owner_takes_his_request_back(owner, asked):
    answer(owner, asked, "withdraw")
    assert now(asked) == ("withdrawn", "medio 2013")


def test_an_owner_answers_no_request(owner, asked):
    assert (answer(owner, asked, "grant").status_code, now(asked)[0]) == (403, "open")


def test_the_secretary_answers_only_what_waits_for_the_committee(asked, cast):
    secretary = signed_in(cast.sara_secretary)
    before = answer(secretary, asked, "grant").status_code
    requesting.mark_needs_committee(asked, user=cast.mads_manager, reason=BECAUSE)
    after = answer(secretary, asked, "grant", decided_by="Socialudvalget", decided_on="20.11.2013").status_code
    assert (before, after, now(asked)[0]) == (403, 302, "granted")


def test_a_manager_of_another_unit_answers_no_request(asked, cast, unit):
    elsewhere = staffing.add_person(
        username="else", full_name="Else", role="manager", unit=unit, user=cast.anna_administrator, reason=BECAUSE
    )
    assert answer(signed_in(elsewhere), asked, "grant").status_code == 403


def test_a_day_of_decision_that_is_to_come_is_refused(manager, asked):
    page = answer(manager, asked, "grant", decided_on="4.12.2013")
    assert (page.status_code, now(asked)[0]) == (422, "open")


def test_in_a_plan_without_approval_the_owner_moves_at_once(owner, milestone, real_plan, cast):
    planning.edit_plan(real_plan, approval="none", user=cast.sara_secretary, reason=BECAUSE)
    send(owner, address(milestone), "confirm", end="ultimo 2014", **WHY)
    assert Milestone.objects.get(pk=milestone.pk).end_as_written == "ultimo 2014"


def test_the_empty_page_says_what_comes_next(manager, real_plan):
    assert "Ingen anmodninger venter på svar" in manager.get(LIST).content.decode()


def test_the_number_of_queries_is_the_same_for_1_and_3_requests(manager, small_plan, cast):
    counts = []
    for number in ("1.1", "1.2", "1.3"):
        ask(add_point(small_plan, number, "2012").milestones.get(), cast.sara_secretary)
        with CaptureQueriesContext(connection) as queries:
            manager.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[2]
